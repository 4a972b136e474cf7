// Exceptions of the reconciliation: opened once per result, claimed, decided, resolved; found by their deadline.
import { deadlineOf, type Decision, type Resolution } from '../../../domain/reconciliation/exception.ts';
import { type MatchClass, type MovementKind } from '../../../domain/reconciliation/finding.ts';
import { type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type Tx, sql } from '../../rows.ts';
import { type BillFile } from './bill-files.ts';

export interface ReconciliationException {
  readonly id: string;
  readonly companyId: string;
  readonly resultId: string;
  readonly billFileId: string;
  readonly merchantAccountId: string;
  readonly channel: string;
  readonly date: string;
  readonly kind: MovementKind;
  readonly class: MatchClass;
  readonly suspenseFen: Fen;
  readonly state: 'open' | 'claimed' | 'resolved';
  readonly claimedBy: string | null;
  readonly deadline: EpochMs;
  readonly proposedDecision: Exclude<Decision, 'explained'> | null;
  readonly proposedBillId: string | null;
  readonly resolution: Resolution | null;
  readonly reason: string | null;
  readonly resolvedBy: string | null;
  readonly approvedBy: string | null;
  readonly paymentId: string | null;
  readonly openedAt: EpochMs;
  readonly resolvedAt: EpochMs | null;
  /** Of the line, when there is one. */
  readonly outTradeNo: string | null;
  readonly transactionId: string | null;
}

const columns = sql`x.id, x.company_id as "companyId", x.result_id as "resultId", r.bill_file_id as "billFileId",
  x.merchant_account_id as "merchantAccountId", x.channel, f.bill_date::text as date, x.kind, x.class,
  x.suspense_fen as "suspenseFen", x.state, x.claimed_by as "claimedBy", epoch_ms(x.deadline) as deadline,
  x.proposed_decision as "proposedDecision", x.proposed_bill_id as "proposedBillId", x.resolution, x.reason,
  x.resolved_by as "resolvedBy", x.approved_by as "approvedBy", x.payment_id as "paymentId",
  epoch_ms(x.opened_at) as "openedAt", epoch_ms(x.resolved_at) as "resolvedAt",
  l.out_trade_no as "outTradeNo", l.transaction_id as "transactionId"`;

const source = sql`reconciliation_exception x join reconciliation_result r on r.id = x.result_id
  join bill_file f on f.id = r.bill_file_id
  left join bill_line l on l.bill_file_id = r.bill_file_id and l.line_number = r.line_number`;

export interface ExceptionFilters {
  readonly state?: string;
  readonly class?: string;
  readonly channel?: string;
  readonly claimedBy?: string;
  readonly billFileId?: string;
  readonly overdueAt?: EpochMs;
}

export interface ExceptionKey {
  readonly deadline: number;
  readonly id: string;
}

/** The most urgent first. */
export const listExceptions = (
  tx: Tx,
  filters: ExceptionFilters,
  page: { readonly after?: ExceptionKey; readonly limit: number },
): Promise<ReconciliationException[]> => {
  const all = [sql`true`];
  if (filters.state !== undefined) all.push(sql`x.state = ${filters.state}`);
  if (filters.class !== undefined) all.push(sql`x.class = ${filters.class}`);
  if (filters.channel !== undefined) all.push(sql`x.channel = ${filters.channel}`);
  if (filters.claimedBy !== undefined) all.push(sql`x.claimed_by = ${filters.claimedBy}`);
  if (filters.billFileId !== undefined) all.push(sql`r.bill_file_id = ${filters.billFileId}`);
  if (filters.overdueAt !== undefined) {
    all.push(sql`x.state <> 'resolved' and x.deadline < instant(${filters.overdueAt})`);
  }
  const { after } = page;
  if (after !== undefined) all.push(sql`(x.deadline, x.id) > (instant(${after.deadline}), ${after.id}::uuid)`);
  return tx.rows<ReconciliationException>(sql`
    select ${columns} from ${source} where ${sql.join(all, sql` and `)} order by x.deadline, x.id limit ${page.limit}`);
};

export const readException = (tx: Tx, exceptionId: string): Promise<ReconciliationException | undefined> =>
  tx.row<ReconciliationException>(sql`select ${columns} from ${source} where x.id = ${exceptionId}`);

export const lockException = (tx: Tx, exceptionId: string): Promise<ReconciliationException | undefined> =>
  tx.row<ReconciliationException>(sql`select ${columns} from ${source} where x.id = ${exceptionId} for update of x`);

export interface NewException {
  readonly resultId: string;
  readonly kind: MovementKind;
  readonly class: MatchClass;
  readonly suspenseFen: Fen;
  readonly at: EpochMs;
  /** Found and mended by the machine: it is there to be seen, not to be decided. */
  readonly resolvedAs?: Extract<Resolution, 'booked-from-bill'>;
}

export const openException = async (
  tx: Tx,
  file: Pick<BillFile, 'companyId' | 'merchantAccountId' | 'channel'>,
  exception: NewException,
): Promise<void> => {
  const { resultId, kind, suspenseFen, at, resolvedAs } = exception;
  const mended = resolvedAs !== undefined;
  await tx.run(sql`
    insert into reconciliation_exception (id, company_id, result_id, merchant_account_id, channel, kind, class, suspense_fen,
      state, deadline, resolution, resolved_by, opened_at, resolved_at)
    values (${newId()}, ${file.companyId}, ${resultId}, ${file.merchantAccountId}, ${file.channel}, ${kind}, ${exception.class},
      ${suspenseFen}, ${mended ? 'resolved' : 'open'}, instant(${deadlineOf(exception.class, at)}), ${resolvedAs ?? null},
      ${mended ? 'system' : null}, instant(${at}), ${mended ? sql`instant(${at})` : sql`null`})
    on conflict (result_id) do nothing`);
};

/** What was missed has arrived on a later bill: nobody needs to look for it any more. */
export const resolveArrived = async (tx: Tx, resultId: string, at: EpochMs): Promise<void> => {
  await tx.run(sql`
    update reconciliation_exception set state = 'resolved', resolution = 'arrived', resolved_by = 'system',
      resolved_at = instant(${at}), proposed_decision = null, revision = revision + 1
    where result_id = ${resultId} and state <> 'resolved'`);
};

export const claimException = async (tx: Tx, exceptionId: string, by: string): Promise<void> => {
  await tx.run(sql`
    update reconciliation_exception set state = 'claimed', claimed_by = ${by}, proposed_decision = null,
      proposed_bill_id = null, revision = revision + 1
    where id = ${exceptionId}`);
};

export interface Proposal {
  readonly decision: Exclude<Decision, 'explained'>;
  readonly billId?: string;
  readonly reason: string;
}

export const proposeDecision = async (tx: Tx, exceptionId: string, proposal: Proposal): Promise<void> => {
  await tx.run(sql`
    update reconciliation_exception set proposed_decision = ${proposal.decision}, proposed_bill_id = ${proposal.billId ?? null},
      reason = ${proposal.reason}, revision = revision + 1
    where id = ${exceptionId}`);
};

export interface ResolvedException {
  readonly resolution: Decision;
  readonly reason: string | null;
  readonly resolvedBy: string | null;
  readonly approvedBy?: string;
  readonly paymentId?: string;
  readonly at: EpochMs;
}

export const markResolved = async (tx: Tx, exceptionId: string, resolved: ResolvedException): Promise<void> => {
  await tx.run(sql`
    update reconciliation_exception set state = 'resolved', resolution = ${resolved.resolution}, reason = ${resolved.reason},
      resolved_by = ${resolved.resolvedBy}, approved_by = ${resolved.approvedBy ?? null},
      payment_id = ${resolved.paymentId ?? null}, resolved_at = instant(${resolved.at}), revision = revision + 1
    where id = ${exceptionId}`);
};

/** How many of a bill's exceptions wait for somebody. */
export const unresolvedOf = async (tx: Tx, billFileId: string): Promise<number> => {
  const row = await tx.row<{ count: number }>(sql`
    select count(*) as count from reconciliation_exception x join reconciliation_result r on r.id = x.result_id
    where r.bill_file_id = ${billFileId} and x.state <> 'resolved'`);
  return row?.count ?? 0;
};
