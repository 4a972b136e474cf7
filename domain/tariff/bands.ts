// Bands of a day in minutes since midnight, and whether two of them would price the same time.
import { dayTypes } from '../calendar.ts';
import { type Band } from './document.ts';

export const minutesPerDay = 1440;

/** `HH:MM` to minutes since midnight, 0 to 1440; undefined when it is no wall-clock time. */
export const minuteOfDay = (text: string): number | undefined => {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= minutesPerDay ? minutes : undefined;
};

export interface BandSpan {
  /** 0 to 1439, on the day the band belongs to. */
  readonly fromMinute: number;
  /** Up to 2880: past 1440 it is a minute of the next day. */
  readonly toMinute: number;
}

export const spanOf = (band: Pick<Band, 'from' | 'to'>): BandSpan => {
  const fromMinute = minuteOfDay(band.from) ?? 0;
  const toMinute = minuteOfDay(band.to) ?? 0;
  return { fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + minutesPerDay };
};

const shareDayType = (a: Band, b: Band): boolean =>
  dayTypes.some((type) => (a.days ?? dayTypes).includes(type) && (b.days ?? dayTypes).includes(type));

/** Days of any two types may follow each other, so the part after midnight must be clear of every band. */
export const bandsOverlap = (a: Band, b: Band): boolean => {
  const [first, second] = [spanOf(a), spanOf(b)];
  const sameDay = shareDayType(a, b) && first.fromMinute < second.toMinute && second.fromMinute < first.toMinute;
  const runsInto = (one: BandSpan, next: BandSpan): boolean => one.toMinute - minutesPerDay > next.fromMinute;
  return sameDay || runsInto(first, second) || runsInto(second, first);
};
