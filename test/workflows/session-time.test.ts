// Time passes without waiting: the settle grace and the patience with a database that is down, in the time-skipping server.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { type Worker } from '@temporalio/worker';
import { createSessionActivities, type SessionActivities } from '../../activities/session/index.ts';
import { sql } from '../../db/rows.ts';
import { startOptions, type StartRow } from '../../delivery/start-options.ts';
import { createParkingWorker } from '../../delivery/worker.ts';
import { type EpochMs } from '../../domain/time.ts';
import { SEARCH_ATTRIBUTES } from '../../embedded/index.ts';
import { testEnvironment } from '../support/environment.ts';
import { builtBundle } from './support/bundle.ts';
import { createGround, type Ground, minutes, paymentUrl } from './support/ground.ts';
import { installRuntime } from './support/stage.ts';

const taskQueue = 'time';
// temporal.api.enums.v1.IndexedValueType
const indexedValueTypes = { Keyword: 2, KeywordList: 7, Int: 3 } as const;

let environment: TestWorkflowEnvironment;
let ground: Ground & { close(): Promise<void> };
let worker: Worker;
let running: Promise<void>;
/** While true, nothing reaches the database. */
let databaseIsDown = false;
let refusedCalls = 0;
/** What the business clock shows each time that a hand-over is asked for. */
let handOverTimes: EpochMs[] = [];

beforeAll(async () => {
  installRuntime();
  [ground] = await Promise.all([createGround(), builtBundle()]);
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testEnvironment().temporalTestServerPath } },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, indexedValueTypes[type]]),
    ),
  });
  const real = createSessionActivities({ database: ground.scene.db, clock: ground.clock, paymentUrl });
  const activities: SessionActivities = {
    applyToSession: async (request) => {
      if (databaseIsDown) {
        refusedCalls += 1;
        throw new Error('connect ECONNREFUSED');
      }
      const at = request.effect.kind === 'handOver' ? handOverTimes.shift() : undefined;
      if (at !== undefined) ground.clock.set(at);
      return real.applyToSession(request);
    },
  };
  worker = await createParkingWorker({
    connection: environment.nativeConnection,
    namespace: 'default',
    taskQueue,
    payloadCodecs: [],
    activities,
    bundleFolder: testEnvironment().config().bundleFolder,
  });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await environment.teardown();
  await ground.close();
});

/** Starts the workflow of a booked stay as the deliverer does. */
const begin = async (sessionId: string) => {
  const row = await ground.scene.inCompany((tx) =>
    tx.row<{ arguments: StartRow }>(sql`select arguments from outbox where message_key = ${`start/${sessionId}`}`),
  );
  const workflowId = `session/${sessionId}`;
  const options = startOptions({ taskQueue, consoleUrl: 'https://console.example' }, workflowId, row!.arguments);
  return environment.client.workflow.start('parkingSession', options);
};

const timersOf = async (workflowId: string) => {
  const { events } = await environment.client.workflow.getHandle(workflowId).fetchHistory();
  const timeOf = (event: { eventTime?: { seconds?: unknown; nanos?: unknown } | null }) =>
    Number(event.eventTime?.seconds ?? 0) * 1_000 + Number(event.eventTime?.nanos ?? 0) / 1_000_000;
  return (events ?? []).flatMap((event) => {
    const fired = event.timerFiredEventAttributes;
    if (!fired) return [];
    const started = (events ?? []).find(({ eventId }) => String(eventId) === String(fired.startedEventId));
    return started === undefined ? [] : [Math.round((timeOf(event) - timeOf(started)) / 1_000)];
  });
};

test('a stay that owes is handed over when 15 minutes of grace have passed', async () => {
  ground.clock.set(minutes(100));
  const vehicleId = await ground.vehicle();
  const sessionId = await ground.book('on-street', { vehicleId });
  const handle = await begin(sessionId);
  const fact = await ground.event(sessionId, 'bay.free', minutes(100));
  await handle.signal('vehicleSensed', { ...fact, occupied: false });
  await untilPhase(sessionId, 'left');
  ground.clock.set(minutes(115));
  await expect(handle.result()).resolves.toMatchObject({ phase: 'closed', outcome: 'handed-over' });
  expect(await timersOf(handle.workflowId)).toEqual([15 * 60]);
  expect(await ground.bill(sessionId)).toMatchObject({ owner_kind: 'debt' });
});

test('a timer that fires before business time is there asks again and waits for the rest', async () => {
  ground.clock.set(minutes(100));
  const sessionId = await ground.book('on-street', { vehicleId: await ground.vehicle() });
  const handle = await begin(sessionId);
  const fact = await ground.event(sessionId, 'bay.free', minutes(100));
  await handle.signal('vehicleSensed', { ...fact, occupied: false });
  await untilPhase(sessionId, 'left');
  handOverTimes = [minutes(110), minutes(115)];
  await expect(handle.result()).resolves.toMatchObject({ outcome: 'handed-over' });
  expect(await timersOf(handle.workflowId)).toEqual([15 * 60, 5 * 60]);
  expect(handOverTimes).toEqual([]);
});

test('a session waits on its timer while the database is down, and goes on when it is back', async () => {
  ground.clock.set(minutes(10));
  const sessionId = await ground.book('on-street', { vehicleId: await ground.vehicle() });
  const handle = await begin(sessionId);
  databaseIsDown = true;
  refusedCalls = 0;
  const fact = await ground.event(sessionId, 'bay.free', minutes(10));
  await handle.signal('vehicleSensed', { ...fact, occupied: false });
  // Local activities are retried in real time; so is this one timer, for nobody waits for the result yet.
  await untilTimers(handle.workflowId, 1);
  databaseIsDown = false;
  await expect(handle.result()).resolves.toMatchObject({ phase: 'closed', outcome: 'free' });
  // Four attempts within two seconds, then the task slot is free again.
  expect(refusedCalls).toBeGreaterThanOrEqual(4);
  expect((await timersOf(handle.workflowId))[0]).toBe(1);
  expect(await ground.count('passage', sessionId)).toBe(1);
});

const patiently = async (look: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 800; attempt += 1) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('what was waited for never came');
};
const untilPhase = (sessionId: string, phase: string) =>
  patiently(async () => (await ground.session(sessionId)).phase === phase);
const untilTimers = (workflowId: string, count: number) =>
  patiently(async () => (await timersOf(workflowId)).length >= count);
