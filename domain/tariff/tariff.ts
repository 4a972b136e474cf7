// The seam between the platform and the tariff language: what a compiled tariff is, and the two questions put to it.
import { type DayType } from '../calendar.ts';
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

/** What a rule may ask beyond the stay itself. No rule of language version 1 does. */
export interface StayContext {
  readonly event?: { readonly start: EpochMs; readonly end: EpochMs };
  readonly priorStays?: readonly { readonly entry: EpochMs; readonly exit: EpochMs }[];
  readonly bays?: number;
}

export interface TariffLine {
  /** Name of the band, or `free-time`, or `no-charge`. */
  readonly band: string;
  /** Type of the day the band belongs to. */
  readonly dayType: DayType;
  /** 1 for the first tier, 0 where nothing is charged. */
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
  readonly lines: readonly TariffLine[];
}

/** A document made ready for one calendar. It keeps days it has looked up, so it is made once and shared. */
export interface CompiledTariff {
  readonly currency: string;
  readonly zone: string;
  readonly calendarVersion: string;
  readonly vehicleClasses: readonly string[];
  readonly fee: (stay: Stay) => Fen | Refusal;
  readonly explain: (stay: Stay) => Explanation | Refusal;
}

/** The fast path. Refuses `out-of-order-times`, and `no-tariff` where the document says nothing. */
export const fee = (compiled: CompiledTariff, stay: Stay): Fen | Refusal => compiled.fee(stay);

/** The same fee with the lines it is made of. */
export const explain = (compiled: CompiledTariff, stay: Stay): Explanation | Refusal => compiled.explain(stay);
