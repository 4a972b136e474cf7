// What a session leaves behind: its transactions in the ledger, and the history of its workflow in words.
import { Client, Connection } from '@temporalio/client';
import { openDatabase } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { eventually } from '../replay/quiet.ts';

export interface LedgerTrace {
  readonly kind: string;
  readonly entries: readonly { readonly account: string; readonly amountFen: number }[];
}

/** The ledger transactions of a session's bill and payments, oldest first. */
export const ledgerOf = async (databaseUrl: string, companyId: string, sessionId: string): Promise<LedgerTrace[]> => {
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    return await database.inCompany(companyId, (tx) =>
      tx.rows<LedgerTrace>(sql`
        with bills as (select id from bill where session_id = ${sessionId}),
          causes as (
            select id from bills union all select id from payment where bill_id in (select id from bills)
            union all select ${sessionId}::uuid
          )
        select t.kind, (
          select json_agg(json_build_object('account', e.account, 'amountFen', e.amount_fen) order by e.id)
          from ledger_entry e where e.transaction_id = t.id) as entries
        from ledger_transaction t where t.cause_id in (select id::text from causes) and t.state = 'posted' order by t.created_at, t.id`),
    );
  } finally {
    await database.close();
  }
};

export interface HistoryTrace {
  readonly status: string;
  readonly events: number;
  /** What happened, in order, without the engine's own steps. */
  readonly lines: readonly string[];
}

/** The event attributes that name what happened. */
interface NamedEvent {
  readonly workflowExecutionStartedEventAttributes?: {
    readonly workflowType?: { readonly name?: string | null } | null;
  } | null;
  readonly workflowExecutionSignaledEventAttributes?: { readonly signalName?: string | null } | null;
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest?: { readonly input?: { readonly name?: string | null } | null } | null;
  } | null;
  readonly markerRecordedEventAttributes?: { readonly markerName?: string | null } | null;
  readonly workflowExecutionCompletedEventAttributes?: object | null;
  readonly timerStartedEventAttributes?: object | null;
}

const lineOf = (event: NamedEvent): string | undefined => {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) return `started   ${started.workflowType?.name ?? ''}`;
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) return `fact      ${signal.signalName ?? ''}`;
  const update = event.workflowExecutionUpdateAcceptedEventAttributes;
  if (update) return `request   ${update.acceptedRequest?.input?.name ?? ''}`;
  if (event.markerRecordedEventAttributes) return 'effect    decided, rows and ledger written in one transaction';
  if (event.timerStartedEventAttributes) return 'timer     waits';
  if (event.workflowExecutionCompletedEventAttributes) return 'completed';
  return undefined;
};

export const historyOf = async (address: string, namespace: string, workflowId: string): Promise<HistoryTrace> => {
  const connection = await Connection.connect({ address });
  try {
    const handle = new Client({ connection, namespace }).workflow.getHandle(workflowId);
    // Closed in the rows is closed in the workflow a moment later; its payloads, perhaps encrypted, are not needed here.
    const { name: status } = await eventually(`the end of ${workflowId}`, async () => {
      const description = await handle.describe();
      return description.status.name === 'RUNNING' ? undefined : description.status;
    });
    const { events = [] } = await handle.fetchHistory();
    const lines = (events ?? []).map((event) => lineOf(event as NamedEvent)).filter((line) => line !== undefined);
    return { status, events: events?.length ?? 0, lines };
  } finally {
    await connection.close();
  }
};
