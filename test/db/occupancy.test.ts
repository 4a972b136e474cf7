// Places of a lot: capacity is atomic, counts stay true.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  calibrate,
  occupy,
  readBoards,
  release,
  releaseReserved,
  reservePlace,
  setBayOccupied,
} from '../../db/queries/occupancy.ts';
import { epochMs } from '../../domain/time.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene({ garageCapacity: 7, bayCount: 3 });
});
afterAll(() => scene.close());

const at = epochMs(1_700_000_000_000);
const board = async (lotId: string) => (await scene.inCompany((tx) => readBoards(tx, [lotId])))[0];

describe('reservePlace', () => {
  test('never promises more places than the lot has, however many ask at once', async () => {
    const taken = await Promise.all(
      Array.from({ length: 40 }, () => scene.inCompany((tx) => reservePlace(tx, scene.garageId))),
    );
    expect(taken.filter(Boolean)).toHaveLength(7);
    expect(await board(scene.garageId)).toMatchObject({ occupied: 0, reserved: 7, free: 0, capacity: 7 });
    await scene.inCompany((tx) => releaseReserved(tx, scene.garageId));
    expect(await scene.inCompany((tx) => reservePlace(tx, scene.garageId))).toBe(true);
  });
});

describe('release', () => {
  test('never counts below zero', async () => {
    await scene.inCompany((tx) => release(tx, scene.streetId));
    expect(await board(scene.streetId)).toMatchObject({ occupied: 0 });
  });
});

describe('setBayOccupied', () => {
  test('counts a change of a bay once', async () => {
    const bayId = scene.bays['A1'] ?? '';
    const occupied = () =>
      scene.inCompany((tx) => setBayOccupied(tx, { lotId: scene.streetId, bayId, occupied: true, at }));
    expect(await Promise.all([occupied(), occupied(), occupied()])).toEqual(expect.arrayContaining([true, false]));
    expect(await board(scene.streetId)).toMatchObject({ occupied: 1, free: 2 });
  });
});

describe('calibrate', () => {
  test('sets the bays named and the count, and keeps what it was', async () => {
    const result = await scene.inCompany((tx) =>
      calibrate(tx, {
        companyId: scene.companyId,
        lotId: scene.streetId,
        occupiedBayCodes: ['A2', 'A3'],
        reason: 'opening count',
        calibratedBy: 'test',
        at,
      }),
    );
    expect(result).toEqual({ occupiedBefore: 1, occupiedAfter: 2, unknownBayCodes: [] });
    expect(await board(scene.streetId)).toMatchObject({ occupied: 2, free: 1 });
  });

  test('refuses codes that no bay has and changes nothing', async () => {
    const result = await scene.inCompany((tx) =>
      calibrate(tx, {
        companyId: scene.companyId,
        lotId: scene.streetId,
        occupiedBayCodes: ['A1', 'Z9'],
        reason: 'count',
        calibratedBy: 'test',
        at,
      }),
    );
    expect(result).toEqual({ occupiedBefore: 2, occupiedAfter: 2, unknownBayCodes: ['Z9'] });
  });
});

test('counts everybody who comes first to a lot that nobody has counted before', async () => {
  const fresh = await createScene({ garageCapacity: 50 });
  try {
    const inside = Array.from({ length: 8 }, () => fresh.inCompany((tx) => occupy(tx, fresh.garageId)));
    await Promise.all(inside);
    const [board] = await fresh.inCompany((tx) => readBoards(tx, [fresh.garageId]));
    expect(board?.occupied).toBe(8);
  } finally {
    await fresh.close();
  }
});
