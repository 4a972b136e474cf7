// Charges of bands made ready to meter: milliseconds instead of minutes, kinds told apart once.
import { minuteMs } from '../time.ts';
import { type Charge, type FlatPeriod, type PartialUnit, type RoundingMode, type UnitsCharge } from './document.ts';
import { compileLadder, type MeterLadder } from './ladder.ts';
import { scaled } from './rounding.ts';

export interface MeterTier {
  /** Infinity for the last tier. */
  readonly untilMs: number;
  readonly unitMs: number;
  readonly priceFen: number;
}

export interface MeterCharge {
  readonly kind: 'free' | 'units' | 'ladder' | 'flat';
  /** Whether its time moves a clock of charged minutes. */
  readonly counts: boolean;
  /** Of units. */
  readonly tiers: readonly MeterTier[];
  readonly partial: MeterPartial;
  readonly ladder: MeterLadder | undefined;
  /** Of flats. */
  readonly amountFen: number;
  readonly per: FlatPeriod;
  /** A flat is due when more than this is used. */
  readonly afterMs: number;
}

interface MeterPartial {
  readonly kind: PartialUnit['kind'];
  readonly afterMs: number;
  readonly stepMs: number;
  readonly rounding: RoundingMode;
}

const partialOf = (partial: PartialUnit): MeterPartial => ({
  kind: partial.kind,
  afterMs: partial.kind === 'afterMinutes' ? partial.minutes * minuteMs : 0,
  stepMs: partial.kind === 'proRata' ? partial.stepMinutes * minuteMs : minuteMs,
  rounding: partial.kind === 'proRata' ? partial.rounding : 'up',
});

const started: MeterPartial = partialOf({ kind: 'started' });

const tiersOf = ({ tiers }: UnitsCharge): MeterTier[] =>
  tiers.map(({ untilMinutes, unitMinutes, unitPriceFen }) => ({
    untilMs: untilMinutes === null ? Infinity : untilMinutes * minuteMs,
    unitMs: unitMinutes * minuteMs,
    priceFen: unitPriceFen,
  }));

const base: MeterCharge = {
  kind: 'free',
  counts: true,
  tiers: [],
  partial: started,
  ladder: undefined,
  amountFen: 0,
  per: 'occurrence',
  afterMs: 0,
};

export const compileCharge = (charge: Charge, rulePartial: PartialUnit): MeterCharge => {
  switch (charge.kind) {
    case 'free':
      return { ...base, counts: charge.advancesTiers === true };
    case 'units':
      return { ...base, kind: 'units', tiers: tiersOf(charge), partial: partialOf(charge.partialUnit ?? rulePartial) };
    case 'ladder':
      return { ...base, kind: 'ladder', ladder: compileLadder(charge) };
    case 'flat':
      return {
        ...base,
        kind: 'flat',
        amountFen: charge.amountFen,
        per: charge.per,
        afterMs: (charge.afterMinutes ?? 0) * minuteMs,
      };
  }
};

/** What a unit costs of which only `usedMs` were used. */
export const partialPrice = (
  { kind, afterMs, stepMs, rounding }: MeterPartial,
  tier: MeterTier,
  usedMs: number,
): number => {
  const { unitMs, priceFen } = tier;
  if (usedMs >= unitMs) return priceFen;
  switch (kind) {
    case 'started':
      return usedMs > 0 ? priceFen : 0;
    case 'completed':
      return 0;
    case 'afterMinutes':
      return usedMs > afterMs ? priceFen : 0;
    case 'proRata':
      return Math.min(priceFen, scaled(priceFen, Math.ceil(usedMs / stepMs) * stepMs, unitMs, rounding));
  }
};
