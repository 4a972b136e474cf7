// Caps and jumps of a stay: every amount passes through them in order, from the shortest period to the longest.
import { minuteMs } from '../time.ts';
import { eventOverridesOf } from './event-prices.ts';
import { type Cap, type ChargedRule, type DayChoice, type Jump, type Period } from './document.ts';

/** A cap or a jump, ready to meter. */
export interface Limit {
  readonly kind: 'cap' | 'jump';
  readonly per: Period;
  /** For the first, second, … period; the last repeats. */
  readonly amountsFen: readonly number[];
  /** By band index, then of the event prices, the opening and what a jump adds: whether its amounts pass through it. */
  readonly covers: readonly boolean[];
  /** Place of its choice of days among those of the day plans; undefined when it holds every day. */
  readonly choiceIndex: number | undefined;
  /** Of a jump. */
  readonly overMs: number;
  readonly counts: 'elapsed' | 'charged';
  /** Of a jump: replaces what the period has cost, even when that was more. */
  readonly mayLower: boolean;
  /** Of a cap per day: what earlier stays of the same day have used stays used. */
  readonly acrossStays: boolean;
}

const order: Readonly<Record<Period, number>> = { occurrence: 0, calendarDay: 1, window: 2, sevenDays: 3, stay: 4 };

const isRestricted = ({ days, seasons }: DayChoice): boolean => days !== undefined || seasons !== undefined;

/** The choices of days of a rule's caps and jumps, in the order in which limits refer to them. */
export const limitChoices = ({ caps, jumps }: ChargedRule): DayChoice[] =>
  [...(jumps ?? []), ...caps].filter(isRestricted);

/** After the bands of a rule come the event prices, the opening and what a jump adds. */
const extraBands = (rule: ChargedRule): number => eventOverridesOf(rule).length + 2;

const coversOf = (rule: ChargedRule, { bands: names, per }: Pick<Cap, 'bands' | 'per'>): boolean[] => [
  ...rule.bands.map(({ name }) => names === undefined || names.includes(name)),
  ...Array.from({ length: extraBands(rule) }, () => per !== 'occurrence' && names === undefined),
];

const capLimit = (rule: ChargedRule, cap: Cap): Omit<Limit, 'choiceIndex'> => ({
  kind: 'cap',
  per: cap.per,
  amountsFen: typeof cap.amountFen === 'number' ? [cap.amountFen] : cap.amountFen,
  covers: coversOf(rule, cap),
  overMs: Infinity,
  counts: 'elapsed',
  mayLower: false,
  acrossStays: cap.acrossStays === true,
});

const jumpLimit = (rule: ChargedRule, jump: Jump, mayLower: boolean): Omit<Limit, 'choiceIndex'> => ({
  kind: 'jump',
  per: jump.per,
  amountsFen: [jump.amountFen],
  covers: Array.from({ length: rule.bands.length + extraBands(rule) }, () => true),
  overMs: jump.overMinutes * minuteMs,
  counts: jump.counts,
  mayLower,
  acrossStays: false,
});

/** In the order in which amounts pass: by period, a jump before the caps of its period. */
export const compileLimits = (rule: ChargedRule, mayLower: boolean): Limit[] => {
  let restricted = 0;
  const placed = (choice: DayChoice): number | undefined => (isRestricted(choice) ? restricted++ : undefined);
  const jumps = (rule.jumps ?? []).map((jump) => ({ ...jumpLimit(rule, jump, mayLower), choiceIndex: placed(jump) }));
  const caps = rule.caps.map((cap) => ({ ...capLimit(rule, cap), choiceIndex: placed(cap) }));
  const isJump = ({ kind }: Limit): number => (kind === 'jump' ? 0 : 1);
  return [...jumps, ...caps].sort((a, b) => order[a.per] - order[b.per] || isJump(a) - isJump(b));
};

/** How far the limits of one stay have been used. One for each rule, begun anew for every stay. */
export class LimitState {
  readonly limits: readonly Limit[];
  /** Whether there is a limit of this period at all. */
  readonly has: Readonly<Record<Period, boolean>>;
  /** What the last amount was reduced by, if anything did. */
  reducedBy: Limit | undefined;
  /** What the sum so far leaves of a cap; below zero where it is more. */
  private readonly left: Float64Array;
  private readonly spent: Float64Array;
  /** Of a jump: the counted time at which it is reached, by its own clock; Infinity when it has been. */
  private readonly reachedAt: Float64Array;
  /** Of the first jump of a period, for all jumps of it: whether one has been reached. */
  private readonly closed: Uint8Array;
  /** Of a jump, the place of the first one of its period. */
  private readonly group: Uint8Array;
  private readonly periods: Float64Array;
  private day = -1;
  /** Of a cap across stays: the day of which it knows what is left. */
  private readonly lastDay: Float64Array;

  constructor(limits: readonly Limit[]) {
    this.limits = limits;
    const has = (period: Period): boolean => limits.some(({ per }) => per === period);
    this.has = {
      occurrence: has('occurrence'),
      calendarDay: has('calendarDay'),
      window: has('window'),
      sevenDays: has('sevenDays'),
      stay: has('stay'),
    };
    this.left = new Float64Array(limits.length);
    this.spent = new Float64Array(limits.length);
    this.reachedAt = new Float64Array(limits.length);
    this.closed = new Uint8Array(limits.length);
    this.group = Uint8Array.from(limits, ({ per }) => limits.findIndex((one) => one.per === per));
    this.periods = new Float64Array(limits.length);
    this.lastDay = new Float64Array(limits.length);
  }

  /** Begins a stay: the next period of each limit is its first. Caps across stays go on until they are forgotten. */
  begin(): void {
    for (let index = 0; index < this.periods.length; index += 1) this.periods[index] = 0;
  }

  /** What is priced next follows no other stay. */
  forgetStays(): void {
    this.lastDay.fill(-1);
  }

  /** A calendar day has begun; `day` is its number, the rest as for `turn`. */
  turnDay(day: number, elapsed: number, charged: number, chosen: readonly boolean[]): void {
    this.day = day;
    this.turn('calendarDay', elapsed, charged, chosen);
  }

  /**
   * A new period has begun. `elapsed` and `charged` are the readings of the two clocks at its start, `chosen` tells
   * which choices of days name the day; of occurrences, only limits that cover `bandIndex` begin anew.
   */
  turn(per: Period, elapsed: number, charged: number, chosen?: readonly boolean[], bandIndex = -1): void {
    for (let index = 0; index < this.limits.length; index += 1) {
      const limit = this.limits[index] as Limit;
      if (limit.per !== per || (bandIndex >= 0 && limit.covers[bandIndex] !== true)) continue;
      if (limit.acrossStays) {
        if (this.lastDay[index] === this.day) continue;
        this.lastDay[index] = this.day;
      }
      const period = this.periods[index] as number;
      const holds = limit.choiceIndex === undefined || chosen?.[limit.choiceIndex] === true;
      this.periods[index] = period + 1;
      this.closed[index] = 0;
      this.spent[index] = 0;
      this.left[index] = holds ? (limit.amountsFen[Math.min(period, limit.amountsFen.length - 1)] as number) : Infinity;
      this.reachedAt[index] = holds ? (limit.counts === 'elapsed' ? elapsed : charged) + limit.overMs : Infinity;
    }
  }

  /** What of the amount is let through, from the limit at `first` on. */
  pass(bandIndex: number, amountFen: number, first = 0): number {
    this.reducedBy = undefined;
    let passing = amountFen;
    for (let index = first; index < this.limits.length; index += 1) {
      const limit = this.limits[index] as Limit;
      if (limit.covers[bandIndex] !== true) continue;
      if (limit.kind === 'jump' && this.group[index] !== index) continue;
      const through = limit.kind === 'jump' ? this.throughJump(index, passing) : this.throughCap(index, passing);
      if (through < passing) this.reducedBy = limit;
      passing = through;
    }
    return passing;
  }

  private throughJump(index: number, amountFen: number): number {
    if (this.closed[index] === 1) return 0;
    this.spent[index] = (this.spent[index] as number) + amountFen;
    return amountFen;
  }

  /** The cap holds for the sum: what was more than it counts on, so that a jump which lowers the sum takes off no more. */
  private throughCap(index: number, amountFen: number): number {
    const left = this.left[index] as number;
    if (left === Infinity) return amountFen;
    this.left[index] = left - amountFen;
    return Math.max(left, 0) - Math.max(left - amountFen, 0);
  }

  /** How long until the next jump is reached; Infinity when none will be. A clock that stands still is NaN. */
  untilJump(elapsed: number, charged: number): number {
    let until = Infinity;
    for (let index = 0; index < this.limits.length; index += 1) {
      const limit = this.limits[index] as Limit;
      if (limit.kind !== 'jump') continue;
      const rest = (this.reachedAt[index] as number) - (limit.counts === 'elapsed' ? elapsed : charged);
      if (rest < until) until = rest;
    }
    return until;
  }

  /**
   * Adds what the jump that is reached now costs beyond what its period has cost; undefined when none is reached. After
   * one, units of its period cost nothing more, but a further jump of the period may.
   */
  jump(elapsed: number, charged: number): { readonly limit: Limit; readonly addedFen: number } | undefined {
    for (let index = 0; index < this.limits.length; index += 1) {
      const limit = this.limits[index] as Limit;
      if (limit.kind !== 'jump') continue;
      const reading = limit.counts === 'elapsed' ? elapsed : charged;
      if (!(reading >= (this.reachedAt[index] as number))) continue;
      const group = this.group[index] as number;
      this.reachedAt[index] = Infinity;
      this.closed[group] = 1;
      const missing = (limit.amountsFen[0] as number) - (this.spent[group] as number);
      const added = limit.mayLower ? missing : Math.max(0, missing);
      this.spent[group] = (this.spent[group] as number) + added;
      let next = index + 1;
      while (this.limits[next]?.kind === 'jump' && this.limits[next]?.per === limit.per) next += 1;
      return { limit, addedFen: this.pass(limit.covers.length - 1, added, next) };
    }
    return undefined;
  }
}
