// Reads charging periods of DB4401/T 133-2021 as a tariff document for one vehicle class.
import { fen } from '../../money.ts';
import { type TariffDocument } from '../document.ts';
import { integerOf, itemsOf, listOf, objectOf, problem, rootNode, textOf, type JsonNode } from '../reader.ts';
import { db4401Currency, db4401Names, db4401Zone, openEnd, type Db4401Names } from './db4401.ts';
import { everyWeekday, minutesOf, type PriceStep } from './plain-tariff.ts';
import { documentOf, type ForeignBand } from './plain-to-document.ts';
import { shapeProblem, type ExchangeProblem } from './problem.ts';

const longestStay = 10_000_000;
const largestYuan = 1_000_000;
const time = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** Yuan with at most two decimals as fen. */
const priceOf = (node: JsonNode): number | undefined => {
  const { value } = node;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return problem(node, 'wrong-type', 'must be a number of yuan');
  const amount = Math.round(value * 100);
  if (value < 0 || value > largestYuan) return problem(node, 'out-of-range', `must be 0 to ${largestYuan} yuan`);
  return amount / 100 === value ? amount : problem(node, 'bad-format', 'must have at most two decimals');
};

const stepOf = (node: JsonNode, names: Db4401Names): PriceStep | undefined => {
  const rule = objectOf(node, ['DurStart', 'DurEnd', 'Span', names.price]);
  const [start, end, span] = (['DurStart', 'DurEnd', 'Span'] as const).map((member, index) => {
    const number = rule?.[member];
    return number && integerOf(number, [0, openEnd, 1][index] ?? 0, index === 2 ? 1440 : longestStay);
  });
  const price = rule?.[names.price];
  const unitPriceFen = price && priceOf(price);
  if (start === undefined || end === undefined || span === undefined || unitPriceFen === undefined) return undefined;
  const toMinutes = end === openEnd ? null : end;
  return { fromMinutes: start, toMinutes, unitMinutes: span, unitPriceFen: fen(unitPriceFen), proRata: false };
};

/** From arrival on without a gap, and for ever. */
const stepsOf = (node: JsonNode, names: Db4401Names): PriceStep[] | undefined => {
  const items = itemsOf(node, 1, 100);
  const steps = items && listOf(items, (item) => stepOf(item, names));
  if (items === undefined || steps === undefined) return undefined;
  let reached: number | null = 0;
  for (const [index, { fromMinutes, toMinutes }] of steps.entries()) {
    const follows = fromMinutes === reached && (toMinutes === null || toMinutes > fromMinutes);
    if (!follows)
      return problem(items[index] ?? node, 'out-of-range', 'must begin where the rule before it ends, the first at 0');
    reached = toMinutes;
  }
  return reached === null
    ? steps
    : problem(node, 'missing', 'the last rule must end at -1: longer stays have no price');
};

const periodOf = (node: JsonNode, names: Db4401Names): ForeignBand | undefined => {
  const period = objectOf(node, [names.periodStart, names.periodEnd, names.rules]);
  const [start, end] = [names.periodStart, names.periodEnd].map((member) => {
    const text = period?.[member];
    return text && textOf(text, time, 'a time HH:MM');
  });
  const rules = period?.[names.rules];
  const steps = rules && stepsOf(rules, names);
  if (start === undefined || end === undefined || steps === undefined) return undefined;
  const [from, to] = [minutesOf(start), minutesOf(end)];
  if (from === 1440) return problem(node, 'out-of-range', 'begins at the end of the day');
  const charge = steps.every(({ unitPriceFen }) => unitPriceFen === 0)
    ? ({ kind: 'free' } as const)
    : ({ kind: 'steps', steps } as const);
  return { pointer: node.pointer, charge, priority: 1, parts: [{ from, to, weekdays: everyWeekday }] };
};

/** The document, or everything that keeps it from being read. */
export const importFromDb4401 = (
  json: unknown,
  vehicleClass: string,
  names: Db4401Names = db4401Names,
): TariffDocument | ExchangeProblem[] => {
  const root = rootNode(json);
  const charging = objectOf(root, [names.periods]);
  const periods = charging?.[names.periods];
  const items = periods && itemsOf(periods, 1, 100);
  const bands = items && listOf(items, (item) => periodOf(item, names));
  if (bands === undefined || root.problems.length > 0) return root.problems.map(shapeProblem);
  return documentOf({ zone: db4401Zone, currency: db4401Currency, vehicleClass, bands });
};
