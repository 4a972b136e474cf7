// A charged rule made ready to meter: milliseconds instead of minutes, Infinity for what it does not limit.
import { type DayNumber, plusDays } from '../local-time.ts';
import { minuteMs } from '../time.ts';
import { compileCharge, type MeterCharge } from './charges.ts';
import { compileEvents, eventOverridesOf } from './event-prices.ts';
import { createDayPlans, type DayPlans, type Place } from './day-plan.ts';
import { type ChargedRule, type FreeTime, type Opening, type Period } from './document.ts';
import { compileLimits, limitChoices, type Limit } from './limits.ts';
import { type StretchRule } from './stretches.ts';

export interface MeterRule extends StretchRule {
  readonly source: ChargedRule;
  readonly place: Place;
  readonly plans: DayPlans;
  /** By band index, then of the event prices and the opening. */
  readonly charges: readonly MeterCharge[];
  readonly limits: readonly Limit[];
  readonly hasJumps: boolean;
  readonly hasCapsAcrossStays: boolean;
  readonly countsCharged: boolean;
  readonly restarts: ChargedRule['tierClock']['restarts'];
  readonly runsOn: boolean;
  readonly unitsEndWithDay: boolean;
  /** Where a band follows itself. */
  readonly unitsEndWithOccurrence: boolean;
  readonly usesDays: boolean;
  /** Infinity where no window matters. */
  readonly windowMs: number;
  readonly usesSevenDays: boolean;
  readonly opening: Opening | undefined;
  readonly freeTimes: readonly FreeTime[];
  /** The only free time, when it holds for every stay. */
  readonly plainFreeTime: FreeTime | undefined;
  /** The date whose calendar day of the rule an instant falls in. */
  readonly dayAt: (at: number) => DayNumber;
}

export const freeTimesOf = ({ free }: ChargedRule): readonly FreeTime[] =>
  free === undefined ? [] : 'mode' in free ? [free] : free;

const isPlain = ({ days, seasons, limit }: FreeTime): boolean =>
  days === undefined && seasons === undefined && limit === undefined;

/** Whether anything of the rule happens once per this period. */
const uses = (rule: ChargedRule, period: Period): boolean =>
  rule.tierClock.restarts === period ||
  rule.caps.some(({ per }) => per === period) ||
  (rule.jumps ?? []).some(({ per }) => per === period) ||
  freeTimesOf(rule).some(({ per }) => per === period) ||
  rule.opening?.per === period ||
  [...rule.bands, ...eventOverridesOf(rule)].some(({ charge }) => charge.kind === 'flat' && charge.per === period);

/** What begins anew each day ends the units of the day before. */
const endsUnitsWithDay = (rule: ChargedRule): boolean =>
  rule.unitsEndWithDay === true ||
  rule.opening?.per === 'calendarDay' ||
  freeTimesOf(rule).some(({ per }) => per === 'calendarDay');

const openingCharge = (rule: ChargedRule): MeterCharge =>
  compileCharge(
    { kind: 'flat', amountFen: (rule.opening?.amountFen ?? 0) as never, per: rule.opening?.per ?? 'stay' },
    rule.partialUnit,
  );

export const compileRule = (rule: ChargedRule, place: Place, mayLower: boolean): MeterRule => {
  const plans = createDayPlans(rule, place, limitChoices(rule));
  const limits = compileLimits(rule, mayLower);
  const freeTimes = freeTimesOf(rule);
  const dayAt = (at: number): DayNumber => {
    const day = place.local.dayOf(at as never);
    return at < plans(day).dayStart ? plusDays(day, -1) : day;
  };
  return {
    source: rule,
    place,
    plans,
    bandCount: rule.bands.length,
    events: compileEvents(rule, place),
    freeOtherTimes: rule.otherTimes === 'free',
    charges: [
      ...rule.bands.map(({ charge }) => compileCharge(charge, rule.partialUnit)),
      ...eventOverridesOf(rule).map(({ charge }) => compileCharge(charge, rule.partialUnit)),
      openingCharge(rule),
    ],
    limits,
    hasJumps: limits.some(({ kind }) => kind === 'jump'),
    hasCapsAcrossStays: limits.some(({ acrossStays }) => acrossStays),
    countsCharged: rule.tierClock.counts === 'charged',
    restarts: rule.tierClock.restarts,
    runsOn: rule.atBandEnd === 'runOn',
    unitsEndWithDay: endsUnitsWithDay(rule),
    unitsEndWithOccurrence: ['occurrence', 'calendarDay'].includes(rule.tierClock.restarts),
    usesDays: uses(rule, 'calendarDay') || endsUnitsWithDay(rule),
    windowMs: uses(rule, 'window') ? (rule.windowMinutes ?? 1440) * minuteMs : Infinity,
    usesSevenDays: uses(rule, 'sevenDays'),
    opening: rule.opening,
    freeTimes,
    plainFreeTime: freeTimes.length === 1 ? freeTimes.find(isPlain) : undefined,
    dayAt,
  };
};
