// The switch "repeat limits": free time only so many times in 24 hours or on a day, by the earlier stays of the vehicle.
import { describe, expect, test } from '@jest/globals';
import { allDay, pricesOf, small, units, when, type Json, type More } from './cases.ts';

/** 30 minutes free, 6.00 an hour. */
const rule = (limit: Json, rest: Json = {}, freeTime: Json = {}): Json =>
  small({ free: { minutes: 30, mode: 'threshold', limit, ...freeTime }, bands: [allDay(units(60, 600))], ...rest });

const after = (...stays: readonly (readonly [string, string])[]): More => ({
  context: { priorStays: stays.map(([entry, exit]) => ({ entry: when(entry), exit: when(exit) })) },
});

type Earlier = readonly (readonly [string, string])[];
type Case = readonly [earlier: Earlier, feeFen: number, why: string];

/** Each is followed by 30 minutes from Wednesday 12:00, free or 6.00. */
const followedBy = (json: Json, cases: readonly Case[]): void => {
  const prices = pricesOf(json);
  test.each(cases)('after %j half an hour costs %i: %s', (earlier, fee) => {
    expect(prices.fee('Wed 12:00', 'Wed 12:30', after(...earlier))).toBe(fee);
  });
};

const once = { times: 1, per: 'last24Hours' };

describe('once in 24 hours, where only free stays count, which is the default', () => {
  followedBy(rule(once), [
    [[], 0, 'nothing earlier'],
    [[['Wed 10:00', 'Wed 10:20']], 600, 'a free stay of the morning'],
    [[['Wed 10:00', 'Wed 10:30']], 600, 'one of exactly 30 minutes was free'],
    [[['Wed 10:00', 'Wed 10:31']], 0, 'one of 31 minutes was not'],
    [[['Tue 11:50', 'Tue 12:01']], 600, 'it ended 23 h 59 before'],
    [[['Tue 11:50', 'Tue 12:00']], 0, 'it ended exactly 24 hours before'],
    [[['Wed 11:40', 'Wed 12:00']], 600, 'it ended at the moment of entry'],
    [[['Wed 11:45', 'Wed 12:10']], 0, 'it ended after the entry and is no earlier stay'],
    [[['Mon 10:00', 'Mon 10:10']], 0, 'two days before'],
  ]);

  test('a longer stay costs the same either way', () => {
    const prices = pricesOf(rule(once));
    expect(prices.fee('Wed 12:00', 'Wed 12:31')).toBe(600);
    expect(prices.fee('Wed 12:00', 'Wed 12:31', after(['Wed 10:00', 'Wed 10:20']))).toBe(600);
  });

  test('the breakdown shows free time, or units', () => {
    const prices = pricesOf(rule(once));
    expect(prices.lines('Wed 12:00', 'Wed 12:30')).toMatchObject([{ kind: 'freeTime', freeMinutesUsed: 30 }]);
    expect(prices.lines('Wed 12:00', 'Wed 12:30', after(['Wed 10:00', 'Wed 10:20']))).toMatchObject([
      { kind: 'units', units: 1, amountFen: 600 },
    ]);
  });
});

describe('twice in 24 hours', () => {
  followedBy(rule({ times: 2, per: 'last24Hours' }), [
    [[], 0, 'the first time'],
    [[['Wed 10:00', 'Wed 10:20']], 0, 'the second time'],
    [
      [
        ['Wed 09:00', 'Wed 09:20'],
        ['Wed 10:00', 'Wed 10:20'],
      ],
      600,
      'the third time',
    ],
    [
      [
        ['Tue 11:00', 'Tue 11:20'],
        ['Wed 10:00', 'Wed 10:20'],
      ],
      0,
      'one of the two is more than 24 hours ago',
    ],
    [
      [
        ['Wed 08:00', 'Wed 09:20'],
        ['Wed 10:00', 'Wed 10:20'],
      ],
      0,
      'one of the two was charged',
    ],
  ]);
});

describe('once in 24 hours, where all stays count', () => {
  followedBy(rule({ ...once, counts: 'stays' }), [
    [[], 0, 'nothing earlier'],
    [[['Wed 10:00', 'Wed 10:20']], 600, 'a free stay'],
    [[['Wed 08:00', 'Wed 10:20']], 600, 'a charged stay counts too'],
    [[['Mon 08:00', 'Tue 12:01']], 600, 'it ended 23 h 59 before'],
    [[['Mon 08:00', 'Tue 12:00']], 0, 'it ended exactly 24 hours before'],
  ]);
});

describe('the first stay of a calendar day', () => {
  followedBy(rule({ times: 1, per: 'calendarDay', counts: 'stays' }), [
    [[], 0, 'the first of the day'],
    [[['Tue 23:00', 'Tue 23:50']], 0, 'it ended yesterday'],
    [[['Tue 23:00', 'Wed 00:00']], 600, 'it ended at midnight, which is today'],
    [[['Tue 23:00', 'Wed 00:01']], 600, 'it ended today'],
    [[['Wed 11:00', 'Wed 11:59']], 600, 'it was today'],
  ]);

  test('of days that begin at 06:00', () => {
    const prices = pricesOf(rule({ times: 1, per: 'calendarDay', counts: 'stays' }, { dayStartsAt: '06:00' }));
    const fee = (...earlier: Earlier) => prices.fee('Wed 12:00', 'Wed 12:30', after(...earlier));
    expect(fee(['Wed 04:00', 'Wed 05:59'])).toBe(0);
    expect(fee(['Wed 04:00', 'Wed 06:00'])).toBe(600);
    expect(prices.fee('Wed 05:00', 'Wed 05:30', after(['Tue 07:00', 'Tue 08:00']))).toBe(600);
  });
});

describe('free stays of a calendar day', () => {
  followedBy(rule({ times: 1, per: 'calendarDay' }), [
    [[], 0, 'nothing earlier'],
    [[['Tue 23:50', 'Wed 00:10']], 600, 'a free one that ended today'],
    [[['Tue 23:00', 'Wed 00:10']], 0, 'it was charged'],
    [[['Tue 23:30', 'Tue 23:50']], 0, 'it ended yesterday'],
    [[['Wed 09:00', 'Wed 09:30']], 600, 'exactly 30 minutes were free'],
  ]);
});

describe('beside other switches', () => {
  test('where exactly 30 minutes are not free, an earlier stay of exactly 30 was not', () => {
    const prices = pricesOf(rule(once, {}, { inclusive: false }));
    expect(prices.fee('Wed 12:00', 'Wed 12:29', after(['Wed 10:00', 'Wed 10:30']))).toBe(0);
    expect(prices.fee('Wed 12:00', 'Wed 12:29', after(['Wed 10:00', 'Wed 10:29']))).toBe(600);
  });

  test('deducted minutes are not deducted again', () => {
    const prices = pricesOf(rule(once, {}, { mode: 'deducted' }));
    expect(prices.fee('Wed 12:00', 'Wed 13:30')).toBe(600);
    expect(prices.fee('Wed 12:00', 'Wed 13:30', after(['Wed 10:00', 'Wed 10:20']))).toBe(1200);
  });

  test('of several free times the first that is not used up is taken', () => {
    const free = [
      { minutes: 30, mode: 'threshold', limit: once },
      { minutes: 10, mode: 'threshold' },
    ];
    const prices = pricesOf(small({ free, bands: [allDay(units(60, 600))] }));
    const again = after(['Wed 10:00', 'Wed 10:20']);
    expect(prices.fee('Wed 12:00', 'Wed 12:30')).toBe(0);
    expect(prices.fee('Wed 12:00', 'Wed 12:10', again)).toBe(0);
    expect(prices.fee('Wed 12:00', 'Wed 12:11', again)).toBe(600);
  });

  test('without a limit earlier stays change nothing', () => {
    const prices = pricesOf(small({ free: { minutes: 30, mode: 'threshold' }, bands: [allDay(units(60, 600))] }));
    expect(prices.fee('Wed 12:00', 'Wed 12:30', after(['Wed 10:00', 'Wed 10:20'], ['Wed 11:00', 'Wed 11:20']))).toBe(0);
  });
});

describe('each value is told by a fee', () => {
  const limit = (per: string, counts: string, times = 1): Json => rule({ times, per, counts });
  const fees = (more: More, values: Readonly<Record<string, Json>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, json]) => [name, pricesOf(json).fee('Wed 12:00', 'Wed 12:30', more)]),
    );

  test('the period, by a stay of yesterday evening', () => {
    expect(
      fees(after(['Tue 20:00', 'Tue 20:20']), {
        last24Hours: limit('last24Hours', 'freeStays'),
        calendarDay: limit('calendarDay', 'freeStays'),
      }),
    ).toEqual({ last24Hours: 600, calendarDay: 0 });
  });

  test('what counts, by a charged stay; how often, by one stay', () => {
    expect(
      fees(after(['Wed 09:00', 'Wed 10:00']), {
        freeStays: limit('last24Hours', 'freeStays'),
        stays: limit('last24Hours', 'stays'),
        twice: limit('last24Hours', 'stays', 2),
      }),
    ).toEqual({ freeStays: 0, stays: 600, twice: 0 });
  });
});
