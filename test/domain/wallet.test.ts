// Wallets: how a payment is split between principal and bonus, how refunds restore both, and what a recharge brings.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen, type Fen } from '../../domain/money.ts';
import { epochMs } from '../../domain/time.ts';
import {
  restoredParts,
  spendingOrders,
  splitSpending,
  sumOfParts,
  type WalletParts,
} from '../../domain/wallet/parts.ts';
import { defaultWalletPolicy, isRechargeAmount } from '../../domain/wallet/policy.ts';
import { bonusOfRecharge, brokenTier, isInForce, type Promotion } from '../../domain/wallet/promotion.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;
const parts = ([principalFen, bonusFen]: readonly [number, number]): WalletParts => ({
  principalFen: fen(principalFen),
  bonusFen: fen(bonusFen),
});

const anyFen = fc.integer({ min: 0, max: 2 ** 45 }).map(fen);
const anyParts = fc.record({ principalFen: anyFen, bonusFen: anyFen });
const anyOrder = fc.constantFrom(...spendingOrders);

describe('a payment from a wallet', () => {
  test.each([
    { available: [1000, 300], due: 200, order: 'bonus-first', taken: [0, 200] },
    { available: [1000, 300], due: 500, order: 'bonus-first', taken: [200, 300] },
    { available: [1000, 300], due: 500, order: 'principal-first', taken: [500, 0] },
    { available: [400, 300], due: 500, order: 'principal-first', taken: [400, 100] },
    { available: [400, 100], due: 500, order: 'bonus-first', taken: [400, 100] },
  ] as const)('of $due with $available, $order, takes $taken', ({ available, due, order, taken }) => {
    expect(splitSpending(parts(available), fen(due), order)).toEqual(parts(taken));
  });

  test('takes exactly what is due, from no part more than it has, or nothing', () => {
    fc.assert(
      fc.property(anyParts, anyFen, anyOrder, (available, dueFen, order) => {
        const taken = splitSpending(available, dueFen, order);
        if (sumOfParts(available) < dueFen) return expect(taken).toBeUndefined();
        if (taken === undefined) throw new Error('refused though there is enough');
        expect(sumOfParts(taken)).toBe(dueFen);
        for (const part of ['principalFen', 'bonusFen'] as const) {
          expect(taken[part]).toBeGreaterThanOrEqual(0);
          expect(taken[part]).toBeLessThanOrEqual(available[part]);
        }
        return undefined;
      }),
      { numRuns },
    );
  });

  test('touches the second part only when the first is used up', () => {
    fc.assert(
      fc.property(anyParts, anyFen, (available, dueFen) => {
        const bonusFirst = splitSpending(available, dueFen, 'bonus-first');
        if (bonusFirst !== undefined && bonusFirst.principalFen > 0)
          expect(bonusFirst.bonusFen).toBe(available.bonusFen);
        const principalFirst = splitSpending(available, dueFen, 'principal-first');
        if (principalFirst !== undefined && principalFirst.bonusFen > 0) {
          expect(principalFirst.principalFen).toBe(available.principalFen);
        }
      }),
      { numRuns },
    );
  });
});

describe('a refund to a wallet', () => {
  const spentParts = anyParts.filter((spent) => sumOfParts(spent) > 0);
  /** What was paid, and the amounts of refunds that together are at most that. */
  const refunded = fc
    .tuple(spentParts, fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 }))
    .map(([spent, weights]) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const amounts = weights.map((weight) => fen(Math.floor((sumOfParts(spent) / total) * weight)));
      return { spent, amounts: amounts.filter((amountFen) => amountFen > 0) };
    })
    .filter(({ spent, amounts }) => amounts.reduce<number>((sum, amount) => sum + amount, 0) <= sumOfParts(spent));

  const restoreAll = (spent: WalletParts, amounts: readonly Fen[]): WalletParts[] => {
    let beforeFen = fen(0);
    return amounts.map((amountFen) => {
      const restored = restoredParts(spent, beforeFen, amountFen);
      beforeFen = fen(beforeFen + amountFen);
      return restored;
    });
  };

  test('of all that was paid restores each part exactly', () => {
    fc.assert(
      fc.property(spentParts, (spent) => expect(restoredParts(spent, fen(0), sumOfParts(spent))).toEqual(spent)),
      { numRuns },
    );
  });

  test('gives back its amount, takes from no part, and never gives a part more than it paid', () => {
    fc.assert(
      fc.property(refunded, ({ spent, amounts }) => {
        const restored = restoreAll(spent, amounts);
        restored.forEach((one, index) => {
          expect(sumOfParts(one)).toBe(amounts[index]);
          expect(Math.min(one.principalFen, one.bonusFen)).toBeGreaterThanOrEqual(0);
        });
        const sum = (part: keyof WalletParts) => restored.reduce<number>((total, one) => total + one[part], 0);
        expect(sum('principalFen')).toBeLessThanOrEqual(spent.principalFen);
        expect(sum('bonusFen')).toBeLessThanOrEqual(spent.bonusFen);
      }),
      { numRuns },
    );
  });

  test('in many pieces restores what one of their sum restores', () => {
    fc.assert(
      fc.property(refunded, ({ spent, amounts }) => {
        const pieces = restoreAll(spent, amounts);
        const whole = restoredParts(spent, fen(0), fen(amounts.reduce<number>((sum, amount) => sum + amount, 0)));
        expect(pieces.reduce<number>((sum, one) => sum + one.principalFen, 0)).toBe(whole.principalFen);
      }),
      { numRuns },
    );
  });

  test.each([
    { spent: [600, 400], before: 0, amount: 500, restored: [300, 200] },
    { spent: [600, 400], before: 500, amount: 500, restored: [300, 200] },
    { spent: [1, 1], before: 0, amount: 1, restored: [1, 0] },
    { spent: [1, 1], before: 1, amount: 1, restored: [0, 1] },
    { spent: [0, 700], before: 0, amount: 100, restored: [0, 100] },
    { spent: [700, 0], before: 699, amount: 1, restored: [1, 0] },
  ] as const)('of $amount after $before restores $restored of $spent', ({ spent, before, amount, restored }) => {
    expect(restoredParts(parts(spent), fen(before), fen(amount))).toEqual(parts(restored));
  });

  test('beyond what was paid is refused', () => {
    expect(() => restoredParts(parts([5, 5]), fen(6), fen(5))).toThrow(RangeError);
    expect(() => restoredParts(parts([5, 5]), fen(0), fen(-1))).toThrow(RangeError);
  });
});

describe('a recharge', () => {
  const promotion = (over: Partial<Promotion> = {}): Promotion => ({
    promotionId: 'spring',
    version: 1,
    tiers: [
      { thresholdFen: fen(10_000), bonusFen: fen(1_000) },
      { thresholdFen: fen(20_000), bonusFen: fen(3_000) },
    ],
    firstRechargeOnly: false,
    validFrom: epochMs(1_000),
    validUntil: epochMs(2_000),
    off: false,
    ...over,
  });
  const of = (amountFen: number, over: { isFirst?: boolean; at?: number } = {}) => ({
    amountFen: fen(amountFen),
    isFirst: over.isFirst ?? false,
    at: epochMs(over.at ?? 1_500),
  });

  test('brings the bonus of the highest threshold that it reaches', () => {
    const bonusAt = (amountFen: number) => bonusOfRecharge([promotion()], of(amountFen))?.bonusFen;
    expect([9_999, 10_000, 19_999, 20_000, 90_000].map(bonusAt)).toEqual([undefined, 1_000, 1_000, 3_000, 3_000]);
  });

  test('is under a promotion from its first moment to the one before its end', () => {
    const inForce = [999, 1_000, 1_999, 2_000].map((at) => isInForce(promotion(), epochMs(at)));
    expect(inForce).toEqual([false, true, true, false]);
    expect(isInForce(promotion({ off: true }), epochMs(1_500))).toBe(false);
  });

  test('has one bonus, the best, and of equal ones that of the first promotion', () => {
    const better = promotion({ promotionId: 'summer', tiers: [{ thresholdFen: fen(1), bonusFen: fen(2_000) }] });
    expect(bonusOfRecharge([promotion(), better], of(10_000))).toMatchObject({
      promotionId: 'summer',
      bonusFen: 2_000,
    });
    expect(bonusOfRecharge([promotion(), promotion({ promotionId: 'twin' })], of(10_000))?.promotionId).toBe('spring');
  });

  test('that is not the first falls back to what is for everybody', () => {
    const first = promotion({
      promotionId: 'welcome',
      firstRechargeOnly: true,
      tiers: [{ thresholdFen: fen(1), bonusFen: fen(5_000) }],
    });
    expect(bonusOfRecharge([first, promotion()], of(10_000, { isFirst: true }))?.promotionId).toBe('welcome');
    expect(bonusOfRecharge([first, promotion()], of(10_000))?.promotionId).toBe('spring');
    expect(bonusOfRecharge([first], of(10_000))).toBeUndefined();
  });

  test('never brings less for more money under tiers that rise', () => {
    const tiers = fc
      .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 6 })
      .map((steps) =>
        [...steps].sort((a, b) => a - b).map((step) => ({ thresholdFen: fen(step), bonusFen: fen(step * 2) })),
      );
    fc.assert(
      fc.property(tiers, fc.nat(12_000), fc.nat(12_000), (steps, one, other) => {
        const bonus = (amountFen: number) =>
          bonusOfRecharge([promotion({ tiers: steps })], of(amountFen))?.bonusFen ?? 0;
        expect(brokenTier(steps)).toBeUndefined();
        expect(bonus(Math.max(one, other))).toBeGreaterThanOrEqual(bonus(Math.min(one, other)));
      }),
      { numRuns },
    );
  });

  test('has tiers whose thresholds rise and whose bonuses do not fall', () => {
    const tier = (thresholdFen: number, bonusFen: number) => ({
      thresholdFen: fen(thresholdFen),
      bonusFen: fen(bonusFen),
    });
    expect(brokenTier([tier(1, 1), tier(2, 1)])).toBeUndefined();
    expect(brokenTier([tier(1, 1), tier(1, 2)])).toBe(1);
    expect(brokenTier([tier(1, 1), tier(2, 2), tier(3, 1)])).toBe(2);
  });

  test('is of an amount that the company takes', () => {
    const amounts = [99, 100, 500_000, 500_001].map((amountFen) =>
      isRechargeAmount(defaultWalletPolicy, fen(amountFen)),
    );
    expect(amounts).toEqual([false, true, true, false]);
  });
});
