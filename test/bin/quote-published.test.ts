// The sample tariffs through the quote command, one process for all cases of a tariff.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { pathOf, sampleTariffs, type WorkedCase } from '../support/sample-tariffs.ts';

const folder = mkdtempSync(join(tmpdir(), 'quote-published-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quote = (tariff: string, stays: string): { status: number | null; stdout: string; stderr: string } => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const words = [pathOf('bin/quote.ts'), '--tariff', tariff, '--stays', stays];
  return spawnSync(process.execPath, words, { encoding: 'utf8', env, timeout: 20_000 });
};

const stayOf = ({ entry, exit, vehicle, context }: WorkedCase): object => ({ entry, exit, vehicle, context });

test.each(sampleTariffs)('quotes every case of $id', ({ id, document, cases }) => {
  const stays = join(folder, `${id}.json`);
  writeFileSync(stays, JSON.stringify(cases.map(stayOf)));
  const { status, stdout, stderr } = quote(pathOf(document), stays);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const fees = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { feeFen: number }).feeFen);
  expect(fees.map((feeFen, index) => ({ ...cases[index], feeFen }))).toEqual(cases);
});
