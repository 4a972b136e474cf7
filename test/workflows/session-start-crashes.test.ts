// A session's start, killed between each pair of its steps: whoever goes on finds one session, one bill, one workflow, one place.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { sql } from '../../db/rows.ts';
import { deliverOutbox } from '../../delivery/outbox.ts';
import { bayKey } from '../../db/queries/inbox.ts';
import { newId } from '../../platform/ids.ts';
import { bayEvent, dispatch, store } from '../devices/support/inbox.ts';
import { testEnvironment } from '../support/environment.ts';
import { builtBundle } from './support/bundle.ts';
import { type CrashOrder, type CrashPoint } from './support/crash.ts';
import { createGround, type Ground, start } from './support/ground.ts';
import {
  eventually,
  installRuntime,
  outboxPorts,
  type RunningWorker,
  runWorker,
  untilStarted,
} from './support/stage.ts';

const script = fileURLToPath(new URL('support/crash.ts', import.meta.url));
const crashTimeoutMs = 40_000;
const points: Readonly<Record<CrashPoint, string>> = {
  'during-dispatch': 'before the dispatch has committed',
  dispatched: 'after the dispatch, before anything is sent',
  claimed: 'after the outbox row is taken, before it is sent',
  sent: 'after it is sent, before that is written down',
  'first-task': 'during the first workflow task',
};
const names = Object.keys(points) as CrashPoint[];

/** Runs the script until it has killed itself; answers the signal it died of. */
const crash = (order: CrashOrder): Promise<NodeJS.Signals | undefined> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, JSON.stringify(order)], { timeout: crashTimeoutMs }, (error) =>
      resolve((error as { signal?: NodeJS.Signals } | null)?.signal),
    );
  });

let ground: Ground & { close(): Promise<void> };
let connection: NativeConnection;
let client: Client;
let running: RunningWorker | undefined;
const died = new Map<CrashPoint, NodeJS.Signals | undefined>();
const sessions = new Map<CrashPoint, string>();

beforeAll(async () => {
  installRuntime();
  [ground] = await Promise.all([createGround(), builtBundle()]);
  const { temporalAddress, config } = testEnvironment();
  connection = await NativeConnection.connect({ address: temporalAddress });
  client = new Client({ connection });
  const taskQueues = new Map(names.map((point) => [point, `crash-${newId()}`]));
  const orderOf = async (point: CrashPoint): Promise<CrashOrder> => {
    const bay = `A${names.indexOf(point) + 1}`;
    const sensor = await ground.scene.addDevice({
      kind: 'bay-sensor',
      lotId: ground.scene.streetId,
      bayId: ground.scene.bays[bay]!,
    });
    await store(ground.scene, bayEvent(ground.scene, sensor.id, bay, { type: 'bay.occupied', at: start }));
    return {
      point,
      databaseUrl: ground.scene.databaseUrl,
      temporalAddress,
      taskQueue: taskQueues.get(point)!,
      bundleFolder: config().bundleFolder,
      key: bayKey(ground.scene.bays[bay]!),
    };
  };
  // One after the other: each takes what is in the outbox, and must find only its own.
  for (const point of ['first-task', 'sent', 'claimed', 'dispatched', 'during-dispatch'] as const) {
    died.set(point, await crash(await orderOf(point)));
  }
  await finish(taskQueues);
}, 180_000);
afterAll(async () => {
  await running?.stop();
  await connection.close();
  await ground.close();
});

const waiting = () =>
  ground.scene.db.asDelivery((tx) => tx.rows(sql`select 1 from device_event where state <> 'done'`));

/** What a restart does: dispatch what waits, deliver what was not delivered, run the workflows. */
const finish = async (taskQueues: ReadonlyMap<CrashPoint, string>): Promise<void> => {
  // The database takes a moment to see that a killed process is gone.
  await eventually(async () => {
    await dispatch(ground.scene);
    return (await waiting()).length === 0 ? true : undefined;
  });
  // Sessions that had reached the server wait on the queue that they were started on; all others go to the last one.
  const queues = [taskQueues.get('first-task')!, taskQueues.get('sent')!, taskQueues.get('dispatched')!];
  while ((await deliverOutbox(outboxPorts(ground, client, queues[2]!))) > 0);
  const workers = await Promise.all(queues.map((taskQueue) => runWorker(ground, connection, taskQueue)));
  running = {
    worker: workers[0]!.worker,
    stop: async () => void (await Promise.all(workers.map(({ stop }) => stop()))),
  };
  const rows = await ground.scene.inCompany((tx) =>
    tx.rows<{ id: string; bay_id: string }>(sql`select id, bay_id from parking_session`),
  );
  for (const point of names) {
    const bayId = ground.scene.bays[`A${names.indexOf(point) + 1}`];
    const row = rows.find(({ bay_id }) => bay_id === bayId);
    if (row !== undefined) sessions.set(point, row.id);
  }
  await Promise.all([...sessions.values()].map((sessionId) => untilStarted(client, sessionId)));
};

const countOf = async (table: string, sessionId: string) => ground.count(table, sessionId);

describe.each(names)('a start that is killed %s', (point) => {
  test(`(${points[point]}) is finished by whoever comes next: one session, one bill, one workflow`, async () => {
    expect(died.get(point)).toBe('SIGKILL');
    const sessionId = sessions.get(point) ?? '';
    const bayId = ground.scene.bays[`A${names.indexOf(point) + 1}`];
    const stays = await ground.scene.inCompany((tx) =>
      tx.rows(sql`select id from parking_session where bay_id = ${bayId}`),
    );
    expect(stays).toEqual([{ id: sessionId }]);
    expect(await countOf('bill', sessionId)).toBe(1);
    expect(await client.workflow.getHandle(`session/${sessionId}`).query('sessionState')).toMatchObject({
      sessionId,
      phase: 'parked',
    });
    const { events } = await client.workflow.getHandle(`session/${sessionId}`).fetchHistory();
    const starts = (events ?? []).filter((event) => event.workflowExecutionStartedEventAttributes);
    expect(starts).toHaveLength(1);
    const messages = await ground.scene.inCompany((tx) =>
      tx.rows(sql`select message, state from outbox where workflow_id = ${`session/${sessionId}`}`),
    );
    expect(messages).toEqual([{ message: 'parkingSession', state: 'done' }]);
  });
});

test('every place is counted once, and every event is worked off', async () => {
  expect(await ground.occupied('on-street')).toBe(names.length);
  expect(await waiting()).toEqual([]);
});
