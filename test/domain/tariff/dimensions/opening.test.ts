// The opening: one amount for the first minutes of a stay, a window or a day; the bands charge what lies beyond.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  areDistinct,
  dayBand,
  feesUnder,
  free,
  nightBand,
  pricesOf,
  small,
  tiers,
  title,
  units,
  type Json,
  type Row,
} from './cases.ts';

/** 10.00 for the first 90 minutes, then 3.00 an hour. */
const rule = (rest: Json = {}, more: Json = {}): Json =>
  small({ opening: { minutes: 90, amountFen: 1000, ...rest }, bands: [allDay(units(60, 300))], ...more });

describe('per stay, which is the default', () => {
  const prices = pricesOf(rule());

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay'],
    ['Wed 09:00', 'Wed 09:01', 1000, 'the opening: 10.00'],
    ['Wed 09:00', 'Wed 10:30', 1000, 'exactly 90 minutes: 10.00'],
    ['Wed 09:00', 'Wed 10:31', 1300, '10.00 + 3.00'],
    ['Wed 09:00', 'Wed 11:30', 1300, '10.00 + 3.00'],
    ['Wed 23:00', 'Thu 00:30', 1000, 'across midnight: 10.00'],
    ['Wed 09:00', 'Fri 10:30', 15_400, '10.00 + 48 x 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('is a line of its own', () => {
    expect(prices.lines('Wed 09:00', 'Wed 11:30')).toMatchObject([
      { band: 'opening', amountFen: 1000 },
      { kind: 'units', band: 'all-day', units: 1, amountFen: 300 },
    ]);
  });
});

describe('per window of 24 hours', () => {
  const prices = pricesOf(rule({ per: 'window' }));

  test.each<Row>([
    ['Wed 23:00', 'Thu 00:30', 1000, 'midnight begins nothing: 10.00'],
    ['Wed 09:00', 'Thu 09:00', 7900, '22 h 30 are 23 started hours: 10.00 + 23 x 3.00'],
    ['Wed 09:00', 'Thu 09:01', 8900, 'the second window: 79.00 + 10.00'],
    ['Wed 09:00', 'Thu 10:30', 8900, '79.00 + 10.00'],
    ['Wed 09:00', 'Thu 10:31', 9200, '79.00 + 10.00 + 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('per calendar day, from the first presence in it', () => {
  const prices = pricesOf(rule({ per: 'calendarDay' }));

  test.each<Row>([
    ['Wed 22:00', 'Wed 23:30', 1000, 'exactly 90 minutes: 10.00'],
    ['Wed 22:00', 'Thu 00:00', 1300, '10.00 + 3.00'],
    ['Wed 22:00', 'Thu 00:01', 2300, 'a new day: 13.00 + 10.00'],
    ['Wed 22:00', 'Thu 01:30', 2300, '13.00 + 10.00'],
    ['Wed 22:00', 'Thu 01:31', 2600, '13.00 + 10.00 + 3.00'],
    ['Thu 00:00', 'Fri 00:00', 7900, '10.00 + 23 x 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('beside other switches', () => {
  test.each<readonly [string, Json, string, string, number, string]>([
    [
      'deducted free time comes before it',
      rule({}, { free: { minutes: 30, mode: 'deducted' } }),
      'Wed 09:00',
      'Wed 11:01',
      1300,
      'free to 09:30, opening to 11:00: 10.00 + 3.00',
    ],
    [
      'a threshold leaves nothing of it',
      rule({}, { free: { minutes: 30, mode: 'threshold' } }),
      'Wed 09:00',
      'Wed 09:30',
      0,
      'free',
    ],
    [
      'it goes before a free band',
      rule({}, { bands: [dayBand(units(60, 300)), nightBand(free)] }),
      'Thu 07:30',
      'Thu 09:01',
      1300,
      'opening to 09:00: 10.00 + 3.00',
    ],
    [
      'it counts for the tiers: 90 minutes of the first 120',
      rule({}, { bands: [allDay(tiers([120, 60, 300], [null, 60, 100]))] }),
      'Wed 09:00',
      'Wed 12:00',
      1400,
      '10.00 + 10:30 at minute 90 3.00 + 11:30 at minute 150 1.00',
    ],
    [
      'it counts for tiers by charged minutes as well',
      rule(
        {},
        { tierClock: { counts: 'charged', restarts: 'stay' }, bands: [allDay(tiers([90, 60, 300], [null, 60, 100]))] },
      ),
      'Wed 09:00',
      'Wed 10:31',
      1100,
      '10.00 + 10:30 at minute 90 1.00',
    ],
    [
      'a cap without bands caps it too',
      rule({}, { caps: [{ per: 'calendarDay', amountFen: 1200 }] }),
      'Wed 09:00',
      'Wed 12:00',
      1200,
      '10.00 + 2 x 3.00, at most 12.00',
    ],
    [
      'a cap of the bands does not',
      rule({}, { caps: [{ per: 'calendarDay', amountFen: 300, bands: ['all-day'] }] }),
      'Wed 09:00',
      'Wed 13:00',
      1300,
      '10.00 + 3 x 3.00, of which at most 3.00',
    ],
    [
      'a unit does not begin before it ends',
      rule({}, { atBandEnd: 'runOn' }),
      'Wed 09:00',
      'Wed 11:31',
      1600,
      '10.00 + 2 x 3.00',
    ],
  ])('%s', (_name, json, entry, exit, fee) => {
    expect(pricesOf(json).fee(entry, exit)).toBe(fee);
  });
});

test('the period is told by the fee of Wednesday 23:00 to Friday 01:00', () => {
  const fees = feesUnder(
    {
      none: small({ bands: [allDay(units(60, 300))] }),
      stay: rule(),
      window: rule({ per: 'window' }),
      calendarDay: rule({ per: 'calendarDay' }),
    },
    'Wed 23:00',
    'Fri 01:00',
  );
  expect(fees).toEqual({
    none: 7800, // 26 x 3.00
    stay: 8500, // 10.00 + 24 h 30: 25 x 3.00
    window: 9200, // 10.00 + 23 x 3.00, and 10.00 + 30 min 3.00
    calendarDay: 9900, // 10.00; 10.00 + 23 x 3.00; 10.00
  });
  expect(areDistinct(fees)).toBe(true);
});
