// The rule of a vehicle class, with what it takes over from the rule of another.
import { type Percentage } from './adjust.ts';
import { type ChargedRule, type Changes, type NoChargeRule, type TariffDocument } from './document.ts';

export interface ResolvedRule {
  readonly rule: ChargedRule | NoChargeRule;
  readonly percentage?: Percentage;
}

/** The rule with some of its members changed; null takes a member away. */
export const applyChanges = (rule: ChargedRule, changes: Changes): ChargedRule => {
  const members = Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(members) as unknown as ChargedRule;
};

/** Throws a RangeError when the class has no rule, or names one that is not there. */
export const resolveRule = (rules: TariffDocument['rules'], vehicleClass: string): ResolvedRule => {
  const rule = rules[vehicleClass];
  if (rule === undefined) throw new RangeError(`there is no rule for ${vehicleClass}`);
  if (rule.kind !== 'sameAs') return { rule };
  const target = rules[rule.vehicleClass];
  if (target === undefined || target.kind === 'sameAs') throw new RangeError('sameAs must name a rule of its own');
  if (target.kind === 'noCharge') return { rule: target };
  const { changes, percent, percentRounding: rounding = 'up' } = rule;
  const resolved = { rule: changes === undefined ? target : applyChanges(target, changes) };
  return percent === undefined ? resolved : { ...resolved, percentage: { percent, rounding } };
};
