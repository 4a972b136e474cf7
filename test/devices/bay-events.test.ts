// Bay events: one stay per bay, nothing counted twice, nothing ended by an event that does not belong to it.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calibrate, readBoards } from '../../db/queries/occupancy.ts';
import { parkedKeys, replayParkedKey } from '../../db/queries/inbox.ts';
import { sealPlateRead } from '../../devices/ingest/accept.ts';
import { epochMs } from '../../domain/time.ts';
import { sql } from '../../db/rows.ts';
import { bayEvent, depth, dispatch, hearSignals, releaseHeldKeys, store } from './support/inbox.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const t0 = 1_700_000_000_000;
let scene: Scene;
let sensors: Record<string, DeviceOfScene>;
let bay = 'A0';
let used = 0;

beforeAll(async () => {
  scene = await createScene({ bayCount: 20, policy: { settleGraceMs: 0 } });
  sensors = {};
  for (const [code, bayId] of Object.entries(scene.bays)) {
    sensors[code] = await scene.addDevice({ kind: 'bay-sensor', lotId: scene.streetId, bayId });
  }
});
afterAll(() => scene.close());
beforeEach(() => {
  bay = `A${(used += 1)}`;
});

const send = async (type: string, atMs: number, more: Partial<Parameters<typeof bayEvent>[3]> = {}) => {
  const event = bayEvent(scene, sensors[bay]?.id ?? '', bay, { type, at: t0 + atMs, ...more });
  await store(scene, event);
  return event;
};
const sessions = () =>
  scene.inCompany((tx) =>
    tx.rows<{ phase: string; outcome: string | null; entered: number; left: number | null }>(sql`
      select phase, outcome, epoch_ms(entered_at) - ${t0}::bigint as entered, epoch_ms(left_at) - ${t0}::bigint as left
      from parking_session where bay_id = ${scene.bays[bay]} order by entered_at`),
  );
const passages = () =>
  scene.inCompany((tx) =>
    tx.rows<{ result: string }>(
      sql`select direction, result from passage where bay_id = ${scene.bays[bay]} order by at`,
    ),
  );
const audits = async () =>
  (
    await scene.inCompany((tx) =>
      tx.rows<{ kind: string }>(
        sql`select kind from audit_item where detail ->> 'deviceId' = ${sensors[bay]?.id} order by kind`,
      ),
    )
  ).map(({ kind }) => kind);
const taken = async () => (await scene.inCompany((tx) => readBoards(tx, [scene.streetId])))[0]?.occupied;

test('opens a stay when the bay becomes occupied and ends it when it becomes free, however often both are said', async () => {
  const before = (await taken()) ?? 0;
  const occupied = await send('bay.occupied', 0);
  await store(scene, occupied);
  await send('bay.occupied', 1_000);
  await dispatch(scene);
  expect(await sessions()).toEqual([{ phase: 'parked', outcome: null, entered: 0, left: null }]);
  expect(await taken()).toBe(before + 1);
  await send('bay.free', 60_000);
  await send('bay.free', 61_000);
  await dispatch(scene);
  expect(await taken()).toBe(before);
  expect(await hearSignals(scene, t0 + 61_000)).toEqual(['vehicleSensed']);
  expect(await sessions()).toMatchObject([{ phase: 'closed', left: 60_000 }]);
  expect(await depth(scene)).toEqual({ waiting: 0, parked: 0 });
});

test('lets the next vehicle wait until the stay before it has ended, and loses neither', async () => {
  await send('bay.occupied', 0);
  await send('bay.free', 1_000);
  await send('bay.occupied', 2_000);
  await dispatch(scene);
  expect(await sessions()).toHaveLength(1);
  expect(await depth(scene)).toEqual({ waiting: 1, parked: 0 });
  await hearSignals(scene, t0 + 2_000);
  await releaseHeldKeys(scene);
  await dispatch(scene);
  expect(await sessions()).toMatchObject([
    { phase: 'closed', entered: 0, left: 1_000 },
    { phase: 'parked', entered: 2_000 },
  ]);
  expect(await depth(scene)).toEqual({ waiting: 0, parked: 0 });
});

test('books a car of the opening count as an exit without entry', async () => {
  await scene.inCompany((tx) =>
    tx.run(sql`update bay set occupied = true, occupied_changed_at = instant(${t0}) where id = ${scene.bays[bay]}`),
  );
  await scene.inCompany(async (tx) => {
    const occupied = await tx.rows<{ code: string }>(
      sql`select code from bay where lot_id = ${scene.streetId} and occupied`,
    );
    await calibrate(tx, {
      companyId: scene.companyId,
      lotId: scene.streetId,
      occupiedBayCodes: occupied.map(({ code }) => code),
      reason: 'opening count',
      calibratedBy: 'test',
      at: epochMs(t0),
    });
  });
  const before = (await taken()) ?? 0;
  await send('bay.occupied', 500);
  await send('bay.free', 1_000);
  await dispatch(scene);
  expect(await sessions()).toEqual([]);
  expect(await passages()).toEqual([{ direction: 'out', result: 'exit-without-entry' }]);
  expect(await audits()).toEqual(['exit-without-entry']);
  expect(await taken()).toBe(before - 1);
});

test('looks at a free event of a free bay and changes nothing', async () => {
  await send('bay.free', 0);
  await dispatch(scene);
  expect(await sessions()).toEqual([]);
  expect(await audits()).toEqual(['free-on-free-bay']);
});

test('proposes a correction for a free event that belongs to an earlier stay, and leaves the present one alone', async () => {
  await send('bay.occupied', 0);
  await send('bay.free', 10_000);
  await dispatch(scene);
  await hearSignals(scene, t0 + 10_000);
  await send('bay.occupied', 20_000);
  await dispatch(scene);
  await send('bay.free', 5_000);
  await dispatch(scene);
  expect(await sessions()).toMatchObject([{ phase: 'closed', left: 10_000 }, { phase: 'parked' }]);
  expect(await audits()).toEqual(['late-free-event']);
  const proposals = await scene.inCompany((tx) =>
    tx.rows(sql`select kind from review_request where cause like ${`late-free/${sensors[bay]?.id}/%`}`),
  );
  expect(proposals).toEqual([{ kind: 'correction' }]);
});

test('takes the earlier of two credible times as the entry', async () => {
  await send('bay.occupied', 10_000);
  await dispatch(scene);
  await send('bay.occupied', 4_000);
  await dispatch(scene);
  await hearSignals(scene, t0 + 10_000);
  expect(await sessions()).toMatchObject([{ phase: 'parked', entered: 4_000 }]);
});

test('gives a plate to the stay, and ends it at its last evidence when another plate stands there', async () => {
  const read = (plate: string) => ({
    data: { confidence: 95, ...sealPlateRead(scene.keys, { plate, colour: 'blue' }) },
  });
  await send('bay.occupied', 0);
  await send('bay.plate', 1_000, read('粤B12345'));
  await dispatch(scene);
  await hearSignals(scene, t0 + 1_000);
  await send('bay.plate', 5_000, read('粤B12345'));
  await send('bay.plate', 60_000, read('粤B54321'));
  await dispatch(scene);
  expect(await hearSignals(scene, t0 + 60_000)).toEqual(['vehicleSensed']);
  await releaseHeldKeys(scene);
  await dispatch(scene);
  expect(await sessions()).toMatchObject([
    { phase: 'closed', entered: 0, left: 5_000 },
    { phase: 'parked', entered: 60_000 },
  ]);
  expect(await depth(scene)).toEqual({ waiting: 0, parked: 0 });
});

test('names gaps in the count of a device, a clock that is off and a fault, and keeps the stay', async () => {
  await send('bay.occupied', 0, { seq: 7 });
  await send('bay.occupied', 1_000, { seq: 10 });
  await store(scene, {
    ...bayEvent(scene, sensors[bay]?.id ?? '', bay, { type: 'device.fault', at: t0 + 2_000, data: { code: 'tilt' } }),
    deviceAt: epochMs(t0 - 86_400_000),
  });
  await dispatch(scene);
  expect(await sessions()).toMatchObject([{ phase: 'parked' }]);
  expect(await audits()).toEqual(['device-clock-off', 'device-fault', 'sequence-gap']);
});

test('parks a key whose event cannot be booked, with its reason, lets others go on, and replays it', async () => {
  await send('bay.exploded', 0);
  const poisoned = bay;
  await send('bay.occupied', 1_000);
  bay = `A${(used += 1)}`;
  await send('bay.occupied', 0);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await dispatch(scene);
    await releaseHeldKeys(scene);
  }
  expect(await sessions()).toHaveLength(1);
  expect(await depth(scene)).toEqual({ waiting: 1, parked: 1 });
  const [parked] = await scene.db.asDelivery((tx) => parkedKeys(tx));
  expect(parked).toMatchObject({
    key: `bay/${scene.bays[poisoned]}`,
    reason: 'no handler for events of type bay.exploded',
  });
  await scene.db.asDelivery((tx) => tx.run(sql`update device_event set type = 'bay.free' where type = 'bay.exploded'`));
  expect(await scene.db.asDelivery((tx) => replayParkedKey(tx, parked?.key ?? ''))).toBe(true);
  await dispatch(scene);
  expect(await depth(scene)).toEqual({ waiting: 0, parked: 0 });
});
