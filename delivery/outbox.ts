// Delivers outbox rows to workflows: in order per workflow, at least once, receivers told apart by type.
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { sql, type Tx } from '../db/rows.ts';
import { isId } from '../platform/ids.ts';
import { reconciliationType, type ReconciliationInput } from '../workflows/messages/reconciliation.ts';
import { reconciliationStart } from './reconciliation-start.ts';
import { type StartRow, startOptions } from './start-options.ts';

export interface OutboxRow {
  readonly id: number;
  readonly companyId: string;
  readonly workflowId: string;
  readonly workflowType: string;
  readonly kind: 'start' | 'signal' | 'update';
  readonly message: string;
  readonly arguments: unknown;
  readonly messageKey: string;
  readonly attempts: number;
}

export interface OutboxPorts {
  readonly database: Database;
  readonly client: Client;
  readonly taskQueue: string;
  /** Workflow types that this release runs; rows for others are held until a release does. */
  readonly deployedTypes: readonly string[];
  readonly consoleUrl: string;
  readonly log: { warn(fields: object, message: string): void };
}

const batchSize = 64;
/** Rows stay locked while they are sent; a server that does not answer must not hold them for long. */
const sendTimeoutMs = 5_000;
/** A message that fails this often is parked with its error; `repair` releases it. */
const attemptsMax = 20;

/**
 * The oldest waiting row of each workflow, locked until this transaction ends: a deliverer that dies gives its rows
 * back at once, and no other one takes a later message of the same workflow meanwhile.
 */
const claim = (tx: Tx, ports: OutboxPorts): Promise<OutboxRow[]> =>
  tx.rows<OutboxRow>(sql`
    select o.id, company_id as "companyId", workflow_id as "workflowId", workflow_type as "workflowType", kind, message,
      arguments, message_key as "messageKey", attempts
    from outbox o
    where o.state = 'new' and o.available_at <= now() and o.workflow_type = any (${[...ports.deployedTypes]}::text[])
      and not exists (
        select 1 from outbox earlier
        where earlier.workflow_id = o.workflow_id and earlier.state = 'new' and earlier.id < o.id)
    order by o.id limit ${batchSize} for update skip locked`);

type Delivery = { readonly id: number; readonly error?: string };

const send = async (ports: OutboxPorts, row: OutboxRow): Promise<void> => {
  const { client } = ports;
  if (row.kind === 'start') {
    const options =
      row.workflowType === reconciliationType
        ? reconciliationStart(ports, row.workflowId, row.arguments as ReconciliationInput)
        : startOptions(ports, row.workflowId, row.arguments as StartRow);
    await client.workflow.start(row.workflowType, options);
    return;
  }
  const handle = client.workflow.getHandle(row.workflowId);
  if (row.kind === 'signal') await handle.signal(row.message, row.arguments);
  else await handle.executeUpdate(row.message, { updateId: row.messageKey, args: [row.arguments] });
};

/** A session that has closed needs no message: its rows had been told before it closed. No other case is told so. */
const isClosed = async (ports: OutboxPorts, row: OutboxRow): Promise<boolean> => {
  const id = row.workflowId.replace(/^session\//, '');
  if (!isId(id)) return false;
  return ports.database.inCompany(row.companyId, async (tx) => {
    const open = await tx.row(sql`select 1 from parking_session where id = ${id} and phase <> 'closed'`);
    return open === undefined;
  });
};

const deliver = async (ports: OutboxPorts, row: OutboxRow): Promise<Delivery> => {
  try {
    await ports.client.withDeadline(Date.now() + sendTimeoutMs, () => send(ports, row));
    return { id: row.id };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { id: row.id };
    if (error instanceof WorkflowNotFoundError && (await isClosed(ports, row))) return { id: row.id };
    const message = error instanceof Error ? error.message : String(error);
    ports.log.warn(
      { outboxId: row.id, workflowId: row.workflowId, attempts: row.attempts, error: message },
      'not delivered',
    );
    return { id: row.id, error: message };
  }
};

const finish = async (tx: Tx, deliveries: readonly Delivery[]): Promise<void> => {
  const done = deliveries.filter(({ error }) => error === undefined).map(({ id }) => id);
  if (done.length > 0) {
    await tx.run(
      sql`update outbox set state = 'done', done_at = now(), error = null where id = any (${done}::bigint[])`,
    );
  }
  for (const { id, error } of deliveries) {
    if (error === undefined) continue;
    await tx.run(sql`
      update outbox set error = ${error}, attempts = attempts + 1,
        state = case when attempts + 1 >= ${attemptsMax} then 'parked' else state end,
        available_at = now() + least((attempts + 1) * interval '500 milliseconds', interval '30 seconds')
      where id = ${id}`);
  }
};

/** One round, in one transaction; answers how many rows it took. */
export const deliverOutbox = async (ports: OutboxPorts): Promise<number> => {
  const taken = await ports.database.asDelivery(async (tx) => {
    const rows = await claim(tx, ports);
    if (rows.length > 0) await finish(tx, await Promise.all(rows.map((row) => deliver(ports, row))));
    return rows.length;
  });
  if (taken === 0) await holdUndeployed(ports);
  return taken;
};

/** Rows whose receiver no release runs yet are held: neither lost nor tried in vain. */
const holdUndeployed = ({ database, deployedTypes }: OutboxPorts): Promise<number> =>
  database.asDelivery((tx) =>
    tx.run(sql`
      update outbox set state = 'held' where state = 'new' and workflow_type <> all (${[...deployedTypes]}::text[])`),
  );

/** At start: what was held for a receiver that this release runs is delivered now. */
export const releaseHeld = ({ database, deployedTypes }: OutboxPorts): Promise<number> =>
  database.asDelivery((tx) =>
    tx.run(sql`
      update outbox set state = 'new', available_at = now()
      where state = 'held' and workflow_type = any (${[...deployedTypes]}::text[])`),
  );
