// Lane cameras: a decision is written before it is answered, a repeat gets the same answer, and no unpaid bill opens a
// barrier. No engine runs here: what it would decide, the rows decide.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readBoards } from '../../db/queries/occupancy.ts';
import { findOrCreateVehicle } from '../../db/queries/vehicles.ts';
import { sql } from '../../db/rows.ts';
import { simulatedCamera, type SimulatedCamera } from '../../devices/simulator/index.ts';
import { type PlateColour, readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { newId } from '../../platform/ids.ts';
import { eventually, runBridge, type RunningBridge } from './support/bridge.ts';
import { depth, hearSignals } from './support/inbox.ts';
import { createScene, type DeviceOfScene, type Scene } from './support/scene.ts';

const t0 = 1_700_000_000_000;
let scene: Scene;
let bridge: RunningBridge;
let entryDevice: DeviceOfScene;
let entry: SimulatedCamera;
let exit: SimulatedCamera;

beforeAll(async () => {
  scene = await createScene({ garageCapacity: 3, policy: { exitWithoutEntry: 'open', settleGraceMs: 0 } });
  entryDevice = await scene.addDevice({ kind: 'lane-camera', lotId: scene.garageId, laneId: scene.entryLaneId });
  const exitDevice = await scene.addDevice({ kind: 'lane-camera', lotId: scene.garageId, laneId: scene.exitLaneId });
  bridge = await runBridge(scene, { nowMs: t0 });
  entry = simulatedCamera({ bridgeUrl: bridge.url, ...entryDevice });
  exit = simulatedCamera({ bridgeUrl: bridge.url, ...exitDevice });
});
afterAll(async () => {
  await bridge.stop();
  await scene.close();
});
let minute = 0;
beforeEach(() => {
  minute += 10;
  bridge.nowMs = t0 + minute * 60_000;
});
const leaveAll = async () => {
  await hearSignals(scene, bridge.nowMs);
  await scene.inCompany(async (tx) => {
    await tx.run(sql`
      update parking_session set phase = 'closed', outcome = 'free', left_at = entered_at, closed_at = now()
      where phase = 'parked'`);
    await tx.run(sql`update lot_occupancy set occupied = 0, reserved = 0`);
  });
};
afterEach(leaveAll);

const board = async () => (await scene.inCompany((tx) => readBoards(tx, [scene.garageId])))[0];
const settled = () =>
  eventually(
    () => depth(scene),
    ({ waiting }) => waiting === 0,
  );
const openStays = () =>
  scene.inCompany((tx) =>
    tx.rows<{ id: string; entered: number; vehicleId: string }>(sql`
      select id, epoch_ms(entered_at) as entered, vehicle_id as "vehicleId" from parking_session where phase = 'parked'
      order by entered_at`),
  );
const vehicleOf = async (plate: string, colour: PlateColour = 'blue') => {
  const read = readPlate(plate, colour);
  if (isRefusal(read)) throw new Error(read.code);
  const vehicle = await scene.inCompany((tx) => findOrCreateVehicle(tx, read, scene.keys));
  if (isRefusal(vehicle)) throw new Error(vehicle.code);
  return vehicle;
};
const seen = (plate: string, more = {}) => ({ plate, colour: 'blue' as const, atMs: bridge.nowMs, ...more });

describe('at the entry', () => {
  test('opens for an admitted vehicle, takes its place and opens its stay', async () => {
    const answer = await entry.push(seen('粤B10001'));
    expect(answer).toMatchObject({ opened: true, verdict: 'open', lines: ['粤B·***01', '欢迎光临'] });
    await settled();
    expect(await board()).toMatchObject({ occupied: 1, reserved: 0, free: 2 });
    expect(await openStays()).toMatchObject([{ entered: bridge.nowMs }]);
  });

  test('gives a repeat the recorded answer and books it once', async () => {
    const answers = [await entry.push(seen('粤B10002')), await entry.repeat(), await entry.repeat()];
    expect(answers.map((answer) => answer?.opened)).toEqual([true, true, true]);
    await settled();
    expect(await openStays()).toHaveLength(1);
    expect(await board()).toMatchObject({ occupied: 1, reserved: 0 });
  });

  test('takes two reads of one car within seconds for one', async () => {
    await entry.push(seen('粤B10003'));
    expect(await entry.push(seen('粤B10003', { atMs: bridge.nowMs + 2_000 }))).toMatchObject({ opened: true });
    await settled();
    expect(await openStays()).toHaveLength(1);
  });

  test('never lets in more vehicles than there are places, however many come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        entry.push(seen(`粤B2000${number % 10}${number > 9 ? 'A' : ''}`.slice(0, 7))),
      ),
    );
    const distinct = answers.filter((answer) => answer?.opened);
    expect(distinct.length).toBeGreaterThanOrEqual(3);
    await settled();
    expect(await board()).toMatchObject({ occupied: 3, reserved: 0, free: 0 });
    expect(await entry.push(seen('粤B29999'))).toMatchObject({
      opened: false,
      code: 'lot-full',
      lines: ['粤B·***99', '车位已满'],
    });
  });

  test.each([
    ['confidence-too-low', '粤B10004', { confidence: 40 }],
    ['vehicle-unidentified', '_无_', {}],
    ['plate-malformed', 'B1', {}],
  ])('refuses %s and calls a person', async (code, plate, more) => {
    expect(await entry.push(seen(plate, more))).toMatchObject({ opened: false, verdict: 'refuse', code });
    expect(await board()).toMatchObject({ occupied: 0, reserved: 0 });
  });

  test('refuses a vehicle on the black list', async () => {
    const { id } = await vehicleOf('粤B10005');
    await scene.inCompany((tx) =>
      tx.run(sql`
        insert into vehicle_listing (id, company_id, vehicle_id, list, valid_from, reason, created_by)
        values (${newId()}, ${scene.companyId}, ${id}, 'black', instant(${t0}), 'test', 'test')`),
    );
    expect(await entry.push(seen('粤B10005'))).toMatchObject({ opened: false, code: 'blacklisted' });
  });

  test('ends the stay of a vehicle that drives in again, and opens the next', async () => {
    await entry.push(seen('粤B10006'));
    await settled();
    const again = bridge.nowMs + 120_000;
    bridge.nowMs = again;
    expect(await entry.push(seen('粤B10006'))).toMatchObject({ opened: true });
    await eventually(
      async () => (await hearSignals(scene, again)).length,
      (count) => count > 0,
    );
    await settled();
    expect(await openStays()).toMatchObject([{ entered: again }]);
    const before = await scene.inCompany((tx) =>
      tx.row(sql`select outcome from parking_session where entered_at = instant(${again - 120_000})`),
    );
    expect(before).toEqual({ outcome: 'review' });
    expect(await board()).toMatchObject({ occupied: 1, reserved: 0 });
  });
});

describe('at the exit', () => {
  test('without an engine: asks for a bill that no rule prices, opens an exempt one, and tells the session', async () => {
    await entry.push(seen('粤B30001'));
    await entry.push(seen('粤B30002'));
    await settled();
    const exempt = await vehicleOf('粤B30002');
    await scene.inCompany((tx) =>
      tx.run(sql`
        update parking_session set exemption = 'test', state = state || '{"exemption":"test"}'::jsonb
        where vehicle_id = ${exempt.id} and phase = 'parked'`),
    );
    bridge.nowMs += 60_000;
    expect(await exit.push(seen('粤B30001'))).toMatchObject({ opened: false, verdict: 'refuse', code: 'no-tariff' });
    expect(await exit.push(seen('粤B30002'))).toMatchObject({ opened: true, verdict: 'open' });
    expect(await exit.repeat()).toMatchObject({ opened: true });
    expect(await hearSignals(scene, bridge.nowMs)).toEqual(['decidedAtLane', 'decidedAtLane']);
    const stays = await openStays();
    expect(stays.map(({ vehicleId }) => vehicleId)).not.toContain(exempt.id);
    expect(await board()).toMatchObject({ occupied: 1 });
    expect(await settled()).toEqual({ waiting: 0, parked: 0 });
  });

  test('finds the entry that still waits in the inbox', async () => {
    await entry.push(seen('粤B30003'));
    bridge.nowMs += 1_000;
    expect(await exit.push(seen('粤B30003'))).toMatchObject({ code: 'no-tariff' });
  });

  test('finds a stay whose colour only one of the cameras saw', async () => {
    await entry.push({ plate: '粤B30004', colour: 'unknown', atMs: bridge.nowMs });
    bridge.nowMs += 1_000;
    expect(await exit.push(seen('粤B30004'))).toMatchObject({ code: 'no-tariff' });
  });

  test('lets out a vehicle without entry as the policy says, counts it once and has it looked at', async () => {
    await scene.inCompany((tx) => tx.run(sql`update lot_occupancy set occupied = 2 where lot_id = ${scene.garageId}`));
    const answers = [await exit.push(seen('粤B30005')), await exit.repeat()];
    expect(answers).toMatchObject([{ opened: true }, { opened: true }]);
    expect(await exit.push(seen('粤B30005', { atMs: bridge.nowMs + 3_000 }))).toMatchObject({ opened: true });
    expect(await board()).toMatchObject({ occupied: 1 });
    const found = await scene.inCompany((tx) =>
      tx.row(sql`select count(*) as passages, (select count(*) from audit_item where kind = 'exit-without-entry') as audits
        from passage where result = 'exit-without-entry'`),
    );
    expect(found).toEqual({ passages: 1, audits: 1 });
  });

  test('keeps whoever it cannot read, even where vehicles without entry may go', async () => {
    expect(await exit.push(seen('粤B30006', { confidence: 10 }))).toMatchObject({
      opened: false,
      code: 'confidence-too-low',
    });
  });
});

describe('records made offline', () => {
  test('are booked at their own time, in the order of their time, and open nothing', async () => {
    entry.goOffline();
    exit.goOffline();
    const at = bridge.nowMs - 3_600_000;
    expect(await exit.push(seen('粤B40001', { atMs: at + 600_000 }))).toBeUndefined();
    expect(await entry.push(seen('粤B40001', { atMs: at }))).toBeUndefined();
    expect(await entry.push(seen('粤B40002', { atMs: at + 1_000 }))).toBeUndefined();
    expect(await exit.replayOffline()).toBe(1);
    expect(await entry.replayOffline()).toBe(2);
    await eventually(openStays, (stays) => stays.length === 2);
    await settled();
    await hearSignals(scene, bridge.nowMs);
    expect(await openStays()).toMatchObject([{ entered: at + 1_000 }]);
    const gone = await scene.inCompany((tx) =>
      tx.row(sql`select epoch_ms(left_at) as left from parking_session where entered_at = instant(${at})`),
    );
    expect(gone).toEqual({ left: at + 600_000 });
    const opened = await scene.inCompany((tx) =>
      tx.row(
        sql`select count(*) as count from gate_decision where decided_by = 'offline' and verdict <> 'record-only'`,
      ),
    );
    expect(opened).toEqual({ count: 0 });
  }, 30_000);
});

describe('a push', () => {
  const post = (token: string, body: string, contentType = 'application/json') =>
    fetch(`${bridge.url}/push/${token}`, { method: 'POST', headers: { 'content-type': contentType }, body });

  test('to an unknown URL, with a wrong serial number or from a strange address is refused', async () => {
    expect((await post('0123456789abcdef0123', '{}')).status).toBe(404);
    const liar = simulatedCamera({
      bridgeUrl: bridge.url,
      pushToken: entryDevice.pushToken,
      serial: 'other',
      resends: 0,
    });
    expect(await liar.push(seen('粤B50001'))).toBeUndefined();
    const afar = await scene.addDevice({ kind: 'lane-camera', lotId: scene.garageId, laneId: scene.entryLaneId });
    await scene.inCompany((tx) => tx.run(sql`update device set source_addresses = '{10.1.2.3}' where id = ${afar.id}`));
    expect((await post(afar.pushToken, '{}')).status).toBe(403);
    const kept = await scene.db.asDelivery((tx) =>
      tx.rows<{ reason: string }>(sql`select reason from quarantined_message where channel = 'push'`),
    );
    expect(kept).toEqual([{ reason: 'the serial number is not that of the device' }]);
  });

  test('that is none is kept without its pictures and passwords', async () => {
    const body = {
      AlarmInfoPlate: { result: { PlateResult: { plateid: 'x', imageFile: 'SECRET' } }, pass_wd: 'SECRET' },
    };
    expect((await post(entryDevice.pushToken, JSON.stringify(body))).status).toBe(400);
    expect((await post(entryDevice.pushToken, '{')).status).toBe(400);
    const kept = await scene.db.asDelivery((tx) =>
      tx.rows<{ body: Buffer }>(sql`select body from quarantined_message where reason like 'malformed: no %'`),
    );
    expect(kept).toHaveLength(2);
    expect(kept.map((row) => row.body.toString()).join()).not.toContain('SECRET');
  });

  test('too large is refused before it is read', async () => {
    const response = await fetch(`${bridge.url}/push/${entryDevice.pushToken}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.alloc(9 * 1024 * 1024, 32),
    }).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(response).toBe(413);
  });

  test('keeps its pictures by content, and the heartbeat carries a command to the camera', async () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('picture')]);
    await entry.push(seen('粤B50002', { pictures: [jpeg, jpeg] }));
    const row = await scene.db.asDelivery((tx) =>
      tx.row<{ pictures: string[] }>(sql`select pictures from device_event where array_length(pictures, 1) = 2`),
    );
    expect(row?.pictures[0]).toMatch(/^[0-9a-f]{64}\.jpg$/);
    expect(await entry.heartbeat()).toBe(false);
    await scene.inCompany((tx) =>
      tx.run(sql`
        insert into device_command (id, company_id, lot_id, device_id, kind, body, cause, expires_at)
        values (${newId()}, ${scene.companyId}, ${scene.garageId}, ${entryDevice.id}, 'open-barrier', '{}', 'test',
          now() + interval '10 seconds')`),
    );
    expect(await entry.heartbeat()).toBe(true);
    expect(await entry.heartbeat()).toBe(false);
  });
});
