// Members of a rule that no other format has: whatever is left of the rule after these checks can be said elsewhere.
import { type ChargedRule, type FreeTime, type PartialUnit, type UnitsCharge } from '../document.ts';
import { inexpressible, type Format } from './reasons.ts';
import { type ExchangeCode, type ExchangeProblem } from './problem.ts';
import { type RuleSource } from './rule-source.ts';

export interface CheckedRule {
  readonly rule: ChargedRule;
  readonly source: RuleSource;
  readonly format: Format;
}

/** Reports a problem with a member of the rule, or with what is inside it. */
type Report = (member: keyof ChargedRule, code: ExchangeCode, inside?: string) => void;

const freeTimesOf = ({ free }: ChargedRule): readonly FreeTime[] =>
  free === undefined ? [] : 'minutes' in free ? [free] : free;

const isPlainFree = ({ mode, counts, per, limit, days, seasons }: FreeTime): boolean =>
  mode === 'deducted' &&
  (counts ?? 'elapsed') === 'elapsed' &&
  (per ?? 'stay') === 'stay' &&
  [limit, days, seasons].every((member) => member === undefined);

/** Minutes that are deducted from the beginning of every stay. */
export const deductedMinutes = (rule: ChargedRule): number => freeTimesOf(rule)[0]?.minutes ?? 0;

export const partialUnitOf = (rule: ChargedRule, charge: UnitsCharge): PartialUnit =>
  charge.partialUnit ?? rule.partialUnit;

const usesTiers = ({ bands }: ChargedRule): boolean =>
  bands.some(({ charge }) => charge.kind === 'ladder' || (charge.kind === 'units' && charge.tiers.length > 1));

const checkClock = (rule: ChargedRule, report: Report): void => {
  const { counts, restarts } = rule.tierClock;
  // A restart ends the running unit, also where there is only one tier.
  if (restarts !== 'stay' || (counts !== 'elapsed' && usesTiers(rule))) report('tierClock', 'tier-clock');
  if (rule.partialMinute === 'counted') report('partialMinute', 'partial-minute');
  if (rule.unitsEndWithDay === true) report('unitsEndWithDay', 'unit-ends-with-day');
};

const checkFree = (rule: ChargedRule, report: Report): void => {
  const times = freeTimesOf(rule);
  const isList = rule.free !== undefined && !('minutes' in rule.free);
  times.forEach((free, index) => {
    if (!isPlainFree(free) || times.length > 1) report('free', 'free-time', isList ? `/${index}` : '');
  });
};

const checkLimits = (rule: ChargedRule, report: Report): void => {
  rule.caps.forEach((_cap, index) => report('caps', 'cap', `/${index}`));
  rule.jumps?.forEach((_jump, index) => report('jumps', 'jump', `/${index}`));
  if (rule.opening !== undefined) report('opening', 'opening');
  if (rule.event !== undefined) report('event', 'event');
};

const checkWhole = (rule: ChargedRule, format: Format, report: Report): void => {
  if (rule.perBay === true) report('perBay', 'per-bay');
  if ((rule.minimumFen ?? 0) > 0) report('minimumFen', 'minimum');
  const { rounding } = rule;
  // To one fen there is nothing to round.
  const rounds = rounding !== undefined && rounding.toFen > 1;
  if (rounds && (!format.roundUp || rounding.mode !== 'up')) report('rounding', 'rounding');
  if (rule.maximumStayMinutes !== undefined && !format.maximumStay) report('maximumStayMinutes', 'maximum-stay');
};

/** Every member there is, so that one that is added to the language cannot be forgotten here. */
const considered: Readonly<Record<keyof ChargedRule, true>> = {
  kind: true,
  free: true,
  tierClock: true,
  partialMinute: true,
  partialUnit: true,
  atBandEnd: true,
  // Says something only of windows and days that other members use, and these are refused.
  windowMinutes: true,
  dayStartsAt: true,
  unitsEndWithDay: true,
  otherTimes: true,
  bands: true,
  opening: true,
  event: true,
  caps: true,
  jumps: true,
  perBay: true,
  minimumFen: true,
  rounding: true,
  maximumStayMinutes: true,
  entryVariants: true,
};

const checkMembers = (rule: ChargedRule, report: Report): void => {
  for (const member of Object.keys(rule) as (keyof ChargedRule)[]) {
    if (!Object.hasOwn(considered, member)) report(member, 'unknown-member');
  }
  rule.entryVariants?.forEach((_variant, index) => report('entryVariants', 'entry-variant', `/${index}`));
};

/** Everything of the rule but its bands. */
export const checkRule = ({ rule, source, format }: CheckedRule): ExchangeProblem[] => {
  const problems: ExchangeProblem[] = [];
  const report: Report = (member, code, inside = '') => {
    problems.push(inexpressible(format, `${source.pointerOf(member)}${inside}`, code));
  };
  if (source.percent !== 100) problems.push(inexpressible(format, `${source.pointer}/percent`, 'percent'));
  checkMembers(rule, report);
  checkClock(rule, report);
  checkFree(rule, report);
  checkLimits(rule, report);
  checkWhole(rule, format, report);
  return problems;
};
