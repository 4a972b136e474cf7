// The tariff language, version 1: what a tariff document may say. It is data, versioned, and immutable once in force.
// docs/tariff-language.md explains each member with an example; openapi/tariff.schema.json is the same as JSON Schema.
import { type Calendar } from '../calendar.ts';
import { type Fen } from '../money.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type RoundingMode = 'up' | 'down' | 'nearest';

/**
 * When a unit that is not used up counts. `started`: as soon as any of it is used. `completed`: only when all of it is
 * used. `afterMinutes`: when more than that many minutes of it are used. `proRata`: by the step, rounded to a fen.
 */
export type PartialUnit =
  | { readonly kind: 'started' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'afterMinutes'; readonly minutes: number }
  | { readonly kind: 'proRata'; readonly stepMinutes: number; readonly rounding: RoundingMode };

export interface Tier {
  /** The tier holds for units that start before this reading of the tier clock; null for the last tier. */
  readonly untilMinutes: number | null;
  readonly unitMinutes: number;
  /** Always 1/100 of the currency's main unit. */
  readonly unitPriceFen: Fen;
}

export interface LadderStep {
  /** A stay of at most this reading of the tier clock costs the amount of its step. */
  readonly untilMinutes: number;
  /** In total, not in addition to the step before. */
  readonly amountFen: Fen;
}

/** Said, never meant by silence. With `advancesTiers` the time moves a tier clock of charged minutes all the same. */
export interface FreeCharge {
  readonly kind: 'free';
  readonly advancesTiers?: boolean;
}

export interface UnitsCharge {
  readonly kind: 'units';
  readonly tiers: readonly [Tier, ...Tier[]];
  /** Instead of the rule's own. */
  readonly partialUnit?: PartialUnit;
}

/** One amount, once per period in which the band is used for longer than `afterMinutes` (0 when absent). */
export interface FlatCharge {
  readonly kind: 'flat';
  readonly amountFen: Fen;
  readonly per: FlatPeriod;
  /** Minutes of one occurrence of the band. */
  readonly afterMinutes?: number;
}

/**
 * One amount for the whole length of the stay, by the tier clock; after the last step `then` units, or nothing more.
 * Steps follow the clock alone: they neither end nor begin anew with the band, and do not run on into another.
 */
export interface LadderCharge {
  readonly kind: 'ladder';
  readonly steps: readonly [LadderStep, ...LadderStep[]];
  readonly then?: { readonly unitMinutes: number; readonly unitPriceFen: Fen };
}

export type Charge = FreeCharge | UnitsCharge | FlatCharge | LadderCharge;

/**
 * Names days. `workday`: Monday to Friday and make-up workdays, no holidays; `weekend`: Saturdays and Sundays that are
 * neither worked nor holidays, and weekdays off; `holiday`: short and long ones; `restDay`: a weekday that the calendar
 * lists as off; `monday`…: that weekday when the calendar says nothing else of it, and of `sunday` also a weekday off;
 * `everyMonday`…: that weekday, holiday or not; any other word is a day of the document's `ownDays`.
 */
export type DaySelector = string;

/** Restricts something to some days; without members, to none. Several names of one member add up. */
export interface DayChoice {
  readonly days?: readonly DaySelector[];
  readonly seasons?: readonly string[];
}

/**
 * A half-open part `[from, to)` of a day. With `to` at or before `from` it ends on the next day and belongs to the
 * day it starts on. No two bands may hold at the same time.
 */
export interface Band extends DayChoice {
  readonly name: string;
  readonly text?: Text;
  /** `HH:MM` on the wall clock of the zone; `24:00` is the end of the day. */
  readonly from: string;
  readonly to: string;
  readonly charge: Charge;
}

/**
 * `occurrence`: one evening of an evening band. `calendarDay`: from `dayStartsAt` to the next. `window`: each
 * `windowMinutes` since entry. `sevenDays`: each 168 hours since entry.
 */
export type Period = 'occurrence' | 'calendarDay' | 'window' | 'sevenDays' | 'stay';
export type FlatPeriod = Exclude<Period, 'sevenDays'>;

/** Not free again after so many stays: the earlier stays of the vehicle are passed in with the stay. */
export interface FreeLimit {
  readonly times: number;
  /** In which earlier stays count: those that ended in the 24 hours before entry, or on the day of entry. */
  readonly per: 'last24Hours' | 'calendarDay';
  /** Stays that were no longer than the free time, or all. */
  readonly counts: 'freeStays' | 'stays';
}

/** The days are those of the entry; the first that fits and is not used up is taken. */
export interface FreeTime extends DayChoice {
  readonly minutes: number;
  /** `threshold`: a longer stay is charged from entry. `deducted`: every stay is priced as if it began later. */
  readonly mode: 'threshold' | 'deducted';
  /** Of a threshold: whether a stay of exactly that length is free. */
  readonly inclusive: boolean;
  /** `elapsed` (when absent): all minutes. `charged`: only those in bands that charge. */
  readonly counts?: 'elapsed' | 'charged';
  /** Once per stay (when absent), or anew in each window or calendar day, of what of the stay lies in it. */
  readonly per?: 'stay' | 'window' | 'calendarDay';
  readonly limit?: FreeLimit;
}

/** A unit counts for the period in which it starts, whatever it runs into. */
export interface Cap extends DayChoice {
  readonly per: Period;
  /** One amount, or one for the first, second, … period of the stay, the last of which repeats. */
  readonly amountFen: Fen | readonly [Fen, ...Fen[]];
  /** Only what these bands charge. When absent all bands, and but for `occurrence` the event price and the opening. */
  readonly bands?: readonly string[];
  /** Per calendarDay: earlier stays of the vehicle on that day have used up their part of it. */
  readonly acrossStays?: boolean;
}

/**
 * A period in which more than `overMinutes` are used costs this amount, whatever its units would. It never lowers what
 * the period has cost already, unless the document says `nonMonotone`.
 */
export interface Jump extends DayChoice {
  readonly per: 'calendarDay' | 'window' | 'stay';
  readonly overMinutes: number;
  readonly counts: 'elapsed' | 'charged';
  readonly amountFen: Fen;
}

/** One amount for the first minutes of each period; the bands charge what lies beyond. */
export interface Opening {
  readonly minutes: number;
  readonly amountFen: Fen;
  readonly per: 'stay' | 'window' | 'calendarDay';
}

/**
 * From `beforeStartMinutes` before the event to `afterMinutes` after its start or end, this charge replaces the bands'.
 * With `from` and `to` it does so between these times of the date on which the event starts. The days and times are
 * those of the event's start; of several overrides the first that fits the event is taken.
 */
export interface EventOverride extends DayChoice {
  readonly beforeStartMinutes: number;
  readonly afterMinutes: number;
  readonly after: 'start' | 'end';
  /** Only events that start from `startsFrom` to before `startsTo`, `HH:MM`. */
  readonly startsFrom?: string;
  readonly startsTo?: string;
  /** A window by the clock instead of one around the event; `to` at or before `from` is on the next day. */
  readonly from?: string;
  readonly to?: string;
  /** Only the time of these bands is replaced; all time when absent. */
  readonly bands?: readonly string[];
  readonly charge: Charge;
  readonly text?: Text;
}

export interface TierClock {
  /** All minutes, or only those in bands that charge. Free time moves neither. */
  readonly counts: 'elapsed' | 'charged';
  /**
   * `stay` never restarts. With `occurrence` and `calendarDay`, a unit ends where the occurrence of its band ends, even
   * when the band follows itself; a night band's unit goes on past midnight.
   */
  readonly restarts: 'occurrence' | 'calendarDay' | 'window' | 'stay';
}

export interface Rounding {
  readonly toFen: number;
  readonly mode: RoundingMode;
}

export interface ChargedRule {
  readonly kind: 'charged';
  readonly free?: FreeTime | readonly [FreeTime, ...FreeTime[]];
  readonly tierClock: TierClock;
  /** `dropped`: 15 min 59 s is 15 minutes. `counted`: it is more than 15 minutes. */
  readonly partialMinute: 'dropped' | 'counted';
  readonly partialUnit: PartialUnit;
  /**
   * What becomes of a unit where another band begins. `split`: it ends, and the next band starts a new one. `runOn`: it
   * goes on at the price and length it began with. In one band it goes on past midnight either way.
   */
  readonly atBandEnd: 'split' | 'runOn';
  /** Length of a `window`, 1440 when absent. Where anything of the rule happens per window, units end with windows. */
  readonly windowMinutes?: number;
  /** When a `calendarDay` begins, `HH:MM`; 00:00 when absent. Its type is that of the date on which it begins. */
  readonly dayStartsAt?: string;
  /** Units end where a calendar day ends. */
  readonly unitsEndWithDay?: boolean;
  /** What no band covers: `free`, or, when absent, every day must be covered. */
  readonly otherTimes?: 'free';
  readonly bands: readonly [Band, ...Band[]];
  readonly opening?: Opening;
  readonly event?: EventOverride | readonly [EventOverride, ...EventOverride[]];
  /** In the order of their periods, from the shortest to the longest, whatever their order here. */
  readonly caps: readonly Cap[];
  readonly jumps?: readonly Jump[];
  /** Then times the bays that the vehicle takes. */
  readonly perBay?: boolean;
  /** What a stay that costs anything costs at least. */
  readonly minimumFen?: Fen;
  /** Last of all. */
  readonly rounding?: Rounding;
  /** A longer stay is a violation, not a fee. */
  readonly maximumStayMinutes?: number;
  /** Other members for stays that begin at certain times: an early bird's flat, an evening rate. The first that fits. */
  readonly entryVariants?: readonly EntryVariant[];
}

/** Members that replace those of a rule; null takes an optional one away. */
export type Changes = { readonly [Key in Exclude<keyof ChargedRule, 'kind'>]?: ChargedRule[Key] | null };

/** For stays whose entry lies in `[from, to)` of a day that fits; `to` at or before `from` is on the next day. */
export interface EntryVariant extends DayChoice {
  readonly from: string;
  readonly to: string;
  readonly changes: Changes;
}

export interface NoChargeRule {
  readonly kind: 'noCharge';
  readonly text?: Text;
}

/** The rule of another class, which is not itself a `sameAs`, with members of its own instead, times a percentage. */
export interface SameAsRule {
  readonly kind: 'sameAs';
  readonly vehicleClass: string;
  /** Members that replace those of the other rule; null takes an optional one away. */
  readonly changes?: Changes;
  /** 200 doubles, 50 halves: of the result, after caps, before minimum and rounding. */
  readonly percent?: number;
  /** Of a fraction of a fen that the percentage leaves; `up` when absent. */
  readonly percentRounding?: RoundingMode;
}

export type VehicleRule = ChargedRule | NoChargeRule | SameAsRule;

/** Days of every year from one date to another, both included; `to` before `from` runs over the new year. */
export interface Season {
  readonly name: string;
  readonly text?: Text;
  /** `MM-DD`. */
  readonly from: string;
  readonly to: string;
}

export interface TariffDocument {
  readonly schemaVersion: 1;
  readonly name?: Text;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name: bands and days are those of this place. */
  readonly zone: string;
  readonly calendar?: Calendar;
  /** `ignored`: a holiday is the weekday that it falls on. */
  readonly holidays?: 'observed' | 'ignored';
  /** Kinds of days of the operator's own (market day, fair), whose dates the calendar lists. */
  readonly ownDays?: readonly string[];
  readonly seasons?: readonly Season[];
  /** Why the fee of a longer stay may be lower than that of a shorter one; without it such a document is refused. */
  readonly nonMonotone?: { readonly reason: string };
  /** By vehicle class. A class that is not named here has no tariff. */
  readonly rules: Readonly<Record<string, VehicleRule>>;
}
