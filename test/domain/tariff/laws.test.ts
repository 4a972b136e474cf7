// The laws that hold for every document and every stay.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chinaCalendar2026 } from '../../../domain/calendar.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { type ChargedRule } from '../../../domain/tariff/document.ts';
import { isProblems, parseTariff } from '../../../domain/tariff/parse.ts';
import { totalFee } from '../../../domain/tariff/prepay.ts';
import { explain, fee } from '../../../domain/tariff/tariff.ts';
import { epochMs, formatInstant, minuteMs, plusMs } from '../../../domain/time.ts';
import { localTimeIn } from '../../../domain/local-time.ts';
import {
  amountOf,
  anyDocument,
  anyEntry,
  anyLengthMinutes,
  anyRule,
  at,
  feeOf,
  numRuns,
  stay,
  zones,
} from './builders.ts';
import { referenceFee } from './reference.ts';

const anyLengthMs = fc.oneof(
  anyLengthMinutes.map((minutes) => minutes * minuteMs),
  fc.nat(3 * 86_400_000),
);
const compile = (document: Parameters<typeof compileTariff>[0]) => compileTariff(document, chinaCalendar2026);

test('a fee is never negative, and always a whole number', () => {
  fc.assert(
    fc.property(anyDocument, anyEntry, anyLengthMs, (document, entry, length) => {
      const amount = feeOf(compile(document), entry, plusMs(entry, length));
      expect(Number.isSafeInteger(amount)).toBe(true);
      expect(amount).toBeGreaterThanOrEqual(0);
    }),
    { numRuns },
  );
});

test('a fee never falls as the exit moves later', () => {
  fc.assert(
    fc.property(
      anyDocument,
      anyEntry,
      fc.array(anyLengthMs, { minLength: 2, maxLength: 8 }),
      (document, entry, lengths) => {
        const tariff = compile(document);
        const fees = lengths.sort((a, b) => a - b).map((length) => feeOf(tariff, entry, plusMs(entry, length)));
        expect(fees).toEqual([...fees].sort((a, b) => a - b));
      },
    ),
    { numRuns },
  );
});

test('an empty stay costs nothing', () => {
  fc.assert(
    fc.property(anyDocument, anyEntry, (document, entry) => {
      expect(explain(compile(document), stay(entry, entry))).toEqual({ feeFen: 0, lines: [] });
    }),
    { numRuns },
  );
});

test('the breakdown sums to the fee, covers the charged stay without a gap, and keeps to its caps', () => {
  fc.assert(
    fc.property(anyDocument, anyEntry, anyLengthMs, (document, entry, length) => {
      const tariff = compile(document);
      const exit = plusMs(entry, length);
      const explained = explain(tariff, stay(entry, exit));
      if (isRefusal(explained)) throw new Error(explained.code);
      expect(explained.feeFen).toBe(fee(tariff, stay(entry, exit)));
      expect(explained.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(explained.feeFen);
      let reached = entry;
      for (const line of explained.lines) {
        expect(line.from).toBe(reached);
        expect(line.to).toBeGreaterThan(line.from);
        expect(line.units * line.unitPriceFen).toBe(line.amountFen + (line.capApplied?.reducedFen ?? 0));
        reached = line.to;
      }
      expect(exit - reached).toBeLessThan(length === 0 ? 1 : minuteMs);
    }),
    { numRuns },
  );
});

test('the same instants written with another offset cost the same', () => {
  fc.assert(
    fc.property(anyDocument, anyEntry, anyLengthMs, fc.constantFrom(...zones), (document, entry, length, zone) => {
      const tariff = compile(document);
      const exit = plusMs(entry, length);
      const rewritten = localTimeIn(zone);
      expect(feeOf(tariff, at(rewritten.format(entry)), at(rewritten.format(exit)))).toBe(
        feeOf(tariff, at(formatInstant(entry)), at(formatInstant(exit))),
      );
    }),
    { numRuns },
  );
});

test('a document survives being written as JSON and read again', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const read = parseTariff(JSON.parse(JSON.stringify(document)));
      expect(isProblems(read) ? read : []).toEqual([]);
      expect(read).toEqual(document);
    }),
    { numRuns },
  );
});

test('paying on the way and leaving after the grace costs the fee of the whole stay', () => {
  const graceMs = 15 * minuteMs;
  fc.assert(
    fc.property(anyDocument, anyEntry, anyLengthMs, anyLengthMs, (document, entry, first, more) => {
      const tariff = compile(document);
      const quotedAt = plusMs(entry, first);
      const exit = plusMs(quotedAt, more);
      const feeFen = feeOf(tariff, entry, quotedAt);
      const total = totalFee(tariff, stay(entry, exit), [{ quotedAt, feeFen, paidFen: feeFen }], graceMs);
      if (isRefusal(total)) throw new Error(total.code);
      const held = more <= graceMs && feeFen > 0;
      expect(total.totalFen).toBe(held ? feeFen : feeOf(tariff, entry, exit));
      expect(total.totalFen).toBeLessThanOrEqual(feeOf(tariff, entry, exit));
    }),
    { numRuns },
  );
});

describe('against a minute-by-minute reference', () => {
  const seen = new Set<string>();
  const note = (rule: ChargedRule): void => {
    seen.add(`free ${rule.free?.mode ?? 'none'} ${rule.free?.inclusive ?? ''}`);
    seen.add(`clock ${rule.tierClock.counts} ${rule.tierClock.restarts}`);
    for (const { per } of rule.caps) seen.add(`cap ${per}`);
    for (const { days, charge } of rule.bands) seen.add(`band ${days?.[0] ?? 'any'} ${charge.kind}`);
  };

  test.each(zones)(
    'gives the same fee for every document and stay in %s',
    (zone) => {
      fc.assert(
        fc.property(anyRule, anyEntry, anyLengthMinutes, (rule, entry, minutes) => {
          note(rule);
          const document = { schemaVersion: 1 as const, currency: 'CNY', zone, rules: { small: rule } };
          const entryMinute = entry / minuteMs;
          expect(amountOf(fee(compile(document), stay(entry, plusMs(entry, minutes * minuteMs))))).toBe(
            referenceFee(rule, zone, chinaCalendar2026, entryMinute, entryMinute + minutes),
          );
        }),
        { numRuns: process.env['LONG'] ? 1_000 : 60 },
      );
    },
    600_000,
  );

  test('has tried every switch of the language', () => {
    const clocks = ['elapsed', 'charged'].flatMap((counts) =>
      ['calendarDay', 'window24h', 'stay'].map((restarts) => `clock ${counts} ${restarts}`),
    );
    const free = ['none ', 'threshold true', 'threshold false', 'deducted true', 'deducted false'].map(
      (mode) => `free ${mode}`,
    );
    const caps = ['calendarDay', 'window24h', 'stay'].map((per) => `cap ${per}`);
    const bands = ['any', 'workday', 'weekend'].flatMap((days) => [`band ${days} free`, `band ${days} units`]);
    expect([...seen].sort()).toEqual([...clocks, ...free, ...caps, ...bands].sort());
  });
});

test('cost grows with days, not with minutes: ten years are priced at once', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const entry = at('2026-01-01T00:00:00Z');
      expect(feeOf(compile(document), entry, epochMs(at('2036-01-01T00:00:00Z')))).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 3 },
  );
});
