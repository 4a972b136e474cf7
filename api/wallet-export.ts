// The statement of a wallet, and recharge bills, as CSV: streamed in batches, newest first.
import { Readable } from 'node:stream';
import {
  listMovements,
  listRecharges,
  type Movement,
  type MovementFilters,
  type RechargeFilters,
  type RechargeListRow,
  type TimeKey,
} from '../db/queries/wallet-list.ts';
import { formatInstant } from '../domain/time.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { type FreeRequest } from './handler.ts';

const batchRows = 1_000;

const movementHeader = [
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

const movementLine = (row: Movement): string =>
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

async function* movementLines(
  request: ExportRequest,
  ownerId: string,
  filters: MovementFilters,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(movementHeader);
  const wallet = { companyId: request.scope.companyId, ownerId };
  let before: number | undefined;
  while (!request.signal.aborted) {
    const rows = await request.transaction((tx) => listMovements(tx, wallet, filters, before, batchRows));
    if (rows.length > 0) yield rows.map(movementLine).join('');
    before = rows.at(-1)?.sequence;
    if (rows.length < batchRows) return;
  }
}

export const exportMovements = (request: ExportRequest, ownerId: string, filters: MovementFilters): Readable =>
  Readable.from(movementLines(request, ownerId, filters));

const rechargeHeader = [
  'billId',
  'createdAt',
  'ownerId',
  'phone',
  'amountFen',
  'bonusFen',
  'state',
  'channel',
  'paidAt',
  'paymentId',
  'promotionId',
  'promotionVersion',
] as const;

const rechargeLine = (row: RechargeListRow): string =>
  csvLine([
    row.billId,
    formatInstant(row.createdAt),
    row.ownerId,
    row.phone,
    row.amountFen,
    row.bonusFen,
    row.state,
    row.channel,
    row.paidAt === null ? null : formatInstant(row.paidAt),
    row.paymentId,
    row.promotionId,
    row.promotionVersion,
  ]);

type RechargeExport = Pick<FreeRequest<'exportRecharges'>, 'transaction' | 'signal'>;

async function* rechargeLines(request: RechargeExport, filters: RechargeFilters): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(rechargeHeader);
  let after: TimeKey | undefined;
  while (!request.signal.aborted) {
    const rows = await request.transaction((tx) => listRecharges(tx, filters, after, batchRows));
    if (rows.length > 0) yield rows.map(rechargeLine).join('');
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = { at: last.createdAt, id: last.billId };
  }
}

export const exportRecharges = (request: RechargeExport, filters: RechargeFilters): Readable =>
  Readable.from(rechargeLines(request, filters));
