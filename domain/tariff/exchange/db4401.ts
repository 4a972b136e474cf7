// DB4401/T 133-2021 (Guangzhou, data networking of public car parks): the members of its car park that carry prices.
import { type Format } from './reasons.ts';

export const db4401Format: Format = {
  name: 'DB4401/T 133',
  weekdays: false,
  proRata: false,
  dailyFlat: false,
  roundUp: false,
  maximumStay: false,
};

/**
 * Names of members. The text that is public without payment shows the types `ChargingPeriod` and `ChargingRule` and of
 * the latter `DurStart`, `DurEnd` and `Span`; the other four are a reading, and given by the caller where a platform
 * names them differently. See docs/tariff-exchange.md.
 */
export interface Db4401Names {
  /** Of the car park: a collection of `ChargingPeriod`. */
  readonly periods: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Of a `ChargingPeriod`: a collection of `ChargingRule`. */
  readonly rules: string;
  /** Of a `ChargingRule`: yuan for each `Span`. */
  readonly price: string;
}

export const db4401Names: Db4401Names = {
  periods: 'ChargingPeriod',
  periodStart: 'StartTime',
  periodEnd: 'EndTime',
  rules: 'ChargingRule',
  price: 'Price',
};

export const openEnd = -1;

/** A `ChargingRule`, under the names that hold: a length of stay from, up to, yuan, and the minutes these pay for. */
export type Db4401Rule = Readonly<Record<string, number>>;
export type Db4401Period = Readonly<Record<string, string | readonly Db4401Rule[]>>;
/** The part of the car park that carries its prices. */
export type Db4401Charging = Readonly<Record<string, readonly Db4401Period[]>>;

export const db4401Zone = 'Asia/Shanghai';
export const db4401Currency = 'CNY';
