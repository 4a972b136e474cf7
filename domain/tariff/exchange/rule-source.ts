// The rule of one vehicle class as it stands in a document, with the place of each of its members.
import { type ChargedRule, type NoChargeRule, type TariffDocument } from '../document.ts';
import { resolveRule } from '../resolve.ts';
import { escapePointer } from './problem.ts';

export interface RuleSource {
  readonly rule: ChargedRule | NoChargeRule;
  readonly percent: number;
  /** The rule itself. */
  readonly pointer: string;
  readonly pointerOf: (member: keyof ChargedRule) => string;
}

/** Undefined when the document has no tariff for the class. */
export const ruleSource = ({ rules }: TariffDocument, vehicleClass: string): RuleSource | undefined => {
  const own = Object.hasOwn(rules, vehicleClass) ? rules[vehicleClass] : undefined;
  if (own === undefined) return undefined;
  const { rule, percentage } = resolveRule(rules, vehicleClass);
  const pointer = `/rules/${escapePointer(vehicleClass)}`;
  const changes = own.kind === 'sameAs' ? (own.changes ?? {}) : {};
  const target = own.kind === 'sameAs' ? `/rules/${escapePointer(own.vehicleClass)}` : pointer;
  return {
    rule,
    percent: percentage?.percent ?? 100,
    pointer,
    pointerOf: (member) => (Object.hasOwn(changes, member) ? `${pointer}/changes/${member}` : `${target}/${member}`),
  };
};
