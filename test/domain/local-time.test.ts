// Instants in the zone of a lot, through every change of its clocks.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayNumber,
  isZone,
  localDate,
  localTimeIn,
  plusDays,
  weekdayOf,
  type DayNumber,
} from '../../domain/local-time.ts';
import { epochMs, parseInstant } from '../../domain/time.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Cairo',
);
const anyInstant = fc.integer({ min: 86_400_000, max: 4_102_444_800_000 }).map(epochMs);
const day = (date: string): DayNumber => dayNumber(date)!;

test.each`
  zone               | date            | minute  | instant                        | because
  ${'Asia/Shanghai'} | ${'2026-03-11'} | ${480}  | ${'2026-03-11T08:00:00+08:00'} | ${'an ordinary morning'}
  ${'Asia/Shanghai'} | ${'2026-03-11'} | ${1440} | ${'2026-03-12T00:00:00+08:00'} | ${'24:00 is the next day'}
  ${'Europe/Berlin'} | ${'2026-03-29'} | ${120}  | ${'2026-03-29T03:00:00+02:00'} | ${'02:00 is skipped: the moment of the jump'}
  ${'Europe/Berlin'} | ${'2026-03-29'} | ${179}  | ${'2026-03-29T03:00:00+02:00'} | ${'02:59 is skipped too'}
  ${'Europe/Berlin'} | ${'2026-03-29'} | ${480}  | ${'2026-03-29T08:00:00+02:00'} | ${'after the jump'}
  ${'Europe/Berlin'} | ${'2026-10-25'} | ${150}  | ${'2026-10-25T02:30:00+02:00'} | ${'02:30 comes twice: the first'}
  ${'Europe/Berlin'} | ${'2026-10-25'} | ${180}  | ${'2026-10-25T03:00:00+01:00'} | ${'after the repeated hour'}
  ${'Africa/Cairo'}  | ${'2026-04-24'} | ${0}    | ${'2026-04-24T01:00:00+03:00'} | ${'midnight itself is skipped'}
  ${'Pacific/Apia'}  | ${'2011-12-30'} | ${720}  | ${'2011-12-31T00:00:00+14:00'} | ${'a whole day is skipped'}
`('finds minute $minute of $date in $zone: $because', ({ zone: name, date, minute, instant }) => {
  expect(localTimeIn(name as string).instantOf(day(date as string), minute as number)).toBe(
    parseInstant(instant as string),
  );
});

describe('in every zone', () => {
  test('each instant falls into the day that starts at or before it and has not ended', () => {
    fc.assert(
      fc.property(zone, anyInstant, (name, at) => {
        const { dayOf, startOfDay, format } = localTimeIn(name);
        const today = dayOf(at);
        expect(startOfDay(today)).toBeLessThanOrEqual(at);
        expect(startOfDay(plusDays(today, 1))).toBeGreaterThan(at);
        expect(format(at).slice(0, 10)).toBe(localDate(today));
        expect(parseInstant(format(at))).toBe(at);
      }),
      { numRuns },
    );
  });

  test('later wall times of a day never come before earlier ones', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 14_000, max: 25_000 }), fc.nat(1440), fc.nat(1440), (name, number, a, b) => {
        const { instantOf } = localTimeIn(name);
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        expect(instantOf(number as DayNumber, early)).toBeLessThanOrEqual(instantOf(number as DayNumber, late));
      }),
      { numRuns },
    );
  });
});

test('knows dates, weekdays and zones from what only looks like them', () => {
  expect(localDate(day('2026-02-28'))).toBe('2026-02-28');
  expect([weekdayOf(day('2026-03-09')), weekdayOf(day('2026-03-15')), weekdayOf(day('1970-01-01'))]).toEqual([1, 7, 4]);
  for (const odd of ['2026-02-30', '2026-2-3', '', '2026-13-01']) expect(dayNumber(odd)).toBeUndefined();
  expect(['Asia/Shanghai', 'UTC', 'Mars/Olympus', '+08:00', ''].map(isZone)).toEqual([true, true, false, false, false]);
  expect(() => localTimeIn('Mars/Olympus')).toThrow(RangeError);
});
