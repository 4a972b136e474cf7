// Commands: sent once, never late, and their failure reaches the session that waits.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import {
  type BarrierOpening,
  simulatedLaneController,
  type SimulatedLaneController,
} from '../../devices/simulator/index.ts';
import { newId } from '../../platform/ids.ts';
import { eventually, runBridge, type RunningBridge } from './support/bridge.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const t0 = 1_700_000_000_000;
let scene: Scene;
let bridge: RunningBridge;
let device: DeviceOfScene;
let controller: SimulatedLaneController;
let openings: BarrierOpening[] = [];
let stuck = false;

beforeAll(async () => {
  scene = await createScene();
  device = await scene.addDevice({ kind: 'lane-controller', lotId: scene.garageId, laneId: scene.exitLaneId });
  bridge = await runBridge(scene, { nowMs: t0 });
  controller = simulatedLaneController({ ...bridge.addressOf(device, scene.garageId), resendMs: 300 });
  await controller.onOpen((opening) => {
    if (stuck) throw new Error('the arm is blocked');
    openings.push(opening);
  });
});
afterAll(async () => {
  await controller.close();
  await bridge.stop();
  await scene.close();
});
beforeEach(() => {
  openings = [];
  stuck = false;
});

const command = async (seconds = 10, sessionId: string | null = null): Promise<string> => {
  const id = newId();
  await scene.inCompany((tx) =>
    tx.run(sql`
      with written as (
        insert into device_command (id, company_id, lot_id, device_id, kind, body, session_id, cause, expires_at)
        values (${id}, ${scene.companyId}, ${scene.garageId}, ${device.id}, 'open-barrier',
          ${JSON.stringify({ decisionId: id })}::jsonb, ${sessionId}, ${id}, now() + ${`${seconds} seconds`}::interval)
        returning 1)
      select pg_notify('device_command', '') from written`),
  );
  return id;
};
const stateOf = (id: string) =>
  scene.inCompany((tx) =>
    tx.row<{ state: string; failure: string | null }>(sql`select state, failure from device_command where id = ${id}`),
  );
const ended = (id: string) =>
  eventually(
    () => stateOf(id),
    (row) => row?.state !== 'new' && row?.state !== 'sent',
  );

test('opens the barrier once and is acknowledged', async () => {
  const id = await command();
  expect(await ended(id)).toEqual({ state: 'acknowledged', failure: null });
  expect(openings).toEqual([{ commandId: id, decisionId: id }]);
});

test('is not sent when it has expired', async () => {
  const id = await command(-1);
  expect(await ended(id)).toEqual({ state: 'expired', failure: 'not sent in time' });
  expect(openings).toEqual([]);
});

test('fails with the reason of the device, and the session learns of it once', async () => {
  stuck = true;
  const sessionId = newId();
  const id = await command(10, sessionId);
  expect(await ended(id)).toEqual({ state: 'failed', failure: 'the arm is blocked' });
  const told = await scene.db.asDelivery((tx) =>
    tx.rows(sql`select message, arguments from outbox where workflow_id = ${`session/${sessionId}`}`),
  );
  expect(told).toEqual([{ message: 'gateFailed', arguments: { commandId: id, reason: 'the arm is blocked' } }]);
});

test('fails when nobody answers in time', async () => {
  await controller.close();
  const id = await command(1);
  expect(await ended(id)).toMatchObject({ state: 'failed', failure: 'no answer in time' });
});
