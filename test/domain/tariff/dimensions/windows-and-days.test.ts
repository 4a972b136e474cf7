// What a window and a calendar day are: their length, where they begin, and when units end with them.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  areDistinct,
  feesUnder,
  pricesOf,
  small,
  tiers,
  title,
  units,
  unitsIn,
  type Json,
  type Row,
} from './cases.ts';

const hourly = (rest: Json): Json => small({ bands: [allDay(units(60, 500))], ...rest });
const dayCap = [{ per: 'calendarDay', amountFen: 2000 }];

describe('a calendar day that begins at 06:00', () => {
  const prices = pricesOf(hourly({ dayStartsAt: '06:00', caps: dayCap }));

  test.each<Row>([
    ['Wed 22:00', 'Thu 00:01', 1500, 'midnight begins nothing: 3 x 5.00'],
    ['Wed 22:00', 'Thu 05:00', 2000, '7 x 5.00, at most 20.00'],
    ['Wed 22:00', 'Thu 06:00', 2000, 'until the day ends: 20.00'],
    ['Wed 22:00', 'Thu 06:01', 2500, 'a new day: 20.00 + 5.00'],
    ['Thu 06:00', 'Thu 07:00', 500, 'entry exactly where it begins: 1 x 5.00'],
    ['Thu 05:30', 'Thu 06:30', 500, 'the unit counts for the day in which it starts, and goes on: 1 x 5.00'],
    ['Wed 00:00', 'Fri 06:00', 6000, 'Tuesday’s last six hours and two days: 3 x 20.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('the type of a calendar day is that of the date on which it begins', () => {
  const prices = pricesOf(
    hourly({
      dayStartsAt: '06:00',
      caps: [
        { per: 'calendarDay', amountFen: 2000, days: ['workday'] },
        { per: 'calendarDay', amountFen: 1000, days: ['weekend', 'holiday'] },
      ],
    }),
  );

  test.each<Row>([
    ['Sat 00:00', 'Sat 06:00', 2000, 'still Friday: 6 x 5.00, at most 20.00'],
    ['Sat 06:00', 'Sat 12:00', 1000, 'Saturday: at most 10.00'],
    ['Sat 00:00', 'Sat 12:00', 3000, '20.00 + 10.00'],
    ['2026-03-16 00:00', '2026-03-16 06:00', 1000, 'Monday before 06:00 is still Sunday: at most 10.00'],
    ['2026-03-16 00:00', '2026-03-16 12:00', 3000, '10.00 + 20.00'],
    ['Fri 06:00', '2026-03-16 06:00', 4000, '20.00 + 10.00 + 10.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('units end with the calendar day where the rule says so', () => {
  const prices = pricesOf(hourly({ unitsEndWithDay: true }));
  const early = pricesOf(hourly({ unitsEndWithDay: true, dayStartsAt: '06:00' }));

  test.each<Row>([
    ['Wed 23:30', 'Thu 00:00', 500, 'exit at midnight: 1 x 5.00'],
    ['Wed 23:30', 'Thu 00:30', 1000, 'the unit ends at midnight: 5.00 + 5.00'],
    ['Wed 23:30', 'Thu 01:00', 1000, '5.00 + 5.00'],
    ['Wed 23:30', 'Thu 01:01', 1500, '5.00 + 2 x 5.00'],
    ['Wed 22:30', 'Fri 00:00', 13_000, '2 x 5.00 + 24 x 5.00'],
  ])(`at midnight: ${title}`, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 23:30', 'Thu 00:30', 500, 'midnight ends nothing: 1 x 5.00'],
    ['Thu 05:30', 'Thu 06:00', 500, '1 x 5.00'],
    ['Thu 05:30', 'Thu 06:30', 1000, 'the unit ends at 06:00: 5.00 + 5.00'],
    ['Thu 06:00', 'Thu 07:00', 500, '1 x 5.00'],
    ['Wed 05:30', 'Thu 06:30', 13_000, '5.00 + 24 x 5.00 + 5.00'],
  ])(`at 06:00: ${title}`, (entry, exit, fee) => {
    expect(early.fee(entry, exit)).toBe(fee);
  });

  test('the breakdown counts both units', () => {
    expect(unitsIn(prices.lines('Wed 23:30', 'Thu 00:30'))).toBe(2);
  });
});

describe('a window of 150 minutes ends units where the rule uses windows', () => {
  const capped = pricesOf(hourly({ windowMinutes: 150, caps: [{ per: 'window', amountFen: 1200 }] }));
  const clocked = pricesOf(hourly({ windowMinutes: 150, tierClock: { counts: 'elapsed', restarts: 'window' } }));
  const unused = pricesOf(hourly({ windowMinutes: 150 }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 11:00', 1000, '2 x 5.00'],
    ['Wed 09:00', 'Wed 11:30', 1200, '3 x 5.00, at most 12.00'],
    ['Wed 09:00', 'Wed 11:31', 1700, '12.00 + 5.00'],
    ['Wed 09:00', 'Wed 14:00', 2400, '2 x 12.00'],
    ['Wed 22:30', 'Thu 01:01', 1700, 'midnight changes nothing: 12.00 + 5.00'],
  ])(`a cap: ${title}`, (entry, exit, fee) => {
    expect(capped.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 11:30', 1500, '60 + 60 + 30 minutes: 3 x 5.00'],
    ['Wed 09:00', 'Wed 12:00', 2000, 'the third unit ended at 11:30: 4 x 5.00'],
    ['Wed 09:00', 'Wed 14:00', 3000, '2 windows of 3 x 5.00'],
    ['Wed 09:00', 'Wed 14:01', 3500, '2 x 15.00 + 5.00'],
    ['Wed 22:30', 'Thu 01:30', 2000, 'midnight changes nothing: 15.00 + 5.00'],
  ])(`a tier clock: ${title}`, (entry, exit, fee) => {
    expect(clocked.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 11:30', 1500, '3 x 5.00'],
    ['Wed 09:00', 'Wed 12:00', 1500, 'the third unit goes on: 3 x 5.00'],
    ['Wed 09:00', 'Wed 14:00', 2500, '5 x 5.00'],
    ['Wed 09:00', 'Wed 14:01', 3000, '6 x 5.00'],
    ['Wed 22:30', 'Thu 01:30', 1500, '3 x 5.00'],
  ])(`nothing that uses them: ${title}`, (entry, exit, fee) => {
    expect(unused.fee(entry, exit)).toBe(fee);
  });
});

test('each value is told by the fee of Wednesday 22:15 to Friday 00:10', () => {
  const bands = [allDay(tiers([60, 60, 500], [null, 60, 200]))];
  const under = (restarts: string, rest: Json = {}): Json =>
    small({ tierClock: { counts: 'elapsed', restarts }, bands, ...rest });
  const fees = feesUnder(
    {
      never: under('stay'),
      endWithDay: under('stay', { unitsEndWithDay: true }),
      midnight: under('calendarDay'),
      six: under('calendarDay', { dayStartsAt: '06:00' }),
      windowOf4h: under('window', { windowMinutes: 240 }),
    },
    'Wed 22:15',
    'Fri 00:10',
  );
  expect(fees).toEqual({
    never: 5500, // 25 h 55: 5.00 + 25 x 2.00
    endWithDay: 5700, // 1 h 45, 24 h and 10 min: 2 + 24 + 1 units, 5.00 + 26 x 2.00
    midnight: 6300, // (5.00 + 2.00) + (5.00 + 23 x 2.00) + 5.00
    six: 6000, // 7 h 45 and 18 h 10: (5.00 + 7 x 2.00) + (5.00 + 18 x 2.00)
    windowOf4h: 7300, // 6 x (5.00 + 3 x 2.00), and 1 h 55: 5.00 + 2.00
  });
  expect(areDistinct(fees)).toBe(true);
});
