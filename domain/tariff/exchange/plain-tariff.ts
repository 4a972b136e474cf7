// The part of the tariff language that other formats share: weekly bands, each with a price by time since arrival.
import { type Fen } from '../../money.ts';

/** Holds from one number of minutes since arrival to another; a unit is paid whole at the price at which it begins. */
export interface PriceStep {
  readonly fromMinutes: number;
  /** Excluded; null for the last. */
  readonly toMinutes: number | null;
  readonly unitMinutes: number;
  readonly unitPriceFen: Fen;
  /** Instead of a started unit counting whole, each minute counts its part, rounded up to a fen. */
  readonly proRata: boolean;
}

export type PlainCharge =
  | { readonly kind: 'free' }
  /** From 0 on without gaps, so that there is always one that holds. */
  | { readonly kind: 'steps'; readonly steps: readonly PriceStep[] }
  /** Once per calendar day in which any of the band is used. */
  | { readonly kind: 'daily'; readonly amountFen: Fen };

export interface PlainBand {
  /** Where it stands in what it was read from. */
  readonly pointer: string;
  /** Minutes of the day; `to` at or before `from` is on the next day. */
  readonly from: number;
  readonly to: number;
  /** 1 is Monday: days on which the band starts. */
  readonly weekdays: readonly number[];
  readonly charge: PlainCharge;
}

export interface PlainTariff {
  readonly zone: string;
  readonly currency: string;
  readonly bands: readonly PlainBand[];
  /** What no band covers costs nothing; otherwise it has no tariff. */
  readonly otherTimesFree: boolean;
  /** The amount due is rounded up to a multiple of this. */
  readonly roundUpToFen?: number;
  readonly maximumStayMinutes?: number;
}

export const everyWeekday: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export const isWholeDay = ({ from, to }: Pick<PlainBand, 'from' | 'to'>): boolean =>
  from === to || (from === 0 && to === 1440);

/** The only band there is, at all times: nothing in it ever meets another price. */
export const holdsAlways = (band: Pick<PlainBand, 'from' | 'to' | 'weekdays'>): boolean =>
  isWholeDay(band) && band.weekdays.length === 7;

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
