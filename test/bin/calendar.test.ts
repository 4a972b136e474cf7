// The calendar command as an operator calls it: a document on stdout, or exit 2 and a sentence.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { chinaCalendar2026, type Calendar } from '../../domain/calendar.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';

const run = (...words: string[]): { status: number | null; stdout: string; stderr: string } => {
  const command = new URL('../../bin/calendar.ts', import.meta.url).pathname;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...words], { encoding: 'utf8', env, timeout: 60_000 });
};
const calendarOf = (...words: string[]): Calendar => {
  const { status, stdout, stderr } = run(...words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Calendar;
};

test('prints the year of China that the State Council announced, with make-up workdays and names', () => {
  const printed = calendarOf('--year', '2026');
  expect(printed.days).toEqual(chinaCalendar2026.days);
  expect(printed).toMatchObject({ version: 'cn-2026', zone: 'Asia/Shanghai' });
  expect(printed.names).toMatchObject({ '2026-02-17': '春节', '2026-02-14': '春节调休' });
  expect(parseCalendar(printed)).toEqual(printed);
});

test('takes holidays that follow each other for one, which is long from seven days on', () => {
  const { days } = calendarOf('--year', '2025', '--year', '2026');
  // National Day and the Mid-autumn Festival within it.
  expect(days).toMatchObject({ '2025-10-01': 'longHoliday', '2025-10-06': 'longHoliday', '2025-10-08': 'longHoliday' });
  expect(days).toMatchObject({ '2025-05-05': 'shortHoliday', '2025-10-11': 'workday', '2026-10-07': 'longHoliday' });
});

test('prints the holidays of another country in its own zone, without make-up workdays', () => {
  const printed = calendarOf('--year', '2026', '--country', 'SG');
  expect(printed).toMatchObject({
    version: 'sg-2026',
    zone: 'Asia/Singapore',
    days: { '2026-02-17': 'shortHoliday', '2026-08-09': 'shortHoliday', '2026-12-25': 'shortHoliday' },
    names: { '2026-12-25': 'Christmas Day' },
  });
  expect(Object.values(printed.days)).not.toContain('workday');
  expect(parseCalendar(printed)).toEqual(printed);
});

test.each<[string, string[], string]>([
  ['a year that nobody announced', ['--year', '2099'], '2099'],
  ['a country that is none', ['--year', '2026', '--country', 'ZZ'], 'ZZ'],
  ['no year', [], 'usage: '],
  ['a year that is none', ['--year', 'next'], 'usage: '],
  ['an unknown option', ['--jahr', '2026'], 'usage: '],
])('exits with 2 and prints no calendar for %s', (_what, words, message) => {
  const { status, stdout, stderr } = run(...words);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
