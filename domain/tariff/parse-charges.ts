// Reads charges from JSON: tiers, flats, ladders, and when a unit that is not used up counts.
import { fen, type Fen } from '../money.ts';
import { minutesPerDay } from './bands.ts';
import {
  type Charge,
  type FlatCharge,
  type LadderCharge,
  type LadderStep,
  type PartialUnit,
  type RoundingMode,
  type Tier,
  type UnitsCharge,
} from './document.ts';
import { flagOf, integerOf, itemsOf, listOf, objectOf, oneOf, orElse, problem, type JsonNode } from './reader.ts';

const maximumPriceFen = 100_000_000;
/** Two years, in minutes: longer than any length that a rule names. */
export const maximumMinutes = 1_051_200;

export const amountOf = (node: JsonNode): Fen | undefined => {
  const amount = integerOf(node, 0, maximumPriceFen);
  return amount === undefined ? undefined : fen(amount);
};

export const roundingModeOf = (node: JsonNode): RoundingMode | undefined => oneOf(node, ['up', 'down', 'nearest']);

export const partialUnitOf = (node: JsonNode): PartialUnit | undefined => {
  const members = objectOf(node, ['kind'], ['minutes', 'stepMinutes', 'rounding']);
  const kind = members && oneOf(members.kind, ['started', 'completed', 'afterMinutes', 'proRata']);
  if (members === undefined || kind === undefined) return undefined;
  const { minutes, stepMinutes, rounding } = members;
  const strange = [
    kind === 'afterMinutes' ? undefined : minutes,
    ...(kind === 'proRata' ? [] : [stepMinutes, rounding]),
  ];
  for (const member of strange) if (member) problem(member, 'unknown-member', `is no member of "${kind}"`);
  if (kind === 'afterMinutes') {
    if (minutes === undefined) return problem(node, 'missing', 'afterMinutes needs minutes');
    const after = integerOf(minutes, 0, maximumMinutes);
    return after === undefined ? undefined : { kind, minutes: after };
  }
  if (kind !== 'proRata') return { kind };
  const step = orElse(stepMinutes, (member) => integerOf(member, 1, minutesPerDay), 1);
  const mode = orElse(rounding, roundingModeOf, 'up');
  return step === undefined || mode === undefined ? undefined : { kind, stepMinutes: step, rounding: mode };
};

const tierOf = (node: JsonNode): Tier | undefined => {
  const members = objectOf(node, ['untilMinutes', 'unitMinutes', 'unitPriceFen']);
  if (members === undefined) return undefined;
  const untilMinutes = members.untilMinutes.value === null ? null : integerOf(members.untilMinutes, 1, maximumMinutes);
  const unitMinutes = integerOf(members.unitMinutes, 1, maximumMinutes);
  const unitPriceFen = amountOf(members.unitPriceFen);
  if (untilMinutes === undefined || unitMinutes === undefined || unitPriceFen === undefined) return undefined;
  return { untilMinutes, unitMinutes, unitPriceFen };
};

const tiersOf = (node: JsonNode): readonly [Tier, ...Tier[]] | undefined => {
  const items = itemsOf(node, 1, 100);
  const tiers = items && listOf(items, tierOf);
  if (items === undefined || tiers === undefined) return undefined;
  tiers.forEach((tier, index) => {
    const last = index === tiers.length - 1;
    const item = items[index] ?? node;
    if (last && tier.untilMinutes !== null) problem(item, 'out-of-range', 'the last tier must end at null');
    if (last || tier.untilMinutes === null) {
      if (!last) problem(item, 'unreachable', 'only the last tier may end at null');
      return;
    }
    const before = tiers[index - 1]?.untilMinutes ?? 0;
    if (tier.untilMinutes <= before) problem(item, 'unreachable', `ends at or before the tier above it (${before})`);
  });
  const [first, ...rest] = tiers;
  return first && [first, ...rest];
};

const unitsOf = (node: JsonNode): UnitsCharge | undefined => {
  const members = objectOf(node, ['kind', 'tiers'], ['partialUnit']);
  const tiers = members && tiersOf(members.tiers);
  const partialUnit = members?.partialUnit && partialUnitOf(members.partialUnit);
  if (tiers === undefined || (members?.partialUnit && partialUnit === undefined)) return undefined;
  return { kind: 'units', tiers, ...(partialUnit && { partialUnit }) };
};

const flatOf = (node: JsonNode): FlatCharge | undefined => {
  const members = objectOf(node, ['kind', 'amountFen'], ['per', 'afterMinutes']);
  if (members === undefined) return undefined;
  const amountFen = amountOf(members.amountFen);
  const readPer = (member: JsonNode) => oneOf(member, ['occurrence', 'calendarDay', 'window', 'stay'] as const);
  const per = orElse<FlatCharge['per']>(members.per, readPer, 'occurrence');
  const afterMinutes = members.afterMinutes && integerOf(members.afterMinutes, 0, maximumMinutes);
  if (amountFen === undefined || per === undefined) return undefined;
  return { kind: 'flat', amountFen, per, ...(afterMinutes !== undefined && { afterMinutes }) };
};

const stepOf = (node: JsonNode): LadderStep | undefined => {
  const members = objectOf(node, ['untilMinutes', 'amountFen']);
  const untilMinutes = members && integerOf(members.untilMinutes, 1, maximumMinutes);
  const amountFen = members && amountOf(members.amountFen);
  return untilMinutes === undefined || amountFen === undefined ? undefined : { untilMinutes, amountFen };
};

const thenOf = (node: JsonNode): LadderCharge['then'] => {
  const members = objectOf(node, ['unitMinutes', 'unitPriceFen']);
  const unitMinutes = members && integerOf(members.unitMinutes, 1, maximumMinutes);
  const unitPriceFen = members && amountOf(members.unitPriceFen);
  return unitMinutes === undefined || unitPriceFen === undefined ? undefined : { unitMinutes, unitPriceFen };
};

const ladderOf = (node: JsonNode): LadderCharge | undefined => {
  const members = objectOf(node, ['kind', 'steps'], ['then']);
  const items = members && itemsOf(members.steps, 1, 200);
  const steps = items && listOf(items, stepOf);
  const then = members?.then && thenOf(members.then);
  steps?.forEach(({ untilMinutes }, index) => {
    const before = steps[index - 1]?.untilMinutes ?? 0;
    if (untilMinutes <= before) {
      problem(items?.[index] ?? node, 'unreachable', `ends at or before the step above it (${before})`);
    }
  });
  const [first, ...rest] = steps ?? [];
  return first && { kind: 'ladder', steps: [first, ...rest], ...(then && { then }) };
};

/** Tells by its kind which charge it is, and reads it. */
export const chargeOf = (node: JsonNode): Charge | undefined => {
  const { value } = node;
  const kind = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
  switch (kind) {
    case 'units':
      return unitsOf(node);
    case 'flat':
      return flatOf(node);
    case 'ladder':
      return ladderOf(node);
    case 'free': {
      const members = objectOf(node, ['kind'], ['advancesTiers']);
      const advancesTiers = members?.advancesTiers && flagOf(members.advancesTiers);
      return members && { kind, ...(advancesTiers !== undefined && { advancesTiers }) };
    }
    default: {
      const members = objectOf(
        node,
        ['kind'],
        ['tiers', 'partialUnit', 'amountFen', 'per', 'afterMinutes', 'steps', 'then'],
      );
      return members && oneOf(members.kind, ['free', 'units', 'flat', 'ladder']) && undefined;
    }
  }
};
