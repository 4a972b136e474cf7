// Refunds on their way: the reservation first, then the channel, then the answer, each in its transaction.
import { cashOf, refundRequested, refundResolved, transitOf, type MoneyAccount } from '../../domain/ledger.ts';
import { channels, type Channel } from '../../domain/ledger/account.ts';
import { type MoneySource } from '../../domain/ledger/posting.ts';
import { fen, type Fen } from '../../domain/money.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { addAuditItem, lockBillRow } from './bills.ts';
import { recordRestoredParts } from './wallet-parts.ts';

export type RefundState = 'requested' | 'approved' | 'executing' | 'succeeded' | 'abnormal' | 'rejected';

export interface Refund {
  readonly id: string;
  readonly companyId: string;
  readonly billId: string;
  readonly lotId: string | null;
  readonly sessionId: string | null;
  readonly paymentId: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly state: RefundState;
  readonly outRefundNo: string;
  readonly channelRefundNo: string | null;
  readonly channel: string;
  readonly outTradeNo: string;
  /** Of the payment, not of what is left of it. */
  readonly totalFen: Fen;
  readonly merchantAccountId: string | null;
}

const columns = sql`r.id, r.company_id as "companyId", r.bill_id as "billId", b.lot_id as "lotId", b.session_id as "sessionId",
  r.payment_id as "paymentId", r.amount_fen as "amountFen", r.reason, r.state, r.out_refund_no as "outRefundNo",
  r.channel_refund_no as "channelRefundNo", p.channel, p.out_trade_no as "outTradeNo", p.amount_fen as "totalFen",
  p.merchant_account_id as "merchantAccountId"`;

const refundWhere = (tx: Tx, condition: ReturnType<typeof sql>, locked: boolean): Promise<Refund | undefined> =>
  tx.row<Refund>(sql`
    select ${columns} from refund r join payment p on p.id = r.payment_id join bill b on b.id = r.bill_id
    where ${condition} ${locked ? sql`for update of r` : sql``}`);

export const readRefund = (tx: Tx, refundId: string): Promise<Refund | undefined> =>
  refundWhere(tx, sql`r.id = ${refundId}`, false);

export const refundOfNumber = (tx: Tx, outRefundNo: string): Promise<Refund | undefined> =>
  refundWhere(tx, sql`r.out_refund_no = ${outRefundNo}`, false);

/** The bill is locked before the refund: the order of whoever opens refunds. */
const lockRefund = async (tx: Tx, refundId: string): Promise<Refund | undefined> => {
  const seen = await readRefund(tx, refundId);
  if (seen === undefined) return undefined;
  await lockBillRow(tx, seen.billId);
  return refundWhere(tx, sql`r.id = ${refundId}`, true);
};

/** Undefined for what no channel can give back: cash. */
const channelOf = (refund: Refund): Channel | undefined => channels.find((name) => name === refund.channel);

const outOf = (refund: Refund): MoneyAccount => {
  const channel = channelOf(refund);
  if (channel !== undefined) return transitOf(channel);
  throw new Error(`refund ${refund.id} would go back by ${refund.channel}, which has no channel`);
};

/** Every reservation that was released needs a new one, with a number of its own. */
const stepOf = async (tx: Tx, refundId: string): Promise<number> => {
  const row = await tx.row<{ released: number }>(sql`
    select count(*) as released from ledger_transaction
    where cause_kind = 'refund' and cause_id = ${refundId} and state in ('voided', 'expired')`);
  return (row?.released ?? 0) + 1;
};

const reservationOf = (refund: Refund, step: number, outOf: MoneySource) =>
  refundRequested({ refundId: refund.id, step, outOf, amountFen: fen(refund.amountFen) });

const pause = (seconds: number) => sql`now() + ${`${seconds} seconds`}::interval`;
const firstAnswerSeconds = 30;

/**
 * The intent: the money is reserved before the channel hears of the refund. Answers what to ask the channel for;
 * undefined when there is nothing to ask. Cash goes back by hand: it waits for a person. A wallet has it back at once.
 */
export const beginRefund = async (tx: Tx, refundId: string, at: EpochMs): Promise<Refund | undefined> => {
  const refund = await lockRefund(tx, refundId);
  if (refund === undefined || (refund.state !== 'approved' && refund.state !== 'executing')) return undefined;
  const { companyId, lotId, sessionId } = refund;
  if (refund.channel === 'wallet') {
    await giveBackToWallet(tx, refund, at);
    return undefined;
  }
  if (channelOf(refund) === undefined) {
    await tx.run(sql`
      update refund set state = 'executing', query_after = null, revision = revision + 1 where id = ${refundId}`);
    const detail = { refundId, amountFen: refund.amountFen, channel: refund.channel };
    await addAuditItem(tx, {
      companyId,
      lotId,
      sessionId,
      kind: 'refund-by-hand',
      cause: `refund-by-hand/${refundId}`,
      detail,
      at,
    });
    return undefined;
  }
  await post(tx, reservationOf(refund, await stepOf(tx, refundId), outOf(refund)), { companyId, at });
  await tx.run(sql`
    update refund set state = 'executing', query_after = ${pause(firstAnswerSeconds)}, revision = revision + 1
    where id = ${refundId}`);
  return { ...refund, state: 'executing' };
};

/** The channel accepted it, or could not say: asked again after a while, always under the same number. */
export const awaitRefund = async (
  tx: Tx,
  refundId: string,
  wait: { readonly seconds: number; readonly channelRefundNo?: string; readonly failureCode?: string },
): Promise<void> => {
  await tx.run(sql`
    update refund set query_after = ${pause(wait.seconds)},
      channel_refund_no = coalesce(${wait.channelRefundNo ?? null}, channel_refund_no),
      failure_code = ${wait.failureCode ?? null}
    where id = ${refundId} and state = 'executing'`);
};

/** The money went back. Also after we had given it up: the channel's word is the last. */
export const completeRefund = async (
  tx: Tx,
  refundId: string,
  done: { readonly channelRefundNo?: string; readonly refundFen: Fen; readonly succeededAt: EpochMs },
): Promise<'succeeded' | 'repeated' | 'amount-mismatch' | 'unknown-refund'> => {
  const refund = await lockRefund(tx, refundId);
  if (refund === undefined) return 'unknown-refund';
  if (refund.state === 'succeeded') return 'repeated';
  if (refund.amountFen !== done.refundFen) return 'amount-mismatch';
  const reservation = reservationOf(refund, await stepOf(tx, refundId), outOf(refund));
  await resolve(tx, refund, reservation, done.succeededAt);
  await markSucceeded(tx, refund, done.succeededAt, done.channelRefundNo);
  return 'succeeded';
};

const resolve = async (
  tx: Tx,
  { companyId }: Refund,
  reservation: ReturnType<typeof refundRequested>,
  at: EpochMs,
): Promise<void> => {
  await post(tx, reservation, { companyId, at });
  await post(tx, refundResolved(reservation, 'posted'), { companyId, at, resolves: reservation.businessKey });
};

/** Each part of the wallet has back what it gave: no channel is asked. */
const giveBackToWallet = async (tx: Tx, refund: Refund, at: EpochMs): Promise<void> => {
  const outOf = await recordRestoredParts(tx, refund);
  await resolve(tx, refund, reservationOf(refund, await stepOf(tx, refund.id), outOf), at);
  await markSucceeded(tx, refund, at);
};

const markSucceeded = async (tx: Tx, refund: Refund, at: EpochMs, channelRefundNo?: string): Promise<void> => {
  await tx.run(sql`
    update refund set state = 'succeeded', succeeded_at = instant(${at}), query_after = null, failure_code = null,
      channel_refund_no = coalesce(${channelRefundNo ?? null}, channel_refund_no), revision = revision + 1
    where id = ${refund.id}`);
  await tx.run(sql`
    update bill set refunded_fen = refunded_fen + ${refund.amountFen}, revision = revision + 1 where id = ${refund.billId}`);
};

/** The channel will not do it: the reservation is released, the money stays payable, and a person must look. */
export const abandonRefund = async (tx: Tx, refundId: string, failureCode: string, at: EpochMs): Promise<boolean> => {
  const refund = await lockRefund(tx, refundId);
  if (refund?.state !== 'executing') return false;
  const { companyId, lotId, sessionId } = refund;
  const reservation = reservationOf(refund, await stepOf(tx, refundId), outOf(refund));
  await post(tx, refundResolved(reservation, 'voided'), { companyId, at, resolves: reservation.businessKey });
  await tx.run(sql`
    update refund set state = 'abnormal', failure_code = ${failureCode}, query_after = null, revision = revision + 1
    where id = ${refundId}`);
  const detail = { refundId, failureCode, amountFen: refund.amountFen };
  await addAuditItem(tx, {
    companyId,
    lotId,
    sessionId,
    kind: 'refund-abnormal',
    cause: `refund-abnormal/${refundId}`,
    detail,
    at,
  });
  return true;
};

/** A refund that waits for the channel because of us (no balance, a wrong key): somebody must look, once. */
export const reportStuckRefund = async (tx: Tx, refund: Refund, failureCode: string, at: EpochMs): Promise<void> => {
  const { companyId, lotId, sessionId, id } = refund;
  const detail = { refundId: id, failureCode };
  await addAuditItem(tx, {
    companyId,
    lotId,
    sessionId,
    kind: 'refund-stuck',
    cause: `refund-stuck/${id}`,
    detail,
    at,
  });
};

/** A collector gave the cash back: reserved and posted at once, from that collector's cash. */
export const confirmCashRefund = async (
  tx: Tx,
  refundId: string,
  { collectorId, at }: { readonly collectorId: string; readonly at: EpochMs },
): Promise<'succeeded' | 'repeated' | Refusal> => {
  const refund = await lockRefund(tx, refundId);
  if (refund === undefined || refund.channel !== 'cash') return refuse('refund-not-payable');
  if (refund.state === 'succeeded') return 'repeated';
  if (refund.state !== 'approved' && refund.state !== 'executing') return refuse('refund-not-payable');
  const reservation = reservationOf(refund, await stepOf(tx, refundId), cashOf(collectorId));
  await resolve(tx, refund, reservation, at);
  await markSucceeded(tx, refund, at);
  return 'succeeded';
};
