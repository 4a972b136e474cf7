// Reads a tariff document from JSON and finds what cannot hold: unknown members, overlaps, gaps, fees that may fall.
import { checkDocument } from './checks.ts';
import { daySelectors } from './days.ts';
import { type SameAsRule, type Season, type TariffDocument, type VehicleRule } from './document.ts';
import { calendarOf, zoneOf } from './parse-calendar.ts';
import { roundingModeOf } from './parse-charges.ts';
import { changesOf, chargedRuleOf, nameOf, textsOf } from './parse-rule.ts';
import {
  entriesOf,
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

const sameAsOf = (node: JsonNode, rules: ReadonlyMap<string, JsonNode>): SameAsRule | undefined => {
  const members = objectOf(node, ['kind', 'vehicleClass'], ['changes', 'percent', 'percentRounding']);
  const vehicleClass = members && textOf(members.vehicleClass, /^.+$/, 'a vehicle class of this document');
  if (members === undefined || vehicleClass === undefined) return undefined;
  const target = rules.get(vehicleClass)?.value as { kind?: unknown } | null | undefined;
  if (target === undefined || target?.kind === 'sameAs') {
    return problem(members.vehicleClass, 'unknown-reference', 'must name a class with a rule of its own');
  }
  const changes = members.changes && changesOf(members.changes);
  const percent = members.percent && integerOf(members.percent, 0, 10_000);
  const percentRounding = members.percentRounding && roundingModeOf(members.percentRounding);
  return {
    kind: 'sameAs',
    vehicleClass,
    ...(changes && { changes }),
    ...(percent !== undefined && { percent }),
    ...(percentRounding && { percentRounding }),
  };
};

const ruleOf = (node: JsonNode, rules: ReadonlyMap<string, JsonNode>): VehicleRule | undefined => {
  const kindNode = new Map(entriesOf(node)).get('kind');
  if (kindNode === undefined) return problem(node, 'missing', 'must be an object with a kind');
  const kind = oneOf(kindNode, ['charged', 'noCharge', 'sameAs']);
  switch (kind) {
    case undefined:
      return undefined;
    case 'charged':
      return chargedRuleOf(node);
    case 'sameAs':
      return sameAsOf(node, rules);
    case 'noCharge': {
      const members = objectOf(node, ['kind'], ['text']);
      const text = members?.text && textsOf(members.text);
      return members && { kind, ...(text && { text }) };
    }
  }
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

const monthDayOf = (node: JsonNode): string | undefined => {
  const text = textOf(node, /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day of the year MM-DD');
  if (text === undefined) return undefined;
  const [month, day] = text.split('-').map(Number) as [number, number];
  const last = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day > last ? problem(node, 'out-of-range', 'is no day of that month') : text;
};

const seasonOf = (node: JsonNode): Season | undefined => {
  const members = objectOf(node, ['name', 'from', 'to'], ['text']);
  if (members === undefined) return undefined;
  const name = nameOf(members.name);
  const text = members.text && textsOf(members.text);
  const [from, to] = [monthDayOf(members.from), monthDayOf(members.to)];
  if (name === undefined || from === undefined || to === undefined) return undefined;
  return { name, ...(text && { text }), from, to };
};

const distinct = (items: readonly JsonNode[] | undefined, names: readonly string[] | undefined): void => {
  names?.forEach((name, index) => {
    const item = items?.[index];
    if (item && names.indexOf(name) < index) problem(item, 'duplicate', `is another "${name}"`);
  });
};

const seasonsOf = (node: JsonNode): Season[] | undefined => {
  const items = itemsOf(node, 0, 50);
  const seasons = items && listOf(items, seasonOf);
  distinct(
    items,
    seasons?.map(({ name }) => name),
  );
  return seasons;
};

const ownDayOf = (node: JsonNode): string | undefined => {
  const name = nameOf(node);
  const isTaken = name !== undefined && (daySelectors.includes(name) || name === 'ordinary');
  return isTaken ? problem(node, 'duplicate', `"${name}" has a meaning already`) : name;
};

const ownDaysOf = (node: JsonNode): string[] | undefined => {
  const items = itemsOf(node, 0, 50);
  const names = items && listOf(items, ownDayOf);
  distinct(items, names);
  return names;
};

const nonMonotoneOf = (node: JsonNode): TariffDocument['nonMonotone'] => {
  const members = objectOf(node, ['reason']);
  const reason = members && textOf(members.reason, /^.{1,500}$/, 'a reason of 1 to 500 characters');
  return reason === undefined ? undefined : { reason };
};

const documentOf = (node: JsonNode): TariffDocument | undefined => {
  const members = objectOf(
    node,
    ['schemaVersion', 'currency', 'zone', 'rules'],
    ['name', 'calendar', 'holidays', 'ownDays', 'seasons', 'nonMonotone'],
  );
  if (members === undefined) return undefined;
  if (members.schemaVersion.value !== 1) problem(members.schemaVersion, 'unsupported-version', 'must be 1');
  const name = members.name && textsOf(members.name);
  const currency = textOf(members.currency, /^[A-Z]{3}$/, 'a currency code of ISO 4217');
  const zone = zoneOf(members.zone);
  const calendar = members.calendar && calendarOf(members.calendar);
  const holidays = members.holidays && oneOf(members.holidays, ['observed', 'ignored']);
  const ownDays = members.ownDays && ownDaysOf(members.ownDays);
  const seasons = members.seasons && seasonsOf(members.seasons);
  const nonMonotone = members.nonMonotone && nonMonotoneOf(members.nonMonotone);
  const rules = rulesOf(members.rules);
  if (currency === undefined || zone === undefined || rules === undefined) return undefined;
  return {
    schemaVersion: 1,
    ...(name && { name }),
    currency,
    zone,
    ...(calendar && { calendar }),
    ...(holidays && { holidays }),
    ...(ownDays && { ownDays }),
    ...(seasons && { seasons }),
    ...(nonMonotone && { nonMonotone }),
    rules,
  };
};

/**
 * Reads a document that was accepted before: its members only, not what they mean together. A check that is stricter than
 * the one it once passed must not leave stays without a price.
 */
export const readTariff = (json: unknown): TariffDocument | TariffProblem[] => {
  const node = rootNode(json);
  return resultOf(node, documentOf(node));
};

/** The document with what it leaves out filled in, or every problem of it with its JSON pointer. */
export const parseTariff = (json: unknown): TariffDocument | TariffProblem[] => {
  const node = rootNode(json);
  const document = documentOf(node);
  // What the document means is asked only of a document that could be read.
  if (document !== undefined && node.problems.length === 0) node.problems.push(...checkDocument(document));
  return resultOf(node, document);
};

export const isProblems = <T extends object>(result: T | TariffProblem[]): result is TariffProblem[] =>
  Array.isArray(result) && result.length > 0 && 'pointer' in (result[0] as object) && 'code' in (result[0] as object);
