// Walks through the bands of the days from an instant on, forwards only.
import { plusDays, type DayNumber } from '../local-time.ts';
import { type EpochMs } from '../time.ts';
import { type DayPlan, type DayPlans, type Occurrence } from './day-plan.ts';

/** Before the first `begin`. */
const noPlan: DayPlan = {
  day: 0 as DayNumber,
  dayType: 'workday',
  end: 0 as EpochMs,
  dayStart: 0 as EpochMs,
  dayEnd: 0 as EpochMs,
  occurrences: [],
  chosen: [],
};

/**
 * Instants are members, not arguments or results: a number that does not fit into 32 bits is boxed on every call that
 * is not inlined, and a fee takes hundreds of them.
 */
export class BandCursor {
  /** Where to look. */
  at = 0.5;
  /** What was found last; undefined where no band holds. */
  occurrence: Occurrence | undefined = undefined;
  /** Where it ends, or where the next band, or the next date, may begin. */
  to = 0.5;
  private readonly plans: DayPlans;
  private day: DayNumber = 0 as DayNumber;
  private plan: DayPlan = noPlan;
  private index = 0;

  constructor(plans: DayPlans) {
    this.plans = plans;
  }

  /** Begins with the bands of this date: the one before the date that is asked about, for bands that run past midnight. */
  begin(day: DayNumber): void {
    this.day = day;
    this.plan = this.plans(day);
    this.index = 0;
  }

  /** Continues from where the other cursor is. */
  follow(other: BandCursor): void {
    this.day = other.day;
    this.plan = other.plan;
    this.index = other.index;
  }

  /** Finds what holds at `at`, which is never before what was asked last. */
  find(): void {
    const { at } = this;
    for (;;) {
      const occurrence = this.plan.occurrences[this.index];
      if (occurrence === undefined) {
        if (at < this.plan.end) {
          this.occurrence = undefined;
          this.to = this.plan.end;
          return;
        }
        this.begin(plusDays(this.day, 1));
      } else if (occurrence.to <= at) {
        this.index += 1;
      } else {
        const holds = occurrence.from <= at;
        this.occurrence = holds ? occurrence : undefined;
        this.to = holds ? occurrence.to : occurrence.from;
        return;
      }
    }
  }
}
