// From a device over the broker into the inbox: nothing lost, nothing twice, nothing from strangers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectAsync } from 'mqtt';
import { readBoards } from '../../db/queries/occupancy.ts';
import { sql } from '../../db/rows.ts';
import { simulatedSensor } from '../../devices/simulator/index.ts';
import { upTopic } from '../../devices/topics.ts';
import { brokerAccount, eventually, runBridge, type RunningBridge } from './support/bridge.ts';
import { depth } from './support/inbox.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const t0 = 1_700_000_000_000;
let scene: Scene;
let bridge: RunningBridge;
const sensors: DeviceOfScene[] = [];

beforeAll(async () => {
  scene = await createScene({ bayCount: 12 });
  for (const bayId of Object.values(scene.bays)) {
    sensors.push(await scene.addDevice({ kind: 'bay-sensor', lotId: scene.streetId, bayId }));
  }
  bridge = await runBridge(scene, { nowMs: t0 });
});
afterAll(async () => {
  await bridge.stop();
  await scene.close();
});

const sensorOf = (number: number, faults = {}) =>
  simulatedSensor({
    ...bridge.addressOf(sensors[number] as DeviceOfScene, scene.streetId),
    faults,
    resendMs: 300,
    seed: 'intake',
  });
const occupied = async () => (await scene.inCompany((tx) => readBoards(tx, [scene.streetId])))[0]?.occupied;
const events = (deviceId: string) =>
  scene.db.asDelivery((tx) =>
    tx.rows<{ type: string; at: number; deviceAt: number | null; state: string }>(sql`
      select type, epoch_ms(at) as at, epoch_ms(device_at) as "deviceAt", state from device_event
      where device_id = ${deviceId} order by ingested`),
  );
const quarantinedReasons = async (like: string) =>
  (
    await scene.db.asDelivery((tx) =>
      tx.rows<{ reason: string }>(sql`select reason from quarantined_message where topic like ${like} order by reason`),
    )
  ).map(({ reason }) => reason);

test('receives every event of many sensors through loss, duplication and delay, and counts each once', async () => {
  const street = sensors.slice(0, 8).map((_, number) => sensorOf(number, { loss: 0.3, duplication: 0.3, delayMs: 40 }));
  await Promise.all(street.map((sensor) => sensor.report(true, t0)));
  await eventually(occupied, (count) => count === 8);
  const stored = await scene.db.asDelivery((tx) => tx.row(sql`select count(*) as count from device_event`));
  expect(stored).toEqual({ count: 8 });
  const open = await scene.inCompany((tx) => tx.row(sql`select count(*) as count from parking_session`));
  expect(open).toEqual({ count: 8 });
  await Promise.all(street.map((sensor) => sensor.close()));
  expect(
    await eventually(
      () => depth(scene),
      ({ waiting }) => waiting === 0,
    ),
  ).toEqual({ waiting: 0, parked: 0 });
});

test('uses the time of receipt for a clock that is off, keeps what the device said, and believes offline records', async () => {
  const off = sensorOf(8, { clockDriftMs: -3_600_000 });
  await off.report(true, t0);
  expect(await events(sensors[8]?.id ?? '')).toMatchObject([{ at: t0, deviceAt: t0 - 3_600_000 }]);
  const nonsense = sensorOf(9, { clockDriftMs: -1_600_000_000_000 });
  await nonsense.report(true, t0);
  expect(await events(sensors[9]?.id ?? '')).toMatchObject([{ at: t0, deviceAt: 100_000_000_000 }]);
  const buffered = sensorOf(10);
  await buffered.goOffline();
  const reported = buffered.report(true, t0 - 3_600_000);
  await buffered.goOnline();
  await reported;
  expect(await events(sensors[10]?.id ?? '')).toMatchObject([{ at: t0 - 3_600_000, deviceAt: null }]);
  const audited = await eventually(
    () => scene.inCompany((tx) => tx.rows(sql`select 1 from audit_item where kind = 'device-clock-off'`)),
    (rows) => rows.length === 2,
  );
  expect(audited).toHaveLength(2);
  await Promise.all([off.close(), nonsense.close(), buffered.close()]);
});

describe('what cannot be understood', () => {
  const publish = async (topic: string, body: string | Buffer) => {
    const client = await connectAsync(bridge.brokerUrl, { clientId: 'stranger', ...brokerAccount });
    await client.publishAsync(topic, body, { qos: 1 });
    await client.endAsync();
  };
  const address = () => bridge.addressOf(sensors[11] as DeviceOfScene, scene.streetId);

  test('is kept with its reason and never becomes an event', async () => {
    const topic = upTopic(address(), 'event');
    const event = { eventId: 'x1', type: 'bay.occupied', at: new Date(t0).toISOString(), data: {} };
    await publish(topic, 'not json');
    await publish(topic, Buffer.from([0xff, 0xfe, 0x00]));
    await publish(topic, JSON.stringify({ ...event, eventId: 'x\u0000' }));
    await publish(topic, JSON.stringify({ ...event, type: 'bay.exploded' }));
    await publish(topic, JSON.stringify({ ...event, at: 'yesterday' }));
    await publish(topic, JSON.stringify({ ...event, type: 'bay.plate', data: { plate: '粤B12345', confidence: 200 } }));
    await publish(topic, JSON.stringify({ ...event, type: 'lane.passed' }));
    await publish(topic, JSON.stringify({ ...event, data: { bay: 'no such bay' } }));
    const reasons = await eventually(
      () => quarantinedReasons(topic),
      (found) => found.length === 8,
    );
    expect(reasons).toEqual([
      'a bay-sensor does not report lane.passed',
      'malformed: /at must match format "date-time"',
      'malformed: /type must be equal to one of the allowed values',
      'malformed: contains a NUL character',
      'malformed: data/confidence must be <= 100',
      'malformed: not JSON in UTF-8',
      'malformed: not JSON in UTF-8',
      'unknown bay',
    ]);
    expect(await events(address().deviceId)).toEqual([]);
  });

  test('is kept when the device is unknown or the topic is another device’s', async () => {
    const event = JSON.stringify({ eventId: 'x2', type: 'bay.occupied', at: new Date(t0).toISOString(), data: {} });
    const ghost = upTopic({ ...address(), deviceId: 'ghost' }, 'event');
    await publish(ghost, event);
    expect(
      await eventually(
        () => quarantinedReasons(ghost),
        (found) => found.length > 0,
      ),
    ).toEqual(['unknown device']);
    const inGarage = upTopic({ ...address(), lotId: scene.garageId }, 'event');
    await publish(inGarage, event);
    await scene.addDevice({ kind: 'lane-controller', lotId: scene.garageId, laneId: scene.exitLaneId });
    await eventually(
      async () => {
        await publish(inGarage, event);
        return quarantinedReasons(inGarage);
      },
      (found) => found.length > 0,
    );
    expect((await quarantinedReasons(inGarage))[0]).toBe('the topic is not that of the device');
  });
});

test('lets a device with a wrong password or another device’s topic do nothing', async () => {
  const { deviceId, secret } = bridge.addressOf(sensors[0] as DeviceOfScene, scene.streetId);
  const connect = (password: string) =>
    connectAsync(bridge.brokerUrl, { clientId: deviceId, username: deviceId, password, reconnectPeriod: 0 });
  await expect(connect('wrong')).rejects.toThrow(/not authorized|bad user/i);
  const client = await connect(secret);
  const other = bridge.addressOf(sensors[11] as DeviceOfScene, scene.streetId);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.publish(upTopic(other, 'event'), '{}', { qos: 1 }, () => undefined);
  await closed;
  await client.endAsync(true);
  expect(await quarantinedReasons(upTopic(other, 'event'))).toHaveLength(8);
});

test('follows a lot that gets its first device while it runs, and takes signs of life', async () => {
  const controller = await scene.addDevice({
    kind: 'lane-controller',
    lotId: scene.garageId,
    laneId: scene.entryLaneId,
  });
  const { simulatedDevice } = await import('../../devices/simulator/index.ts');
  const device = simulatedDevice({ ...bridge.addressOf(controller, scene.garageId), resendMs: 300 });
  await device.send('device.fault', t0, { code: 'door-open' });
  await device.heartbeat(t0, { batteryPercent: 55 });
  const row = await eventually(
    () =>
      scene.inCompany((tx) =>
        tx.row<{ battery: number | null; fault: string | null; online: boolean }>(
          sql`select battery_percent as battery, fault, online from device where id = ${controller.id}`,
        ),
      ),
    (found) => found?.battery === 55 && found.fault !== null,
  );
  expect(row).toEqual({ battery: 55, fault: 'door-open', online: true });
  await device.close();
});
