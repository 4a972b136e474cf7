// Holidays and days worked as a calendar document.
import { type Calendar, type DayType } from '../../domain/calendar.ts';
import { dayNumber } from '../../domain/local-time.ts';
import { type HolidaySource } from './sources.ts';

const longHolidayDays = 7;

/** Groups of dates that follow each other without a gap. */
const runsOf = (dates: readonly string[]): string[][] => {
  const runs: string[][] = [];
  for (const date of [...dates].sort()) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && dayNumber(date) === (dayNumber(before) ?? 0) + 1) last.push(date);
    else runs.push([date]);
  }
  return runs;
};

/** Holidays that follow each other are one holiday; of seven days or more it is a long one, whatever its days are called. */
const holidayTypes = (dates: readonly string[]): [string, DayType][] =>
  runsOf(dates).flatMap((run) =>
    run.map((date): [string, DayType] => [date, run.length >= longHolidayDays ? 'longHoliday' : 'shortHoliday']),
  );

export const calendarDocument = (version: string, { zone, holidays, makeUpWorkdays }: HolidaySource): Calendar => {
  const worked = [...makeUpWorkdays.keys()].map((date): [string, DayType] => [date, 'workday']);
  const days = [...holidayTypes([...holidays.keys()]), ...worked];
  const names = [...holidays, ...[...makeUpWorkdays].map(([date, name]) => [date, `${name}调休`] as const)];
  const sorted = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
    Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { version, ...(zone === undefined ? {} : { zone }), days: sorted(days), names: sorted(names) };
};
