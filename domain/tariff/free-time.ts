// Free time: which of a rule's free times a stay has, and from when on, or until when, it is used.
import { minuteMs } from '../time.ts';
import { type FreeTime } from './document.ts';
import { isChosen } from './days.ts';
import { type MeterRule } from './meter-rule.ts';
import { Stretches } from './stretches.ts';
import { type Interval, type Stay } from './tariff.ts';

const isWithin = ({ minutes, inclusive }: FreeTime, lengthMs: number): boolean =>
  inclusive ? lengthMs <= minutes * minuteMs : lengthMs < minutes * minuteMs;

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

/**
 * The instant at which `limitMs` of charged time have passed since `from`; Infinity when they have not by `to`. Free
 * time and the opening do not matter here: the bands and the event price tell what is charged.
 */
const afterCharged = (rule: MeterRule, stay: Stay, from: number, to: number, limitMs: number): number => {
  const stretches = new Stretches(rule);
  stretches.begin((rule.place.local.dayOf(from as never) - 1) as never, stay.context?.event);
  let passedMs = 0;
  for (let at = from; at < to; at = stretches.to) {
    stretches.at = at;
    stretches.find();
    const { index } = stretches;
    if (index === undefined || index < 0 || rule.charges[index]?.kind === 'free') continue;
    const lengthMs = Math.min(stretches.to, to) - at;
    if (passedMs + lengthMs > limitMs) return at + limitMs - passedMs;
    passedMs += lengthMs;
  }
  return passedMs === limitMs ? to : Infinity;
};

/** When free time of `[from, to)` is used up: `to` when all of it is free, `from` when nothing is. */
export const freeUntil = (rule: MeterRule, free: FreeTime, stay: Stay, from: number, to: number): number => {
  const limitMs = free.minutes * minuteMs;
  const usedUpAt = free.counts === 'charged' ? afterCharged(rule, stay, from, to, limitMs) : from + limitMs;
  if (free.mode === 'deducted') return Math.min(usedUpAt, to);
  return to < usedUpAt || (to === usedUpAt && free.inclusive) ? to : from;
};
