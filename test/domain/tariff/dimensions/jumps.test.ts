// Jumps: a day, window or stay that is used for more than some hours costs one amount.
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

const hourly = (jump: Json, rest: Json = {}): Json =>
  small({ bands: [allDay(units(60, 500))], jumps: [jump], ...rest });

describe('more than 4 hours of a calendar day cost 30.00', () => {
  const prices = pricesOf(hourly({ per: 'calendarDay', overMinutes: 240, amountFen: 3000 }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 12:00', 1500, '3 x 5.00'],
    ['Wed 09:00', 'Wed 13:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Wed 09:00', 'Wed 13:01', 3000, 'one minute more: 30.00'],
    ['Wed 09:00', 'Wed 20:00', 3000, 'nothing more is added'],
    ['Wed 09:00', 'Thu 00:00', 3000, 'until midnight: 30.00'],
    ['Wed 09:00', 'Thu 00:01', 3500, 'Thursday begins anew: 30.00 + 5.00'],
    ['Wed 20:00', 'Thu 04:00', 4000, '4 hours of each day: 4 x 5.00 + 4 x 5.00'],
    ['Wed 20:00', 'Thu 04:01', 5000, '20.00 + 30.00'],
    ['Wed 09:00', 'Sat 00:00', 9000, '3 x 30.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('adds the difference in a line of its own, after which units cost nothing', () => {
    const lines = prices.lines('Wed 09:00', 'Wed 15:00');
    expect(lines[0]).toMatchObject({ kind: 'units', units: 4, amountFen: 2000, to: when('Wed 13:00') });
    expect(lines[1]).toMatchObject({ kind: 'jump', amountFen: 1000, from: when('Wed 13:00') });
    expect(lines.slice(2).map(({ amountFen }) => amountFen)).toEqual([0]);
  });

  test('is not in the breakdown of a day that has not been used for so long', () => {
    expect(prices.lines('Wed 09:00', 'Wed 13:00').map(({ kind }) => kind)).toEqual(['units']);
  });
});

describe('more than 4 hours of a window cost 30.00', () => {
  const prices = pricesOf(hourly({ per: 'window', overMinutes: 240, amountFen: 3000 }));

  test.each<Row>([
    ['Wed 20:00', 'Thu 00:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Wed 20:00', 'Thu 00:01', 3000, 'midnight begins nothing: 30.00'],
    ['Wed 20:00', 'Thu 20:00', 3000, 'the window: 30.00'],
    ['Wed 20:00', 'Thu 20:01', 3500, 'the next one: 30.00 + 5.00'],
    ['Wed 20:00', 'Sat 00:00', 8000, '2 x 30.00 + 4 x 5.00'],
    ['Wed 20:00', 'Sat 00:01', 9000, '3 x 30.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('a stay of more than 4 hours costs 30.00', () => {
  const prices = pricesOf(hourly({ per: 'stay', overMinutes: 240, amountFen: 3000 }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 13:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Wed 09:00', 'Wed 13:01', 3000, '30.00'],
    ['Wed 20:00', 'Thu 00:01', 3000, 'midnight changes nothing'],
    ['Wed 09:00', 'Sat 09:00', 3000, 'three days: 30.00'],
    ['Wed 09:00', 'Wed 09:01', 500, '1 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('a limit that is not where a unit ends', () => {
  const prices = pricesOf(hourly({ per: 'stay', overMinutes: 270, amountFen: 2600 }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 13:01', 2500, 'the fifth unit: 5 x 5.00'],
    ['Wed 09:00', 'Wed 13:30', 2500, 'exactly 270 minutes: 5 x 5.00'],
    ['Wed 09:00', 'Wed 13:31', 2600, '26.00 in all'],
    ['Wed 09:00', 'Wed 14:01', 2600, 'no sixth unit'],
    ['Wed 22:00', 'Thu 02:31', 2600, 'across midnight: 26.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

test('after the last step of a ladder: 3.00 up to 1 hour, then nothing, over 2 hours 9.00', () => {
  const ladder = { kind: 'ladder', steps: [{ untilMinutes: 60, amountFen: 300 }] };
  const prices = pricesOf(
    small({ bands: [allDay(ladder)], jumps: [{ per: 'stay', overMinutes: 120, amountFen: 900 }] }),
  );
  expect(prices.fee('Wed 09:00', 'Wed 11:00')).toBe(300);
  expect(prices.fee('Wed 09:00', 'Wed 11:01')).toBe(900);
  for (const { from, to } of prices.lines('Wed 09:00', 'Wed 12:00')) {
    expect(from).toBeGreaterThanOrEqual(when('Wed 09:00'));
    expect(to).toBeLessThanOrEqual(when('Wed 12:00'));
  }
});

describe('by charged minutes, which is the default, or by all', () => {
  const rule = (counts: Json): Json =>
    small({
      bands: [dayBand(units(60, 500)), nightBand(free)],
      jumps: [{ per: 'calendarDay', overMinutes: 240, amountFen: 3000, ...counts }],
    });
  const charged = pricesOf(rule({}));
  const elapsed = pricesOf(rule({ counts: 'elapsed' }));

  test.each<Row>([
    ['Wed 16:00', 'Wed 20:00', 2000, 'exactly 4 charged hours: 4 x 5.00'],
    ['Wed 16:00', 'Thu 00:00', 2000, 'the free evening does not count: 4 x 5.00'],
    ['Wed 15:59', 'Wed 20:00', 3000, '241 charged minutes: 30.00'],
    ['Wed 04:00', 'Wed 12:00', 2000, '4 charged hours: 4 x 5.00'],
    ['Wed 04:00', 'Wed 12:01', 3000, '241 charged minutes: 30.00'],
    ['Wed 16:00', 'Thu 12:01', 5000, '20.00 + 30.00'],
  ])(`charged: ${title}`, (entry, exit, fee) => {
    expect(charged.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 16:00', 'Wed 20:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Wed 16:00', 'Wed 20:01', 3000, '241 minutes of presence: 30.00'],
    ['Wed 20:00', 'Thu 00:00', 0, 'exactly 4 free hours'],
    ['Wed 04:00', 'Wed 08:00', 0, 'exactly 4 free hours'],
    ['Wed 04:00', 'Wed 08:01', 3000, '241 minutes of presence: 30.00'],
    ['Wed 16:00', 'Thu 04:01', 6000, '2 x 30.00'],
  ])(`elapsed: ${title}`, (entry, exit, fee) => {
    expect(elapsed.fee(entry, exit)).toBe(fee);
  });
});

describe('at the weekend only', () => {
  const prices = pricesOf(
    hourly({ per: 'calendarDay', overMinutes: 240, amountFen: 3000, days: ['weekend', 'holiday'] }),
  );

  test.each<Row>([
    ['Fri 09:00', 'Fri 15:00', 3000, 'Friday: 6 x 5.00'],
    ['Fri 09:00', 'Fri 17:00', 4000, 'Friday: 8 x 5.00'],
    ['Sat 09:00', 'Sat 13:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Sat 09:00', 'Sat 17:00', 3000, 'Saturday: 30.00'],
    ['Fri 18:00', 'Sat 04:01', 6000, '6 x 5.00 + 30.00'],
    ['Sun 19:00', '2026-03-16 05:00', 5500, '30.00 + 5 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('beside caps and a second jump', () => {
  const stayCap = pricesOf(
    hourly({ per: 'calendarDay', overMinutes: 240, amountFen: 3000 }, { caps: [{ per: 'stay', amountFen: 7000 }] }),
  );
  const both = pricesOf(
    small({
      bands: [allDay(units(60, 500))],
      jumps: [
        { per: 'stay', overMinutes: 2880, amountFen: 10_000 },
        { per: 'calendarDay', overMinutes: 240, amountFen: 3000 },
      ],
    }),
  );

  test.each<Row>([
    ['Wed 00:00', 'Thu 00:00', 3000, '30.00'],
    ['Wed 00:00', 'Fri 00:00', 6000, '2 x 30.00'],
    ['Wed 00:00', 'Fri 02:00', 7000, '60.00 + 2 x 5.00, exactly the cap of the stay'],
    ['Wed 00:00', 'Sat 00:00', 7000, '3 x 30.00, at most 70.00'],
    ['Wed 00:00', 'Sun 00:00', 7000, 'at most 70.00'],
  ])(`a cap per stay: ${title}`, (entry, exit, fee) => {
    expect(stayCap.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Wed 00:00', 'Wed 04:00', 2000, '4 x 5.00'],
    ['Wed 00:00', 'Wed 04:01', 3000, 'the jump of the day'],
    ['Wed 00:00', 'Fri 00:00', 6000, 'exactly 48 hours: 2 x 30.00'],
    ['Wed 00:00', 'Fri 00:01', 10_000, 'the jump of the stay'],
    ['Wed 00:00', 'Sun 00:00', 10_000, 'nothing more is added'],
    ['Wed 00:00', '2026-03-18 00:00', 10_000, 'a week: 100.00'],
  ])(`a jump per stay: ${title}`, (entry, exit, fee) => {
    expect(both.fee(entry, exit)).toBe(fee);
  });
});

describe('a day amount below what the hours before it cost', () => {
  const lower = { per: 'calendarDay', overMinutes: 240, amountFen: 1500 };
  const prices = pricesOf(
    small(
      { bands: [allDay(units(60, 500))], jumps: [lower] },
      { nonMonotone: { reason: 'a day ticket is cheaper than its hours' } },
    ),
  );

  test.each<Row>([
    ['Wed 09:00', 'Wed 12:00', 1500, '3 x 5.00'],
    ['Wed 09:00', 'Wed 13:00', 2000, 'exactly 4 hours: 4 x 5.00'],
    ['Wed 09:00', 'Wed 13:01', 1500, 'the document says that the fee may fall: 15.00'],
    ['Wed 09:00', 'Thu 00:00', 1500, 'until midnight: 15.00'],
    ['Wed 09:00', 'Thu 01:00', 2000, '15.00 + 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

test('the period and what counts are told by the fee of Wednesday 15:30 to Friday 09:00, over 5 hours 35.00', () => {
  const bands = [dayBand(units(60, 500)), nightBand(free)];
  const under = (per: string, counts: string): Json =>
    small({ bands, jumps: [{ per, overMinutes: 300, counts, amountFen: 3500 }] });
  const periods = ['calendarDay', 'window', 'stay'];
  const fees = (counts: string) =>
    feesUnder(Object.fromEntries(periods.map((per) => [per, under(per, counts)])), 'Wed 15:30', 'Fri 09:00');

  expect(pricesOf(small({ bands })).fee('Wed 15:30', 'Fri 09:00')).toBe(9000); // 4 h 30, 12 h, 1 h: 18 x 5.00
  // 4 h 30 is 25.00, 12 h is 35.00, 1 h is 5.00; windows of 12 h and 5 h 30.
  expect(fees('charged')).toEqual({ calendarDay: 6500, window: 7000, stay: 3500 });
  // 8 h 30, 24 h and 9 h; windows of 24 h and 17 h 30.
  expect(fees('elapsed')).toEqual({ calendarDay: 10_500, window: 7000, stay: 3500 });
  expect(areDistinct(fees('charged')) && areDistinct(fees('elapsed'))).toBe(true);
});
