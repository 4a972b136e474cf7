// The arithmetic of coupons: what is left of a fee after some of them, in the order that the policy names.
import { addFen, allocateFen, fen, maxFen, minFen, remainingFen, subtractFen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { type Coupon, type FeeAt, type MinutesCoupon, type PercentCoupon, type StackingPolicy } from './coupon.ts';

/** What a coupon is worth on its own, to compare coupons of one kind. */
export const faceValue = (coupon: Coupon): number => {
  switch (coupon.kind) {
    case 'minutes':
      return coupon.minutes;
    case 'percent':
      return coupon.percentOff;
    case 'amount':
      return coupon.amountFen;
    case 'full':
      return 0;
  }
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Within a kind: the smaller first, then the one that ends first. No order of choosing changes what coupons take. */
export const compareCoupons = (a: Coupon, b: Coupon): number =>
  faceValue(a) - faceValue(b) ||
  (a.validUntil ?? Number.MAX_SAFE_INTEGER) - (b.validUntil ?? Number.MAX_SAFE_INTEGER) ||
  compareText(a.id, b.id);

/** Rounded down: a coupon never takes a fraction of a fen more than it says. */
export const percentOf = ({ percentOff, atMostFen }: PercentCoupon, leftFen: Fen): Fen => {
  const share = fen(Number((BigInt(leftFen) * BigInt(Math.min(percentOff, 100))) / 100n));
  return atMostFen === undefined ? share : minFen(share, atMostFen);
};

export interface Taken {
  readonly coupon: Coupon;
  readonly amountFen: Fen;
  /** Without it the others would have taken less. */
  readonly isUsed: boolean;
}

/** A fee that is asked for often: each number of minutes is priced once. */
export const rememberFees = (feeAt: FeeAt): FeeAt => {
  const known = new Map<number, Fen | Refusal>();
  return (minutesLess) => {
    const fee = known.get(minutesLess) ?? feeAt(minutesLess);
    known.set(minutesLess, fee);
    return fee;
  };
};

/** What minutes take together: the difference between two fees, never less than nothing where a longer stay is cheaper. */
export const minutesTake = (feeAt: FeeAt, minutes: number): Fen | Refusal => {
  const [longer, shorter] = [feeAt(0), feeAt(minutes)];
  if (isRefusal(longer)) return longer;
  return isRefusal(shorter) ? shorter : maxFen(zeroFen, subtractFen(longer, shorter));
};

/** The coupons in the order in which they take. */
export const inOrder = (coupons: readonly Coupon[], { order }: StackingPolicy): Coupon[] =>
  [...coupons].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compareCoupons(a, b));

const isMinutes = (coupon: Coupon): coupon is MinutesCoupon => coupon.kind === 'minutes';

export const minutesOf = (coupons: readonly MinutesCoupon[]): number =>
  coupons.reduce((sum, { minutes }) => sum + minutes, 0);

/** Without those, from the shortest on, that change nothing beside the others. */
const needed = (coupons: readonly MinutesCoupon[], leftFen: Fen, feeAt: FeeAt): readonly MinutesCoupon[] | Refusal => {
  const all = minutesTake(feeAt, minutesOf(coupons));
  if (isRefusal(all)) return all;
  let kept = coupons;
  for (const coupon of coupons) {
    const others = kept.filter((each) => each !== coupon);
    const taken = minutesTake(feeAt, minutesOf(others));
    if (isRefusal(taken)) return taken;
    if (minFen(leftFen, taken) >= minFen(leftFen, all)) kept = others;
  }
  return kept;
};

/** Minutes work together, because only their sum may reach the next unit: they share what they take by their length. */
const takeMinutes = (coupons: readonly MinutesCoupon[], leftFen: Fen, feeAt: FeeAt): Taken[] | Refusal => {
  const used = needed(coupons, leftFen, feeAt);
  if (isRefusal(used)) return used;
  const offer = minutesTake(feeAt, minutesOf(used));
  if (isRefusal(offer)) return offer;
  const weights = coupons.map((coupon) => (used.includes(coupon) ? coupon.minutes : 0));
  const shares = used.length === 0 ? [] : allocateFen(minFen(leftFen, offer), weights);
  return coupons.map((coupon, index) => ({
    coupon,
    amountFen: shares[index] ?? zeroFen,
    isUsed: used.includes(coupon),
  }));
};

const offered = (coupon: Exclude<Coupon, MinutesCoupon>, leftFen: Fen): Fen => {
  switch (coupon.kind) {
    case 'percent':
      return percentOf(coupon, leftFen);
    case 'amount':
      return coupon.amountFen;
    case 'full':
      return leftFen;
  }
};

/** What each takes of what those before it left. Refuses what the tariff refuses. */
export const take = (
  feeFen: Fen,
  coupons: readonly Coupon[],
  policy: StackingPolicy,
  feeAt: FeeAt,
): Taken[] | Refusal => {
  const sorted = inOrder(coupons, policy);
  const minutes = sorted.filter(isMinutes);
  let leftFen = feeFen;
  const taken: Taken[] = [];
  for (const coupon of sorted) {
    if (isMinutes(coupon)) {
      // All at once, in the place of the first.
      const parts = coupon === minutes[0] ? takeMinutes(minutes, leftFen, feeAt) : [];
      if (isRefusal(parts)) return parts;
      leftFen = remainingFen(leftFen, addFen(zeroFen, ...parts.map(({ amountFen }) => amountFen)));
      taken.push(...parts);
    } else {
      const amountFen = minFen(leftFen, offered(coupon, leftFen));
      leftFen = remainingFen(leftFen, amountFen);
      taken.push({ coupon, amountFen, isUsed: amountFen > 0 });
    }
  }
  return taken;
};
