// Meters a stay under one rule: from stretch to stretch and tier to tier, never minute by minute.
import { plusDays, type DayNumber } from '../local-time.ts';
import { dayMs, minuteMs } from '../time.ts';
import { partialPrice, type MeterCharge, type MeterTier } from './charges.ts';
import { type Occurrence } from './day-plan.ts';
import { type Period } from './document.ts';
import { FlatUse } from './flat-use.ts';
import { rungAfter, rungEndMs, rungTotalFen, rungUpTo, type MeterLadder } from './ladder.ts';
import { LimitState } from './limits.ts';
import { type MeterRule } from './meter-rule.ts';
import { type Metering, type Run } from './metering.ts';
import { freeTimeIndex, Stretches, type Stretch } from './stretches.ts';

const sevenDaysMs = 7 * dayMs;

const tierAt = (tiers: readonly MeterTier[], clockMs: number): number => {
  let index = 0;
  while (index < tiers.length - 1 && clockMs >= (tiers[index] as MeterTier).untilMs) index += 1;
  return index;
};

/** A loop: for the few there are, `fill` takes longer to call than to do. */
const forget = (paid: Float64Array): void => {
  for (let index = 0; index < paid.length; index += 1) paid[index] = -1;
};

/**
 * One for each rule, used for one stay after another; what it knows of a stay ends with the next `run`. Instants are
 * members rather than arguments, for the reason that band-cursor.ts gives.
 */
export class Meter {
  private readonly rule: MeterRule;
  private readonly limits: LimitState;
  private readonly stretch: Stretches;
  private readonly ahead: Stretches;
  private readonly flats: FlatUse;
  /** By charge: the rung of its ladder that was paid last since the clock restarted. */
  private readonly rungPaid: Float64Array;
  private stay: Metering | undefined;
  private exit = 0.5;
  private totalFen = 0.5;
  /** Charged time so far. */
  private chargedMs = 0.5;
  /** The tier clock's last restart, and the charged time then. */
  private origin = 0.5;
  private chargedAtOrigin = 0.5;
  /** How far the stay has been priced, and the end of the part that is being priced. */
  private at = 0.5;
  private end = 0.5;
  /** Where the units that are being charged end. */
  private runEnd = 0.5;
  /** The first end of a day or window that lies ahead. */
  private nextTurn = 0.5;
  /** The unit that is running ends here. */
  private unitEnd = 0.5;
  private day = 0 as DayNumber;
  private dayIndex = 0;
  private dayEnd = 0.5;
  private windowIndex = 0;
  private windowEnd = 0.5;
  private sevenDaysEnd = 0.5;
  /** The stretch before this one. */
  private readonly last: { -readonly [Key in keyof Stretch]: Stretch[Key] } = {
    index: undefined,
    occurrence: undefined,
  };
  private bandOccurrence: Occurrence | undefined;

  constructor(rule: MeterRule) {
    this.rule = rule;
    this.limits = new LimitState(rule.limits);
    this.stretch = new Stretches(rule);
    this.ahead = new Stretches(rule);
    this.flats = new FlatUse(rule.charges.length);
    this.rungPaid = new Float64Array(rule.charges.length);
  }

  /** The fee of `[start, exit)` in fen; undefined when the rule says nothing about some of that time. */
  run(stay: Metering): number | undefined {
    const { stretch } = this;
    this.begin(stay);
    while (this.at < this.exit) {
      if (this.at >= this.nextTurn) this.turn();
      if (this.at >= stretch.to) {
        stretch.at = this.at;
        stretch.find();
        this.notice();
      }
      if (stretch.index === undefined) return undefined;
      this.pass(stretch.index);
    }
    return this.totalFen;
  }

  /** Before the first of a vehicle's stays: what others left of caps across stays is not its affair. */
  forgetStays(): void {
    this.limits.forgetStays();
  }

  private begin(stay: Metering): void {
    const { entry, start } = stay;
    this.stay = stay;
    this.exit = stay.exit;
    this.totalFen = 0;
    this.chargedMs = 0;
    this.last.index = undefined;
    this.last.occurrence = undefined;
    this.bandOccurrence = undefined;
    this.flats.begin();
    forget(this.rungPaid);
    this.stretch.begin(plusDays(this.rule.place.local.dayOf(entry as never), -1), stay.event);
    this.beginPeriods(entry);
    this.at = start;
    this.turn();
    this.origin = start;
    this.chargedAtOrigin = 0;
    this.unitEnd = start;
    this.runEnd = start;
    const { opening } = this.rule;
    if (opening?.per === 'stay') this.stretch.openingAheadMs = opening.minutes * minuteMs;
    this.stretch.to = start;
  }

  private beginPeriods(entry: number): void {
    const { usesDays, windowMs, usesSevenDays, dayAt, plans } = this.rule;
    this.limits.begin();
    this.dayIndex = 0;
    this.windowIndex = 0;
    this.dayEnd = Infinity;
    if (usesDays) {
      this.day = dayAt(entry);
      this.dayEnd = plans(this.day).dayEnd;
      this.beginPeriod('calendarDay', entry, this.dayEnd);
    }
    this.windowEnd = entry + windowMs;
    if (windowMs < Infinity) this.beginPeriod('window', entry, this.windowEnd);
    this.sevenDaysEnd = usesSevenDays ? entry + sevenDaysMs : Infinity;
    if (usesSevenDays) this.beginPeriod('sevenDays', entry, this.sevenDaysEnd);
    this.beginPeriod('stay', entry, this.exit);
  }

  private noteNextTurn(): void {
    this.nextTurn = Math.min(this.dayEnd, this.windowEnd, this.sevenDaysEnd);
  }

  private beginPeriod(per: Period, from: number, to: number): void {
    const { opening, plans } = this.rule;
    if (this.limits.has[per]) {
      if (per === 'calendarDay') this.limits.turnDay(this.day, from, this.chargedMs, plans(this.day).chosen);
      else this.limits.turn(per, from, this.chargedMs);
    }
    const { stay, stretch } = this;
    if (stay?.freeUntil !== undefined && stay.freePer === per) {
      stretch.freeUntil = stay.freeUntil(from, Math.min(to, this.exit));
      stretch.to = from;
    }
    if (opening?.per === per && per !== 'stay') {
      stretch.openingUntil = from + opening.minutes * minuteMs;
      stretch.to = from;
    }
  }

  /** Passes the ends of days and windows up to now. */
  private turn(): void {
    const { rule, at } = this;
    while (at >= this.dayEnd) {
      const from = this.dayEnd;
      this.day = plusDays(this.day, 1);
      this.dayIndex += 1;
      this.dayEnd = rule.plans(this.day).dayEnd;
      if (rule.restarts === 'calendarDay') this.restart(from);
      if (rule.unitsEndWithDay) this.endUnit(from);
      this.beginPeriod('calendarDay', from, this.dayEnd);
    }
    while (at >= this.windowEnd) {
      const from = this.windowEnd;
      this.windowIndex += 1;
      this.windowEnd += rule.windowMs;
      if (rule.restarts === 'window') this.restart(from);
      this.endUnit(from);
      this.beginPeriod('window', from, this.windowEnd);
    }
    while (at >= this.sevenDaysEnd) {
      const from = this.sevenDaysEnd;
      this.sevenDaysEnd += sevenDaysMs;
      this.beginPeriod('sevenDays', from, this.sevenDaysEnd);
    }
    this.noteNextTurn();
  }

  private restart(at: number): void {
    this.origin = at;
    this.chargedAtOrigin = this.chargedMs;
    forget(this.rungPaid);
  }

  private endUnit(at: number): void {
    if (this.unitEnd > at) this.unitEnd = at;
  }

  private isExtra(index: number | undefined): boolean {
    return index === freeTimeIndex || (index !== undefined && index >= this.rule.bandCount);
  }

  /** Whether a unit ends where one stretch follows another, or an evening of its band another evening. */
  private endsUnits(before: Stretch, after: Stretch): boolean {
    const isOther = before.index !== after.index;
    if (this.isExtra(before.index) || this.isExtra(after.index)) return isOther;
    if (this.rule.runsOn) return false;
    return isOther || (this.rule.unitsEndWithOccurrence && before.occurrence !== after.occurrence);
  }

  /** A stretch has been found: perhaps another band, perhaps another evening of the same. */
  private notice(): void {
    const { stretch, last } = this;
    const { index, occurrence } = stretch;
    if (last.index !== undefined) {
      if (this.endsUnits(last, stretch)) this.endUnit(this.at);
      const isSame = index === last.index && occurrence === last.occurrence;
      if (!isSame && this.rule.restarts === 'occurrence') this.restart(this.at);
    }
    last.index = index;
    last.occurrence = occurrence;
    if (occurrence === undefined || occurrence === this.bandOccurrence) return;
    this.bandOccurrence = occurrence;
    if (this.limits.has.occurrence) {
      this.limits.turn('occurrence', this.at, this.chargedMs, undefined, occurrence.bandIndex);
    }
  }

  /** Prices the stretch from now to its end, or to where a period ends or a jump is reached; that is the next now. */
  private pass(index: number): void {
    const charge = index >= 0 ? this.rule.charges[index] : undefined;
    const counts = charge?.counts === true;
    this.end = Math.min(this.stretch.to, this.exit, this.nextTurn);
    // A stay that is wholly in its free time costs nothing, however long.
    if (this.rule.hasJumps && index !== freeTimeIndex) this.heedJumps(counts ? this.chargedMs : NaN);
    if (charge === undefined || charge.kind === 'free') this.passFree(index);
    else if (charge.kind === 'flat') this.passFlat(index, charge);
    else if (charge.ladder !== undefined) this.passLadder(index, charge.ladder);
    else this.passUnits(index, charge);
    if (counts) this.chargedMs += this.end - this.at;
    this.at = this.end;
  }

  /** Adds what is reached now, and stops where the next one is. */
  private heedJumps(charged: number): void {
    const { at, limits } = this;
    for (let reached = limits.jump(at, charged); reached; reached = limits.jump(at, charged)) {
      const { addedFen, limit } = reached;
      this.totalFen += addedFen;
      if (this.stay?.sink === undefined) continue;
      const from = Math.max(at, Math.min(this.unitEnd, this.runEnd));
      this.emit('jump', this.rule.charges.length - 1, 0, from, from, addedFen, addedFen, limit.per);
    }
    this.end = Math.min(this.end, at + limits.untilJump(at, charged));
  }

  private passFree(index: number): void {
    const { at, end } = this;
    if (index === freeTimeIndex) this.origin += end - at;
    if (this.stay?.sink === undefined) return;
    const from = Math.max(at, this.unitEnd);
    if (from < end) this.emit(index === freeTimeIndex ? 'freeTime' : 'free', index, 0, from, end, 0, 0);
  }

  /** A flat is due once more than its minutes of one occurrence have been used in its period. */
  private passFlat(index: number, charge: MeterCharge): void {
    const from = Math.max(this.at, this.unitEnd);
    if (from >= this.end) return;
    const period = this.flatPeriod(charge);
    const occurrence = this.stretch.occurrence?.from ?? 0;
    const isDue = this.flats.use(index, occurrence, period, this.end - from, charge.afterMs);
    const amountFen = isDue ? this.limits.pass(index, charge.amountFen) : 0;
    this.totalFen += amountFen;
    if (this.stay?.sink === undefined) return;
    this.emit('flat', index, isDue ? 1 : 0, from, this.end, isDue ? charge.amountFen : 0, amountFen);
  }

  private flatPeriod({ per }: MeterCharge): number {
    switch (per) {
      case 'occurrence':
        return this.stretch.occurrence?.from ?? 0;
      case 'calendarDay':
        return this.dayIndex;
      case 'window':
        return this.windowIndex;
      case 'stay':
        return 0;
    }
  }

  /** The tier clock reads an instant of the present part minus this. */
  private clockOrigin(): number {
    return this.rule.countsCharged ? this.at + this.chargedAtOrigin - this.chargedMs : this.origin;
  }

  /** Charges what the steps up to the end of the part cost beyond those that were paid since the clock's last restart. */
  private passLadder(index: number, ladder: MeterLadder): void {
    const origin = this.clockOrigin();
    let from = Math.max(this.at, this.unitEnd);
    while (from < this.end) {
      const first = rungAfter(ladder, from - origin);
      const to = Math.min(this.end, rungEndMs(ladder, first) + origin);
      const rung = Math.max(first, rungUpTo(ladder, to - origin));
      const paid = this.rungPaid[index] as number;
      const grossFen = rung > paid ? rungTotalFen(ladder, rung) - rungTotalFen(ladder, paid < 0 ? first - 1 : paid) : 0;
      if (rung > paid) this.rungPaid[index] = rung;
      const amountFen = this.limits.pass(index, grossFen);
      this.totalFen += amountFen;
      const step = Math.min(first, ladder.untilMs.length);
      this.emit('ladder', index, rung > paid ? 1 : 0, from, to, grossFen, amountFen, undefined, step);
      from = to;
    }
  }

  /** Charges the units that start before the end of the part. */
  private passUnits(index: number, charge: MeterCharge): void {
    const { at, end, rule } = this;
    const clockOrigin = this.clockOrigin();
    let from = this.unitEnd > at ? Math.min(this.unitEnd, end) : at;
    while (from < end) {
      const tierIndex = tierAt(charge.tiers, from - clockOrigin);
      const tier = charge.tiers[tierIndex] as MeterTier;
      const units = Math.ceil((Math.min(end, tier.untilMs + clockOrigin) - from) / tier.unitMs);
      const unitEnd = from + units * tier.unitMs;
      this.unitEnd = unitEnd;
      this.runEnd = unitEnd;
      if (unitEnd > end) this.cutRun();
      const usedMs = this.runEnd - unitEnd + tier.unitMs;
      const lastFen = usedMs >= tier.unitMs ? tier.priceFen : partialPrice(charge.partial, tier, usedMs);
      const grossFen = (units - 1) * tier.priceFen + lastFen;
      const amountFen = rule.limits.length === 0 ? grossFen : this.limits.pass(index, grossFen);
      this.totalFen += amountFen;
      if (this.stay?.sink !== undefined) {
        const isUncounted = lastFen === 0 && usedMs < tier.unitMs && charge.partial.kind !== 'started';
        const counted = isUncounted ? units - 1 : units;
        this.emit(charge.kind, index, counted, from, this.runEnd, grossFen, amountFen, undefined, tierIndex);
      }
      from = unitEnd;
    }
  }

  /** Finds where a unit ends that is not used up when its part ends. */
  private cutRun(): void {
    const { rule, stretch, ahead } = this;
    const cut = Math.min(this.runEnd, this.exit, this.windowEnd, rule.unitsEndWithDay ? this.dayEnd : Infinity);
    this.runEnd = cut;
    if (cut <= this.end || cut <= stretch.to) return;
    ahead.follow(stretch);
    let before: Stretch = { index: stretch.index, occurrence: stretch.occurrence };
    ahead.at = stretch.to;
    while (ahead.at < cut) {
      ahead.find();
      if (this.endsUnits(before, ahead)) {
        this.runEnd = ahead.at;
        return;
      }
      before = { index: ahead.index, occurrence: ahead.occurrence };
      ahead.at = ahead.to;
    }
  }

  private emit(
    kind: Run['kind'],
    index: number,
    units: number,
    from: number,
    to: number,
    grossFen: number,
    amountFen: number,
    limitPer: Period | undefined = this.limits.reducedBy?.per,
    tierIndex = 0,
  ): void {
    const sink = this.stay?.sink;
    if (sink === undefined) return;
    const charge = index >= 0 ? this.rule.charges[index] : undefined;
    sink({
      kind,
      index,
      occurrence: this.stretch.occurrence,
      tier: kind === 'units' ? charge?.tiers[tierIndex] : undefined,
      stepEndMs: kind === 'ladder' && charge?.ladder ? rungEndMs(charge.ladder, tierIndex) : undefined,
      tierIndex,
      units,
      from,
      to,
      amountFen,
      reducedFen: grossFen - amountFen,
      limitPer: kind === 'jump' || grossFen !== amountFen ? limitPer : undefined,
    });
  }
}
