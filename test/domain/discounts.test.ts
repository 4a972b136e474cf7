// Discounts never take more than the fee, never less than nothing, and keep the order in which they were granted.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyDiscounts, type DiscountGrant, totalDiscountFen } from '../../domain/discounts.ts';
import { fen } from '../../domain/money.ts';

const runs = () => ({ numRuns: process.env['LONG'] ? 10_000 : 300 });

const grant = (kind: DiscountGrant['kind'], value: number, id = 'd'): DiscountGrant => ({
  id,
  sponsor: `sponsor-${id}`,
  kind,
  value,
});

const grants: fc.Arbitrary<DiscountGrant[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    sponsor: fc.constantFrom('shop', 'mall', 'operator'),
    kind: fc.constantFrom('amount', 'percent', 'full', 'pass'),
    value: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 1_000_000 })),
  }),
  { maxLength: 6 },
);
const fee = fc.integer({ min: 0, max: 10_000_000 }).map(fen);

describe('applyDiscounts', () => {
  test.each([
    ['an amount takes itself off', [grant('amount', 300)], [300]],
    ['an amount larger than the fee takes the fee', [grant('amount', 5_000)], [1_001]],
    ['a percentage is rounded down to a whole fen', [grant('percent', 50)], [500]],
    ['more than a hundred per cent is a hundred', [grant('percent', 250)], [1_001]],
    ['full takes everything', [grant('full', 0)], [1_001]],
    ['a pass takes everything', [grant('pass', 0)], [1_001]],
    ['the second takes from what the first left', [grant('amount', 1, 'a'), grant('percent', 50, 'b')], [1, 500]],
    ['nothing is left after full', [grant('full', 0, 'a'), grant('amount', 10, 'b')], [1_001, 0]],
    ['nothing granted takes nothing', [], []],
  ] as const)('%s', (_name, granted, taken) => {
    expect(applyDiscounts(fen(1_001), granted).map(({ amountFen }) => amountFen)).toEqual(taken);
  });

  test('names every grant with its sponsor, also one that takes nothing', () => {
    expect(applyDiscounts(fen(0), [grant('amount', 5, 'a'), grant('full', 0, 'b')])).toEqual([
      { id: 'a', sponsor: 'sponsor-a', amountFen: 0 },
      { id: 'b', sponsor: 'sponsor-b', amountFen: 0 },
    ]);
  });

  test('takes between nothing and the fee in all, whatever is granted', () => {
    fc.assert(
      fc.property(fee, grants, (feeFen, granted) => {
        const applied = applyDiscounts(feeFen, granted);
        expect(applied.map(({ id }) => id)).toEqual(granted.map(({ id }) => id));
        expect(applied.every(({ amountFen }) => Number.isSafeInteger(amountFen) && amountFen >= 0)).toBe(true);
        expect(totalDiscountFen(applied)).toBeLessThanOrEqual(feeFen);
      }),
      runs(),
    );
  });

  test('one grant more never makes a stay dearer', () => {
    fc.assert(
      fc.property(fee, grants, grants, (feeFen, some, more) => {
        const fewer = totalDiscountFen(applyDiscounts(feeFen, some));
        expect(totalDiscountFen(applyDiscounts(feeFen, [...some, ...more]))).toBeGreaterThanOrEqual(fewer);
      }),
      runs(),
    );
  });
});
