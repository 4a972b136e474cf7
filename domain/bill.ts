// The arithmetic of a bill: what is due, what is still owed, what was paid too much, and which debts a payment settles.
import { addFen, fen, maxFen, minFen, remainingFen, subtractFen, zeroFen, type Fen } from './money.ts';
import { type EpochMs } from './time.ts';

export interface Bill {
  readonly grossFen: Fen;
  /** Never more than gross. */
  readonly discountFen: Fen;
  readonly dueFen: Fen;
  /** All money ever received for it. */
  readonly paidFen: Fen;
  /** All money ever given back, never more than was paid. */
  readonly refundedFen: Fen;
}

/** Throws a RangeError for a negative amount: money is taken away by the function named for it. */
const amount = (value: Fen): Fen => {
  if (fen(value) < 0) throw new RangeError(`${value} fen is less than nothing`);
  return value;
};

const priced = (bill: Bill, grossFen: Fen, discountFen: Fen): Bill => ({
  ...bill,
  grossFen,
  discountFen,
  dueFen: remainingFen(grossFen, discountFen),
});

export const openBill = (grossFen: Fen): Bill => ({
  grossFen: amount(grossFen),
  discountFen: zeroFen,
  dueFen: grossFen,
  paidFen: zeroFen,
  refundedFen: zeroFen,
});

/** Money that is here for the bill now. */
export const netPaidFen = (bill: Bill): Fen => subtractFen(bill.paidFen, bill.refundedFen);

export const outstandingFen = (bill: Bill): Fen => remainingFen(bill.dueFen, netPaidFen(bill));

export const surplusFen = (bill: Bill): Fen => remainingFen(netPaidFen(bill), bill.dueFen);

/** Grants as much of a discount as the gross still allows; `appliedFen` is what its sponsor bears. */
export const applyDiscount = (bill: Bill, discountFen: Fen): { readonly bill: Bill; readonly appliedFen: Fen } => {
  const appliedFen = minFen(amount(discountFen), subtractFen(bill.grossFen, bill.discountFen));
  return { bill: priced(bill, bill.grossFen, addFen(bill.discountFen, appliedFen)), appliedFen };
};

export const applyPayment = (bill: Bill, paidFen: Fen): Bill => ({
  ...bill,
  paidFen: addFen(bill.paidFen, amount(paidFen)),
});

/** Throws a RangeError when more would go back than was paid. */
export const applyRefund = (bill: Bill, refundFen: Fen): Bill => {
  const refundedFen = addFen(bill.refundedFen, amount(refundFen));
  if (refundedFen > bill.paidFen) throw new RangeError('a refund is never above what was paid');
  return { ...bill, refundedFen };
};

/** A corrected price. Discounts shrink with it where they would exceed it. */
export const adjustGross = (bill: Bill, grossFen: Fen): Bill =>
  priced(bill, amount(grossFen), minFen(bill.discountFen, grossFen));

export interface OpenDebt {
  readonly debtId: string;
  readonly outstandingFen: Fen;
  /** Since when it is owed. */
  readonly since: EpochMs;
}

export interface DebtAllocation {
  readonly debtId: string;
  readonly amountFen: Fen;
}

/** Settles the oldest debts first, ties by id, so that the same payment is always shared the same way. */
export const allocateOldestFirst = (
  paidFen: Fen,
  debts: readonly OpenDebt[],
): { readonly allocations: readonly DebtAllocation[]; readonly surplusFen: Fen } => {
  let left = amount(paidFen);
  const allocations: DebtAllocation[] = [];
  const oldestFirst = [...debts].sort((a, b) => a.since - b.since || (a.debtId < b.debtId ? -1 : 1));
  for (const debt of oldestFirst) {
    const amountFen = minFen(left, maxFen(zeroFen, debt.outstandingFen));
    if (amountFen > 0) allocations.push({ debtId: debt.debtId, amountFen });
    left = subtractFen(left, amountFen);
  }
  return { allocations, surplusFen: left };
};
