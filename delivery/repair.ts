// Compares open session rows with workflow executions and mends what it can: a row without a workflow gets one again, with
// everything that was said to the old one; a workflow without a row is only reported. Gives parked work back on demand.
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { parkedKeys, replayParkedKey } from '../db/queries/inbox.ts';
import { sql, type Tx } from '../db/rows.ts';
import { type SessionState } from '../domain/parking-session/state.ts';
import { PARKING_SESSION, parkingSessionId } from '../workflows/messages/parking-session.ts';
import { startOptions } from './start-options.ts';

export interface RepairPorts {
  readonly database: Database;
  readonly client: Client;
  readonly taskQueue: string;
  readonly consoleUrl: string;
}

export interface OpenSession {
  readonly id: string;
  readonly companyId: string;
  readonly state: SessionState;
  readonly revision: number;
  readonly plateMask: string | null;
}

export interface Comparison {
  readonly sessionsOpen: number;
  readonly workflowsRunning: number;
  /** Open rows that no workflow works on. */
  readonly withoutWorkflow: readonly OpenSession[];
  /** Running workflows of our task queue for which there is no row, or whose row has been closed for a minute. */
  readonly withoutRow: readonly string[];
}

interface Running {
  readonly workflowId: string;
  readonly companyId: string | undefined;
  readonly taskQueue: string;
}

const companiesOf = (database: Database): Promise<{ id: string }[]> =>
  database.asDelivery((tx) => tx.rows<{ id: string }>(sql`select id from company order by id`));

const runningSessions = async (client: Client): Promise<Running[]> => {
  const query = `WorkflowType = '${PARKING_SESSION}' AND ExecutionStatus = 'Running'`;
  const running: Running[] = [];
  for await (const info of client.workflow.list({ query, pageSize: 1_000 })) {
    const [companyId] = (info.searchAttributes['CompanyId'] ?? []) as string[];
    running.push({ workflowId: info.workflowId, companyId, taskQueue: info.taskQueue });
  }
  return running;
};

/** The list of executions lags behind; the execution itself does not. */
const isRunning = async (client: Client, workflowId: string): Promise<boolean> => {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

/** Sessions whose start message still waits are left to the deliverer. */
const openSessions = (tx: Tx): Promise<OpenSession[]> =>
  tx.rows<OpenSession>(sql`
    select s.id, s.company_id as "companyId", s.state, s.revision, v.plate_mask as "plateMask"
    from parking_session s left join vehicle v on v.id = s.vehicle_id
    where s.phase <> 'closed'
      and not exists (select 1 from outbox o where o.message_key = 'start/' || s.id and o.state = 'new')
    order by s.id`);

/** Of the named sessions of a company, those that may well have a workflow: open, or closed just now. */
const mayRun = async (database: Database, companyId: string, ids: readonly string[]): Promise<Set<string>> => {
  const rows = await database.inCompany(companyId, (tx) =>
    tx.rows<{ id: string }>(sql`
      select id from parking_session where id::text = any (${[...ids]}::text[])
        and (phase <> 'closed' or updated_at > now() - interval '1 minute')`),
  );
  return new Set(rows.map(({ id }) => parkingSessionId(id)));
};

const workflowsWithoutRow = async (
  { database, client, taskQueue }: RepairPorts,
  running: readonly Running[],
): Promise<string[]> => {
  const ours = running.filter((workflow) => workflow.taskQueue === taskQueue);
  const known = new Set<string>();
  for (const { id } of await companiesOf(database)) {
    const ids = ours
      .filter(({ companyId }) => companyId === id)
      .map(({ workflowId }) => workflowId.replace('session/', ''));
    if (ids.length > 0) for (const workflowId of await mayRun(database, id, ids)) known.add(workflowId);
  }
  const suspects = ours.map(({ workflowId }) => workflowId).filter((workflowId) => !known.has(workflowId));
  const lost: string[] = [];
  for (const workflowId of suspects) if (await isRunning(client, workflowId)) lost.push(workflowId);
  return lost;
};

/** Looks, and changes nothing. */
export const compareSessions = async (ports: RepairPorts): Promise<Comparison> => {
  const running = await runningSessions(ports.client);
  const listed = new Set(running.map(({ workflowId }) => workflowId));
  const withoutWorkflow: OpenSession[] = [];
  let sessionsOpen = 0;
  for (const { id } of await companiesOf(ports.database)) {
    const open = await ports.database.inCompany(id, openSessions);
    sessionsOpen += open.length;
    for (const session of open) {
      const workflowId = parkingSessionId(session.id);
      if (!listed.has(workflowId) && !(await isRunning(ports.client, workflowId))) withoutWorkflow.push(session);
    }
  }
  const withoutRow = await workflowsWithoutRow(ports, running);
  return { sessionsOpen, workflowsRunning: running.length, withoutWorkflow, withoutRow };
};

/**
 * Everything that was ever said to the session is said again: what the lost run had heard and not yet done is done now,
 * and what it had done is answered from the record.
 */
const sayAgain = (database: Database, { id, companyId }: OpenSession): Promise<number> =>
  database.inCompany(companyId, async (tx) => {
    const messages = await tx.run(sql`
      update outbox set state = 'new', attempts = 0, error = null, available_at = now()
      where workflow_id = ${parkingSessionId(id)} and kind = 'signal'`);
    await tx.run(sql`select pg_notify('outbox', '')`);
    return messages;
  });

/** Starts the workflow of an open row again from the row's state; false when one runs already. */
export const restartSession = async (ports: RepairPorts, session: OpenSession): Promise<boolean> => {
  const { id, state, revision, plateMask } = session;
  const input = { ...openedFields(state), carried: { state, revision } };
  const start = plateMask === null ? { input } : { input, plateMask };
  try {
    await ports.client.workflow.start(PARKING_SESSION, {
      ...startOptions(ports, parkingSessionId(id), start),
      // The id was used by the run that was lost; a run that lives wins.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
  await sayAgain(ports.database, session);
  return true;
};

const openedFields = ({
  phase: _phase,
  dueFen: _due,
  leftAt: _left,
  outcome: _outcome,
  exitGranted: _exit,
  ...opened
}: SessionState) => opened;

export interface ParkedMessage {
  readonly id: number;
  readonly companyId: string;
  readonly workflowId: string;
  readonly message: string;
  readonly attempts: number;
  readonly error: string | null;
}

export interface Parked {
  readonly messages: readonly ParkedMessage[];
  readonly notices: readonly { readonly id: string; readonly companyId: string; readonly error: string | null }[];
  readonly keys: readonly { readonly key: string; readonly companyId: string; readonly reason: string }[];
}

const listedMax = 1_000;

/** What gave up and waits for a person. */
export const parkedWork = (database: Database): Promise<Parked> =>
  database.asDelivery(async (tx) => ({
    messages: await tx.rows<ParkedMessage>(sql`
      select id, company_id as "companyId", workflow_id as "workflowId", message, attempts, error
      from outbox where state = 'parked' order by id limit ${listedMax}`),
    notices: await tx.rows<Parked['notices'][number]>(sql`
      select id, company_id as "companyId", error from payment_notification
      where state = 'parked' order by received_at limit ${listedMax}`),
    keys: (await parkedKeys(tx, listedMax)).map(({ key, companyId, reason }) => ({ key, companyId, reason })),
  }));

/** Gives it back: messages are delivered, notices booked and stopped keys dispatched again. Answers how many. */
export const releaseParked = (database: Database, { messages, notices, keys }: Parked): Promise<number> =>
  database.asDelivery(async (tx) => {
    let released = await tx.run(sql`
      update outbox set state = 'new', attempts = 0, available_at = now()
      where state = 'parked' and id = any (${messages.map(({ id }) => id)}::bigint[])`);
    released += await tx.run(sql`
      update payment_notification set state = 'new', attempts = 0, available_at = now()
      where state = 'parked' and id = any (${notices.map(({ id }) => id)}::uuid[])`);
    await tx.run(sql`select pg_notify('outbox', ''), pg_notify('payment_notification', '')`);
    for (const { key } of keys) if (await replayParkedKey(tx, key)) released += 1;
    return released;
  });
