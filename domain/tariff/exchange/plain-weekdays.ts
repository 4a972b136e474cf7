// On which days of the week a band of a document holds, when the calendar has no say in it.
import { type Band, type TariffDocument } from '../document.ts';
import { everyWeekday } from './plain-tariff.ts';

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Selectors that mean days of the week only where holidays are not observed. */
const withoutHolidays: Readonly<Record<string, readonly number[]>> = {
  workday: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  holiday: [],
  shortHoliday: [],
  longHoliday: [],
  makeUpWorkday: [],
  restDay: [],
  ...Object.fromEntries(names.map((name, index) => [name, [index + 1]])),
};

const always: ReadonlyMap<string, number> = new Map(
  names.map((name, index) => [`every${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, index + 1] as const),
);

export const everyDaySelector = (weekday: number): string => [...always.keys()][weekday - 1] ?? '';

/** Undefined when it depends on more than the day of the week. */
export const weekdaysOf = (document: TariffDocument, { days, seasons }: Band): readonly number[] | undefined => {
  if (seasons !== undefined) return undefined;
  if (days === undefined) return everyWeekday;
  // A day of the operator's own is no Monday, whatever the week says.
  if ((document.ownDays ?? []).length > 0) return undefined;
  if (['workday', 'weekend', 'holiday'].every((kind) => days.includes(kind))) return everyWeekday;
  const found = new Set<number>();
  for (const selector of days) {
    const every = always.get(selector);
    const listed = every === undefined ? undefined : [every];
    const weekdays = listed ?? (document.holidays === 'ignored' ? withoutHolidays[selector] : undefined);
    if (weekdays === undefined) return undefined;
    weekdays.forEach((weekday) => found.add(weekday));
  }
  return [...found].sort((a, b) => a - b);
};
