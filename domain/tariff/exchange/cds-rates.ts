// Reads the rates of a CDS rule as prices by time since arrival.
import { fen } from '../../money.ts';
import { integerOf, itemsOf, listOf, objectOf, oneOf, problem, type JsonNode } from '../reader.ts';
import { fromSmallestUnit, minutesPerRateUnit } from './cds.ts';
import { type PlainCharge, type PriceStep } from './plain-tariff.ts';
import { type ExchangeCode, type ExchangeProblem } from './problem.ts';

export interface CdsReading {
  readonly currency: string;
  readonly problems: ExchangeProblem[];
}

export interface CdsRuleRates {
  readonly charge: PlainCharge;
  readonly roundUpToFen?: number;
}

interface Rate {
  readonly node: JsonNode;
  readonly step: PriceStep;
  readonly hasIncrement: boolean;
  readonly daily: boolean;
  readonly roundUpTo: number | undefined;
}

const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
const longestUnit = 1440;
const largest = 1_000_000_000;

export const note = (
  { problems }: CdsReading,
  { pointer }: JsonNode,
  code: ExchangeCode,
  zh: string,
  en: string,
): undefined => {
  problems.push({ pointer, code, message: { zh, en } });
  return undefined;
};

const minutesOfUnit = (unit: (typeof units)[number]): number | undefined =>
  unit === 'second' ? 1 / 60 : (minutesPerRateUnit as Partial<Record<string, number>>)[unit];

const members = [
  'rate_unit_period',
  'increment_duration',
  'increment_amount',
  'start_duration',
  'end_duration',
] as const;

const rateOf = (node: JsonNode, reading: CdsReading): Rate | undefined => {
  const rate = objectOf(node, ['rate', 'rate_unit'], members);
  const unit = rate && oneOf(rate.rate_unit, units);
  const amount = rate && integerOf(rate.rate, 0, largest);
  if (rate === undefined || unit === undefined || amount === undefined) return undefined;
  const period = rate.rate_unit_period ? oneOf(rate.rate_unit_period, ['rolling', 'calendar']) : 'rolling';
  const numbers = [rate.increment_duration, rate.start_duration, rate.end_duration] as const;
  const [increment, start, end] = numbers.map((member) => member && integerOf(member, 0, largest));
  const roundUpTo = rate.increment_amount && integerOf(rate.increment_amount, 1, largest);
  const minutes = minutesOfUnit(unit);
  if (minutes === undefined) {
    return note(
      reading,
      rate.rate_unit,
      'duration',
      '该时间单位长短不一',
      'months, quarters and years differ in length',
    );
  }
  const daily = period === 'calendar';
  if (daily && (unit !== 'day' || (increment ?? 1) !== 1 || (start ?? 0) > 0)) {
    return note(
      reading,
      node,
      'duration',
      '只支持按自然日计费',
      'of calendar rates only one per day, from arrival on, can be read',
    );
  }
  const unitMinutes = (increment ?? 1) * minutes;
  const price = fromSmallestUnit(amount * (increment ?? 1), reading.currency);
  if (![price, fromSmallestUnit(roundUpTo ?? 0, reading.currency)].every(Number.isSafeInteger)) {
    return note(reading, rate.rate, 'amount-not-whole', '不足一分', 'is a fraction of a hundredth of the main unit');
  }
  const fromMinutes = (start ?? 0) * minutes;
  const toMinutes = end === undefined ? null : end * minutes;
  const isWhole = [unitMinutes, fromMinutes, toMinutes ?? 0].every(Number.isSafeInteger);
  if (!isWhole || unitMinutes < 1 || unitMinutes > longestUnit) {
    return note(
      reading,
      node,
      'duration',
      '计费单位须为 1 至 1440 整分钟',
      'must charge in units of 1 to 1440 whole minutes',
    );
  }
  const hasIncrement = increment !== undefined;
  const unitPriceFen = fen(price);
  const proRata = !hasIncrement && unitPriceFen > 0 && unitMinutes > 1;
  return { node, step: { fromMinutes, toMinutes, unitMinutes, unitPriceFen, proRata }, hasIncrement, daily, roundUpTo };
};

/** From arrival on without a gap, up to the maximum stay or for ever. */
const followEachOther = (rates: readonly Rate[], maximumStayMinutes: number | undefined): Rate | undefined => {
  let reached: number | null = 0;
  for (const rate of rates) {
    if (rate.step.fromMinutes !== reached) return rate;
    reached = rate.step.toMinutes;
  }
  return reached === null || reached === maximumStayMinutes ? undefined : rates.at(-1);
};

const sameForAll = <T>(values: readonly T[]): boolean => values.every((value) => value === values[0]);

export const ratesOf = (
  node: JsonNode,
  maximumStayMinutes: number | undefined,
  reading: CdsReading,
): CdsRuleRates | undefined => {
  const items = itemsOf(node, 1, 100);
  const rates = items && listOf(items, (item) => rateOf(item, reading));
  const [first] = rates ?? [];
  if (rates === undefined || first === undefined) return undefined;
  const stray = followEachOther(rates, maximumStayMinutes);
  if (stray !== undefined)
    return problem(stray.node, 'out-of-range', 'must follow the rate before it, from arrival to the maximum stay');
  if (!sameForAll(rates.map(({ roundUpTo }) => roundUpTo))) {
    return note(
      reading,
      node,
      'rounding',
      '各费率的取整不同',
      'rounds its rates differently, and only the amount due is rounded',
    );
  }
  const paid = rates.filter(({ step }) => step.unitPriceFen > 0);
  if (!sameForAll(paid.map(({ step }) => step.proRata))) {
    const en = 'has rates with and without an increment, and a band charges in one way';
    return note(reading, node, 'mixed-increments', '有的费率有计费单位,有的没有', en);
  }
  if (rates.some(({ daily }) => daily) && rates.length > 1) {
    return note(reading, node, 'flat', '按自然日计费只能是唯一费率', 'has more rates than the one per calendar day');
  }
  const rounding =
    first.roundUpTo === undefined ? {} : { roundUpToFen: fromSmallestUnit(first.roundUpTo, reading.currency) };
  const steps = rates.map(({ step }, index) => (index === rates.length - 1 ? { ...step, toMinutes: null } : step));
  if (paid.length === 0) return { charge: { kind: 'free' }, ...rounding };
  if (first.daily) return { charge: { kind: 'daily', amountFen: first.step.unitPriceFen }, ...rounding };
  return { charge: { kind: 'steps', steps }, ...rounding };
};
