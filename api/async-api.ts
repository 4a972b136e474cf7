// The device access specification as JSON; its source is openapi/asyncapi.yaml.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const asyncApiText = (): string =>
  JSON.stringify(parse(readFileSync(new URL('../openapi/asyncapi.yaml', import.meta.url), 'utf8')));
