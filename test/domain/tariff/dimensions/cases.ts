// What the tests of single switches share: a document as JSON, read with the defaults of the parser, and its prices.
import { isRefusal } from '../../../../domain/refusal.ts';
import { compileTariff } from '../../../../domain/tariff/compile.ts';
import { parseTariff } from '../../../../domain/tariff/parse.ts';
import {
  explain,
  fee,
  type CompiledTariff,
  type Explanation,
  type Stay,
  type StayContext,
  type TariffLine,
} from '../../../../domain/tariff/tariff.ts';
import { parseInstant, type EpochMs } from '../../../../domain/time.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Entry, exit, the fee in fen or the code of a refusal, and the arithmetic behind it. */
export type Row = readonly [entry: string, exit: string, feeFen: number | string, why: string];

export const title = '%s to %s costs %s: %s';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const week = 9;

/** `Wed 09:00` in the week of 9 to 15 March 2026 in China, `2026-04-01 09:00` in China, or an instant with its offset. */
export const when = (text: string): EpochMs => {
  const [day = '', time = ''] = text.split(' ');
  const index = weekdays.indexOf(day);
  const date = index < 0 ? day : `2026-03-${String(week + index).padStart(2, '0')}`;
  const full = text.includes('T') && time === '' ? text : `${date}T${time.length === 5 ? `${time}:00` : time}+08:00`;
  const instant = parseInstant(full);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
};

/** A document with these rules. */
export const rules = (byClass: Json, rest: Json = {}): Json => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: byClass,
  ...rest,
});

/** A document whose only class, `small`, is charged so. */
export const small = (rule: Json, rest: Json = {}): Json => rules({ small: { kind: 'charged', ...rule } }, rest);

/** Rows `[untilMinutes, unitMinutes, unitPriceFen]`. */
export const tiers = (...rows: readonly (readonly [number | null, number, number])[]): Json => ({
  kind: 'units',
  tiers: rows.map(([untilMinutes, unitMinutes, unitPriceFen]) => ({ untilMinutes, unitMinutes, unitPriceFen })),
});

export const units = (unitMinutes: number, unitPriceFen: number): Json => tiers([null, unitMinutes, unitPriceFen]);

export const free = { kind: 'free' };

export const band = (name: string, from: string, to: string, charge: Json, rest: Json = {}): Json => ({
  name,
  from,
  to,
  charge,
  ...rest,
});

export const allDay = (charge: Json, rest: Json = {}): Json => band('all-day', '00:00', '24:00', charge, rest);
export const dayBand = (charge: Json): Json => band('day', '08:00', '20:00', charge);
export const nightBand = (charge: Json): Json => band('night', '20:00', '08:00', charge);

export interface More {
  readonly vehicle?: string;
  readonly context?: StayContext;
}

/** Every line has words in both languages, begins where the one before ended, and all of them make up the fee. */
const checked = (explanation: Explanation, entry: EpochMs): Explanation => {
  const { lines } = explanation;
  const timed = lines.filter(({ kind }) => kind !== 'adjustment');
  timed.forEach((line, index) => {
    const before = timed[index - 1];
    if (line.from !== (before?.to ?? entry)) throw new Error(`line ${index} leaves a gap: ${JSON.stringify(lines)}`);
    if (line.to < line.from) throw new Error(`line ${index} ends before it begins: ${JSON.stringify(lines)}`);
  });
  for (const { text } of lines)
    if (!text.zh || !text.en) throw new Error(`a text is missing: ${JSON.stringify(lines)}`);
  const sum = lines.reduce((total, { amountFen }) => total + amountFen, 0);
  if (sum !== explanation.feeFen) throw new Error(`the lines sum to ${sum}, the fee is ${explanation.feeFen}`);
  return explanation;
};

export interface Prices {
  /** The fee, which the breakdown must confirm, or the code of the refusal. */
  readonly fee: (entry: string, exit: string, more?: More) => number | string;
  readonly explanation: (entry: string, exit: string, more?: More) => Explanation;
  readonly lines: (entry: string, exit: string, more?: More) => readonly TariffLine[];
}

/** Reads and compiles on first use, so that a document that is refused fails its own tests only. */
export const pricesOf = (json: Json): Prices => {
  let compiled: CompiledTariff | undefined;
  const tariff = (): CompiledTariff => {
    if (compiled !== undefined) return compiled;
    const document = parseTariff(json);
    if (Array.isArray(document)) throw new Error(`refused: ${JSON.stringify(document)}`);
    return (compiled = compileTariff(document));
  };
  const stayOf = (entry: string, exit: string, { vehicle = 'small', context }: More): Stay => ({
    entry: when(entry),
    exit: when(exit),
    vehicleClass: vehicle,
    ...(context && { context }),
  });
  const explanation = (entry: string, exit: string, more: More = {}): Explanation => {
    const explained = explain(tariff(), stayOf(entry, exit, more));
    if (isRefusal(explained)) throw new Error(`refused: ${explained.code}`);
    return checked(explained, when(entry));
  };
  return {
    fee: (entry, exit, more = {}) => {
      const price = fee(tariff(), stayOf(entry, exit, more));
      if (isRefusal(price)) return price.code;
      const { feeFen } = explanation(entry, exit, more);
      if (feeFen !== price) throw new Error(`the fee is ${price}, the breakdown says ${feeFen}`);
      return price;
    },
    explanation,
    lines: (entry, exit, more) => explanation(entry, exit, more).lines,
  };
};

/** How many units the lines of a band (of all bands when absent) count together. */
export const unitsIn = (lines: readonly TariffLine[], name?: string): number =>
  lines.reduce((total, line) => total + (name === undefined || line.band === name ? line.units : 0), 0);

/** One stay under each value of a switch; the value is found out by its fee, so no two fees may be alike. */
export const feesUnder = (
  documents: Readonly<Record<string, Json>>,
  entry: string,
  exit: string,
  more?: More,
): Record<string, number | string> =>
  Object.fromEntries(Object.entries(documents).map(([value, json]) => [value, pricesOf(json).fee(entry, exit, more)]));

export const areDistinct = (fees: Readonly<Record<string, unknown>>): boolean =>
  new Set(Object.values(fees)).size === Object.keys(fees).length;
