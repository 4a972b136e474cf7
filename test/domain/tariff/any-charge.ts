// Random charges of a band: free, units by tiers, flat amounts and ladders, with every way to count a partial unit.
import fc from 'fast-check';
import { fen } from '../../../domain/money.ts';
import { type Charge, type PartialUnit } from '../../../domain/tariff/document.ts';

/** No single amount of a random document is dearer, so that no cap lies below one. */
export const dearestFen = 2_000;

export const anyPartialUnit: fc.Arbitrary<PartialUnit> = fc.oneof(
  fc.constant<PartialUnit>({ kind: 'started' }),
  fc.constant<PartialUnit>({ kind: 'completed' }),
  fc.nat(40).map((minutes): PartialUnit => ({ kind: 'afterMinutes', minutes })),
  fc.record({
    kind: fc.constant('proRata' as const),
    stepMinutes: fc.constantFrom(1, 5, 7, 15),
    rounding: fc.constantFrom('up' as const, 'down' as const, 'nearest' as const),
  }),
);

const rising = (maximum: number, maxLength: number, minLength = 0): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: maximum }), { minLength, maxLength })
    .map((list) => list.sort((a, b) => a - b));

const unit = fc.record({
  unitMinutes: fc.constantFrom(1, 7, 15, 30, 60, 120, 1440),
  unitPriceFen: fc.nat(700).map(fen),
});

const anyUnits: fc.Arbitrary<Charge> = fc
  .record({
    untils: rising(200, 2),
    tiers: fc.array(unit, { minLength: 3, maxLength: 3 }),
    partialUnit: fc.option(anyPartialUnit, { freq: 3, nil: undefined }),
  })
  .map(({ untils, tiers, partialUnit }): Charge => {
    const [first, ...rest] = [...untils, null].map((untilMinutes, index) => ({ untilMinutes, ...tiers[index]! }));
    return { kind: 'units', tiers: [first!, ...rest], ...(partialUnit && { partialUnit }) };
  });

const anyFlat: fc.Arbitrary<Charge> = fc
  .record({
    amountFen: fc.nat(dearestFen).map(fen),
    per: fc.constantFrom('occurrence' as const, 'calendarDay' as const, 'window' as const, 'stay' as const),
    afterMinutes: fc.option(fc.nat(90), { nil: undefined }),
  })
  .map(({ afterMinutes, ...flat }) => ({ kind: 'flat', ...flat, ...(afterMinutes !== undefined && { afterMinutes }) }));

const anyLadder: fc.Arbitrary<Charge> = fc
  .record({
    untils: rising(700, 4, 1),
    amounts: fc.array(fc.nat(dearestFen), { minLength: 4, maxLength: 4 }).map((list) => list.sort((a, b) => a - b)),
    then: fc.option(unit, { nil: undefined }),
  })
  .map(({ untils, amounts, then }) => {
    const [first, ...rest] = untils.map((untilMinutes, index) => ({ untilMinutes, amountFen: fen(amounts[index]!) }));
    return { kind: 'ladder', steps: [first!, ...rest], ...(then && { then }) };
  });

const anyFreeCharge: fc.Arbitrary<Charge> = fc.constantFrom<Charge>(
  { kind: 'free' },
  { kind: 'free', advancesTiers: true },
  { kind: 'free', advancesTiers: false },
);

export const anyCharge: fc.Arbitrary<Charge> = fc.oneof(
  { arbitrary: anyUnits, weight: 6 },
  { arbitrary: anyFreeCharge, weight: 2 },
  { arbitrary: anyFlat, weight: 2 },
  { arbitrary: anyLadder, weight: 2 },
);
