// A session outlives its history, its worker and its callers' patience: continued as new, it goes on where it was.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { deliverOutbox } from '../../delivery/outbox.ts';
import { RUNTIME_FOLDER, searchAttributeList, startTemporal, type Temporal } from '../../embedded/index.ts';
import { newId } from '../../platform/ids.ts';
import { testEnvironment } from '../support/environment.ts';
import { createGround, type Ground } from './support/ground.ts';
import { createStage, eventually, minutes, outboxPorts, runWorker, type Stage, untilStarted } from './support/stage.ts';

/** A server that suggests to continue as new after so few events that every message brings it nearer. */
const suggestedEvents = 24;

describe('a session with a long history', () => {
  let folder: string;
  let temporal: Temporal;
  let stage: Stage;
  beforeAll(async () => {
    folder = await mkdtemp(join(RUNTIME_FOLDER, 'continuity-'));
    temporal = await startTemporal({
      folder,
      uiPort: false,
      log: () => undefined,
      searchAttributes: searchAttributeList,
      dynamicConfig: [`limit.historyCount.suggestContinueAsNew=${suggestedEvents}`],
    });
    stage = await createStage({ temporalAddress: temporal.address });
  });
  afterAll(async () => {
    await stage.close();
    await temporal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const handleOf = (sessionId: string) => stage.client.workflow.getHandle(`session/${sessionId}`);
  const firstRunOf = async (sessionId: string) => (await handleOf(sessionId).describe()).runId;

  test('continues as new with its state while people ask, and every answer arrives', async () => {
    stage.clock.set(minutes(100));
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    const first = await firstRunOf(sessionId);
    for (let asked = 0; asked < 8; asked += 1) {
      await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 100 });
    }
    expect(await firstRunOf(sessionId)).not.toBe(first);
    expect(await handleOf(sessionId).query('sessionState')).toMatchObject({ phase: 'parked', sessionId });
    expect(await stage.askExit(sessionId, minutes(100))).toMatchObject({ verdict: 'pay', dueFen: 2_500 - 800 });
    await stage.pay(sessionId, 1_700);
    await stage.driveOut(sessionId, minutes(101));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('keeps its grace when it continues as new after the vehicle left', async () => {
    await stage.policy('on-street', { settleGraceMs: 3_000 });
    stage.clock.set(minutes(100));
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    await stage.free(sessionId, minutes(100));
    await stage.until(sessionId, ({ phase }) => phase === 'left');
    const first = await firstRunOf(sessionId);
    for (let made = 1; made <= 6; made += 1) {
      await handleOf(sessionId).signal('paymentSettled', { paymentId: newId() });
      await eventually(async () => ((await stage.audits(sessionId)).length === made ? true : undefined));
    }
    expect(await firstRunOf(sessionId)).not.toBe(first);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'left' });
    stage.clock.set(minutes(101));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'handed-over' });
  });
});

describe('messages that wait together for a worker', () => {
  let ground: Ground & { close(): Promise<void> };
  let connection: NativeConnection;
  let client: Client;
  beforeAll(async () => {
    ground = await createGround();
    connection = await NativeConnection.connect({ address: testEnvironment().temporalAddress });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await ground.close();
  });

  test('a question that waits while its session is closed is answered with session-closed', async () => {
    const taskQueue = `continuity-${newId()}`;
    const sessionId = await ground.book('off-street', { vehicleId: await ground.vehicle() });
    await deliverOutbox(outboxPorts(ground, client, taskQueue));
    const handle = client.workflow.getHandle(`session/${sessionId}`);
    const requestId = await ground.requestRow(sessionId, 'voidSession', {});
    const fact = await ground.event(sessionId, 'lane.exit', minutes(5));
    const voided = handle.executeUpdate('voidSession', { args: [{ requestId }] });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const asked = handle.executeUpdate('requestExit', {
      args: [{ ...fact, laneId: ground.scene.exitLaneId, decisionId: newId() }],
    });
    const refused = expect(asked).rejects.toMatchObject({ cause: { type: 'session-closed' } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const running = await runWorker(ground, connection, taskQueue);
    try {
      await expect(voided).resolves.toEqual({ revision: 1 });
      await refused;
      expect(await ground.session(sessionId)).toMatchObject({ phase: 'closed', outcome: 'void' });
    } finally {
      await running.stop();
    }
  });

  test('a session whose worker was replaced goes on from its history with the next one', async () => {
    const taskQueue = `continuity-${newId()}`;
    const ports = outboxPorts(ground, client, taskQueue);
    const sessionId = await ground.book('on-street', { vehicleId: await ground.vehicle() });
    await deliverOutbox(ports);
    const first = await runWorker(ground, connection, taskQueue);
    await untilStarted(client, sessionId);
    await first.stop();
    const handle = client.workflow.getHandle(`session/${sessionId}`);
    const fact = await ground.event(sessionId, 'bay.free', minutes(5));
    await handle.signal('vehicleSensed', { ...fact, occupied: false });
    const second = await runWorker(ground, connection, taskQueue);
    try {
      expect(await handle.result()).toMatchObject({ phase: 'closed', outcome: 'free' });
    } finally {
      await second.stop();
    }
  });
});
