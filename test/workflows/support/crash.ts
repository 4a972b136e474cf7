// A process that takes a session's start as far as it is told, and is then killed as a power failure kills.
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { type Database, openDatabase } from '../../../db/database.ts';
import { deliverOutbox, type OutboxPorts } from '../../../delivery/outbox.ts';
import { createParkingWorker } from '../../../delivery/worker.ts';
import { dispatchKey } from '../../../devices/dispatch/dispatcher.ts';
import { createLog } from '../../../platform/log.ts';

export type CrashPoint = 'during-dispatch' | 'dispatched' | 'claimed' | 'sent' | 'first-task';

export interface CrashOrder {
  readonly point: CrashPoint;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly bundleFolder: string;
  /** The inbox key of the event that opens the stay. */
  readonly key: string;
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may happen meanwhile.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

/** Dies after the last statement of the dispatch's transaction, before its commit. */
const dyingBeforeCommit = (database: Database): Database => ({
  ...database,
  asDelivery: (work) =>
    database.asDelivery(async (tx) => {
      await work(tx);
      return die();
    }),
});

const dispatch = (db: Database, key: string) =>
  dispatchKey(
    {
      db,
      keys: { hashKey: Buffer.alloc(32, 1), dataKey: Buffer.alloc(32, 2) },
      log: createLog({ name: 'crash', level: 'silent' }),
    },
    key,
  );

/** The client, but the process dies before or after a start reaches the server. */
const dyingAtStart = (client: Client, after: boolean): Client => {
  const start = client.workflow.start.bind(client.workflow);
  client.workflow.start = (async (type: string, options: Parameters<typeof start>[1]) => {
    if (after) await start(type, options);
    return die();
  }) as typeof client.workflow.start;
  return client;
};

const crash = async (order: CrashOrder): Promise<void> => {
  const { point, key, taskQueue } = order;
  const db = await openDatabase({ url: order.databaseUrl, poolSize: 4 });
  await dispatch(point === 'during-dispatch' ? dyingBeforeCommit(db) : db, key);
  if (point === 'dispatched') die();
  const connection = await NativeConnection.connect({ address: order.temporalAddress });
  const client = new Client({ connection });
  const ports: OutboxPorts = {
    database: db,
    client: point === 'first-task' ? client : dyingAtStart(client, point === 'sent'),
    taskQueue,
    deployedTypes: ['parkingSession'],
    consoleUrl: 'https://console.example',
    log: { warn: () => undefined },
  };
  await deliverOutbox(ports);
  // Only the first workflow task decodes the start's input.
  const dying = { encode: async <T>(payloads: T[]) => payloads, decode: async () => die() };
  const worker = await createParkingWorker({
    connection,
    namespace: 'default',
    taskQueue,
    payloadCodecs: [dying],
    activities: {},
    bundleFolder: order.bundleFolder,
  });
  await worker.run();
};

const [order] = process.argv.slice(2);
if (order !== undefined && import.meta.main) await crash(JSON.parse(order) as CrashOrder);
