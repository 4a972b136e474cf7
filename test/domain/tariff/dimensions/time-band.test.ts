// The switch "time band": any part of a day; a unit splits at its end or runs on; free bands that move tiers or do not.
import { describe, expect, test } from '@jest/globals';
import {
  areDistinct,
  band,
  dayBand,
  feesUnder,
  free,
  nightBand,
  pricesOf,
  small,
  tiers,
  title,
  units,
  unitsIn,
  type Json,
  type Row,
} from './cases.ts';

const dayNight = [dayBand(units(60, 600)), nightBand(units(60, 100))];

describe('a unit splits where another band begins, which is the default', () => {
  const prices = pricesOf(small({ bands: dayNight }));

  test.each<Row>([
    ['Wed 19:30', 'Wed 20:00', 600, 'exit exactly at the boundary: 1 x 6.00'],
    ['Wed 19:30', 'Wed 20:01', 700, 'one minute more: 6.00 + 1.00'],
    ['Wed 19:30', 'Wed 20:30', 700, '6.00 + 1.00'],
    ['Wed 20:00', 'Wed 21:00', 100, 'entry exactly at the boundary: 1 x 1.00'],
    ['Wed 23:30', 'Thu 00:30', 100, 'a band that runs past midnight goes on: 1 x 1.00'],
    ['Wed 19:30', 'Thu 08:30', 2400, '6.00 + 12 x 1.00 + 6.00'],
    ['Wed 20:00', 'Fri 20:00', 16_800, '2 x (12 x 1.00 + 12 x 6.00)'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('each band has its line', () => {
    expect(prices.lines('Wed 19:30', 'Wed 20:30')).toMatchObject([
      { band: 'day', units: 1, amountFen: 600 },
      { band: 'night', units: 1, amountFen: 100 },
    ]);
  });
});

describe('a unit runs on at the price and length it began with', () => {
  const prices = pricesOf(small({ atBandEnd: 'runOn', bands: dayNight }));
  const intoFree = pricesOf(small({ atBandEnd: 'runOn', bands: [dayBand(units(60, 600)), nightBand(free)] }));
  const overNoon = pricesOf(
    small({
      atBandEnd: 'runOn',
      bands: [band('open', '12:45', '12:15', units(60, 600)), band('noon', '12:15', '12:45', free)],
    }),
  );

  test.each<Row>([
    ['Wed 19:30', 'Wed 20:30', 600, 'the day unit lasts until 20:30: 1 x 6.00'],
    ['Wed 19:30', 'Wed 20:31', 700, 'then the night holds: 6.00 + 1.00'],
    ['Wed 19:00', 'Wed 20:00', 600, 'a unit that ends at the boundary: 1 x 6.00'],
    ['Wed 20:00', 'Wed 21:00', 100, 'entry exactly at the boundary: 1 x 1.00'],
    ['Thu 07:30', 'Thu 08:30', 100, 'a night unit runs into the day: 1 x 1.00'],
    ['Wed 19:30', 'Thu 08:30', 1800, '19:30 6.00, 20:30 to 07:30 11 x 1.00, 07:30 1.00'],
    ['Wed 19:30', 'Fri 08:30', 10_200, '18.00 + 08:30 to 19:30 11 x 6.00 + 19:30 6.00 + 12 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 19:30', 'Wed 21:00', 600, 'into the free night and no further: 1 x 6.00'],
    ['Thu 07:30', 'Thu 08:00', 0, 'free until the boundary'],
    ['Thu 07:30', 'Thu 08:01', 600, 'the first unit begins at 08:00: 1 x 6.00'],
    ['Wed 19:30', 'Thu 08:00', 600, '1 x 6.00'],
    ['Wed 19:30', 'Thu 09:01', 1800, '6.00, then from 08:00 2 x 6.00'],
  ])(`a free band: ${title}`, (entry, exit, fee) => {
    expect(intoFree.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 12:00', 'Wed 13:00', 600, 'over the free noon and out of it: 1 x 6.00'],
    ['Wed 12:00', 'Wed 13:01', 1200, 'the next begins at 13:00: 2 x 6.00'],
    ['Wed 11:15', 'Wed 12:45', 600, 'the unit ends at 12:15, the noon is free: 1 x 6.00'],
    ['Wed 11:15', 'Wed 12:46', 1200, 'the next begins at 12:45: 2 x 6.00'],
    ['Wed 12:20', 'Wed 12:45', 0, 'only the noon'],
  ])(`across a free band: ${title}`, (entry, exit, fee) => {
    expect(overNoon.fee(entry, exit)).toBe(fee);
  });

  test('shows what the unit began as', () => {
    const lines = prices.lines('Wed 19:30', 'Wed 20:31');
    expect(unitsIn(lines, 'day')).toBe(1);
    expect(unitsIn(lines, 'night')).toBe(1);
    expect(lines.filter(({ band: name }) => name === 'day')).toMatchObject([{ amountFen: 600 }]);
  });
});

describe('a free band moves a clock of charged minutes where it says so', () => {
  const twoTiers = tiers([60, 60, 500], [null, 60, 200]);
  const rule = (noon: Json, counts: string): Json =>
    small({
      tierClock: { counts, restarts: 'stay' },
      bands: [band('open', '14:00', '12:00', twoTiers), band('noon', '12:00', '14:00', noon)],
    });
  const still = rule(free, 'charged');
  const moving = rule({ kind: 'free', advancesTiers: true }, 'charged');
  const quiet = pricesOf(still);
  const counting = pricesOf(moving);

  test.each<Row>([
    ['Wed 11:30', 'Wed 14:30', 1000, '14:00 is minute 30: 2 x 5.00'],
    ['Wed 11:00', 'Wed 14:30', 700, '14:00 is minute 60: 5.00 + 2.00'],
    ['Wed 12:00', 'Wed 15:00', 500, '14:00 is minute 0: 1 x 5.00'],
    ['Wed 12:00', 'Wed 14:00', 0, 'only the noon'],
    ['Wed 11:30', 'Thu 12:00', 5200, '5.00 + 5.00 + 21 x 2.00: 14:00 to 12:00 are 22 units'],
  ])(`it does not: ${title}`, (entry, exit, fee) => {
    expect(quiet.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 11:30', 'Wed 14:30', 700, '14:00 is minute 150: 5.00 + 2.00'],
    ['Wed 13:30', 'Wed 14:30', 500, '14:00 is minute 30: 1 x 5.00'],
    ['Wed 13:00', 'Wed 14:30', 200, '14:00 is minute 60: 1 x 2.00'],
    ['Wed 12:00', 'Wed 14:00', 0, 'only the noon'],
    ['Wed 11:30', 'Thu 12:00', 4900, '5.00 + 22 x 2.00'],
  ])(`it does: ${title}`, (entry, exit, fee) => {
    expect(counting.fee(entry, exit)).toBe(fee);
  });

  test('which a clock of elapsed minutes does of itself', () => {
    const fees = feesUnder({ still, moving, elapsed: rule(free, 'elapsed') }, 'Wed 11:30', 'Wed 14:30');
    expect(fees).toEqual({ still: 1000, moving: 700, elapsed: 700 });
  });
});

describe('three bands, the boundaries of which are no hours', () => {
  const prices = pricesOf(
    small({
      bands: [
        band('early', '00:00', '07:15', free),
        band('open', '07:15', '21:45', units(30, 300)),
        band('late', '21:45', '24:00', units(60, 200)),
      ],
    }),
  );

  test.each<Row>([
    ['Wed 07:00', 'Wed 07:15', 0, 'free until the boundary'],
    ['Wed 07:00', 'Wed 07:16', 300, '1 x 3.00'],
    ['Wed 21:15', 'Wed 21:45', 300, '1 x 3.00'],
    ['Wed 21:15', 'Wed 21:46', 500, '3.00 + 2.00'],
    ['Wed 21:45', 'Thu 00:00', 600, '2 h 15 are 3 started hours: 3 x 2.00'],
    ['Wed 23:30', 'Thu 07:00', 200, 'the free morning begins at midnight: 1 x 2.00'],
    ['Wed 00:00', 'Fri 00:00', 18_600, '2 days of 29 x 3.00 + 3 x 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('other times are free where the rule says so', () => {
  const prices = pricesOf(small({ otherTimes: 'free', bands: [dayBand(units(60, 600))] }));

  test.each<Row>([
    ['Wed 07:00', 'Wed 08:00', 0, 'before the band'],
    ['Wed 07:00', 'Wed 08:01', 600, '1 x 6.00'],
    ['Wed 19:30', 'Thu 08:00', 600, 'the band and the night: 1 x 6.00'],
    ['Wed 20:00', 'Thu 08:00', 0, 'exactly the night'],
    ['Wed 08:00', 'Fri 20:00', 21_600, '3 x 12 x 6.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('and are shown', () => {
    expect(prices.lines('Wed 19:30', 'Wed 21:00')).toMatchObject([
      { band: 'day', amountFen: 600 },
      { kind: 'free', band: 'other-times', amountFen: 0 },
    ]);
  });
});

test('what becomes of a unit at the end of its band is told by its fee', () => {
  const under = (atBandEnd: string): Json => small({ atBandEnd, bands: dayNight });
  const fees = feesUnder({ split: under('split'), runOn: under('runOn') }, 'Wed 19:15', 'Wed 20:15');
  expect(fees).toEqual({ split: 700, runOn: 600 });
  expect(areDistinct(fees)).toBe(true);
});
