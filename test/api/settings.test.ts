// Companies, branches, areas, roads, lots, policies, lanes: read, listed, changed under If-Match, removed, audited.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addArea, addLot, addTariff, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const auditOf = async (subjectId: string) => {
  const auditor = await stage.town.as('audit-administrator');
  return (await stage.done('listAuditLog', { as: auditor, query: { subjectId } })).items;
};

test('getCompany and updateCompany read and rename the company, with before and after in the audit log', async () => {
  const { body, headers } = await stage.call('getCompany', { as });
  const etag = headers.get('etag') ?? '';
  const renamed = await stage.done('updateCompany', { as, body: { name: 'Renamed' }, headers: { 'if-match': etag } });
  expect(renamed.name).toBe('Renamed');
  const [entry] = await auditOf(stage.town.id);
  expect(entry).toMatchObject({ action: 'updateCompany', before: { name: body.name }, after: { name: 'Renamed' } });
  expect(entry).toMatchObject({ actorKind: 'staff', actorId: stage.town.idOf('administrator'), sealed: false });
});

test('branches: createBranch, getBranch, listBranches, updateBranch, removeBranch', async () => {
  const branch = await stage.done('createBranch', { as, body: { name: 'North' } });
  expect(await stage.done('getBranch', { as, path: { branchId: branch.id } })).toEqual(branch);
  expect((await stage.done('listBranches', { as })).items.map(({ id }) => id)).toContain(branch.id);
  const path = { branchId: branch.id };
  const changed = await stage.call('updateBranch', { as, path, body: { name: 'South' }, ...ifMatch(1) });
  expect(changed).toMatchObject({ status: 200, body: { name: 'South', version: 2 } });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect((await stage.call('removeBranch', { as, path, ...ifMatch(1) })).code).toBe('stale-version');
  expect((await stage.call('removeBranch', { as, path, ...ifMatch(2) })).status).toBe(204);
  expect((await stage.call('getBranch', { as, path })).status).toBe(404);
});

test('areas: createArea, getArea, listAreas by parent, updateArea, removeArea', async () => {
  const parent = await addArea(stage, stage.town);
  const child = await stage.done('createArea', { as, body: { name: 'Child', code: 'C1', parentAreaId: parent.id } });
  const listed = await stage.done('listAreas', { as, query: { parentAreaId: parent.id } });
  expect(listed.items).toEqual([child]);
  const path = { areaId: child.id };
  expect((await stage.call('removeArea', { as, path: { areaId: parent.id }, ...ifMatch(1) })).code).toBe(
    'still-referenced',
  );
  const changed = await stage.done('updateArea', { as, path, body: { code: null, name: 'Renamed' }, ...ifMatch(1) });
  expect(changed).toMatchObject({ code: null, name: 'Renamed', parentAreaId: parent.id });
  expect(await stage.done('getArea', { as, path })).toEqual(changed);
  expect((await stage.call('removeArea', { as, path, ...ifMatch(2) })).status).toBe(204);
});

test('roads: createRoad, getRoad, listRoads by area, updateRoad, removeRoad', async () => {
  const area = await addArea(stage, stage.town);
  const road = await stage.done('createRoad', { as, body: { areaId: area.id, name: 'High street' } });
  const twice = await stage.call('createRoad', { as, body: { areaId: area.id, name: 'High street' } });
  expect(twice).toMatchObject({ status: 409, code: 'already-exists' });
  expect((await stage.done('listRoads', { as, query: { areaId: area.id } })).items).toEqual([road]);
  const path = { roadId: road.id };
  const changed = await stage.done('updateRoad', { as, path, body: { name: 'Low street' }, ...ifMatch(1) });
  expect(await stage.done('getRoad', { as, path })).toEqual(changed);
  expect((await stage.call('removeRoad', { as, path, ...ifMatch(2) })).status).toBe(204);
});

describe('lots', () => {
  test('createLot, getLot, listLots by area and kind, updateLot', async () => {
    const area = await addArea(stage, stage.town);
    const lot = await addLot(stage, stage.town, { areaId: area.id, latitude: 22.5, longitude: 114.1, capacity: 10 });
    const query = { areaId: area.id, kind: 'off-street', state: 'open' } as const;
    expect((await stage.done('listLots', { as, query })).items).toEqual([lot]);
    const path = { lotId: lot.id };
    const body = { capacity: 20, state: 'closed', latitude: null } as const;
    const changed = await stage.done('updateLot', { as, path, body, ...ifMatch(1) });
    expect(changed).toMatchObject({ capacity: 20, state: 'closed', latitude: null, longitude: 114.1, version: 2 });
    expect(await stage.done('getLot', { as, path })).toEqual(changed);
    const board = await stage.done('getLotBoard', { path });
    expect(board).toMatchObject({ capacity: 20, free: 20, state: 'closed' });
  });

  test('refuses what another company owns, as if it were not there', async () => {
    const theirs = await addArea(stage, stage.otherTown);
    const body = {
      areaId: theirs.id,
      code: 'X',
      name: 'X',
      kind: 'off-street',
      capacity: 1,
      zone: 'Asia/Shanghai',
    } as const;
    const answer = await stage.call('createLot', { as, body });
    expect(answer).toMatchObject({ status: 409, code: 'unknown-reference', pointers: ['/body/areaId'] });
    const lot = await addLot(stage, stage.otherTown);
    expect((await stage.call('getLot', { as, path: { lotId: lot.id } })).status).toBe(404);
    expect(
      (await stage.call('updateLot', { as, path: { lotId: lot.id }, body: { name: 'Mine' }, ...ifMatch(1) })).status,
    ).toBe(404);
    expect((await stage.call('removeLot', { as, path: { lotId: lot.id }, ...ifMatch(1) })).status).toBe(404);
  });

  test('refuses a zone that does not exist', async () => {
    const area = await addArea(stage, stage.town);
    const body = {
      areaId: area.id,
      code: 'Z',
      name: 'Z',
      kind: 'off-street',
      capacity: 1,
      zone: 'Asia/Nowhere',
    } as const;
    expect(await stage.call('createLot', { as, body })).toMatchObject({ status: 400, pointers: ['/body/zone'] });
  });

  test('removeLot removes a lot that was never used, and only that', async () => {
    const [unused, used] = [await addLot(stage, stage.town), await addLot(stage, stage.town)];
    await stage.done('createBay', { as, path: { lotId: used.id }, body: { code: 'B1', state: 'in-use' } });
    expect((await stage.call('removeLot', { as, path: { lotId: unused.id }, ...ifMatch(1) })).status).toBe(204);
    expect((await stage.call('removeLot', { as, path: { lotId: used.id }, ...ifMatch(1) })).code).toBe(
      'still-referenced',
    );
    expect((await stage.done('getLotPolicy', { as, path: { lotId: used.id } })).version).toBe(1);
  });

  test('assignLotTariff names the tariff of a lot', async () => {
    const lot = await addLot(stage, stage.town);
    const tariff = await addTariff(stage, stage.town);
    const path = { lotId: lot.id };
    const assigned = await stage.done('assignLotTariff', { as, path, body: { tariffId: tariff.id }, ...ifMatch(1) });
    expect(assigned.tariffId).toBe(tariff.id);
    const foreign = await addTariff(stage, stage.otherTown);
    const wrong = await stage.call('assignLotTariff', { as, path, body: { tariffId: foreign.id }, ...ifMatch(2) });
    expect(wrong).toMatchObject({ status: 409, code: 'unknown-reference' });
  });
});

describe('the policy of a lot', () => {
  test('replaceLotPolicy writes a new version with what was named and keeps the rest', async () => {
    const lot = await addLot(stage, stage.town, { policy: { settleGraceSeconds: 0 } });
    const path = { lotId: lot.id };
    const { body: first, headers } = await stage.call('getLotPolicy', { as, path });
    expect(first).toMatchObject({ settleGraceSeconds: 0, paidLeaveGraceSeconds: 900, fullLot: 'refuse', version: 1 });
    const body = { fullLot: 'open', arrearsAtEntry: { action: 'refuse', thresholdFen: 5000 } } as const;
    const change = { as, path, body, headers: { 'if-match': headers.get('etag') ?? '' } };
    const second = await stage.call('replaceLotPolicy', change);
    expect(second.body).toEqual({ ...first, ...body, version: 2 });
    expect((await stage.call('replaceLotPolicy', change)).code).toBe('stale-version');
    expect(await stage.done('getLotPolicy', { as, path })).toEqual(second.body);
  });

  test('names each value that no policy can have', async () => {
    const { id } = await addLot(stage, stage.town);
    const body = { settleGraceSeconds: -1, minimumConfidence: 101, exemptClasses: ['dragon'], graceMinutes: 3 };
    const answer = await stage.call('replaceLotPolicy', {
      as,
      path: { lotId: id },
      body: JSON.stringify(body),
      ...ifMatch(1),
    });
    const pointers = [
      '/body/exemptClasses/0',
      '/body/graceMinutes',
      '/body/minimumConfidence',
      '/body/settleGraceSeconds',
    ];
    expect([...answer.pointers].sort()).toEqual(pointers);
  });
});

test('lanes: createLane, getLane, listLanes, updateLane, removeLane', async () => {
  const { id: lotId } = await addLot(stage, stage.town);
  const body = { code: 'E1', name: 'Entry', direction: 'entry', confirmation: 'none' } as const;
  const lane = await stage.done('createLane', { as, path: { lotId }, body });
  expect(lane.state).toBe('open');
  expect((await stage.done('listLanes', { as, path: { lotId } })).items).toEqual([lane]);
  const path = { laneId: lane.id };
  const changed = await stage.done('updateLane', { as, path, body: { state: 'closed' }, ...ifMatch(1) });
  expect(await stage.done('getLane', { as, path })).toEqual(changed);
  expect((await stage.call('removeLane', { as, path, ...ifMatch(2) })).status).toBe(204);
  expect((await stage.call('listLanes', { as, path: { lotId: newId() } })).status).toBe(404);
});
