// Staff with roles and scope: who may see which lots, and who may change whom.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../platform/ids.ts';
import { openStage, password, type Stage } from './support/stage.ts';
import { addArea, addLot, ifMatch } from './support/town.ts';

let stage: Stage;
let security: string;
beforeAll(async () => {
  stage = await openStage();
  security = await stage.town.as('security-administrator');
});
afterAll(() => stage.close());

type Unit = { readonly kind: 'branch' | 'area' | 'lot'; readonly id: string };

const hire = async (roles: string[], scope: Unit[] = []) => {
  const login = `s-${newId().slice(-12)}`;
  const body = { audience: 'staff', login, displayName: 'Somebody', password, roles, scope } as const;
  const staff = await stage.done('createStaff', { as: security, body });
  const { accessToken } = await stage.done('signInStaff', { body: { login, password } });
  return { ...staff, token: accessToken };
};

describe('staff', () => {
  test('createStaff, getStaff and listStaff show roles and scope, never a password', async () => {
    const area = await addArea(stage, stage.town);
    const made = await hire(['operator', 'finance'], [{ kind: 'area', id: area.id }]);
    const { body, headers } = await stage.call('getStaff', { as: security, path: { staffId: made.id } });
    expect(body).toMatchObject({
      roles: ['finance', 'operator'],
      scope: [{ kind: 'area', id: area.id }],
      state: 'active',
    });
    expect(headers.get('etag')).toBe('"1"');
    expect(JSON.stringify(body)).not.toContain('argon2');
    const all = await stage.done('listStaff', {
      as: security,
      query: { limit: 200, audience: 'staff', state: 'active' },
    });
    expect(all.items.map(({ id }) => id)).toContain(made.id);
  });

  test('listStaff pages through everybody once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const page = await stage.done('listStaff', { as: security, query });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined && seen.length < 500);
    const whole = await stage.done('listStaff', { as: security, query: { limit: 200 } });
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(9);
  });

  test('refuses a role or a unit that does not exist', async () => {
    const body = { audience: 'staff', login: `s-${newId().slice(-12)}`, displayName: 'X', password } as const;
    const role = await stage.call('createStaff', { as: security, body: { ...body, roles: ['king'], scope: [] } });
    expect(role).toMatchObject({ status: 400, pointers: ['/body/roles'] });
    const scope = [{ kind: 'lot' as const, id: newId() }];
    const unit = await stage.call('createStaff', { as: security, body: { ...body, roles: ['operator'], scope } });
    expect(unit).toMatchObject({ status: 409, code: 'unknown-reference', pointers: ['/body/scope/0/id'] });
  });

  test('refuses a login that somebody has, in whatever company', async () => {
    const login = stage.otherTown.loginOf('administrator');
    const body = { audience: 'staff' as const, login, displayName: 'X', password, roles: ['operator'], scope: [] };
    expect(await stage.call('createStaff', { as: security, body })).toMatchObject({
      status: 409,
      code: 'already-exists',
    });
  });

  test('updateStaff lets nobody change his own rights', async () => {
    const path = { staffId: stage.town.idOf('security-administrator') };
    const body = { roles: ['administrator'] };
    const answer = await stage.call('updateStaff', { as: security, path, body, ...ifMatch(1) });
    expect(answer).toMatchObject({ status: 403, code: 'same-person' });
  });

  test('updateStaff wants the version that was read', async () => {
    const { id } = await hire(['operator']);
    const change = { as: security, path: { staffId: id }, body: { displayName: 'New name' } };
    const [first, second] = [
      await stage.call('updateStaff', { ...change, ...ifMatch(1) }),
      await stage.call('updateStaff', { ...change, ...ifMatch(1) }),
    ];
    expect(first).toMatchObject({ status: 200, body: { displayName: 'New name', version: 2 } });
    expect(second).toMatchObject({ status: 412, code: 'stale-version' });
  });

  test('listRoles shows the three separate duties', async () => {
    const { items } = await stage.done('listRoles', { as: security, query: { limit: 200 } });
    const actionsOf = (name: string): string[] =>
      (items.find((role) => role.name === name)?.rules ?? []).map(({ action, subject }) => `${action} ${subject}`);
    expect(actionsOf('administrator')).not.toContain('create Staff');
    expect(actionsOf('administrator')).not.toContain('read AuditLog');
    expect(actionsOf('security-administrator')).not.toContain('create Lot');
    expect(actionsOf('audit-administrator').every((rule) => rule.startsWith('read '))).toBe(true);
  });
});

describe('scope', () => {
  test('an area opens the lots below it, however deep, and no others', async () => {
    const district = await addArea(stage, stage.town);
    const quarter = await addArea(stage, stage.town, district.id);
    const inside = await addLot(stage, stage.town, { areaId: quarter.id });
    const outside = await addLot(stage, stage.town);
    const { token } = await hire(['operator'], [{ kind: 'area', id: district.id }]);
    const { items } = await stage.done('listLots', { as: token, query: { limit: 200 } });
    expect(items.map(({ id }) => id)).toEqual([inside.id]);
    expect((await stage.call('getLot', { as: token, path: { lotId: inside.id } })).status).toBe(200);
    expect((await stage.call('getLot', { as: token, path: { lotId: outside.id } })).status).toBe(404);
    const calibration = { as: token, path: { lotId: outside.id }, body: { occupied: 1, reason: 'counted' } };
    expect((await stage.call('calibrateLot', calibration)).status).toBe(404);
  });

  test('a branch opens its lots, and a lot that joins it is open at once', async () => {
    const administrator = await stage.town.as('administrator');
    const branch = await stage.done('createBranch', { as: administrator, body: { name: `Branch ${newId()}` } });
    const { token } = await hire(['operator'], [{ kind: 'branch', id: branch.id }]);
    expect((await stage.done('listLots', { as: token })).items).toEqual([]);
    const lot = await addLot(stage, stage.town, { branchId: branch.id });
    expect((await stage.done('listLots', { as: token })).items.map(({ id }) => id)).toEqual([lot.id]);
  });

  test('a narrower scope holds at once', async () => {
    const [first, second] = [await addLot(stage, stage.town), await addLot(stage, stage.town)];
    const { id, token, version } = await hire(
      ['operator'],
      [
        { kind: 'lot', id: first.id },
        { kind: 'lot', id: second.id },
      ],
    );
    expect((await stage.done('listLots', { as: token })).items).toHaveLength(2);
    const body = { scope: [{ kind: 'lot' as const, id: first.id }] };
    await stage.done('updateStaff', { as: security, path: { staffId: id }, body, ...ifMatch(version) });
    expect((await stage.done('listLots', { as: token })).items.map((lot) => lot.id)).toEqual([first.id]);
    expect((await stage.done('getMe', { as: token })).lotIds).toEqual([first.id]);
  });

  test('who is scoped to some lots cannot make another', async () => {
    const lot = await addLot(stage, stage.town);
    const { token } = await hire(['administrator'], [{ kind: 'lot', id: lot.id }]);
    const body = {
      areaId: lot.areaId,
      code: 'NEW',
      name: 'N',
      kind: 'off-street',
      capacity: 1,
      zone: 'Asia/Shanghai',
    } as const;
    expect(await stage.call('createLot', { as: token, body })).toMatchObject({ status: 403, code: 'out-of-scope' });
  });
});
