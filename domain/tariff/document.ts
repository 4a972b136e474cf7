// The tariff language, version 1: what a tariff document may say. It is data, versioned, and immutable once in force.
import { type Calendar, type DayType } from '../calendar.ts';
import { type Fen } from '../money.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Tier {
  /** The tier holds for units that start before this reading of the tier clock; null for the last tier. */
  readonly untilMinutes: number | null;
  readonly unitMinutes: number;
  /** A started unit is charged. Always 1/100 of the currency's main unit. */
  readonly unitPriceFen: Fen;
}

/** `free` is said, never meant by silence: time that no band covers is refused as `no-tariff`. */
export type Charge = { readonly kind: 'free' } | { readonly kind: 'units'; readonly tiers: readonly [Tier, ...Tier[]] };

/**
 * A half-open part `[from, to)` of a day. With `to` at or before `from` it ends on the next day and belongs to the
 * day it starts on. A unit ends where its band ends; the next band starts a new unit.
 */
export interface Band {
  readonly name: string;
  readonly text?: Text;
  /** The day types it holds on; all when absent. */
  readonly days?: readonly DayType[];
  /** `HH:MM` on the wall clock of the zone; `24:00` is the end of the day. */
  readonly from: string;
  readonly to: string;
  readonly charge: Charge;
}

export interface FreeTime {
  readonly minutes: number;
  /** `threshold`: a longer stay is charged from entry. `deducted`: every stay is priced as if it began later. */
  readonly mode: 'threshold' | 'deducted';
  /** Of a threshold: whether a stay of exactly that length is free. */
  readonly inclusive: boolean;
}

export type Period = 'calendarDay' | 'window24h' | 'stay';

export interface Cap {
  /** A unit counts for the calendar day, or for the 24 hours since entry, in which it starts. */
  readonly per: Period;
  readonly amountFen: Fen;
}

export interface TierClock {
  /** All minutes, or only those in bands that charge. */
  readonly counts: 'elapsed' | 'charged';
  /** `stay` never restarts. */
  readonly restarts: Period;
}

export interface ChargedRule {
  readonly kind: 'charged';
  readonly free?: FreeTime;
  readonly tierClock: TierClock;
  /** `dropped`: 15 min 59 s is 15 minutes. `counted`: it is more than 15 minutes. */
  readonly partialMinute: 'dropped' | 'counted';
  readonly bands: readonly [Band, ...Band[]];
  /** At most one for each period. Where they meet, the day is capped first, then the 24 hours, then the stay. */
  readonly caps: readonly Cap[];
}

export interface NoChargeRule {
  readonly kind: 'noCharge';
  readonly text?: Text;
}

/** The rule of another class, which is not itself a `sameAs`. */
export interface SameAsRule {
  readonly kind: 'sameAs';
  readonly vehicleClass: string;
}

export type VehicleRule = ChargedRule | NoChargeRule | SameAsRule;

export interface TariffDocument {
  readonly schemaVersion: 1;
  readonly name?: Text;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name: bands and days are those of this place. */
  readonly zone: string;
  readonly calendar?: Calendar;
  /** By vehicle class. A class that is not named here has no tariff. */
  readonly rules: Readonly<Record<string, VehicleRule>>;
}
