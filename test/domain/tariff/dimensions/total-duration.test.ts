// The switch "total duration": a ladder of amounts by the length of the stay.
import { describe, expect, test } from '@jest/globals';
import { allDay, areDistinct, feesUnder, pricesOf, small, tiers, title, type Json, type Row } from './cases.ts';

const ladder = (rest: Json = {}): Json => ({
  kind: 'ladder',
  steps: [
    { untilMinutes: 60, amountFen: 500 },
    { untilMinutes: 180, amountFen: 1200 },
    { untilMinutes: 720, amountFen: 2000 },
  ],
  ...rest,
});
const hourly = { then: { unitMinutes: 60, unitPriceFen: 100 } };

describe('5.00 up to 1 hour, 12.00 up to 3, 20.00 up to 12, then 1.00 an hour', () => {
  const prices = pricesOf(small({ bands: [allDay(ladder(hourly))] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay'],
    ['Wed 09:00', 'Wed 09:01', 500, 'the first step'],
    ['Wed 09:00', 'Wed 10:00', 500, 'exactly 60 minutes'],
    ['Wed 09:00', 'Wed 10:01', 1200, '61 minutes: the second step instead of the first'],
    ['Wed 09:00', 'Wed 12:00', 1200, 'exactly 180 minutes'],
    ['Wed 09:00', 'Wed 12:01', 2000, '181 minutes'],
    ['Wed 20:00', 'Thu 08:00', 2000, 'exactly 720 minutes, across midnight'],
    ['Wed 20:00', 'Thu 08:01', 2100, '20.00 + 1.00'],
    ['Wed 20:00', 'Thu 09:00', 2100, '20.00 + 1.00'],
    ['Wed 20:00', 'Thu 20:00', 3200, '20.00 + 12 x 1.00'],
    ['Wed 20:00', 'Fri 20:01', 5700, '20.00 + 37 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('is a ladder in the breakdown', () => {
    const lines = prices.lines('Wed 20:00', 'Thu 08:01');
    expect(lines.some(({ kind }) => kind === 'ladder')).toBe(true);
    expect(lines.every(({ band: name }) => name === 'all-day')).toBe(true);
  });
});

describe('without anything after the last step', () => {
  const prices = pricesOf(small({ bands: [allDay(ladder())] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 21:00', 2000, 'exactly 720 minutes'],
    ['Wed 09:00', 'Wed 21:01', 2000, 'nothing more'],
    ['Wed 09:00', 'Thu 09:00', 2000, 'a day'],
    ['Wed 09:00', '2026-03-21 09:00', 2000, 'ten days'],
    ['Wed 09:00', 'Wed 09:30', 500, 'the first step'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('anew on each calendar day', () => {
  const prices = pricesOf(
    small({ tierClock: { counts: 'elapsed', restarts: 'calendarDay' }, bands: [allDay(ladder())] }),
  );

  test.each<Row>([
    ['Wed 23:00', 'Thu 00:00', 500, 'exactly 60 minutes of Wednesday'],
    ['Wed 23:00', 'Thu 01:00', 1000, '5.00 + 5.00'],
    ['Wed 23:00', 'Thu 01:01', 1700, '5.00 + 12.00'],
    ['Wed 22:59', 'Thu 00:01', 1700, '12.00 + 5.00'],
    ['Wed 00:00', 'Sat 00:00', 6000, '3 x 20.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('anew in each window of 24 hours', () => {
  const prices = pricesOf(small({ tierClock: { counts: 'elapsed', restarts: 'window' }, bands: [allDay(ladder())] }));

  test.each<Row>([
    ['Wed 23:00', 'Thu 01:01', 1200, 'midnight changes nothing: 121 minutes'],
    ['Wed 09:00', 'Thu 09:00', 2000, 'exactly one window'],
    ['Wed 09:00', 'Thu 09:01', 2500, '20.00 + 5.00'],
    ['Wed 09:00', 'Thu 12:00', 3200, '20.00 + 12.00'],
    ['Wed 09:00', 'Fri 09:00', 4000, '2 x 20.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

test('a step counts as soon as it is started, whatever the rule says of units', () => {
  const prices = pricesOf(small({ partialUnit: { kind: 'completed' }, bands: [allDay(ladder(hourly))] }));
  expect(prices.fee('Wed 09:00', 'Wed 09:01')).toBe(500);
  expect(prices.fee('Wed 09:00', 'Wed 10:01')).toBe(1200);
  expect(prices.fee('Wed 09:00', 'Wed 21:01')).toBe(2100);
});

test('the restart, what follows the last step, and the ladder itself are told by their fees: 33 hours from 18:00', () => {
  const under = (charge: Json, restarts: string): Json =>
    small({ tierClock: { counts: 'elapsed', restarts }, bands: [allDay(charge)] });
  const fees = feesUnder(
    {
      nothingMore: under(ladder(), 'stay'),
      never: under(ladder(hourly), 'stay'),
      byDay: under(ladder(hourly), 'calendarDay'),
      byWindow: under(ladder(hourly), 'window'),
      tiersOfTheSameAmounts: under(tiers([60, 60, 500], [180, 120, 1200], [null, 540, 2000]), 'stay'),
    },
    'Wed 18:00',
    'Fri 03:00',
  );
  expect(fees).toEqual({
    nothingMore: 2000,
    never: 4100, // 20.00 + 21 x 1.00
    byDay: 6400, // 6 h, 24 h and 3 h: 20.00 + (20.00 + 12 x 1.00) + 12.00
    byWindow: 5200, // 24 h and 9 h: (20.00 + 12 x 1.00) + 20.00
    tiersOfTheSameAmounts: 9700, // 5.00 + 12.00 + 30 h / 9 h = 3.33, so 4 x 20.00
  });
  expect(areDistinct(fees)).toBe(true);
});
