// Checks the device access specification with the AsyncAPI parser. Exits 1 and names every error.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const path = new URL('asyncapi.yaml', import.meta.url);
const { document, diagnostics } = await new Parser().parse(readFileSync(path, 'utf8'));
const errors = diagnostics.filter(({ severity }) => severity === 0);
for (const { message, path: where, range } of errors) {
  console.error(`asyncapi.yaml:${range.start.line + 1}: ${where.join('.')}: ${message}`);
}
if (document === undefined || errors.length > 0) process.exit(1);
console.log(
  `asyncapi.yaml: ${document.channels().all().length} channels, ${document.operations().all().length} operations, no errors`,
);
