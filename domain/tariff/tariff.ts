// The seam between the platform and the tariff language: what a compiled tariff is, and the two questions put to it.
import { type Fen } from '../money.ts';
import { type Refusal } from '../refusal.ts';
import { type EpochMs } from '../time.ts';
import { type Period, type Text } from './document.ts';

export interface Stay {
  readonly entry: EpochMs;
  readonly exit: EpochMs;
  /** A class that the document declares. */
  readonly vehicleClass: string;
  readonly context?: StayContext;
}

export interface Interval {
  readonly entry: EpochMs;
  readonly exit: EpochMs;
}

/** What a rule may ask beyond the stay itself; a rule that does not ask is not changed by it. */
export interface StayContext {
  /** Times of the event itself; the window that it prices is the rule's. */
  readonly event?: { readonly start: EpochMs; readonly end: EpochMs };
  /** Earlier stays of the same vehicle under this tariff, for rules that limit free stays. */
  readonly priorStays?: readonly Interval[];
  /** Bays that the vehicle takes; 1 when absent. */
  readonly bays?: number;
}

/** `adjustment`: a percentage, bays, a minimum or rounding, of the whole stay; its amount may be negative. */
export type LineKind = 'units' | 'flat' | 'ladder' | 'jump' | 'free' | 'freeTime' | 'noCharge' | 'adjustment';

export interface TariffLine {
  readonly kind: LineKind;
  /**
   * Name of the band, or one of `event`, `opening`, `jump`, `free-time`, `other-times`, `no-charge`, and of adjustments
   * `percent`, `bays`, `minimum`, `rounding`.
   */
  readonly band: string;
  /** Type of the day the band belongs to: workday, makeUpWorkday, weekend, shortHoliday, longHoliday or an own day. */
  readonly dayType: string;
  /** 1 for the first tier, 0 where nothing is charged by tiers. */
  readonly tier: number;
  readonly units: number;
  readonly unitMinutes: number;
  readonly unitPriceFen: Fen;
  /** After caps. The amounts of all lines sum to the fee. */
  readonly amountFen: Fen;
  /** The last cap that took something off this line, and what all caps took off it. */
  readonly capApplied?: { readonly per: Period; readonly reducedFen: Fen };
  readonly freeMinutesUsed?: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly text: Text;
}

export interface Explanation {
  readonly feeFen: Fen;
  /** In order of time and without gaps, from the entry on; adjustments last. */
  readonly lines: readonly TariffLine[];
  /** Since when the stay is longer than the rule allows: a violation, not a fee. */
  readonly overstayedSince?: EpochMs;
}

/** A document made ready for one calendar. It keeps days it has looked up, so it is made once and shared. */
export interface CompiledTariff {
  readonly currency: string;
  readonly zone: string;
  readonly calendarVersion: string;
  readonly vehicleClasses: readonly string[];
  /** What of the context of a stay can change a fee; what is not asked need not be looked up. */
  readonly asks: { readonly event: boolean; readonly priorStays: boolean; readonly bays: boolean };
  readonly fee: (stay: Stay) => Fen | Refusal;
  readonly explain: (stay: Stay) => Explanation | Refusal;
}

/** The fast path. Refuses `out-of-order-times`, and `no-tariff` where the document says nothing. */
export const fee = (compiled: CompiledTariff, stay: Stay): Fen | Refusal => compiled.fee(stay);

/** The same fee with the lines it is made of. */
export const explain = (compiled: CompiledTariff, stay: Stay): Explanation | Refusal => compiled.explain(stay);
