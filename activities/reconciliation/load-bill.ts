// Brings a channel's bill into rows: streamed, in one transaction that only a proved file commits.
import { type Database } from '../../db/database.ts';
import {
  clearLines,
  insertLines,
  lockBillFile,
  markLoaded,
  type BillFile,
  type LoadedLine,
} from '../../db/queries/reconciliation/bill-files.ts';
import { type Tx } from '../../db/rows.ts';
import { addAuditItem } from '../../db/queries/bills.ts';
import { fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type BillLine, type OpenBill } from '../../providers/payment/channel.ts';

/** States of lines that the channel shows, and that moved no money. */
const nothingMoved = new Set(['FAIL', 'FAILED', 'PROCESSING', 'CHANGE', 'CLOSED', 'ABNORMAL']);

const linesAnInsert = 1_000;

const loadedLine = (line: BillLine): LoadedLine => ({
  kind: line.kind,
  at: line.at,
  transactionId: line.transactionId,
  outTradeNo: line.outTradeNo,
  ...(line.refundId === undefined ? {} : { refundId: line.refundId }),
  ...(line.outRefundNo === undefined ? {} : { outRefundNo: line.outRefundNo }),
  state: line.state,
  moved: !nothingMoved.has(line.state),
  amountFen: line.amountFen,
  feeFen: line.feeFen,
  raw: line.raw ?? JSON.stringify(line),
});

/** The file is not what the channel announced, or does not add up: nothing of it was kept. */
export class UnprovedBill extends Error {}

export interface LoadOptions {
  readonly at: EpochMs;
  /** Heard after each batch. */
  readonly progress?: (lines: number) => void;
}

/** A bill that is not the one we have settled already is not believed silently: a person compares the two. */
const reportReplaced = (tx: Tx, file: BillFile, hash: string | null, at: EpochMs): Promise<void> =>
  addAuditItem(tx, {
    companyId: file.companyId,
    kind: 'bill-replaced',
    cause: `bill-replaced/${file.id}/${hash ?? 'empty'}`,
    detail: { billFileId: file.id, date: file.date, settledHash: file.hash, hash },
    at,
  });

const insertAll = async (tx: Tx, file: BillFile, bill: OpenBill, { progress }: LoadOptions) => {
  const reading = bill.read();
  let count = 0;
  for (;;) {
    const piece = await reading.next();
    if (piece.done === true) {
      if ('fault' in piece.value) throw new UnprovedBill(piece.value.fault);
      if (piece.value.lineCount !== count)
        throw new UnprovedBill(`${count} lines of ${piece.value.lineCount} were read`);
      return piece.value;
    }
    for (let from = 0; from < piece.value.length; from += linesAnInsert) {
      const lines = piece.value.slice(from, from + linesAnInsert).map(loadedLine);
      await insertLines(tx, file, count + 1, lines);
      count += lines.length;
    }
    progress?.(count);
  }
};

/** Loads the bill unless its very file is here already. Undefined: the channel has no bill for a day without business. */
export const loadBill = (
  database: Database,
  { companyId, billFileId }: { readonly companyId: string; readonly billFileId: string },
  bill: OpenBill | undefined,
  options: LoadOptions,
): Promise<void> =>
  database.inCompany(companyId, async (tx) => {
    const file = await lockBillFile(tx, billFileId);
    const hash = bill?.sha1 ?? null;
    if (file.state !== 'awaited' && file.hash === hash) return;
    if (file.state === 'reconciled') return reportReplaced(tx, file, hash, options.at);
    await clearLines(tx, billFileId);
    const { at } = options;
    if (bill === undefined) {
      const nothing = fen(0);
      return markLoaded(tx, billFileId, {
        hash,
        lineCount: 0,
        paidFen: nothing,
        refundedFen: nothing,
        feeFen: nothing,
        at,
      });
    }
    const totals = await insertAll(tx, file, bill, options);
    await markLoaded(tx, billFileId, { hash, at, ...totals });
  });
