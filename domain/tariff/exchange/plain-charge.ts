// What a band charges as prices by time since arrival: tiers, ladders and flat amounts become steps.
import { fen, subtractFen, zeroFen, type Fen } from '../../money.ts';
import { type Band, type FlatCharge, type LadderCharge, type UnitsCharge } from '../document.ts';
import { partialUnitOf, type CheckedRule } from './plain-checks.ts';
import { type ExchangeCode } from './problem.ts';
import { type PlainCharge, type PriceStep } from './plain-tariff.ts';

/** A charge, or why there is none and where inside the charge. */
export type ChargeOrReason = PlainCharge | { readonly code: ExchangeCode; readonly inside: string };

export interface Surroundings {
  readonly checked: CheckedRule;
  /** Minutes that are free before anything is charged. */
  readonly freeMinutes: number;
  /** The band is the only one and holds at all times. */
  readonly alone: boolean;
  /** The band ends on the day on which it starts. */
  readonly insideDay: boolean;
}

const free: PlainCharge = { kind: 'free' };
const longestUnit = 1440;

const freeStep = (fromMinutes: number, toMinutes: number | null): PriceStep => ({
  fromMinutes,
  toMinutes,
  unitMinutes: toMinutes === null ? longestUnit : toMinutes - fromMinutes,
  unitPriceFen: zeroFen,
  proRata: false,
});

const moved = (step: PriceStep, minutes: number): PriceStep => ({
  ...step,
  fromMinutes: step.fromMinutes + minutes,
  toMinutes: step.toMinutes === null ? null : step.toMinutes + minutes,
});

/** The free minutes first, and everything else later by as much: free time does not move the tier clock. */
const behindFree = (steps: readonly PriceStep[], freeMinutes: number): PlainCharge =>
  steps.every(({ unitPriceFen }) => unitPriceFen === 0)
    ? free
    : {
        kind: 'steps',
        steps: freeMinutes === 0 ? steps : [freeStep(0, freeMinutes), ...steps.map((step) => moved(step, freeMinutes))],
      };

const unitsCharge = (charge: UnitsCharge, { checked, freeMinutes, alone }: Surroundings): ChargeOrReason => {
  const partial = partialUnitOf(checked.rule, charge);
  const paid = charge.tiers.some(({ unitPriceFen }) => unitPriceFen > 0);
  if (!paid) return free;
  const proRata = partial.kind === 'proRata';
  const byMinute = proRata && partial.stepMinutes === 1 && partial.rounding === 'up';
  if (proRata && !(checked.format.proRata && byMinute)) return { code: 'pro-rata', inside: '' };
  if (!proRata && partial.kind !== 'started') return { code: 'partial-unit', inside: '' };
  const [first] = charge.tiers;
  // Without free time before it, a tier that costs nothing reads as free time, which ends units where it ends.
  const readsAsFree = first.unitPriceFen === 0 && freeMinutes === 0;
  if (readsAsFree && !(alone && (first.untilMinutes ?? 0) % first.unitMinutes === 0)) {
    return { code: 'free-tier', inside: '/tiers/0' };
  }
  let fromMinutes = 0;
  const steps = charge.tiers.map(({ untilMinutes, unitMinutes, unitPriceFen }): PriceStep => {
    const step = {
      fromMinutes,
      toMinutes: untilMinutes,
      unitMinutes,
      unitPriceFen,
      proRata: proRata && unitPriceFen > 0,
    };
    fromMinutes = untilMinutes ?? fromMinutes;
    return step;
  });
  return behindFree(steps, freeMinutes);
};

const ladderCharge = ({ steps, then }: LadderCharge, { freeMinutes, alone }: Surroundings): ChargeOrReason => {
  if (!alone) return { code: 'ladder', inside: '' };
  let fromMinutes = 0;
  let amountFen: Fen = zeroFen;
  const units = steps.map((step): PriceStep => {
    const { untilMinutes } = step;
    const unitMinutes = untilMinutes - fromMinutes;
    const unitPriceFen = subtractFen(step.amountFen, amountFen);
    const unit = { fromMinutes, toMinutes: untilMinutes, unitMinutes, unitPriceFen, proRata: false };
    [fromMinutes, amountFen] = [untilMinutes, step.amountFen];
    return unit;
  });
  // A step that costs less than the one before it would be a unit with a price below nothing.
  if (units.some(({ unitPriceFen }) => unitPriceFen < 0)) return { code: 'ladder', inside: '' };
  const last: PriceStep = then
    ? { fromMinutes, toMinutes: null, ...then, proRata: false }
    : freeStep(fromMinutes, null);
  return behindFree([...units, last], freeMinutes);
};

const flatCharge = (charge: FlatCharge, surroundings: Surroundings): ChargeOrReason => {
  const { amountFen, per, afterMinutes = 0 } = charge;
  const { checked, freeMinutes, alone, insideDay } = surroundings;
  const reason = { code: 'flat', inside: '' } as const;
  if (afterMinutes > 0) return reason;
  if (amountFen === 0) return free;
  if (per === 'stay' && alone) {
    // All of it for the first minute, and nothing for the others.
    const first: PriceStep = { ...freeStep(0, 1), unitPriceFen: fen(amountFen) };
    return behindFree([first, freeStep(1, null)], freeMinutes);
  }
  const daily = per === 'calendarDay' || per === 'occurrence';
  const daysAtMidnight = (checked.rule.dayStartsAt ?? '00:00') === '00:00';
  const expressible = daily && insideDay && freeMinutes === 0 && checked.format.dailyFlat && daysAtMidnight;
  return expressible ? { kind: 'daily', amountFen } : reason;
};

export const plainCharge = ({ charge }: Band, surroundings: Surroundings): ChargeOrReason => {
  switch (charge.kind) {
    case 'free':
      return free;
    case 'units':
      return unitsCharge(charge, surroundings);
    case 'ladder':
      return ladderCharge(charge, surroundings);
    case 'flat':
      return flatCharge(charge, surroundings);
  }
};
