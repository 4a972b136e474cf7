// What the tariff tests share: short ways to write stays and documents, and random documents that hit every switch.
import fc from 'fast-check';
import { dayTypes, chinaCalendar2026 } from '../../../domain/calendar.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import { isRefusal, type Refusal } from '../../../domain/refusal.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { type Band, type Charge, type ChargedRule, type TariffDocument } from '../../../domain/tariff/document.ts';
import { fee, type CompiledTariff, type Stay } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs, parseInstant, type EpochMs } from '../../../domain/time.ts';

export const numRuns = process.env['LONG'] ? 10_000 : 300;

export const at = (text: string): EpochMs => {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
};

/** `2026-03-11 18:00` to an instant, in China unless said otherwise. */
export const local = (text: string, offset = '+08:00'): EpochMs => at(`${text.replace(' ', 'T')}:00${offset}`);

export const stay = (entry: EpochMs, exit: EpochMs, vehicleClass = 'small'): Stay => ({ entry, exit, vehicleClass });

export const amountOf = (value: Fen | Refusal): Fen => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code} ${value.detail ?? ''}`);
  return value;
};

export const feeOf = (compiled: CompiledTariff, entry: EpochMs, exit: EpochMs, vehicleClass = 'small'): Fen =>
  amountOf(fee(compiled, stay(entry, exit, vehicleClass)));

export const units = (unitMinutes: number, unitPriceFen: number): Charge => ({
  kind: 'units',
  tiers: [{ untilMinutes: null, unitMinutes, unitPriceFen: fen(unitPriceFen) }],
});

export const allDay = (charge: Charge): Band => ({ name: 'all-day', from: '00:00', to: '24:00', charge });

export const documentOf = (rule: Partial<ChargedRule>, zone = 'Asia/Shanghai'): TariffDocument => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone,
  rules: {
    small: {
      kind: 'charged',
      tierClock: { counts: 'elapsed', restarts: 'stay' },
      partialMinute: 'dropped',
      bands: [allDay(units(30, 500))],
      caps: [],
      ...rule,
    },
  },
});

export const compiled = (rule: Partial<ChargedRule>, zone?: string): CompiledTariff =>
  compileTariff(documentOf(rule, zone), chinaCalendar2026);

export const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const charge: fc.Arbitrary<Charge> = fc.oneof(
  { arbitrary: fc.constant<Charge>({ kind: 'free' }), weight: 1 },
  {
    arbitrary: fc
      .record({
        untils: fc.uniqueArray(fc.integer({ min: 1, max: 600 }), { maxLength: 2 }),
        tiers: fc.array(fc.tuple(fc.constantFrom(1, 7, 15, 30, 60, 120, 1440), fc.integer({ min: 0, max: 2000 })), {
          minLength: 3,
          maxLength: 3,
        }),
      })
      .map(({ untils, tiers }): Charge => {
        const ends = [...untils.sort((a, b) => a - b), null];
        const [first, ...rest] = ends.map((untilMinutes, index) => {
          const [unitMinutes, price] = tiers[index]!;
          return { untilMinutes, unitMinutes, unitPriceFen: fen(price) };
        });
        return { kind: 'units', tiers: [first!, ...rest] };
      }),
    weight: 4,
  },
);

/** Cuts of the day away from the hours that clocks repeat, so that each wall time there is one instant. */
const cut = fc.integer({ min: 4 * 4, max: 23 * 4 }).map((quarter) => quarter * 15);

/** A whole round of the clock in bands, the last of which runs past midnight. */
const round = (prefix: string, days?: Band['days']): fc.Arbitrary<Band[]> =>
  fc
    .tuple(fc.uniqueArray(cut, { minLength: 1, maxLength: 4 }), fc.array(charge, { minLength: 4, maxLength: 4 }))
    .map(([cuts, charges]) => {
      const sorted = cuts.sort((a, b) => a - b);
      return sorted.map((from, index) => ({
        name: `${prefix}-${index}`,
        ...(days && { days }),
        from: clockText(from),
        to: clockText(sorted[index + 1] ?? sorted[0]!),
        charge: charges[index]!,
      }));
    });

/** The same from midnight to midnight, for day types that differ. */
const midnightRound = (prefix: string, days: Band['days']): fc.Arbitrary<Band[]> =>
  fc
    .tuple(round(prefix, days), charge)
    .map(([bands, early]) => [
      { ...bands[0]!, name: `${prefix}-early`, from: '00:00', to: bands[0]!.from, charge: early },
      ...bands.map((band, index) => (index === bands.length - 1 ? { ...band, to: '24:00' } : band)),
    ]);

const bands: fc.Arbitrary<ChargedRule['bands']> = fc
  .oneof(
    round('any'),
    fc
      .tuple(midnightRound('work', ['workday']), midnightRound('rest', dayTypes.slice(1)))
      .map(([work, rest]) => [...work, ...rest]),
  )
  .map((list) => [list[0]!, ...list.slice(1)]);

const period = fc.constantFrom('calendarDay' as const, 'window24h' as const, 'stay' as const);

export const anyRule: fc.Arbitrary<ChargedRule> = fc
  .record(
    {
      kind: fc.constant('charged' as const),
      free: fc.record({
        minutes: fc.integer({ min: 1, max: 120 }),
        mode: fc.constantFrom('threshold' as const, 'deducted' as const),
        inclusive: fc.boolean(),
      }),
      tierClock: fc.record({ counts: fc.constantFrom('elapsed' as const, 'charged' as const), restarts: period }),
      partialMinute: fc.constantFrom('dropped' as const, 'counted' as const),
      bands,
      caps: fc.uniqueArray(fc.record({ per: period, amountFen: fc.integer({ min: 0, max: 20_000 }).map(fen) }), {
        selector: ({ per }) => per,
        maxLength: 3,
      }),
    },
    { requiredKeys: ['kind', 'tierClock', 'partialMinute', 'bands', 'caps'] },
  )
  .map((rule) => rule as ChargedRule);

export const anyDocument: fc.Arbitrary<TariffDocument> = fc
  .tuple(anyRule, fc.constantFrom(...zones))
  .map(([rule, zone]) => documentOf(rule, zone));

const firstMinute = at('2026-01-01T00:00:00Z') / minuteMs;

/** Any minute of 2026, more often near a change of the clocks or a holiday. */
export const anyEntry: fc.Arbitrary<EpochMs> = fc
  .oneof(
    fc.nat(525_000).map((minutes) => firstMinute + minutes),
    fc
      .tuple(
        fc.constantFrom(
          '2026-03-28',
          '2026-10-24',
          '2026-03-07',
          '2026-10-31',
          '2026-04-04',
          '2026-10-03',
          '2026-09-30',
        ),
        fc.nat(2_880),
      )
      .map(([date, minutes]) => at(`${date}T00:00:00Z`) / minuteMs + minutes),
  )
  .map((minute) => epochMs(minute * minuteMs));

export const anyLengthMinutes = fc.oneof(fc.nat(180), fc.nat(3 * 1440));
