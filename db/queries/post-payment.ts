// A payment that succeeded is posted here and nowhere else: under the bill's lock, to whoever owns the bill *now*.
import { outstandingFen } from '../../domain/bill.ts';
import { billPaid, prepaid, receivableOfDebt, receivableOfSession } from '../../domain/ledger.ts';
import { fen, minFen, subtractFen, zeroFen, type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { addAuditItem, lockBill, type Bill } from './bills.ts';
import { enqueue } from './outbox.ts';
import {
  countPaid,
  lockPayment,
  markPaymentSucceeded,
  moneyOf,
  recordAllocation,
  type PaymentRow,
  type PaymentSuccess,
} from './payment-success.ts';
import { postRecharge } from './recharges.ts';
import { openRefunds } from './refunds.ts';
import { policyOfSession } from './sessions.ts';

export { type PaymentSuccess } from './payment-success.ts';

export type PostingOutcome = 'posted' | 'repeated' | 'amount-mismatch' | 'unknown-payment';

interface Allocation {
  readonly kind: 'advance' | 'bill' | 'debt';
  readonly amountFen: Fen;
  readonly debtId?: string;
}

/** How much of the payment its owner can take; the rest is surplus. */
const allocate = async (tx: Tx, bill: Bill, amountFen: Fen): Promise<{ allocation?: Allocation; surplusFen: Fen }> => {
  if (bill.state === 'running') return { allocation: { kind: 'advance', amountFen }, surplusFen: zeroFen };
  if (bill.state === 'void' || bill.ownerKind === 'none') return { surplusFen: amountFen };
  if (bill.ownerKind === 'debt') {
    const debt = await tx.row<{ outstanding_fen: Fen }>(
      sql`select outstanding_fen from debt where id = ${bill.ownerId} for update`,
    );
    const takenFen = minFen(amountFen, debt?.outstanding_fen ?? zeroFen);
    const surplusFen = subtractFen(amountFen, takenFen);
    return takenFen > 0
      ? { allocation: { kind: 'debt', amountFen: takenFen, debtId: bill.ownerId }, surplusFen }
      : { surplusFen };
  }
  const takenFen = minFen(amountFen, outstandingFen(bill));
  const surplusFen = subtractFen(amountFen, takenFen);
  return takenFen > 0 ? { allocation: { kind: 'bill', amountFen: takenFen }, surplusFen } : { surplusFen };
};

const postToLedger = async (
  tx: Tx,
  bill: Bill,
  payment: PaymentRow,
  allocation: Allocation | undefined,
  surplusFen: Fen,
  at: EpochMs,
) => {
  const into = await moneyOf(tx, payment);
  if (allocation?.kind === 'advance') {
    const { sessionId } = bill;
    return post(tx, prepaid({ paymentId: payment.id, sessionId, into, amountFen: allocation.amountFen }), {
      companyId: bill.companyId,
      at,
    });
  }
  const receivable =
    allocation?.debtId === undefined ? receivableOfSession(bill.sessionId) : receivableOfDebt(allocation.debtId);
  const allocations = allocation === undefined ? [] : [{ receivable, amountFen: allocation.amountFen }];
  return post(tx, billPaid({ paymentId: payment.id, into, allocations, surplusFen }), {
    companyId: bill.companyId,
    at,
  });
};

const reduceDebt = async (tx: Tx, debtId: string, amountFen: Fen, at: EpochMs): Promise<void> => {
  await tx.run(sql`
    update debt set outstanding_fen = outstanding_fen - ${amountFen}, revision = revision + 1,
      state = case when outstanding_fen = ${amountFen} then 'paid' else state end,
      settled_at = case when outstanding_fen = ${amountFen} then instant(${at}) else settled_at end
    where id = ${debtId}`);
};

/** The session while it owns the bill and lives, the arrears case while it owns the debt; a closed owner needs no message. */
const tellOwner = async (tx: Tx, bill: Bill, paymentId: string): Promise<void> => {
  const message = {
    companyId: bill.companyId,
    kind: 'signal' as const,
    message: 'paymentSettled',
    argument: { paymentId },
  };
  if (bill.ownerKind === 'debt' && bill.vehicleId !== null) {
    await enqueue(tx, {
      ...message,
      workflowId: `arrears/${bill.companyId}/${bill.vehicleId}`,
      workflowType: 'arrearsCase',
      messageKey: `payment-settled/${paymentId}`,
    });
  } else if (bill.ownerKind === 'session') {
    const open = await tx.row(sql`select 1 from parking_session where id = ${bill.sessionId} and phase <> 'closed'`);
    if (open === undefined) return;
    await enqueue(tx, {
      ...message,
      workflowId: `session/${bill.sessionId}`,
      workflowType: 'parkingSession',
      messageKey: `payment-settled/${paymentId}`,
    });
  }
};

const returnSurplus = async (tx: Tx, bill: Bill, paymentId: string, surplusFen: Fen, at: EpochMs): Promise<void> => {
  const { companyId, lotId, sessionId } = bill;
  const { automaticRefundLimitFen } = await policyOfSession(tx, sessionId);
  await recordAllocation(tx, bill, paymentId, 'surplus', surplusFen);
  await openRefunds(tx, {
    companyId,
    billId: bill.id,
    sessionId,
    amountFen: surplusFen,
    reason: 'paid-twice',
    at,
    automaticLimitFen: automaticRefundLimitFen,
    paymentId,
  });
  const detail = { paymentId, surplusFen };
  await addAuditItem(tx, {
    companyId,
    lotId,
    sessionId,
    kind: 'payment-surplus',
    cause: `surplus/${paymentId}`,
    detail,
    at,
  });
};

const lockBillAndPayment = async (
  tx: Tx,
  paymentId: string,
): Promise<{ bill: Bill; payment: PaymentRow } | undefined> => {
  const found = await tx.row<{ bill_id: string }>(sql`select bill_id from payment where id = ${paymentId}`);
  const bill = found && (await lockBill(tx, found.bill_id));
  if (bill === undefined) return undefined;
  const payment = await lockPayment(tx, paymentId);
  return payment && { bill, payment };
};

/**
 * Posts a success once. The bill is locked first, so that a hand-over comes wholly before or wholly after: before it
 * the money is the session's, after it the debt's, never both. `at` is the business time of the posting.
 */
export const postPayment = async (tx: Tx, success: PaymentSuccess, at: EpochMs): Promise<PostingOutcome> => {
  const locked = await lockBillAndPayment(tx, success.paymentId);
  // Not a stay's: a recharge, or nothing that we know.
  if (locked === undefined) return postRecharge(tx, success, at);
  const { bill, payment } = locked;
  if (payment.state === 'succeeded') return 'repeated';
  if (payment.amount_fen !== success.amountFen) return 'amount-mismatch';
  await markPaymentSucceeded(tx, success, at);
  const { allocation, surplusFen } = await allocate(tx, bill, fen(payment.amount_fen));
  await postToLedger(tx, bill, payment, allocation, surplusFen, success.succeededAt);
  if (allocation !== undefined) {
    await recordAllocation(tx, bill, payment.id, allocation.kind, allocation.amountFen, allocation.debtId);
    if (allocation.debtId !== undefined) await reduceDebt(tx, allocation.debtId, allocation.amountFen, at);
  }
  await countPaid(tx, bill.id, fen(payment.amount_fen), surplusFen);
  if (surplusFen > 0) await returnSurplus(tx, bill, payment.id, surplusFen, at);
  await tellOwner(tx, bill, payment.id);
  return 'posted';
};
