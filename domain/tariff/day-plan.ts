// Which band holds when: the bands of each local day as instants, laid out once per day and kept.
import { dayTypeOf, type Calendar, type DayType } from '../calendar.ts';
import { plusDays, type DayNumber, type LocalTime } from '../local-time.ts';
import { type EpochMs } from '../time.ts';
import { minutesPerDay, spanOf } from './bands.ts';
import { type Band } from './document.ts';

/** One band on one day, half-open. */
export interface Occurrence {
  readonly bandIndex: number;
  readonly dayType: DayType;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface DayPlan {
  readonly dayType: DayType;
  /** The first instant of the next day. */
  readonly end: EpochMs;
  /** Of the bands that belong to this day, in order; the last may end on the next day. */
  readonly occurrences: readonly Occurrence[];
}

export type DayPlans = (day: DayNumber) => DayPlan;

const keptDays = 4_096;

export const createDayPlans = (bands: readonly Band[], local: LocalTime, calendar: Calendar): DayPlans => {
  const spans = bands.map((band, bandIndex) => ({ ...spanOf(band), bandIndex, days: band.days }));
  spans.sort((a, b) => a.fromMinute - b.fromMinute);
  const instantOf = (day: DayNumber, minute: number): EpochMs =>
    minute <= minutesPerDay ? local.instantOf(day, minute) : local.instantOf(plusDays(day, 1), minute - minutesPerDay);
  const layOut = (day: DayNumber): DayPlan => {
    const dayType = dayTypeOf(calendar, day);
    const occurrences = spans
      .filter(({ days }) => days === undefined || days.includes(dayType))
      .map(({ bandIndex, fromMinute, toMinute }) => ({
        bandIndex,
        dayType,
        from: instantOf(day, fromMinute),
        to: instantOf(day, toMinute),
      }))
      .filter(({ from, to }) => from < to);
    return { dayType, end: local.startOfDay(plusDays(day, 1)), occurrences };
  };
  const kept = new Map<DayNumber, DayPlan>();
  return (day) => {
    const known = kept.get(day);
    if (known !== undefined) return known;
    if (kept.size >= keptDays) kept.clear();
    const plan = layOut(day);
    kept.set(day, plan);
    return plan;
  };
};
