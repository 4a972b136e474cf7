// What prices an instant: free time before the event price, that before the opening, that before the bands.
import { BandCursor } from './band-cursor.ts';
import { type DayPlans, type Occurrence } from './day-plan.ts';
import { pricedWindow, type EventWindow } from './event-prices.ts';
import { type StayContext } from './tariff.ts';

/** What no band makes. The events have the indices after the bands, the opening the one after those. */
export const otherTimesIndex = -1;
export const freeTimeIndex = -2;

export interface StretchRule {
  readonly plans: DayPlans;
  readonly bandCount: number;
  readonly events: readonly EventWindow[];
  readonly freeOtherTimes: boolean;
}

/** What prices a stretch: the index of a band, or of what no band makes; undefined where the rule says nothing. */
export interface Stretch {
  readonly index: number | undefined;
  /** Of a band. */
  readonly occurrence: Occurrence | undefined;
}

/** Finds the stretch at an instant; instants only grow. */
export class Stretches {
  /** Where to look. */
  at = 0.5;
  /** Index of the band, or one of those above; undefined where the rule says nothing. */
  index: number | undefined = undefined;
  /** Of a band. */
  occurrence: Occurrence | undefined = undefined;
  to = 0.5;
  /** Until when free time, and the opening, last in the present period. */
  freeUntil = -Infinity;
  openingUntil = -Infinity;
  /** Of an opening per stay: its length, until charging begins, which is where free time first ends. */
  openingAheadMs = 0;
  private readonly cursor: BandCursor;
  private readonly rule: StretchRule;
  private event: EventWindow | undefined = undefined;
  private eventFrom = Infinity;
  private eventTo = -Infinity;

  constructor(rule: StretchRule) {
    this.rule = rule;
    this.cursor = new BandCursor(rule.plans);
  }

  begin(day: Parameters<BandCursor['begin']>[0], event: StayContext['event']): void {
    this.cursor.begin(day);
    this.freeUntil = -Infinity;
    this.openingUntil = -Infinity;
    this.openingAheadMs = 0;
    const priced = event && pricedWindow(this.rule.events, event);
    this.event = priced?.window;
    this.eventFrom = priced?.from ?? Infinity;
    this.eventTo = priced?.to ?? -Infinity;
  }

  /** Continues from where the other is, to look ahead. */
  follow(other: Stretches): void {
    this.cursor.follow(other.cursor);
    this.freeUntil = other.freeUntil;
    this.openingUntil = other.openingUntil;
    this.openingAheadMs = other.openingAheadMs;
    this.event = other.event;
    this.eventFrom = other.eventFrom;
    this.eventTo = other.eventTo;
  }

  /** Finds the stretch at `at`. */
  find(): void {
    const { at, cursor } = this;
    if (at < this.freeUntil) {
      this.index = freeTimeIndex;
      this.occurrence = undefined;
      this.to = this.freeUntil;
      return;
    }
    if (this.openingAheadMs > 0) {
      this.openingUntil = at + this.openingAheadMs;
      this.openingAheadMs = 0;
    }
    cursor.at = at;
    cursor.find();
    const { occurrence } = cursor;
    this.occurrence = occurrence;
    this.index = occurrence?.bandIndex ?? (this.rule.freeOtherTimes ? otherTimesIndex : undefined);
    this.to = cursor.to;
    if (at < this.eventTo || at < this.openingUntil) this.layOver(occurrence);
  }

  /** Lays the event price or the opening over what was found. */
  private layOver(occurrence: Occurrence | undefined): void {
    const { at, to, event } = this;
    const { bandCount, events } = this.rule;
    const isReplaced = event?.replaces === undefined || (occurrence && event.replaces[occurrence.bandIndex]) === true;
    // Where only some bands are replaced, what holds next has to be asked at the end of each.
    const bandEnd = event?.replaces === undefined ? Infinity : to;
    const nextEvent = at < this.eventFrom ? this.eventFrom : Infinity;
    if (isReplaced && at >= this.eventFrom && at < this.eventTo) {
      this.index = bandCount + (event?.index ?? 0);
      this.occurrence = undefined;
      this.to = Math.min(this.eventTo, bandEnd);
    } else if (at < this.openingUntil) {
      this.index = bandCount + events.length;
      this.occurrence = undefined;
      this.to = Math.min(this.openingUntil, bandEnd, nextEvent);
    } else {
      this.to = Math.min(to, nextEvent);
    }
  }
}
