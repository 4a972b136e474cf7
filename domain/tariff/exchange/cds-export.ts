// A tariff as CDS policies: one policy a band, its rates by the time since arrival. What CDS cannot say is refused.
import { type EpochMs } from '../../time.ts';
import { type TariffDocument } from '../document.ts';
import {
  cdsFormat,
  cdsVersion,
  daysOfWeek,
  minutesPerRateUnit,
  toSmallestUnit,
  type CdsPolicies,
  type CdsPolicy,
  type CdsRate,
  type CdsRateUnit,
  type CdsRule,
  type CdsTimeSpan,
} from './cds.ts';
import { plainTariff } from './plain-from-document.ts';
import { everyWeekday, timeOf, type PlainBand, type PlainTariff, type PriceStep } from './plain-tariff.ts';
import { isProblems, type ExchangeProblem } from './problem.ts';
import { inexpressible } from './reasons.ts';

/** What the publisher says of its policies, which no tariff knows. */
export interface CdsPublication {
  /** A UUID for each policy, never used for another one. */
  readonly policyId: (index: number) => string;
  readonly publishedDate: EpochMs;
  /** Who the vehicle class is in the words of CDS; everybody when absent. */
  readonly userClasses?: readonly string[];
}

// From the longest on: a price per hour is easier to read than one per minute.
const rateUnits: readonly CdsRateUnit[] = ['week', 'day', 'hour', 'minute'];

/** The step in a unit of time that keeps every number whole; undefined when none does. */
const rateOf = (step: PriceStep, currency: string): CdsRate | undefined => {
  const { fromMinutes, toMinutes, unitMinutes, unitPriceFen, proRata } = step;
  const price = toSmallestUnit(unitPriceFen, currency);
  for (const unit of rateUnits) {
    const minutes = minutesPerRateUnit[unit];
    const increment = unitMinutes / minutes;
    const whole = [fromMinutes, toMinutes ?? 0].every((duration) => duration % minutes === 0);
    const sameLength = proRata ? increment === 1 : Number.isInteger(increment);
    const rate = price / increment;
    if (!whole || !sameLength || !Number.isSafeInteger(rate)) continue;
    return {
      rate,
      rate_unit: unit,
      ...(!proRata && { increment_duration: increment }),
      ...(fromMinutes > 0 && { start_duration: fromMinutes / minutes }),
      ...(toMinutes !== null && { end_duration: toMinutes / minutes }),
    };
  }
  return undefined;
};

const dailyRate = (amountFen: number, currency: string): CdsRate | undefined => {
  const rate = toSmallestUnit(amountFen, currency);
  return Number.isSafeInteger(rate) ? { rate, rate_unit: 'day', rate_unit_period: 'calendar' } : undefined;
};

const ratesOf = ({ charge }: PlainBand, currency: string): (CdsRate | undefined)[] => {
  switch (charge.kind) {
    case 'free':
      return [{ rate: 0, rate_unit: 'hour' }];
    case 'daily':
      return [dailyRate(charge.amountFen, currency)];
    case 'steps':
      return charge.steps.map((step) => rateOf(step, currency));
  }
};

const spanOf = (weekdays: readonly number[], from: number, to: number): CdsTimeSpan => ({
  ...(weekdays.length < everyWeekday.length && {
    days_of_week: weekdays.flatMap((weekday) => daysOfWeek[weekday - 1] ?? []),
  }),
  ...(from > 0 && { time_of_day_start: timeOf(from) }),
  ...(to < 1440 && { time_of_day_end: timeOf(to) }),
});

/** A span of CDS ends with its day: one that runs into the night is two. */
const spansOf = ({ from, to, weekdays }: PlainBand): CdsTimeSpan[] => {
  if (to > from) return [spanOf(weekdays, from, to)];
  const evening = spanOf(weekdays, from, 1440);
  const nextDays = weekdays.map((weekday) => (weekday % 7) + 1).sort((a, b) => a - b);
  return to === 0 ? [evening] : [evening, spanOf(nextDays, 0, to)];
};

const saysNothing = (span: CdsTimeSpan): boolean => Object.keys(span).length === 0;

interface Policies {
  readonly tariff: PlainTariff;
  readonly publication: CdsPublication;
}

const policyOf = (
  { tariff, publication }: Policies,
  index: number,
  rate: CdsRate[],
  spans: CdsTimeSpan[],
): CdsPolicy => {
  const { maximumStayMinutes, roundUpToFen, currency } = tariff;
  const { userClasses } = publication;
  const rounded = roundUpToFen === undefined ? {} : { increment_amount: toSmallestUnit(roundUpToFen, currency) };
  const rule: CdsRule = {
    activity: 'parking',
    ...(maximumStayMinutes !== undefined && { max_stay: maximumStayMinutes, max_stay_unit: 'minute' }),
    ...(userClasses && { user_classes: userClasses }),
    rate: rate.map((each) => ({ ...each, ...rounded })),
  };
  return {
    curb_policy_id: publication.policyId(index),
    published_date: publication.publishedDate,
    priority: index + 1,
    rules: [rule],
    ...(!spans.some(saysNothing) && { time_spans: spans }),
  };
};

const problemsOf = (tariff: PlainTariff): ExchangeProblem[] => {
  const { bands, currency, roundUpToFen } = tariff;
  const fractions = bands
    .filter((band) => ratesOf(band, currency).includes(undefined))
    .map(({ pointer }) => inexpressible(cdsFormat, `${pointer}/charge`, 'amount-not-whole'));
  const rounds = Number.isInteger(toSmallestUnit(roundUpToFen ?? 0, currency));
  return rounds ? fractions : [...fractions, inexpressible(cdsFormat, '/currency', 'amount-not-whole')];
};

/** The policies of one vehicle class, as `/curbs/policies` answers them, or all that CDS has no words for. */
export const exportToCds = (
  document: TariffDocument,
  vehicleClass: string,
  publication: CdsPublication,
): CdsPolicies | ExchangeProblem[] => {
  const tariff = plainTariff(document, vehicleClass, cdsFormat);
  if (isProblems(tariff)) return tariff;
  const problems = problemsOf(tariff);
  if (problems.length > 0) return problems;
  const { bands, currency, otherTimesFree } = tariff;
  const of = { tariff, publication };
  const policies = bands.map((band, index) => {
    const rates = ratesOf(band, currency).flatMap((rate) => rate ?? []);
    return policyOf(of, index, rates, spansOf(band));
  });
  // Of the lowest rank and without times: it holds where no band does.
  if (otherTimesFree) policies.push(policyOf(of, bands.length, [{ rate: 0, rate_unit: 'hour' }], [{}]));
  return {
    version: cdsVersion,
    time_zone: tariff.zone,
    last_updated: publication.publishedDate,
    currency,
    data: { policies },
  };
};
