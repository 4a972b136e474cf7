// The switch "no charge": said as a rule, a free band or free other times; what nobody says is a refusal, never a price.
import { describe, expect, test } from '@jest/globals';
import { allDay, free, pricesOf, rules, small, title, units, type Row } from './cases.ts';

const text = { zh: '军车免费', en: 'military vehicles pay nothing' };
const prices = pricesOf(
  rules({
    small: { kind: 'charged', bands: [allDay(units(60, 500))] },
    military: { kind: 'noCharge', text },
    police: { kind: 'noCharge' },
  }),
);

describe('a rule without a charge', () => {
  test.each<Row>([
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay'],
    ['Wed 09:00', 'Wed 09:01', 0, 'a minute'],
    ['Wed 09:00', 'Wed 10:00', 0, 'an hour'],
    ['Wed 23:59', 'Thu 00:01', 0, 'across midnight'],
    ['Wed 09:00', '2026-03-31 09:00', 0, 'twenty days'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit, { vehicle: 'military' })).toBe(fee);
    expect(prices.fee(entry, exit, { vehicle: 'police' })).toBe(fee);
  });

  test('says so in the breakdown, in its own words or in ours', () => {
    expect(prices.lines('Wed 09:00', 'Thu 10:00', { vehicle: 'military' })).toMatchObject([
      { kind: 'noCharge', band: 'no-charge', amountFen: 0, units: 0, text },
    ]);
    expect(prices.lines('Wed 09:00', 'Thu 10:00', { vehicle: 'police' })).toMatchObject([{ kind: 'noCharge' }]);
  });
});

describe('a free band', () => {
  const freeAlways = pricesOf(small({ bands: [allDay(free)] }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 09:01', 0, 'a minute'],
    ['Wed 00:00', 'Thu 00:00', 0, 'a day'],
    ['Wed 23:59', 'Thu 00:01', 0, 'across midnight'],
    ['Wed 09:00', 'Sun 09:00', 0, 'four days'],
    ['Wed 09:00', 'Wed 08:59', 'out-of-order-times', 'an exit before the entry'],
  ])(title, (entry, exit, fee) => {
    expect(freeAlways.fee(entry, exit)).toBe(fee);
  });

  test('is a line of its own kind', () => {
    expect(freeAlways.lines('Wed 09:00', 'Wed 10:00')).toMatchObject([{ kind: 'free', band: 'all-day', amountFen: 0 }]);
  });
});

describe('a class without a rule is refused', () => {
  test.each<Row>([
    ['Wed 09:00', 'Wed 10:00', 'no-tariff', 'never a default price'],
    ['Wed 09:00', 'Wed 09:00', 'no-tariff', 'an empty stay too'],
    ['Wed 09:00', 'Wed 08:59', 'no-tariff', 'before its times are looked at'],
  ])(title, (entry, exit, code) => {
    expect(prices.fee(entry, exit, { vehicle: 'tram' })).toBe(code);
  });

  test('whatever its name is', () => {
    for (const vehicle of ['constructor', 'toString', '__proto__', '']) {
      expect(prices.fee('Wed 09:00', 'Wed 10:00', { vehicle })).toBe('no-tariff');
    }
  });
});

test('an exit before the entry is refused for every kind of rule', () => {
  for (const vehicle of ['small', 'military']) {
    expect(prices.fee('Wed 09:00', 'Wed 08:59:59', { vehicle })).toBe('out-of-order-times');
  }
});

test('a price, no charge and no tariff are three answers', () => {
  const answers = ['small', 'military', 'tram'].map((vehicle) => prices.fee('Wed 09:00', 'Wed 10:00', { vehicle }));
  expect(answers).toEqual([500, 0, 'no-tariff']);
});
