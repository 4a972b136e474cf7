// The lines of a loaded bill, in batches, and the money of theirs that lies in suspense already.
import { type BillEntry } from '../../../domain/reconciliation/finding.ts';
import { type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx, sql } from '../../rows.ts';

export interface StoredLine extends BillEntry {
  readonly lineNumber: number;
  readonly at: EpochMs;
  readonly transactionId: string;
  readonly outTradeNo: string;
}

/** The next lines after a number that have no result yet. */
export const nextLines = async (
  tx: Tx,
  billFileId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<StoredLine[]> =>
  tx.rows<StoredLine>(sql`
    select l.line_number as "lineNumber", l.kind, epoch_ms(l.at) as at, l.transaction_id as "transactionId",
      l.out_trade_no as "outTradeNo",
      case l.kind when 'payment' then l.out_trade_no else coalesce(l.out_refund_no, '') end as number,
      case l.kind when 'payment' then l.transaction_id else coalesce(l.refund_id, '') end as "channelNumber",
      l.amount_fen as "amountFen", l.fee_fen as "feeFen", l.moved
    from bill_line l
    where l.bill_file_id = ${billFileId} and l.line_number > ${after}
      and not exists (select 1 from reconciliation_result r
        where r.bill_file_id = l.bill_file_id and r.line_number = l.line_number)
    order by l.line_number limit ${limit}`);

/**
 * Money without an order that a notice brought before the bill did, by the channel's transaction; what a line has taken
 * already is not told again.
 */
export const suspendedByNotice = async (
  tx: Tx,
  account: string,
  transactionIds: readonly string[],
): Promise<ReadonlyMap<string, Fen>> => {
  if (transactionIds.length === 0) return new Map();
  const rows = await tx.rows<{ transactionId: string; fen: Fen }>(sql`
    select t.cause_id as "transactionId", e.amount_fen as fen
    from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.account = ${account}
    where t.cause_kind = 'movement' and t.kind = 'money-without-order' and t.cause_id = any (${[...transactionIds]}::text[])
      and not exists (
        select 1 from bill_line l
        join reconciliation_result r on r.bill_file_id = l.bill_file_id and r.line_number = l.line_number
        where l.transaction_id = t.cause_id and l.kind = 'payment')`);
  return new Map(rows.map(({ transactionId, fen }) => [transactionId, fen]));
};
