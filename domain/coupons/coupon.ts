// What a coupon takes off the fee of a stay, and the company's rules for using several of them together.
import { type AppliedDiscount } from '../discounts.ts';
import { type Fen } from '../money.ts';
import { type Refusal } from '../refusal.ts';
import { type EpochMs } from '../time.ts';

export type CouponKind = 'minutes' | 'percent' | 'amount' | 'full';

export const couponKinds: readonly CouponKind[] = ['minutes', 'percent', 'amount', 'full'];

interface AnyCoupon {
  readonly id: string;
  /** Who bears what it takes off, for the ledger. */
  readonly sponsor: string;
  /** Only for a fee of at least this, before any coupon. */
  readonly fromFen?: Fen;
  /** Never together with another. */
  readonly exclusive?: boolean;
  /** Of equal coupons the one that ends first is used first. That it is valid now is for the caller to know. */
  readonly validUntil?: EpochMs;
}

export interface MinutesCoupon extends AnyCoupon {
  readonly kind: 'minutes';
  /** The stay is priced as if it were this much shorter. */
  readonly minutes: number;
}

export interface PercentCoupon extends AnyCoupon {
  readonly kind: 'percent';
  /** Off what is left: 20 is what shops call 80 per cent, or 八折. */
  readonly percentOff: number;
  readonly atMostFen?: Fen;
}

export interface AmountCoupon extends AnyCoupon {
  readonly kind: 'amount';
  readonly amountFen: Fen;
}

export interface FullCoupon extends AnyCoupon {
  readonly kind: 'full';
}

export type Coupon = MinutesCoupon | PercentCoupon | AmountCoupon | FullCoupon;

export interface StackingPolicy {
  /** Kinds in the order in which they take; a kind that is not named is not accepted. */
  readonly order: readonly CouponKind[];
  readonly atMost: number;
  readonly atMostOfKind?: Partial<Readonly<Record<CouponKind, number>>>;
}

/** One coupon a stay. */
export const oneCoupon: StackingPolicy = { order: couponKinds, atMost: 1 };

/**
 * `kind-not-accepted`, `below-threshold`: cannot be used here. `duplicate`: given twice. `exclusive`: it, or one chosen
 * before it, is used alone. `too-many`, `too-many-of-kind`: beyond the policy. `nothing-left`: the others pay all.
 * `no-effect`: it takes off nothing. `not-best`: another choice takes off more, or as much with less.
 */
export type UnusedReason =
  | 'kind-not-accepted'
  | 'below-threshold'
  | 'duplicate'
  | 'exclusive'
  | 'too-many'
  | 'too-many-of-kind'
  | 'nothing-left'
  | 'no-effect'
  | 'not-best';

export interface CouponPart extends AppliedDiscount {
  readonly kind: CouponKind;
}

export interface UnusedCoupon {
  readonly id: string;
  readonly reason: UnusedReason;
}

export interface CouponResult {
  /** In the order in which they took. Minutes share what they take together, by their length. */
  readonly parts: readonly CouponPart[];
  readonly discountFen: Fen;
  /** Of the fee, what is left to pay. */
  readonly payableFen: Fen;
  /** In the order in which they were given: these stay with their owner. */
  readonly unused: readonly UnusedCoupon[];
}

/** The fee of the same stay, that many minutes shorter, under its own tariff. At 0 it is the fee itself. */
export type FeeAt = (minutesLess: number) => Fen | Refusal;
