// The session list as CSV, streamed in batches: memory and locks stay small however long the list is.
import { Readable } from 'node:stream';
import { listSessions, type SessionFilters, type SessionKey, type SessionRow } from '../db/queries/session-list.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { type FreeRequest } from './handler.ts';
import { type ShowPlate, text, textOrNull } from './show-session.ts';

const batchRows = 1_000;

const header = [
  'id',
  'lot',
  'setting',
  'bay',
  'plate',
  'colour',
  'vehicleClass',
  'phase',
  'outcome',
  'exemption',
  'enteredAt',
  'leftAt',
  'closedAt',
  'grossFen',
  'discountFen',
  'paidFen',
  'refundedFen',
  'dueFen',
  'paymentState',
] as const;

const lineOf = (row: SessionRow, showPlate: ShowPlate): string =>
  csvLine([
    row.id,
    row.lotName,
    row.setting,
    row.bayCode,
    showPlate(row),
    row.plateColour,
    row.vehicleClass,
    row.phase,
    row.outcome,
    row.exemption,
    text(row.enteredAt),
    textOrNull(row.leftAt),
    textOrNull(row.closedAt),
    row.grossFen,
    row.discountFen,
    row.paidFen,
    row.refundedFen,
    row.dueFen,
    row.paymentState,
  ]);

type ExportRequest = Pick<FreeRequest<'exportParkingSessions'>, 'transaction' | 'signal'>;

async function* lines(request: ExportRequest, filters: SessionFilters, showPlate: ShowPlate): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header);
  let after: SessionKey | undefined;
  while (!request.signal.aborted) {
    const page = { limit: batchRows, ...(after === undefined ? {} : { after }) };
    const rows = await request.transaction((tx) => listSessions(tx, filters, page));
    if (rows.length > 0) yield rows.map((row) => lineOf(row, showPlate)).join('');
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = { enteredAt: last.enteredAt, id: last.id };
  }
}

export const exportSessions = (request: ExportRequest, filters: SessionFilters, showPlate: ShowPlate): Readable =>
  Readable.from(lines(request, filters, showPlate));
