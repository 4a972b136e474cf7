// Devices over HTTP: registered one by one or thousands at once; a secret is seen once and stored sealed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDeviceSecret, readDevice, readDeviceOfPushToken } from '../../db/queries/device-credentials.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addLot, addStreet, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
let lotId: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
  lotId = (await addStreet(stage, stage.town, 5)).id;
  await stage.done('createLane', {
    as,
    path: { lotId },
    body: { code: 'E1', name: 'E', direction: 'entry', confirmation: 'none' },
  });
});
afterAll(() => stage.close());

const freshId = (): string => `d-${newId().slice(-12)}`;
const stored = (id: string) => stage.database.asIdentity((tx) => readDevice(tx, id));

describe('createDevice', () => {
  test('hands out a secret once, and keeps it sealed', async () => {
    const id = freshId();
    const body = { id, kind: 'bay-sensor', name: 'Sensor', bayCode: 'B1', configuration: {} } as const;
    const credential = await stage.done('createDevice', { as, path: { lotId }, body });
    expect(credential).toMatchObject({ deviceId: id, username: id, pushUrl: null });
    expect(credential.topicPrefix).toBe(`ps/v1/${stage.town.id}/${lotId}/${id}`);
    const row = await stored(id);
    expect(openDeviceSecret(stage.config.secrets.dataKey, id, row!.secretCipher)).toBe(credential.secret);
    expect(row!.secretCipher.includes(credential.secret)).toBe(false);
    const shown = await stage.done('getDevice', { as, path: { deviceId: id } });
    expect(JSON.stringify(shown)).not.toContain(credential.secret);
    expect(shown).toMatchObject({ kind: 'bay-sensor', online: false, batteryPercent: null, version: 1 });
  });

  test('the same key gives the same secret again, from a sealed row', async () => {
    const id = freshId();
    const body = { id, kind: 'handheld', name: 'PDA', configuration: {} } as const;
    const headers = { 'idempotency-key': newId() };
    const first = await stage.call('createDevice', { as, path: { lotId }, body, headers });
    const second = await stage.call('createDevice', { as, path: { lotId }, body, headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  test('gives a lane camera a push URL of its own, that is stored as a hash', async () => {
    const id = freshId();
    const body = { id, kind: 'lane-camera', name: 'Camera', laneCode: 'E1', serial: 'S-1', configuration: {} } as const;
    const { pushUrl } = await stage.done('createDevice', { as, path: { lotId }, body });
    const token = /\/push\/([A-Za-z0-9_-]{32})$/.exec(pushUrl ?? '')?.[1] ?? '';
    const device = await stage.database.asIdentity((tx) => readDeviceOfPushToken(tx, token));
    expect(device?.id).toBe(id);
  });

  test.each([
    ['a bay sensor without a bay', { kind: 'bay-sensor' }, 'bayCode'],
    ['a bay that the lot does not have', { kind: 'bay-sensor', bayCode: 'B99' }, 'bayCode'],
    ['a camera without a lane', { kind: 'lane-camera' }, 'laneCode'],
    ['an id with a slash', { kind: 'handheld', id: 'a/b' }, 'id'],
    ['a kind that does not exist', { kind: 'toaster' }, 'kind'],
    ['an address that is none', { kind: 'handheld', sourceAddresses: ['here'] }, 'sourceAddresses/0'],
  ])('refuses %s', async (_what, given, pointer) => {
    const body = JSON.stringify({ id: freshId(), name: 'X', ...given });
    const answer = await stage.call('createDevice', { as, path: { lotId }, body });
    expect(answer.status).toBe(400);
    expect(answer.pointers).toContain(`/body/${pointer}`);
  });

  test('refuses an id that any company uses', async () => {
    const id = freshId();
    const body = { id, kind: 'handheld', name: 'X', configuration: {} } as const;
    const theirs = await addLot(stage, stage.otherTown);
    const other = await stage.otherTown.as('administrator');
    await stage.done('createDevice', { as: other, path: { lotId: theirs.id }, body });
    expect(await stage.call('createDevice', { as, path: { lotId }, body })).toMatchObject({
      status: 409,
      code: 'already-exists',
    });
  });
});

describe('createDevices', () => {
  test('registers many at once', async () => {
    const { id: street } = await addStreet(stage, stage.town, 300);
    const devices = Array.from({ length: 300 }, (_, index) => ({
      id: freshId(),
      kind: 'bay-sensor' as const,
      name: `Sensor ${index}`,
      bayCode: `B${index + 1}`,
      configuration: {},
    }));
    const { credentials } = await stage.done('createDevices', { as, path: { lotId: street }, body: { devices } });
    expect(credentials.map(({ deviceId }) => deviceId)).toEqual(devices.map(({ id }) => id));
    expect(new Set(credentials.map(({ secret }) => secret)).size).toBe(300);
  });

  test('registers none when one is wrong, and names it', async () => {
    const [good, bad] = [freshId(), freshId()];
    const devices = [
      { id: good, kind: 'handheld' as const, name: 'Good', configuration: {} },
      { id: bad, kind: 'bay-sensor' as const, name: 'Bad', bayCode: 'NONE', configuration: {} },
    ];
    const answer = await stage.call('createDevices', { as, path: { lotId }, body: { devices } });
    expect(answer.pointers).toEqual(['/body/devices/1/bayCode']);
    expect(await stored(good)).toBeUndefined();
  });
});

test('rotateDeviceCredential ends the old secret and the old URL', async () => {
  const id = freshId();
  const body = { id, kind: 'lane-camera', name: 'Camera', laneCode: 'E1', configuration: {} } as const;
  const first = await stage.done('createDevice', { as, path: { lotId }, body });
  const second = await stage.done('rotateDeviceCredential', { as, path: { deviceId: id } });
  expect(second.secret).not.toBe(first.secret);
  const token = first.pushUrl?.split('/').at(-1) ?? '';
  expect(await stage.database.asIdentity((tx) => readDeviceOfPushToken(tx, token))).toBeUndefined();
  expect(openDeviceSecret(stage.config.secrets.dataKey, id, (await stored(id))!.secretCipher)).toBe(second.secret);
});

test('listDevices, updateDevice and removeDevice', async () => {
  const id = freshId();
  const body = { id, kind: 'handheld', name: 'PDA', configuration: { printer: true } } as const;
  await stage.done('createDevice', { as, path: { lotId }, body });
  const listed = await stage.done('listDevices', {
    as,
    path: { lotId },
    query: { kind: 'handheld', online: false, limit: 200 },
  });
  expect(listed.items.map((device) => device.id)).toContain(id);
  const path = { deviceId: id };
  const change = { state: 'out-of-use', sourceAddresses: ['10.0.0.7'], configuration: { printer: false } } as const;
  const changed = await stage.done('updateDevice', {
    as,
    path,
    body: { ...change, sourceAddresses: ['10.0.0.7'] },
    ...ifMatch(1),
  });
  expect(changed).toMatchObject(change);
  expect((await stage.call('updateDevice', { as, path, body: { name: 'Late' }, ...ifMatch(1) })).code).toBe(
    'stale-version',
  );
  expect((await stage.call('removeDevice', { as, path, ...ifMatch(2) })).status).toBe(204);
  expect((await stage.call('getDevice', { as, path })).status).toBe(404);
});
