// The switch "event override": a window around a dated event, and what holds in it.
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
  title,
  units,
  when,
  type Json,
  type Row,
} from './cases.ts';

/** Wednesday 19:00 to 21:00. */
const context = { event: { start: when('Wed 19:00'), end: when('Wed 21:00') } };
const flat = (amountFen: number, rest: Json = {}): Json => ({ kind: 'flat', amountFen, ...rest });
const rule = (event: Json, rest: Json = {}): Json => small({ bands: [allDay(units(60, 500))], event, ...rest });

/** Priced from 18:00 to 21:30. */
const around = { beforeStartMinutes: 60, afterMinutes: 30 };

describe('20.00 an hour from an hour before until half an hour after', () => {
  const prices = pricesOf(rule({ ...around, charge: units(60, 2000) }));

  test.each<Row>([
    ['Wed 17:00', 'Wed 18:00', 500, 'exit exactly where it begins: 1 x 5.00'],
    ['Wed 17:30', 'Wed 18:01', 2500, 'it ends the running unit: 5.00 + 20.00'],
    ['Wed 18:00', 'Wed 19:00', 2000, 'entry exactly where it begins: 1 x 20.00'],
    ['Wed 21:00', 'Wed 21:30', 2000, 'exit exactly where it ends: 1 x 20.00'],
    ['Wed 21:00', 'Wed 21:31', 2500, 'one minute more: 20.00 + 5.00'],
    ['Wed 21:30', 'Wed 22:30', 500, 'after it: 1 x 5.00'],
    ['Wed 17:00', 'Wed 22:00', 9000, '5.00 + 3 h 30: 4 x 20.00 + 5.00'],
    ['Wed 00:00', 'Fri 00:00', 30_500, '18 x 5.00 + 4 x 20.00 + 26 h 30 to Friday: 27 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit, { context })).toBe(fee);
  });

  test('without an event the bands hold', () => {
    expect(prices.fee('Wed 17:00', 'Wed 22:00')).toBe(2500);
  });

  test('on another day too', () => {
    expect(prices.fee('Thu 17:00', 'Thu 22:00', { context })).toBe(2500);
  });

  test('is named in the breakdown', () => {
    expect(prices.lines('Wed 17:00', 'Wed 22:00', { context })).toMatchObject([
      { kind: 'units', band: 'all-day', amountFen: 500, to: when('Wed 18:00') },
      { kind: 'units', band: 'event', units: 4, unitPriceFen: 2000, amountFen: 8000, to: when('Wed 21:30') },
      { kind: 'units', band: 'all-day', amountFen: 500 },
    ]);
  });
});

describe('the window ends after the end, which is the default, or after the start', () => {
  const after = (more: Json): Json => rule({ ...more, charge: units(60, 2000) });
  const start = pricesOf(after({ after: 'start', afterMinutes: 60 }));
  const bare = pricesOf(after({}));

  test.each<Row>([
    ['Wed 18:00', 'Wed 19:00', 500, 'until it starts: 1 x 5.00'],
    ['Wed 19:00', 'Wed 20:00', 2000, 'the hour after the start: 1 x 20.00'],
    ['Wed 19:00', 'Wed 20:01', 2500, '20.00 + 5.00'],
    ['Wed 20:00', 'Wed 21:00', 500, 'the event goes on, the price does not: 1 x 5.00'],
    ['Wed 18:30', 'Wed 20:30', 3000, '5.00 + 20.00 + 5.00'],
  ])(`60 minutes from the start: ${title}`, (entry, exit, fee) => {
    expect(start.fee(entry, exit, { context })).toBe(fee);
  });

  test.each<Row>([
    ['Wed 18:00', 'Wed 19:00', 500, 'until it starts: 1 x 5.00'],
    ['Wed 18:00', 'Wed 19:01', 2500, '5.00 + 20.00'],
    ['Wed 19:00', 'Wed 21:00', 4000, '2 x 20.00'],
    ['Wed 20:59', 'Wed 21:01', 2500, '20.00 + 5.00'],
    ['Wed 21:00', 'Wed 22:00', 500, 'after it: 1 x 5.00'],
  ])(`the event itself by default: ${title}`, (entry, exit, fee) => {
    expect(bare.fee(entry, exit, { context })).toBe(fee);
  });
});

describe('one amount for the event', () => {
  const prices = pricesOf(rule({ ...around, charge: flat(3000, { per: 'stay' }) }));

  test.each<Row>([
    ['Wed 17:00', 'Wed 18:00', 500, 'before it: 1 x 5.00'],
    ['Wed 17:00', 'Wed 18:01', 3500, '5.00 + 30.00'],
    ['Wed 18:00', 'Wed 21:30', 3000, 'exactly it: 30.00'],
    ['Wed 17:00', 'Wed 22:00', 4000, '5.00 + 30.00 + 5.00'],
    ['Wed 21:29', 'Wed 21:31', 3500, '30.00 + 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit, { context })).toBe(fee);
  });

  test('is a flat line', () => {
    expect(prices.lines('Wed 18:00', 'Wed 21:30', { context })).toMatchObject([
      { kind: 'flat', band: 'event', amountFen: 3000 },
    ]);
  });
});

describe('only the time of some bands is replaced', () => {
  const bands = [dayBand(units(60, 500)), nightBand(units(60, 100))];
  const prices = pricesOf(small({ bands, event: { ...around, bands: ['day'], charge: units(60, 2000) } }));

  test.each<Row>([
    ['Wed 17:00', 'Wed 18:00', 500, 'before it: 1 x 5.00'],
    ['Wed 18:00', 'Wed 20:00', 4000, 'the event by day: 2 x 20.00'],
    ['Wed 18:00', 'Wed 20:01', 4100, 'the night stays: 40.00 + 1.00'],
    ['Wed 20:00', 'Wed 21:30', 200, 'only the night: 2 x 1.00'],
    ['Wed 17:00', 'Thu 08:00', 5700, '5.00 + 2 x 20.00 + 12 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit, { context })).toBe(fee);
  });
});

describe('beside other switches', () => {
  test.each<readonly [string, Json, string, string, number, string]>([
    ['a free event', rule({ ...around, charge: free }), 'Wed 17:00', 'Wed 22:00', 1000, '5.00 + nothing + 5.00'],
    [
      'free time goes first',
      rule({ ...around, charge: units(60, 2000) }, { free: { minutes: 30, mode: 'deducted' } }),
      'Wed 18:00',
      'Wed 19:31',
      4000,
      'charged from 18:30: 2 x 20.00',
    ],
    [
      'a unit that runs on ends all the same',
      rule({ ...around, charge: units(60, 2000) }, { atBandEnd: 'runOn' }),
      'Wed 17:30',
      'Wed 18:30',
      2500,
      '5.00 + 20.00',
    ],
    [
      'a cap without bands caps it too',
      rule({ ...around, charge: units(60, 2000) }, { caps: [{ per: 'calendarDay', amountFen: 3000 }] }),
      'Wed 17:00',
      'Wed 22:00',
      3000,
      '5.00 + 4 x 20.00 + 5.00, at most 30.00',
    ],
    [
      'a cap of the bands does not',
      rule(
        { ...around, charge: units(60, 2000) },
        { caps: [{ per: 'calendarDay', amountFen: 500, bands: ['all-day'] }] },
      ),
      'Wed 17:00',
      'Wed 22:00',
      8500,
      '5.00 + 4 x 20.00 + nothing left of 5.00',
    ],
  ])('%s', (_name, json, entry, exit, fee) => {
    expect(pricesOf(json).fee(entry, exit, { context })).toBe(fee);
  });

  test('an event across midnight', () => {
    const late = { context: { event: { start: when('Wed 23:00'), end: when('Thu 01:00') } } };
    const prices = pricesOf(rule({ charge: units(60, 2000) }));
    expect(prices.fee('Wed 22:00', 'Thu 02:00', late)).toBe(5000);
    expect(prices.fee('Wed 23:30', 'Thu 00:30', late)).toBe(2000);
  });
});

describe('several prices, of which the first that fits the start of the event is taken', () => {
  const event = [
    { startsFrom: '08:00', startsTo: '19:00', charge: units(60, 1000) },
    { days: ['weekend'], charge: units(60, 3000) },
    { charge: units(60, 2000) },
  ];
  const prices = pricesOf(small({ bands: [allDay(units(60, 500))], event }));

  test.each([
    ['Wed 18:59', 'Wed 20:59', 2000, 'it starts before 19:00: 2 x 10.00'],
    ['Wed 19:00', 'Wed 21:00', 4000, 'on a workday: 2 x 20.00'],
    ['Sat 19:00', 'Sat 21:00', 6000, 'on a Saturday: 2 x 30.00'],
    ['Sat 08:00', 'Sat 10:00', 2000, 'on a Saturday morning: 2 x 10.00'],
    ['Fri 23:30', 'Sat 01:30', 4000, 'it starts on a Friday: 2 x 20.00'],
  ])('an event from %s to %s costs %i: %s', (start, end, fee) => {
    expect(prices.fee(start, end, { context: { event: { start: when(start), end: when(end) } } })).toBe(fee);
  });
});

describe('a window by the clock of the day on which the event starts', () => {
  const byDay = pricesOf(rule({ from: '17:00', to: '23:00', charge: units(60, 2000) }));
  const overnight = pricesOf(rule({ from: '18:00', to: '02:00', charge: units(60, 2000) }));

  test.each<Row>([
    ['Wed 16:00', 'Wed 17:00', 500, 'before it: 1 x 5.00'],
    ['Wed 16:00', 'Wed 17:01', 2500, '5.00 + 20.00'],
    ['Wed 16:00', 'Thu 00:00', 13_000, '5.00 + 6 x 20.00 + 5.00'],
    ['Wed 22:00', 'Wed 23:01', 2500, '20.00 + 5.00'],
    ['Thu 17:00', 'Thu 18:00', 500, 'not on the next day: 1 x 5.00'],
  ])(`17:00 to 23:00: ${title}`, (entry, exit, fee) => {
    expect(byDay.fee(entry, exit, { context })).toBe(fee);
  });

  test('18:00 to 02:00: from 17:00 to 03:00 5.00 + 8 x 20.00 + 5.00', () => {
    expect(overnight.fee('Wed 17:00', 'Thu 03:00', { context })).toBe(17_000);
    expect(overnight.fee('Thu 01:00', 'Thu 02:01', { context })).toBe(2500);
    expect(overnight.fee('Wed 01:00', 'Wed 02:00', { context })).toBe(500);
  });
});

test('the window, its bands and its charge are told by the fee of 17:00 to 22:30', () => {
  const bands = [dayBand(units(60, 500)), nightBand(units(60, 100))];
  const under = (event: Json): Json => small({ bands, event });
  const fees = feesUnder(
    {
      none: small({ bands }),
      end: under({ ...around, charge: units(60, 2000) }),
      start: under({ ...around, after: 'start', charge: units(60, 2000) }),
      dayOnly: under({ ...around, bands: ['day'], charge: units(60, 2000) }),
      itself: under({ charge: units(60, 2000) }),
      flat: under({ ...around, charge: flat(3000) }),
      free: under({ ...around, charge: free }),
    },
    'Wed 17:00',
    'Wed 22:30',
    { context },
  );
  expect(fees).toEqual({
    none: 1800, // 3 x 5.00 + 3 x 1.00
    end: 8600, // 5.00 + 4 x 20.00 + 21:30 1 x 1.00
    start: 5300, // until 19:30: 5.00 + 2 x 20.00 + 1 x 5.00 + 3 x 1.00
    dayOnly: 4800, // 5.00 + 2 x 20.00 + 3 x 1.00
    itself: 5200, // 2 x 5.00 + 2 x 20.00 + 2 x 1.00
    flat: 3600, // 5.00 + 30.00 + 1.00
    free: 600, // 5.00 + 1.00
  });
  expect(areDistinct(fees)).toBe(true);
});
