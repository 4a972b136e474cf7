// When a calendar must have its next year: governments announce holidays weeks before they come, and nobody is told.
import { calendarCovers, weekdayCalendar, type Calendar } from './calendar.ts';
import { localDate, localTimeIn, plusDays, type DayNumber } from './local-time.ts';
import { type TariffDocument } from './tariff/document.ts';
import { type EpochMs } from './time.ts';

/** China's State Council announces the next year's holidays in November; 45 days before the year's end is 17 November. */
export const defaultAlarmDays = 45;

/** The zone of a calendar that names none. */
export const defaultCalendarZone = 'Asia/Shanghai';

const yearOf = (day: DayNumber): number => Number(localDate(day).slice(0, 4));

export interface NeededYear {
  readonly year: number;
  /** From when the calendar must know it: the start of the year, or now when the year has begun. */
  readonly from: EpochMs;
}

/** The years that a calendar of this zone must know by now: this one, and the next when its start is near. */
export const neededYears = (at: EpochMs, zone: string | undefined, alarmDays: number): NeededYear[] => {
  const { dayOf, startOfDay } = localTimeIn(zone ?? defaultCalendarZone);
  const today = dayOf(at);
  const year = yearOf(today);
  const next = [...Array(alarmDays + 1).keys()].map((days) => plusDays(today, days)).find((day) => yearOf(day) > year);
  return [{ year, from: at }, ...(next === undefined ? [] : [{ year: year + 1, from: startOfDay(next) }])];
};

/** A version of a calendar, in force from an instant until the next one is. */
export interface CalendarVersion {
  readonly effectiveFrom: EpochMs;
  readonly document: Calendar;
}

/** The years that are needed by now and that the version in force at their start knows nothing of. */
export const missingYears = (versions: readonly CalendarVersion[], at: EpochMs, alarmDays: number): number[] => {
  const inForceAt = (instant: EpochMs): Calendar =>
    versions
      .filter(({ effectiveFrom }) => effectiveFrom <= instant)
      .reduce<CalendarVersion | undefined>(
        (last, next) => (last && last.effectiveFrom > next.effectiveFrom ? last : next),
        undefined,
      )?.document ?? weekdayCalendar;
  return neededYears(at, inForceAt(at).zone, alarmDays)
    .filter(({ year, from }) => !calendarCovers(inForceAt(from), year))
    .map(({ year }) => year);
};

/** Words for days that mean something else when holidays are not known. */
const holidayWords = new Set([
  ...['workday', 'weekend', 'holiday', 'makeUpWorkday', 'shortHoliday', 'longHoliday'],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
]);

const namesHolidays = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(namesHolidays);
  return Object.entries(value).some(([key, member]) =>
    key === 'days' && Array.isArray(member)
      ? member.some((word) => holidayWords.has(String(word)))
      : namesHolidays(member),
  );
};

/** Whether prices under this document depend on which days are holidays. */
export const usesHolidays = ({ holidays, rules }: Pick<TariffDocument, 'holidays' | 'rules'>): boolean =>
  holidays !== 'ignored' && namesHolidays(rules);
