// The switch "partial unit": started counts, completed only, after some minutes of it, pro rata.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  areDistinct,
  dayBand,
  feesUnder,
  nightBand,
  pricesOf,
  small,
  title,
  units,
  unitsIn,
  type Json,
  type Row,
} from './cases.ts';

const hourly = (partialUnit: Json | undefined, unitPriceFen = 600): Json =>
  small({ ...(partialUnit && { partialUnit }), bands: [allDay(units(60, unitPriceFen))] });

const proRata = (rest: Json = {}): Json => ({ kind: 'proRata', ...rest });

describe('a started unit counts, which is the default', () => {
  const prices = pricesOf(hourly(undefined));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 600, '1 started hour: 1 x 6.00'],
    ['Wed 09:00', 'Wed 10:00', 600, 'exactly 1 hour: 1 x 6.00'],
    ['Wed 09:00', 'Wed 10:01', 1200, '2 started hours: 2 x 6.00'],
    ['Wed 23:30', 'Thu 00:31', 1200, '61 minutes across midnight: 2 x 6.00'],
    ['Wed 09:00', 'Fri 09:01', 29_400, '48 h and a minute: 49 x 6.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('said aloud is the same', () => {
    expect(pricesOf(hourly({ kind: 'started' })).fee('Wed 09:00', 'Wed 10:01')).toBe(1200);
  });
});

describe('only a completed unit counts', () => {
  const prices = pricesOf(hourly({ kind: 'completed' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:59', 0, 'no complete hour'],
    ['Wed 09:00', 'Wed 09:59:59', 0, 'the 59 seconds are dropped first: no complete hour'],
    ['Wed 09:00', 'Wed 10:00', 600, 'exactly 1 hour: 1 x 6.00'],
    ['Wed 09:00', 'Wed 10:59', 600, '1 complete hour: 1 x 6.00'],
    ['Wed 23:30', 'Thu 00:30', 600, '1 complete hour across midnight: 1 x 6.00'],
    ['Wed 09:00', 'Fri 09:59', 28_800, '48 complete hours: 48 x 6.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('shows only the units that count, and covers the rest of the time', () => {
    const lines = prices.lines('Wed 09:00', 'Wed 11:59');
    expect(unitsIn(lines)).toBe(2);
    expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(1200);
  });
});

describe('a unit counts after 15 minutes of it', () => {
  const prices = pricesOf(hourly({ kind: 'afterMinutes', minutes: 15 }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:15', 0, 'exactly 15 minutes are not more than 15'],
    ['Wed 09:00', 'Wed 09:16', 600, '16 minutes: 1 x 6.00'],
    ['Wed 09:00', 'Wed 10:15', 600, '1 hour and 15 minutes of the second: 1 x 6.00'],
    ['Wed 09:00', 'Wed 10:16', 1200, '16 minutes of the second: 2 x 6.00'],
    ['Wed 23:50', 'Thu 00:06', 600, '16 minutes across midnight: 1 x 6.00'],
    ['Wed 09:00', 'Thu 09:15', 14_400, '24 hours and 15 minutes: 24 x 6.00'],
    ['Wed 09:00', 'Thu 09:16', 15_000, '24 hours and 16 minutes: 25 x 6.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('pro rata by the minute, rounded up', () => {
  const prices = pricesOf(hourly(proRata(), 500));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 9, '5.00 / 60 = 8.33, up: 0.09'],
    ['Wed 09:00', 'Wed 09:03', 25, '5.00 x 3 / 60 = 25 exactly'],
    ['Wed 09:00', 'Wed 09:59', 492, '5.00 x 59 / 60 = 491.67, up: 4.92'],
    ['Wed 09:00', 'Wed 10:00', 500, 'a whole unit: 5.00'],
    ['Wed 09:00', 'Wed 10:01', 509, '5.00 + 0.09'],
    ['Wed 23:57', 'Thu 00:03', 50, '5.00 x 6 / 60 = 50, across midnight'],
    ['Wed 09:00', 'Fri 09:01', 24_009, '48 x 5.00 + 0.09'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('pro rata by the minute, rounded otherwise', () => {
  test.each([
    ['up', 1, 500, 9, '8.33'],
    ['down', 1, 500, 8, '8.33'],
    ['nearest', 1, 500, 8, '8.33'],
    ['up', 2, 500, 17, '16.67'],
    ['down', 2, 500, 16, '16.67'],
    ['nearest', 2, 500, 17, '16.67'],
    ['nearest', 1, 150, 3, '2.5, a half goes up'],
    ['down', 60, 500, 500, '500, a whole unit is never rounded'],
    ['down', 61, 500, 508, '500 + 8.33'],
  ])('%s: %i minutes at %i an hour cost %i: of %s', (rounding, minutes, unitPriceFen, fee) => {
    const prices = pricesOf(hourly(proRata({ rounding }), unitPriceFen));
    const exit = `Wed ${String(9 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    expect(prices.fee('Wed 09:00', exit)).toBe(fee);
  });
});

describe('pro rata by steps', () => {
  const quarter = pricesOf(hourly(proRata({ stepMinutes: 15 })));
  const seven = pricesOf(hourly(proRata({ stepMinutes: 7 })));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 150, '1 started quarter of 6.00: 1.50'],
    ['Wed 09:00', 'Wed 09:15', 150, 'exactly 1 quarter: 1.50'],
    ['Wed 09:00', 'Wed 09:16', 300, '2 started quarters: 3.00'],
    ['Wed 09:00', 'Wed 09:46', 600, '4 started quarters: 6.00'],
    ['Wed 09:00', 'Wed 10:01', 750, '6.00 + 1.50'],
    ['Wed 09:00', 'Thu 09:16', 14_700, '24 x 6.00 + 3.00'],
  ])(`of 15 minutes: ${title}`, (entry, exit, fee) => {
    expect(quarter.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:07', 70, '7 / 60 x 6.00 = 0.70'],
    ['Wed 09:00', 'Wed 09:08', 140, '14 / 60 x 6.00 = 1.40'],
    ['Wed 09:00', 'Wed 09:56', 560, '56 / 60 x 6.00 = 5.60'],
    ['Wed 09:00', 'Wed 09:57', 600, '63 / 60 x 6.00 = 6.30, never more than the whole unit: 6.00'],
    ['Wed 09:00', 'Wed 10:07', 670, '6.00 + 0.70'],
  ])(`of 7 minutes: ${title}`, (entry, exit, fee) => {
    expect(seven.fee(entry, exit)).toBe(fee);
  });
});

describe('a band has its own', () => {
  const completedByDay = pricesOf(
    small({ bands: [dayBand({ ...units(60, 600), partialUnit: { kind: 'completed' } }), nightBand(units(60, 100))] }),
  );

  test.each<Row>([
    ['Wed 18:30', 'Wed 20:00', 600, '90 minutes by day: 1 complete hour: 6.00'],
    ['Wed 18:30', 'Wed 20:01', 700, '6.00, and the rule of the night starts a unit: + 1.00'],
    ['Wed 19:30', 'Wed 20:30', 100, 'half an hour by day is not complete: 0 + 1.00'],
    ['Wed 20:00', 'Wed 21:01', 200, 'by night a started unit counts: 2 x 1.00'],
    ['Wed 08:00', 'Thu 08:30', 8400, '12 x 6.00 + 12 x 1.00 + 0'],
  ])(title, (entry, exit, fee) => {
    expect(completedByDay.fee(entry, exit)).toBe(fee);
  });
});

test('a unit that its band cuts short tells each value by its fee: 10 minutes by day and 20 by night', () => {
  const under = (partialUnit: Json): Json =>
    small({ partialUnit, bands: [dayBand(units(60, 600)), nightBand(units(60, 600))] });
  const fees = feesUnder(
    {
      started: under({ kind: 'started' }),
      completed: under({ kind: 'completed' }),
      after15: under({ kind: 'afterMinutes', minutes: 15 }),
      byTheMinute: under(proRata()),
      byTheQuarter: under(proRata({ stepMinutes: 15 })),
    },
    'Wed 19:50',
    'Wed 20:20',
  );
  // 6 + 6; none; only the 20 minutes; 1 + 2; a quarter and two quarters.
  expect(fees).toEqual({ started: 1200, completed: 0, after15: 600, byTheMinute: 300, byTheQuarter: 450 });
  expect(areDistinct(fees)).toBe(true);
});
