// Random documents of the part of the language that travels: weekly bands, prices by time since arrival.
import fc from 'fast-check';
import { fen } from '../../../../domain/money.ts';
import { type Band, type Charge, type ChargedRule, type TariffDocument } from '../../../../domain/tariff/document.ts';
import { isProblems } from '../../../../domain/tariff/exchange/problem.ts';
import { minuteMs } from '../../../../domain/time.ts';
import { anyEntry } from '../builders.ts';

export const documentWith = (rule: Partial<ChargedRule>, members: Partial<TariffDocument> = {}): TariffDocument => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: {
    small: {
      kind: 'charged',
      tierClock: { counts: 'elapsed', restarts: 'stay' },
      partialMinute: 'dropped',
      partialUnit: { kind: 'started' },
      atBandEnd: 'split',
      bands: [{ name: 'all', from: '00:00', to: '24:00', charge: hourly(300) }],
      caps: [],
      ...rule,
    },
  },
  ...members,
});

export const hourly = (price: number): Charge => ({
  kind: 'units',
  tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen: fen(price) }],
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const tier = fc
  .tuple(fc.constantFrom(1, 7, 15, 30, 60, 120), fc.nat(40))
  // Whole amounts per minute, so that most documents can travel.
  .map(([unitMinutes, perMinute]) => ({ unitMinutes, unitPriceFen: fen(perMinute * unitMinutes) }));

const unitsCharge: fc.Arbitrary<Charge> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
    fc.array(tier, { minLength: 3, maxLength: 3 }),
  )
  .map(([untils, tiers]): Charge => {
    const ends = [...untils.sort((a, b) => a - b).map((until) => until * 15), null];
    const [first, ...rest] = ends.map((untilMinutes, index) => ({ untilMinutes, ...tiers[index]! }));
    return { kind: 'units', tiers: [first!, ...rest] };
  });

const otherCharge = fc.constantFrom<Charge>(
  { kind: 'free' },
  { kind: 'flat', amountFen: fen(500), per: 'calendarDay' },
  { kind: 'flat', amountFen: fen(1000), per: 'occurrence' },
  { kind: 'flat', amountFen: fen(1500), per: 'stay' },
  {
    kind: 'units',
    tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen: fen(725) }],
    partialUnit: { kind: 'proRata', stepMinutes: 1, rounding: 'up' },
  },
  {
    kind: 'ladder',
    steps: [
      { untilMinutes: 120, amountFen: fen(1200) },
      { untilMinutes: 300, amountFen: fen(3000) },
    ],
    then: { unitMinutes: 60, unitPriceFen: fen(600) },
  },
);

const charge = fc.oneof({ arbitrary: unitsCharge, weight: 5 }, { arbitrary: otherCharge, weight: 2 });

const weekParts = fc.constantFrom<readonly (readonly string[])[]>(
  [[]],
  [
    ['everyMonday', 'everyTuesday', 'everyWednesday', 'everyThursday', 'everyFriday'],
    ['everySaturday', 'everySunday'],
  ],
  [
    ['everyFriday', 'everySunday'],
    ['everyMonday', 'everyTuesday', 'everyWednesday', 'everyThursday', 'everySaturday'],
  ],
);

/** Whole days in bands; where all days are alike, the last one may run into the next morning. */
const bands = fc
  .tuple(
    weekParts,
    fc.array(fc.uniqueArray(fc.integer({ min: 4, max: 23 }), { maxLength: 3 }), { minLength: 2, maxLength: 2 }),
    fc.array(charge, { minLength: 10, maxLength: 10 }),
  )
  .map(([parts, cuts, charges]) =>
    parts.flatMap((days, part): Band[] => {
      const hours = (cuts[part] ?? []).sort((a, b) => a - b);
      const aroundTheClock = days.length === 0 && hours.length > 0;
      const starts = aroundTheClock ? hours : [0, ...hours];
      const last = aroundTheClock ? starts[0]! * 60 : 1440;
      return starts.map((hour, index) => ({
        name: `band-${part}-${index}`,
        ...(days.length > 0 && { days }),
        from: clock(hour * 60),
        to: clock(starts[index + 1] === undefined ? last : starts[index + 1]! * 60),
        charge: charges[part * 5 + index]!,
      }));
    }),
  );

export const anyTravelling: fc.Arbitrary<TariffDocument> = fc
  .record({
    bands,
    drop: fc.boolean(),
    freeMinutes: fc.constantFrom(0, 0, 0, 15, 60),
    toFen: fc.constantFrom(1, 1, 100),
    maximumStayMinutes: fc.constantFrom(undefined, undefined, 240),
  })
  .map(({ bands: all, drop, freeMinutes, toFen, maximumStayMinutes }) => {
    // Without one of the bands the other times are free.
    const kept = drop && all.length > 1 ? all.slice(1) : all;
    return documentWith({
      bands: [kept[0]!, ...kept.slice(1)],
      ...(drop && { otherTimes: 'free' }),
      ...(freeMinutes > 0 && { free: { minutes: freeMinutes, mode: 'deducted', inclusive: true } }),
      ...(toFen > 1 && { rounding: { toFen: fen(toFen), mode: 'up' } }),
      ...(maximumStayMinutes !== undefined && { maximumStayMinutes }),
    });
  });

/** Entry and length; seconds as well, because cars do not wait for the minute. */
export const anyStays = fc.array(
  fc
    .tuple(anyEntry, fc.nat(59_999), fc.oneof(fc.nat(600), fc.nat(6000)), fc.nat(59_999))
    .map(([entry, late, minutes, ms]) => ({
      entry: entry + late,
      exit: entry + late + minutes * minuteMs + ms,
    })),
  { minLength: 8, maxLength: 8 },
);

/** Place and code of each problem; of a success, none. */
export const problemsOf = (value: object): [string, string][] =>
  isProblems(value) ? value.map(({ pointer, code }) => [pointer, code]) : [];
