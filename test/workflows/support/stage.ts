// A stage for session workflows: the ground with a worker and a deliverer on a Temporal server, under a task queue of its own.
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { enqueue } from '../../../db/queries/outbox.ts';
import { sql } from '../../../db/rows.ts';
import { deliverOutbox, type OutboxPorts } from '../../../delivery/outbox.ts';
import { createParkingWorker } from '../../../delivery/worker.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { drainLoop } from '../../../platform/drain-loop.ts';
import { newId } from '../../../platform/ids.ts';
import { type ExitDecision, type SessionReply } from '../../../workflows/messages/parking-session.ts';
import { testEnvironment } from '../../support/environment.ts';
import { builtBundle } from './bundle.ts';
import {
  createGround,
  type Ground,
  type GroundOptions,
  type OpenOptions,
  paymentUrl,
  type SessionRow,
  type Setting,
} from './ground.ts';

export { minutes, start, type SessionRow } from './ground.ts';

export interface Stage extends Ground {
  readonly client: Client;
  readonly worker: Worker;
  readonly taskQueue: string;
  /** Opens a stay and waits until its workflow has begun. */
  open(setting: Setting, over?: OpenOptions): Promise<string>;
  /** A signal by the way that all take: the outbox. */
  signal(sessionId: string, message: string, argument: unknown): Promise<void>;
  /** The bay's sensor says that the vehicle is gone. */
  free(sessionId: string, at: EpochMs): Promise<void>;
  /** The lane saw the vehicle drive out. */
  driveOut(sessionId: string, at: EpochMs): Promise<void>;
  askExit(sessionId: string, at: EpochMs, over?: { laneId?: string; decisionId?: string }): Promise<ExitDecision>;
  request(sessionId: string, kind: string, body: object, by?: string): Promise<SessionReply>;
  until(sessionId: string, what: (row: SessionRow) => boolean): Promise<SessionRow>;
  closed(sessionId: string): Promise<SessionRow>;
  /** Waits until the session has performed this many effects. */
  effects(sessionId: string, count: number): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions extends GroundOptions {
  /** Another server than the tests' own. */
  readonly temporalAddress?: string;
}

const installed = new Set<string>();
const nothing = (): undefined => undefined;
export const installRuntime = (): void => {
  if (installed.has('runtime')) return;
  installed.add('runtime');
  Runtime.install({
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
};

export const outboxPorts = (ground: Pick<Ground, 'scene'>, client: Client, taskQueue: string): OutboxPorts => ({
  database: ground.scene.db,
  client,
  taskQueue,
  deployedTypes: ['parkingSession'],
  consoleUrl: 'https://console.example',
  log: { warn: nothing },
});

export interface RunningWorker {
  readonly worker: Worker;
  stop(): Promise<void>;
}

export const runWorker = async (
  { scene, clock }: Pick<Ground, 'scene' | 'clock'>,
  connection: NativeConnection,
  taskQueue: string,
): Promise<RunningWorker> => {
  const worker = await createParkingWorker({
    connection,
    namespace: 'default',
    taskQueue,
    payloadCodecs: [],
    activities: createSessionActivities({ database: scene.db, clock, paymentUrl }),
    bundleFolder: testEnvironment().config().bundleFolder,
  });
  const running = worker.run();
  return {
    worker,
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
};

export const createStage = async (options: StageOptions = {}): Promise<Stage> => {
  installRuntime();
  const [ground] = await Promise.all([createGround(options), builtBundle()]);
  const { scene } = ground;
  const address = options.temporalAddress ?? testEnvironment().temporalAddress;
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = `stage-${scene.companyId}`;
  const running = await runWorker(ground, connection, taskQueue);
  const ports = outboxPorts(ground, client, taskQueue);
  const delivery = drainLoop({
    name: 'outbox',
    round: () => deliverOutbox(ports),
    pollMs: 20,
    failed: nothing,
  });
  return {
    ...ground,
    client,
    worker: running.worker,
    taskQueue,
    ...actsOf(ground, client),
    close: async () => {
      await delivery.stop();
      await running.stop();
      await connection.close();
      await ground.close();
    },
  };
};

type Acts = Omit<Stage, keyof Ground | 'client' | 'worker' | 'taskQueue' | 'close'>;

const actsOf = (ground: Ground, client: Client): Acts => {
  const { scene } = ground;
  const handleOf = (sessionId: string) => client.workflow.getHandle(`session/${sessionId}`);
  const signal: Stage['signal'] = (sessionId, message, argument) =>
    scene.inCompany((tx) =>
      enqueue(tx, {
        companyId: scene.companyId,
        workflowId: `session/${sessionId}`,
        workflowType: 'parkingSession',
        kind: 'signal',
        message,
        argument,
        messageKey: `test/${newId()}`,
      }),
    );
  const until: Stage['until'] = async (sessionId, what) => {
    const row = await eventually(async () => {
      const now = await ground.session(sessionId);
      return what(now) ? now : undefined;
    });
    if (row !== undefined) return row;
    throw new Error(`session ${sessionId} never came there: ${JSON.stringify(await ground.session(sessionId))}`);
  };
  return {
    signal,
    until,
    closed: (sessionId) => until(sessionId, ({ phase }) => phase === 'closed'),
    open: async (setting, over) => {
      const sessionId = await ground.book(setting, over);
      // The first workflow task is part of every budget, and it is done before anything else happens in life.
      await untilStarted(client, sessionId);
      return sessionId;
    },
    free: async (sessionId, at) => {
      const fact = await ground.event(sessionId, 'bay.free', at);
      await signal(sessionId, 'vehicleSensed', { ...fact, occupied: false });
    },
    driveOut: async (sessionId, at) => {
      const fact = await ground.event(sessionId, 'lane.passed', at);
      await signal(sessionId, 'exitSeen', { ...fact, laneId: scene.exitLaneId });
    },
    askExit: async (sessionId, at, { laneId = scene.exitLaneId, decisionId = newId() } = {}) => {
      const fact = await ground.event(sessionId, 'lane.exit', at);
      return handleOf(sessionId).executeUpdate<ExitDecision, [unknown]>('requestExit', {
        updateId: decisionId,
        args: [{ ...fact, laneId, decisionId }],
      });
    },
    request: async (sessionId, kind, body, by) => {
      const requestId = await ground.requestRow(sessionId, kind, body, by);
      return handleOf(sessionId).executeUpdate<SessionReply, [unknown]>(kind, {
        updateId: requestId,
        args: [{ requestId }],
      });
    },
    effects: async (sessionId, count) => {
      const done = await eventually(async () => {
        const row = await scene.inCompany((tx) =>
          tx.row<{ count: number }>(
            sql`select count(*)::integer as count from session_effect where session_id = ${sessionId}`,
          ),
        );
        return (row?.count ?? 0) >= count ? true : undefined;
      });
      if (done === undefined) throw new Error(`session ${sessionId} never performed ${count} effects`);
    },
  };
};

/** Looks again every 25 ms for ten seconds; undefined when it never came. */
export const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T | undefined> => {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return undefined;
};

export const untilStarted = async (client: Client, sessionId: string): Promise<void> => {
  const handle = client.workflow.getHandle(`session/${sessionId}`);
  const begun = await eventually(async () => {
    try {
      const { historyLength } = await handle.describe();
      return historyLength >= 4 ? true : undefined;
    } catch {
      // Not started yet.
      return undefined;
    }
  });
  if (begun === undefined) throw new Error(`session ${sessionId} was never started`);
};
