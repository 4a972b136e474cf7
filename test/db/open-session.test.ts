// Opening a session: once per entry, one stay per bay, one per vehicle in a gated lot, the place taken exactly once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readBoards, reservePlace } from '../../db/queries/occupancy.ts';
import { openSession, type OpenSession } from '../../db/queries/open-session.ts';
import { findOpenStay, findOrCreateVehicle, readPlateOf, vehicleOfRead } from '../../db/queries/vehicles.ts';
import { writeDecision } from '../../db/queries/gate-decisions.ts';
import { sql } from '../../db/rows.ts';
import { type Plate, readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene.close());

const at = epochMs(1_700_000_000_000);
const plateOf = (text: string, colour: Plate['colour']): Plate => {
  const plate = readPlate(text, colour);
  if (isRefusal(plate)) throw new Error(plate.code);
  return plate;
};
const onBay = (bay: string, entryKey: string): OpenSession => ({
  companyId: scene.companyId,
  lotId: scene.streetId,
  setting: 'on-street',
  bayId: scene.bays[bay] ?? '',
  vehicleClass: 'small',
  entryKey,
  enteredAt: at,
  place: 'none',
});
const open = (entry: OpenSession) => scene.inCompany((tx) => openSession(tx, entry));

test('opens the session of an entry once, with its bill, its place and one start message', async () => {
  const both = await Promise.all([open(onBay('A1', 'sensor/e1')), open(onBay('A1', 'sensor/e1'))]);
  const ids = new Set(both.map((result) => (isRefusal(result) ? result.code : result.sessionId)));
  expect(ids.size).toBe(1);
  expect(both.filter((result) => !isRefusal(result) && result.opened)).toHaveLength(1);
  const counts = await scene.inCompany((tx) =>
    tx.row(sql`select (select count(*) from bill) as bills, (select count(*) from outbox where kind = 'start') as starts,
      (select occupied from lot_occupancy where lot_id = ${scene.streetId}) as occupied`),
  );
  expect(counts).toEqual({ bills: 1, starts: 1, occupied: 1 });
});

test('refuses bay-occupied for a second stay on the bay', async () => {
  expect(await open(onBay('A1', 'pda/e2'))).toMatchObject({ refused: true, code: 'bay-occupied' });
});

test('turns the reservation of a decision into an occupied place, and refuses vehicle-already-inside', async () => {
  const vehicle = await scene.inCompany((tx) => findOrCreateVehicle(tx, plateOf('粤B12345', 'blue'), scene.keys));
  if (isRefusal(vehicle)) throw new Error(vehicle.code);
  const decisionId = newId();
  await scene.inCompany(async (tx) => {
    await reservePlace(tx, scene.garageId);
    await writeDecision(tx, {
      id: decisionId,
      companyId: scene.companyId,
      lotId: scene.garageId,
      laneId: scene.entryLaneId,
      deviceId: 'camera',
      eventId: 'e3',
      direction: 'entry',
      vehicleId: vehicle.id,
      verdict: 'open',
      decidedBy: 'rows',
      place: 'reserved',
      at,
    });
  });
  const entry: OpenSession = {
    companyId: scene.companyId,
    lotId: scene.garageId,
    setting: 'off-street',
    laneId: scene.entryLaneId,
    vehicleId: vehicle.id,
    vehicleClass: vehicle.vehicleClass,
    entryKey: 'camera/e3',
    enteredAt: at,
    place: { reservedDecisionId: decisionId },
  };
  expect(await open(entry)).toMatchObject({ opened: true });
  expect(await scene.inCompany((tx) => readBoards(tx, [scene.garageId]))).toMatchObject([{ occupied: 1, reserved: 0 }]);
  expect(await open({ ...entry, entryKey: 'camera/e4' })).toMatchObject({ code: 'vehicle-already-inside' });
  const stay = await scene.inCompany((tx) =>
    findOpenStay(tx, scene.garageId, plateOf('粤B12345', 'unknown'), scene.keys),
  );
  expect(stay?.vehicleId).toBe(vehicle.id);
});

test('gives an unknown colour the only known colour, asks a person when there are several, and lets a machine go on', async () => {
  const find = (colour: Plate['colour']) =>
    scene.inCompany((tx) => findOrCreateVehicle(tx, plateOf('粤B22222', colour), scene.keys));
  const blue = await find('blue');
  expect(await find('unknown')).toEqual(blue);
  const yellow = await find('yellow');
  expect(yellow).not.toEqual(blue);
  expect(await find('unknown')).toMatchObject({ code: 'unknown-colour' });
  const unknown = plateOf('粤B22222', 'unknown');
  const read = await scene.inCompany((tx) => vehicleOfRead(tx, unknown, scene.keys));
  expect(read?.colour).toBe('unknown');
  const clear = await scene.inCompany((tx) => readPlateOf(tx, read?.id ?? '', scene.keys));
  expect(clear).toEqual({ characters: '粤B22222', colour: 'unknown' });
});

test('makes one vehicle of one plate that many cameras see first at the same time', async () => {
  const found = await Promise.all(
    Array.from({ length: 12 }, () =>
      scene.inCompany((tx) => findOrCreateVehicle(tx, plateOf('粤B33333', 'blue'), scene.keys)),
    ),
  );
  expect(new Set(found.map((vehicle) => (isRefusal(vehicle) ? vehicle.code : vehicle.id))).size).toBe(1);
});
