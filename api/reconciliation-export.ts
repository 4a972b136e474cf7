// The results of a bill as CSV, streamed in batches: memory and locks stay small however long the bill is.
import { Readable } from 'node:stream';
import { listResults, noLine, type ResultKey, type ResultRow } from '../db/queries/reconciliation/bill-file-list.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { type FreeRequest } from './handler.ts';
import { textOrNull } from './show-session.ts';

const batchRows = 1_000;

const header = [
  'lineNumber',
  'class',
  'absence',
  'kind',
  'at',
  'outTradeNo',
  'outRefundNo',
  'transactionId',
  'settledFen',
  'ownFen',
  'suspenseFen',
  'feeFen',
  'expectedFeeFen',
  'paymentId',
  'refundId',
] as const;

const lineOf = (row: ResultRow): string =>
  csvLine(header.map((column) => (column === 'at' ? textOrNull(row.at) : row[column])));

type ExportRequest = Pick<FreeRequest<'exportReconciliationResults'>, 'transaction' | 'signal'>;
type Wanted = Parameters<typeof listResults>[1];

async function* lines(request: ExportRequest, wanted: Wanted): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header);
  let after: ResultKey | undefined;
  while (!request.signal.aborted) {
    const page = { limit: batchRows, ...(after === undefined ? {} : { after }) };
    const rows = await request.transaction((tx) => listResults(tx, wanted, page));
    if (rows.length > 0) yield rows.map(lineOf).join('');
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = { lineNumber: last.lineNumber ?? noLine, id: last.id };
  }
}

export const exportResults = (request: ExportRequest, wanted: Wanted): Readable =>
  Readable.from(lines(request, wanted));
