// The switch "caps": per calendar day, window, occurrence, stay or seven days, one amount or a sequence, of some bands or days.
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
  when,
  type Json,
  type Row,
} from './cases.ts';

/** 5.00 an hour, at all times. */
const hourly = (caps: readonly Json[], rest: Json = {}): Json =>
  small({ bands: [allDay(units(60, 500))], caps, ...rest });
/** 5.00 an hour by day, 2.00 by night. */
const dayNight = (caps: readonly Json[], rest: Json = {}): Json =>
  small({ bands: [dayBand(units(60, 500)), nightBand(units(60, 200))], caps, ...rest });

describe('20.00 per calendar day', () => {
  const prices = pricesOf(hourly([{ per: 'calendarDay', amountFen: 2000 }]));

  test.each<Row>([
    ['Wed 09:00', 'Wed 12:00', 1500, 'below it: 3 x 5.00'],
    ['Wed 09:00', 'Wed 13:00', 2000, 'exactly it: 4 x 5.00'],
    ['Wed 09:00', 'Wed 13:01', 2000, '5 x 5.00, at most 20.00'],
    ['Wed 09:00', 'Thu 00:00', 2000, 'until midnight: 20.00'],
    ['Wed 09:00', 'Thu 00:01', 2500, 'a new day: 20.00 + 5.00'],
    ['Wed 20:30', 'Thu 00:30', 2000, 'the unit of 23:30 counts for Wednesday: 20.00'],
    ['Wed 20:30', 'Thu 00:31', 2500, 'the next counts for Thursday: 20.00 + 5.00'],
    ['Wed 00:00', 'Sat 00:00', 6000, '3 x 20.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('the breakdown says what it took off', () => {
    expect(prices.lines('Wed 09:00', 'Wed 15:00')).toMatchObject([
      { kind: 'units', units: 6, amountFen: 2000, capApplied: { per: 'calendarDay', reducedFen: 1000 } },
    ]);
    expect(prices.lines('Wed 09:00', 'Wed 13:00')[0]?.capApplied).toBeUndefined();
  });
});

describe('20.00 per window', () => {
  const prices = pricesOf(hourly([{ per: 'window', amountFen: 2000 }]));
  const short = pricesOf(hourly([{ per: 'window', amountFen: 2000 }], { windowMinutes: 90 }));

  test.each<Row>([
    ['Wed 20:00', 'Thu 00:00', 2000, 'exactly it: 4 x 5.00'],
    ['Wed 20:00', 'Thu 12:00', 2000, 'midnight changes nothing: 20.00'],
    ['Wed 20:00', 'Thu 20:00', 2000, 'exactly 24 hours: 20.00'],
    ['Wed 20:00', 'Thu 20:01', 2500, '20.00 + 5.00'],
    ['Wed 20:00', 'Sat 20:00', 6000, '3 x 20.00'],
  ])(`of 24 hours: ${title}`, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:30', 1000, '60 + 30 minutes: 2 x 5.00'],
    ['Wed 09:00', 'Wed 10:31', 1500, 'the end of the window ended the second unit: 3 x 5.00'],
    ['Wed 09:00', 'Wed 12:00', 2000, '2 windows of 2 x 5.00'],
    ['Wed 09:00', 'Wed 12:01', 2500, '2 windows and 1 x 5.00'],
    ['Wed 23:00', 'Thu 00:31', 1500, 'midnight changes nothing: 3 x 5.00'],
  ])(`of 90 minutes: ${title}`, (entry, exit, fee) => {
    expect(short.fee(entry, exit)).toBe(fee);
  });
});

describe('10.00 per occurrence of the night', () => {
  const prices = pricesOf(dayNight([{ per: 'occurrence', amountFen: 1000, bands: ['night'] }]));

  test.each<Row>([
    ['Wed 20:00', 'Thu 01:00', 1000, 'exactly it: 5 x 2.00'],
    ['Wed 20:00', 'Thu 08:00', 1000, '12 x 2.00, at most 10.00'],
    ['Wed 19:00', 'Thu 09:00', 2000, '5.00 + 10.00 + 5.00'],
    ['Thu 07:00', 'Thu 21:00', 6400, 'two nights: 2.00 + 12 x 5.00 + 2.00'],
    ['Wed 20:00', 'Fri 08:00', 8000, '10.00 + 12 x 5.00 + 10.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('or of any band', () => {
    const any = pricesOf(dayNight([{ per: 'occurrence', amountFen: 1000 }]));
    expect(any.fee('Wed 08:00', 'Wed 20:00')).toBe(1000);
    expect(any.fee('Wed 08:00', 'Thu 08:00')).toBe(2000);
    expect(any.fee('Wed 08:00', 'Thu 08:01')).toBe(2500);
  });
});

describe('30.00 per stay', () => {
  const prices = pricesOf(hourly([{ per: 'stay', amountFen: 3000 }]));

  test.each<Row>([
    ['Wed 09:00', 'Wed 14:00', 2500, 'below it: 5 x 5.00'],
    ['Wed 09:00', 'Wed 15:00', 3000, 'exactly it: 6 x 5.00'],
    ['Wed 09:00', 'Wed 15:01', 3000, 'at most 30.00'],
    ['Wed 23:00', 'Thu 09:00', 3000, 'midnight changes nothing'],
    ['Wed 09:00', '2026-03-31 09:00', 3000, 'twenty days: 30.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('100.00 per seven days, beside 20.00 per calendar day', () => {
  const caps = [
    { per: 'sevenDays', amountFen: 10_000 },
    { per: 'calendarDay', amountFen: 2000 },
  ];
  const prices = pricesOf(hourly(caps));

  test.each<Row>([
    ['Mon 00:00', 'Fri 00:00', 8000, '4 x 20.00'],
    ['Mon 00:00', 'Sat 00:00', 10_000, '5 x 20.00, exactly it'],
    ['Mon 00:00', '2026-03-16 00:00', 10_000, '7 x 20.00, at most 100.00'],
    ['Mon 00:00', '2026-03-16 00:01', 10_500, 'the next seven days: 100.00 + 5.00'],
    ['Mon 00:00', '2026-03-19 00:00', 16_000, '100.00 + 3 x 20.00'],
    ['Mon 09:00', '2026-03-16 09:00', 10_000, 'exactly 168 hours: 100.00'],
    [
      'Mon 09:00',
      '2026-03-16 09:01',
      10_000,
      'a new seven days, but the 20.00 of that Monday are used up before 04:00',
    ],
    ['Mon 09:00', '2026-03-17 00:01', 10_500, '100.00 + Tuesday 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('a sequence of caps, the last of which repeats', () => {
  const days = pricesOf(hourly([{ per: 'calendarDay', amountFen: [2000, 1500, 1000] }]));
  const rising = pricesOf(hourly([{ per: 'window', amountFen: [1000, 2000] }]));

  test.each<Row>([
    ['Wed 09:00', 'Thu 00:00', 2000, 'the first day: 20.00'],
    ['Wed 09:00', 'Thu 03:00', 3500, '20.00 + 3 x 5.00, exactly the second'],
    ['Wed 09:00', 'Thu 10:00', 3500, '20.00 + 15.00'],
    ['Wed 09:00', 'Sat 00:00', 4500, '20.00 + 15.00 + 10.00'],
    ['Wed 09:00', 'Sun 00:00', 5500, '20.00 + 15.00 + 2 x 10.00'],
    ['Wed 23:00', 'Thu 12:00', 2000, 'the first day is that of the entry: 5.00 + 15.00'],
  ])(`per calendar day: ${title}`, (entry, exit, fee) => {
    expect(days.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 09:00', 'Wed 11:00', 1000, 'exactly the first: 2 x 5.00'],
    ['Wed 09:00', 'Thu 09:00', 1000, 'the first window: 10.00'],
    ['Wed 09:00', 'Thu 09:01', 1500, '10.00 + 5.00'],
    ['Wed 09:00', 'Fri 09:00', 3000, '10.00 + 20.00'],
    ['Wed 09:00', 'Sat 09:00', 5000, '10.00 + 2 x 20.00'],
  ])(`rising per window: ${title}`, (entry, exit, fee) => {
    expect(rising.fee(entry, exit)).toBe(fee);
  });
});

describe('20.00 per calendar day of one band only', () => {
  const prices = pricesOf(dayNight([{ per: 'calendarDay', amountFen: 2000, bands: ['day'] }]));

  test.each<Row>([
    ['Wed 08:00', 'Wed 12:00', 2000, 'exactly it: 4 x 5.00'],
    ['Wed 08:00', 'Wed 20:00', 2000, 'at most 20.00'],
    ['Wed 08:00', 'Wed 21:00', 2200, 'the night is not capped: 20.00 + 2.00'],
    ['Wed 20:00', 'Thu 08:00', 2400, 'only the night: 12 x 2.00'],
    ['Wed 08:00', 'Fri 08:00', 8800, '2 x (20.00 + 12 x 2.00)'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('20.00 on workdays, 10.00 at the weekend', () => {
  const prices = pricesOf(
    hourly([
      { per: 'calendarDay', amountFen: 2000, days: ['workday'] },
      { per: 'calendarDay', amountFen: 1000, days: ['weekend', 'holiday'] },
    ]),
  );

  test.each<Row>([
    ['Fri 12:00', 'Sat 00:00', 2000, 'Friday: 20.00'],
    ['Fri 12:00', 'Sat 00:01', 2500, '20.00 + 5.00'],
    ['Fri 12:00', 'Sat 12:00', 3000, '20.00 + 10.00'],
    ['Fri 20:30', 'Sat 00:30', 2000, 'the unit of 23:30 counts for Friday: 4 x 5.00'],
    ['Fri 12:00', '2026-03-17 00:00', 6000, 'Friday, two days of the weekend, Monday: 20.00 + 2 x 10.00 + 20.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('in summer only', () => {
  const prices = pricesOf(
    small(
      { bands: [allDay(units(60, 500))], caps: [{ per: 'calendarDay', amountFen: 2000, seasons: ['summer'] }] },
      { seasons: [{ name: 'summer', from: '05-01', to: '09-30' }] },
    ),
  );

  test.each<Row>([
    ['2026-04-30 00:00', '2026-05-01 00:00', 12_000, 'not in April: 24 x 5.00'],
    ['2026-05-01 00:00', '2026-05-02 00:00', 2000, '1 May: 20.00'],
    ['2026-04-30 18:00', '2026-05-01 06:00', 5000, '6 x 5.00 + 20.00'],
    ['2026-09-30 18:00', '2026-10-01 06:00', 5000, '20.00 + 6 x 5.00'],
    ['2026-05-01 09:00', '2026-05-01 13:00', 2000, 'exactly it: 4 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('several caps: the day before the window before the stay, whatever their order in the document', () => {
  const prices = pricesOf(
    hourly([
      { per: 'stay', amountFen: 5500 },
      { per: 'window', amountFen: 3000 },
      { per: 'calendarDay', amountFen: 2000 },
    ]),
  );

  test.each<Row>([
    ['Wed 12:00', 'Thu 00:00', 2000, 'the cap of Wednesday'],
    ['Wed 12:00', 'Thu 02:00', 3000, '20.00 + 10.00, exactly the cap of the window'],
    ['Wed 12:00', 'Thu 12:00', 3000, '20.00 + 20.00, at most 30.00'],
    ['Wed 12:00', 'Fri 00:01', 3500, 'a new window at noon, in which Thursday has nothing left: 30.00 + 5.00'],
    ['Wed 12:00', 'Fri 12:00', 5000, '30.00 + 20.00'],
    ['Wed 12:00', 'Sun 12:00', 5500, 'at most 55.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('20.00 per calendar day of all stays of the vehicle', () => {
  const shared = pricesOf(hourly([{ per: 'calendarDay', amountFen: 2000, acrossStays: true }]));
  const single = pricesOf(hourly([{ per: 'calendarDay', amountFen: 2000 }]));
  const after = (...stays: readonly (readonly [string, string])[]) => ({
    context: { priorStays: stays.map(([entry, exit]) => ({ entry: when(entry), exit: when(exit) })) },
  });

  test.each<readonly [readonly (readonly [string, string])[], string, number, string]>([
    [[], 'Wed 15:00', 1500, '3 x 5.00'],
    [[['Wed 09:00', 'Wed 11:00']], 'Wed 15:00', 1000, '10.00 are left of 20.00'],
    [
      [
        ['Wed 06:00', 'Wed 07:00'],
        ['Wed 09:00', 'Wed 11:00'],
      ],
      'Wed 15:00',
      500,
      '5.00 are left',
    ],
    [[['Wed 06:00', 'Wed 11:00']], 'Wed 15:00', 0, 'nothing is left'],
    [[['Tue 06:00', 'Tue 11:00']], 'Wed 15:00', 1500, 'another day: 3 x 5.00'],
    [[['Tue 22:00', 'Wed 02:00']], 'Wed 15:00', 1000, 'two hours of it were today: 10.00 are left'],
    [[['Wed 06:00', 'Wed 11:00']], 'Thu 01:00', 500, 'Thursday begins anew: 0 + 5.00'],
  ])('after %j, from Wed 12:00 to %s costs %i: %s', (earlier, exit, fee) => {
    expect(shared.fee('Wed 12:00', exit, after(...earlier))).toBe(fee);
  });

  test('and not where the cap does not say so', () => {
    expect(single.fee('Wed 12:00', 'Wed 15:00', after(['Wed 06:00', 'Wed 11:00']))).toBe(1500);
  });
});

test('the period of a cap of 20.00 is told by the fee: Wednesday 12:00 to Thursday week 13:00, 5.00 by day, 2.00 by night', () => {
  const periods = ['occurrence', 'calendarDay', 'window', 'sevenDays', 'stay'];
  const capped = periods.map((per) => [per, dayNight([{ per, amountFen: 2000 }])] as const);
  const fees = feesUnder({ none: dayNight([]), ...Object.fromEntries(capped) }, 'Wed 12:00', '2026-03-19 13:00');
  expect(fees).toEqual({
    none: 67_700, // (8 + 7 x 12 + 5) hours by day x 5.00 + 8 x 12 x 2.00
    occurrence: 34_000, // 9 days and 8 nights, each 20.00
    calendarDay: 18_000, // 11 to 19 March: 9 x 20.00
    window: 16_500, // 8 x 20.00 + 1 x 5.00
    sevenDays: 4000, // 2 x 20.00
    stay: 2000,
  });
  expect(areDistinct(fees)).toBe(true);
});
