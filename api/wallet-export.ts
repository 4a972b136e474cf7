// The statement of a wallet as CSV, streamed in batches, newest first.
import { Readable } from 'node:stream';
import { listMovements, type Movement, type MovementFilters } from '../db/queries/wallet-list.ts';
import { formatInstant } from '../domain/time.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { type FreeRequest } from './handler.ts';

const batchRows = 1_000;

const header = [
  'sequence',
  'at',
  'kind',
  'principalFen',
  'bonusFen',
  'principalAfterFen',
  'bonusAfterFen',
  'balanceAfterFen',
  'causeKind',
  'causeId',
] as const;

const lineOf = (row: Movement): string =>
  csvLine([
    row.sequence,
    formatInstant(row.at),
    row.kind,
    row.principalFen,
    row.bonusFen,
    row.principalAfterFen,
    row.bonusAfterFen,
    row.principalAfterFen + row.bonusAfterFen,
    row.causeKind,
    row.causeId,
  ]);

type ExportRequest = Pick<FreeRequest<'exportWalletMovements'>, 'transaction' | 'signal' | 'scope'>;

async function* lines(request: ExportRequest, ownerId: string, filters: MovementFilters): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header);
  const wallet = { companyId: request.scope.companyId, ownerId };
  let before: number | undefined;
  while (!request.signal.aborted) {
    const rows = await request.transaction((tx) => listMovements(tx, wallet, filters, before, batchRows));
    if (rows.length > 0) yield rows.map(lineOf).join('');
    before = rows.at(-1)?.sequence;
    if (rows.length < batchRows) return;
  }
}

export const exportMovements = (request: ExportRequest, ownerId: string, filters: MovementFilters): Readable =>
  Readable.from(lines(request, ownerId, filters));
