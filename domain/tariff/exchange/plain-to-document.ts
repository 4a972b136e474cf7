// Writes a tariff document from what other formats share. Its names say where each band came from.
import { fen } from '../../money.ts';
import {
  type Band,
  type Charge,
  type ChargedRule,
  type TariffDocument,
  type Tier,
  type VehicleRule,
} from '../document.ts';
import { type ExchangeProblem } from './problem.ts';
import { everyWeekday, timeOf, type PlainBand, type PlainCharge, type PriceStep } from './plain-tariff.ts';
import { everyDaySelector } from './plain-weekdays.ts';
import { cutAtMidnight, daysOfRun, resolveWeek, spansOf, type Run } from './week.ts';

/** A band that yields, where both would hold, to one of a lower priority number. */
export interface ForeignBand extends Pick<PlainBand, 'pointer' | 'charge'> {
  readonly priority: number;
  readonly parts: readonly Pick<PlainBand, 'from' | 'to' | 'weekdays'>[];
}

export interface ForeignTariff {
  readonly zone: string;
  readonly currency: string;
  readonly vehicleClass: string;
  readonly bands: readonly ForeignBand[];
  readonly roundUpToFen?: number;
  readonly maximumStayMinutes?: number;
}

const problemAt = (pointer: string, code: ExchangeProblem['code'], zh: string, en: string): ExchangeProblem => ({
  pointer,
  code,
  message: { zh, en },
});

const isFree = (charge: PlainCharge): boolean =>
  charge.kind === 'free' || (charge.kind === 'steps' && charge.steps.every(({ unitPriceFen }) => unitPriceFen === 0));

/** Minutes at the beginning of every stay that cost nothing, before something does. */
const freeMinutesOf = (charge: PlainCharge): number =>
  charge.kind === 'steps' && charge.steps[0]?.unitPriceFen === 0 ? (charge.steps[0].toMinutes ?? 0) : 0;

const tierOf = (step: PriceStep, freeMinutes: number): Tier => ({
  untilMinutes: step.toMinutes === null ? null : step.toMinutes - freeMinutes,
  unitMinutes: step.unitMinutes,
  unitPriceFen: step.unitPriceFen,
});

const chargeOf = (charge: PlainCharge, freeMinutes: number): Charge => {
  if (charge.kind === 'daily') return { kind: 'flat', amountFen: charge.amountFen, per: 'calendarDay' };
  const steps = charge.kind === 'steps' ? charge.steps.slice(freeMinutes > 0 ? 1 : 0) : [];
  const [first, ...rest] = steps.map((step) => tierOf(step, freeMinutes));
  if (isFree(charge) || first === undefined) return { kind: 'free' };
  const proRata = steps.some((step) => step.proRata);
  return {
    kind: 'units',
    tiers: [first, ...rest],
    partialUnit: proRata ? { kind: 'proRata', stepMinutes: 1, rounding: 'up' } : { kind: 'started' },
  };
};

/** Days of one band for each time of the day at which the foreign band begins and ends. */
const bandsOf = (runs: readonly Run[], name: string, charge: Charge): Band[] => {
  const byTimes = new Map<string, { from: number; to: number; weekdays: number[] }>();
  for (const run of runs) {
    const from = run.from % 1440;
    const to = (from + run.minutes) % 1440 || 1440;
    const key = `${from}-${to}`;
    const times = byTimes.get(key) ?? { from, to, weekdays: [] };
    times.weekdays.push(Math.floor(run.from / 1440) + 1);
    byTimes.set(key, times);
  }
  return [...byTimes.values()].map(({ from, to, weekdays }, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    ...(weekdays.length < everyWeekday.length && { days: weekdays.sort((a, b) => a - b).map(everyDaySelector) }),
    from: timeOf(from),
    to: timeOf(to),
    charge,
  }));
};

const runsOf = (band: ForeignBand, runs: readonly Run[], problems: ExchangeProblem[]): Run[] => {
  if (isFree(band.charge)) return runs.flatMap(cutAtMidnight);
  if (band.charge.kind === 'daily') {
    const parts = runs.flatMap(cutAtMidnight);
    const days = new Set(parts.map(({ from }) => Math.floor(from / 1440)));
    if (days.size < parts.length) {
      const en = 'holds twice on one day, and an amount per day would be charged twice';
      problems.push(problemAt(band.pointer, 'flat', '同一天生效两次,按日收费会收两次', en));
    }
    return parts;
  }
  return runs.flatMap((run) => {
    const days = daysOfRun(run);
    if (days !== undefined) return days;
    const en = 'holds for longer than a day, but not for whole days: a unit would be cut in between';
    problems.push(problemAt(band.pointer, 'time-span', '连续生效超过一天且不是整天数,计费单位会被截断', en));
    return [];
  });
};

const sharedFreeMinutes = ({ bands }: ForeignTariff, problems: ExchangeProblem[]): number => {
  const charged = bands.filter(({ charge }) => !isFree(charge));
  const freeMinutes = charged.map(({ charge }) => freeMinutesOf(charge));
  const [first = 0] = freeMinutes;
  charged.forEach(({ pointer }, index) => {
    if (freeMinutes[index] === first) return;
    const en = `begins to charge after ${freeMinutes[index]} minutes, another after ${first}`;
    problems.push(problemAt(pointer, 'free-start-differs', '各时段的起始免费时长不同', en));
  });
  return first;
};

const documentWith = (foreign: ForeignTariff, rule: VehicleRule): TariffDocument => ({
  schemaVersion: 1,
  currency: foreign.currency,
  zone: foreign.zone,
  rules: { [foreign.vehicleClass]: rule },
});

const chargedRule = (foreign: ForeignTariff, bands: readonly [Band, ...Band[]], freeMinutes: number): ChargedRule => ({
  kind: 'charged',
  ...(freeMinutes > 0 && { free: { minutes: freeMinutes, mode: 'deducted', inclusive: true } }),
  tierClock: { counts: 'elapsed', restarts: 'stay' },
  partialMinute: 'dropped',
  partialUnit: { kind: 'started' },
  atBandEnd: 'split',
  bands,
  caps: [],
  ...(foreign.roundUpToFen !== undefined && {
    rounding: { toFen: fen(foreign.roundUpToFen), mode: 'up' },
  }),
  ...(foreign.maximumStayMinutes !== undefined && { maximumStayMinutes: foreign.maximumStayMinutes }),
});

/** The document, or why there is none. */
export const documentOf = (foreign: ForeignTariff): TariffDocument | ExchangeProblem[] => {
  const problems: ExchangeProblem[] = [];
  const claims = foreign.bands.map(({ priority, parts }) => ({ priority, spans: parts.flatMap(spansOf) }));
  const { runs, hasGap, overlap } = resolveWeek(claims);
  if (overlap !== undefined) {
    const [one, other] = overlap.map((index) => foreign.bands[index]?.pointer ?? '');
    problems.push(problemAt(other ?? '', 'overlap', `与 ${one} 同时生效`, `holds at the same time as ${one}`));
  }
  const freeMinutes = sharedFreeMinutes(foreign, problems);
  const bands = foreign.bands.flatMap((band, index) => {
    const own = runs.filter(({ claim }) => claim === index);
    // Without a gap, all that is left is free.
    if (isFree(band.charge) && !hasGap) return [];
    return bandsOf(runsOf(band, own, problems), `band-${index + 1}`, chargeOf(band.charge, freeMinutes));
  });
  if (problems.length > 0) return problems;
  const [first, ...rest] = bands;
  if (first === undefined) {
    if (foreign.bands.length > 0) return documentWith(foreign, { kind: 'noCharge' });
    return [problemAt('', 'missing', '没有任何适用的价格', 'has no price for this class')];
  }
  const rule = chargedRule(foreign, [first, ...rest], freeMinutes);
  const someFree = foreign.bands.some(({ charge }) => isFree(charge));
  return documentWith(foreign, someFree && !hasGap ? { ...rule, otherTimes: 'free' } : rule);
};
