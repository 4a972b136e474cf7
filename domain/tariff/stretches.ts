// What prices an instant: free time before the event price, that before the opening, that before the bands.
import { minuteMs } from '../time.ts';
import { BandCursor } from './band-cursor.ts';
import { type DayPlans, type Occurrence } from './day-plan.ts';
import { type ChargedRule } from './document.ts';
import { type StayContext } from './tariff.ts';

/** The stretches that no band makes. Their indices follow those of the bands, in this order; free time charges nothing. */
export const eventOffset = 0;
export const openingOffset = 1;
export const otherTimesIndex = -1;
export const freeTimeIndex = -2;

/** The window of an event, ready to meter. */
export interface EventWindow {
  readonly beforeStartMs: number;
  readonly afterMs: number;
  readonly after: 'start' | 'end';
  /** By band index: whether its time is replaced; undefined for all time. */
  readonly replaces: readonly boolean[] | undefined;
}

export const compileEvent = ({ event, bands }: ChargedRule): EventWindow | undefined =>
  event && {
    beforeStartMs: event.beforeStartMinutes * minuteMs,
    afterMs: event.afterMinutes * minuteMs,
    after: event.after,
    replaces: event.bands && bands.map(({ name }) => event.bands?.includes(name) === true),
  };

export interface StretchRule {
  readonly plans: DayPlans;
  readonly bandCount: number;
  readonly event: EventWindow | undefined;
  readonly freeOtherTimes: boolean;
}

/** Finds the stretch at an instant; instants only grow. */
export class Stretches {
  /** Index of the band, or one of those above; undefined where the rule says nothing. */
  index: number | undefined = undefined;
  /** Of a band. */
  occurrence: Occurrence | undefined = undefined;
  to = 0.5;
  /** Until when free time, and the opening, last in the present period. */
  freeUntil = -Infinity;
  openingUntil = -Infinity;
  private readonly cursor: BandCursor;
  private readonly rule: StretchRule;
  private eventFrom = Infinity;
  private eventTo = Infinity;

  constructor(rule: StretchRule) {
    this.rule = rule;
    this.cursor = new BandCursor(rule.plans);
  }

  begin(day: Parameters<BandCursor['begin']>[0], event: StayContext['event']): void {
    this.cursor.begin(day);
    this.freeUntil = -Infinity;
    this.openingUntil = -Infinity;
    const window = event && this.rule.event;
    this.eventFrom = window ? event.start - window.beforeStartMs : Infinity;
    this.eventTo = window ? (window.after === 'start' ? event.start : event.end) + window.afterMs : Infinity;
  }

  /** Continues from where the other is, to look ahead. */
  follow(other: Stretches): void {
    this.cursor.follow(other.cursor);
    this.freeUntil = other.freeUntil;
    this.openingUntil = other.openingUntil;
    this.eventFrom = other.eventFrom;
    this.eventTo = other.eventTo;
  }

  find(at: number): void {
    if (at < this.freeUntil) return this.found(freeTimeIndex, undefined, this.freeUntil);
    this.cursor.find(at);
    const { occurrence, to } = this.cursor;
    const { bandCount, event } = this.rule;
    const isReplaced = event?.replaces === undefined || (occurrence && event.replaces[occurrence.bandIndex]) === true;
    if (isReplaced && at >= this.eventFrom && at < this.eventTo) {
      const end = event?.replaces === undefined ? this.eventTo : Math.min(to, this.eventTo);
      return this.found(bandCount + eventOffset, undefined, end);
    }
    const nextEvent = at < this.eventFrom ? this.eventFrom : Infinity;
    if (at < this.openingUntil) {
      const end = event?.replaces === undefined ? this.openingUntil : Math.min(to, this.openingUntil);
      return this.found(bandCount + openingOffset, undefined, Math.min(end, nextEvent));
    }
    const index = occurrence?.bandIndex ?? (this.rule.freeOtherTimes ? otherTimesIndex : undefined);
    this.found(index, occurrence, Math.min(to, nextEvent));
  }

  private found(index: number | undefined, occurrence: Occurrence | undefined, to: number): void {
    this.index = index;
    this.occurrence = occurrence;
    this.to = to;
  }
}
