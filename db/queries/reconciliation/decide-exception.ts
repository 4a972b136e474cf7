// What people decide about an exception, carried out: money leaves suspense in the transaction that resolves it.
import {
  suspenseReleased,
  suspenseReturned,
  suspenseWrittenOff,
  type LedgerTransaction,
} from '../../../domain/ledger.ts';
import { fen } from '../../../domain/money.ts';
import { movesMoney, refusalOf, type Decision } from '../../../domain/reconciliation/exception.ts';
import { refuse, type Refusal } from '../../../domain/refusal.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { post } from '../../ledger.ts';
import { type Tx, sql } from '../../rows.ts';
import { lockBill, readBill } from '../bills.ts';
import { postPayment } from '../post-payment.ts';
import { channelOf } from './bill-files.ts';
import {
  claimException,
  lockException,
  markResolved,
  proposeDecision,
  type ReconciliationException,
} from './exceptions.ts';
import { openReturn } from './returns.ts';

export interface Acting {
  readonly exceptionId: string;
  /** Who acts. */
  readonly by: string;
  readonly at: EpochMs;
}

type Outcome = ReconciliationException | Refusal;

const locked = async (tx: Tx, exceptionId: string): Promise<ReconciliationException> => {
  const exception = await lockException(tx, exceptionId);
  if (exception === undefined) throw new Error(`there is no exception ${exceptionId}`);
  return exception;
};

/** Takes it on, from whoever had it; a proposal of somebody else's ends with that. */
export const claim = async (tx: Tx, { exceptionId, by }: Acting): Promise<Outcome> => {
  const exception = await locked(tx, exceptionId);
  if (exception.state === 'resolved') return refuse('exception-resolved');
  await claimException(tx, exceptionId, by);
  return locked(tx, exceptionId);
};

export interface Deciding extends Acting {
  readonly decision: Decision;
  readonly reason: string;
  /** Whose money it is, for an allocation. */
  readonly billId?: string;
}

/** What moves no money is resolved at once; the rest waits for a second person. */
export const decide = async (tx: Tx, deciding: Deciding): Promise<Outcome> => {
  const { exceptionId, by, decision, reason, billId, at } = deciding;
  const exception = await locked(tx, exceptionId);
  const refusal = refusalOf(exception, decision, by);
  if (refusal !== undefined) return refusal;
  if (decision === 'allocated' && (billId === undefined || (await readBill(tx, billId)) === undefined)) {
    return refuse('bill-not-payable', 'the bill that it belongs to must be named');
  }
  if (!movesMoney(decision) || decision === 'explained') {
    await markResolved(tx, exceptionId, { resolution: 'explained', reason, resolvedBy: by, at });
  } else {
    await proposeDecision(tx, exceptionId, { decision, reason, ...(billId === undefined ? {} : { billId }) });
  }
  return locked(tx, exceptionId);
};

const postFrom = (tx: Tx, { companyId }: ReconciliationException, transaction: LedgerTransaction, at: EpochMs) =>
  post(tx, transaction, { companyId, at });

/** The number that the payment is known by: the channel's order when it is not one of ours already. */
const numberFor = async (tx: Tx, exception: ReconciliationException): Promise<string> => {
  const own = `X${exception.id.replaceAll('-', '').slice(1)}`;
  if (exception.outTradeNo === null) return own;
  const taken = await tx.row(sql`select 1 from payment where out_trade_no = ${exception.outTradeNo}`);
  return taken === undefined ? exception.outTradeNo : own;
};

/** Its order was found: the money leaves suspense and is posted as the payment it is, to whoever owns the bill now. */
const allocate = async (tx: Tx, exception: ReconciliationException, at: EpochMs): Promise<string | Refusal> => {
  const { id: exceptionId, companyId, merchantAccountId, channel, proposedBillId } = exception;
  const bill = proposedBillId === null ? undefined : await lockBill(tx, proposedBillId);
  if (bill === undefined) return refuse('bill-not-payable');
  const amountFen = fen(exception.suspenseFen);
  await postFrom(tx, exception, suspenseReleased({ exceptionId, channel: channelOf(channel), amountFen }), at);
  const paymentId = newId();
  await tx.run(sql`
    insert into payment (id, company_id, bill_id, lot_id, merchant_account_id, channel, state, amount_fen, out_trade_no, created_at)
    values (${paymentId}, ${companyId}, ${bill.id}, ${bill.lotId}, ${merchantAccountId}, ${channel}, 'closed', ${amountFen},
      ${await numberFor(tx, exception)}, instant(${at}))`);
  const channelTradeNo = exception.transactionId === null ? {} : { channelTradeNo: exception.transactionId };
  const outcome = await postPayment(tx, { paymentId, amountFen, succeededAt: at, ...channelTradeNo }, at);
  if (outcome !== 'posted') throw new Error(`the payment of exception ${exceptionId} was not posted: ${outcome}`);
  return paymentId;
};

/** The whole of what the channel's order was for, of which a part may go back. */
const orderTotalFen = async (tx: Tx, { resultId, suspenseFen }: ReconciliationException) => {
  const row = await tx.row<{ fen: number }>(sql`
    select settled_fen as fen from reconciliation_result where id = ${resultId}`);
  return fen(Math.max(row?.fen ?? 0, suspenseFen));
};

const giveBack = async (tx: Tx, exception: ReconciliationException, at: EpochMs): Promise<void> => {
  const { id: exceptionId, companyId, merchantAccountId, channel, outTradeNo } = exception;
  if (outTradeNo === null) throw new Error(`exception ${exceptionId} has no order to give back`);
  const amountFen = fen(exception.suspenseFen);
  await postFrom(tx, exception, suspenseReturned({ exceptionId, amountFen }), at);
  const totalFen = await orderTotalFen(tx, exception);
  await openReturn(tx, { companyId, exceptionId, merchantAccountId, channel, outTradeNo, totalFen, amountFen, at });
};

const carryOut = async (
  tx: Tx,
  exception: ReconciliationException,
  at: EpochMs,
): Promise<string | undefined | Refusal> => {
  const { id: exceptionId, proposedDecision } = exception;
  switch (proposedDecision) {
    case 'allocated':
      return allocate(tx, exception, at);
    case 'returned':
      await giveBack(tx, exception, at);
      return undefined;
    case 'written-off': {
      const amountFen = fen(exception.suspenseFen);
      await postFrom(tx, exception, suspenseWrittenOff({ exceptionId, amountFen }), at);
      return undefined;
    }
    case null:
      return refuse('stale-question', 'nobody has decided yet');
  }
};

/** The second person, who is not the one who decided. */
export const approve = async (tx: Tx, { exceptionId, by, at }: Acting): Promise<Outcome> => {
  const exception = await locked(tx, exceptionId);
  if (exception.state === 'resolved') return refuse('exception-resolved');
  if (exception.proposedDecision === null) return refuse('stale-question', 'nobody has decided yet');
  if (exception.claimedBy === by) return refuse('same-person');
  const done = await carryOut(tx, exception, at);
  if (typeof done === 'object') return done;
  await markResolved(tx, exceptionId, {
    resolution: exception.proposedDecision,
    reason: exception.reason,
    resolvedBy: exception.claimedBy,
    approvedBy: by,
    at,
    ...(done === undefined ? {} : { paymentId: done }),
  });
  return locked(tx, exceptionId);
};
