// The tariff command as scripts call it: lint, comparison and curve of files, without a database.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { sampleTariff } from '../../domain/tariff/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'tariff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const tariff = (...words: string[]): { status: number | null; stdout: string; stderr: string } => {
  const command = new URL('../../bin/tariff.ts', import.meta.url).pathname;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...words], { encoding: 'utf8', env, timeout: 20_000 });
};

const linesOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const hourly = (unitPriceFen: number, over: object = {}) => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: {
    small: {
      kind: 'charged',
      bands: [
        {
          name: 'all-day',
          from: '00:00',
          to: '24:00',
          charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] },
        },
      ],
    },
  },
  ...over,
});

const sample = file('sample.json', sampleTariff());
const cheap = file('cheap.json', hourly(500));
const dear = file('dear.json', hourly(700, { name: { zh: '新费率', en: 'New tariff' } }));
const yen = file('yen.json', hourly(700, { currency: 'JPY' }));
const evening = { entry: '2026-03-11T19:00:00+08:00', exit: '2026-03-11T20:10:00+08:00' };
const stays = file('stays.json', [evening, { ...evening, vehicle: 'coach' }]);

describe('lint', () => {
  test('says nothing of a sound file and exits with 0', () => {
    expect(tariff('lint', sample)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('prints a JSON line per problem and exits with 1', () => {
    const { status, stdout } = tariff('lint', file('bad.json', { ...sampleTariff(), zone: 'Mars', colour: 'red' }));
    expect(status).toBe(1);
    const lines = linesOf(stdout) as { pointer: string; severity: string; message: { zh: string } }[];
    expect(lines.map(({ severity, pointer }) => [severity, pointer]).sort()).toEqual([
      ['error', '/colour'],
      ['error', '/zone'],
    ]);
    for (const { message } of lines) expect(message.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  test('warns and exits with 0', () => {
    const seasons = [{ name: 'summer', from: '06-01', to: '08-31' }];
    const { status, stdout } = tariff('lint', file('season.json', hourly(500, { seasons })));
    expect(status).toBe(0);
    expect(linesOf(stdout)).toMatchObject([{ severity: 'warning', code: 'unused-season' }]);
  });
});

test('compare prints a line per stay and the totals last', () => {
  const { status, stdout } = tariff('compare', cheap, dear, '--stays', stays);
  expect(status).toBe(0);
  expect(linesOf(stdout)).toEqual([
    { stay: 0, beforeFen: 1000, afterFen: 1400, differenceFen: 400 },
    { stay: 1, beforeFen: null, afterFen: null, differenceFen: null },
    expect.objectContaining({
      currency: 'CNY',
      stays: 2,
      up: 1,
      refused: 1,
      differenceFen: 400,
      biggest: [expect.objectContaining({ stay: 0, vehicle: 'small', differenceFen: 400 })],
    }),
  ]);
});

test('curve prints an SVG, of two tariffs where two are named', () => {
  const one = tariff('curve', cheap, '--hours', '3', '--entry', '2026-03-11T10:00:00+08:00');
  expect(one.status).toBe(0);
  expect(one.stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(one.stdout).toContain('0:00 free, 0:01 ¥5, 1:01 ¥10, 2:01 ¥15');
  const two = tariff('curve', cheap, dear, '--language', 'zh');
  expect(two.stdout).toContain('新费率');
  expect(two.stdout).toContain('dasharray');
});

test.each<[string, () => string[], string]>([
  ['no verb', () => [], 'usage: '],
  ['an unknown verb', () => ['price', sample], 'usage: '],
  ['no file', () => ['lint'], 'give 1 file;'],
  ['a file that is not there', () => ['lint', join(folder, 'none.json')], 'none.json'],
  ['a file that is no JSON', () => ['lint', file('broken.json', '{')], 'broken.json: '],
  ['a comparison without stays', () => ['compare', cheap, dear], '--stays'],
  ['an unknown option', () => ['compare', cheap, dear, '--stay', stays], '--help'],
  ['two currencies', () => ['compare', cheap, yen, '--stays', stays], '/currency'],
  ['a malformed tariff', () => ['curve', file('mars.json', { ...sampleTariff(), zone: 'Mars' })], '/zone: '],
  ['a class without a rule', () => ['curve', cheap, '--vehicle', 'coach'], 'no-tariff'],
  ['an entry without an offset', () => ['curve', cheap, '--entry', '2026-03-11T10:00:00'], '--entry'],
  ['a curve of no length', () => ['curve', cheap, '--hours', '0'], '--hours'],
  ['a language that nobody speaks here', () => ['curve', cheap, '--language', 'fr'], '--language'],
])('exits with 2 and says why for %s', (_name, words, message) => {
  const { status, stdout, stderr } = tariff(...words());
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
