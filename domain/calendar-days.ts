// A calendar day by day: what each date is and why, how two calendars differ, and one laid over another.
import { dayTypeOf, type Calendar, type DayType } from './calendar.ts';
import { localDate, plusDays, weekdayOf, type DayNumber } from './local-time.ts';

/** What a calendar says of one date; a date of which it says nothing has none. */
export interface DayEntry {
  readonly type?: DayType;
  readonly ownDay?: string;
  readonly name?: string;
}

export interface DayPreview {
  readonly date: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  readonly type: DayType;
  readonly ownDay: string | null;
  readonly name: string | null;
  /** `listed`: the calendar says so of this date. `weekday`: it is what its weekday makes it. */
  readonly because: 'listed' | 'weekday';
}

export interface DayChange {
  readonly date: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: DayEntry;
  readonly after?: DayEntry;
}

const entryOf = ({ days, ownDays, names }: Calendar, date: string): DayEntry | undefined => {
  const [type, ownDay, name] = [days[date], ownDays?.[date], names?.[date]];
  if (type === undefined && ownDay === undefined) return undefined;
  return { ...(type && { type }), ...(ownDay && { ownDay }), ...(name && { name }) };
};

/** Every date of which the calendar says something, in order. */
export const listedDates = ({ days, ownDays = {} }: Calendar): string[] =>
  [...new Set([...Object.keys(days), ...Object.keys(ownDays)])].sort();

export const dayEntries = (calendar: Calendar): (DayEntry & { readonly date: string })[] =>
  listedDates(calendar).map((date) => ({ date, ...entryOf(calendar, date) }));

/** The days from the first to the last, both included. */
export const previewDays = (calendar: Calendar, first: DayNumber, last: DayNumber): DayPreview[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const day = plusDays(first, index);
    const date = localDate(day);
    return {
      date,
      weekday: weekdayOf(day),
      type: dayTypeOf(calendar, day),
      ownDay: calendar.ownDays?.[date] ?? null,
      name: calendar.names?.[date] ?? null,
      because: calendar.days[date] === undefined ? 'weekday' : 'listed',
    };
  });

const changeOf = (date: string, before: DayEntry | undefined, after: DayEntry | undefined): DayChange[] => {
  if (before === undefined) return after === undefined ? [] : [{ date, change: 'added', after }];
  if (after === undefined) return [{ date, change: 'removed', before }];
  const same = before.type === after.type && before.ownDay === after.ownDay && before.name === after.name;
  return same ? [] : [{ date, change: 'changed', before, after }];
};

/** What the second calendar says otherwise than the first, by date. */
export const diffCalendars = (before: Calendar, after: Calendar): DayChange[] =>
  [...new Set([...listedDates(before), ...listedDates(after)])]
    .sort()
    .flatMap((date) => changeOf(date, entryOf(before, date), entryOf(after, date)));

/** Dates with what they are from now on; undefined takes a date back to what its weekday makes it. */
export type DayChanges = ReadonlyMap<string, DayEntry | undefined>;

const membersOf = (entries: ReadonlyMap<string, DayEntry | undefined>) => {
  const dated = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  const member = <Key extends keyof DayEntry>(key: Key) =>
    Object.fromEntries(dated.flatMap(([date, entry]) => (entry?.[key] ? [[date, entry[key]] as const] : [])));
  return { days: member('type'), ownDays: member('ownDay'), names: member('name') };
};

const withoutEmpty = (texts: Record<string, string>): Record<string, string> | undefined =>
  Object.keys(texts).length === 0 ? undefined : texts;

/** The calendar with other days; what the changes do not name stays as it is. */
export const withDays = (calendar: Calendar, version: string, changes: DayChanges): Calendar => {
  const { zone } = calendar;
  const kept = dayEntries(calendar).map(({ date, ...entry }) => [date, entry] as const);
  const { days, ownDays, names } = membersOf(new Map<string, DayEntry | undefined>([...kept, ...changes]));
  const [own, named] = [withoutEmpty(ownDays), withoutEmpty(names)];
  return { version, ...(zone && { zone }), days, ...(own && { ownDays: own }), ...(named && { names: named }) };
};

/** Days of a calendar as changes of another one. */
export const changesOf = (calendar: Calendar): DayChanges =>
  new Map(dayEntries(calendar).map(({ date, ...entry }) => [date, entry]));
