// The switch "unit": any minutes, and a price per unit that differs by tier, band and day type.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  areDistinct,
  band,
  dayBand,
  feesUnder,
  nightBand,
  pricesOf,
  small,
  tiers,
  title,
  units,
  unitsIn,
  type Row,
} from './cases.ts';

describe('units of 15 minutes at 2.00', () => {
  const prices = pricesOf(small({ bands: [allDay(units(15, 200))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay uses no unit'],
    ['Wed 09:00', 'Wed 09:01', 200, '1 started unit: 1 x 2.00'],
    ['Wed 09:00', 'Wed 09:15', 200, 'exactly 1 unit: 1 x 2.00'],
    ['Wed 09:00', 'Wed 09:16', 400, 'one minute more: 2 x 2.00'],
    ['Wed 09:07', 'Wed 10:07', 800, 'units begin at entry, not at the quarter: 4 x 2.00'],
    ['Wed 23:50', 'Thu 00:05', 200, 'the same band goes on past midnight: 1 x 2.00'],
    ['Wed 23:50', 'Thu 00:06', 400, 'one minute more: 2 x 2.00'],
    ['Wed 09:00', 'Thu 09:00', 19_200, '1440 / 15 = 96 x 2.00'],
    ['Wed 09:00', 'Fri 09:01', 38_600, '2881 / 15 = 192.07, so 193 x 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('are counted in the breakdown with their length and price', () => {
    expect(prices.lines('Wed 09:00', 'Wed 10:40')).toMatchObject([
      {
        kind: 'units',
        band: 'all-day',
        dayType: 'workday',
        tier: 1,
        units: 7,
        unitMinutes: 15,
        unitPriceFen: 200,
        amountFen: 1400,
      },
    ]);
  });
});

describe('units that fit no clock', () => {
  const seven = pricesOf(small({ bands: [allDay(units(7, 100))] }));
  const whole = pricesOf(small({ bands: [allDay(units(1440, 2000))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:07', 100, 'exactly 1 unit of 7: 1 x 1.00'],
    ['Wed 09:00', 'Wed 09:08', 200, '2 x 1.00'],
    ['Wed 09:00', 'Wed 10:00', 900, '60 / 7 = 8.57, so 9 x 1.00'],
    ['Wed 23:58', 'Thu 00:05', 100, 'exactly 1 unit across midnight: 1 x 1.00'],
    ['Wed 00:00', 'Thu 00:00', 20_600, '1440 / 7 = 205.71, so 206 x 1.00'],
  ])(`of 7 minutes: ${title}`, (entry, exit, fee) => {
    expect(seven.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 2000, 'a started day: 1 x 20.00'],
    ['Wed 09:00', 'Thu 00:00', 2000, 'midnight ends no unit: 1 x 20.00'],
    ['Wed 09:00', 'Thu 09:00', 2000, 'exactly 1440 minutes: 1 x 20.00'],
    ['Wed 09:00', 'Thu 09:01', 4000, 'one minute more: 2 x 20.00'],
    ['Wed 09:00', 'Sun 08:59', 8000, '3 days and 23 h 59: 4 x 20.00'],
  ])(`of 1440 minutes: ${title}`, (entry, exit, fee) => {
    expect(whole.fee(entry, exit)).toBe(fee);
  });
});

describe('units that differ by tier: 30 minutes at 5.00 until minute 45, then 60 minutes at 3.00', () => {
  const prices = pricesOf(small({ bands: [allDay(tiers([45, 30, 500], [null, 60, 300]))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:30', 500, '1 x 5.00'],
    ['Wed 09:00', 'Wed 09:31', 1000, 'the second unit starts at 30, before 45: 2 x 5.00'],
    ['Wed 09:00', 'Wed 10:00', 1000, 'it lasts until 60: 2 x 5.00'],
    ['Wed 09:00', 'Wed 10:01', 1300, 'the third starts at 60: 2 x 5.00 + 1 x 3.00'],
    ['Wed 09:00', 'Wed 11:00', 1300, 'it lasts an hour: 2 x 5.00 + 1 x 3.00'],
    ['Wed 09:00', 'Thu 09:00', 7900, '2 x 5.00 + 23 x 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('units that differ by band: 30 minutes at 5.00 by day, 60 minutes at 1.00 by night', () => {
  const prices = pricesOf(small({ bands: [dayBand(units(30, 500)), nightBand(units(60, 100))] }));

  test.each<Row>([
    ['Wed 19:00', 'Wed 20:00', 1000, 'exit exactly at the boundary: 2 x 5.00'],
    ['Wed 19:00', 'Wed 20:01', 1100, 'one minute of the night: 2 x 5.00 + 1 x 1.00'],
    ['Wed 20:00', 'Wed 21:00', 100, 'entry exactly at the boundary: 1 x 1.00'],
    ['Wed 19:45', 'Thu 08:15', 2200, '1 x 5.00 + 12 x 1.00 + 1 x 5.00'],
    ['Wed 08:00', 'Fri 08:00', 26_400, '2 days of 24 x 5.00 + 12 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('have a line for each band', () => {
    const lines = prices.lines('Wed 19:45', 'Thu 08:15');
    expect(lines.map(({ band: name, amountFen }) => [name, amountFen])).toEqual([
      ['day', 500],
      ['night', 1200],
      ['day', 500],
    ]);
    expect(unitsIn(lines, 'night')).toBe(12);
  });
});

describe('units that differ by day type: 60 minutes at 6.00 on workdays, 120 at 3.00 on other days', () => {
  const prices = pricesOf(
    small({
      bands: [
        band('work', '00:00', '24:00', units(60, 600), { days: ['workday'] }),
        band('rest', '00:00', '24:00', units(120, 300), { days: ['weekend', 'holiday'] }),
      ],
    }),
  );

  test.each<Row>([
    ['Fri 22:00', 'Sat 00:00', 1200, 'until Friday ends: 2 x 6.00'],
    ['Fri 22:00', 'Sat 00:01', 1500, '2 x 6.00 + 1 x 3.00'],
    ['Fri 23:30', 'Sat 00:30', 900, 'the band of Saturday begins a unit of its own: 6.00 + 3.00'],
    ['Sat 00:00', 'Sat 02:00', 300, 'entry exactly at midnight: 1 x 3.00'],
    ['Sat 00:00', '2026-03-16 01:00', 7800, '48 h / 2 h = 24 x 3.00 + Monday 1 x 6.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

test('the length of a unit is told by the fee: 100 minutes at 1.00 a unit', () => {
  const documents = Object.fromEntries(
    [1, 7, 15, 30, 60, 1440].map((minutes) => [`${minutes} min`, small({ bands: [allDay(units(minutes, 100))] })]),
  );
  const fees = feesUnder(documents, 'Wed 09:00', 'Wed 10:40');
  expect(fees).toEqual({
    '1 min': 10_000,
    '7 min': 1500,
    '15 min': 700,
    '30 min': 400,
    '60 min': 200,
    '1440 min': 100,
  });
  expect(areDistinct(fees)).toBe(true);
});
