// Everything that comes after the fee, in its order: what passes cover, then coupons, then what was granted.
import { applyBestCoupons, applyCoupons } from '../coupons/apply.ts';
import { type Coupon, type CouponResult, type FeeAt, type StackingPolicy } from '../coupons/coupon.ts';
import { applyDiscounts, totalDiscountFen, type AppliedDiscount, type DiscountGrant } from '../discounts.ts';
import { allocateFen, remainingFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { type Interval } from '../tariff/tariff.ts';
import { epochMs, minuteMs } from '../time.ts';
import { lengthMs } from './intervals.ts';
import { partialCover, type CoverPolicy, type CoverPrice, type FeeOf } from './partial-cover.ts';
import { type CoveredTime } from './pass-cover.ts';

export interface Cover {
  readonly policy: CoverPolicy;
  /** What passes cover of this stay, or of a shorter one. */
  readonly timesOf: (stay: Interval) => readonly CoveredTime[];
  readonly sponsorOf: (passId: string) => string;
}

export interface CouponChoice {
  readonly coupons: readonly Coupon[];
  readonly policy: StackingPolicy;
  /** `best`: those that take off most. `given`: all of them, as far as the policy lets them be used. */
  readonly choice: 'best' | 'given';
}

export interface Reductions {
  readonly cover?: Cover;
  readonly coupons?: CouponChoice;
  readonly grants?: readonly DiscountGrant[];
}

export interface StayPrice {
  readonly feeFen: Fen;
  /** Each with its sponsor, for the ledger; together with what is payable they are the fee. */
  readonly discounts: readonly AppliedDiscount[];
  readonly payableFen: Fen;
  readonly cover?: CoverPrice;
  readonly coupons?: CouponResult;
}

const coverOf = ({ policy, timesOf }: Cover, stay: Interval, feeOf: FeeOf): CoverPrice | Refusal =>
  partialCover(policy, stay, timesOf(stay), feeOf);

/** What the cover is worth, shared among the passes by the time each covers. */
const coverParts = (cover: Cover, stay: Interval, coveredFen: Fen): AppliedDiscount[] => {
  const timeByPass = new Map<string, number>();
  for (const time of cover.timesOf(stay)) {
    timeByPass.set(time.passId, (timeByPass.get(time.passId) ?? 0) + lengthMs(time));
  }
  if (timeByPass.size === 0) return [];
  const shares = allocateFen(coveredFen, [...timeByPass.values()]);
  return [...timeByPass.keys()].flatMap((id, index) => {
    const amountFen = shares[index];
    return amountFen === undefined ? [] : [{ id, sponsor: cover.sponsorOf(id), amountFen }];
  });
};

/** Coupons of minutes shorten the stay that is priced, its cover included. */
const feeAtOf =
  (stay: Interval, feeOf: FeeOf, cover: Cover | undefined): FeeAt =>
  (minutesLess) => {
    const exit = epochMs(Math.max(stay.entry, stay.exit - minutesLess * minuteMs));
    const shorter = { entry: stay.entry, exit };
    if (cover === undefined) return feeOf(shorter);
    const price = coverOf(cover, shorter, feeOf);
    return isRefusal(price) ? price : price.dueFen;
  };

/** What a stay costs after everything. Refuses what the tariff refuses. */
export const stayPrice = (stay: Interval, feeOf: FeeOf, reductions: Reductions): StayPrice | Refusal => {
  const { cover, coupons, grants = [] } = reductions;
  const feeFen = feeOf(stay);
  if (isRefusal(feeFen)) return feeFen;
  const covered = cover && coverOf(cover, stay, feeOf);
  if (isRefusal(covered)) return covered;
  const dueFen = covered?.dueFen ?? feeFen;
  const apply = coupons?.choice === 'best' ? applyBestCoupons : applyCoupons;
  const used = coupons && apply(dueFen, coupons.coupons, coupons.policy, feeAtOf(stay, feeOf, cover));
  if (isRefusal(used)) return used;
  const granted = applyDiscounts(used?.payableFen ?? dueFen, grants);
  const parts = (used?.parts ?? []).map(({ id, sponsor, amountFen }) => ({ id, sponsor, amountFen }));
  const discounts = [...(cover && covered ? coverParts(cover, stay, covered.coveredFen) : []), ...parts, ...granted];
  return {
    feeFen,
    discounts,
    payableFen: remainingFen(feeFen, totalDiscountFen(discounts)),
    ...(covered && { cover: covered }),
    ...(used && { coupons: used }),
  };
};
