// Which days a rule means: what kind of day a date is, and whether a choice of days and seasons names it.
import { type Calendar } from '../calendar.ts';
import { localDate, weekdayOf, type DayNumber } from '../local-time.ts';
import { type DayChoice, type Season, type TariffDocument } from './document.ts';

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const everyName = (name: string): string => `every${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

/** `restDay`: a Monday to Friday that the calendar lists as a weekend. */
export const listedKinds = ['ordinary', 'makeUpWorkday', 'restDay', 'shortHoliday', 'longHoliday'] as const;

/** What selectors look at. */
export interface Day {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** One of `listedKinds`, or the name of an own day. */
  readonly kind: string;
  /** Month times 100 plus day: 704 is 4 July. */
  readonly monthDay: number;
}

export const daySelectors: readonly string[] = [
  'workday',
  'weekend',
  'holiday',
  'makeUpWorkday',
  'shortHoliday',
  'longHoliday',
  'restDay',
  ...weekdayNames,
  ...weekdayNames.map(everyName),
];

const isNamedBy = (selector: string, { weekday, kind }: Day): boolean => {
  switch (selector) {
    case 'workday':
      return (kind === 'ordinary' && weekday <= 5) || kind === 'makeUpWorkday';
    case 'weekend':
      return (kind === 'ordinary' && weekday >= 6) || kind === 'restDay';
    case 'holiday':
      return kind === 'shortHoliday' || kind === 'longHoliday';
    default: {
      if (selector === kind) return true;
      const name = weekdayNames[weekday - 1] ?? '';
      // A weekday off is a day like a Sunday.
      if (selector === 'sunday' && kind === 'restDay') return true;
      if (selector === name) return kind === 'ordinary';
      return selector === everyName(name) && (listedKinds as readonly string[]).includes(kind);
    }
  }
};

const isWithin = ({ from, to }: Season, monthDay: number): boolean => {
  const [first, last] = [Number(from.replace('-', '')), Number(to.replace('-', ''))];
  return first <= last ? monthDay >= first && monthDay <= last : monthDay >= first || monthDay <= last;
};

/** Whether the choice names the day; a choice that says nothing names every day. */
export const isChosen = (choice: DayChoice, day: Day, seasons: readonly Season[]): boolean => {
  const { days, seasons: names } = choice;
  if (days !== undefined && !days.some((selector) => isNamedBy(selector, day))) return false;
  if (names === undefined) return true;
  return seasons.some((season) => names.includes(season.name) && isWithin(season, day.monthDay));
};

export type DayReader = (day: DayNumber) => Day;

type DayRules = Pick<TariffDocument, 'holidays' | 'ownDays'>;

/** Reads days as the document sees them under this calendar. */
export const dayReader = ({ holidays, ownDays }: DayRules, calendar: Calendar): DayReader => {
  const listedKind = (date: string, weekday: number): string => {
    const own = calendar.ownDays?.[date];
    if (own !== undefined && ownDays?.includes(own)) return own;
    const listed = holidays === 'ignored' ? undefined : calendar.days[date];
    if (listed === undefined) return 'ordinary';
    if (listed === 'workday') return weekday >= 6 ? 'makeUpWorkday' : 'ordinary';
    return listed === 'weekend' ? (weekday >= 6 ? 'ordinary' : 'restDay') : listed;
  };
  return (number) => {
    const date = localDate(number);
    const weekday = weekdayOf(number);
    return { weekday, kind: listedKind(date, weekday), monthDay: Number(date.slice(5).replace('-', '')) };
  };
};

/** The word for a day in a breakdown: workday, makeUpWorkday, weekend, shortHoliday, longHoliday or an own day. */
export const dayTypeName = ({ weekday, kind }: Day): string => {
  if (kind === 'ordinary') return weekday >= 6 ? 'weekend' : 'workday';
  return kind === 'restDay' ? 'weekend' : kind;
};

const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const everyMonthDay: readonly number[] = monthLengths.flatMap((length, month) =>
  Array.from({ length }, (_, index) => (month + 1) * 100 + index + 1),
);

/** The kinds that a day of this weekday can be under any calendar. */
export const kindsOf = ({ holidays, ownDays }: DayRules, weekday: number): string[] => {
  const listed = holidays === 'ignored' ? ['ordinary'] : listedKinds;
  const possible = listed.filter((kind) =>
    kind === 'makeUpWorkday' ? weekday >= 6 : kind !== 'restDay' || weekday <= 5,
  );
  return [...possible, ...(ownDays ?? [])];
};
