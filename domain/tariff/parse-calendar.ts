// Reads a calendar from JSON.
import { dayTypes, isCalendarDate, type Calendar, type DayType } from '../calendar.ts';
import { isZone } from '../local-time.ts';
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

export const zoneOf = (node: JsonNode): string | undefined => {
  const zone = textOf(node, /^./, 'an IANA time zone');
  return zone === undefined || isZone(zone) ? zone : problem(node, 'bad-format', 'must be an IANA time zone');
};

const dayOf = (date: string, node: JsonNode): readonly [string, DayType] | undefined => {
  if (!isCalendarDate(date)) return problem(node, 'bad-format', 'must be named by a date YYYY-MM-DD');
  const type = oneOf(node, dayTypes);
  return type && [date, type];
};

export const calendarOf = (node: JsonNode): Calendar | undefined => {
  const members = objectOf(node, ['version', 'days'], ['zone']);
  if (members === undefined) return undefined;
  const version = textOf(members.version, /^.{1,64}$/, 'a version of 1 to 64 characters');
  const zone = members.zone && zoneOf(members.zone);
  const days = entriesOf(members.days)?.map(([date, day]) => dayOf(date, day));
  if (version === undefined || days === undefined) return undefined;
  return {
    version,
    ...(zone === undefined ? {} : { zone }),
    days: Object.fromEntries(days.filter((day) => day !== undefined)),
  };
};

export const parseCalendar = (json: unknown): Calendar | TariffProblem[] => {
  const node = rootNode(json);
  return resultOf(node, calendarOf(node));
};
