// Requests that machines sign: companies' machines, devices, and the platform's own key.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { platformKey } from '../../api/identity/machines.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, password, type Stage } from './support/stage.ts';
import { addLot } from './support/town.ts';

let stage: Stage;
let machine: { id: string; key: Buffer };
beforeAll(async () => {
  stage = await openStage();
  const body = { name: 'Reporting', roles: ['integration'], scope: [] };
  const made = await stage.done('createMachine', { as: await stage.town.as('administrator'), body });
  machine = { id: made.id, key: Buffer.from(made.key, 'base64url') };
});
afterAll(() => stage.close());

describe('a machine of a company', () => {
  test('createMachine shows a key that signs requests', async () => {
    expect((await stage.call('listLots', { machine })).status).toBe(200);
    expect(await stage.done('getMe', { machine })).toMatchObject({ kind: 'machine', roles: ['integration'] });
  });

  test('may do what its role allows and nothing else', async () => {
    expect(await stage.call('getCompany', { machine })).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await stage.call('listStaff', { machine })).toMatchObject({ status: 401 });
  });

  test('refuses a signature by another key, of another path, or made too long ago', async () => {
    const otherKey = { ...machine, key: Buffer.alloc(32, 7) };
    expect((await stage.call('listLots', { machine: otherKey })).code).toBe('signature-wrong');
    const longAgo = { ...machine, time: String(Math.floor(Date.now() / 1_000) - 301) };
    expect((await stage.call('listLots', { machine: longAgo })).code).toBe('signature-wrong');
    const noTime = { ...machine, time: 'now' };
    expect((await stage.call('listLots', { machine: noTime })).code).toBe('signature-wrong');
    expect((await stage.call('listLots', { machine: { ...machine, id: newId() } })).code).toBe('signature-wrong');
  });

  test('takes a signature of a change once', async () => {
    const path = { sessionId: newId() };
    const body = { kind: 'amount', value: 100, sponsor: 'shop', reason: 'validated' } as const;
    const signed = { machine: { ...machine, time: String(Math.floor(Date.now() / 1_000)) }, path, body };
    expect((await stage.call('grantDiscount', signed)).status).toBe(404);
    expect((await stage.call('grantDiscount', signed)).code).toBe('signature-replayed');
  });
});

describe('a device', () => {
  test('sees its own lot and no other', async () => {
    const [own, other] = [await addLot(stage, stage.town), await addLot(stage, stage.town)];
    const as = await stage.town.as('administrator');
    const id = `pda-${newId().slice(-12)}`;
    const body = { id, kind: 'handheld', name: 'Handheld', configuration: {} } as const;
    const { secret } = await stage.done('createDevice', { as, path: { lotId: own.id }, body });
    const device = { id: `device:${id}`, key: Buffer.from(secret) };
    expect((await stage.call('getLot', { machine: device, path: { lotId: own.id } })).status).toBe(200);
    expect((await stage.call('getLot', { machine: device, path: { lotId: other.id } })).status).toBe(404);
    expect((await stage.call('listDevices', { machine: device, path: { lotId: own.id } })).code).toBe('forbidden');
  });
});

describe('createCompany', () => {
  const body = () => ({
    name: 'A new city',
    administrator: { login: `chief-${newId().slice(-12)}`, displayName: 'Chief', password },
  });

  test('makes a company whose administrator signs in, once per key', async () => {
    const platform = { id: 'platform', key: platformKey(stage.config.secrets.tokenKey) };
    const wanted = body();
    const headers = { 'idempotency-key': newId() };
    const first = await stage.call('createCompany', { machine: platform, body: wanted, headers });
    expect(first.status).toBe(201);
    // One second later: the same request under the same key, signed anew.
    const again = { ...platform, time: String(Math.floor(Date.now() / 1_000) + 1) };
    const second = await stage.call('createCompany', { machine: again, body: wanted, headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const { accessToken } = await stage.done('signInStaff', { body: { login: wanted.administrator.login, password } });
    const company = await stage.done('getCompany', { as: accessToken });
    expect(company).toMatchObject({ id: first.body.id, name: 'A new city' });
  });

  test('is refused to a machine of a company, and to nobody', async () => {
    expect((await stage.call('createCompany', { machine, body: body() })).code).toBe('forbidden');
    expect((await stage.call('createCompany', { body: body() })).status).toBe(401);
  });
});
