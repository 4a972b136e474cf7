// Which tariff a lot has: its own, or its group's; and that nothing done to tariffs changes a stay that runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { type Scope } from '../../db/database.ts';
import { assignmentOf, lotsOfGroups } from '../../db/queries/tariff-assignment.ts';
import { countPastStays } from '../../db/queries/tariff-past-stays.ts';
import { versionsInForce } from '../../db/queries/tariff-versions.ts';
import { sql } from '../../db/rows.ts';
import { epochMs, hourMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { close, enter, feeAt } from './support/stays.ts';
import { addLot, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

/** So much per started hour, all day. */
const hourly = (unitPriceFen: number): Record<string, unknown> => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: {
    small: {
      kind: 'charged',
      bands: [
        {
          name: 'all-day',
          from: '00:00',
          to: '24:00',
          charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] },
        },
      ],
    },
  },
});

const addTariff = (unitPriceFen: number): Promise<Schema<'Tariff'>> => {
  const effectiveFrom = '2020-01-01T00:00:00+08:00';
  const body = { name: `Tariff ${newId()}`, document: hourly(unitPriceFen), effectiveFrom };
  return stage.done('createTariff', { as, body });
};

const addGroup = (over: Partial<Schema<'LotGroupCreate'>> = {}): Promise<Schema<'LotGroup'>> =>
  stage.done('createLotGroup', { as, body: { name: `Group ${newId()}`, ...over } });

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('groups of lots', () => {
  test('createLotGroup, getLotGroup and listLotGroups show the lots; updateLotGroup replaces them', async () => {
    const lots = await Promise.all([1, 2, 3].map(() => addLot(stage, stage.town)));
    const [a = '', b = '', c = ''] = lots.map(({ id }) => id);
    const group = await addGroup({ lotIds: [a, b] });
    expect(group).toMatchObject({ lotIds: [a, b].sort(), tariffId: null, version: 1 });
    const path = { groupId: group.id };
    expect(await stage.done('getLotGroup', { as, path })).toEqual(group);
    const changed = await stage.done('updateLotGroup', { as, path, body: { lotIds: [b, c] }, ...ifMatch(1) });
    expect(changed).toMatchObject({ name: group.name, lotIds: [b, c].sort(), version: 2 });
    const renamed = await stage.done('updateLotGroup', { as, path, body: { name: `New ${newId()}` }, ...ifMatch(2) });
    expect(renamed).toMatchObject({ lotIds: [b, c].sort(), version: 3 });
    const stale = await stage.call('updateLotGroup', { as, path, body: { lotIds: [] }, ...ifMatch(2) });
    expect(stale).toMatchObject({ status: 412, code: 'stale-version' });
    const { items } = await stage.done('listLotGroups', { as, query: { limit: 200 } });
    expect(items).toContainEqual(renamed);
  });

  test('a lot is in one group at most, and a lot of another company in none', async () => {
    const lot = await addLot(stage, stage.town);
    await addGroup({ lotIds: [lot.id] });
    const body = { name: `Group ${newId()}`, lotIds: [lot.id] };
    const taken = await stage.call('createLotGroup', { as, body });
    expect(taken).toMatchObject({ status: 409, code: 'already-exists', pointers: ['/body/lotIds/0'] });
    const foreign = await addLot(stage, stage.otherTown);
    const strange = await stage.call('createLotGroup', { as, body: { ...body, lotIds: [foreign.id] } });
    expect(strange).toMatchObject({ status: 409, code: 'unknown-reference', pointers: ['/body/lotIds/0'] });
  });

  test('removeLotGroup lets its lots go; a lot that is removed leaves its group', async () => {
    const [lot, gone] = [await addLot(stage, stage.town), await addLot(stage, stage.town)];
    const group = await addGroup({ lotIds: [lot.id, gone.id] });
    await stage.done('removeLot', { as, path: { lotId: gone.id }, ...ifMatch(1) });
    const path = { groupId: group.id };
    expect((await stage.done('getLotGroup', { as, path })).lotIds).toEqual([lot.id]);
    expect((await stage.call('removeLotGroup', { as, path, ...ifMatch(7) })).code).toBe('stale-version');
    await stage.done('removeLotGroup', { as, path, ...ifMatch(1) });
    expect((await stage.call('getLotGroup', { as, path })).status).toBe(404);
    expect((await addGroup({ lotIds: [lot.id] })).lotIds).toEqual([lot.id]);
  });
});

describe('which tariff a lot has', () => {
  test("a lot's own tariff wins over its group's, and its group's holds where it has none", async () => {
    const [own, ofGroup] = [await addTariff(100), await addTariff(700)];
    const [bare, special] = [await addLot(stage, stage.town), await addLot(stage, stage.town, { tariffId: own.id })];
    const group = await addGroup({ lotIds: [bare.id, special.id] });
    const none = await stage.done('getLotTariff', { as, path: { lotId: bare.id } });
    expect(none).toMatchObject({
      tariffId: null,
      from: null,
      versionId: null,
      groupId: group.id,
      groupName: group.name,
    });
    const path = { groupId: group.id };
    const body = { tariffId: ofGroup.id };
    const assigned = await stage.done('assignLotGroupTariff', { as, path, body, ...ifMatch(1) });
    expect(assigned).toMatchObject({ tariffId: ofGroup.id, version: 2, lotIds: [bare.id, special.id].sort() });
    const fromGroup = await stage.done('getLotTariff', { as, path: { lotId: bare.id } });
    expect(fromGroup).toMatchObject({ tariffId: ofGroup.id, from: 'group' });
    expect(fromGroup.versionId).not.toBeNull();
    const fromLot = await stage.done('getLotTariff', { as, path: { lotId: special.id } });
    expect(fromLot).toMatchObject({ tariffId: own.id, from: 'lot' });

    const sessions = await Promise.all([bare, special].map(({ id }) => enter(stage, id, minutesAgo(90))));
    const fees = await Promise.all(sessions.map((id) => feeAt(stage, id, new Date().toISOString())));
    expect(fees.map(({ feeFen }) => feeFen)).toEqual([1400, 200]);
  });

  test('a tariff or a group that is not there is refused', async () => {
    const group = await addGroup();
    const body = { tariffId: newId() };
    const answer = await stage.call('assignLotGroupTariff', { as, path: { groupId: group.id }, body, ...ifMatch(1) });
    expect(answer).toMatchObject({ status: 409, code: 'unknown-reference', pointers: ['/body/tariffId'] });
    expect((await stage.call('getLotTariff', { as, path: { lotId: newId() } })).status).toBe(404);
  });
});

describe('a stay that runs', () => {
  test('is priced as it was at its entry, whatever happens to its tariff, its lot or its group', async () => {
    const [first, second] = [await addTariff(300), await addTariff(900)];
    const lot = await addLot(stage, stage.town);
    const group = await addGroup({ lotIds: [lot.id], tariffId: first.id });
    const sessionId = await enter(stage, lot.id, minutesAgo(30));
    const later = new Date(Date.now() + 10 * hourMs).toISOString();
    const before = await feeAt(stage, sessionId, later);
    expect(before.feeFen).toBe(11 * 300);

    await stage.done('addTariffVersion', { as, path: { tariffId: first.id }, body: { document: hourly(5_000) } });
    expect(await feeAt(stage, sessionId, later)).toEqual(before);
    const path = { groupId: group.id };
    await stage.done('assignLotGroupTariff', { as, path, body: { tariffId: second.id }, ...ifMatch(1) });
    expect(await feeAt(stage, sessionId, later)).toEqual(before);
    const own = { path: { lotId: lot.id }, body: { tariffId: second.id } };
    await stage.done('assignLotTariff', { as, ...own, ...ifMatch(lot.version) });
    await stage.done('updateLotGroup', { as, path, body: { lotIds: [] }, ...ifMatch(2) });
    expect(await feeAt(stage, sessionId, later)).toEqual(before);
    const pinned = await stage.database.inCompany(stage.town.id, (tx) =>
      tx.row<{ version: number }>(sql`
        select v.version from parking_session s join tariff_version v on v.id = s.tariff_version_id
        where s.id = ${sessionId}`),
    );
    expect(pinned).toEqual({ version: 1 });
  });

  test('who enters after a change pays by it, and not a moment before it takes effect', async () => {
    const tariff = await addTariff(300);
    const lot = await addLot(stage, stage.town, { tariffId: tariff.id });
    const change = new Date(Date.now() + 2 * hourMs);
    const body = { document: hourly(500), effectiveFrom: change.toISOString() };
    await stage.done('addTariffVersion', { as, path: { tariffId: tariff.id }, body });
    const moments = [change.getTime() - 1, change.getTime()].map((ms) => new Date(ms).toISOString());
    const [before = '', after = ''] = await Promise.all(moments.map((at) => enter(stage, lot.id, at)));
    const end = new Date(change.getTime() + hourMs).toISOString();
    expect((await feeAt(stage, before, end)).feeFen).toBe(300);
    expect((await feeAt(stage, after, end)).feeFen).toBe(500);
  });

  test('a version that somebody has pinned before it began cannot be taken back', async () => {
    const tariff = await addTariff(300);
    const lot = await addLot(stage, stage.town, { tariffId: tariff.id });
    const change = new Date(Date.now() + 60_000);
    const body = { document: hourly(500), effectiveFrom: change.toISOString() };
    await stage.done('addTariffVersion', { as, path: { tariffId: tariff.id }, body });
    // A device whose clock is fast.
    await enter(stage, lot.id, change.toISOString());
    const path = { tariffId: tariff.id, version: 2 };
    const answer = await stage.call('withdrawTariffVersion', { as, path, body: { reason: 'Too late' } });
    expect(answer).toMatchObject({ status: 409, code: 'version-in-force' });
  });
});

describe('without a scope, or in that of another company', () => {
  test('nothing is read of assignments, versions, events and past stays', async () => {
    const tariff = await addTariff(300);
    const lot = await addLot(stage, stage.town);
    const group = await addGroup({ lotIds: [lot.id], tariffId: tariff.id });
    const at = epochMs(Date.now());
    const read = (scope: Scope) =>
      stage.database.inScope(scope, async (tx) => {
        const version = (await assignmentOf(tx, lot.id, at))?.versionId ?? null;
        const inForce = await versionsInForce(tx, [tariff.id], at);
        const groups = await lotsOfGroups(tx, [group.id]);
        const past = await countPastStays(tx, { from: epochMs(0), until: epochMs(at + 1) }, 10);
        return [version !== null, inForce.size, groups.size, past];
      });
    await close(stage, await enter(stage, lot.id, minutesAgo(90)), minutesAgo(30));
    expect(await read({ companyId: stage.town.id })).toEqual([true, 1, 1, 1]);
    expect(await read({ companyId: '' })).toEqual([false, 0, 0, 0]);
    expect(await read({ companyId: stage.otherTown.id })).toEqual([false, 0, 0, 0]);
    expect(await read({ companyId: stage.town.id, lotIds: [newId()] })).toEqual([false, 1, 0, 0]);
  });
});
