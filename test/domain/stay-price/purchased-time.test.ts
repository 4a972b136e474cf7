// Bought time: extensions cost what they would have cost at once, and longer stays owe what the policy says.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { purchasedTotal, purchasePriceFen, type PurchasePolicy } from '../../../domain/stay-price/purchased-time.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { amountOf, anyEntry, compiled, feeOf, local, numRuns, stay, units } from '../tariff/builders.ts';

const tariff = compiled({ bands: [{ name: 'all', from: '00:00', to: '24:00', charge: units(60, 1000) }] });
const entry = local('2026-03-11 10:00');
const whole: PurchasePolicy = { overstay: 'wholeStay', graceMs: 10 * minuteMs, refundsUnused: false };
/** 90 minutes cost two begun hours. */
const bought = { until: local('2026-03-11 11:30'), paidFen: fen(2000) };

test.each<[string, Partial<PurchasePolicy>, number, number, number, number]>([
  ['11:30', {}, 2000, 0, 0, 0],
  ['11:40', {}, 2000, 0, 0, 10],
  ['11:41', {}, 2000, 0, 0, 11],
  ['12:01', {}, 3000, 1000, 0, 31],
  ['11:41', { overstay: 'fromEnd' }, 3000, 1000, 0, 11],
  ['12:31', { overstay: 'fromEnd' }, 4000, 2000, 0, 61],
  ['10:30', {}, 2000, 0, 0, 0],
  ['10:30', { refundsUnused: true }, 1000, 0, 1000, 0],
  ['11:20', { refundsUnused: true }, 2000, 0, 0, 0],
])(
  'a stay until %s under %j costs %d, of which %d is due and %d given back, %d minutes beyond',
  (exit, policy, totalFen, dueFen, refundFen, minutes) => {
    const priced = stay(entry, local(`2026-03-11 ${exit}`));
    expect(purchasedTotal(tariff, priced, bought, { ...whole, ...policy })).toEqual({
      totalFen,
      dueFen,
      refundFen,
      overstayMs: minutes * minuteMs,
    });
  },
);

test('refuses what the tariff refuses', () => {
  const other = stay(entry, local('2026-03-11 12:00'), 'coach');
  expect(purchasedTotal(tariff, other, bought, whole)).toMatchObject({ code: 'no-tariff' });
  expect(purchasedTotal(tariff, other, bought, { ...whole, overstay: 'fromEnd' })).toMatchObject({ code: 'no-tariff' });
  expect(purchasePriceFen(tariff, { entry, vehicleClass: 'coach' }, entry, 60)).toMatchObject({ code: 'no-tariff' });
});

test('minutes bought one after the other cost what they cost at once', () => {
  fc.assert(
    fc.property(anyEntry, fc.array(fc.nat(300), { maxLength: 5 }), (from, purchases) => {
      let until = from;
      let paid = 0;
      for (const minutes of purchases) {
        paid += amountOf(purchasePriceFen(tariff, { entry: from, vehicleClass: 'small' }, until, minutes));
        until = epochMs(until + minutes * minuteMs);
      }
      expect(paid).toBe(feeOf(tariff, from, until));
    }),
    { numRuns },
  );
});

test('a longer stay never costs less, is never due more than its total, and beyond the grace costs its fee', () => {
  fc.assert(
    fc.property(
      anyEntry,
      fc.nat(300),
      fc.nat(600),
      fc.nat(120),
      fc.boolean(),
      fc.boolean(),
      (from, minutes, stayed, more, refundsUnused, fromEnd) => {
        const paidFen = amountOf(purchasePriceFen(tariff, { entry: from, vehicleClass: 'small' }, from, minutes));
        const time = { until: epochMs(from + minutes * minuteMs), paidFen };
        const policy = { ...whole, refundsUnused, overstay: fromEnd ? 'fromEnd' : 'wholeStay' } as const;
        const [sooner, later] = [stayed, stayed + more].map((each) => {
          const total = purchasedTotal(tariff, stay(from, epochMs(from + each * minuteMs)), time, policy);
          if (isRefusal(total)) throw new Error(total.code);
          return total;
        });
        expect(later!.totalFen).toBeGreaterThanOrEqual(sooner!.totalFen);
        for (const { totalFen, dueFen, refundFen } of [sooner!, later!])
          expect(paidFen + dueFen - refundFen).toBe(totalFen);
        const beyond = stayed * minuteMs > minutes * minuteMs + policy.graceMs;
        if (beyond && !fromEnd) expect(sooner!.totalFen).toBe(feeOf(tariff, from, epochMs(from + stayed * minuteMs)));
      },
    ),
    { numRuns },
  );
});
