// Prices a stay under one rule: from band to band and tier to tier, never minute by minute.
import { plusDays, type DayNumber, type LocalTime } from '../local-time.ts';
import { dayMs, minuteMs, type EpochMs } from '../time.ts';
import { type ChargedRule, type Period } from './document.ts';
import { type DayPlans, type Occurrence } from './day-plan.ts';

interface MeterTier {
  readonly untilMs: number;
  readonly unitMs: number;
  readonly priceFen: number;
}

/** A charged rule in milliseconds, with Infinity for what it does not limit. */
export interface MeterRule {
  readonly freeMs: number;
  readonly freeMode: 'none' | 'threshold' | 'thresholdExclusive' | 'deducted';
  readonly wholeMinutes: boolean;
  readonly countsCharged: boolean;
  readonly restarts: Period;
  readonly dayCapFen: number;
  readonly windowCapFen: number;
  readonly stayCapFen: number;
  /** By band index; undefined for a free band. */
  readonly tiers: readonly (readonly MeterTier[] | undefined)[];
  readonly plans: DayPlans;
  readonly local: LocalTime;
}

/** A run of equal units inside one band occurrence, tier, day and window; no units for free time. */
export interface Run {
  readonly occurrence: Occurrence;
  /** 0 for the first tier. */
  readonly tierIndex: number;
  readonly units: number;
  readonly from: number;
  readonly to: number;
  readonly amountFen: number;
  readonly reducedFen: number;
  readonly capPer: Period | undefined;
}

export type RunSink = (run: Run) => void;

interface Meter {
  readonly rule: MeterRule;
  readonly sink: RunSink | undefined;
  readonly exit: number;
  totalFen: number;
  /** Charged time before the current occurrence. */
  chargedMs: number;
  /** The tier clock's last restart, and the charged time then. */
  origin: number;
  chargedAtOrigin: number;
  day: DayNumber;
  dayEnd: number;
  windowEnd: number;
  dayLeftFen: number;
  windowLeftFen: number;
  stayLeftFen: number;
}

export const compileRule = (rule: ChargedRule, plans: DayPlans, local: LocalTime): MeterRule => {
  const capOf = (per: Period): number => rule.caps.find((cap) => cap.per === per)?.amountFen ?? Infinity;
  const { free } = rule;
  const threshold = free?.inclusive ? 'threshold' : 'thresholdExclusive';
  return {
    freeMs: (free?.minutes ?? 0) * minuteMs,
    freeMode: free === undefined ? 'none' : free.mode === 'deducted' ? 'deducted' : threshold,
    wholeMinutes: rule.partialMinute === 'dropped',
    countsCharged: rule.tierClock.counts === 'charged',
    restarts: rule.tierClock.restarts,
    dayCapFen: capOf('calendarDay'),
    windowCapFen: capOf('window24h'),
    stayCapFen: capOf('stay'),
    tiers: rule.bands.map(({ charge }) =>
      charge.kind === 'free'
        ? undefined
        : charge.tiers.map(({ untilMinutes, unitMinutes, unitPriceFen }) => ({
            untilMs: (untilMinutes ?? Infinity) * minuteMs,
            unitMs: unitMinutes * minuteMs,
            priceFen: unitPriceFen,
          })),
    ),
    plans,
    local,
  };
};

/** The exit that counts, after minutes not completed are dropped. */
export const chargedExit = (rule: MeterRule, entry: number, exit: number): number =>
  rule.wholeMinutes ? entry + Math.floor((exit - entry) / minuteMs) * minuteMs : exit;

export const isWithinFreeTime = (rule: MeterRule, lengthMs: number): boolean =>
  rule.freeMode === 'thresholdExclusive' ? lengthMs < rule.freeMs : rule.freeMode !== 'none' && lengthMs <= rule.freeMs;

const restart = (meter: Meter, at: number, chargedSinceMs: number): void => {
  meter.origin = at;
  meter.chargedAtOrigin = meter.chargedMs + chargedSinceMs;
};

/** Passes the ends of days and windows up to `at`; charged time has been running since `chargingSince`. */
const turnPages = (meter: Meter, at: number, chargingSince: number): void => {
  const { rule } = meter;
  while (at >= meter.dayEnd) {
    if (rule.restarts === 'calendarDay') restart(meter, meter.dayEnd, Math.max(0, meter.dayEnd - chargingSince));
    meter.dayLeftFen = rule.dayCapFen;
    meter.day = plusDays(meter.day, 1);
    meter.dayEnd = rule.plans(meter.day).end;
  }
  while (at >= meter.windowEnd) {
    if (rule.restarts === 'window24h') restart(meter, meter.windowEnd, Math.max(0, meter.windowEnd - chargingSince));
    meter.windowLeftFen = rule.windowCapFen;
    meter.windowEnd += dayMs;
  }
};

/** Adds an amount as far as the caps leave room for it. */
const add = (meter: Meter, run: Omit<Run, 'reducedFen' | 'capPer'>): void => {
  const afterDay = Math.min(run.amountFen, meter.dayLeftFen);
  const afterWindow = Math.min(afterDay, meter.windowLeftFen);
  const amountFen = Math.min(afterWindow, meter.stayLeftFen);
  meter.dayLeftFen -= afterDay;
  meter.windowLeftFen -= afterWindow;
  meter.stayLeftFen -= amountFen;
  meter.totalFen += amountFen;
  if (meter.sink === undefined) return;
  let capPer: Period | undefined;
  if (afterDay < run.amountFen) capPer = 'calendarDay';
  if (afterWindow < afterDay) capPer = 'window24h';
  if (amountFen < afterWindow) capPer = 'stay';
  meter.sink({ ...run, amountFen, reducedFen: run.amountFen - amountFen, capPer });
};

const tierAt = (tiers: readonly MeterTier[], clockMs: number): number => {
  let index = 0;
  while (index < tiers.length - 1 && clockMs >= (tiers[index]?.untilMs ?? Infinity)) index += 1;
  return index;
};

/** Charges the units that start in `[from, end)`. A unit belongs to the day it starts on and never crosses a window. */
const chargeUnits = (
  meter: Meter,
  occurrence: Occurrence,
  tiers: readonly MeterTier[],
  from: number,
  end: number,
): void => {
  let at = from;
  while (at < end) {
    turnPages(meter, at, from);
    const clockMs = meter.rule.countsCharged
      ? meter.chargedMs - meter.chargedAtOrigin + (at - from)
      : at - meter.origin;
    const tierIndex = tierAt(tiers, clockMs);
    const tier = tiers[tierIndex];
    if (tier === undefined) return;
    const limit = Math.min(end, meter.dayEnd, meter.windowEnd, at + tier.untilMs - clockMs);
    const units = Math.ceil((limit - at) / tier.unitMs);
    const next = Math.min(at + units * tier.unitMs, meter.windowEnd);
    add(meter, { occurrence, tierIndex, units, from: at, to: Math.min(next, end), amountFen: units * tier.priceFen });
    at = next;
  }
  turnPages(meter, end, from);
  meter.chargedMs += end - from;
};

const passOccurrence = (meter: Meter, occurrence: Occurrence, at: number): number => {
  const end = Math.min(occurrence.to, meter.exit);
  const tiers = meter.rule.tiers[occurrence.bandIndex];
  if (tiers === undefined) {
    meter.sink?.({
      occurrence,
      tierIndex: -1,
      units: 0,
      from: at,
      to: end,
      amountFen: 0,
      reducedFen: 0,
      capPer: undefined,
    });
    turnPages(meter, end, Infinity);
  } else {
    chargeUnits(meter, occurrence, tiers, at, end);
  }
  return end;
};

const startMeter = (rule: MeterRule, entry: number, exit: number, day: DayNumber, sink?: RunSink): Meter => ({
  rule,
  sink,
  exit,
  totalFen: 0,
  chargedMs: 0,
  origin: entry,
  chargedAtOrigin: 0,
  day,
  dayEnd: rule.dayCapFen < Infinity || rule.restarts === 'calendarDay' ? rule.plans(day).end : Infinity,
  windowEnd: rule.windowCapFen < Infinity || rule.restarts === 'window24h' ? entry + dayMs : Infinity,
  dayLeftFen: rule.dayCapFen,
  windowLeftFen: rule.windowCapFen,
  stayLeftFen: rule.stayCapFen,
});

/** The fee of `[entry, exit)` without free time, in fen; undefined when some of that time is in no band. */
export const runMeter = (rule: MeterRule, entry: EpochMs, exit: number, sink?: RunSink): number | undefined => {
  const today = rule.local.dayOf(entry);
  const meter = startMeter(rule, entry, exit, today, sink);
  let at: number = entry;
  for (let day = plusDays(today, -1); at < exit; day = plusDays(day, 1)) {
    const { occurrences, end } = rule.plans(day);
    for (const occurrence of occurrences) {
      if (occurrence.to <= at) continue;
      if (occurrence.from > at) return undefined;
      at = passOccurrence(meter, occurrence, at);
      if (at >= exit) break;
    }
    if (at < exit && at < end) return undefined;
  }
  return meter.totalFen;
};
