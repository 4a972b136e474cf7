// What each line and each absence was found to be: written once, in bulk.
import { type Finding, type MatchClass, type MovementKind } from '../../../domain/reconciliation/finding.ts';
import { type Fen } from '../../../domain/money.ts';
import { newId } from '../../../platform/ids.ts';
import { type Tx, sql } from '../../rows.ts';
import { type OwnSource } from './own-movements.ts';

export interface NewResult {
  readonly id: string;
  readonly lineNumber: number | null;
  readonly kind: MovementKind;
  readonly own: { readonly source: OwnSource; readonly id: string } | undefined;
  readonly finding: Finding;
  readonly feeFen: Fen;
  readonly absence: 'carried' | 'missing' | null;
}

export const newResultId = newId;

const idOf = (source: OwnSource) => (result: NewResult) => (result.own?.source === source ? result.own.id : null);

export const insertResults = async (
  tx: Tx,
  file: { readonly id: string; readonly companyId: string },
  results: readonly NewResult[],
): Promise<void> => {
  if (results.length === 0) return;
  const column = <T>(of: (result: NewResult) => T): T[] => results.map(of);
  await tx.run(sql`
    insert into reconciliation_result (id, company_id, bill_file_id, line_number, kind, class, payment_id, refund_id, return_id,
      settled_fen, own_fen, suspense_fen, fee_fen, expected_fee_fen, absence)
    select r.id, ${file.companyId}::uuid, ${file.id}::uuid, r.line_number, r.kind, r.class, r.payment_id, r.refund_id,
      r.return_id, r.settled_fen, r.own_fen, r.suspense_fen, r.fee_fen, r.expected_fee_fen, r.absence
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ lineNumber }) => lineNumber)}::integer[],
      ${column(({ kind }) => kind)}::text[], ${column(({ finding }) => finding.class)}::text[],
      ${column(idOf('payment'))}::uuid[], ${column(idOf('refund'))}::uuid[], ${column(idOf('return'))}::uuid[],
      ${column(({ finding }) => finding.settledFen)}::bigint[], ${column(({ finding }) => finding.ownFen)}::bigint[],
      ${column(({ finding }) => finding.suspenseFen)}::bigint[], ${column(({ feeFen }) => feeFen)}::bigint[],
      ${column(({ finding }) => finding.expectedFeeFen ?? null)}::bigint[], ${column(({ absence }) => absence)}::text[])
      as r (id, line_number, kind, class, payment_id, refund_id, return_id, settled_fen, own_fen, suspense_fen, fee_fen,
        expected_fee_fen, absence)`);
};

/** It stands on a later bill after all. */
export const markArrived = async (tx: Tx, resultIds: readonly string[]): Promise<void> => {
  if (resultIds.length === 0) return;
  await tx.run(sql`update reconciliation_result set absence = 'arrived' where id = any (${[...resultIds]}::uuid[])`);
};

export interface Carried {
  readonly id: string;
  readonly kind: MovementKind;
  readonly suspenseFen: Fen;
}

/** What was carried over from an earlier bill of the account and stands on none up to this day. */
export const takeCarried = (
  tx: Tx,
  { merchantAccountId, date, limit }: { merchantAccountId: string; date: string; limit: number },
): Promise<Carried[]> =>
  tx.rows<Carried>(sql`
    update reconciliation_result set absence = 'missing'
    where id in (
      select r.id from reconciliation_result r join bill_file f on f.id = r.bill_file_id
      where r.absence = 'carried' and f.merchant_account_id = ${merchantAccountId} and f.bill_date < ${date}::date
      order by r.id limit ${limit})
    returning id, kind, suspense_fen as "suspenseFen"`);

/** What the lines of a bill settle, with their signs. */
export const settledFenOf = async (tx: Tx, billFileId: string): Promise<Fen> => {
  const row = await tx.row<{ fen: Fen }>(sql`
    select coalesce(sum(settled_fen), 0)::bigint as fen from reconciliation_result where bill_file_id = ${billFileId}`);
  if (row === undefined) throw new Error('a sum has no row');
  return row.fen;
};

export interface ClassSummary {
  readonly class: MatchClass;
  readonly count: number;
  readonly settledFen: Fen;
  readonly suspenseFen: Fen;
}

export const summaryOf = (tx: Tx, billFileId: string): Promise<ClassSummary[]> =>
  tx.rows<ClassSummary>(sql`
    select class, count(*) as count, sum(settled_fen)::bigint as "settledFen", sum(suspense_fen)::bigint as "suspenseFen"
    from reconciliation_result where bill_file_id = ${billFileId} group by class order by class`);
