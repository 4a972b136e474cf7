// The rule of a vehicle class, with what it takes over from the rule of another.
import { type Percentage } from './adjust.ts';
import { type ChargedRule, type NoChargeRule, type SameAsRule, type TariffDocument } from './document.ts';

export interface ResolvedRule {
  readonly rule: ChargedRule | NoChargeRule;
  readonly percentage?: Percentage;
}

/** The other rule with the members that this one changes; null takes a member away. */
const changed = (rule: ChargedRule, changes: SameAsRule['changes']): ChargedRule => {
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
  const resolved = { rule: changes === undefined ? target : changed(target, changes) };
  return percent === undefined ? resolved : { ...resolved, percentage: { percent, rounding } };
};
