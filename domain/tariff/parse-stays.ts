// Reads the stays that the quote command and the verification of a tariff price.
import { dayMs, parseInstant, type EpochMs } from '../time.ts';
import {
  integerOf,
  itemsOf,
  listOf,
  objectOf,
  problem,
  resultOf,
  rootNode,
  textOf,
  type JsonNode,
  type TariffProblem,
} from './reader.ts';
import { type Stay, type StayContext } from './tariff.ts';

/** Longer stays are mistyped years; a vehicle left behind is a case of its own long before. */
const longestStayMs = 3_660 * dayMs;

const instantOf = (node: JsonNode): EpochMs | undefined => {
  if (typeof node.value !== 'string') return problem(node, 'wrong-type', 'must be an instant, RFC 3339 with offset');
  return parseInstant(node.value) ?? problem(node, 'bad-format', 'must be an instant, RFC 3339 with offset');
};

const intervalOf = (node: JsonNode, names: readonly [string, string]): readonly [EpochMs, EpochMs] | undefined => {
  const members = objectOf(node, names);
  const [from, to] = names.map((name) => members?.[name] && instantOf(members[name]));
  if (from === undefined || to === undefined) return undefined;
  return to >= from ? [from, to] : problem(node, 'out-of-range', 'ends before it begins');
};

const contextOf = (node: JsonNode): StayContext | undefined => {
  const members = objectOf(node, [], ['event', 'priorStays', 'bays']);
  if (members === undefined) return undefined;
  const event = members.event && intervalOf(members.event, ['start', 'end']);
  const items = members.priorStays && itemsOf(members.priorStays, 0);
  const priorStays = items && listOf(items, (item) => intervalOf(item, ['entry', 'exit']));
  const bays = members.bays && integerOf(members.bays, 1, 100);
  return {
    ...(event && { event: { start: event[0], end: event[1] } }),
    ...(priorStays && { priorStays: priorStays.map(([entry, exit]) => ({ entry, exit })) }),
    ...(bays !== undefined && { bays }),
  };
};

const stayOf = (node: JsonNode): Stay | undefined => {
  const members = objectOf(node, ['entry', 'exit'], ['vehicle', 'context']);
  if (members === undefined) return undefined;
  const entry = instantOf(members.entry);
  const exit = instantOf(members.exit);
  const vehicleClass = members.vehicle ? textOf(members.vehicle, /^.{1,64}$/, 'a vehicle class') : 'small';
  const context = members.context && contextOf(members.context);
  if (entry === undefined || exit === undefined || vehicleClass === undefined) return undefined;
  if (exit < entry) return problem(members.exit, 'exit-before-entry', 'is before the entry');
  if (exit - entry > longestStayMs)
    return problem(members.exit, 'stay-too-long', 'is more than ten years after the entry');
  return { entry, exit, vehicleClass, ...(context && { context }) };
};

/** `[{entry, exit, vehicle?, context?}]`; the class is `small` when absent. */
export const parseStays = (json: unknown): Stay[] | TariffProblem[] => {
  const node = rootNode(json);
  const items = itemsOf(node, 0, 1_000_000);
  return resultOf<Stay[]>(node, items && listOf(items, stayOf));
};
