// What a bill owes, and what each event does to it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  adjustGross,
  allocateOldestFirst,
  applyDiscount,
  applyPayment,
  applyRefund,
  netPaidFen,
  openBill,
  outstandingFen,
  surplusFen,
  type Bill,
} from '../../domain/bill.ts';
import { fen, zeroFen } from '../../domain/money.ts';
import { epochMs } from '../../domain/time.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;
const anyFen = fc.integer({ min: 0, max: 1_000_000 }).map(fen);

test('owes what is due and not yet paid', () => {
  const bill = applyPayment(applyDiscount(openBill(fen(1500)), fen(300)).bill, fen(1000));
  expect(bill).toEqual({ grossFen: 1500, discountFen: 300, dueFen: 1200, paidFen: 1000, refundedFen: 0 });
  expect(outstandingFen(bill)).toBe(200);
  expect(surplusFen(bill)).toBe(0);
});

test('finds a surplus when a bill is paid twice, and none after the refund', () => {
  const twice = applyPayment(applyPayment(openBill(fen(800)), fen(800)), fen(800));
  expect(surplusFen(twice)).toBe(800);
  expect(surplusFen(applyRefund(twice, fen(800)))).toBe(0);
  expect(outstandingFen(applyRefund(twice, fen(800)))).toBe(0);
});

test('owes again what was given back beyond the surplus', () => {
  expect(outstandingFen(applyRefund(applyPayment(openBill(fen(800)), fen(800)), fen(300)))).toBe(300);
});

test('grants a discount only up to the gross', () => {
  expect(applyDiscount(openBill(fen(500)), fen(800))).toMatchObject({ appliedFen: 500, bill: { dueFen: 0 } });
  expect(applyDiscount(applyDiscount(openBill(fen(500)), fen(400)).bill, fen(400))).toMatchObject({ appliedFen: 100 });
});

test('finds a surplus when the price is corrected downwards', () => {
  const bill = applyPayment(applyDiscount(openBill(fen(1000)), fen(300)).bill, fen(700));
  expect(adjustGross(bill, fen(200))).toMatchObject({ grossFen: 200, discountFen: 200, dueFen: 0 });
  expect(surplusFen(adjustGross(bill, fen(200)))).toBe(700);
});

test('refuses negative amounts and refunds above what was paid', () => {
  expect(() => openBill(fen(-1))).toThrow(RangeError);
  expect(() => applyPayment(openBill(fen(1)), fen(-1))).toThrow(RangeError);
  expect(() => applyDiscount(openBill(fen(1)), fen(-1))).toThrow(RangeError);
  expect(() => applyRefund(applyPayment(openBill(fen(5)), fen(5)), fen(6))).toThrow(RangeError);
});

const step = fc.oneof(
  fc.tuple(fc.constant('discount' as const), anyFen),
  fc.tuple(fc.constant('pay' as const), anyFen),
  fc.tuple(fc.constant('refund' as const), anyFen),
  fc.tuple(fc.constant('adjust' as const), anyFen),
);

const advance = (bill: Bill, [kind, value]: [string, ReturnType<typeof fen>]): Bill => {
  if (kind === 'discount') return applyDiscount(bill, value).bill;
  if (kind === 'pay') return applyPayment(bill, value);
  if (kind === 'adjust') return adjustGross(bill, value);
  return applyRefund(bill, fen(Math.min(value, netPaidFen(bill))));
};

test('never owes and holds a surplus at once, and due, paid and owed always agree', () => {
  fc.assert(
    fc.property(anyFen, fc.array(step, { maxLength: 12 }), (gross, steps) => {
      const bill = steps.reduce(advance, openBill(gross));
      expect(bill.dueFen).toBe(bill.grossFen - bill.discountFen);
      for (const value of Object.values(bill)) expect(value).toBeGreaterThanOrEqual(0);
      expect(outstandingFen(bill) === 0 || surplusFen(bill) === 0).toBe(true);
      expect(netPaidFen(bill) + outstandingFen(bill) - surplusFen(bill)).toBe(bill.dueFen);
    }),
    { numRuns },
  );
});

describe('a payment over several debts', () => {
  const debt = (
    debtId: string,
    outstanding: number,
    since: number,
  ): Parameters<typeof allocateOldestFirst>[1][number] => ({
    debtId,
    outstandingFen: fen(outstanding),
    since: epochMs(since),
  });

  test('settles the oldest first and returns the rest', () => {
    expect(allocateOldestFirst(fen(900), [debt('c', 500, 3), debt('a', 300, 1), debt('b', 200, 2)])).toEqual({
      allocations: [
        { debtId: 'a', amountFen: 300 },
        { debtId: 'b', amountFen: 200 },
        { debtId: 'c', amountFen: 400 },
      ],
      surplusFen: 0,
    });
    expect(allocateOldestFirst(fen(900), [debt('a', 300, 1)])).toMatchObject({ surplusFen: 600 });
    expect(allocateOldestFirst(fen(900), [])).toEqual({ allocations: [], surplusFen: 900 });
  });

  test('hands out every fen once, in any order of the debts', () => {
    const debts = fc.uniqueArray(
      fc.record({ debtId: fc.uuid(), outstandingFen: anyFen, since: fc.nat(5).map(epochMs) }),
      { selector: ({ debtId }) => debtId, maxLength: 8 },
    );
    fc.assert(
      fc.property(anyFen, debts, (paid, open) => {
        const shared = allocateOldestFirst(paid, open);
        expect(shared.allocations.reduce((sum, { amountFen }) => sum + amountFen, 0) + shared.surplusFen).toBe(paid);
        for (const { debtId, amountFen } of shared.allocations) {
          expect(amountFen).toBeGreaterThan(0);
          expect(amountFen).toBeLessThanOrEqual(open.find((one) => one.debtId === debtId)!.outstandingFen);
        }
        const owed = open.reduce((sum, one) => sum + one.outstandingFen, 0);
        expect(shared.surplusFen).toBe(Math.max(0, paid - owed));
        expect(allocateOldestFirst(paid, [...open].reverse())).toEqual(shared);
      }),
      { numRuns },
    );
  });
});

test('opens a free bill that owes nothing', () => {
  expect(outstandingFen(openBill(zeroFen))).toBe(0);
});
