// Entry variants: other members for stays that begin at certain times, such as an early bird's flat.
import { describe, expect, test } from '@jest/globals';
import { allDay, areDistinct, feesUnder, pricesOf, small, title, units, type Json, type Row } from './cases.ts';

const flat = (amountFen: number): Json => allDay({ kind: 'flat', amountFen, per: 'stay' });
const rule = (...entryVariants: readonly Json[]): Json =>
  small({
    free: { minutes: 15, mode: 'threshold' },
    bands: [allDay(units(60, 500))],
    ...(entryVariants.length > 0 && { entryVariants }),
  });

const early = { from: '06:00', to: '09:00', days: ['workday'], changes: { bands: [flat(1200)] } };
const evening = { from: '18:00', to: '02:00', changes: { bands: [allDay(units(60, 200))], free: null } };

describe('an early bird pays 12.00 from workday entries before 09:00, an evening guest 2.00 an hour', () => {
  const prices = pricesOf(rule(early, evening));

  test.each<Row>([
    ['Wed 05:59', 'Wed 10:00', 2500, 'before the window: 5 x 5.00'],
    ['Wed 06:00', 'Wed 18:00', 1200, 'entry exactly where it begins: 12.00'],
    ['Wed 08:59', 'Thu 08:59', 1200, 'only the entry matters: 12.00'],
    ['Wed 09:00', 'Wed 18:00', 4500, 'entry exactly where it ends: 9 x 5.00'],
    ['Wed 07:00', 'Wed 07:15', 0, 'what is not changed stays: 15 minutes are free'],
    ['Sat 07:00', 'Sat 10:00', 1500, 'not on a Saturday: 3 x 5.00'],
    ['Wed 18:00', 'Wed 18:10', 200, 'the evening has no free time: 1 x 2.00'],
    ['Thu 01:59', 'Thu 04:00', 600, 'entry on the evening of Wednesday: 121 min 3 x 2.00'],
    ['Thu 02:00', 'Thu 04:00', 1000, 'after it: 2 x 5.00'],
    ['Wed 17:59', 'Fri 17:59', 24_000, 'before it: 48 x 5.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('are shown as what they are', () => {
    expect(prices.lines('Wed 07:00', 'Wed 10:00')).toMatchObject([{ kind: 'flat', amountFen: 1200 }]);
    expect(prices.lines('Wed 18:00', 'Wed 20:00')).toMatchObject([{ kind: 'units', units: 2, unitPriceFen: 200 }]);
  });
});

test('of several the first that fits is taken: 07:00 to 13:00', () => {
  const late = { from: '06:30', to: '08:00', changes: { bands: [flat(900)] } };
  const fees = feesUnder(
    { none: rule(), early: rule(early), earlyThenLate: rule(early, late), lateThenEarly: rule(late, early) },
    'Wed 07:00',
    'Wed 13:00',
  );
  expect(fees).toEqual({ none: 3000, early: 1200, earlyThenLate: 1200, lateThenEarly: 900 });
  const { earlyThenLate: _, ...others } = fees;
  expect(areDistinct(others)).toBe(true);
});
