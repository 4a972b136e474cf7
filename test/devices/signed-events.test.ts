// Events over signed HTTP: only from who holds the secret, only fresh, answered after the commit.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { signatureHeader, signBody, timeHeader } from '../../devices/signed-events.ts';
import { runBridge, type RunningBridge } from './support/bridge.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const t0 = 1_700_000_000_000;
let scene: Scene;
let bridge: RunningBridge;
let sensor: DeviceOfScene;

beforeAll(async () => {
  scene = await createScene();
  sensor = await scene.addDevice({ kind: 'bay-sensor', lotId: scene.streetId, bayId: scene.bays['A1'] ?? '' });
  bridge = await runBridge(scene, { nowMs: t0 });
});
afterAll(async () => {
  await bridge.stop();
  await scene.close();
});

const event = (eventId: string, more = {}) => ({
  eventId,
  type: 'bay.occupied',
  at: new Date(t0).toISOString(),
  data: {},
  ...more,
});
const post = async (
  events: unknown,
  over: { secret?: string; time?: number; sent?: string; deviceId?: string } = {},
) => {
  const body = JSON.stringify({ events });
  const time = String(over.time ?? Date.now());
  const response = await fetch(`${bridge.url}/v1/devices/${over.deviceId ?? sensor.id}/events`, {
    method: 'POST',
    headers: {
      [timeHeader]: time,
      [signatureHeader]: signBody(over.secret ?? sensor.secret, time, Buffer.from(body)),
    },
    body: over.sent ?? body,
  });
  return { status: response.status, body: (await response.json()) as { received?: string[]; code?: string } };
};
const stored = async () =>
  (
    await scene.db.asDelivery((tx) => tx.rows<{ id: string }>(sql`select event_id as id from device_event order by 1`))
  ).map(({ id }) => id);

test('refuses a wrong secret, an altered body, an old signature and an unknown device', async () => {
  const refusals = [
    await post([event('f1')], { secret: 'wrong' }),
    await post([event('f2')], { sent: JSON.stringify({ events: [event('f3')] }) }),
    await post([event('f4')], { time: Date.now() - 400_000 }),
    await post([event('f5')], { time: Date.now() + 400_000 }),
    await post([event('f6')], { deviceId: 'nobody' }),
  ];
  expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(Array(5).fill([401, 'signature-refused']));
  expect(await stored()).toEqual([]);
});

test('stores what is good, sets aside what is not, and confirms both, also when it comes again', async () => {
  const batch = [event('a1'), event('a2', { type: 'bay.exploded' }), event('a3', { type: 'bay.free' }), 7];
  const first = await post(batch);
  expect(first).toEqual({ status: 200, body: { received: ['a1', 'a2', 'a3'] } });
  expect(await post(batch)).toEqual(first);
  expect(await stored()).toEqual(['a1', 'a3']);
});

test('refuses a body without events, or with too many', async () => {
  expect(await post([])).toMatchObject({ status: 400, body: { code: 'no-events' } });
  expect(await post(Array(201).fill(event('b1')))).toMatchObject({ status: 400 });
  expect(await post('x')).toMatchObject({ status: 400 });
});
