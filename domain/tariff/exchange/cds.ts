// The Curbs API of the Curb Data Specification 1.0 (Open Mobility Foundation): the members of it that carry prices.
import { type EpochMs } from '../../time.ts';
import { type Format } from './reasons.ts';

export const cdsVersion = '1.0';

export const cdsFormat: Format = {
  name: 'CDS',
  weekdays: true,
  proRata: true,
  dailyFlat: true,
  roundUp: true,
  maximumStay: true,
};

export const daysOfWeek = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export interface CdsTimeSpan {
  readonly days_of_week?: readonly (typeof daysOfWeek)[number][];
  /** `HH:MM`; from midnight when absent. */
  readonly time_of_day_start?: string;
  /** Excluded; until midnight when absent. */
  readonly time_of_day_end?: string;
}

/** Those of the units of time that always have the same length. */
export const minutesPerRateUnit = { week: 10_080, day: 1440, hour: 60, minute: 1 } as const;
export type CdsRateUnit = keyof typeof minutesPerRateUnit;

export interface CdsRate {
  /** In the smallest unit of the currency, per `rate_unit`. */
  readonly rate: number;
  readonly rate_unit: CdsRateUnit;
  readonly rate_unit_period?: 'rolling' | 'calendar';
  /** The smallest number of `rate_unit`s that one can pay for. */
  readonly increment_duration?: number;
  readonly increment_amount?: number;
  /** Included, in `rate_unit`s since arrival. */
  readonly start_duration?: number;
  /** Excluded. */
  readonly end_duration?: number;
}

export interface CdsRule {
  readonly activity: 'parking';
  readonly max_stay?: number;
  readonly max_stay_unit?: 'minute';
  readonly user_classes?: readonly string[];
  readonly rate: readonly CdsRate[];
}

export interface CdsPolicy {
  readonly curb_policy_id: string;
  readonly published_date: EpochMs;
  readonly priority: number;
  readonly rules: readonly CdsRule[];
  readonly time_spans?: readonly CdsTimeSpan[];
}

/** The answer of `/curbs/policies`. */
export interface CdsPolicies {
  readonly version: string;
  readonly time_zone: string;
  readonly last_updated: EpochMs;
  readonly currency: string;
  readonly data: { readonly policies: readonly CdsPolicy[] };
}

// ISO 4217: most currencies have two decimals, these have none or three.
const withoutDecimals = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withThreeDecimals = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** Amounts here are hundredths of the main unit of every currency; there they are in its smallest unit. */
export const toSmallestUnit = (hundredths: number, currency: string): number =>
  withoutDecimals.has(currency) ? hundredths / 100 : withThreeDecimals.has(currency) ? hundredths * 10 : hundredths;

export const fromSmallestUnit = (amount: number, currency: string): number =>
  withoutDecimals.has(currency) ? amount * 100 : withThreeDecimals.has(currency) ? amount / 10 : amount;
