// Coupons on a fee that the tariff has priced: a choice that somebody made, or the best one.
import { addFen, remainingFen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { epochMs, minuteMs } from '../time.ts';
import { fee, type CompiledTariff, type Stay } from '../tariff/tariff.ts';
import { bestChoice } from './best.ts';
import { chooseInTurn, neverUsable } from './choose.ts';
import { type Coupon, type CouponResult, type FeeAt, type StackingPolicy, type UnusedCoupon } from './coupon.ts';
import { rememberFees, take, type Taken } from './take.ts';

/** Prices the stay shorter by some minutes, never shorter than nothing, for coupons of minutes. */
export const feeAtOf =
  (compiled: CompiledTariff, stay: Stay): FeeAt =>
  (minutesLess) =>
    fee(compiled, {
      ...stay,
      exit: epochMs(Math.max(Math.min(stay.entry, stay.exit), stay.exit - minutesLess * minuteMs)),
    });

const resultOf = (
  feeFen: Fen,
  given: readonly Coupon[],
  taken: readonly Taken[],
  unused: readonly UnusedCoupon[],
): CouponResult => {
  const parts = taken
    .filter(({ isUsed }) => isUsed)
    .map(({ coupon: { id, sponsor, kind }, amountFen }) => ({ id, sponsor, kind, amountFen }));
  const discountFen = addFen(zeroFen, ...parts.map(({ amountFen }) => amountFen));
  const payableFen = remainingFen(feeFen, discountFen);
  const idle = taken
    .filter(({ isUsed }) => !isUsed)
    .map(({ coupon }): UnusedCoupon => ({ id: coupon.id, reason: payableFen === 0 ? 'nothing-left' : 'no-effect' }));
  const turn = (id: string): number => given.findIndex((coupon) => coupon.id === id);
  return { parts, discountFen, payableFen, unused: [...unused, ...idle].sort((a, b) => turn(a.id) - turn(b.id)) };
};

/** The coupons that the driver chose, in the driver's order where the policy does not let all of them be used. */
export const applyCoupons = (
  feeFen: Fen,
  coupons: readonly Coupon[],
  policy: StackingPolicy,
  feeAt: FeeAt,
): CouponResult | Refusal => {
  const { chosen, unused } = chooseInTurn(coupons, feeFen, policy);
  const taken = take(feeFen, chosen, policy, feeAt);
  return isRefusal(taken) ? taken : resultOf(feeFen, coupons, taken, unused);
};

/**
 * The choice that takes off most; of those, the one with the fewest coupons, then with the smallest, then with those
 * that end first. The same coupons always give the same choice, in whatever order they come.
 */
export const applyBestCoupons = (
  feeFen: Fen,
  coupons: readonly Coupon[],
  policy: StackingPolicy,
  feeAt: FeeAt,
): CouponResult | Refusal => {
  const fees = rememberFees(feeAt);
  const best = bestChoice(feeFen, coupons, policy, fees);
  if (isRefusal(best)) return best;
  const ids = new Set(best.map(({ id }) => id));
  const unused = coupons.flatMap((coupon, index): UnusedCoupon[] => {
    const isAgain = coupons.findIndex(({ id }) => id === coupon.id) < index;
    if (isAgain) return [{ id: coupon.id, reason: 'duplicate' }];
    if (ids.has(coupon.id)) return [];
    return [{ id: coupon.id, reason: neverUsable(coupon, feeFen, policy) ?? 'not-best' }];
  });
  const taken = take(feeFen, best, policy, fees);
  return isRefusal(taken) ? taken : resultOf(feeFen, coupons, taken, unused);
};
