// Postings about what is owed: a stay's fee, discounts, hand-over, adjustments and voids. Every amount is positive.
import { addFen, subtractFen, type Fen } from '../money.ts';
import {
  arrearsWriteOff,
  discountOf,
  parkingRevenueOf,
  receivableOfDebt,
  receivableOfSession,
  refundPayable,
  type ReceivableAccount,
} from './account.ts';
import { credit, debit, part, posted } from './posting.ts';
import { type LedgerTransaction } from './transaction.ts';

/** A stay ends with a fee. A free stay has no posting. */
export const stayCharged = (stay: { sessionId: string; lotId: string; feeFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `session/${stay.sessionId}/charge`,
    kind: 'stay-charged',
    cause: { kind: 'session', id: stay.sessionId },
    entries: [
      debit(receivableOfSession(stay.sessionId), stay.feeFen),
      credit(parkingRevenueOf(stay.lotId), stay.feeFen),
    ],
  });

/** A discount, coupon or pass cover, borne by its sponsor. */
export const discountGranted = (discount: {
  discountId: string;
  receivable: ReceivableAccount;
  sponsor: string;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `discount/${discount.discountId}`,
    kind: 'discount-granted',
    cause: { kind: 'discount', id: discount.discountId },
    entries: [debit(discountOf(discount.sponsor), discount.amountFen), credit(discount.receivable, discount.amountFen)],
  });

/** What a session leaves unpaid becomes a debt; a session is handed over once. */
export const handedOver = (debt: { sessionId: string; debtId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `session/${debt.sessionId}/hand-over`,
    kind: 'handed-over',
    cause: { kind: 'debt', id: debt.debtId },
    entries: [
      debit(receivableOfDebt(debt.debtId), debt.amountFen),
      credit(receivableOfSession(debt.sessionId), debt.amountFen),
    ],
  });

interface Adjustment {
  readonly adjustmentId: string;
  readonly receivable: ReceivableAccount;
  readonly lotId: string;
  readonly amountFen: Fen;
}

/** The fee was too high. */
export const adjustedDown = (adjustment: Adjustment): LedgerTransaction =>
  posted({
    businessKey: `adjustment/${adjustment.adjustmentId}`,
    kind: 'adjusted',
    cause: { kind: 'adjustment', id: adjustment.adjustmentId },
    entries: [
      debit(parkingRevenueOf(adjustment.lotId), adjustment.amountFen),
      credit(adjustment.receivable, adjustment.amountFen),
    ],
  });

/** The fee was too low. */
export const adjustedUp = (adjustment: Adjustment): LedgerTransaction =>
  posted({
    businessKey: `adjustment/${adjustment.adjustmentId}`,
    kind: 'adjusted',
    cause: { kind: 'adjustment', id: adjustment.adjustmentId },
    entries: [
      debit(adjustment.receivable, adjustment.amountFen),
      credit(parkingRevenueOf(adjustment.lotId), adjustment.amountFen),
    ],
  });

/**
 * Takes a charged stay back: revenue and discounts are undone, what was paid on its receivable becomes refundable,
 * and the receivable ends at zero. Throws a RangeError when discounts and payments exceed the fee; a surplus was
 * posted to refund:payable before. A prepaid stay that was never charged is `surplusFound` from its advance.
 */
export const stayVoided = (stay: {
  sessionId: string;
  lotId: string;
  receivable: ReceivableAccount;
  grossFen: Fen;
  discounts: readonly { readonly sponsor: string; readonly amountFen: Fen }[];
  paidFen: Fen;
}): LedgerTransaction => {
  const discountFen = addFen(...stay.discounts.map(({ amountFen }) => amountFen));
  const unpaidFen = subtractFen(stay.grossFen, addFen(discountFen, stay.paidFen));
  return posted({
    businessKey: `session/${stay.sessionId}/void`,
    kind: 'stay-voided',
    cause: { kind: 'session', id: stay.sessionId },
    entries: [
      debit(parkingRevenueOf(stay.lotId), stay.grossFen),
      ...stay.discounts.flatMap(({ sponsor, amountFen }) => part(credit, discountOf(sponsor), amountFen)),
      ...part(credit, refundPayable, stay.paidFen),
      ...part(credit, stay.receivable, unpaidFen),
    ],
  });
};

/** The same money is owed by another vehicle: the stay was bound to the wrong one. */
export const debtTransferred = (transfer: {
  transferId: string;
  from: ReceivableAccount;
  to: ReceivableAccount;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `transfer/${transfer.transferId}`,
    kind: 'debt-transferred',
    cause: { kind: 'transfer', id: transfer.transferId },
    entries: [debit(transfer.to, transfer.amountFen), credit(transfer.from, transfer.amountFen)],
  });

export const debtVoided = (debt: { debtId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `debt/${debt.debtId}/void`,
    kind: 'debt-voided',
    cause: { kind: 'debt', id: debt.debtId },
    entries: [debit(arrearsWriteOff, debt.amountFen), credit(receivableOfDebt(debt.debtId), debt.amountFen)],
  });
