// Postings about money that moves: payments, advances, surplus, refunds, suspense and cash. Every amount is positive.
import { addFen, type Fen } from '../money.ts';
import {
  advanceOf,
  bankSettled,
  cashOf,
  receivableOfSession,
  refundPayable,
  suspenseUnmatched,
  transitOf,
  type AdvanceAccount,
  type Channel,
  type ReceivableAccount,
} from './account.ts';
import { credit, debit, part, posted, sides, type MoneySource } from './posting.ts';
import { assertBalanced, resolvePending, type LedgerTransaction, type Resolution } from './transaction.ts';

/** A payment before the bill exists, kept apart until the stay ends. */
export const prepaid = (payment: {
  paymentId: string;
  sessionId: string;
  into: MoneySource;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `payment/${payment.paymentId}`,
    kind: 'prepaid',
    cause: { kind: 'payment', id: payment.paymentId },
    entries: [
      ...sides(debit, payment.into, payment.amountFen),
      credit(advanceOf(payment.sessionId), payment.amountFen),
    ],
  });

/** At the end of a stay: at most what is owed; the rest is `surplusFound`. */
export const advanceApplied = (stay: { sessionId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `session/${stay.sessionId}/advance-applied`,
    kind: 'advance-applied',
    cause: { kind: 'session', id: stay.sessionId },
    entries: [
      debit(advanceOf(stay.sessionId), stay.amountFen),
      credit(receivableOfSession(stay.sessionId), stay.amountFen),
    ],
  });

/**
 * A payment of one bill or of several debts. What is more than is owed goes to refund:payable in the same
 * transaction, so that nothing is ever paid twice.
 */
export const billPaid = (payment: {
  paymentId: string;
  into: MoneySource;
  allocations: readonly { readonly receivable: ReceivableAccount; readonly amountFen: Fen }[];
  surplusFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `payment/${payment.paymentId}`,
    kind: 'bill-paid',
    cause: { kind: 'payment', id: payment.paymentId },
    entries: [
      ...sides(
        debit,
        payment.into,
        addFen(...payment.allocations.map(({ amountFen }) => amountFen), payment.surplusFen),
      ),
      ...payment.allocations.flatMap(({ receivable, amountFen }) => part(credit, receivable, amountFen)),
      ...part(credit, refundPayable, payment.surplusFen),
    ],
  });

/** Money on an advance or a receivable that nothing is owed for becomes refundable. */
export const surplusFound = (surplus: {
  refundId: string;
  from: AdvanceAccount | ReceivableAccount;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `refund/${surplus.refundId}/surplus`,
    kind: 'surplus-found',
    cause: { kind: 'refund', id: surplus.refundId },
    entries: [debit(surplus.from, surplus.amountFen), credit(refundPayable, surplus.amountFen)],
  });

/** Reserves a refund before the channel is asked; `step` numbers its parts when it goes to several payments. */
export const refundRequested = (refund: {
  refundId: string;
  step: number;
  outOf: MoneySource;
  amountFen: Fen;
}): LedgerTransaction =>
  assertBalanced({
    businessKey: `refund/${refund.refundId}/${refund.step}`,
    kind: 'refund',
    cause: { kind: 'refund', id: refund.refundId },
    state: 'pending',
    entries: [debit(refundPayable, refund.amountFen), ...sides(credit, refund.outOf, refund.amountFen)],
  });

/** The channel's answer: `posted` when the money went back, else the reservation is released. */
export const refundResolved = (requested: LedgerTransaction, state: Resolution): LedgerTransaction =>
  resolvePending(requested, state, `${requested.businessKey}/resolved`);

/** The channel has money for which we know no order. */
export const moneyWithoutOrder = (movement: {
  movementId: string;
  channel: Channel;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `movement/${movement.movementId}`,
    kind: 'money-without-order',
    cause: { kind: 'movement', id: movement.movementId },
    entries: [debit(transitOf(movement.channel), movement.amountFen), credit(suspenseUnmatched, movement.amountFen)],
  });

/** The order was found, or the money goes back. */
export const suspenseResolved = (movement: {
  movementId: string;
  to: ReceivableAccount | typeof refundPayable;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `movement/${movement.movementId}/resolved`,
    kind: 'suspense-resolved',
    cause: { kind: 'movement', id: movement.movementId },
    entries: [debit(suspenseUnmatched, movement.amountFen), credit(movement.to, movement.amountFen)],
  });

export const cashHandedIn = (handIn: { handInId: string; collectorId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `hand-in/${handIn.handInId}`,
    kind: 'cash-handed-in',
    cause: { kind: 'hand-in', id: handIn.handInId },
    entries: [debit(bankSettled, handIn.amountFen), credit(cashOf(handIn.collectorId), handIn.amountFen)],
  });
