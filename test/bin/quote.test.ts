// The quote command as scripts call it: JSON lines on stdout, or exit 2 and a message that names the place.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { sampleTariff } from '../../domain/tariff/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'quote-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const quote = (...words: string[]): { status: number | null; stdout: string; stderr: string } => {
  const command = new URL('../../bin/quote.ts', import.meta.url).pathname;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...words], { encoding: 'utf8', env, timeout: 20_000 });
};

const tariff = file('tariff.json', sampleTariff());
const evening = { entry: '2026-03-11T19:00:00+08:00', exit: '2026-03-11T20:10:00+08:00' };

test('prints one JSON line per stay, with instants of the place', () => {
  const stays = file('stays.json', [evening, { ...evening, vehicle: 'emergency' }]);
  const { status, stdout } = quote('--tariff', tariff, '--stays', stays);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(status).toBe(0);
  expect(lines).toMatchObject([
    {
      feeFen: 1100,
      lines: [{ band: 'day', from: '2026-03-11T19:00:00+08:00', to: '2026-03-11T20:00:00+08:00' }, { band: 'night' }],
    },
    { feeFen: 0, lines: [{ band: 'no-charge' }] },
  ]);
});

test('takes day types from the calendar it is given', () => {
  const rule = (days: string[], unitPriceFen: number) => ({
    name: days[0],
    days,
    from: '00:00',
    to: '24:00',
    charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] },
  });
  const bands = [rule(['workday', 'weekend'], 100), rule(['shortHoliday', 'longHoliday'], 300)];
  const byDay = file('by-day.json', { ...sampleTariff(), rules: { small: { kind: 'charged', bands } } });
  const calendar = file('calendar.json', { version: '1', days: { '2026-03-11': 'longHoliday' } });
  const stays = file('stays.json', [evening]);
  expect(JSON.parse(quote('--tariff', byDay, '--stays', stays).stdout)).toMatchObject({ feeFen: 200 });
  expect(JSON.parse(quote('--tariff', byDay, '--stays', stays, '--calendar', calendar).stdout)).toMatchObject({
    feeFen: 600,
  });
});

test.each<[string, () => string[], string]>([
  [
    'a malformed tariff',
    () => ['--tariff', file('bad.json', { ...sampleTariff(), zone: 'Mars' }), '--stays', file('s.json', [])],
    '/zone: ',
  ],
  ['a tariff that is no JSON', () => ['--tariff', file('bad.json', '{'), '--stays', file('s.json', [])], 'bad.json: '],
  [
    'an exit before the entry',
    () => ['--tariff', tariff, '--stays', file('s.json', [evening, { entry: evening.exit, exit: evening.entry }])],
    '/1/exit: ',
  ],
  [
    'a class without a rule',
    () => ['--tariff', tariff, '--stays', file('s.json', [{ ...evening, vehicle: 'coach' }])],
    '/0/vehicle: no-tariff',
  ],
  ['a file that is not there', () => ['--tariff', join(folder, 'none.json'), '--stays', tariff], 'none.json'],
  ['an unknown option', () => ['--tarif', tariff], 'usage: '],
  ['no options', () => [], 'usage: '],
])('exits with 2, names the place and prints no quote for %s', (_name, words, message) => {
  const { status, stdout, stderr } = quote(...words());
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
