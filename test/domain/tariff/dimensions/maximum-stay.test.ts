// The switch "maximum stay": a longer stay is a violation, not a fee.
import { describe, expect, test } from '@jest/globals';
import { allDay, pricesOf, small, units, when } from './cases.ts';

const bands = [allDay(units(60, 500))];
const limited = pricesOf(small({ maximumStayMinutes: 120, bands }));
const unlimited = pricesOf(small({ bands }));

describe('of 120 minutes', () => {
  test.each<readonly [string, string, number, string | undefined, string]>([
    ['Wed 09:00', 'Wed 09:00', 0, undefined, 'an empty stay'],
    ['Wed 09:00', 'Wed 10:59', 1000, undefined, '2 x 5.00'],
    ['Wed 09:00', 'Wed 11:00', 1000, undefined, 'exactly 120 minutes are allowed: 2 x 5.00'],
    ['Wed 09:00', 'Wed 11:01', 1500, 'Wed 11:00', 'one minute more: 3 x 5.00'],
    ['Wed 23:00', 'Thu 01:30', 1500, 'Thu 01:00', 'across midnight: 3 x 5.00'],
    ['Wed 09:00', 'Fri 09:00', 24_000, 'Wed 11:00', 'two days: 48 x 5.00'],
  ])('%s to %s costs %i and is too long since %s: %s', (entry, exit, fee, since) => {
    expect(limited.fee(entry, exit)).toBe(fee);
    expect(limited.explanation(entry, exit).overstayedSince).toBe(since === undefined ? undefined : when(since));
  });

  test('changes no line and no fee', () => {
    for (const exit of ['Wed 10:00', 'Wed 11:00', 'Wed 11:01', 'Thu 09:00']) {
      const { feeFen, lines } = limited.explanation('Wed 09:00', exit);
      expect({ feeFen, lines }).toEqual(unlimited.explanation('Wed 09:00', exit));
    }
  });
});

test('without one no stay is too long', () => {
  expect(unlimited.explanation('Wed 09:00', 'Sun 09:00').overstayedSince).toBeUndefined();
});

test('a free stay can be too long as well', () => {
  const prices = pricesOf(small({ maximumStayMinutes: 30, free: { minutes: 60, mode: 'threshold' }, bands }));
  expect(prices.explanation('Wed 09:00', 'Wed 09:30')).toMatchObject({ feeFen: 0 });
  expect(prices.explanation('Wed 09:00', 'Wed 09:30').overstayedSince).toBeUndefined();
  expect(prices.explanation('Wed 09:00', 'Wed 09:31')).toMatchObject({ feeFen: 0, overstayedSince: when('Wed 09:30') });
});
