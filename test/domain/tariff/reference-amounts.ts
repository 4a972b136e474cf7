// The plain reference, third part: units, flat amounts and openings, each with the minute for whose periods it counts.
import {
  type ChargedRule,
  type LadderCharge,
  type PartialUnit,
  type RoundingMode,
} from '../../../domain/tariff/document.ts';
import { eventsOf, freeTimesOf, isCharging, type Minute } from './reference-minutes.ts';

export interface Amount {
  /** The minute where it begins, for whose periods it counts. */
  readonly at: number;
  readonly fen: number;
}

export const rounded = (numerator: number, denominator: number, mode: RoundingMode): number => {
  const [whole, rest] = [Math.floor(numerator / denominator), numerator % denominator];
  if (rest === 0 || mode === 'down') return whole;
  return mode === 'up' || rest * 2 >= denominator ? whole + 1 : whole;
};

interface Unit {
  readonly start: number;
  readonly minutes: number;
  readonly priceFen: number;
  readonly partial: PartialUnit;
  readonly occurrence: string;
}

const priceOf = ({ minutes, priceFen, partial }: Unit, used: number): number => {
  if (used >= minutes || (partial.kind === 'started' && used > 0)) return priceFen;
  if (partial.kind === 'afterMinutes') return used > partial.minutes ? priceFen : 0;
  if (partial.kind !== 'proRata') return 0;
  const billed = Math.ceil(used / partial.stepMinutes) * partial.stepMinutes;
  return Math.min(priceFen, rounded(priceFen * billed, minutes, partial.rounding));
};

const unitAt = (rule: ChargedRule, { charge, occurrence }: Minute, start: number, clock: number): Unit | undefined => {
  if (charge.kind !== 'units') return undefined;
  const tier = charge.tiers.find(({ untilMinutes }) => untilMinutes === null || untilMinutes > clock);
  if (tier === undefined) return undefined;
  const partial = charge.partialUnit ?? rule.partialUnit;
  return { start, minutes: tier.unitMinutes, priceFen: tier.unitPriceFen, partial, occurrence };
};

/** Up to which rung a clock reading has used a ladder, and what all rungs up to one cost. */
const rungAt = ({ steps, then }: LadderCharge, clock: number): number => {
  const step = steps.findIndex(({ untilMinutes }) => untilMinutes > clock);
  if (step !== -1) return step + 1;
  return then === undefined
    ? steps.length
    : steps.length + 1 + Math.floor((clock - steps.at(-1)!.untilMinutes) / then.unitMinutes);
};

const costTo = ({ steps, then }: LadderCharge, rung: number): number => {
  if (rung === 0) return 0;
  return rung <= steps.length
    ? steps[rung - 1]!.amountFen
    : steps.at(-1)!.amountFen + (rung - steps.length) * (then?.unitPriceFen ?? 0);
};

/** What rungs of ladders cost, the first time that each is used since the clock began or restarted. */
const ladderAmounts = () => {
  const reached = new Map<string, number>();
  return {
    restart: (): void => reached.clear(),
    at: ({ by, name, charge }: Minute, index: number, clock: number): Amount | undefined => {
      if (charge.kind !== 'ladder') return undefined;
      const key = `${by} ${name}`;
      const rung = rungAt(charge, clock);
      const isPast = charge.then === undefined && clock >= charge.steps.at(-1)!.untilMinutes;
      const before = reached.get(key) ?? (isPast ? rung : rung - 1);
      reached.set(key, rung);
      return { at: index, fen: costTo(charge, rung) - costTo(charge, before) };
    },
  };
};

export const usesWindows = (rule: ChargedRule): boolean => {
  const charges = [...rule.bands, ...eventsOf(rule)].map(({ charge }) => charge);
  return (
    rule.tierClock.restarts === 'window' ||
    rule.opening?.per === 'window' ||
    [...rule.caps, ...freeTimesOf(rule), ...(rule.jumps ?? [])].some(({ per }) => per === 'window') ||
    charges.some((charge) => charge.kind === 'flat' && charge.per === 'window')
  );
};

/** Free time or an opening that begins anew each day ends units as well. */
const endsWithDays = (rule: ChargedRule): boolean =>
  rule.unitsEndWithDay === true ||
  rule.opening?.per === 'calendarDay' ||
  freeTimesOf(rule).some(({ per }) => per === 'calendarDay');

const restarts = (rule: ChargedRule, now: Minute, before: Minute | undefined): boolean => {
  if (rule.tierClock.restarts === 'occurrence') return now.occurrence !== before?.occurrence;
  if (rule.tierClock.restarts === 'calendarDay') return now.day !== before?.day;
  if (rule.tierClock.restarts === 'window') return now.window !== before?.window;
  return false;
};

/** Whether a unit that is running ends here although it is not used up. */
const endsUnit = (rule: ChargedRule, unit: Unit, now: Minute, before: Minute): boolean => {
  const isApart = ({ by }: Minute) => by === 'freeTime' || by === 'event' || by === 'opening';
  const isOneOccurrence = rule.atBandEnd === 'split' && ['occurrence', 'calendarDay'].includes(rule.tierClock.restarts);
  return (
    (usesWindows(rule) && now.window !== before.window) ||
    (endsWithDays(rule) && now.day !== before.day) ||
    (isOneOccurrence && now.occurrence !== unit.occurrence) ||
    ((isApart(now) || isApart(before)) && now.by !== before.by) ||
    (rule.atBandEnd === 'split' && (now.by !== before.by || now.name !== before.name))
  );
};

/** Minutes that count as charged for tier clocks and jumps: a free band may say that its own do. */
export const countsAsCharged = (minute: Minute): boolean =>
  isCharging(minute) ||
  (minute.by !== 'freeTime' && minute.charge.kind === 'free' && minute.charge.advancesTiers === true);

const advances = (rule: ChargedRule, minute: Minute): boolean =>
  rule.tierClock.counts === 'elapsed' ? minute.by !== 'freeTime' : countsAsCharged(minute);

/** Counts the used minutes of each occurrence of a flat band in each period, and says when one has to be paid. */
const flatAmounts = (): ((minute: Minute, index: number) => Amount | undefined) => {
  const uses = new Map<string, number>();
  const paid = new Set<string>();
  return (minute, index) => {
    const { charge } = minute;
    if (charge.kind !== 'flat') return undefined;
    const period = {
      occurrence: minute.occurrence,
      calendarDay: `day ${minute.day}`,
      window: `window ${minute.window}`,
      stay: 'stay',
    }[charge.per];
    const part = `${minute.occurrence} in ${period}`;
    const usedMinutes = uses.get(part) ?? 0;
    uses.set(part, usedMinutes + 1);
    const key = `${minute.by} ${minute.name}: ${period}`;
    if (usedMinutes < (charge.afterMinutes ?? 0) || paid.has(key)) return undefined;
    paid.add(key);
    return { at: index, fen: charge.amountFen };
  };
};

/** In the order in which they begin. */
export const amountsOf = (rule: ChargedRule, minutes: readonly Minute[]): Amount[] => {
  const amounts: Amount[] = [];
  const opened = new Set<string>();
  const flatAt = flatAmounts();
  const ladders = ladderAmounts();
  let clock = 0;
  let unit: Unit | undefined;
  const finish = (end: number): void => {
    if (unit !== undefined) amounts.push({ at: unit.start, fen: priceOf(unit, end - unit.start) });
    unit = undefined;
  };
  minutes.forEach((now, index) => {
    const before = minutes[index - 1];
    if (restarts(rule, now, before)) {
      clock = 0;
      ladders.restart();
    }
    if (unit !== undefined && before !== undefined) {
      if (index >= unit.start + unit.minutes || endsUnit(rule, unit, now, before)) finish(index);
    }
    if (unit === undefined) {
      unit = unitAt(rule, now, index, clock);
      const rung = ladders.at(now, index, clock);
      if (rung !== undefined) amounts.push(rung);
      const flat = flatAt(now, index);
      if (flat !== undefined) amounts.push(flat);
      if (now.by === 'opening' && !opened.has(now.occurrence)) {
        opened.add(now.occurrence);
        amounts.push({ at: index, fen: rule.opening!.amountFen });
      }
    }
    if (advances(rule, now)) clock += 1;
  });
  finish(minutes.length);
  return amounts.sort((one, other) => one.at - other.at);
};
