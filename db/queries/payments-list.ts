// Payments as people look for them: filtered, newest first, with the masked plate; and one of them with where it went.
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';

export interface PaymentListRow {
  readonly id: string;
  readonly billId: string;
  /** Null when it pays a recharge; so is the lot. */
  readonly sessionId: string | null;
  readonly lotId: string | null;
  readonly channel: string;
  readonly state: string;
  readonly amountFen: Fen;
  readonly outTradeNo: string;
  readonly channelTradeNo: string | null;
  readonly codeUrl: string | null;
  readonly collectedBy: string | null;
  readonly failureCode: string | null;
  readonly plate: string | null;
  readonly createdAt: EpochMs;
  readonly succeededAt: EpochMs | null;
}

export interface PaymentFilters {
  readonly billId?: string;
  readonly sessionId?: string;
  readonly lotId?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly collectedBy?: string;
  readonly outTradeNo?: string;
  readonly from?: EpochMs;
  readonly until?: EpochMs;
}

/** The row after which a page begins. */
export interface PaymentKey {
  readonly createdAt: number;
  readonly id: string;
}

const columns = sql`p.id, p.bill_id as "billId", b.session_id as "sessionId", p.lot_id as "lotId", p.channel, p.state,
  p.amount_fen as "amountFen", p.out_trade_no as "outTradeNo", p.channel_trade_no as "channelTradeNo",
  case when p.state = 'pending' then p.code_url end as "codeUrl", p.collected_by as "collectedBy",
  p.failure_code as "failureCode", v.plate_mask as plate, epoch_ms(p.created_at) as "createdAt",
  epoch_ms(p.succeeded_at) as "succeededAt"`;

const source = sql`payment p join bill b on b.id = p.bill_id left join vehicle v on v.id = b.vehicle_id`;

const conditions = (filters: PaymentFilters, after: PaymentKey | undefined) => {
  const all = [sql`true`];
  if (filters.billId !== undefined) all.push(sql`p.bill_id = ${filters.billId}`);
  if (filters.sessionId !== undefined) all.push(sql`b.session_id = ${filters.sessionId}`);
  if (filters.lotId !== undefined) all.push(sql`p.lot_id = ${filters.lotId}`);
  if (filters.channel !== undefined) all.push(sql`p.channel = ${filters.channel}`);
  if (filters.state !== undefined) all.push(sql`p.state = ${filters.state}`);
  if (filters.collectedBy !== undefined) all.push(sql`p.collected_by = ${filters.collectedBy}`);
  if (filters.outTradeNo !== undefined) all.push(sql`p.out_trade_no = ${filters.outTradeNo}`);
  if (filters.from !== undefined) all.push(sql`p.created_at >= instant(${filters.from})`);
  if (filters.until !== undefined) all.push(sql`p.created_at < instant(${filters.until})`);
  if (after !== undefined) all.push(sql`(p.created_at, p.id) < (instant(${after.createdAt}), ${after.id}::uuid)`);
  return sql.join(all, sql` and `);
};

export const listPayments = (
  tx: Tx,
  filters: PaymentFilters,
  after: PaymentKey | undefined,
  limit: number,
): Promise<PaymentListRow[]> =>
  tx.rows<PaymentListRow>(sql`
    select ${columns} from ${source} where ${conditions(filters, after)}
    order by p.created_at desc, p.id desc limit ${limit}`);

export const findPayment = (tx: Tx, paymentId: string): Promise<PaymentListRow | undefined> =>
  tx.row<PaymentListRow>(sql`select ${columns} from ${source} where p.id = ${paymentId}`);

export interface AllocationRow {
  readonly kind: 'advance' | 'bill' | 'debt' | 'surplus';
  readonly amountFen: Fen;
  readonly debtId: string | null;
}

export interface RefundOfPayment {
  readonly id: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly state: string;
  readonly outRefundNo: string;
  readonly failureCode: string | null;
  readonly requestedAt: EpochMs;
  readonly succeededAt: EpochMs | null;
}

const refundColumns = sql`r.id, r.amount_fen as "amountFen", r.reason, r.state, r.out_refund_no as "outRefundNo",
  r.failure_code as "failureCode", epoch_ms(r.requested_at) as "requestedAt", epoch_ms(r.succeeded_at) as "succeededAt"`;

export const findRefund = (tx: Tx, refundId: string): Promise<RefundOfPayment | undefined> =>
  tx.row<RefundOfPayment>(sql`select ${refundColumns} from refund r where r.id = ${refundId}`);

/** Where a payment went, and what of it went back. */
export const whereItWent = async (
  tx: Tx,
  paymentId: string,
): Promise<{ allocations: AllocationRow[]; refunds: RefundOfPayment[] }> => ({
  allocations: await tx.rows<AllocationRow>(sql`
    select kind, amount_fen as "amountFen", debt_id as "debtId" from payment_allocation
    where payment_id = ${paymentId} order by kind`),
  refunds: await tx.rows<RefundOfPayment>(
    sql`select ${refundColumns} from refund r where r.payment_id = ${paymentId} order by r.requested_at, r.id`,
  ),
});
