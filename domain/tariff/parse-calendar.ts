// Reads a calendar from JSON, and finds what cannot hold: no dates, make-up workdays on workdays, own days named like types.
import { dayTypes, isCalendarDate, type Calendar, type DayType } from '../calendar.ts';
import { dayNumber, isZone, weekdayOf } from '../local-time.ts';
import { daySelectors, listedKinds } from './days.ts';
import {
  entriesOf,
  objectOf,
  oneOf,
  problem,
  resultOf,
  rootNode,
  textOf,
  type JsonNode,
  type TariffProblem,
} from './reader.ts';

/** Every day of 27 years. */
const mostDays = 10_000;
const reservedNames = new Set<string>([...daySelectors, ...listedKinds]);

export const zoneOf = (node: JsonNode): string | undefined => {
  const zone = textOf(node, /^./, 'an IANA time zone');
  return zone === undefined || isZone(zone) ? zone : problem(node, 'unknown-zone', 'must be an IANA time zone');
};

const dayTypeOfDate = (node: JsonNode, date: string): DayType | undefined => {
  const type = oneOf(node, dayTypes);
  const day = dayNumber(date);
  if (type !== 'makeUpWorkday' || day === undefined || weekdayOf(day) >= 6) return type;
  return problem(node, 'unreachable', 'is a Monday to Friday: only a Saturday or Sunday can be a make-up workday');
};

const ownDayOf = (node: JsonNode): string | undefined => {
  const name = textOf(node, /^.{1,64}$/, 'a name of 1 to 64 characters');
  if (name === undefined || !reservedNames.has(name)) return name;
  return problem(node, 'duplicate', `"${name}" is a word of the language: own days need a name of their own`);
};

const nameOf = (node: JsonNode): string | undefined => textOf(node, /^.{1,100}$/, '1 to 100 characters');

/** The members of an object by date, or undefined after noting what is wrong with it. */
const byDate = <T>(
  node: JsonNode,
  read: (node: JsonNode, date: string) => T | undefined,
): Record<string, T> | undefined => {
  const entries = entriesOf(node);
  if (entries === undefined) return undefined;
  if (entries.length > mostDays) return problem(node, 'out-of-range', `must have at most ${mostDays} days`);
  const values: Record<string, T> = {};
  for (const [date, day] of entries) {
    if (!isCalendarDate(date)) problem(day, 'bad-format', 'must be named by a date YYYY-MM-DD');
    else {
      const value = read(day, date);
      if (value !== undefined) values[date] = value;
    }
  }
  return values;
};

export const calendarOf = (node: JsonNode): Calendar | undefined => {
  const members = objectOf(node, ['version', 'days'], ['$schema', 'zone', 'ownDays', 'names']);
  if (members === undefined) return undefined;
  const version = textOf(members.version, /^.{1,64}$/, 'a version of 1 to 64 characters');
  const zone = members.zone && zoneOf(members.zone);
  const days = byDate(members.days, dayTypeOfDate);
  const ownDays = members.ownDays && byDate(members.ownDays, ownDayOf);
  const names = members.names && byDate(members.names, nameOf);
  if (version === undefined || days === undefined) return undefined;
  for (const [date, name] of (members.names && entriesOf(members.names)) ?? []) {
    if (isCalendarDate(date) && !(date in days) && !(ownDays && date in ownDays))
      problem(name, 'unknown-reference', 'names a day that the calendar does not list');
  }
  return { version, ...(zone && { zone }), days, ...(ownDays && { ownDays }), ...(names && { names }) };
};

export const parseCalendar = (json: unknown): Calendar | TariffProblem[] => {
  const node = rootNode(json);
  return resultOf(node, calendarOf(node));
};
