// Which coupons of those that were given may be used together, and why each of the others may not.
import { type Fen } from '../money.ts';
import { type Coupon, type StackingPolicy, type UnusedCoupon, type UnusedReason } from './coupon.ts';

/** Why the coupon cannot be used on this fee at all, whatever else is chosen. */
export const neverUsable = (coupon: Coupon, feeFen: Fen, { order }: StackingPolicy): UnusedReason | undefined => {
  if (!order.includes(coupon.kind)) return 'kind-not-accepted';
  return coupon.fromFen !== undefined && feeFen < coupon.fromFen ? 'below-threshold' : undefined;
};

export const kindLimit = ({ atMost, atMostOfKind }: StackingPolicy, kind: Coupon['kind']): number =>
  Math.min(atMost, atMostOfKind?.[kind] ?? atMost);

/** Why the coupon cannot join those that were chosen before it. */
const cannotJoin = (coupon: Coupon, chosen: readonly Coupon[], policy: StackingPolicy): UnusedReason | undefined => {
  if (chosen.some(({ id }) => id === coupon.id)) return 'duplicate';
  if (chosen.length > 0 && (coupon.exclusive === true || chosen.some(({ exclusive }) => exclusive === true))) {
    return 'exclusive';
  }
  if (chosen.length >= policy.atMost) return 'too-many';
  const sameKind = chosen.filter(({ kind }) => kind === coupon.kind).length;
  return sameKind >= kindLimit(policy, coupon.kind) ? 'too-many-of-kind' : undefined;
};

export interface Choice {
  readonly chosen: readonly Coupon[];
  readonly unused: readonly UnusedCoupon[];
}

/** Those that may be used together, the earlier ones first: who chooses says what matters most first. */
export const chooseInTurn = (coupons: readonly Coupon[], feeFen: Fen, policy: StackingPolicy): Choice => {
  const chosen: Coupon[] = [];
  const unused: UnusedCoupon[] = [];
  for (const coupon of coupons) {
    const reason = neverUsable(coupon, feeFen, policy) ?? cannotJoin(coupon, chosen, policy);
    if (reason === undefined) chosen.push(coupon);
    else unused.push({ id: coupon.id, reason });
  }
  return { chosen, unused };
};
