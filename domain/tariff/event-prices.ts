// When an event price holds: which override an event falls under, and from when to when it replaces the bands.
import { plusDays, type DayNumber, type LocalTime } from '../local-time.ts';
import { minuteMs, type EpochMs } from '../time.ts';
import { minuteOfDay } from './bands.ts';
import { type Place } from './day-plan.ts';
import { isChosen } from './days.ts';
import { type ChargedRule, type EventOverride } from './document.ts';

/** Times of the event itself; the window that it prices is the rule's. */
export interface DatedEvent {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** One override of a rule, ready to ask. */
export interface EventWindow {
  /** Its place among the overrides of its rule. */
  readonly index: number;
  /** By band index: whether its time is replaced; undefined for all time. */
  readonly replaces: readonly boolean[] | undefined;
  readonly fits: (event: DatedEvent) => boolean;
  readonly from: (event: DatedEvent) => number;
  readonly to: (event: DatedEvent) => number;
}

export const eventOverridesOf = ({ event }: Pick<ChargedRule, 'event'>): readonly EventOverride[] =>
  event === undefined ? [] : 'charge' in event ? [event] : event;

/** The same with the place of each within its rule, as a JSON pointer. */
export const eventsAt = (rule: Pick<ChargedRule, 'event'>): (readonly [EventOverride, string])[] =>
  eventOverridesOf(rule).map((override, index) => [
    override,
    rule.event !== undefined && 'charge' in rule.event ? '/event' : `/event/${index}`,
  ]);

/** `HH:MM` on the wall clock, which on the day that clocks are set back shows some times twice. */
const wallClock = (local: LocalTime, at: EpochMs): string => local.format(at).slice(11, 16);

const compileEvent = (override: EventOverride, index: number, rule: ChargedRule, place: Place): EventWindow => {
  const { local } = place;
  const { startsFrom = '00:00', startsTo = '24:00' } = override;
  const byClock = (event: DatedEvent, text: string, dayOffset: number): number =>
    local.instantOf(plusDays(local.dayOf(event.start), dayOffset) as DayNumber, minuteOfDay(text) ?? 0);
  const { from, to, bands } = override;
  const toOffset = from !== undefined && to !== undefined && to <= from ? 1 : 0;
  return {
    index,
    replaces: bands && rule.bands.map(({ name }) => bands.includes(name)),
    fits: ({ start }) => {
      const clock = wallClock(local, start);
      const isChosenDay = isChosen(override, place.dayOf(local.dayOf(start)), place.seasons);
      return isChosenDay && clock >= startsFrom && clock < startsTo;
    },
    from: (event) =>
      from === undefined ? event.start - override.beforeStartMinutes * minuteMs : byClock(event, from, 0),
    to: (event) =>
      to === undefined
        ? (override.after === 'start' ? event.start : event.end) + override.afterMinutes * minuteMs
        : byClock(event, to, toOffset),
  };
};

export const compileEvents = (rule: ChargedRule, place: Place): EventWindow[] =>
  eventOverridesOf(rule).map((override, index) => compileEvent(override, index, rule, place));

interface PricedWindow {
  readonly window: EventWindow;
  readonly from: number;
  readonly to: number;
}

/** The window of the first override that fits the event. */
export const pricedWindow = (windows: readonly EventWindow[], event: DatedEvent): PricedWindow | undefined => {
  const window = windows.find(({ fits }) => fits(event));
  return window && { window, from: window.from(event), to: window.to(event) };
};
