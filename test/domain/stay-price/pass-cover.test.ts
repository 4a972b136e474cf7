// Which time a pass covers: half-open, by validity, hours, days and bays, also where the clock is changed.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lengthMs, merged, without } from '../../../domain/stay-price/intervals.ts';
import { coveredTimes, type Pass } from '../../../domain/stay-price/pass-cover.ts';
import { type Interval } from '../../../domain/tariff/tariff.ts';
import { epochMs, hourMs, minuteMs } from '../../../domain/time.ts';
import { anyEntry, local, numRuns, zones } from '../tariff/builders.ts';

const month = { validFrom: local('2026-03-01 00:00'), validUntil: local('2026-04-01 00:00') };
const always: Pass = { id: 'all', ...month };
const night: Pass = { id: 'night', ...month, hours: [{ from: 20 * 60, to: 8 * 60 }] };
const span = (from: string, to: string): Interval => ({ entry: local(from), exit: local(to) });
const covered = (passes: Pass[], from: string, to: string, bay?: string) =>
  coveredTimes(passes, span(from, to), 'Asia/Shanghai', bay);
const piece = (passId: string, from: string, to: string) => ({ passId, ...span(from, to) });

describe('a pass covers', () => {
  test.each<[string, Pass[], string, string, object[]]>([
    [
      'a stay within its month',
      [always],
      '2026-03-11 10:00',
      '2026-03-11 12:00',
      [piece('all', '2026-03-11 10:00', '2026-03-11 12:00')],
    ],
    [
      'up to its end and not the end itself',
      [always],
      '2026-03-31 23:00',
      '2026-04-01 01:00',
      [piece('all', '2026-03-31 23:00', '2026-04-01 00:00')],
    ],
    ['nothing of a stay that begins when it ends', [always], '2026-04-01 00:00', '2026-04-01 01:00', []],
    ['nothing of a stay that ends when it begins', [always], '2026-02-28 20:00', '2026-03-01 00:00', []],
    [
      'the hours of each night',
      [night],
      '2026-03-11 19:00',
      '2026-03-13 07:00',
      [piece('night', '2026-03-11 20:00', '2026-03-12 08:00'), piece('night', '2026-03-12 20:00', '2026-03-13 07:00')],
    ],
    [
      'the morning of a night that began before the stay',
      [night],
      '2026-03-11 07:00',
      '2026-03-11 09:00',
      [piece('night', '2026-03-11 07:00', '2026-03-11 08:00')],
    ],
    [
      'no night that began before its month',
      [{ ...night, validFrom: local('2026-03-11 00:00') }],
      '2026-03-10 22:00',
      '2026-03-11 02:00',
      [piece('night', '2026-03-11 00:00', '2026-03-11 02:00')],
    ],
    [
      'the days it names, by where the hours begin',
      [{ ...night, hours: [{ from: 1200, to: 480, weekdays: [3] }] }],
      '2026-03-11 19:00',
      '2026-03-13 09:00',
      [piece('night', '2026-03-11 20:00', '2026-03-12 08:00')],
    ],
    [
      'what another does not',
      [night, always],
      '2026-03-11 19:00',
      '2026-03-11 21:00',
      [piece('all', '2026-03-11 19:00', '2026-03-11 20:00'), piece('night', '2026-03-11 20:00', '2026-03-11 21:00')],
    ],
    ['an empty stay not at all', [always], '2026-03-11 10:00', '2026-03-11 10:00', []],
  ])('%s', (_name, passes, from, to, expected) => {
    expect(covered(passes, from, to)).toEqual(expected);
  });

  test('only in the bays it is for', () => {
    const own: Pass = { ...always, bays: ['A1', 'A2'] };
    expect(covered([own], '2026-03-11 10:00', '2026-03-11 12:00', 'A2')).toHaveLength(1);
    expect(covered([own], '2026-03-11 10:00', '2026-03-11 12:00', 'B1')).toEqual([]);
    expect(covered([own], '2026-03-11 10:00', '2026-03-11 12:00')).toEqual([]);
  });

  test('a night of eleven hours when the clock is put forward', () => {
    const stay = { entry: local('2026-03-28 18:00', '+01:00'), exit: local('2026-03-29 12:00', '+02:00') };
    expect(coveredTimes([night], stay, 'Europe/Berlin').map(lengthMs)).toEqual([11 * hourMs]);
  });
});

const anyIntervals = fc
  .array(fc.tuple(fc.nat(200), fc.nat(60)), { maxLength: 8 })
  .map((list) => list.map(([entry, length]): Interval => ({ entry: epochMs(entry), exit: epochMs(entry + length) })));

test('what is covered and what is not make up the whole, without overlaps', () => {
  fc.assert(
    fc.property(anyIntervals, fc.nat(200), fc.nat(100), (others, entry, length) => {
      const whole = { entry: epochMs(entry), exit: epochMs(entry + length) };
      const left = without(whole, others);
      const inside = (at: number, list: readonly Interval[]) => list.some((each) => each.entry <= at && at < each.exit);
      for (let at = entry; at < entry + length; at += 1) expect(inside(at, left)).toBe(!inside(at, others));
      expect(merged(left)).toEqual(left);
    }),
    { numRuns },
  );
});

test('cover lies in the stay, in order and without overlaps, in every zone', () => {
  const hours = fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 1440 })).map(([from, to]) => ({ from, to }));
  const pass = fc.record({ hours: fc.array(hours, { maxLength: 2 }), start: anyEntry, days: fc.nat(40) });
  fc.assert(
    fc.property(
      fc.array(pass, { maxLength: 3 }),
      anyEntry,
      fc.nat(5000),
      fc.constantFrom(...zones),
      (list, entry, minutes, zone) => {
        const stay = { entry, exit: epochMs(entry + minutes * minuteMs) };
        const passes = list.map(({ hours: each, start, days }, index) => ({
          id: `${index}`,
          validFrom: start,
          validUntil: epochMs(start + days * 24 * hourMs),
          ...(each.length > 0 && { hours: each }),
        }));
        const times = coveredTimes(passes, stay, zone);
        let reached: number = stay.entry;
        for (const time of times) {
          expect(time.entry).toBeGreaterThanOrEqual(reached);
          expect(time.exit).toBeGreaterThan(time.entry);
          reached = time.exit;
        }
        expect(reached).toBeLessThanOrEqual(stay.exit);
      },
    ),
    { numRuns },
  );
});
