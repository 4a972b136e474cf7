// Bands of a day in minutes since midnight.
import { type Band } from './document.ts';

export const minutesPerDay = 1440;

/** `HH:MM` to minutes since midnight, 0 to 1440; undefined when it is no wall-clock time. */
export const minuteOfDay = (text: string): number | undefined => {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= minutesPerDay ? minutes : undefined;
};

/** `HH:MM` of minutes since midnight. */
export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

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
