// Bills and what their lines were found to be, as finance looks for them.
import { type MatchClass, type MovementKind } from '../../../domain/reconciliation/finding.ts';
import { type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx, sql } from '../../rows.ts';
import { billFileColumns, type BillFile } from './bill-files.ts';

export interface BillFileFilters {
  readonly merchantAccountId?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly from?: string;
  readonly until?: string;
}

export interface BillFileKey {
  readonly date: string;
  readonly id: string;
}

/** `until` is the last day. */
export const listBillFiles = (
  tx: Tx,
  filters: BillFileFilters,
  { after, limit }: { readonly after?: BillFileKey; readonly limit: number },
): Promise<BillFile[]> => {
  const all = [sql`true`];
  if (filters.merchantAccountId !== undefined) all.push(sql`f.merchant_account_id = ${filters.merchantAccountId}`);
  if (filters.channel !== undefined) all.push(sql`f.channel = ${filters.channel}`);
  if (filters.state !== undefined) all.push(sql`f.state = ${filters.state}`);
  if (filters.from !== undefined) all.push(sql`f.bill_date >= ${filters.from}::date`);
  if (filters.until !== undefined) all.push(sql`f.bill_date <= ${filters.until}::date`);
  if (after !== undefined) all.push(sql`(f.bill_date, f.id) < (${after.date}::date, ${after.id}::uuid)`);
  return tx.rows<BillFile>(sql`
    select ${billFileColumns} from bill_file f where ${sql.join(all, sql` and `)}
    order by f.bill_date desc, f.id desc limit ${limit}`);
};

export interface ResultRow {
  readonly id: string;
  readonly class: MatchClass;
  readonly absence: 'carried' | 'missing' | 'arrived' | null;
  readonly kind: MovementKind;
  readonly lineNumber: number | null;
  readonly outTradeNo: string | null;
  readonly outRefundNo: string | null;
  readonly transactionId: string | null;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly settledFen: Fen;
  readonly ownFen: Fen;
  readonly suspenseFen: Fen;
  readonly feeFen: Fen;
  readonly expectedFeeFen: Fen | null;
  readonly at: EpochMs | null;
}

/** What has no line comes after all lines. */
export const noLine = 2_147_483_647;

export interface ResultKey {
  readonly lineNumber: number;
  readonly id: string;
}

export const listResults = (
  tx: Tx,
  { billFileId, class: only }: { readonly billFileId: string; readonly class?: string },
  { after, limit }: { readonly after?: ResultKey; readonly limit: number },
): Promise<ResultRow[]> => {
  const all = [sql`r.bill_file_id = ${billFileId}`];
  if (only !== undefined) all.push(sql`r.class = ${only}`);
  if (after !== undefined) {
    all.push(sql`(coalesce(r.line_number, ${sql.lit(noLine)}), r.id) > (${after.lineNumber}, ${after.id}::uuid)`);
  }
  return tx.rows<ResultRow>(sql`
    select r.id, r.class, r.absence, r.kind, r.line_number as "lineNumber",
      coalesce(l.out_trade_no, p.out_trade_no, s.out_trade_no) as "outTradeNo",
      coalesce(l.out_refund_no, f.out_refund_no, s.out_refund_no) as "outRefundNo",
      coalesce(l.transaction_id, p.channel_trade_no) as "transactionId", r.payment_id as "paymentId",
      r.refund_id as "refundId", r.settled_fen as "settledFen", r.own_fen as "ownFen", r.suspense_fen as "suspenseFen",
      r.fee_fen as "feeFen", r.expected_fee_fen as "expectedFeeFen",
      epoch_ms(coalesce(l.at, p.succeeded_at, f.succeeded_at, s.succeeded_at)) as at
    from reconciliation_result r
    left join bill_line l on l.bill_file_id = r.bill_file_id and l.line_number = r.line_number
    left join refund f on f.id = r.refund_id
    left join payment p on p.id = coalesce(r.payment_id, f.payment_id)
    left join suspense_return s on s.id = r.return_id
    where ${sql.join(all, sql` and `)}
    order by coalesce(r.line_number, ${sql.lit(noLine)}), r.id limit ${limit}`);
};
