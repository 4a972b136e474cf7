// Reads a charged rule from JSON, member by member: the same for a rule and for what another class changes of it.
import { minuteOfDay, minutesPerDay } from './bands.ts';
import {
  type Band,
  type Cap,
  type Changes,
  type ChargedRule,
  type DayChoice,
  type EntryVariant,
  type EventOverride,
  type FreeLimit,
  type FreeTime,
  type Jump,
  type Opening,
  type Period,
  type Rounding,
  type Text,
  type TierClock,
} from './document.ts';
import { amountOf, chargeOf, maximumMinutes, partialUnitOf, roundingModeOf } from './parse-charges.ts';
import {
  entriesOf,
  flagOf,
  integerOf,
  itemsOf,
  listOf,
  objectOf,
  oneOf,
  orElse,
  problem,
  problemBelow,
  textOf,
  type JsonNode,
  type Members,
} from './reader.ts';

const periods = ['occurrence', 'calendarDay', 'window', 'sevenDays', 'stay'] as const;

export const textsOf = (node: JsonNode): Text | undefined => {
  const members = objectOf(node, ['zh', 'en']);
  const [zh, en] = (['zh', 'en'] as const).map(
    (key) => members && textOf(members[key], /^.{1,200}$/, '1 to 200 characters'),
  );
  return zh === undefined || en === undefined ? undefined : { zh, en };
};

export const nameOf = (node: JsonNode): string | undefined => textOf(node, /^.{1,64}$/, 'a name of 1 to 64 characters');

const namesOf = (node: JsonNode): string[] | undefined => {
  const items = itemsOf(node, 1, 200);
  return items && listOf(items, nameOf);
};

const choiceOf = ({ days, seasons }: Members<'days' | 'seasons'>): DayChoice => {
  const [dayNames, seasonNames] = [days && namesOf(days), seasons && namesOf(seasons)];
  return { ...(dayNames && { days: dayNames }), ...(seasonNames && { seasons: seasonNames }) };
};

/** One of something, or a list of it. */
const oneOrMore = <T>(read: (node: JsonNode) => T | undefined) => {
  return (node: JsonNode): T | readonly [T, ...T[]] | undefined => {
    if (!Array.isArray(node.value)) return read(node);
    const items = itemsOf(node, 1, 50);
    const [first, ...rest] = (items && listOf(items, read)) ?? [];
    return first === undefined ? undefined : [first, ...rest];
  };
};

export const timeOf = (node: JsonNode, maximum: number): string | undefined => {
  const text = textOf(node, /^\d{2}:[0-5]\d$/, 'a time HH:MM');
  const minutes = text === undefined ? undefined : minuteOfDay(text);
  if (text === undefined) return undefined;
  return minutes === undefined || minutes > maximum ? problem(node, 'out-of-range', 'must be a time of the day') : text;
};

const bandOf = (node: JsonNode): Band | undefined => {
  const members = objectOf(node, ['name', 'from', 'to', 'charge'], ['text', 'days', 'seasons']);
  if (members === undefined) return undefined;
  const name = nameOf(members.name);
  const text = members.text && textsOf(members.text);
  const choice = choiceOf(members);
  const from = timeOf(members.from, minutesPerDay - 1);
  const to = timeOf(members.to, minutesPerDay);
  const charge = chargeOf(members.charge);
  if (name === undefined || from === undefined || to === undefined || charge === undefined) return undefined;
  return { name, ...(text && { text }), ...choice, from, to, charge };
};

const bandsOf = (node: JsonNode): readonly [Band, ...Band[]] | undefined => {
  const items = itemsOf(node, 1, 200);
  const bands = items && listOf(items, bandOf);
  bands?.forEach(({ name }, index) => {
    if (bands.findIndex((band) => band.name === name) < index) {
      problem(items?.[index] ?? node, 'duplicate', `is another "${name}"`);
    }
  });
  const [first, ...rest] = bands ?? [];
  return first && [first, ...rest];
};

const limitOf = (node: JsonNode): FreeLimit | undefined => {
  const members = objectOf(node, ['times', 'per'], ['counts']);
  const times = members && integerOf(members.times, 1, 1_000);
  const per = members && oneOf(members.per, ['last24Hours', 'calendarDay']);
  const counts =
    members &&
    orElse<FreeLimit['counts']>(members.counts, (member) => oneOf(member, ['freeStays', 'stays']), 'freeStays');
  return times === undefined || per === undefined || counts === undefined ? undefined : { times, per, counts };
};

const freeTimeOf = (node: JsonNode): FreeTime | undefined => {
  const members = objectOf(node, ['minutes', 'mode'], ['inclusive', 'counts', 'per', 'limit', 'days', 'seasons']);
  if (members === undefined) return undefined;
  const minutes = integerOf(members.minutes, 1, maximumMinutes);
  const mode = oneOf(members.mode, ['threshold', 'deducted']);
  const inclusive = orElse(members.inclusive, flagOf, true);
  const counts = members.counts && oneOf(members.counts, ['elapsed', 'charged']);
  const per = members.per && oneOf(members.per, ['stay', 'window', 'calendarDay']);
  const limit = members.limit && limitOf(members.limit);
  if (minutes === undefined || mode === undefined || inclusive === undefined) return undefined;
  return {
    minutes,
    mode,
    inclusive,
    ...(counts && { counts }),
    ...(per && { per }),
    ...(limit && { limit }),
    ...choiceOf(members),
  };
};

const tierClockOf = (node: JsonNode): TierClock | undefined => {
  const members = objectOf(node, ['counts', 'restarts']);
  const counts = members && oneOf(members.counts, ['elapsed', 'charged']);
  const restarts = members && oneOf(members.restarts, ['occurrence', 'calendarDay', 'window', 'stay']);
  return counts && restarts && { counts, restarts };
};

/** Days choose a period only where a period is a day. */
const onlyPerDay = ({ days, seasons }: Members<'days' | 'seasons'>, per: Period | undefined): void => {
  if (per === undefined || per === 'calendarDay') return;
  for (const member of [days, seasons]) {
    if (member) problem(member, 'unknown-member', 'holds only per calendarDay: a longer period has no one day');
  }
};

const capOf = (node: JsonNode): Cap | undefined => {
  const members = objectOf(node, ['per', 'amountFen'], ['bands', 'days', 'seasons', 'acrossStays']);
  if (members === undefined) return undefined;
  const per = oneOf(members.per, periods);
  const amountFen = oneOrMore(amountOf)(members.amountFen);
  const acrossStays = members.acrossStays && flagOf(members.acrossStays);
  if (acrossStays === true && per !== 'calendarDay' && members.acrossStays) {
    problem(members.acrossStays, 'unknown-member', 'holds only per calendarDay: other periods begin with the stay');
  }
  const bands = members.bands && namesOf(members.bands);
  onlyPerDay(members, per);
  if (per === undefined || amountFen === undefined) return undefined;
  return {
    per,
    amountFen,
    ...(bands && { bands }),
    ...choiceOf(members),
    ...(acrossStays !== undefined && { acrossStays }),
  };
};

const capsOf = (node: JsonNode): readonly Cap[] | undefined => {
  const items = itemsOf(node, 0, 50);
  const caps = items && listOf(items, capOf);
  const keys = caps?.map(({ per, bands, days, seasons, acrossStays }) =>
    JSON.stringify([per, bands, days, seasons, acrossStays]),
  );
  keys?.forEach((key, index) => {
    if (keys.indexOf(key) < index) problem(items?.[index] ?? node, 'duplicate', 'there is such a cap already');
  });
  return caps;
};

const jumpOf = (node: JsonNode): Jump | undefined => {
  const members = objectOf(node, ['per', 'overMinutes', 'amountFen'], ['counts', 'days', 'seasons']);
  if (members === undefined) return undefined;
  const per = oneOf(members.per, ['calendarDay', 'window', 'stay']);
  const overMinutes = integerOf(members.overMinutes, 1, maximumMinutes);
  const counts = orElse<Jump['counts']>(members.counts, (member) => oneOf(member, ['elapsed', 'charged']), 'charged');
  const amountFen = amountOf(members.amountFen);
  onlyPerDay(members, per);
  if (per === undefined || overMinutes === undefined || counts === undefined || amountFen === undefined)
    return undefined;
  return { per, overMinutes, counts, amountFen, ...choiceOf(members) };
};

const jumpsOf = (node: JsonNode): readonly Jump[] | undefined => {
  const items = itemsOf(node, 0, 50);
  return items && listOf(items, jumpOf);
};

const openingOf = (node: JsonNode): Opening | undefined => {
  const members = objectOf(node, ['minutes', 'amountFen'], ['per']);
  if (members === undefined) return undefined;
  const minutes = integerOf(members.minutes, 1, maximumMinutes);
  const amountFen = amountOf(members.amountFen);
  const per = orElse<Opening['per']>(members.per, (member) => oneOf(member, ['stay', 'window', 'calendarDay']), 'stay');
  return minutes === undefined || amountFen === undefined || per === undefined
    ? undefined
    : { minutes, amountFen, per };
};

const eventMembers = [
  'beforeStartMinutes',
  'afterMinutes',
  'after',
  'startsFrom',
  'startsTo',
  'from',
  'to',
  'bands',
  'days',
  'seasons',
  'text',
] as const;

type EventTimes = Pick<EventOverride, 'startsFrom' | 'startsTo' | 'from' | 'to'>;

/** Which events it is for, and its window by the clock: both ends or neither. */
const eventTimesOf = (node: JsonNode, members: Members<(typeof eventMembers)[number]>): EventTimes => {
  const read = (key: keyof EventTimes, maximum: number) => members[key] && timeOf(members[key], maximum);
  const startsFrom = read('startsFrom', minutesPerDay - 1);
  const startsTo = read('startsTo', minutesPerDay);
  const from = read('from', minutesPerDay - 1);
  const to = read('to', minutesPerDay);
  if (members.startsTo && startsTo !== undefined && startsTo <= (startsFrom ?? '00:00')) {
    problem(members.startsTo, 'out-of-range', 'must be later than startsFrom on the same day');
  }
  if ((members.from === undefined) !== (members.to === undefined)) problem(node, 'missing', 'needs both from and to');
  const around = { beforeStartMinutes: 0, afterMinutes: 0, after: 'end' } as const;
  for (const [key, absent] of Object.entries(around) as [keyof typeof around, unknown][]) {
    const member = members[key];
    if (members.from && member && member.value !== absent) {
      problem(member, 'unknown-member', 'says nothing beside from and to');
    }
  }
  return { ...(startsFrom && { startsFrom }), ...(startsTo && { startsTo }), ...(from && { from }), ...(to && { to }) };
};

const oneEventOf = (node: JsonNode): EventOverride | undefined => {
  const members = objectOf(node, ['charge'], eventMembers);
  if (members === undefined) return undefined;
  const minutesOf = (member: JsonNode) => integerOf(member, 0, maximumMinutes);
  const beforeStartMinutes = orElse(members.beforeStartMinutes, minutesOf, 0);
  const afterMinutes = orElse(members.afterMinutes, minutesOf, 0);
  const after = orElse<EventOverride['after']>(members.after, (member) => oneOf(member, ['start', 'end']), 'end');
  const bands = members.bands && namesOf(members.bands);
  const text = members.text && textsOf(members.text);
  const times = eventTimesOf(node, members);
  const charge = chargeOf(members.charge);
  if (charge === undefined || beforeStartMinutes === undefined || afterMinutes === undefined) return undefined;
  if (after === undefined) return undefined;
  return {
    beforeStartMinutes,
    afterMinutes,
    after,
    ...times,
    ...(bands && { bands }),
    ...choiceOf(members),
    charge,
    ...(text && { text }),
  };
};

const entryVariantOf = (node: JsonNode): EntryVariant | undefined => {
  const members = objectOf(node, ['from', 'to', 'changes'], ['days', 'seasons']);
  if (members === undefined) return undefined;
  const [from, to] = [timeOf(members.from, minutesPerDay - 1), timeOf(members.to, minutesPerDay)];
  const changes = readMembers(members.changes, [], true);
  if (from === undefined || to === undefined || changes === undefined) return undefined;
  if ('entryVariants' in changes) return problem(members.changes, 'unknown-member', 'a variant has no variants');
  return { from, to, ...choiceOf(members), changes };
};

const entryVariantsOf = (node: JsonNode): readonly EntryVariant[] | undefined => {
  const items = itemsOf(node, 0, 50);
  return items && listOf(items, entryVariantOf);
};

const roundingOf = (node: JsonNode): Rounding | undefined => {
  const members = objectOf(node, ['toFen', 'mode']);
  const toFen = members && integerOf(members.toFen, 1, 1_000_000);
  const mode = members && roundingModeOf(members.mode);
  return toFen === undefined || mode === undefined ? undefined : { toFen, mode };
};

type Readers = { readonly [Key in Exclude<keyof ChargedRule, 'kind'>]: (node: JsonNode) => unknown };

const readers: Readers = {
  free: oneOrMore(freeTimeOf),
  tierClock: tierClockOf,
  partialMinute: (node) => oneOf(node, ['dropped', 'counted']),
  partialUnit: partialUnitOf,
  atBandEnd: (node) => oneOf(node, ['split', 'runOn']),
  windowMinutes: (node) => integerOf(node, 1, maximumMinutes),
  dayStartsAt: (node) => timeOf(node, minutesPerDay - 1),
  unitsEndWithDay: flagOf,
  otherTimes: (node) => oneOf(node, ['free']),
  bands: bandsOf,
  opening: openingOf,
  event: oneOrMore(oneEventOf),
  caps: capsOf,
  jumps: jumpsOf,
  perBay: flagOf,
  minimumFen: amountOf,
  rounding: roundingOf,
  maximumStayMinutes: (node) => integerOf(node, 1, maximumMinutes),
  entryVariants: entryVariantsOf,
};

const isMember = (key: string): key is keyof Readers => Object.hasOwn(readers, key);
const members = Object.keys(readers);

const defaults = {
  tierClock: { counts: 'elapsed', restarts: 'stay' },
  partialMinute: 'dropped',
  partialUnit: { kind: 'started' },
  atBandEnd: 'split',
  caps: [],
} satisfies Partial<ChargedRule>;

/** Reads the members that are there; with `nullable`, null stays null. */
const readMembers = (node: JsonNode, skipped: readonly string[], nullable: boolean): Changes | undefined => {
  const entries = entriesOf(node)?.filter(([key]) => !skipped.includes(key));
  if (entries === undefined) return undefined;
  const values: [string, unknown][] = [];
  for (const [key, member] of entries) {
    if (!isMember(key)) problem(member, 'unknown-member', `is none of ${members.join(', ')}`);
    else if (nullable && member.value === null) {
      if (key === 'bands') problem(member, 'missing', 'a rule must have bands');
      else values.push([key, key in defaults ? defaults[key as keyof typeof defaults] : null]);
    } else {
      const value = readers[key](member);
      if (value !== undefined) values.push([key, value]);
    }
  }
  return Object.fromEntries(values);
};

export const chargedRuleOf = (node: JsonNode): ChargedRule | undefined => {
  const read = readMembers(node, ['kind'], false);
  if (read === undefined) return undefined;
  if (!Object.hasOwn(node.value as object, 'bands')) {
    problemBelow(node, '/bands', 'missing', 'a charged rule must have bands');
    return undefined;
  }
  return read['bands'] === undefined
    ? undefined
    : { kind: 'charged', ...defaults, ...(read as { bands: ChargedRule['bands'] }) };
};

export const changesOf = (node: JsonNode): Changes | undefined => readMembers(node, [], true);
