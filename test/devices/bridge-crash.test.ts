// The bridge process is killed again and again while devices send: nothing that was received is lost, nothing is twice.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readBoards } from '../../db/queries/occupancy.ts';
import { sql } from '../../db/rows.ts';
import { simulatedCamera, simulatedSensor } from '../../devices/simulator/index.ts';
import { choosePort } from '../../embedded/index.ts';
import { startMqttBroker } from '../../embedded/mqtt-broker.ts';
import { testEnvironment } from '../support/environment.ts';
import { eventually } from './support/bridge.ts';
import { depth, quiet } from './support/inbox.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const bridgeScript = fileURLToPath(new URL('../../bin/bridge.ts', import.meta.url));
const account = { username: 'bridge', password: 'crash-test-password' };
let scene: Scene;
let folder: string;
let broker: Awaited<ReturnType<typeof startMqttBroker>>;
let port: number;
let child: ChildProcess;

const environmentOfBridge = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: scene.databaseUrl,
  TEMPORAL_ADDRESS: testEnvironment().temporalAddress,
  REDIS_URL: testEnvironment().redisUrl,
  MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
  MQTT_BRIDGE_USERNAME: account.username,
  MQTT_BRIDGE_PASSWORD: account.password,
  MQTT_AUTH_TOKEN: 'crash-test-token',
  PUBLIC_URL: 'http://127.0.0.1:9',
  BRIDGE_URL: 'http://127.0.0.1:9',
  WECHAT_PAY_URL: 'http://127.0.0.1:9',
  ALIPAY_URL: 'http://127.0.0.1:9',
  STORAGE_FOLDER: folder,
  BRIDGE_PORT: String(port),
  HASH_KEY: scene.keys.hashKey.toString('base64'),
  DATA_KEY: scene.keys.dataKey.toString('base64'),
  CODEC_KEY: scene.keys.dataKey.toString('base64'),
  TOKEN_KEY: scene.keys.hashKey.toString('base64'),
  LOG_LEVEL: 'error',
});

const startBridgeProcess = async (): Promise<void> => {
  child = fork(bridgeScript, { env: environmentOfBridge(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message', { signal: AbortSignal.timeout(30_000) });
};
const kill = async (): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

beforeAll(async () => {
  scene = await createScene({ bayCount: 30, garageCapacity: 200 });
  folder = await mkdtemp(join(tmpdir(), 'bridge-crash-'));
  port = await choosePort('the bridge', {});
  broker = await startMqttBroker({
    port: 0,
    authUrl: `http://127.0.0.1:${port}/internal/mqtt-auth`,
    authToken: 'crash-test-token',
    bridgeUsername: account.username,
    bridgePassword: account.password,
    log: quiet,
  });
  await startBridgeProcess();
}, 60_000);
afterAll(async () => {
  await kill();
  await broker.stop();
  await scene.close();
  await rm(folder, { recursive: true, force: true });
});

test('loses nothing and counts nothing twice over kill -9 while sensors report and cameras push', async () => {
  const sensors = await Promise.all(
    Object.values(scene.bays).map((bayId) => scene.addDevice({ kind: 'bay-sensor', lotId: scene.streetId, bayId })),
  );
  const entry = await scene.addDevice({ kind: 'lane-camera', lotId: scene.garageId, laneId: scene.entryLaneId });
  const address = (device: DeviceOfScene) => ({
    companyId: scene.companyId,
    lotId: scene.streetId,
    deviceId: device.id,
    secret: device.secret,
    brokerUrl: `mqtt://127.0.0.1:${broker.port}`,
  });
  const street = sensors.map((device) => simulatedSensor({ ...address(device), resendMs: 400 }));
  const camera = simulatedCamera({ bridgeUrl: `http://127.0.0.1:${port}`, ...entry, resends: 60, timeoutMs: 2_000 });
  let finished = false;
  const work = (async () => {
    for (let number = 0; number < 30; number += 1) {
      const answer = await camera.push({ plate: `粤B${60_000 + number}`, colour: 'blue', atMs: Date.now() });
      expect(answer).toMatchObject({ opened: true });
    }
  })();
  const reports = Promise.all(street.map((sensor) => sensor.report(true, Date.now())));
  const all = Promise.all([work, reports]).finally(() => {
    finished = true;
  });
  for (let round = 0; round < 4 && !finished; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 350));
    await kill();
    await startBridgeProcess();
  }
  await all;
  expect(
    await eventually(
      () => depth(scene),
      ({ waiting }) => waiting === 0,
      30_000,
    ),
  ).toEqual({ waiting: 0, parked: 0 });
  const boards = await scene.inCompany((tx) => readBoards(tx, [scene.streetId, scene.garageId]));
  expect(boards.map(({ occupied, reserved }) => ({ occupied, reserved }))).toEqual([
    { occupied: 30, reserved: 0 },
    { occupied: 30, reserved: 0 },
  ]);
  const counted = await scene.inCompany((tx) =>
    tx.row(sql`
      select count(*) as sessions, count(distinct entry_key) as keys,
        (select count(*) from outbox where kind = 'start') as starts,
        (select count(*) from passage where result = 'entry') as entries,
        (select count(*) from gate_decision where place = 'occupied') as places
      from parking_session`),
  );
  expect(counted).toEqual({ sessions: 60, keys: 60, starts: 60, entries: 60, places: 30 });
  await Promise.all(street.map((sensor) => sensor.close()));
}, 120_000);
