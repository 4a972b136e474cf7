// Every operation of the document is called by a test of its own beside the matrix of permissions.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { operationsOf, readDocument } from '../../api/document.ts';

const folder = new URL('./', import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^(permissions|coverage)\.test\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

/** By its operationId; payments are paid by path, in pieces. */
const isCalled = ({ operationId, path }: { operationId: string; path: string }): boolean =>
  sources.includes(`'${operationId}'`) ||
  (/payment|bill|merchant|refund/.test(path) && path.split(/\{\w+\}/).every((part) => sources.includes(part)));

test('every operation is called by some test', () => {
  const uncalled = operationsOf(readDocument()).filter((operation) => !isCalled(operation));
  expect(uncalled.map(({ operationId }) => operationId)).toEqual([]);
});
