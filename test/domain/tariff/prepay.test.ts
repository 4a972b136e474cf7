// Paying before leaving: frozen quotes and the grace that counts from them.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { overstayOf, stayDueFen, totalFee, type CoveredQuote } from '../../../domain/tariff/prepay.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { anyEntry, compiled, feeOf, local, numRuns, stay, units } from './builders.ts';

const tariff = compileTariff(sampleTariff());
const entry = local('2026-03-11 10:00');
const graceMs = 15 * minuteMs;

const paid = (time: string, feeFen: number, paidFen = feeFen): CoveredQuote => ({
  quotedAt: local(`2026-03-11 ${time}`),
  feeFen: fen(feeFen),
  paidFen: fen(paidFen),
});

const total = (exit: string, quotes: CoveredQuote[]) =>
  totalFee(tariff, stay(entry, local(`2026-03-11 ${exit}`)), quotes, graceMs);

test.each<[string, CoveredQuote[], string, number, string]>([
  ['11:15', [paid('11:00', 1000)], '11:00', 1000, 'leaving at the very end of the grace'],
  ['11:16', [paid('11:00', 1000)], '11:16', 1750, 'leaving a minute later costs the whole stay'],
  ['11:15', [], '11:15', 1750, 'nothing was paid'],
  ['11:15', [paid('11:00', 1000, 999)], '11:15', 1750, 'the payment did not cover the fee'],
  ['11:15', [paid('11:00', 0)], '11:15', 1750, 'a quote of nothing starts no grace'],
  ['10:10', [paid('10:05', 0)], '10:10', 0, 'free time stays free'],
  ['10:45', [paid('11:00', 1000)], '10:45', 1000, 'a quote after the exit holds nothing'],
  [
    '11:40',
    [paid('11:00', 1000), paid('11:30', 1750)],
    '11:30',
    1750,
    'a second covering payment starts a second grace',
  ],
  ['11:50', [paid('11:00', 1000), paid('11:30', 1750)], '11:50', 2500, 'and after it the whole stay counts'],
  ['11:14', [paid('11:10', 1750), paid('11:00', 1000)], '11:00', 1000, 'of two that hold, the earlier decides'],
])('prices an exit at %s after %j until %s as %d: %s', (exit, quotes, until, totalFen) => {
  expect(total(exit, quotes)).toEqual({ totalFen, pricedUntil: local(`2026-03-11 ${until}`) });
});

test('asks only for what the whole stay costs beyond what was paid, and never for less than nothing', () => {
  const stayTotal = { totalFen: fen(1750), pricedUntil: entry };
  expect(stayDueFen(stayTotal, fen(1000))).toBe(750);
  expect(stayDueFen(stayTotal, fen(1800))).toBe(0);
});

test('refuses what the tariff refuses', () => {
  expect(totalFee(tariff, stay(entry, local('2026-03-11 09:00')), [], graceMs)).toMatchObject({
    code: 'out-of-order-times',
  });
  expect(totalFee(tariff, stay(entry, entry, 'coach'), [], graceMs)).toMatchObject({ code: 'no-tariff' });
});

test('a payment of nothing starts no grace, even where it stands behind one that covered', () => {
  const nothing = { ...paid('11:10', 1750), paymentFen: fen(0) };
  expect(total('11:20', [nothing])).toEqual({ totalFen: 1750, pricedUntil: local('2026-03-11 11:20') });
  expect(total('11:40', [paid('11:00', 1000), nothing])).toEqual({
    totalFen: 2500,
    pricedUntil: local('2026-03-11 11:40'),
  });
});

test('a stay beyond the longest allowed says since when, and not a moment before', () => {
  const until = (exit: string) => overstayOf({ entry, exit: local(`2026-03-11 ${exit}`) }, 240);
  expect(until('14:00')).toBeUndefined();
  expect(until('14:05')).toEqual({ since: local('2026-03-11 14:00'), ms: 5 * minuteMs });
});

const tariffs = [
  tariff,
  compiled({}),
  compiled({
    bands: [{ name: 'all', from: '00:00', to: '24:00', charge: units(60, 1000) }],
    caps: [{ per: 'calendarDay', amountFen: fen(5000) }],
  }),
];

/** A driver who pays whatever is due at each of these minutes, and what was paid and covered by then. */
const payAt = (
  which: (typeof tariffs)[number],
  from: number,
  payments: readonly { minute: number; share: number }[],
) => {
  const quotes: CoveredQuote[] = [];
  let sum = 0;
  for (const { minute, share } of payments) {
    const quotedAt = epochMs(from + minute * minuteMs);
    const priced = totalFee(which, stay(epochMs(from), quotedAt), quotes, graceMs);
    if (isRefusal(priced)) throw new Error(priced.code);
    const paymentFen: Fen = fen(Math.floor(stayDueFen(priced, fen(sum)) * share));
    sum += paymentFen;
    quotes.push({ quotedAt, feeFen: priced.totalFen, paidFen: fen(sum), paymentFen });
  }
  return { quotes, sum };
};

const anyPayments = fc
  .array(fc.record({ minute: fc.nat(1500), share: fc.constantFrom(1, 1, 0, 0.5) }), { maxLength: 5 })
  .map((list) => list.sort((a, b) => a.minute - b.minute));

test('however often it was paid for, a stay beyond every grace costs its fee in all, and nothing is paid twice', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...tariffs),
      anyEntry,
      anyPayments,
      fc.integer({ min: 1, max: 600 }),
      (which, from, payments, later) => {
        const { quotes, sum } = payAt(which, from, payments);
        const lastMinute = payments.at(-1)?.minute ?? 0;
        const exit = epochMs(from + lastMinute * minuteMs + graceMs + later);
        const result = totalFee(which, stay(from, exit), quotes, graceMs);
        const whole = feeOf(which, from, exit);
        expect(result).toEqual({ totalFen: whole, pricedUntil: exit });
        expect(sum + stayDueFen({ totalFen: whole, pricedUntil: exit }, fen(sum))).toBe(whole);
      },
    ),
    { numRuns },
  );
});

test('within the grace of a payment that covered, nothing more is due; after one that did not, everything is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...tariffs), anyEntry, anyPayments, fc.nat(graceMs), (which, from, payments, later) => {
      const { quotes, sum } = payAt(which, from, payments);
      const last = quotes.at(-1);
      if (last === undefined) return;
      const exit = epochMs(last.quotedAt + later);
      const result = totalFee(which, stay(from, exit), quotes, graceMs);
      if (isRefusal(result)) throw new Error(result.code);
      const covers = (last.paymentFen ?? 0) > 0 && last.paidFen >= last.feeFen;
      if (covers) expect(stayDueFen(result, fen(sum))).toBe(0);
      const anyHolds = quotes.some(
        (quote) => (quote.paymentFen ?? 0) > 0 && quote.paidFen >= quote.feeFen && exit <= quote.quotedAt + graceMs,
      );
      if (!anyHolds) expect(result).toEqual({ totalFen: feeOf(which, from, exit), pricedUntil: exit });
    }),
    { numRuns },
  );
});

test('a total never falls as the exit moves later, whatever was paid before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...tariffs),
      anyEntry,
      anyPayments,
      fc.nat(2000),
      fc.nat(300),
      (which, from, payments, minute, more) => {
        const { quotes } = payAt(
          which,
          from,
          payments.filter((payment) => payment.minute <= minute),
        );
        const totals = [minute, minute + more].map((each) => {
          const result = totalFee(which, stay(from, epochMs(from + each * minuteMs)), quotes, graceMs);
          if (isRefusal(result)) throw new Error(result.code);
          return result.totalFen;
        });
        expect(totals[1]).toBeGreaterThanOrEqual(totals[0]!);
      },
    ),
    { numRuns },
  );
});
