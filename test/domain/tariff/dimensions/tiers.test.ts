// The switch "tiers": by elapsed or charged minutes, restarting with a day, a window, a band's occurrence, or never.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
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
  unitsIn,
  type Json,
  type Row,
} from './cases.ts';

const twoTiers = tiers([60, 30, 500], [null, 30, 750]);

const rule = (tierClock: Json | undefined, rest: Json = {}): Json =>
  small({ ...(tierClock && { tierClock }), bands: [dayBand(twoTiers), nightBand(free)], ...rest });

describe('by elapsed minutes, never restarting, which is the default', () => {
  const prices = pricesOf(rule(undefined));

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:00', 1000, 'the first hour: 2 x 5.00'],
    ['Wed 09:00', 'Wed 10:01', 1750, 'a unit that starts at minute 60: 2 x 5.00 + 7.50'],
    ['Wed 19:30', 'Thu 08:30', 1250, 'the free night makes it minute 750: 5.00 + 7.50'],
    ['Wed 07:30', 'Wed 09:00', 1250, '08:00 is minute 30, 08:30 minute 60: 5.00 + 7.50'],
    ['Wed 09:00', 'Thu 09:00', 17_500, '2 x 5.00 + 20 x 7.50 + 2 x 7.50'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('the breakdown names the tiers', () => {
    expect(prices.lines('Wed 09:00', 'Wed 11:00')).toMatchObject([
      { band: 'day', tier: 1, units: 2, unitPriceFen: 500, amountFen: 1000 },
      { band: 'day', tier: 2, units: 2, unitPriceFen: 750, amountFen: 1500 },
    ]);
  });
});

describe('by charged minutes, never restarting', () => {
  const prices = pricesOf(rule({ counts: 'charged', restarts: 'stay' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:01', 1750, '2 x 5.00 + 7.50'],
    ['Wed 19:30', 'Thu 08:30', 1000, 'the night does not count, 08:00 is minute 30: 2 x 5.00'],
    ['Wed 19:30', 'Thu 08:31', 1750, '08:30 is minute 60: 2 x 5.00 + 7.50'],
    ['Wed 07:00', 'Wed 09:00', 1000, '08:00 is minute 0: 2 x 5.00'],
    ['Wed 19:00', 'Fri 08:30', 19_750, '2 x 5.00 + 24 x 7.50 + 7.50'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('restarting with each calendar day', () => {
  const prices = pricesOf(
    small({
      tierClock: { counts: 'elapsed', restarts: 'calendarDay' },
      bands: [allDay(tiers([60, 60, 500], [null, 60, 200]))],
    }),
  );

  test.each<Row>([
    ['Wed 22:00', 'Thu 00:00', 700, '5.00 + 2.00'],
    ['Wed 22:00', 'Thu 00:01', 1200, 'Thursday begins anew: 7.00 + 5.00'],
    ['Wed 23:30', 'Thu 00:30', 1000, 'the restart ends the running unit: 5.00 + 5.00'],
    ['Thu 00:00', 'Thu 02:00', 700, 'entry exactly at midnight: 5.00 + 2.00'],
    ['Wed 22:00', 'Fri 01:00', 6300, '7.00 + (5.00 + 23 x 2.00) + 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('restarting with each window of 24 hours', () => {
  const bands = [allDay(tiers([60, 60, 500], [null, 60, 200]))];
  const prices = pricesOf(small({ tierClock: { counts: 'elapsed', restarts: 'window' }, bands }));
  const tenHours = pricesOf(small({ tierClock: { counts: 'elapsed', restarts: 'window' }, windowMinutes: 630, bands }));

  test.each<Row>([
    ['Wed 22:00', 'Thu 00:01', 900, 'midnight restarts nothing: 5.00 + 2 x 2.00'],
    ['Wed 22:00', 'Thu 22:00', 5100, '5.00 + 23 x 2.00'],
    ['Wed 22:00', 'Thu 22:01', 5600, 'the second window begins anew: 51.00 + 5.00'],
    ['Wed 22:00', 'Thu 23:30', 5800, '51.00 + 5.00 + 2.00'],
    ['Wed 22:00', 'Fri 22:01', 10_700, '2 x 51.00 + 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 00:00', 'Wed 10:30', 2500, 'the last unit is cut to half an hour: 5.00 + 10 x 2.00'],
    ['Wed 00:00', 'Wed 10:31', 3000, 'a window begins: 25.00 + 5.00'],
  ])(`or of 10 hours and a half: ${title}`, (entry, exit, fee) => {
    expect(tenHours.fee(entry, exit)).toBe(fee);
  });
});

describe('restarting with each occurrence of a band', () => {
  const prices = pricesOf(rule({ counts: 'elapsed', restarts: 'occurrence' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:30', 1750, '2 x 5.00 + 7.50'],
    ['Wed 18:30', 'Wed 20:00', 1750, 'exit where the band ends: 2 x 5.00 + 7.50'],
    ['Wed 18:30', 'Thu 09:00', 2750, '2 x 5.00 + 7.50, a new day: 2 x 5.00'],
    ['Wed 07:30', 'Wed 09:00', 1000, 'the band begins at 08:00: 2 x 5.00'],
    ['Wed 08:00', 'Fri 08:00', 35_000, '2 days of 2 x 5.00 + 22 x 7.50'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('three tiers of their own lengths: until 60 min 15 at 2.00, until 180 min 60 at 3.00, then 120 at 1.00', () => {
  const prices = pricesOf(small({ bands: [allDay(tiers([60, 15, 200], [180, 60, 300], [null, 120, 100]))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:00', 800, '4 x 2.00'],
    ['Wed 09:00', 'Wed 10:01', 1100, '4 x 2.00 + 3.00'],
    ['Wed 09:00', 'Wed 12:00', 1400, '4 x 2.00 + 2 x 3.00'],
    ['Wed 09:00', 'Wed 12:01', 1500, '14.00 + 1.00'],
    ['Wed 09:00', 'Fri 09:00', 3700, '14.00 + 45 h / 2 h = 22.5, so 23 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('have a line each', () => {
    const lines = prices.lines('Wed 09:00', 'Wed 12:01');
    expect(lines.map(({ tier, amountFen }) => [tier, amountFen])).toEqual([
      [1, 800],
      [2, 600],
      [3, 100],
    ]);
    expect(unitsIn(lines)).toBe(7);
  });
});

describe('each value is told by a fee: one half hour, 12 hours free, 20 half hours to midnight and 1 after it', () => {
  const under = (counts: string, restarts: string): Json =>
    small({
      tierClock: { counts, restarts },
      windowMinutes: 360,
      bands: [
        band('late', '14:00', '02:00', tiers([60, 30, 500], [null, 30, 300])),
        band('early', '02:00', '14:00', free),
      ],
    });
  const restarts = ['stay', 'calendarDay', 'window', 'occurrence'];
  const fees = (counts: string) =>
    feesUnder(Object.fromEntries(restarts.map((name) => [name, under(counts, name)])), 'Wed 01:30', 'Thu 00:30');
  // 22 units at 3.00 = 66.00, and 2.00 more for each that starts in the first hour of the clock.

  test('elapsed minutes: 01:30; and 00:00; and 14:00, 19:30, 20:00 (windows at 07:30, 13:30, 19:30); and 14:00, 14:30', () => {
    expect(fees('elapsed')).toEqual({ stay: 6800, calendarDay: 7000, window: 7400, occurrence: 7200 });
    expect(areDistinct(fees('elapsed'))).toBe(true);
  });

  test('charged minutes: 01:30, 14:00; and 00:00; 14:00, 14:30, 19:30, 20:00; 14:00, 14:30', () => {
    expect(fees('charged')).toEqual({ stay: 7000, calendarDay: 7200, window: 7600, occurrence: 7200 });
  });
});
