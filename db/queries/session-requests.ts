// Request rows: what a person asked of a session, written before the workflow hears of it.
import { type Tx, sql } from '../rows.ts';

export interface NewSessionRequest {
  readonly id: string;
  readonly companyId: string;
  readonly sessionId: string;
  readonly kind: string;
  readonly body: object;
  readonly reason: string | undefined;
  readonly requestedBy: string;
}

/** Once per id: a repeat that takes over finds the row as it was written first. */
export const insertSessionRequest = async (tx: Tx, request: NewSessionRequest): Promise<void> => {
  await tx.run(sql`
    insert into session_request (id, company_id, session_id, kind, body, reason, requested_by)
    values (${request.id}, ${request.companyId}, ${request.sessionId}, ${request.kind},
      ${JSON.stringify(request.body)}::jsonb, ${request.reason ?? null}, ${request.requestedBy})
    on conflict (id) do nothing`);
};

export interface SessionRequestOutcome {
  readonly kind: string;
  readonly sessionId: string;
  readonly state: 'submitted' | 'applied' | 'refused';
  readonly code: string | null;
  readonly requestedBy: string;
  /** Of the session now. */
  readonly revision: number;
}

export const readSessionRequest = (tx: Tx, requestId: string): Promise<SessionRequestOutcome | undefined> =>
  tx.row<SessionRequestOutcome>(sql`
    select r.kind, r.session_id as "sessionId", r.state, r.code, r.requested_by as "requestedBy", s.revision
    from session_request r join parking_session s on s.id = r.session_id where r.id = ${requestId}`);

export const isSessionOpen = async (tx: Tx, sessionId: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from parking_session where id = ${sessionId} and phase <> 'closed'`)) !== undefined;
