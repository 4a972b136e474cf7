// Random tariff documents that hit every switch of the language, with the stays and circumstances to price by them.
import fc from 'fast-check';
import { chinaCalendar2026, type Calendar } from '../../../domain/calendar.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import {
  type Cap,
  type ChargedRule,
  type Changes,
  type EntryVariant,
  type EventOverride,
  type FreeTime,
  type Jump,
  type Opening,
  type Rounding,
  type SameAsRule,
  type TariffDocument,
  type VehicleRule,
} from '../../../domain/tariff/document.ts';
import { type MinuteStay } from './reference.ts';
import { type Interval, type StayContext } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs, type EpochMs } from '../../../domain/time.ts';
import { anyBands, anyChoice, anyClockText, ownDays, seasonsOf } from './any-bands.ts';
import { anyCharge, anyPartialUnit, dearestFen } from './any-charge.ts';

/** China's, with a Wednesday off and two days of the operator's own; a tariff that declares no fair does not see it. */
export const testCalendar: Calendar = {
  ...chinaCalendar2026,
  version: 'test',
  days: { ...chinaCalendar2026.days, '2026-03-11': 'weekend', '2026-10-28': 'weekend' },
  ownDays: { '2026-03-29': 'marketDay', '2026-10-01': 'marketDay', '2026-10-26': 'marketDay', '2026-03-08': 'fair' },
};

export const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
];

/** Some members of a record, each there or not. */
const some = <T extends object>(members: { [Key in keyof T]-?: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** Each optional member is there now and then, so that the rest is seen as well. */
const now = <T>(arbitrary: fc.Arbitrary<T>, oneIn = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: oneIn - 1 }, { arbitrary, weight: 1 });

const present = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const anyFreeTime: fc.Arbitrary<FreeTime> = fc
  .tuple(
    fc.record({
      minutes: fc.integer({ min: 1, max: 150 }),
      mode: fc.constantFrom('threshold' as const, 'deducted' as const),
      inclusive: fc.boolean(),
    }),
    some<Pick<Required<FreeTime>, 'counts' | 'per' | 'limit'>>({
      counts: fc.constantFrom('elapsed', 'charged'),
      per: fc.constantFrom('stay', 'stay', 'window', 'calendarDay'),
      limit: fc.record({
        times: fc.integer({ min: 1, max: 2 }),
        per: fc.constantFrom('last24Hours', 'calendarDay'),
        counts: fc.constantFrom('freeStays', 'stays'),
      }),
    }),
  )
  .map(([required, optional]) => ({ ...required, ...optional }));

const anyFree: fc.Arbitrary<FreeTime | readonly [FreeTime, ...FreeTime[]]> = fc.oneof(
  anyFreeTime,
  fc
    .tuple(anyChoice, anyFreeTime, anyFreeTime)
    .map(([choice, first, second]) => [{ ...first, ...choice }, second] as const),
);

const capFen = fc.nat(8_000).map((more) => fen(dearestFen + more));
const capFens = fc.oneof(
  { arbitrary: capFen as fc.Arbitrary<Fen | readonly [Fen, ...Fen[]]>, weight: 2 },
  {
    arbitrary: fc.array(capFen, { minLength: 2, maxLength: 3 }).map((list) => list as [Fen, ...Fen[]]),
    weight: 1,
  },
);

const anyCaps = (bandNames: readonly string[]): fc.Arbitrary<Cap[]> =>
  some({
    occurrence: fc.record({ per: fc.constant('occurrence' as const), amountFen: capFen }),
    day: fc.record({ per: fc.constant('calendarDay' as const), amountFen: capFens }),
    chosenDay: fc.tuple(anyChoice, capFen).map(([choice, amountFen]) => ({ per: 'calendarDay', amountFen, ...choice })),
    window: fc.record({ per: fc.constant('window' as const), amountFen: capFens }),
    week: fc.record({ per: fc.constant('sevenDays' as const), amountFen: capFens }),
    stay: fc.record({ per: fc.constant('stay' as const), amountFen: capFen }),
    ofBands: fc.record({
      per: fc.constantFrom('occurrence', 'calendarDay', 'window', 'stay'),
      amountFen: capFen,
      bands: fc.subarray([...bandNames], { minLength: 1 }),
    }),
  }).map((caps) => Object.values(caps) as Cap[]);

const anyJump: fc.Arbitrary<Jump> = fc
  .record({
    per: fc.constantFrom('calendarDay' as const, 'window' as const, 'stay' as const),
    overMinutes: fc.integer({ min: 1, max: 900 }),
    counts: fc.constantFrom('elapsed' as const, 'charged' as const),
    amountFen: fc.oneof(fc.nat(9_000), fc.integer({ min: 20_000, max: 600_000 })).map(fen),
    choice: anyChoice,
    isChosen: fc.boolean(),
  })
  .map(({ choice, isChosen, ...jump }) => ({ ...jump, ...(isChosen && jump.per === 'calendarDay' && choice) }));

const anyOpening: fc.Arbitrary<Opening> = fc.record({
  minutes: fc.integer({ min: 1, max: 200 }),
  amountFen: fc.nat(dearestFen).map(fen),
  per: fc.constantFrom('stay', 'window', 'calendarDay'),
});

/** `from` and `to`, or `startsFrom` and `startsTo`. */
const anySpan = <Key extends string>(from: Key, to: Key): fc.Arbitrary<Record<Key, string>> =>
  fc
    .uniqueArray(anyClockText, { minLength: 2, maxLength: 2 })
    .map(([one, other]) => ({ [from]: one!, [to]: other! }) as Record<Key, string>);

const inOrder = ({ startsFrom, startsTo }: { startsFrom: string; startsTo: string }) =>
  startsFrom < startsTo ? { startsFrom, startsTo } : { startsFrom: startsTo, startsTo: startsFrom };

const anyOneEvent = (bandNames: readonly string[]): fc.Arbitrary<EventOverride> =>
  fc
    .record({
      kind: fc.record({
        beforeStartMinutes: fc.nat(300),
        afterMinutes: fc.nat(300),
        after: fc.constantFrom('start' as const, 'end' as const),
        charge: anyCharge,
      }),
      bands: now(fc.record({ bands: fc.subarray([...bandNames], { minLength: 1 }) })),
      choice: now(anyChoice, 4),
      starts: now(anySpan('startsFrom', 'startsTo').map(inOrder), 4),
      clock: now(anySpan('from', 'to'), 4),
    })
    .map(({ kind, bands, choice, starts, clock }) => ({
      ...kind,
      ...bands,
      ...choice,
      ...starts,
      ...clock,
      ...(clock && { beforeStartMinutes: 0, afterMinutes: 0, after: 'end' as const }),
    }));

const anyEvent = (bandNames: readonly string[]): fc.Arbitrary<Required<ChargedRule>['event']> =>
  fc.oneof(anyOneEvent(bandNames), fc.tuple(anyOneEvent(bandNames), anyOneEvent(bandNames)));

const anyRounding: fc.Arbitrary<Rounding> = fc.record({
  toFen: fc.constantFrom(10, 50, 100, 500),
  mode: fc.constantFrom('up', 'down', 'nearest'),
});

const anyVariant: fc.Arbitrary<EntryVariant> = fc
  .record({
    choice: now(anyChoice),
    span: anySpan('from', 'to'),
    changes: fc.oneof(
      anyCharge.map((charge) => ({
        bands: [{ name: 'variant', from: '00:00', to: '24:00', charge }] as const,
        caps: [],
        event: null,
      })),
      some<Changes>({
        free: fc.option(anyFree),
        partialUnit: anyPartialUnit,
        opening: fc.option(anyOpening),
        minimumFen: fc.option(fc.nat(3_000).map(fen)),
      } as { [Key in keyof Changes]-?: fc.Arbitrary<Changes[Key]> }),
    ),
  })
  .map(({ choice, span, changes }) => ({ ...span, ...choice, changes }));

export const anyRule: fc.Arbitrary<ChargedRule> = anyBands.chain(({ bands, otherTimes }) => {
  const names = bands.map(({ name }) => name);
  return fc
    .record({
      kind: fc.constant('charged' as const),
      tierClock: fc.record({
        counts: fc.constantFrom('elapsed', 'charged'),
        restarts: fc.constantFrom('stay', 'occurrence', 'calendarDay', 'window'),
      }),
      partialMinute: fc.constantFrom('dropped', 'counted'),
      partialUnit: anyPartialUnit,
      atBandEnd: fc.constantFrom('split', 'runOn'),
      bands: fc.constant(bands),
      caps: fc.oneof(fc.constant([]), anyCaps(names)),
      otherTimes: fc.constant(otherTimes),
      free: now(anyFree),
      windowMinutes: now(fc.oneof(fc.constantFrom(720, 1440), fc.integer({ min: 240, max: 2_000 }))),
      dayStartsAt: now(anyClockText),
      unitsEndWithDay: now(fc.boolean()),
      opening: now(anyOpening),
      event: now(anyEvent(names)),
      jumps: now(fc.array(anyJump, { minLength: 1, maxLength: 2 }), 5),
      entryVariants: now(fc.array(anyVariant, { minLength: 1, maxLength: 2 })),
      perBay: now(fc.boolean()),
      minimumFen: now(fc.nat(3_000).map(fen)),
      rounding: now(anyRounding),
      maximumStayMinutes: now(fc.integer({ min: 60, max: 3_000 })),
    })
    .map((members) => present(members) as ChargedRule);
});

/** Members that hold whatever the bands of the other rule are. */
const anySameAs: fc.Arbitrary<SameAsRule> = fc
  .record({
    kind: fc.constant('sameAs' as const),
    vehicleClass: fc.constant('small'),
    percent: now(fc.constantFrom(33, 50, 150, 200)),
    percentRounding: now(fc.constantFrom('up', 'down', 'nearest')),
    changes: now(
      fc
        .record({
          free: now(fc.option(anyFree)),
          partialUnit: now(anyPartialUnit),
          caps: now(fc.constant([])),
          jumps: now(fc.constant(null)),
          opening: now(fc.option(anyOpening)),
          event: now(fc.constant(null)),
          minimumFen: now(fc.option(fc.nat(3_000).map(fen))),
          rounding: now(fc.option(anyRounding)),
          dayStartsAt: now(fc.option(anyClockText)),
        })
        .map(present),
    ),
  })
  .map((members) => present(members) as SameAsRule);

const isMissing = (document: object, name: string): boolean => !JSON.stringify(document).includes(`"${name}"`);

/** What the whole document says: the rules of three classes, and the names that they use. */
export const anyDocumentIn = (zone: fc.Arbitrary<string>): fc.Arbitrary<TariffDocument> =>
  fc
    .record({
      small: anyRule,
      large: anySameAs,
      bus: fc.constantFrom<VehicleRule>({ kind: 'noCharge' }, { kind: 'noCharge', text: { zh: '免费', en: 'Free' } }),
      zone,
      holidays: now(fc.constantFrom('observed', 'ignored')),
      nonMonotone: now(fc.constant({ reason: 'said so' }), 5),
      calendar: now(fc.constant({ ...testCalendar, version: 'own' })),
    })
    .map(({ small, large, bus, ...rest }) => {
      const rules = { small, large, bus };
      const names = {
        ownDays: isMissing(rules, ownDays[0]!) ? undefined : ownDays,
        seasons: isMissing(rules, 'summer') && isMissing(rules, 'winter') ? undefined : seasonsOf(small),
      };
      return present({ schemaVersion: 1, currency: 'CNY', ...rest, ...names, rules }) as TariffDocument;
    });

export const anyDocument: fc.Arbitrary<TariffDocument> = anyDocumentIn(fc.constantFrom(...zones));

export const anyVehicleClass = fc.constantFrom('small', 'small', 'small', 'large', 'large', 'bus');

const changes = ['2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-10-03', '2026-04-23'];
const dates = [...changes, '2026-09-30', '2026-10-29', '2026-03-10', '2026-05-08', '2026-12-31', '2026-02-14'];
const minuteOfDate = (date: string): number => Date.parse(date) / minuteMs;

/** Any minute of 2026, more often near a change of the clocks, a holiday or a day of the operator's own. */
export const anyEntryMinute: fc.Arbitrary<number> = fc.oneof(
  fc.nat(525_000).map((minutes) => minuteOfDate('2026-01-01') + minutes),
  fc.tuple(fc.constantFrom(...dates), fc.nat(2_880)).map(([date, minutes]) => minuteOfDate(date) + minutes),
);

export const anyEntry: fc.Arbitrary<EpochMs> = anyEntryMinute.map((minute) => epochMs(minute * minuteMs));

export const anyLengthMinutes: fc.Arbitrary<number> = fc.oneof(fc.nat(180), fc.nat(1440), fc.nat(4 * 1440));

/** Minutes around the entry: an event, earlier stays, bays. */
export const anyMinuteStay = (lengthMinutes: fc.Arbitrary<number>): fc.Arbitrary<MinuteStay> =>
  fc
    .record({
      entry: anyEntryMinute,
      lengthMinutes,
      vehicleClass: anyVehicleClass,
      event: now(fc.record({ after: fc.integer({ min: -600, max: 2_000 }), length: fc.integer({ min: 1, max: 600 }) })),
      priorStays: now(
        fc.array(fc.record({ before: fc.integer({ min: -60, max: 2_000 }), length: fc.nat(180) }), { maxLength: 4 }),
      ),
      bays: now(fc.integer({ min: 1, max: 3 })),
    })
    .map(
      ({ entry, lengthMinutes: length, event, priorStays, ...rest }) =>
        present({
          ...rest,
          entry,
          exit: entry + length,
          event: event && { start: entry + event.after, end: entry + event.after + event.length },
          priorStays: priorStays?.map((one) => ({ entry: entry - one.before - one.length, exit: entry - one.before })),
        }) as MinuteStay,
    );

const instant = (minute: number) => epochMs(minute * minuteMs);
const interval = (one: { entry: number; exit: number }): Interval => ({
  entry: instant(one.entry),
  exit: instant(one.exit),
});

/** What the engine is given beside entry, exit and class. */
export const contextOf = ({ event, priorStays, bays }: MinuteStay): StayContext => ({
  ...(event && { event: { start: instant(event.start), end: instant(event.end) } }),
  ...(priorStays && { priorStays: priorStays.map(interval) }),
  ...(bays !== undefined && { bays }),
});
