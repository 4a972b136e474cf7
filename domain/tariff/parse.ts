// Reads a tariff document from JSON and finds what cannot hold: unknown members, overlaps, unreachable tiers.
import { dayTypes } from '../calendar.ts';
import { fen } from '../money.ts';
import { bandsOverlap, minuteOfDay, minutesPerDay } from './bands.ts';
import {
  type Band,
  type Cap,
  type Charge,
  type ChargedRule,
  type FreeTime,
  type TariffDocument,
  type Text,
  type Tier,
  type TierClock,
  type VehicleRule,
} from './document.ts';
import { calendarOf, zoneOf } from './parse-calendar.ts';
import {
  entriesOf,
  flagOf,
  integerOf,
  itemsOf,
  listOf,
  objectOf,
  oneOf,
  problem,
  resultOf,
  rootNode,
  textOf,
  type JsonNode,
  type TariffProblem,
} from './reader.ts';

const maximumPriceFen = 100_000_000;
const periods = ['calendarDay', 'window24h', 'stay'] as const;

const textsOf = (node: JsonNode): Text | undefined => {
  const members = objectOf(node, ['zh', 'en']);
  const [zh, en] = (['zh', 'en'] as const).map(
    (key) => members && textOf(members[key], /^.{1,200}$/, '1 to 200 characters'),
  );
  return zh === undefined || en === undefined ? undefined : { zh, en };
};

const tierOf = (node: JsonNode): Tier | undefined => {
  const members = objectOf(node, ['untilMinutes', 'unitMinutes', 'unitPriceFen']);
  if (members === undefined) return undefined;
  const untilMinutes = members.untilMinutes.value === null ? null : integerOf(members.untilMinutes, 1, 1_000_000);
  const unitMinutes = integerOf(members.unitMinutes, 1, minutesPerDay);
  const unitPriceFen = integerOf(members.unitPriceFen, 0, maximumPriceFen);
  if (untilMinutes === undefined || unitMinutes === undefined || unitPriceFen === undefined) return undefined;
  return { untilMinutes, unitMinutes, unitPriceFen: fen(unitPriceFen) };
};

const tiersOf = (node: JsonNode): readonly [Tier, ...Tier[]] | undefined => {
  const items = itemsOf(node, 1, 100);
  const tiers = items && listOf(items, tierOf);
  if (items === undefined || tiers === undefined) return undefined;
  tiers.forEach((tier, index) => {
    const last = index === tiers.length - 1;
    const item = items[index] ?? node;
    if (last && tier.untilMinutes !== null) problem(item, 'out-of-range', 'the last tier must end at null');
    if (last || tier.untilMinutes === null) {
      if (!last) problem(item, 'unreachable', 'only the last tier may end at null');
      return;
    }
    const before = tiers[index - 1]?.untilMinutes ?? 0;
    if (tier.untilMinutes <= before) problem(item, 'unreachable', `ends at or before the tier above it (${before})`);
  });
  const [first, ...rest] = tiers;
  return first && [first, ...rest];
};

const chargeOf = (node: JsonNode): Charge | undefined => {
  const members = objectOf(node, ['kind'], ['tiers']);
  const kind = members && oneOf(members.kind, ['free', 'units']);
  if (members === undefined || kind === undefined) return undefined;
  if (kind === 'free') {
    return members.tiers ? problem(members.tiers, 'unknown-member', 'a free band has no tiers') : { kind };
  }
  if (members.tiers === undefined) return problem(node, 'missing', 'a band that charges units needs tiers');
  const tiers = tiersOf(members.tiers);
  return tiers && { kind, tiers };
};

const timeOf = (node: JsonNode, maximum: number): string | undefined => {
  const text = textOf(node, /^\d{2}:[0-5]\d$/, 'a time HH:MM');
  const minutes = text === undefined ? undefined : minuteOfDay(text);
  if (text === undefined) return undefined;
  return minutes === undefined || minutes > maximum ? problem(node, 'out-of-range', 'must be a time of the day') : text;
};

const bandOf = (node: JsonNode): Band | undefined => {
  const members = objectOf(node, ['name', 'from', 'to', 'charge'], ['text', 'days']);
  if (members === undefined) return undefined;
  const name = textOf(members.name, /^.{1,64}$/, 'a name of 1 to 64 characters');
  const text = members.text && textsOf(members.text);
  const dayItems = members.days && itemsOf(members.days, 1, dayTypes.length);
  const days = dayItems && listOf(dayItems, (item) => oneOf(item, dayTypes));
  const from = timeOf(members.from, minutesPerDay - 1);
  const to = timeOf(members.to, minutesPerDay);
  const charge = chargeOf(members.charge);
  if (name === undefined || from === undefined || to === undefined || charge === undefined) return undefined;
  return { name, ...(text && { text }), ...(days && { days }), from, to, charge };
};

const bandsOf = (node: JsonNode): readonly [Band, ...Band[]] | undefined => {
  const items = itemsOf(node, 1, 200);
  const bands = items && listOf(items, bandOf);
  bands?.forEach((band, index) => {
    const item = items?.[index] ?? node;
    const clash = bands.slice(0, index + 1).findIndex((other) => other !== band && bandsOverlap(band, other));
    if (clash >= 0) problem(item, 'overlap', `overlaps ${node.pointer}/${clash}: the same time would have two prices`);
    if (bands.findIndex(({ name }) => name === band.name) < index)
      problem(item, 'duplicate', `is another "${band.name}"`);
  });
  const [first, ...rest] = bands ?? [];
  return first && [first, ...rest];
};

const freeOf = (node: JsonNode): FreeTime | undefined => {
  const members = objectOf(node, ['minutes', 'mode'], ['inclusive']);
  const minutes = members && integerOf(members.minutes, 1, 10_080);
  const mode = members && oneOf(members.mode, ['threshold', 'deducted']);
  const inclusive = members?.inclusive === undefined || flagOf(members.inclusive);
  if (minutes === undefined || mode === undefined || inclusive === undefined) return undefined;
  return { minutes, mode, inclusive };
};

const tierClockOf = (node: JsonNode): TierClock | undefined => {
  const members = objectOf(node, ['counts', 'restarts']);
  const counts = members && oneOf(members.counts, ['elapsed', 'charged']);
  const restarts = members && oneOf(members.restarts, periods);
  return counts && restarts && { counts, restarts };
};

const capOf = (node: JsonNode): Cap | undefined => {
  const members = objectOf(node, ['per', 'amountFen']);
  const per = members && oneOf(members.per, periods);
  const amountFen = members && integerOf(members.amountFen, 0, maximumPriceFen);
  return per === undefined || amountFen === undefined ? undefined : { per, amountFen: fen(amountFen) };
};

const capsOf = (node: JsonNode): readonly Cap[] | undefined => {
  const items = itemsOf(node, 0, periods.length);
  const caps = items && listOf(items, capOf);
  caps?.forEach(({ per }, index) => {
    const first = caps.findIndex((cap) => cap.per === per);
    if (first < index) problem(items?.[index] ?? node, 'duplicate', `there is a cap per ${per} already`);
  });
  return caps;
};

const chargedOf = (node: JsonNode): ChargedRule | undefined => {
  const members = objectOf(node, ['kind', 'bands'], ['free', 'tierClock', 'partialMinute', 'caps']);
  if (members === undefined) return undefined;
  const bands = bandsOf(members.bands);
  const free = members.free && freeOf(members.free);
  const tierClock = members.tierClock
    ? tierClockOf(members.tierClock)
    : ({ counts: 'elapsed', restarts: 'stay' } as const);
  const partialMinute = members.partialMinute ? oneOf(members.partialMinute, ['dropped', 'counted']) : 'dropped';
  const caps = members.caps ? capsOf(members.caps) : [];
  if (bands === undefined || tierClock === undefined || partialMinute === undefined || caps === undefined)
    return undefined;
  return { kind: 'charged', ...(free && { free }), tierClock, partialMinute, bands, caps };
};

const ruleOf = (node: JsonNode, rules: ReadonlyMap<string, JsonNode>): VehicleRule | undefined => {
  const kindNode = new Map(entriesOf(node)).get('kind');
  if (kindNode === undefined) return problem(node, 'missing', 'must be an object with a kind');
  const kind = oneOf(kindNode, ['charged', 'noCharge', 'sameAs']);
  if (kind === undefined) return undefined;
  if (kind === 'charged') return chargedOf(node);
  if (kind === 'noCharge') {
    const members = objectOf(node, ['kind'], ['text']);
    const text = members?.text && textsOf(members.text);
    return members && { kind, ...(text && { text }) };
  }
  const members = objectOf(node, ['kind', 'vehicleClass']);
  const vehicleClass = members && textOf(members.vehicleClass, /^.+$/, 'a vehicle class of this document');
  if (members === undefined || vehicleClass === undefined) return undefined;
  const target = rules.get(vehicleClass)?.value as { kind?: unknown } | null | undefined;
  if (target === undefined || target?.kind === 'sameAs') {
    return problem(members.vehicleClass, 'unknown-reference', 'must name a class with a rule of its own');
  }
  return { kind, vehicleClass };
};

const rulesOf = (node: JsonNode): Record<string, VehicleRule> | undefined => {
  const entries = entriesOf(node);
  if (entries === undefined) return undefined;
  if (entries.length === 0) return problem(node, 'missing', 'must have a rule for at least one vehicle class');
  const nodes = new Map(entries);
  const rules: [string, VehicleRule][] = [];
  for (const [name, ruleNode] of entries) {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name)) problem(ruleNode, 'bad-format', 'must be named by a vehicle class');
    const rule = ruleOf(ruleNode, nodes);
    if (rule !== undefined) rules.push([name, rule]);
  }
  return Object.fromEntries(rules);
};

const documentOf = (node: JsonNode): TariffDocument | undefined => {
  const members = objectOf(node, ['schemaVersion', 'currency', 'zone', 'rules'], ['name', 'calendar']);
  if (members === undefined) return undefined;
  if (members.schemaVersion.value !== 1) problem(members.schemaVersion, 'unsupported-version', 'must be 1');
  const name = members.name && textsOf(members.name);
  const currency = textOf(members.currency, /^[A-Z]{3}$/, 'a currency code of ISO 4217');
  const zone = zoneOf(members.zone);
  const calendar = members.calendar && calendarOf(members.calendar);
  const rules = rulesOf(members.rules);
  if (currency === undefined || zone === undefined || rules === undefined) return undefined;
  return { schemaVersion: 1, ...(name && { name }), currency, zone, ...(calendar && { calendar }), rules };
};

/** The document, or every problem of it with its JSON pointer. */
export const parseTariff = (json: unknown): TariffDocument | TariffProblem[] => {
  const node = rootNode(json);
  return resultOf(node, documentOf(node));
};

export const isProblems = <T extends object>(result: T | TariffProblem[]): result is TariffProblem[] =>
  Array.isArray(result) && result.length > 0 && 'pointer' in (result[0] as object) && 'code' in (result[0] as object);
