// The outbox: in order per workflow, at least once, held for receivers that are not deployed, parked when hopeless.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { type Database } from '../../db/database.ts';
import { enqueue, type OutboxMessage } from '../../db/queries/outbox.ts';
import { sql } from '../../db/rows.ts';
import { deliverOutbox, type OutboxPorts, releaseHeld } from '../../delivery/outbox.ts';
import { newId } from '../../platform/ids.ts';
import { testEnvironment } from '../support/environment.ts';
import { createGround, type Ground, minutes } from '../workflows/support/ground.ts';
import { outboxPorts, runWorker } from '../workflows/support/stage.ts';

let ground: Ground & { close(): Promise<void> };
let connection: NativeConnection;
let client: Client;
let ports: OutboxPorts;
beforeAll(async () => {
  ground = await createGround();
  connection = await NativeConnection.connect({ address: testEnvironment().temporalAddress });
  client = new Client({ connection });
  ports = outboxPorts(ground, client, `outbox-${ground.scene.companyId}`);
});
afterAll(async () => {
  await connection.close();
  await ground.close();
});
beforeEach(() => ground.scene.db.asDelivery((tx) => tx.run(sql`delete from outbox`)));

interface OutboxState {
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
}
const rows = () =>
  ground.scene.db.asDelivery((tx) =>
    tx.rows<OutboxState>(sql`select message_key as key, state, attempts, error from outbox order by id`),
  );
const states = async () => (await rows()).map(({ state }) => state);
/** The pause after a failure is over. */
const timePasses = () =>
  ground.scene.db.asDelivery((tx) => tx.run(sql`update outbox set available_at = now() where state = 'new'`));
const send = (workflowId: string, over: Partial<OutboxMessage> = {}) =>
  ground.scene.inCompany((tx) =>
    enqueue(tx, {
      companyId: ground.scene.companyId,
      workflowId,
      workflowType: 'parkingSession',
      kind: 'signal',
      message: 'paymentSettled',
      argument: { paymentId: newId() },
      messageKey: `test/${newId()}`,
      ...over,
    }),
  );
const signalsOf = async (sessionId: string) => {
  const { events } = await client.workflow.getHandle(`session/${sessionId}`).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const data = signal?.input?.payloads?.[0]?.data;
    return data ? [(JSON.parse(Buffer.from(data).toString()) as { paymentId: string }).paymentId] : [];
  });
};
const dies = (): never => {
  throw new Error('the power failed');
};
/** A deliverer whose process ends between sending and writing down that it has sent. */
const dyingBeforeFinish = (database: Database): Database => ({
  ...database,
  asDelivery: (work) =>
    database.asDelivery(async (tx) => {
      await work(tx);
      return dies();
    }),
});
/** A server that refuses every call. */
const refusing = (): OutboxPorts => ({
  ...ports,
  client: {
    withDeadline: (_deadline: number, work: () => unknown) => work(),
    workflow: { start: dies, getHandle: dies },
  } as unknown as Client,
});

describe('delivery to one workflow', () => {
  test('keeps the order in which the messages were written, one a round', async () => {
    const sessionId = await ground.book('on-street');
    const names = ['1', '2', '3', '4'];
    for (const paymentId of names) await send(`session/${sessionId}`, { argument: { paymentId } });
    for (let round = 0; round < 5; round += 1) expect(await deliverOutbox(ports)).toBe(1);
    expect(await deliverOutbox(ports)).toBe(0);
    expect(await signalsOf(sessionId)).toEqual(names);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'done'));
  });

  test('keeps the order when two deliverers work at once', async () => {
    const sessionId = await ground.book('on-street');
    const names = Array.from({ length: 8 }, (_, index) => String(index));
    for (const paymentId of names) await send(`session/${sessionId}`, { argument: { paymentId } });
    for (let round = 0; round < 20; round += 1) await Promise.all([deliverOutbox(ports), deliverOutbox(ports)]);
    expect(await signalsOf(sessionId)).toEqual(names);
  });

  test('does not overtake a message that fails', async () => {
    const sessionId = await ground.book('on-street');
    await send(`session/${sessionId}`);
    await deliverOutbox(refusing());
    await deliverOutbox(ports);
    expect(await rows()).toMatchObject([
      { state: 'new', attempts: 1, error: 'the power failed' },
      { state: 'new', attempts: 0 },
    ]);
    await timePasses();
    await deliverOutbox(ports);
    await deliverOutbox(ports);
    expect(await states()).toEqual(['done', 'done']);
  });
});

describe('a deliverer that dies between sending and writing it down', () => {
  test('leaves a start that is delivered again and starts nothing twice', async () => {
    const sessionId = await ground.book('on-street');
    await expect(deliverOutbox({ ...ports, database: dyingBeforeFinish(ports.database) })).rejects.toThrow(
      'the power failed',
    );
    expect(await rows()).toMatchObject([{ state: 'new', attempts: 0 }]);
    const first = await client.workflow.getHandle(`session/${sessionId}`).describe();
    expect(await deliverOutbox(ports)).toBe(1);
    expect(await states()).toEqual(['done']);
    expect((await client.workflow.getHandle(`session/${sessionId}`).describe()).runId).toBe(first.runId);
  });

  test('leaves a signal that is delivered twice and counts once', async () => {
    ground.clock.set(minutes(100));
    const sessionId = await ground.book('on-street', { vehicleId: await ground.vehicle() });
    await deliverOutbox(ports);
    const fact = await ground.event(sessionId, 'bay.free', minutes(100));
    await send(`session/${sessionId}`, { message: 'vehicleSensed', argument: { ...fact, occupied: false } });
    await expect(deliverOutbox({ ...ports, database: dyingBeforeFinish(ports.database) })).rejects.toThrow(
      'the power failed',
    );
    await deliverOutbox(ports);
    const running = await runWorker(ground, connection, ports.taskQueue);
    try {
      await ground.pay(sessionId, 2_500);
      while ((await deliverOutbox(ports)) > 0);
      await client.workflow.getHandle(`session/${sessionId}`).result();
    } finally {
      await running.stop();
    }
    expect(await ground.count('passage', sessionId)).toBe(1);
    expect(await ground.bill(sessionId)).toMatchObject({ gross_fen: 2_500, paid_fen: 2_500, surplus_fen: 0 });
    expect(await ground.balances(sessionId)).toEqual({});
  });
});

test('a start of a session that has ended already starts nothing and is done', async () => {
  const sessionId = await ground.book('on-street');
  await deliverOutbox(ports);
  await client.workflow.getHandle(`session/${sessionId}`).terminate();
  await ground.scene.db.asDelivery((tx) => tx.run(sql`update outbox set state = 'new', available_at = now()`));
  await deliverOutbox(ports);
  expect(await states()).toEqual(['done']);
  expect((await client.workflow.getHandle(`session/${sessionId}`).describe()).status.name).toBe('TERMINATED');
});

test('a message to a closed session is done: its rows had been told before it closed', async () => {
  const sessionId = await ground.book('on-street');
  const requestId = await ground.requestRow(sessionId, 'voidSession', {});
  await ground.apply(sessionId, 'void', { kind: 'applyRequest', verb: 'voidSession', requestId });
  await ground.scene.db.asDelivery((tx) => tx.run(sql`delete from outbox`));
  await send(`session/${sessionId}`);
  await deliverOutbox(ports);
  expect(await rows()).toMatchObject([{ state: 'done', error: null }]);
});

test('a message to an open session whose workflow is missing is kept, not lost', async () => {
  const sessionId = await ground.book('on-street');
  await ground.scene.db.asDelivery((tx) => tx.run(sql`delete from outbox`));
  await send(`session/${sessionId}`);
  await deliverOutbox(ports);
  expect(await rows()).toMatchObject([{ state: 'new', attempts: 1 }]);
});

test('a message to a case of another kind that is not running yet is kept', async () => {
  await send(`arrears/${ground.scene.companyId}/${newId()}`, { workflowType: 'arrearsCase', message: 'debtAdded' });
  await deliverOutbox({ ...ports, deployedTypes: ['arrearsCase'] });
  expect(await rows()).toMatchObject([{ state: 'new', attempts: 1 }]);
});

test('a message for a receiver that no release runs yet is held, and delivered when one does', async () => {
  await send(`arrears/${newId()}`, { workflowType: 'arrearsCase', message: 'debtAdded' });
  expect(await deliverOutbox(ports)).toBe(0);
  expect(await rows()).toMatchObject([{ state: 'held', attempts: 0 }]);
  await releaseHeld(ports);
  expect(await states()).toEqual(['held']);
  await releaseHeld({ ...ports, deployedTypes: ['parkingSession', 'arrearsCase'] });
  expect(await states()).toEqual(['new']);
});

test('a message that fails twenty times is parked with its error, and the next one is not kept waiting by it', async () => {
  const sessionId = await ground.book('on-street');
  await deliverOutbox(ports);
  await send(`session/${sessionId}`, { message: 'paymentSettled', messageKey: 'test/hopeless' });
  await send(`session/${sessionId}`, { argument: { paymentId: 'next' }, messageKey: 'test/next' });
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    await timePasses();
    await deliverOutbox(refusing());
  }
  const [, parked] = await rows();
  expect(parked).toMatchObject({ key: 'test/hopeless', state: 'parked', attempts: 20, error: 'the power failed' });
  await timePasses();
  await deliverOutbox(ports);
  expect(await signalsOf(sessionId)).toEqual(['next']);
});

test('the same message written twice is one message', async () => {
  const sessionId = await ground.book('on-street');
  await send(`session/${sessionId}`, { messageKey: 'test/once' });
  await send(`session/${sessionId}`, { messageKey: 'test/once' });
  expect((await rows()).filter(({ key }) => key === 'test/once')).toHaveLength(1);
});
