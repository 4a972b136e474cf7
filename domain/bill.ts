// The arithmetic of a bill: how much of what was paid it keeps, and what is still owed. The only place that says so.
import { remainingFen, subtractFen, type Fen } from './money.ts';

/** All in fen, all at least 0. */
export interface BillAmounts {
  readonly grossFen: Fen;
  /** Never more than the gross of a final bill. */
  readonly discountFen: Fen;
  /** All money ever posted on it. */
  readonly paidFen: Fen;
  /** Of what was paid, the part that was found to be too much and is on its way back; never more than was paid. */
  readonly surplusFen: Fen;
}

/** Money that was paid and is not on its way back. */
export const netPaidFen = (bill: Pick<BillAmounts, 'paidFen' | 'surplusFen'>): Fen =>
  subtractFen(bill.paidFen, bill.surplusFen);

/** What a final bill still owes, never below zero. */
export const outstandingFen = (bill: BillAmounts): Fen =>
  remainingFen(subtractFen(bill.grossFen, bill.discountFen), netPaidFen(bill));
