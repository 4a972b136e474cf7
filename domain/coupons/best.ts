// Finds the coupons that take off most. What is left after a coupon grows with what was left before it, so that the
// least left over by a number of coupons of the kinds so far is all that the kinds after them need to know.
import { addFen, minFen, remainingFen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { kindLimit, neverUsable } from './choose.ts';
import { type Coupon, type CouponKind, type FeeAt, type MinutesCoupon, type StackingPolicy } from './coupon.ts';
import { compareCoupons, minutesOf, minutesTake, percentOf, take } from './take.ts';

interface State {
  readonly leftFen: Fen;
  readonly chosen: readonly Coupon[];
}

/** By the number of coupons chosen: the state that leaves least. */
type States = readonly (State | undefined)[];

interface Search {
  readonly feeFen: Fen;
  readonly policy: StackingPolicy;
  readonly feeAt: FeeAt;
}

const afterOne = (coupon: Coupon, { leftFen, chosen }: State): State => {
  const offer =
    coupon.kind === 'percent' ? percentOf(coupon, leftFen) : coupon.kind === 'amount' ? coupon.amountFen : leftFen;
  return { leftFen: remainingFen(leftFen, minFen(leftFen, offer)), chosen: [...chosen, coupon] };
};

/** Adds up to `limit` coupons of one kind to each state, but no more than `atMost` in all. */
const withKind = (states: States, coupons: readonly Coupon[], limit: number, atMost: number): States => {
  // By the number chosen before this kind, then by the number of this kind.
  const grid = states.map((state) => [state] as (State | undefined)[]);
  for (const coupon of coupons) {
    for (const row of grid) {
      for (let count = Math.min(limit, row.length); count >= 1; count -= 1) {
        const before = row[count - 1];
        const after = before && afterOne(coupon, before);
        const known = row[count];
        // A later coupon of the kind is larger or ends later: it must be better to be taken instead.
        if (after && (known === undefined || after.leftFen < known.leftFen)) row[count] = after;
      }
    }
  }
  const merged = Array.from({ length: atMost + 1 }, (): State | undefined => undefined);
  grid.forEach((row, before) =>
    row.forEach((state, ofKind) => {
      const count = before + ofKind;
      const known = merged[count];
      if (state && count <= atMost && (known === undefined || state.leftFen < known.leftFen)) merged[count] = state;
    }),
  );
  return merged;
};

/** All of these coupons of minutes on each state. */
const withMinutes = (
  states: States,
  minutes: readonly MinutesCoupon[],
  { feeAt, policy }: Search,
): States | Refusal => {
  if (minutes.length === 0) return states;
  const offer = minutesTake(feeAt, minutesOf(minutes));
  if (isRefusal(offer)) return offer;
  const before: (State | undefined)[] = minutes.map(() => undefined);
  const after = states.map(
    (state) =>
      state && {
        leftFen: remainingFen(state.leftFen, minFen(state.leftFen, offer)),
        chosen: [...state.chosen, ...minutes],
      },
  );
  return [...before, ...after].slice(0, policy.atMost + 1);
};

/** The best of coupons that may stand together, with exactly these coupons of minutes. */
const bestWith = (
  coupons: readonly Coupon[],
  minutes: readonly MinutesCoupon[],
  search: Search,
): State | Refusal | undefined => {
  const { policy, feeFen } = search;
  let states: States = [{ leftFen: feeFen, chosen: [] }];
  for (const kind of new Set<CouponKind>(policy.order)) {
    const next: States | Refusal =
      kind === 'minutes'
        ? withMinutes(states, minutes, search)
        : withKind(
            states,
            coupons.filter((coupon) => coupon.kind === kind),
            kindLimit(policy, kind),
            policy.atMost,
          );
    if (isRefusal(next)) return next;
    states = next;
  }
  return states.reduce<State | undefined>(
    (best, state) => (state && (best === undefined || state.leftFen < best.leftFen) ? state : best),
    undefined,
  );
};

const better = (a: State, b: State | undefined): boolean =>
  b === undefined || a.leftFen < b.leftFen || (a.leftFen === b.leftFen && a.chosen.length < b.chosen.length);

const isMinutes = (coupon: Coupon): coupon is MinutesCoupon => coupon.kind === 'minutes';

const bestTogether = (coupons: readonly Coupon[], search: Search): State | Refusal => {
  const minutes = coupons.filter(isMinutes).sort((a, b) => b.minutes - a.minutes || compareCoupons(a, b));
  const most = Math.min(minutes.length, kindLimit(search.policy, 'minutes'));
  let best: State | undefined;
  for (let count = 0; count <= most; count += 1) {
    // The longest minutes of that number of coupons, as a stay is not dearer for being shorter.
    const found = bestWith(coupons, minutes.slice(0, count), search);
    if (isRefusal(found)) return found;
    if (found && better(found, best)) best = found;
  }
  return best ?? { leftFen: search.feeFen, chosen: [] };
};

const leftAfter = (chosen: readonly Coupon[], { feeFen, policy, feeAt }: Search): Fen | Refusal => {
  const taken = take(feeFen, chosen, policy, feeAt);
  return isRefusal(taken) ? taken : remainingFen(feeFen, addFen(zeroFen, ...taken.map(({ amountFen }) => amountFen)));
};

/** Puts a smaller coupon of the kind in the place of each, from the largest on, where it does as well. */
const withSmaller = (
  { leftFen, chosen }: State,
  coupons: readonly Coupon[],
  search: Search,
): readonly Coupon[] | Refusal => {
  let kept = [...chosen];
  for (const large of [...chosen].sort((a, b) => compareCoupons(b, a))) {
    const spare = coupons.filter(
      (coupon) => coupon.kind === large.kind && !kept.includes(coupon) && compareCoupons(coupon, large) < 0,
    );
    for (const small of spare) {
      const swapped = kept.map((coupon) => (coupon === large ? small : coupon));
      const left = leftAfter(swapped, search);
      if (isRefusal(left)) return left;
      if (left > leftFen) continue;
      kept = swapped;
      break;
    }
  }
  return kept;
};

/** Coupons of the choice that takes off most, deterministically. Refuses what the tariff refuses. */
export const bestChoice = (
  feeFen: Fen,
  given: readonly Coupon[],
  policy: StackingPolicy,
  feeAt: FeeAt,
): readonly Coupon[] | Refusal => {
  const search = { feeFen, policy, feeAt };
  const first = new Map(given.toReversed().map((coupon) => [coupon.id, coupon] as const));
  const usable = [...first.values()]
    .filter((coupon) => neverUsable(coupon, feeFen, policy) === undefined)
    .sort(compareCoupons);
  const shared = usable.filter(({ exclusive }) => exclusive !== true);
  const groups = [shared, ...usable.filter(({ exclusive }) => exclusive === true).map((coupon) => [coupon])];
  let best: State | undefined;
  for (const group of groups) {
    const found = bestTogether(group, search);
    if (isRefusal(found)) return found;
    if (better(found, best)) best = found;
  }
  if (best === undefined) return [];
  const alone = best.chosen.some(({ exclusive }) => exclusive === true);
  const peers = alone ? usable.filter(({ exclusive }) => exclusive === true) : shared;
  return withSmaller(best, peers, search);
};
