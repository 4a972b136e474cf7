// The laws that hold for every document and every stay.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../../../domain/refusal.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { type ChargedRule, type TariffDocument } from '../../../domain/tariff/document.ts';
import { isProblems, parseTariff } from '../../../domain/tariff/parse.ts';
import { totalFee } from '../../../domain/tariff/prepay.ts';
import { explain, fee, type CompiledTariff, type Explanation, type Stay } from '../../../domain/tariff/tariff.ts';
import { epochMs, formatInstant, minuteMs, plusMs } from '../../../domain/time.ts';
import { localTimeIn } from '../../../domain/local-time.ts';
import {
  anyDocument,
  anyDocumentIn,
  anyLengthMinutes,
  anyMinuteStay,
  contextOf,
  testCalendar,
  zones,
} from './any-document.ts';
import { allSwitches, switchesOf } from './any-switches.ts';
import { amountOf, at, numRuns } from './builders.ts';
import { type MinuteStay, referenceFee } from './reference.ts';
import { calendarDayAt } from './reference-calendar.ts';
import { changed } from './reference-minutes.ts';

/** The longest a law may take, not how long it should. */
const timeoutMs = 900_000;

/** A document as it is read; that its fee may fall is the one thing for which a random one may be refused. */
const read = (document: TariffDocument): TariffDocument => {
  const result = parseTariff(JSON.parse(JSON.stringify(document)));
  if (!isProblems(result)) return result;
  expect(result.filter(({ code }) => (code as string) !== 'fee-may-fall')).toEqual([]);
  fc.pre(false);
  return document;
};

/** Where a fee must not fall: it falls by jumps alone, and reading takes its time, so that other documents are not read. */
const accepted = (document: TariffDocument): TariffDocument =>
  JSON.stringify(document.rules).includes('"jumps":[') ? read(document) : document;

const compile = (document: TariffDocument): CompiledTariff =>
  document.calendar === undefined ? compileTariff(document, testCalendar) : compileTariff(document);

const stayOf = (minutes: MinuteStay, moreMs = 0): Stay => ({
  entry: epochMs(minutes.entry * minuteMs),
  exit: epochMs(minutes.exit * minuteMs + moreMs),
  vehicleClass: minutes.vehicleClass,
  context: contextOf(minutes),
});

const anyStay: fc.Arbitrary<Stay> = fc
  .tuple(anyMinuteStay(anyLengthMinutes), fc.oneof(fc.constant(0), fc.nat(59_999)))
  .map(([minutes, moreMs]) => stayOf(minutes, moreMs));

const priceOf = (tariff: CompiledTariff, stay: Stay) => amountOf(fee(tariff, stay));

const explained = (tariff: CompiledTariff, stay: Stay): Explanation => {
  const explanation = explain(tariff, stay);
  if (isRefusal(explanation)) throw new Error(explanation.code);
  return explanation;
};

test(
  'a fee is never negative, and always a whole number',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, (document, stay) => {
        const amount = priceOf(compile(document), stay);
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(amount).toBeGreaterThanOrEqual(0);
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

test(
  'a fee never falls as the exit moves later, unless the document says so',
  () => {
    fc.assert(
      fc.property(
        anyDocument.map(({ nonMonotone: _, ...document }): TariffDocument => document),
        anyStay,
        fc.array(fc.nat(2 * 86_400_000), { minLength: 1, maxLength: 8 }),
        (document, stay, lengths) => {
          const tariff = compile(accepted(document));
          const exits = [...lengths.map((length) => plusMs(stay.entry, length)), stay.exit].sort((a, b) => a - b);
          const fees = exits.map((exit) => priceOf(tariff, { ...stay, exit }));
          expect(fees).toEqual([...fees].sort((a, b) => a - b));
        },
      ),
      { numRuns },
    );
  },
  timeoutMs,
);

test(
  'an empty stay costs nothing',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, (document, stay) => {
        expect(explain(compile(document), { ...stay, exit: stay.entry })).toEqual({ feeFen: 0, lines: [] });
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

test(
  'a vehicle that pays nothing pays nothing',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, (document, stay) => {
        expect(priceOf(compile(document), { ...stay, vehicleClass: 'bus' })).toBe(0);
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

test(
  'the breakdown sums to the fee and covers the stay without a gap',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, (document, stay) => {
        const tariff = compile(document);
        const { feeFen, lines, overstayedSince } = explained(tariff, stay);
        expect(feeFen).toBe(fee(tariff, stay));
        expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(feeFen);
        const firstAdjustment = lines.findIndex(({ kind }) => kind === 'adjustment');
        const ofTime = firstAdjustment === -1 ? lines : lines.slice(0, firstAdjustment);
        expect(lines.slice(ofTime.length).every(({ kind }) => kind === 'adjustment')).toBe(true);
        let reached = stay.entry;
        for (const line of ofTime) {
          expect(line.from).toBe(reached);
          expect(line.to).toBeGreaterThanOrEqual(line.from);
          expect(line.amountFen).toBeGreaterThanOrEqual(document.nonMonotone === undefined ? 0 : -1e12);
          reached = line.to;
        }
        expect(stay.exit - reached).toBeLessThan(stay.exit === stay.entry ? 1 : minuteMs);
        const rule = document.rules[stay.vehicleClass];
        const maximum = rule?.kind === 'charged' ? rule.maximumStayMinutes : undefined;
        if (maximum !== undefined) {
          const until = stay.entry + maximum * minuteMs;
          expect(overstayedSince).toBe(stay.exit > until ? until : undefined);
        }
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

describe('caps', () => {
  /** How many periods a stay touches. */
  const periodsOf = (document: TariffDocument, rule: ChargedRule, stay: MinuteStay, per: string): number => {
    const last = stay.exit - 1;
    const dayOf = (minute: number) => calendarDayAt(document.zone, rule.dayStartsAt, minute);
    if (per === 'calendarDay') return dayOf(last) - dayOf(stay.entry) + 1;
    const length = { window: rule.windowMinutes ?? 1440, sevenDays: 168 * 60 }[per] ?? Infinity;
    return Math.floor((last - stay.entry) / length) + 1;
  };

  test(
    'of all bands and days hold for what a stay costs',
    () => {
      let held = 0;
      fc.assert(
        fc.property(anyDocument, anyMinuteStay(anyLengthMinutes), (document, minutes) => {
          const away = { jumps: null, perBay: null, minimumFen: null, rounding: null, entryVariants: null };
          const rule = changed(document.rules['small'] as ChargedRule, away);
          const plain = { ...document, rules: { ...document.rules, small: rule } };
          const stay = stayOf({ ...minutes, vehicleClass: 'small' });
          const amount = priceOf(compile(plain), stay);
          for (const { per, amountFen, bands, days, seasons } of rule.caps) {
            if (per === 'occurrence' || (bands ?? days ?? seasons) !== undefined || minutes.exit === minutes.entry)
              continue;
            const highest = typeof amountFen === 'number' ? amountFen : Math.max(...amountFen);
            const limit = highest * periodsOf(document, rule, minutes, per);
            expect(amount).toBeLessThanOrEqual(limit);
            if (amount === limit) held += 1;
          }
        }),
        { numRuns },
      );
      expect(held).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});

test(
  'the same instants written with another offset cost the same',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, fc.constantFrom(...zones), (document, stay, zone) => {
        const tariff = compile(document);
        const { format } = localTimeIn(zone);
        const written = (write: (instant: Stay['entry']) => string): Stay => ({
          ...stay,
          entry: at(write(stay.entry)),
          exit: at(write(stay.exit)),
        });
        expect(priceOf(tariff, written(format))).toBe(priceOf(tariff, written(formatInstant)));
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

describe('a document', () => {
  test(
    'survives being written as JSON and read again',
    () => {
      let [tried, survived] = [0, 0];
      fc.assert(
        fc.property(anyDocument, (document) => {
          tried += 1;
          expect(read(document)).toEqual(document);
          survived += 1;
        }),
        { numRuns },
      );
      expect(survived / tried).toBeGreaterThan(0.5);
    },
    timeoutMs,
  );

  test(
    'may leave out what it does not change',
    () => {
      const ofRule: Partial<ChargedRule> = {
        tierClock: { counts: 'elapsed', restarts: 'stay' },
        partialMinute: 'dropped',
        partialUnit: { kind: 'started' },
        atBandEnd: 'split',
        caps: [],
      };
      const isSaid = ([name, value]: [string, unknown]): boolean =>
        JSON.stringify(value) !== JSON.stringify(ofRule[name as keyof ChargedRule]);
      const isDefault = (name: string, value: unknown): boolean =>
        (name === 'stepMinutes' && value === 1) || (name === 'beforeStartMinutes' && value === 0);
      fc.assert(
        fc.property(anyDocument, (document) => {
          const { small, ...others } = document.rules;
          const said = Object.fromEntries(Object.entries(small!).filter(isSaid));
          const written = JSON.stringify(said, (name, value: unknown) => (isDefault(name, value) ? undefined : value));
          const result = read({ ...document, rules: { small: JSON.parse(written) as ChargedRule, ...others } });
          expect(result.rules['small']).toEqual(small);
        }),
        { numRuns },
      );
    },
    timeoutMs,
  );
});

test(
  'paying on the way and leaving after the grace costs the fee of the whole stay',
  () => {
    const graceMs = 15 * minuteMs;
    fc.assert(
      fc.property(
        anyDocument.map(({ nonMonotone: _, ...document }): TariffDocument => document),
        anyStay,
        fc.oneof(fc.nat(30 * minuteMs), fc.nat(2 * 86_400_000)),
        (document, first, more) => {
          const tariff = compile(accepted(document));
          const stay = { ...first, exit: plusMs(first.exit, more) };
          const feeFen = priceOf(tariff, first);
          const total = totalFee(tariff, stay, [{ quotedAt: first.exit, feeFen, paidFen: feeFen }], graceMs);
          if (isRefusal(total)) throw new Error(total.code);
          const held = more <= graceMs && feeFen > 0;
          expect(total.totalFen).toBe(held ? feeFen : priceOf(tariff, stay));
          expect(total.totalFen).toBeLessThanOrEqual(priceOf(tariff, stay));
        },
      ),
      { numRuns },
    );
  },
  timeoutMs,
);

test(
  'documents that are compiled side by side do not change each other',
  () => {
    const anyPair = fc.tuple(anyDocument, anyStay, anyStay);
    fc.assert(
      fc.property(anyPair, anyPair, ([document, ...stays], [otherDocument, ...otherStays]) => {
        const [one, other] = [document, otherDocument];
        const alone = stays.map((stay) => explained(compile(one), stay));
        const otherAlone = otherStays.map((stay) => explained(compile(other), stay));
        const [tariff, otherTariff] = [compile(one), compile(other)];
        for (const turn of [0, 1, 0]) {
          expect(fee(tariff, stays[turn]!)).toBe(alone[turn]!.feeFen);
          expect(explain(otherTariff, otherStays[turn]!)).toEqual(otherAlone[turn]);
          expect(explain(tariff, stays[turn]!)).toEqual(alone[turn]);
          expect(fee(otherTariff, otherStays[turn]!)).toBe(otherAlone[turn]!.feeFen);
        }
      }),
      { numRuns },
    );
  },
  timeoutMs,
);

describe('against a minute-by-minute reference', () => {
  const seen = new Set<string>();

  test.each(zones)(
    'gives the same fee for every document and stay in %s',
    (zone) => {
      let costly = 0;
      fc.assert(
        fc.property(anyDocumentIn(fc.constant(zone)), anyMinuteStay(anyLengthMinutes), (document, minutes) => {
          for (const name of switchesOf(document, minutes)) seen.add(name);
          const calendar = document.calendar ?? testCalendar;
          const amount = priceOf(compile(document), stayOf(minutes));
          expect(amount).toBe(referenceFee(document, calendar, minutes));
          costly += amount > 0 ? 1 : 0;
        }),
        { numRuns: process.env['LONG'] ? numRuns : 60 },
      );
      expect(costly).toBeGreaterThan(20);
    },
    timeoutMs,
  );

  test(
    'random documents and stays use every switch of the language',
    () => {
      const pairs = fc.tuple(anyDocument, anyMinuteStay(anyLengthMinutes));
      const sampled = fc.sample(pairs, { numRuns: 4_000, seed: 2_026 });
      const used = process.env['LONG']
        ? seen
        : new Set(sampled.flatMap(([document, stay]) => switchesOf(document, stay)));
      const zoned = zones.map((zone) => `zone ${zone}`);
      expect([...zoned, ...allSwitches].filter((name) => !used.has(name))).toEqual([]);
    },
    timeoutMs,
  );
});

test(
  'cost grows with days, not with minutes: ten years are priced at once',
  () => {
    fc.assert(
      fc.property(anyDocument, anyStay, (document, stay) => {
        const tenYears = { ...stay, entry: at('2026-01-01T00:00:00Z'), exit: at('2036-01-01T00:00:00Z') };
        expect(priceOf(compile(document), tenYears)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: process.env['LONG'] ? 30 : 3 },
    );
  },
  timeoutMs,
);
