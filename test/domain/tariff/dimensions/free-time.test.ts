// The switch "free time": threshold or deducted, in- or exclusive, per stay, window or day, of all or of charged minutes.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  areDistinct,
  dayBand,
  feesUnder,
  free,
  nightBand,
  pricesOf,
  rules,
  small,
  tiers,
  title,
  units,
  type Json,
  type Row,
} from './cases.ts';

const halfHours = (freeTime: unknown, rest: Json = {}): Json =>
  small({ free: freeTime, bands: [allDay(units(30, 500))], ...rest });
const hours = (freeTime: unknown, rest: Json = {}): Json =>
  small({ free: freeTime, bands: [allDay(units(60, 600))], ...rest });

describe('a threshold of 15 minutes, inclusive by default, then charged from entry', () => {
  const prices = pricesOf(halfHours({ minutes: 15, mode: 'threshold' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:15', 0, 'exactly 15 minutes are free'],
    ['Wed 09:00', 'Wed 09:15:59', 0, 'the 59 seconds are dropped first'],
    ['Wed 09:00', 'Wed 09:16', 500, 'charged from entry: 1 x 5.00'],
    ['Wed 09:00', 'Wed 09:31', 1000, 'charged from entry: 2 x 5.00'],
    ['Wed 23:50', 'Thu 00:05', 0, '15 minutes across midnight'],
    ['Wed 09:00', 'Fri 09:00', 48_000, '96 x 5.00: nothing is taken off'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('shows the free minutes of a free stay, and none of a charged one', () => {
    expect(prices.lines('Wed 09:00', 'Wed 09:09')).toMatchObject([
      { kind: 'freeTime', band: 'free-time', freeMinutesUsed: 9, amountFen: 0, units: 0 },
    ]);
    expect(prices.lines('Wed 09:00', 'Wed 09:16').map(({ kind }) => kind)).toEqual(['units']);
  });
});

describe('a threshold of 15 minutes, exclusive', () => {
  const prices = pricesOf(halfHours({ minutes: 15, mode: 'threshold', inclusive: false }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:14', 0, '14 minutes are fewer than 15'],
    ['Wed 09:00', 'Wed 09:14:59', 0, '14 whole minutes'],
    ['Wed 09:00', 'Wed 09:15', 500, 'exactly 15 minutes are charged: 1 x 5.00'],
    ['Wed 09:00', 'Wed 09:30', 500, '1 x 5.00'],
    ['Wed 23:50', 'Thu 00:05', 500, '15 minutes across midnight: 1 x 5.00'],
    ['Wed 09:00', 'Thu 09:01', 24_500, '49 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('15 minutes deducted: every stay is priced as if it began later', () => {
  const prices = pricesOf(halfHours({ minutes: 15, mode: 'deducted' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:15', 0, 'nothing is left'],
    ['Wed 09:00', 'Wed 09:16', 500, '1 minute is left: 1 x 5.00'],
    ['Wed 09:00', 'Wed 09:45', 500, '30 minutes are left: 1 x 5.00'],
    ['Wed 09:00', 'Wed 09:46', 1000, '31 minutes are left: 2 x 5.00'],
    ['Wed 23:50', 'Thu 00:35', 500, '30 minutes are left, from 00:05: 1 x 5.00'],
    ['Wed 09:00', 'Fri 09:15', 48_000, '48 h are left: 96 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('shows the deducted minutes and what follows', () => {
    expect(prices.lines('Wed 09:00', 'Wed 09:46')).toMatchObject([
      { kind: 'freeTime', freeMinutesUsed: 15, amountFen: 0 },
      { kind: 'units', units: 2, amountFen: 1000 },
    ]);
  });

  test('moves the first tier with it: 2 x 5.00 until minute 60 after the 15, then 1 x 3.00', () => {
    const bands = [allDay(tiers([60, 30, 500], [null, 30, 300]))];
    const tiered = pricesOf(small({ free: { minutes: 15, mode: 'deducted' }, bands }));
    expect(tiered.fee('Wed 09:00', 'Wed 10:15')).toBe(1000);
    expect(tiered.fee('Wed 09:00', 'Wed 10:16')).toBe(1300);
  });
});

describe('free time inside every unit is a unit that counts after its free minutes', () => {
  const prices = pricesOf(
    small({ partialUnit: { kind: 'afterMinutes', minutes: 10 }, bands: [allDay(units(30, 500))] }),
  );

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:10', 0, 'the first 10 minutes of a unit are free'],
    ['Wed 09:00', 'Wed 09:11', 500, '1 x 5.00'],
    ['Wed 09:00', 'Wed 09:40', 500, 'the first 10 minutes of the second are free: 1 x 5.00'],
    ['Wed 09:00', 'Wed 09:41', 1000, '2 x 5.00'],
    ['Wed 23:50', 'Thu 00:30', 500, '10 minutes of the second, after midnight: 1 x 5.00'],
    ['Wed 09:00', 'Thu 09:10', 24_000, '48 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('the days are those of the entry: 60 minutes at the weekend, else 15, the first that fits', () => {
  const prices = pricesOf(
    halfHours([
      { minutes: 60, mode: 'threshold', days: ['weekend'] },
      { minutes: 15, mode: 'threshold' },
    ]),
  );

  test.each<Row>([
    ['Fri 23:30', 'Fri 23:45', 0, 'Friday: 15 minutes'],
    ['Fri 23:50', 'Sat 00:20', 500, 'entered on Friday: 30 minutes are charged, 1 x 5.00'],
    ['Sat 00:00', 'Sat 01:00', 0, 'entered on Saturday: 60 minutes'],
    ['Sun 23:30', '2026-03-16 00:30', 0, 'entered on Sunday: 60 minutes across midnight'],
    ['Sun 23:30', '2026-03-16 00:31', 1500, '61 minutes from entry: 3 x 5.00'],
    ['2026-03-16 00:00', '2026-03-16 00:16', 500, 'Monday: 1 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('on a day that none fits there is none', () => {
    const weekendOnly = pricesOf(halfHours({ minutes: 60, mode: 'threshold', days: ['weekend'] }));
    expect(weekendOnly.fee('Fri 09:00', 'Fri 09:01')).toBe(500);
    expect(weekendOnly.fee('Sat 09:00', 'Sat 10:00')).toBe(0);
  });
});

describe('of charged minutes only, with 30 free and a free night', () => {
  const bands = [dayBand(units(60, 600)), nightBand(free)];
  const threshold = pricesOf(small({ free: { minutes: 30, mode: 'threshold', counts: 'charged' }, bands }));
  const deducted = pricesOf(small({ free: { minutes: 30, mode: 'deducted', counts: 'charged' }, bands }));

  test.each<Row>([
    ['Wed 07:00', 'Wed 08:30', 0, '30 charged minutes of 90'],
    ['Wed 07:00', 'Wed 08:31', 600, '31 charged minutes, from 08:00: 1 x 6.00'],
    ['Wed 19:30', 'Thu 07:00', 0, '30 charged minutes, then the night'],
    ['Wed 19:29', 'Thu 07:00', 600, '31 charged minutes: 1 x 6.00'],
    ['Wed 19:45', 'Thu 08:15', 0, '15 + 15 charged minutes'],
    ['Wed 19:45', 'Thu 08:16', 1200, '31 charged minutes: 1 x 6.00 + 1 x 6.00'],
  ])(`threshold: ${title}`, (entry, exit, fee) => {
    expect(threshold.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 07:00', 'Wed 08:30', 0, 'used up at 08:30'],
    ['Wed 07:00', 'Wed 09:30', 600, 'charged from 08:30: 1 x 6.00'],
    ['Wed 07:00', 'Wed 09:31', 1200, 'charged from 08:30: 2 x 6.00'],
    ['Wed 19:45', 'Thu 08:15', 0, '15 + 15 minutes use it up'],
    ['Wed 19:45', 'Thu 08:16', 600, 'charged from 08:15: 1 x 6.00'],
    ['Wed 19:00', 'Fri 09:00', 8400, 'charged from 19:30: 1 + 12 + 1 x 6.00'],
  ])(`deducted: ${title}`, (entry, exit, fee) => {
    expect(deducted.fee(entry, exit)).toBe(fee);
  });
});

describe('anew in each window of 24 hours', () => {
  const threshold = pricesOf(hours({ minutes: 30, mode: 'threshold', per: 'window' }));
  const deducted = pricesOf(hours({ minutes: 30, mode: 'deducted', per: 'window' }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:30', 0, 'the first window'],
    ['Wed 09:00', 'Thu 09:00', 14_400, '24 x 6.00'],
    ['Wed 09:00', 'Thu 09:30', 14_400, '30 minutes of the second window are free: 24 x 6.00'],
    ['Wed 09:00', 'Thu 09:31', 15_000, '31 are charged from its start: 25 x 6.00'],
    ['Wed 09:00', 'Fri 09:30', 28_800, '30 minutes of the third: 48 x 6.00'],
  ])(`threshold: ${title}`, (entry, exit, fee) => {
    expect(threshold.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:31', 600, '1 x 6.00'],
    ['Wed 09:00', 'Thu 09:00', 14_400, '23 h 30 are 24 started hours, the last ends with the window: 24 x 6.00'],
    ['Wed 09:00', 'Thu 09:30', 14_400, '30 minutes of the second window are free: 24 x 6.00'],
    ['Wed 09:00', 'Thu 10:30', 15_000, 'charged again from 09:30: 25 x 6.00'],
    ['Wed 09:00', 'Thu 10:31', 15_600, '26 x 6.00'],
  ])(`deducted: ${title}`, (entry, exit, fee) => {
    expect(deducted.fee(entry, exit)).toBe(fee);
  });
});

describe('anew on each calendar day', () => {
  const threshold = pricesOf(hours({ minutes: 60, mode: 'threshold', per: 'calendarDay' }));
  const deducted = pricesOf(hours({ minutes: 60, mode: 'deducted', per: 'calendarDay' }));

  test.each<Row>([
    ['Wed 23:00', 'Thu 01:00', 0, '60 minutes of each day'],
    ['Wed 23:00', 'Thu 01:01', 1200, '61 of Thursday, from midnight: 2 x 6.00'],
    ['Wed 22:59', 'Thu 01:00', 1200, '61 of Wednesday, until midnight: 2 x 6.00; Thursday is free'],
    ['Wed 09:00', 'Wed 10:00', 0, 'one day only'],
    ['Wed 22:00', 'Fri 01:00', 15_600, '2 x 6.00 + 24 x 6.00 + Friday free'],
  ])(`threshold: ${title}`, (entry, exit, fee) => {
    expect(threshold.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 23:00', 'Thu 01:00', 0, '60 minutes of each day'],
    ['Wed 22:30', 'Thu 01:00', 600, 'charged 23:30 to 24:00: 1 x 6.00'],
    ['Wed 22:30', 'Thu 01:30', 1200, 'and 01:00 to 01:30: 2 x 6.00'],
    ['Wed 09:00', 'Thu 00:00', 8400, '14 x 6.00'],
    ['Wed 22:00', 'Fri 01:00', 14_400, '1 x 6.00 + 23 x 6.00 + Friday free'],
  ])(`deducted: ${title}`, (entry, exit, fee) => {
    expect(deducted.fee(entry, exit)).toBe(fee);
  });
});

describe('each value is told by a fee', () => {
  test('mode and limit, of 30 free minutes a day: 30 minutes on Wednesday and 75 on Thursday', () => {
    const under = (mode: string, inclusive: boolean): Json =>
      halfHours({ minutes: 30, mode, inclusive, per: 'calendarDay' });
    const fees = feesUnder(
      {
        inclusive: under('threshold', true),
        exclusive: under('threshold', false),
        deducted: under('deducted', true),
      },
      'Wed 23:30',
      'Thu 01:15',
    );
    // Thursday from midnight; both days; Thursday from 00:30.
    expect(fees).toEqual({ inclusive: 1500, exclusive: 2000, deducted: 1000 });
    expect(areDistinct(fees)).toBe(true);
  });

  test('once a stay, a window or a day, of 60 deducted minutes: Wednesday 22:00 to Friday 01:30', () => {
    const under = (per: string): Json => hours({ minutes: 60, mode: 'deducted', per });
    const fees = feesUnder(
      { stay: under('stay'), window: under('window'), calendarDay: under('calendarDay') },
      'Wed 22:00',
      'Fri 01:30',
    );
    // 26 h 30 left; 23 h and 2 h 30 left; 1 h, 23 h and 30 min left.
    expect(fees).toEqual({ stay: 27 * 600, window: 26 * 600, calendarDay: 25 * 600 });
    expect(areDistinct(fees)).toBe(true);
  });

  test('all or charged minutes, of 30 deducted ones: 07:45 to 10:20 with a free time until 08:00', () => {
    const under = (counts: string): Json =>
      small({ free: { minutes: 30, mode: 'deducted', counts }, bands: [dayBand(units(60, 600)), nightBand(free)] });
    const fees = feesUnder({ elapsed: under('elapsed'), charged: under('charged') }, 'Wed 07:45', 'Wed 10:20');
    // From 08:15: 2 h 05; from 08:30: 1 h 50.
    expect(fees).toEqual({ elapsed: 1800, charged: 1200 });
  });

  test('the class of the vehicle', () => {
    const bands = [allDay(units(30, 500))];
    const prices = pricesOf(
      rules({
        small: { kind: 'charged', free: { minutes: 15, mode: 'threshold' }, bands },
        bus: { kind: 'charged', free: { minutes: 30, mode: 'threshold' }, bands },
        truck: { kind: 'charged', bands },
      }),
    );
    const fee = (vehicle: string, exit: string) => prices.fee('Wed 09:00', exit, { vehicle });
    expect([fee('small', 'Wed 09:15'), fee('bus', 'Wed 09:15'), fee('truck', 'Wed 09:15')]).toEqual([0, 0, 500]);
    expect([fee('small', 'Wed 09:30'), fee('bus', 'Wed 09:30'), fee('bus', 'Wed 09:31')]).toEqual([500, 0, 1000]);
  });
});
