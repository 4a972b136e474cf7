// The fee of a stay under one charged rule: free time first, then the meter, then what happens to the sum.
import { fen, zeroFen, type Fen } from '../money.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { minuteMs } from '../time.ts';
import { adjust, type Percentage } from './adjust.ts';
import { type Place } from './day-plan.ts';
import { type ChargedRule, type FreeTime } from './document.ts';
import { adjustmentLine, freeTimeLine, lineOf } from './explain.ts';
import { freeTimeOf, freeUntil } from './free-time.ts';
import { compileRule, type MeterRule } from './meter-rule.ts';
import { Meter } from './meter.ts';
import { type FreeUntil, type Metering, type RunSink } from './metering.ts';
import { type Interval, type Stay, type TariffLine } from './tariff.ts';

export type LineSink = (line: TariffLine) => void;

/** The fee of a stay of this class that is not out of order; lines go to the sink, when there is one. */
export type Pricer = (stay: Stay, sink?: LineSink) => Fen | Refusal;

/** What the meter came to, before adjustments; undefined where the rule says nothing. */
type Summer = (stay: Stay, exit: number, sink: LineSink | undefined) => number | undefined;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const createSummer = (meterRule: MeterRule, meter: Meter): Summer => {
  const { source, place } = meterRule;
  // One for all stays, and closures made outside the summer: else each fee would leave them to the garbage collector.
  const metering: Writable<Metering> = {
    entry: 0.5,
    start: 0.5,
    exit: 0.5,
    event: undefined,
    freePer: undefined,
    freeUntil: undefined,
    sink: undefined,
  };
  const freeUntilOf =
    (free: FreeTime, stay: Stay): FreeUntil =>
    (from, to) =>
      freeUntil(meterRule, free, stay, from, to);
  const runSinkOf =
    (sink: LineSink): RunSink =>
    (run) =>
      sink(lineOf(source, place, run));
  return (stay, exit, sink) => {
    const { entry } = stay;
    const free = freeTimeOf(meterRule, stay);
    const freePer = free === undefined || free.per === 'stay' ? undefined : free.per;
    const start = free !== undefined && freePer === undefined ? freeUntil(meterRule, free, stay, entry, exit) : entry;
    if (sink !== undefined && start > entry) sink(freeTimeLine(place, entry, start));
    if (start >= exit) return 0;
    metering.entry = entry;
    metering.start = start;
    metering.exit = exit;
    metering.event = stay.context?.event;
    metering.freePer = freePer;
    metering.freeUntil = freePer && free && freeUntilOf(free, stay);
    metering.sink = sink && runSinkOf(sink);
    return meter.run(metering);
  };
};

/** Earlier stays that can have used what is left of a cap on the day of entry, in order. */
const sameDayStays = (rule: MeterRule, stay: Stay): Interval[] => {
  const { dayStart } = rule.plans(rule.dayAt(stay.entry));
  return (stay.context?.priorStays ?? [])
    .filter(({ entry, exit }) => exit > dayStart && exit <= stay.entry && entry < exit)
    .sort((a, b) => a.entry - b.entry);
};

export const createPricer = (
  rule: ChargedRule,
  place: Place,
  percentage: Percentage | undefined,
  mayLower: boolean,
): Pricer => {
  const meterRule = compileRule(rule, place, mayLower);
  const meter = new Meter(meterRule);
  const sumOf = createSummer(meterRule, meter);
  const dropsRest = rule.partialMinute === 'dropped';
  const isAdjusted =
    mayLower || [rule.perBay, percentage, rule.minimumFen, rule.rounding].some((one) => one !== undefined);
  const exitOf = ({ entry, exit }: Interval): number =>
    dropsRest ? entry + Math.floor((exit - entry) / minuteMs) * minuteMs : exit;
  const adjusted = (stay: Stay, exit: number, sumFen: number, sink: LineSink | undefined): number => {
    const note =
      sink &&
      ((...step: [kind: Parameters<typeof adjustmentLine>[1]['kind'], amountFen: number, factor: number]) => {
        sink(adjustmentLine(place, { kind: step[0], amountFen: step[1], factor: step[2] }, exit));
      });
    return adjust(rule, percentage, stay.context?.bays ?? 1, sumFen, note);
  };
  /** Leaves in the meter what the vehicle's earlier stays left of the day's caps. */
  const runEarlier = (stay: Stay): void => {
    meter.forgetStays();
    const earlier = sameDayStays(meterRule, stay);
    earlier.forEach((interval, index) => {
      const context = { ...stay.context, priorStays: earlier.slice(0, index) };
      sumOf({ ...interval, vehicleClass: stay.vehicleClass, context }, exitOf(interval), undefined);
    });
  };
  return (stay, sink) => {
    const exit = exitOf(stay);
    if (exit <= stay.entry) return zeroFen;
    if (meterRule.hasCapsAcrossStays) runEarlier(stay);
    const sumFen = sumOf(stay, exit, sink);
    if (sumFen === undefined) return refuse('no-tariff', 'no band covers a part of the stay');
    return fen(isAdjusted ? adjusted(stay, exit, sumFen, sink) : sumFen);
  };
};
