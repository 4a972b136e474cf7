// The audit items that wait for a person, and the audit log.
import { type Tx, sql } from '../rows.ts';

export interface AuditItemRow {
  readonly id: string;
  readonly lotId: string | null;
  readonly sessionId: string | null;
  readonly kind: string;
  readonly cause: string;
  readonly detail: Record<string, unknown>;
  readonly state: 'open' | 'closed';
  readonly at: number;
}

interface Page {
  readonly after?: { readonly at: number; readonly id: string };
  readonly limit: number;
}

const when = (value: unknown, condition: ReturnType<typeof sql>) => (value === undefined ? sql`true` : condition);

const itemColumns = sql`id, lot_id as "lotId", session_id as "sessionId", kind, cause, detail, state, epoch_ms(at) as at`;

export const listAuditItems = (
  tx: Tx,
  { lotId, kind, state }: { readonly lotId?: string; readonly kind?: string; readonly state?: string },
  { after, limit }: Page,
): Promise<AuditItemRow[]> =>
  tx.rows<AuditItemRow>(sql`
    select ${itemColumns} from audit_item
    where ${when(lotId, sql`lot_id = ${lotId}`)} and ${when(kind, sql`kind = ${kind}`)} and ${when(state, sql`state = ${state}`)}
      and ${when(after, sql`(at, id) < (instant(${after?.at}), ${after?.id}::uuid)`)}
    order by at desc, id desc limit ${limit}`);

export const lockAuditItem = (tx: Tx, id: string): Promise<AuditItemRow | undefined> =>
  tx.row<AuditItemRow>(sql`select ${itemColumns} from audit_item where id = ${id} for update`);

export const closeAuditItem = async (tx: Tx, id: string): Promise<void> => {
  await tx.run(sql`update audit_item set state = 'closed' where id = ${id}`);
};

export interface AuditLogRow {
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly requestId: string | null;
  readonly workflowId: string | null;
  readonly sealed: boolean;
}

export interface AuditLogFilters {
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly actorId?: string;
  readonly action?: string;
  readonly from?: number;
  readonly until?: number;
}

export const listAuditLog = (tx: Tx, filters: AuditLogFilters, { after, limit }: Page): Promise<AuditLogRow[]> => {
  const { subjectKind, subjectId, actorId, action, from, until } = filters;
  return tx.rows<AuditLogRow>(sql`
    select l.id, epoch_ms(l.at) as at, l.action, l.subject_kind as "subjectKind", l.subject_id as "subjectId",
      l.actor_kind as "actorKind", l.actor_id as "actorId", l.on_behalf_of as "onBehalfOf", l.reason, l.before, l.after,
      l.request_id as "requestId", l.workflow_id as "workflowId",
      exists (select 1 from audit_seal s where s.audit_id = l.id) as sealed
    from audit_log l
    where ${when(subjectKind, sql`l.subject_kind = ${subjectKind}`)} and ${when(subjectId, sql`l.subject_id = ${subjectId}`)}
      and ${when(actorId, sql`l.actor_id = ${actorId}`)} and ${when(action, sql`l.action = ${action}`)}
      and ${when(from, sql`l.at >= instant(${from})`)} and ${when(until, sql`l.at < instant(${until})`)}
      and ${when(after, sql`(l.at, l.id) < (instant(${after?.at}), ${after?.id}::uuid)`)}
    order by l.at desc, l.id desc limit ${limit}`);
};
