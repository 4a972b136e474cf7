// What is rounded: parts of a minute, and the fee at last, after a least amount.
import { describe, expect, test } from '@jest/globals';
import { allDay, areDistinct, feesUnder, pricesOf, rules, small, title, units, type Json, type Row } from './cases.ts';

const hourly = (rest: Json = {}): Json => small({ bands: [allDay(units(60, 500))], ...rest });

describe('a part of a minute is dropped, which is the default', () => {
  const prices = pricesOf(hourly());

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00:59', 0, 'no whole minute'],
    ['Wed 09:00', 'Wed 09:01', 500, 'one minute: 1 x 5.00'],
    ['Wed 09:00', 'Wed 10:00:59', 500, '60 minutes: 1 x 5.00'],
    ['Wed 09:00', 'Wed 10:01', 1000, '61 minutes: 2 x 5.00'],
    ['Wed 09:00:30', 'Wed 10:01:29', 500, 'whole minutes since entry, not on the clock: 60'],
    ['Wed 09:00:30', 'Wed 10:01:30', 1000, '61 minutes: 2 x 5.00'],
    ['Wed 23:30:30', 'Thu 00:31:29', 500, '60 minutes across midnight: 1 x 5.00'],
    ['Wed 09:00', 'Thu 09:00:59', 12_000, '1440 minutes: 24 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('a stay of no whole minute has no lines', () => {
    expect(prices.lines('Wed 09:00', 'Wed 09:00:59')).toEqual([]);
    expect(prices.lines('Wed 09:00', 'Wed 09:00')).toEqual([]);
  });
});

describe('a part of a minute is counted', () => {
  const prices = pricesOf(hourly({ partialMinute: 'counted', free: { minutes: 15, mode: 'threshold' } }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:15:00', 0, 'exactly 15 minutes are free'],
    ['Wed 09:00', 'Wed 09:15:01', 500, 'a second more is more than 15 minutes: 1 x 5.00'],
    ['Wed 09:00', 'Wed 10:00:00', 500, 'exactly 1 hour: 1 x 5.00'],
    ['Wed 09:00', 'Wed 10:00:01', 1000, 'a second of the second hour: 2 x 5.00'],
    ['Wed 23:30:30', 'Thu 00:30:31', 1000, 'a second more than an hour across midnight: 2 x 5.00'],
    ['Wed 09:00', 'Thu 09:00:01', 12_500, '24 x 5.00 and a second: 25 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('pro rata counts the started minute: 10 min 1 s of 6.00 an hour are 11 minutes', () => {
    const rule = { partialMinute: 'counted', partialUnit: { kind: 'proRata' }, bands: [allDay(units(60, 600))] };
    expect(pricesOf(small(rule)).fee('Wed 09:00', 'Wed 09:10:01')).toBe(110);
    expect(pricesOf(small({ ...rule, partialMinute: 'dropped' })).fee('Wed 09:00', 'Wed 09:10:59')).toBe(100);
  });
});

/** 0.10 a minute. */
const byMinute = (rest: Json): Json => small({ bands: [allDay(units(1, 10))], ...rest });

describe('the fee is rounded last of all', () => {
  const to = (toFen: number, mode: string): Json => byMinute({ rounding: { toFen, mode } });

  test.each([
    [100, 'up', 'Wed 09:04', 100, '0.40'],
    [100, 'down', 'Wed 09:04', 0, '0.40'],
    [100, 'nearest', 'Wed 09:04', 0, '0.40'],
    [100, 'up', 'Wed 09:05', 100, '0.50'],
    [100, 'down', 'Wed 09:05', 0, '0.50'],
    [100, 'nearest', 'Wed 09:05', 100, '0.50, a half goes up'],
    [100, 'up', 'Wed 09:10', 100, '1.00, which is whole'],
    [100, 'down', 'Wed 09:10', 100, '1.00, which is whole'],
    [100, 'nearest', 'Wed 09:16', 200, '1.60'],
    [50, 'up', 'Wed 09:06', 100, '0.60 in steps of 0.50'],
    [50, 'nearest', 'Wed 09:07', 50, '0.70 in steps of 0.50'],
    [50, 'nearest', 'Wed 09:08', 100, '0.80 in steps of 0.50'],
    [500, 'up', 'Thu 09:01', 14_500, '144.10 in steps of 5.00'],
    [500, 'down', 'Thu 09:01', 14_000, '144.10 in steps of 5.00'],
  ])('to %i fen %s: until %s %i of %s', (toFen, mode, exit, fee) => {
    expect(pricesOf(to(toFen, mode)).fee('Wed 09:00', exit)).toBe(fee);
  });

  test('as an adjustment in the breakdown, where it changes anything', () => {
    expect(pricesOf(to(100, 'up')).lines('Wed 09:00', 'Wed 09:04')).toMatchObject([
      { kind: 'units', units: 4, amountFen: 40 },
      { kind: 'adjustment', band: 'rounding', amountFen: 60 },
    ]);
    expect(pricesOf(to(100, 'down')).lines('Wed 09:00', 'Wed 09:04')).toMatchObject([
      { kind: 'units', units: 4, amountFen: 40 },
      { kind: 'adjustment', band: 'rounding', amountFen: -40 },
    ]);
    expect(pricesOf(to(100, 'up')).lines('Wed 09:00', 'Wed 09:10')).toHaveLength(1);
  });
});

describe('a stay that costs anything costs at least 3.00', () => {
  const prices = pricesOf(byMinute({ minimumFen: 300, free: { minutes: 5, mode: 'threshold' } }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:05', 0, 'a free stay costs nothing'],
    ['Wed 09:00', 'Wed 09:06', 300, '0.60, at least 3.00'],
    ['Wed 09:00', 'Wed 09:30', 300, 'exactly 3.00'],
    ['Wed 09:00', 'Wed 09:31', 310, '31 x 0.10'],
    ['Wed 23:50', 'Thu 00:10', 300, '2.00, at least 3.00'],
    ['Wed 09:00', 'Thu 09:00', 14_400, '1440 x 0.10'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('as an adjustment in the breakdown', () => {
    expect(prices.lines('Wed 09:00', 'Wed 09:06')).toMatchObject([
      { kind: 'units', amountFen: 60 },
      { kind: 'adjustment', band: 'minimum', amountFen: 240 },
    ]);
  });
});

describe('the order: bays, percentage, least amount, rounding', () => {
  const base = { kind: 'charged', perBay: true, bands: [allDay(units(60, 333))], minimumFen: 250 };
  const prices = pricesOf(
    rules({
      small: { ...base, rounding: { toFen: 100, mode: 'up' } },
      half: { kind: 'sameAs', vehicleClass: 'small', percent: 50 },
      halfDown: {
        kind: 'sameAs',
        vehicleClass: 'small',
        percent: 50,
        percentRounding: 'down',
        changes: { rounding: null },
      },
    }),
  );

  test.each([
    ['small', 1, 400, '3.33, rounded 4.00'],
    ['small', 2, 700, '3.33 x 2 = 6.66, rounded 7.00'],
    ['half', 1, 300, '3.33 x 50% = 1.67, at least 2.50, rounded 3.00'],
    ['half', 2, 400, '6.66 x 50% = 3.33, rounded 4.00'],
    ['halfDown', 3, 499, '9.99 x 50% = 4.995, down 4.99: bays come first'],
    ['halfDown', 1, 250, '1.66, at least 2.50'],
  ])('%s with %i bays costs %i: %s', (vehicle, bays, fee) => {
    expect(prices.fee('Wed 09:00', 'Wed 10:00', { vehicle, context: { bays } })).toBe(fee);
  });
});

test('each value is told by a fee', () => {
  const prorated = (rest: Json): Json =>
    small({ bands: [allDay(units(60, 700))], partialUnit: { kind: 'proRata' }, ...rest });
  // 15 min 30 s: 7.00 x 15 / 60 = 1.75, or 7.00 x 16 / 60 = 1.87.
  const fees = feesUnder(
    {
      dropped: prorated({}),
      counted: prorated({ partialMinute: 'counted' }),
      down: prorated({ rounding: { toFen: 100, mode: 'down' } }),
      up: prorated({ rounding: { toFen: 100, mode: 'up' } }),
      nearest: prorated({ rounding: { toFen: 10, mode: 'nearest' } }),
      least: prorated({ minimumFen: 500 }),
    },
    'Wed 09:00',
    'Wed 09:15:30',
  );
  expect(fees).toEqual({ dropped: 175, counted: 187, down: 100, up: 200, nearest: 180, least: 500 });
  expect(areDistinct(fees)).toBe(true);
});
