// A stage for session workflows: a database with a tariffed street and garage, a worker and a deliverer on the real dev
// server, under a task queue of its own.
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { openSession } from '../../../db/queries/open-session.ts';
import { enqueue } from '../../../db/queries/outbox.ts';
import { postPayment } from '../../../db/queries/post-payment.ts';
import { sql } from '../../../db/rows.ts';
import { deliverOutbox, type OutboxPorts } from '../../../delivery/outbox.ts';
import { createParkingWorker } from '../../../delivery/worker.ts';
import { type LotPolicy } from '../../../domain/lot-policy.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { epochMs, minuteMs, type EpochMs } from '../../../domain/time.ts';
import { drainLoop, type DrainLoop } from '../../../platform/drain-loop.ts';
import { newId } from '../../../platform/ids.ts';
import { createScene, type Scene } from '../../devices/support/scene.ts';
import { testEnvironment } from '../../support/environment.ts';

export const start = epochMs(Date.UTC(2026, 5, 1, 2, 0));
export const minutes = (count: number): EpochMs => epochMs(start + count * minuteMs);

export interface SessionRow {
  readonly phase: string;
  readonly outcome: string | null;
  readonly revision: number;
  readonly unidentified_fen: number;
}

export interface Stage {
  readonly scene: Scene;
  readonly client: Client;
  readonly worker: Worker;
  /** Business time of the activities. */
  readonly clock: { now(): number; set(at: EpochMs): void };
  open(setting: 'on-street' | 'off-street', over?: { bay?: string; vehicleId?: string }): Promise<string>;
  vehicle(): Promise<string>;
  event(setting: 'on-street' | 'off-street', at: EpochMs): Promise<{ deviceId: string; eventId: string; at: number }>;
  signal(sessionId: string, message: string, argument: unknown): Promise<void>;
  request(sessionId: string, kind: string, body: object): Promise<unknown>;
  pay(sessionId: string, amountFen: number, options?: { post?: boolean }): Promise<string>;
  session(sessionId: string): Promise<SessionRow>;
  until(sessionId: string, what: (row: SessionRow) => boolean): Promise<SessionRow>;
  balances(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

const installed = new Set<string>();
const installRuntime = (): void => {
  if (installed.has('runtime')) return;
  installed.add('runtime');
  Runtime.install({
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    },
  });
};

const addTariff = (scene: Scene, confirmation: string): Promise<void> =>
  scene.inCompany(async (tx) => {
    const tariffId = newId();
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${scene.companyId}, 'Sample')`);
    await tx.run(sql`
      insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${scene.companyId}, ${tariffId}, 1, ${JSON.stringify(sampleTariff('Asia/Shanghai'))}::jsonb, '2000-01-01')`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
    await tx.run(sql`update lane set confirmation = ${confirmation} where direction = 'exit'`);
  });

export interface StageOptions {
  readonly policy?: Partial<LotPolicy>;
  readonly confirmation?: 'loop' | 'none';
}

export const createStage = async (options: StageOptions = {}): Promise<Stage> => {
  installRuntime();
  const scene = await createScene({
    bayCount: 20,
    garageCapacity: 50,
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  });
  await addTariff(scene, options.confirmation ?? 'loop');
  await scene.addDevice({ kind: 'lane-controller', lotId: scene.garageId, laneId: scene.exitLaneId });
  let now: number = start;
  const clock = { now: () => now, set: (at: EpochMs) => void (now = at) };
  const connection = await NativeConnection.connect({ address: testEnvironment().temporalAddress });
  const client = new Client({ connection });
  const taskQueue = `stage-${scene.companyId}`;
  const worker = await createParkingWorker({
    connection,
    namespace: 'default',
    taskQueue,
    payloadCodecs: [],
    activities: createSessionActivities({
      database: scene.db,
      clock,
      paymentUrl: (laneId) => `https://pay.example/${laneId}`,
    }),
    bundleFolder: testEnvironment().config().bundleFolder,
  });
  const running = worker.run();
  const ports: OutboxPorts = {
    database: scene.db,
    client,
    taskQueue,
    deployedTypes: ['parkingSession'],
    consoleUrl: 'https://console.example',
    log: { warn: () => undefined },
  };
  const delivery: DrainLoop = drainLoop({
    name: 'outbox',
    round: () => deliverOutbox(ports),
    pollMs: 20,
    failed: () => undefined,
  });
  return {
    scene,
    client,
    worker,
    clock,
    ...actsOf(scene, client, clock),
    close: async () => {
      await delivery.stop();
      worker.shutdown();
      await running;
      await connection.close();
      await scene.close();
    },
  };
};

type Acts = Omit<Stage, 'scene' | 'client' | 'worker' | 'clock' | 'close'>;

const actsOf = (scene: Scene, client: Client, clock: Stage['clock']): Acts => {
  const { companyId, inCompany } = scene;
  const lotOf = (setting: string): string => (setting === 'on-street' ? scene.streetId : scene.garageId);
  const session: Stage['session'] = async (sessionId) => {
    const row = await inCompany((tx) =>
      tx.row<SessionRow>(
        sql`select phase, outcome, revision, unidentified_fen from parking_session where id = ${sessionId}`,
      ),
    );
    if (row === undefined) throw new Error(`no session ${sessionId}`);
    return row;
  };
  return {
    session,
    open: async (setting, { bay = 'A1', vehicleId } = {}) => {
      const place = setting === 'on-street' ? { bayId: scene.bays[bay] ?? '' } : {};
      const opened = await inCompany((tx) =>
        openSession(tx, {
          companyId,
          lotId: lotOf(setting),
          setting,
          ...place,
          ...(vehicleId === undefined ? {} : { vehicleId }),
          vehicleClass: 'small',
          entryKey: `test/${newId()}`,
          enteredAt: start,
          place: 'none',
          plateMask: '粤B·***45',
        }),
      );
      if (isRefusal(opened)) throw new Error(opened.code);
      // The first workflow task is part of every budget, and it is done before anything else happens in life.
      await untilStarted(client, opened.sessionId);
      return opened.sessionId;
    },
    vehicle: async () => {
      const id = newId();
      await inCompany((tx) =>
        tx.run(sql`insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
          values (${id}, ${Buffer.from(id)}, 'blue', ${Buffer.from('cipher')}, '粤B·***45', 'ordinary')`),
      );
      return id;
    },
    event: async (setting, at) => {
      const eventId = newId();
      await inCompany((tx) =>
        tx.run(sql`
          insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
          values ('test-device', ${eventId}, '2026-06-01', ${companyId}, ${lotOf(setting)}, 'test', 'test', instant(${at}), now(), '{}', 'done')`),
      );
      return { deviceId: 'test-device', eventId, at };
    },
    signal: (sessionId, message, argument) =>
      inCompany((tx) =>
        enqueue(tx, {
          companyId,
          workflowId: `session/${sessionId}`,
          workflowType: 'parkingSession',
          kind: 'signal',
          message,
          argument,
          messageKey: `test/${newId()}`,
        }),
      ),
    request: async (sessionId, kind, body) => {
      const requestId = newId();
      await inCompany((tx) =>
        tx.run(sql`
          insert into session_request (id, company_id, session_id, kind, body, reason, requested_by)
          values (${requestId}, ${companyId}, ${sessionId}, ${kind}, ${JSON.stringify(body)}::jsonb, 'test', 'staff/test')`),
      );
      const handle = client.workflow.getHandle(`session/${sessionId}`);
      return handle.executeUpdate(kind, { updateId: requestId, args: [{ requestId }] });
    },
    pay: async (sessionId, amountFen, { post = true } = {}) => {
      const paymentId = newId();
      await inCompany(async (tx) => {
        await tx.run(sql`
          insert into payment (id, company_id, bill_id, lot_id, quote_id, channel, state, amount_fen, out_trade_no, created_at)
          select ${paymentId}, ${companyId}, b.id, b.lot_id,
            (select id from quote q where q.session_id = ${sessionId} order by quoted_at desc limit 1),
            'wechat', 'pending', ${amountFen}, ${paymentId.replaceAll('-', '')}, instant(${clock.now()})
          from bill b where b.session_id = ${sessionId}`);
        const at = epochMs(clock.now());
        if (post) await postPayment(tx, { paymentId, amountFen: fen(amountFen), succeededAt: at }, at);
      });
      return paymentId;
    },
    until: async (sessionId, what) => {
      for (let attempt = 0; attempt < 400; attempt += 1) {
        const row = await session(sessionId);
        if (what(row)) return row;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`session ${sessionId} never came there: ${JSON.stringify(await session(sessionId))}`);
    },
    balances: async () => {
      const rows = await inCompany((tx) =>
        tx.rows<{ account: string; amount: number }>(sql`
          select e.account, sum(e.amount_fen)::bigint as amount
          from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.state = 'posted'
          group by e.account having sum(e.amount_fen) <> 0`),
      );
      return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
    },
  };
};

const untilStarted = async (client: Client, sessionId: string): Promise<void> => {
  const handle = client.workflow.getHandle(`session/${sessionId}`);
  for (let attempt = 0; attempt < 400; attempt += 1) {
    try {
      const { historyLength } = await handle.describe();
      if (historyLength >= 4) return;
    } catch {
      // Not started yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`session ${sessionId} was never started`);
};
