// Which days are workdays, weekends and holidays. A calendar is versioned data, because governments announce it yearly.
import { dayNumber, localDate, weekdayOf, type DayNumber } from './local-time.ts';

export const dayTypes = ['workday', 'makeUpWorkday', 'weekend', 'shortHoliday', 'longHoliday'] as const;
export type DayType = (typeof dayTypes)[number];

export interface Calendar {
  readonly version: string;
  /** For people: the days are dates of the place, whatever the zone. */
  readonly zone?: string;
  /** Only the days that differ from their weekday: holidays, days off, and Saturdays or Sundays that are worked. */
  readonly days: Readonly<Record<string, DayType>>;
  /** Days of the operator's own (a fair, a market day), by date. A tariff that does not declare the name does not see them. */
  readonly ownDays?: Readonly<Record<string, string>>;
  /** For people: what a listed day is called. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Monday to Friday are workdays, nothing else is known. */
export const weekdayCalendar: Calendar = { version: 'weekdays', days: {} };

/** A Saturday or Sunday that is listed as a workday is a make-up workday. */
export const dayTypeOf = (calendar: Calendar, day: DayNumber): DayType => {
  const listed = calendar.days[localDate(day)];
  const usual = weekdayOf(day) >= 6 ? 'weekend' : 'workday';
  if (listed === undefined || listed === usual) return usual;
  return listed === 'workday' ? 'makeUpWorkday' : listed;
};

/** False when no day of the year is listed: its holidays have not been entered yet. */
export const calendarCovers = (calendar: Calendar, year: number): boolean =>
  Object.keys(calendar.days).some((date) => date.startsWith(`${year}-`));

export const isCalendarDate = (date: string): boolean => dayNumber(date) !== undefined;

/** Every date from the first to the last, for writing a calendar down. Throws a RangeError for what is no date. */
export const dateRange = (from: string, to: string): string[] => {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first === undefined || last === undefined) throw new RangeError(`${from} to ${to} is not a range of dates`);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => localDate((first + index) as DayNumber));
};

/** Builds the days of a calendar from ranges `[from, to, type]`, both ends included. */
export const calendarDays = (ranges: readonly (readonly [string, string, DayType])[]): Record<string, DayType> =>
  Object.fromEntries(ranges.flatMap(([from, to, type]) => dateRange(from, to).map((date) => [date, type] as const)));

/**
 * Mainland China 2026 as the State Council announced it. A holiday of seven days or more is a long one.
 * Source: General Office of the State Council, holiday arrangement for 2026; equal to npm chinese-days 1.5.7.
 */
export const chinaCalendar2026: Calendar = {
  version: 'cn-2026',
  zone: 'Asia/Shanghai',
  days: calendarDays([
    ['2026-01-01', '2026-01-03', 'shortHoliday'],
    ['2026-01-04', '2026-01-04', 'workday'],
    ['2026-02-14', '2026-02-14', 'workday'],
    ['2026-02-15', '2026-02-23', 'longHoliday'],
    ['2026-02-28', '2026-02-28', 'workday'],
    ['2026-04-04', '2026-04-06', 'shortHoliday'],
    ['2026-05-01', '2026-05-05', 'shortHoliday'],
    ['2026-05-09', '2026-05-09', 'workday'],
    ['2026-06-19', '2026-06-21', 'shortHoliday'],
    ['2026-09-20', '2026-09-20', 'workday'],
    ['2026-09-25', '2026-09-27', 'shortHoliday'],
    ['2026-10-01', '2026-10-07', 'longHoliday'],
    ['2026-10-10', '2026-10-10', 'workday'],
  ]),
};
