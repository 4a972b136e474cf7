// The plain reference, first part: wall clocks, kinds of days and what a choice of days means. Everything is in minutes.
import { Temporal } from 'temporal-polyfill';
import { type Calendar } from '../../../domain/calendar.ts';
import { type DayChoice, type TariffDocument } from '../../../domain/tariff/document.ts';

const offsets = new Map<string, Map<number, number>>();

/** Offset of a zone in minutes; it only ever changes at a quarter of an hour. */
const offsetAt = (zone: string, minute: number): number => {
  const quarter = Math.floor(minute / 15);
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const found = known.get(quarter);
  if (found !== undefined) return found;
  const instant = Temporal.Instant.fromEpochMilliseconds(quarter * 15 * 60_000);
  const offset = instant.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
  known.set(quarter, offset);
  return offset;
};

/** What the clock on the wall shows, as minutes since 1970-01-01 00:00 on that wall. */
export const wallAt = (zone: string, minute: number): number => minute + offsetAt(zone, minute);

export const dateAt = (zone: string, minute: number): number => Math.floor(wallAt(zone, minute) / 1440);

const reached = new Map<string, Map<number, number>>();

/** The first minute at which the clock on the wall shows this time of this date or, where it is jumped over, more. */
export const minuteAt = (zone: string, date: number, minuteOfDay: number): number => {
  const wall = date * 1440 + minuteOfDay;
  const known = reached.get(zone) ?? new Map<number, number>();
  reached.set(zone, known);
  const found = known.get(wall);
  if (found !== undefined) return found;
  let minute = wall - Math.max(offsetAt(zone, wall - 2880), offsetAt(zone, wall + 2880));
  while (wallAt(zone, minute) < wall) minute += 1;
  known.set(wall, minute);
  return minute;
};

export const minutesOfText = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The date on which the calendar day of a minute begins, where calendar days begin at `dayStartsAt`. */
export const calendarDayAt = (zone: string, dayStartsAt: string | undefined, minute: number): number => {
  const starts = minutesOfText(dayStartsAt ?? '00:00');
  let day = dateAt(zone, minute) + 1;
  while (minuteAt(zone, day, starts) > minute) day -= 1;
  return day;
};

const dateText = (date: number): string => new Date(date * 86_400_000).toISOString().slice(0, 10);

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** `own`: a day of the operator's. `ordinary`: one of which the calendar says nothing that its weekday does not say. */
const kindOf = (document: TariffDocument, calendar: Calendar, date: number): { kind: string; own: boolean } => {
  const text = dateText(date);
  const own = calendar.ownDays?.[text];
  if (own !== undefined && (document.ownDays ?? []).includes(own)) return { kind: own, own: true };
  const listed = document.holidays === 'ignored' ? undefined : calendar.days[text];
  const isWeekend = [0, 6].includes(new Date(date * 86_400_000).getUTCDay());
  const kind = {
    workday: isWeekend ? 'makeUpWorkday' : 'ordinary',
    makeUpWorkday: 'makeUpWorkday',
    weekend: isWeekend ? 'ordinary' : 'restDay',
    shortHoliday: 'shortHoliday',
    longHoliday: 'longHoliday',
  }[listed ?? (isWeekend ? 'weekend' : 'workday')];
  return { kind, own: false };
};

const isDay = (document: TariffDocument, calendar: Calendar, selector: string, date: number): boolean => {
  const { kind, own } = kindOf(document, calendar, date);
  if (own) return selector === kind;
  const weekday = weekdays[new Date(date * 86_400_000).getUTCDay()]!;
  const isWeekend = weekday === 'saturday' || weekday === 'sunday';
  if (selector === 'workday') return kind === 'makeUpWorkday' || (kind === 'ordinary' && !isWeekend);
  if (selector === 'weekend') return kind === 'restDay' || (kind === 'ordinary' && isWeekend);
  if (selector === 'holiday') return kind === 'shortHoliday' || kind === 'longHoliday';
  if (weekdays.includes(selector)) return kind === 'ordinary' && selector === weekday;
  if (selector.startsWith('every')) return selector.slice(5).toLowerCase() === weekday;
  return selector === kind;
};

const isInSeason = (document: TariffDocument, name: string, date: number): boolean => {
  const season = document.seasons?.find((one) => one.name === name);
  if (season === undefined) throw new Error(`no season ${name}`);
  const monthDay = dateText(date).slice(5);
  if (season.from <= season.to) return season.from <= monthDay && monthDay <= season.to;
  return season.from <= monthDay || monthDay <= season.to;
};

export const isChosen = (document: TariffDocument, calendar: Calendar, choice: DayChoice, date: number): boolean =>
  (choice.days === undefined || choice.days.some((selector) => isDay(document, calendar, selector, date))) &&
  (choice.seasons === undefined || choice.seasons.some((name) => isInSeason(document, name, date)));
