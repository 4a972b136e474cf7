// Which band holds when: the bands of each local day as instants, laid out once per day and kept.
import { plusDays, type DayNumber, type LocalTime } from '../local-time.ts';
import { type EpochMs } from '../time.ts';
import { minuteOfDay, minutesPerDay, spanOf } from './bands.ts';
import { dayTypeName, isChosen, type DayReader } from './days.ts';
import { type ChargedRule, type DayChoice, type Season } from './document.ts';

/** One band on one day, half-open. */
export interface Occurrence {
  readonly bandIndex: number;
  readonly dayType: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface DayPlan {
  readonly day: DayNumber;
  readonly dayType: string;
  /** The first instant of the next date. */
  readonly end: EpochMs;
  /** When the calendar day of the rule begins that is named after this date, and when it ends. */
  readonly dayStart: EpochMs;
  readonly dayEnd: EpochMs;
  /** Of the bands that belong to this date, in order; the last may end on the next date. */
  readonly occurrences: readonly Occurrence[];
  /** Of each choice that was asked for, in its order: whether it names this date. */
  readonly chosen: readonly boolean[];
}

export type DayPlans = (day: DayNumber) => DayPlan;

/** Where a rule lies in time and place. */
export interface Place {
  readonly local: LocalTime;
  readonly dayOf: DayReader;
  readonly seasons: readonly Season[];
  readonly currency: string;
}

/** A power of two. */
const keptDays = 4_096;

type Laid = Pick<ChargedRule, 'bands' | 'dayStartsAt'>;

const layOut = ({ bands, dayStartsAt }: Laid, place: Place, choices: readonly DayChoice[]): DayPlans => {
  const { local, dayOf, seasons } = place;
  const spans = bands.map((band, bandIndex) => ({ ...spanOf(band), bandIndex, band }));
  spans.sort((a, b) => a.fromMinute - b.fromMinute);
  const dayStartMinute = minuteOfDay(dayStartsAt ?? '00:00') ?? 0;
  const instantOf = (day: DayNumber, minute: number): EpochMs =>
    minute <= minutesPerDay ? local.instantOf(day, minute) : local.instantOf(plusDays(day, 1), minute - minutesPerDay);
  return (number) => {
    const day = dayOf(number);
    const dayType = dayTypeName(day);
    const occurrences = spans
      .filter(({ band }) => isChosen(band, day, seasons))
      .map(({ bandIndex, fromMinute, toMinute }) => ({
        bandIndex,
        dayType,
        from: instantOf(number, fromMinute),
        to: instantOf(number, toMinute),
      }))
      .filter(({ from, to }) => from < to);
    return {
      day: number,
      dayType,
      end: local.startOfDay(plusDays(number, 1)),
      dayStart: instantOf(number, dayStartMinute),
      dayEnd: instantOf(plusDays(number, 1), dayStartMinute),
      occurrences,
      chosen: choices.map((choice) => isChosen(choice, day, seasons)),
    };
  };
};

export const createDayPlans = (rule: Laid, place: Place, choices: readonly DayChoice[]): DayPlans => {
  const make = layOut(rule, place, choices);
  // Each day has its place, and may push out another that is thousands of days away: quicker than a map.
  const kept: (DayPlan | undefined)[] = Array.from({ length: keptDays });
  return (day) => {
    const known = kept[day & (keptDays - 1)];
    if (known?.day === day) return known;
    const plan = make(day);
    kept[day & (keptDays - 1)] = plan;
    return plan;
  };
};
