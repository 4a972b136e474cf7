// A channel's bill of one day: awaited, loaded line by line, reconciled. One row a merchant account and day.
import { channels, type Channel } from '../../../domain/ledger/account.ts';
import { billDay, type BillDay } from '../../../domain/reconciliation/bill-day.ts';
import { type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type Tx, sql } from '../../rows.ts';

export type BillFileState = 'awaited' | 'loaded' | 'reconciled';

export interface BillFile {
  readonly id: string;
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly channel: string;
  readonly date: string;
  readonly state: BillFileState;
  readonly hash: string | null;
  readonly lineCount: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly feeFen: Fen;
  readonly error: string | null;
  readonly loadedAt: EpochMs | null;
  readonly reconciledAt: EpochMs | null;
}

export const billFileColumns = sql`f.id, f.company_id as "companyId", f.merchant_account_id as "merchantAccountId", f.channel,
  f.bill_date::text as date, f.state, f.hash, f.line_count as "lineCount", f.paid_fen as "paidFen",
  f.refunded_fen as "refundedFen", f.fee_fen as "feeFen", f.error, epoch_ms(f.loaded_at) as "loadedAt",
  epoch_ms(f.reconciled_at) as "reconciledAt"`;

export const readBillFile = (tx: Tx, billFileId: string): Promise<BillFile | undefined> =>
  tx.row<BillFile>(sql`select ${billFileColumns} from bill_file f where f.id = ${billFileId}`);

/** One run of a day at a time: whoever matches or settles holds this row. Throws when there is none. */
export const lockBillFile = async (tx: Tx, billFileId: string): Promise<BillFile> => {
  const file = await tx.row<BillFile>(
    sql`select ${billFileColumns} from bill_file f where f.id = ${billFileId} for update`,
  );
  if (file === undefined) throw new Error(`there is no bill file ${billFileId}`);
  return file;
};

/** The day that a bill file is of. */
export const dayOf = (file: Pick<BillFile, 'date'>): BillDay => {
  const day = billDay(file.date);
  if (day === undefined) throw new Error(`${file.date} is no day`);
  return day;
};

/** Throws for a way to pay that no channel settles: cash, a wallet. */
export const channelOf = (name: string): Channel => {
  const channel = channels.find((known) => known === name);
  if (channel === undefined) throw new Error(`${name} is no channel with an account of its own`);
  return channel;
};

export interface MerchantDay {
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly date: string;
}

/** The row of a day, made when the day is first asked for. Undefined when the account is not the company's. */
export const ensureBillFile = async (tx: Tx, day: MerchantDay): Promise<BillFile | undefined> => {
  await tx.run(sql`
    insert into bill_file (id, company_id, merchant_account_id, channel, bill_date)
    select ${newId()}, company_id, id, channel, ${day.date}::date from merchant_account
    where id = ${day.merchantAccountId} and company_id = ${day.companyId}
    on conflict (merchant_account_id, bill_date, kind) do nothing`);
  return tx.row<BillFile>(sql`
    select ${billFileColumns} from bill_file f
    where f.merchant_account_id = ${day.merchantAccountId} and f.bill_date = ${day.date}::date and f.kind = 'trade'`);
};

/** What the last attempt said; a bill that is here already has no error. */
export const recordBillError = async (tx: Tx, billFileId: string, error: string): Promise<void> => {
  await tx.run(sql`
    update bill_file set error = ${error}, revision = revision + 1 where id = ${billFileId} and state = 'awaited'`);
};

export interface LoadedLine {
  readonly kind: 'payment' | 'refund';
  readonly at: EpochMs;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly refundId?: string;
  readonly outRefundNo?: string;
  readonly state: string;
  readonly moved: boolean;
  readonly amountFen: Fen;
  readonly feeFen: Fen;
  readonly raw: string;
}

/** Before the lines come: those of a bill that the channel has replaced, and nothing was made of, go. */
export const clearLines = async (tx: Tx, billFileId: string): Promise<void> => {
  await tx.run(sql`delete from bill_line where bill_file_id = ${billFileId}`);
};

/** `first` is the number of the first of them, from 1. */
export const insertLines = async (
  tx: Tx,
  file: Pick<BillFile, 'id' | 'companyId'>,
  first: number,
  lines: readonly LoadedLine[],
): Promise<void> => {
  const column = <T>(of: (line: LoadedLine) => T): T[] => lines.map(of);
  await tx.run(sql`
    insert into bill_line (bill_file_id, line_number, company_id, kind, at, transaction_id, out_trade_no, refund_id,
      out_refund_no, state, moved, amount_fen, fee_fen, raw)
    select ${file.id}::uuid, ${first}::integer + l.position::integer - 1, ${file.companyId}::uuid, l.kind, instant(l.at),
      l.transaction_id, l.out_trade_no, l.refund_id, l.out_refund_no, l.state, l.moved, l.amount_fen, l.fee_fen, l.raw
    from unnest(${column(({ kind }) => kind)}::text[], ${column(({ at }) => at)}::bigint[],
      ${column(({ transactionId }) => transactionId)}::text[], ${column(({ outTradeNo }) => outTradeNo)}::text[],
      ${column(({ refundId }) => refundId ?? null)}::text[], ${column(({ outRefundNo }) => outRefundNo ?? null)}::text[],
      ${column(({ state }) => state)}::text[], ${column(({ moved }) => moved)}::boolean[],
      ${column(({ amountFen }) => amountFen)}::bigint[], ${column(({ feeFen }) => feeFen)}::bigint[],
      ${column(({ raw }) => raw)}::text[])
      with ordinality as l (kind, at, transaction_id, out_trade_no, refund_id, out_refund_no, state, moved, amount_fen, fee_fen,
        raw, position)`);
};

export interface LoadedBill {
  /** Null for a day without a bill. */
  readonly hash: string | null;
  readonly lineCount: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly feeFen: Fen;
  readonly at: EpochMs;
}

export const markLoaded = async (tx: Tx, billFileId: string, bill: LoadedBill): Promise<void> => {
  await tx.run(sql`
    update bill_file set state = 'loaded', hash = ${bill.hash}, line_count = ${bill.lineCount}, paid_fen = ${bill.paidFen},
      refunded_fen = ${bill.refundedFen}, fee_fen = ${bill.feeFen}, error = null, loaded_at = instant(${bill.at}),
      revision = revision + 1
    where id = ${billFileId}`);
};

export const markReconciled = async (tx: Tx, billFileId: string): Promise<void> => {
  await tx.run(sql`
    update bill_file set state = 'reconciled', reconciled_at = now(), revision = revision + 1 where id = ${billFileId}`);
};

/** Hundredths of a per cent that the channel keeps; undefined when nobody has told. */
export const feeBasisPointsOf = async (tx: Tx, merchantAccountId: string): Promise<number | undefined> => {
  const row = await tx.row<{ points: number | null }>(sql`
    select fee_basis_points as points from merchant_terms where merchant_account_id = ${merchantAccountId}`);
  return row?.points ?? undefined;
};

/** Kept from the next bill on: what was found before stays as it was found. */
export const saveFeeBasisPoints = async (
  tx: Tx,
  terms: { readonly companyId: string; readonly merchantAccountId: string; readonly feeBasisPoints: number | null },
): Promise<void> => {
  await tx.run(sql`
    insert into merchant_terms (merchant_account_id, company_id, fee_basis_points)
    values (${terms.merchantAccountId}, ${terms.companyId}, ${terms.feeBasisPoints})
    on conflict (merchant_account_id) do update set fee_basis_points = excluded.fee_basis_points,
      version = merchant_terms.version + 1`);
};
