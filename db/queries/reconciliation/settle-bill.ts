// Ends the reconciliation of a day: what the bill lacks is carried or missed, and what it settles is posted once.
import { billSettled } from '../../../domain/ledger.ts';
import { fen } from '../../../domain/money.ts';
import { isNearCut } from '../../../domain/reconciliation/bill-day.ts';
import { findingOfAbsent } from '../../../domain/reconciliation/finding.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { post } from '../../ledger.ts';
import { type Tx, sql } from '../../rows.ts';
import { channelOf, dayOf, lockBillFile, markReconciled, type BillFile } from './bill-files.ts';
import { openException } from './exceptions.ts';
import { postDifference } from './match-bill.ts';
import { absentMovements, type Absent } from './own-movements.ts';
import { insertResults, newResultId, settledFenOf, takeCarried, type NewResult } from './results.ts';

const resultOfAbsent =
  (file: BillFile) =>
  (own: Absent): NewResult => {
    const day = dayOf(file);
    const mayCome = own.at >= day.startsAt && isNearCut(own.at, day);
    return {
      id: newResultId(),
      lineNumber: null,
      kind: own.kind,
      own,
      finding: findingOfAbsent(own),
      feeFen: fen(0),
      absence: mayCome ? 'carried' : 'missing',
    };
  };

interface Missed {
  readonly id: string;
  readonly kind: NewResult['kind'];
  readonly suspenseFen: NewResult['finding']['suspenseFen'];
}

/** It was due on this bill or the one before: its money has not arrived, and somebody must ask where it is. */
const miss = async (tx: Tx, file: BillFile, { id, kind, suspenseFen }: Missed, at: EpochMs): Promise<void> => {
  await postDifference(tx, file, { resultId: id, amountFen: suspenseFen, at });
  await openException(tx, file, { resultId: id, kind, class: 'ours-only', suspenseFen, at });
};

export interface AbsenceRequest {
  readonly billFileId: string;
  readonly limit: number;
  readonly at: EpochMs;
}

/** One batch of what the bill lacks; done when there is nothing left. */
export const missAbsent = async (tx: Tx, { billFileId, limit, at }: AbsenceRequest): Promise<{ done: boolean }> => {
  const file = await lockBillFile(tx, billFileId);
  if (file.state !== 'loaded') return { done: true };
  const { merchantAccountId, date } = file;
  const carried = await takeCarried(tx, { merchantAccountId, date, limit });
  for (const result of carried) await miss(tx, file, result, at);
  const { endsAt } = dayOf(file);
  const absent = await absentMovements(tx, { billFileId, merchantAccountId, date, endsAt, limit });
  const results = absent.map(resultOfAbsent(file));
  await insertResults(tx, file, results);
  for (const { id, kind, finding, absence } of results) {
    if (absence === 'missing') await miss(tx, file, { id, kind, suspenseFen: finding.suspenseFen }, at);
  }
  return { done: carried.length < limit && absent.length < limit };
};

const unclassed = (tx: Tx, billFileId: string) =>
  tx.row(sql`
    select 1 from bill_line l where l.bill_file_id = ${billFileId} and not exists (
      select 1 from reconciliation_result r where r.bill_file_id = l.bill_file_id and r.line_number = l.line_number)
    limit 1`);

/** T+1: posts what the channel settles. Twice is once; throws when a line has no class yet. */
export const settleBill = async (tx: Tx, billFileId: string, at: EpochMs): Promise<BillFile> => {
  const file = await lockBillFile(tx, billFileId);
  if (file.state === 'reconciled') return file;
  if (file.state !== 'loaded' || (await unclassed(tx, billFileId)) !== undefined) {
    throw new Error(`bill file ${billFileId} cannot be settled: it is ${file.state}, or lines of it have no class`);
  }
  const netFen = await settledFenOf(tx, billFileId);
  const settlement = billSettled({ billFileId, channel: channelOf(file.channel), netFen, feeFen: file.feeFen });
  if (settlement !== undefined) await post(tx, settlement, { companyId: file.companyId, at });
  await markReconciled(tx, billFileId);
  return { ...file, state: 'reconciled' };
};
