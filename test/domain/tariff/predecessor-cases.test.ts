// The three rules of the system that this one replaces, in this language, with every stay that it is known to misprice.
import { describe, expect, test } from '@jest/globals';
import { band, dayBand, free, nightBand, pricesOf, small, tiers, units, type Json } from './dimensions/cases.ts';

/** Name, entry, exit, fee in fen, and the arithmetic. 15 May 2024 is a Wednesday; no holiday is known. */
type Case = readonly [name: string, entry: string, exit: string, feeFen: number, why: string];

const must = (json: Json, cases: readonly Case[]): void => {
  const prices = pricesOf(json);
  test.each(cases)('%s: %s to %s costs %i: %s', (_name, entry, exit, fee) => {
    expect(prices.fee(`2024-05-${entry}`, `2024-05-${exit}`)).toBe(fee);
  });
};

describe('quarter hours by day with a dearer price after the first hour, two hours by night', () => {
  const rule = small({
    bands: [
      band('day', '07:00', '21:00', tiers([60, 15, 250], [null, 15, 375])),
      band('night', '21:00', '07:00', units(120, 100)),
    ],
  });

  describe('a started quarter of an hour counts', () => {
    must(rule, [
      ['A1', '13 09:00', '13 09:05', 250, '1 x 2.50'],
      ['A2', '13 09:00', '13 09:50', 1000, '4 x 2.50'],
      ['A4', '13 09:00', '13 11:10', 2875, '130 min are 9 units: 4 x 2.50 + 5 x 3.75'],
    ]);
  });

  describe('an entry at the moment the day begins is an entry by day', () => {
    must(rule, [['A3', '13 07:00', '13 08:00', 1000, '4 x 2.50, not 4 x 3.75']]);
  });

  describe('each part of a stay is priced by the band it lies in, through the night and out of it', () => {
    must(rule, [
      ['A5', '13 20:30', '13 22:10', 600, '2 x 2.50 + 70 min 1 x 1.00'],
      ['A6', '13 22:00', '14 08:20', 2750, '9 h 5 x 1.00 + 80 min after the first hour 6 x 3.75'],
      ['A7', '13 09:00', '14 10:00', 22_500, '4 x 2.50 + 44 x 3.75 + 5 x 1.00 + 12 x 3.75'],
    ]);
  });
});

const weekend = { days: ['weekend'] };
const workday = { days: ['workday'] };

/** A night ends at midnight where the weekend begins. */
const halfHours = (restarts: string): Json =>
  small(
    {
      free: { minutes: 15, mode: 'threshold' },
      tierClock: { counts: 'elapsed', restarts },
      bands: [
        band('early', '00:00', '08:00', units(30, 100), workday),
        band('day', '08:00', '20:00', tiers([60, 30, 500], [null, 30, 750]), workday),
        band('late', '20:00', '24:00', units(30, 100), workday),
        band('weekend', '00:00', '24:00', tiers([60, 30, 300], [null, 30, 400]), weekend),
      ],
    },
    { holidays: 'ignored' },
  );

describe('half hours by day with a dearer price after the first hour, by night, and at the weekend', () => {
  const rule = halfHours('stay');

  describe('15 minutes are free, and what is longer is charged from entry', () => {
    must(rule, [
      ['B1', '15 09:00', '15 09:15:59', 0, '15 whole minutes'],
      ['B2', '15 09:00', '15 09:16', 500, '1 x 5.00'],
      ['B3', '15 09:00', '15 10:00', 1000, '2 x 5.00'],
      ['B4', '15 09:00', '15 10:01', 1750, '2 x 5.00 + 7.50'],
      ['B5', '15 09:00', '15 11:10', 3250, '2 x 5.00 + 3 x 7.50'],
    ]);
  });

  describe('a fee is never negative in ordinary evenings', () => {
    must(rule, [
      ['B6', '15 18:00', '15 20:20', 2600, '2 x 5.00 + 2 x 7.50 + 1 x 1.00'],
      ['B7', '15 18:00', '15 22:00', 2900, '25.00 + 4 x 1.00'],
      ['B8', '15 19:30', '16 07:00', 2700, '1 x 5.00 + 8 x 1.00 + 14 x 1.00'],
      ['B13', '17 19:00', '18 10:00', 9800, 'Friday 2 x 5.00 + 8 x 1.00, Saturday after the first hour 20 x 4.00'],
    ]);
  });

  describe('a Monday costs what a Wednesday costs', () => {
    must(rule, [
      ['B9', '15 08:00', '15 22:00', 17_900, '2 x 5.00 + 22 x 7.50 + 4 x 1.00'],
      ['B10', '13 08:00', '13 22:00', 17_900, '2 x 5.00 + 22 x 7.50 + 4 x 1.00'],
    ]);
  });

  describe('no hour is lost over a night, and none is counted before the entry', () => {
    must(rule, [
      ['B12', '15 09:00', '16 11:00', 22_900, '2 x 5.00 + 20 x 7.50 + 24 x 1.00 + 6 x 7.50'],
      ['B14', '15 21:00', '16 07:00', 2000, '6 x 1.00 + 14 x 1.00'],
    ]);
  });

  // Whether a car that came by night gets the first hour of the day is policy: both are one word of the rule.
  describe('the day after a night is never free', () => {
    must(rule, [
      ['B11, one first hour a stay', '15 06:00', '15 08:45', 1900, '4 x 1.00 + 2 x 7.50: 08:00 is minute 120'],
      ['B16, one first hour a stay', '19 22:00', '20 09:00', 4500, '2 x 3.00 + 2 x 4.00 + 16 x 1.00 + 2 x 7.50'],
    ]);
    must(halfHours('occurrence'), [
      ['B11, a first hour each day', '15 06:00', '15 08:45', 1400, '4 x 1.00 + 2 x 5.00'],
      ['B16, a first hour each day', '19 22:00', '20 09:00', 4000, '2 x 3.00 + 2 x 4.00 + 16 x 1.00 + 2 x 5.00'],
    ]);
  });

  describe('a weekend has its own first hour, once', () => {
    must(rule, [
      ['B15', '18 10:00', '18 12:10', 1800, '2 x 3.00 + 3 x 4.00'],
      ['B17', '18 10:00', '19 10:00', 19_000, '2 x 3.00 + 46 x 4.00: no cap is said'],
    ]);
  });
});

describe('three stages of the minutes that lie in the charged hours of workdays or weekends', () => {
  // The third stage of the weekend begins after three hours, as on workdays: the old rule never reached it.
  const rule = small(
    {
      free: [
        { minutes: 15, mode: 'threshold', counts: 'charged', ...workday },
        { minutes: 30, mode: 'threshold', counts: 'charged', ...weekend },
      ],
      tierClock: { counts: 'charged', restarts: 'stay' },
      otherTimes: 'free',
      bands: [
        band('workday', '08:00', '20:00', tiers([60, 30, 200], [180, 30, 300], [null, 30, 400]), workday),
        band('weekend', '10:00', '18:00', tiers([60, 30, 100], [180, 30, 200], [null, 30, 500]), weekend),
      ],
    },
    { holidays: 'ignored' },
  );

  describe('the free minutes and the first hour', () => {
    must(rule, [
      ['C1', '15 09:00', '15 09:14', 0, '14 of 15 free minutes'],
      ['C2', '15 09:00', '15 09:25', 200, '1 x 2.00'],
      ['C3', '15 09:00', '15 09:50', 400, '2 x 2.00'],
    ]);
  });

  describe('the second stage is not free', () => {
    must(rule, [
      ['C4', '15 09:00', '15 11:00', 1000, '2 x 2.00 + 2 x 3.00'],
      ['C5', '15 09:00', '15 12:00', 1600, '2 x 2.00 + 4 x 3.00'],
      ['C6', '15 09:00', '15 12:30', 2000, '2 x 2.00 + 4 x 3.00 + 1 x 4.00'],
    ]);
  });

  describe('the third stage is reached at the weekend as well', () => {
    must(rule, [
      ['C7', '18 11:00', '18 13:10', 800, '2 x 1.00 + 3 x 2.00'],
      ['C8, as the rule states it', '18 11:00', '18 17:00', 4000, '2 x 1.00 + 4 x 2.00 + 6 x 5.00'],
    ]);
  });

  describe('minutes in the charged hours are charged, however the stay goes on outside them', () => {
    must(rule, [
      ['C9', '15 18:00', '16 09:00', 1600, '120 + 60 min: 2 x 2.00 + 2 x 3.00 + 2 x 3.00'],
      ['C10', '15 21:00', '16 09:00', 400, '60 min: 2 x 2.00'],
      ['C11', '15 17:00', '16 10:00', 3200, '180 + 120 min: 2 x 2.00 + 4 x 3.00 + 4 x 4.00'],
    ]);
  });

  describe('the stages go on from one day to the next, at the prices of that day', () => {
    must(rule, [['C12', '17 19:00', '18 12:00', 1200, 'Friday 2 x 2.00, Saturday from minute 60 4 x 2.00']]);
  });
});

test('a fee is never below nothing, whatever hour of an ordinary week a stay begins and ends in', () => {
  const prices = pricesOf(small({ bands: [dayBand(tiers([60, 30, 500], [null, 30, 750])), nightBand(free)] }));
  const week = pricesOf(halfHours('stay'));
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:20`);
  const fees = hours.flatMap((entry) =>
    hours.flatMap((exit) => [prices, week].map((each) => each.fee(`2024-05-17 ${entry}`, `2024-05-18 ${exit}`))),
  );
  expect(fees).toHaveLength(1152);
  expect(fees.filter((fee) => typeof fee !== 'number' || fee < 0)).toEqual([]);
});
