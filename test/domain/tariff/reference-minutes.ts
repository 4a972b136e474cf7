// The plain reference, second part: what prices each minute of a stay. Free time > event > opening > bands > other times.
import { type Calendar } from '../../../domain/calendar.ts';
import {
  type Changes,
  type Charge,
  type ChargedRule,
  type EventOverride,
  type FreeTime,
  type TariffDocument,
} from '../../../domain/tariff/document.ts';
import { calendarDayAt, dateAt, isChosen, minuteAt, minutesOfText, wallAt } from './reference-calendar.ts';

/** In whole minutes since 1970. */
export interface MinuteStay {
  readonly entry: number;
  readonly exit: number;
  readonly vehicleClass: string;
  readonly event?: { readonly start: number; readonly end: number };
  readonly priorStays?: readonly { readonly entry: number; readonly exit: number }[];
  readonly bays?: number;
}

export interface Minute {
  readonly by: 'freeTime' | 'event' | 'opening' | 'band' | 'otherTimes';
  /** Of a band. */
  readonly name: string;
  /** Of one evening of an evening band; the event has one. */
  readonly occurrence: string;
  readonly charge: Charge;
  readonly day: number;
  readonly window: number;
}

export interface Case {
  readonly document: TariffDocument;
  readonly rule: ChargedRule;
  readonly calendar: Calendar;
  readonly stay: MinuteStay;
}

export const isCharging = ({ by, charge }: Minute): boolean =>
  by === 'opening' || (by !== 'freeTime' && charge.kind !== 'free');

export const eventsOf = ({ event }: ChargedRule): readonly EventOverride[] =>
  event === undefined ? [] : 'charge' in event ? [event] : event;

export const freeTimesOf = ({ free: offered }: ChargedRule): readonly FreeTime[] =>
  offered === undefined ? [] : 'mode' in offered ? [offered] : offered;

/** Null takes a member away. */
export const changed = (rule: ChargedRule, changes: Changes | undefined): ChargedRule =>
  Object.fromEntries(
    Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== null),
  ) as unknown as ChargedRule;

const free: Charge = { kind: 'free' };

type Span = readonly [from: number, to: number];

/** From one time of a date to another, or to that time of the next date. */
const spanOf = (zone: string, date: number, from: string, to: string): Span => [
  minuteAt(zone, date, minutesOfText(from)),
  minuteAt(zone, minutesOfText(to) <= minutesOfText(from) ? date + 1 : date, minutesOfText(to)),
];

/** By bands and other times alone; undefined where the rule says nothing. */
const bandMinutes = ({ document, rule, calendar, stay }: Case): (Minute | undefined)[] => {
  const { zone } = document;
  let day = calendarDayAt(zone, rule.dayStartsAt, stay.entry);
  const lies = Array.from({ length: stay.exit - stay.entry }, (_, index) => {
    if (minuteAt(zone, day + 1, minutesOfText(rule.dayStartsAt ?? '00:00')) <= stay.entry + index) day += 1;
    return { day, window: Math.floor(index / (rule.windowMinutes ?? 1440)) };
  });
  const minutes: (Minute | undefined)[] = lies.map((place) =>
    rule.otherTimes === 'free'
      ? { ...place, by: 'otherTimes', name: '', occurrence: 'other times', charge: free }
      : undefined,
  );
  for (let date = dateAt(zone, stay.entry) - 2; date <= dateAt(zone, stay.exit) + 1; date += 1) {
    for (const { name, from, to, charge, ...choice } of rule.bands) {
      if (!isChosen(document, calendar, choice, date)) continue;
      const [begin, end] = spanOf(zone, date, from, to);
      for (let at = Math.max(begin, stay.entry); at < Math.min(end, stay.exit); at += 1) {
        const index = at - stay.entry;
        minutes[index] = { ...lies[index]!, by: 'band', name, occurrence: `${date} ${name}`, charge };
      }
    }
  }
  return minutes;
};

/** The first override that fits the event. */
const overrideOf = ({ document, rule, calendar, stay }: Case): { override: EventOverride; span: Span } | undefined => {
  const { event } = stay;
  if (event === undefined) return undefined;
  const date = dateAt(document.zone, event.start);
  const startsAt = wallAt(document.zone, event.start) - date * 1440;
  const isTime = ({ startsFrom, startsTo }: EventOverride): boolean => {
    const [from, to] = [minutesOfText(startsFrom ?? '00:00'), minutesOfText(startsTo ?? '24:00')];
    return from <= startsAt && startsAt < to;
  };
  const override = eventsOf(rule).find((one) => isChosen(document, calendar, one, date) && isTime(one));
  if (override === undefined) return undefined;
  const { from, to, after } = override;
  if (from !== undefined && to !== undefined) return { override, span: spanOf(document.zone, date, from, to) };
  const end = (after === 'start' ? event.start : event.end) + override.afterMinutes;
  return { override, span: [event.start - override.beforeStartMinutes, end] };
};

const withEvent = (one: Case, minutes: readonly (Minute | undefined)[]): (Minute | undefined)[] => {
  const found = overrideOf(one);
  if (found === undefined) return [...minutes];
  const { bands, charge } = found.override;
  const [from, to] = found.span;
  return minutes.map((minute, index) => {
    const at = one.stay.entry + index;
    if (minute === undefined || at < from || at >= to) return minute;
    if (bands !== undefined && !(minute.by === 'band' && bands.includes(minute.name))) return minute;
    return { ...minute, by: 'event', name: '', occurrence: 'event', charge };
  });
};

/** The rule for a stay that begins when this one does. */
export const forEntry = (one: Case): ChargedRule => {
  const { document, rule, calendar, stay } = one;
  const date = dateAt(document.zone, stay.entry);
  const variant = rule.entryVariants?.find(({ from, to, changes: _, ...choice }) =>
    [date - 1, date].some((day) => {
      const [begin, end] = spanOf(document.zone, day, from, to);
      return begin <= stay.entry && stay.entry < end && isChosen(document, calendar, choice, day);
    }),
  );
  return changed(rule, variant?.changes);
};

const isWithin = (time: FreeTime, minutes: number): boolean =>
  time.inclusive || time.mode === 'deducted' ? minutes <= time.minutes : minutes < time.minutes;

const isUsedUp = ({ document, rule, stay }: Case, time: FreeTime): boolean => {
  const { limit } = time;
  if (limit === undefined) return false;
  const dayOf = (minute: number) => calendarDayAt(document.zone, rule.dayStartsAt, minute);
  const counting = (stay.priorStays ?? []).filter(({ entry, exit }) => {
    if (exit > stay.entry) return false;
    if (limit.counts === 'freeStays' && !isWithin(time, exit - entry)) return false;
    return limit.per === 'last24Hours' ? exit > stay.entry - 1440 : dayOf(exit) === dayOf(stay.entry);
  });
  return counting.length >= limit.times;
};

/** Which minutes are free time. */
const freeTimes = (one: Case, minutes: readonly Minute[]): boolean[] => {
  const { document, rule, calendar, stay } = one;
  const date = dateAt(document.zone, stay.entry);
  const time = freeTimesOf(rule).find((choice) => isChosen(document, calendar, choice, date) && !isUsedUp(one, choice));
  if (time === undefined) return minutes.map(() => false);
  const partOf = (minute: Minute) =>
    time.per === 'window' ? minute.window : time.per === 'calendarDay' ? minute.day : 0;
  const counted = new Map<number, number>();
  const before = minutes.map((minute) => {
    const part = partOf(minute);
    const so = counted.get(part) ?? 0;
    if (time.counts !== 'charged' || isCharging(minute)) counted.set(part, so + 1);
    return so;
  });
  return minutes.map((minute, index) =>
    time.mode === 'deducted' ? before[index]! < time.minutes : isWithin(time, counted.get(partOf(minute)) ?? 0),
  );
};

/** Which minutes are the first ones of a stay, window or day: the number of the period, or undefined. */
const openings = ({ rule }: Case, minutes: readonly Minute[], isFree: readonly boolean[]): (string | undefined)[] => {
  const { opening } = rule;
  if (opening === undefined) return minutes.map(() => undefined);
  const begins = new Map<string, number>();
  return minutes.map((minute, index) => {
    if (opening.per === 'stay' && begins.size === 0 && isFree[index]) return undefined;
    const period = { stay: 'stay', window: `window ${minute.window}`, calendarDay: `day ${minute.day}` }[opening.per];
    const begin = begins.get(period) ?? index;
    begins.set(period, begin);
    return index < begin + opening.minutes ? period : undefined;
  });
};

/** Undefined when nothing prices some minute. */
export const minutesOf = (one: Case): Minute[] | undefined => {
  const known = withEvent(one, bandMinutes(one)).filter((minute) => minute !== undefined);
  if (known.length < one.stay.exit - one.stay.entry) return undefined;
  const isFree = freeTimes(one, known);
  const opening = openings(one, known, isFree);
  return known.map((minute, index): Minute => {
    if (isFree[index]) return { ...minute, by: 'freeTime', name: '', occurrence: 'free time', charge: free };
    const period = opening[index];
    if (period === undefined || minute.by === 'event') return minute;
    return { ...minute, by: 'opening', name: '', occurrence: `opening ${period}`, charge: free };
  });
};
