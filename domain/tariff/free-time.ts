// Free time: which of a rule's free times a stay has, and from when on, or until when, it is used.
import { minuteMs } from '../time.ts';
import { type FreeTime } from './document.ts';
import { isChosen } from './days.ts';
import { type MeterRule } from './meter-rule.ts';
import { Stretches } from './stretches.ts';
import { type Interval, type Stay } from './tariff.ts';

const isWithin = ({ minutes, inclusive, mode }: FreeTime, lengthMs: number): boolean =>
  inclusive || mode === 'deducted' ? lengthMs <= minutes * minuteMs : lengthMs < minutes * minuteMs;

const lookBackMs = 24 * 60 * minuteMs;

/** Whether the vehicle has used up its free stays. Times are whole minutes where the rule drops the rest. */
const isUsedUp = (rule: MeterRule, free: FreeTime, stay: Stay): boolean => {
  const { limit } = free;
  if (limit === undefined) return false;
  const since = limit.per === 'calendarDay' ? rule.plans(rule.dayAt(stay.entry)).dayStart : stay.entry - lookBackMs;
  const isRecent = ({ exit }: Interval): boolean =>
    exit <= stay.entry && (limit.per === 'calendarDay' ? exit >= since : exit > since);
  const earlier = (stay.context?.priorStays ?? []).filter(isRecent);
  const counted = earlier.filter(({ entry, exit }) => limit.counts === 'stays' || isWithin(free, exit - entry));
  return counted.length >= limit.times;
};

/** The free time of this stay; undefined when it has none. */
export const freeTimeOf = (rule: MeterRule, stay: Stay): FreeTime | undefined => {
  const { freeTimes, plainFreeTime } = rule;
  if (plainFreeTime !== undefined || freeTimes.length === 0) return plainFreeTime;
  const { local, dayOf, seasons } = rule.place;
  const fits = (one: FreeTime): boolean =>
    (one.days === undefined && one.seasons === undefined) || isChosen(one, dayOf(local.dayOf(stay.entry)), seasons);
  return freeTimes.find((one) => fits(one) && !isUsedUp(rule, one, stay));
};

/** Calls for each part of `[from, to)` that is charged until it answers true. Free time and the opening do not matter here. */
const eachCharged = (
  rule: MeterRule,
  stay: Stay,
  from: number,
  to: number,
  see: (from: number, lengthMs: number) => boolean,
): void => {
  const stretches = new Stretches(rule);
  stretches.begin((rule.place.local.dayOf(from as never) - 1) as never, stay.context?.event);
  for (let at = from; at < to; at = stretches.to) {
    stretches.at = at;
    stretches.find();
    const { index } = stretches;
    if (index === undefined || index < 0 || rule.charges[index]?.kind === 'free') continue;
    if (see(at, Math.min(stretches.to, to) - at)) return;
  }
};

/** How much of `[from, to)` is charged time, counted no further than a little beyond `enoughMs`. */
const chargedMs = (rule: MeterRule, stay: Stay, from: number, to: number, enoughMs: number): number => {
  let passedMs = 0;
  eachCharged(rule, stay, from, to, (_, lengthMs) => (passedMs += lengthMs) > enoughMs);
  return passedMs;
};

/** The instant at which so much charged time has passed; `to` when it has not by then. */
const afterCharged = (rule: MeterRule, stay: Stay, from: number, to: number, limitMs: number): number => {
  let leftMs = limitMs;
  let reached = to;
  eachCharged(rule, stay, from, to, (at, lengthMs) => {
    if (lengthMs < leftMs) {
      leftMs -= lengthMs;
      return false;
    }
    reached = at + leftMs;
    return true;
  });
  return reached;
};

/** When free time of `[from, to)` is used up: `to` when all of it is free, `from` when nothing is. */
export const freeUntil = (rule: MeterRule, free: FreeTime, stay: Stay, from: number, to: number): number => {
  const limitMs = free.minutes * minuteMs;
  const countsCharged = free.counts === 'charged';
  if (free.mode === 'deducted') {
    return countsCharged ? afterCharged(rule, stay, from, to, limitMs) : Math.min(from + limitMs, to);
  }
  return isWithin(free, countsCharged ? chargedMs(rule, stay, from, to, limitMs) : to - from) ? to : from;
};
