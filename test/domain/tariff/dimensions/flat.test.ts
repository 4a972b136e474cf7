// The switch "flat": once per stay, per occurrence of a band, day or window; after some minutes; for the first hours.
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
  units,
  type Json,
  type Row,
} from './cases.ts';

const flat = (amountFen: number, rest: Json = {}): Json => ({ kind: 'flat', amountFen, ...rest });

describe('per occurrence of the band, which is the default: a night costs 10.00', () => {
  const prices = pricesOf(small({ bands: [dayBand(units(60, 500)), nightBand(flat(1000))] }));

  test.each<Row>([
    ['Wed 19:00', 'Wed 20:00', 500, 'exit exactly where the night begins: 1 x 5.00'],
    ['Wed 19:00', 'Wed 20:01', 1500, 'one minute of the night: 5.00 + 10.00'],
    ['Wed 20:00', 'Thu 08:00', 1000, 'exactly the night: 10.00'],
    ['Wed 23:00', 'Thu 01:00', 1000, 'midnight begins no other night: 10.00'],
    ['Thu 07:59', 'Thu 08:00', 1000, 'its last minute: 10.00'],
    ['Wed 20:00', 'Fri 08:00', 8000, '10.00 + 12 x 5.00 + 10.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('has a line of its own', () => {
    expect(prices.lines('Wed 19:00', 'Thu 07:00')).toMatchObject([
      { kind: 'units', band: 'day', amountFen: 500 },
      { kind: 'flat', band: 'night', amountFen: 1000 },
    ]);
  });
});

describe('per stay', () => {
  const prices = pricesOf(small({ bands: [allDay(flat(500, { per: 'stay' }))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay uses no time'],
    ['Wed 09:00', 'Wed 09:00:59', 0, 'nor does one of dropped seconds'],
    ['Wed 09:00', 'Wed 09:01', 500, '5.00'],
    ['Wed 23:59', 'Thu 00:01', 500, 'midnight changes nothing: 5.00'],
    ['Wed 09:00', 'Sat 09:00', 500, 'three days: 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('per calendar day', () => {
  const prices = pricesOf(small({ bands: [allDay(flat(500, { per: 'calendarDay' }))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 500, 'one day: 5.00'],
    ['Wed 00:00', 'Thu 00:00', 500, 'exactly one day: 5.00'],
    ['Wed 23:59', 'Thu 00:00', 500, 'exit at midnight: 5.00'],
    ['Wed 23:59', 'Thu 00:01', 1000, 'two days: 2 x 5.00'],
    ['Wed 09:00', 'Sat 09:00', 2000, 'four days: 4 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('after 60 minutes of an occurrence', () => {
  const prices = pricesOf(small({ bands: [dayBand(units(60, 500)), nightBand(flat(1000, { afterMinutes: 60 }))] }));

  test.each<Row>([
    ['Wed 19:00', 'Wed 21:00', 500, 'exactly 60 minutes of the night: 1 x 5.00'],
    ['Wed 19:00', 'Wed 21:01', 1500, '61 minutes of the night: 5.00 + 10.00'],
    ['Wed 23:30', 'Thu 00:30', 0, '60 minutes across midnight'],
    ['Wed 23:30', 'Thu 00:31', 1000, '61 minutes across midnight: 10.00'],
    ['Wed 07:15', 'Wed 20:45', 6000, '45 minutes of each of two nights do not add up: 12 x 5.00'],
    ['Wed 07:15', 'Wed 21:01', 7000, '61 minutes of the second: 12 x 5.00 + 10.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('for up to 12 hours, then 2.00 an hour: a first tier of one unit', () => {
  const prices = pricesOf(small({ bands: [allDay(tiers([720, 720, 1000], [null, 60, 200]))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 1000, '10.00'],
    ['Wed 09:00', 'Wed 21:00', 1000, 'exactly 12 hours: 10.00'],
    ['Wed 09:00', 'Wed 21:01', 1200, '10.00 + 2.00'],
    ['Wed 21:00', 'Thu 09:00', 1000, 'across midnight: 10.00'],
    ['Wed 09:00', 'Thu 09:00', 3400, '10.00 + 12 x 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('beside a second flat band', () => {
  const prices = pricesOf(
    small({
      bands: [
        band('morning', '06:00', '12:00', flat(300)),
        band('afternoon', '12:00', '18:00', flat(400)),
        band('night', '18:00', '06:00', free),
      ],
    }),
  );

  test.each<Row>([
    ['Wed 06:00', 'Wed 12:00', 300, 'the morning: 3.00'],
    ['Wed 06:00', 'Wed 12:01', 700, '3.00 + 4.00'],
    ['Wed 12:00', 'Wed 18:00', 400, 'the afternoon: 4.00'],
    ['Wed 18:00', 'Thu 06:00', 0, 'the night'],
    ['Wed 11:59', 'Thu 06:01', 1000, '3.00 + 4.00 + 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('each period is told by its fee', () => {
  const under = (per: string, rest: Json = {}): Json =>
    small({ windowMinutes: 2880, bands: [dayBand(free), nightBand(flat(1000, { per, ...rest }))] });

  test('four nights, of which two begin to be used on Wednesday and three in the first 48 hours', () => {
    const periods = ['occurrence', 'calendarDay', 'window', 'stay'];
    const fees = feesUnder(Object.fromEntries(periods.map((per) => [per, under(per)])), 'Wed 07:00', 'Fri 21:00');
    // 07:00 and 20:00 on Wednesday, 20:00 on Thursday, 20:00 on Friday; the second window begins on Friday at 07:00.
    expect(fees).toEqual({ occurrence: 4000, calendarDay: 3000, window: 2000, stay: 1000 });
    expect(areDistinct(fees)).toBe(true);
  });

  test('after no or some minutes', () => {
    const fees = feesUnder(
      { atOnce: under('occurrence'), after60: under('occurrence', { afterMinutes: 60 }) },
      'Wed 07:30',
      'Wed 21:30',
    );
    expect(fees).toEqual({ atOnce: 2000, after60: 1000 });
  });
});
