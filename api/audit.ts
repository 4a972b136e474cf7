// Writes the audit log: who did what to what, for whom and why, in the transaction of the change itself.
import { type Tx, sql } from '../db/rows.ts';
import { newId } from '../platform/ids.ts';
import { masked } from '../platform/log.ts';
import { type Actor, type AuditEntry } from './handler.ts';

export interface AuditContext {
  readonly companyId: string;
  readonly actor: Pick<Actor, 'kind' | 'id'>;
  readonly action: string;
  readonly at: number;
  readonly requestId: string;
  readonly address: string;
  readonly onBehalfOf: string | undefined;
}

const json = (value: object | undefined): string | null =>
  value === undefined ? null : JSON.stringify(masked({ ...value }));

export const writeAudit = async (tx: Tx, context: AuditContext, entry: AuditEntry): Promise<void> => {
  const { companyId, actor, action, at, requestId, address, onBehalfOf } = context;
  await tx.run(sql`
    insert into audit_log (id, company_id, lot_id, at, action, subject_kind, subject_id, actor_kind, actor_id, on_behalf_of,
      reason, before, after, request_id, workflow_id, address)
    values (${newId()}, ${companyId}, ${entry.lotId ?? null}, instant(${at}), ${action}, ${entry.subjectKind},
      ${entry.subjectId}, ${actor.kind}, ${actor.id}, ${onBehalfOf ?? null}, ${entry.reason ?? null},
      ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb, ${requestId}, ${entry.workflowId ?? null}, ${address})`);
};
