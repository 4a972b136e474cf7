// Tariffs over HTTP: versions only grow, what is in force is fixed, and a document that cannot hold is refused with pointers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { dayMs, hourMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addLot, addTariff } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const sample = { ...sampleTariff('Asia/Shanghai') } as Record<string, unknown>;
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

test('createTariff, getTariff and listTariffs show the newest version', async () => {
  const tariff = await addTariff(stage, stage.town);
  expect(tariff.latestVersion).toBe(1);
  expect(await stage.done('getTariff', { as, path: { tariffId: tariff.id } })).toEqual(tariff);
  const bare = await stage.done('createTariff', { as, body: { name: `Bare ${newId()}` } });
  expect(bare.latestVersion).toBe(0);
  const { items } = await stage.done('listTariffs', { as, query: { limit: 200 } });
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([tariff.id, bare.id]));
});

test('addTariffVersion counts up, also when two come at once; listTariffVersions shows the newest first', async () => {
  const { id: tariffId } = await addTariff(stage, stage.town);
  const body = { document: sample, effectiveFrom: '2099-01-01T00:00:00+08:00' };
  const added = await Promise.all(
    [1, 2, 3].map(() => stage.done('addTariffVersion', { as, path: { tariffId }, body })),
  );
  expect(added.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  expect(added[0]).toMatchObject({ document: sample, effectiveFrom: '2098-12-31T16:00:00.000Z', state: 'to-come' });
  const first = await stage.done('listTariffVersions', { as, path: { tariffId }, query: { limit: 3 } });
  expect(first.items.map(({ version }) => version)).toEqual([4, 3, 2]);
  const query = { limit: 3, cursor: first.nextCursor ?? '' };
  const rest = await stage.done('listTariffVersions', { as, path: { tariffId }, query });
  expect(rest).toMatchObject({ items: [{ version: 1, state: 'in-force' }] });
});

test('refuses a malformed document with a pointer to each fault, and keeps nothing of it', async () => {
  const { id: tariffId } = await addTariff(stage, stage.town);
  const document = { ...sample, zone: 'Nowhere', colour: 'red' };
  const body = { document, effectiveFrom: inDays(1) };
  const answer = await stage.call('addTariffVersion', { as, path: { tariffId }, body });
  expect(answer).toMatchObject({ status: 400, code: 'malformed-tariff' });
  expect([...answer.pointers].sort()).toEqual(['/body/document/colour', '/body/document/zone']);
  expect((await stage.done('getTariff', { as, path: { tariffId } })).latestVersion).toBe(1);
  const name = `Bad ${newId()}`;
  expect((await stage.call('createTariff', { as, body: { name, document } })).code).toBe('malformed-tariff');
  expect((await stage.done('createTariff', { as, body: { name } })).latestVersion).toBe(0);
});

test('refuses a time without an offset', async () => {
  const { id: tariffId } = await addTariff(stage, stage.town);
  const body = { document: sample, effectiveFrom: '2099-01-01T00:00:00' };
  const answer = await stage.call('addTariffVersion', { as, path: { tariffId }, body });
  expect(answer).toMatchObject({ status: 400, pointers: ['/body/effectiveFrom'] });
});

describe('effective dates', () => {
  test('a version takes effect at once when it names no time, and replaces the one before', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const added = await stage.done('addTariffVersion', { as, path: { tariffId }, body: { document: sample } });
    expect(added).toMatchObject({ version: 2, state: 'in-force', createdBy: stage.town.idOf('administrator') });
    const before = await stage.done('getTariffVersion', { as, path: { tariffId, version: 1 } });
    expect(before.state).toBe('replaced');
  });

  test('only the first version may begin in the past: effective-too-early', async () => {
    const bare = await stage.done('createTariff', { as, body: { name: `Late ${newId()}` } });
    const path = { tariffId: bare.id };
    const body = { document: sample, effectiveFrom: inDays(-30) };
    expect((await stage.done('addTariffVersion', { as, path, body })).state).toBe('in-force');
    const second = await stage.call('addTariffVersion', { as, path, body });
    expect(second).toMatchObject({ status: 409, code: 'effective-too-early' });
    expect((await stage.done('getTariff', { as, path })).latestVersion).toBe(1);
  });

  test('withdrawTariffVersion takes back what has not begun; it stays readable and never takes effect', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const body = { document: sample, effectiveFrom: inDays(2) };
    const { version } = await stage.done('addTariffVersion', { as, path: { tariffId }, body });
    const path = { tariffId, version };
    const withdrawn = await stage.done('withdrawTariffVersion', { as, path, body: { reason: 'The council said no' } });
    expect(withdrawn.state).toBe('withdrawn');
    expect(withdrawn.withdrawnAt).not.toBeNull();
    expect(await stage.done('getTariffVersion', { as, path })).toEqual(withdrawn);
    const again = await stage.call('withdrawTariffVersion', { as, path, body: { reason: 'Once more' } });
    expect(again).toMatchObject({ status: 409, code: 'version-withdrawn' });
    const lot = await addLot(stage, stage.town, { tariffId });
    const inForce = await stage.done('getLotTariff', { as, path: { lotId: lot.id } });
    const first = await stage.done('getTariffVersion', { as, path: { tariffId, version: 1 } });
    expect(inForce.versionId).toBe(first.id);
    const next = await stage.done('addTariffVersion', { as, path: { tariffId }, body });
    expect(next.version).toBe(version + 1);
  });

  test('version-in-force for what is in force, or was', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    await stage.done('addTariffVersion', { as, path: { tariffId }, body: { document: sample } });
    for (const version of [1, 2]) {
      const path = { tariffId, version };
      const answer = await stage.call('withdrawTariffVersion', { as, path, body: { reason: 'A mistake' } });
      expect(answer).toMatchObject({ status: 409, code: 'version-in-force' });
    }
    const missing = { tariffId, version: 9 };
    const answer = await stage.call('withdrawTariffVersion', { as, path: missing, body: { reason: 'A mistake' } });
    expect(answer).toMatchObject({ status: 404, code: 'not-found' });
  });

  test('the database itself refuses to change or delete a version', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const { em } = stage.database.orm;
    const owner = (statement: string) => em.fork().getConnection().execute(statement);
    const where = `where tariff_id = '${tariffId}'`;
    for (const change of [
      `update tariff_version set document = '{}' ${where}`,
      `update tariff_version set effective_from = now() ${where}`,
      `update tariff_version set withdrawn_at = now(), version = 7 ${where}`,
      `delete from tariff_version ${where}`,
    ]) {
      await expect(owner(change)).rejects.toThrow(/never changes/);
    }
  });

  test('who acts for some lots only adds nothing to a tariff of the company', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const lot = await addLot(stage, stage.town);
    const security = await stage.town.as('security-administrator');
    const login = `narrow-${newId().slice(-12)}`;
    const password = 'a long enough password';
    const scope = [{ kind: 'lot' as const, id: lot.id }];
    const body = {
      audience: 'staff' as const,
      login,
      displayName: 'Narrow',
      password,
      roles: ['administrator'],
      scope,
    };
    await stage.done('createStaff', { as: security, body });
    const { accessToken: narrow } = await stage.done('signInStaff', { body: { login, password } });
    const answer = await stage.call('addTariffVersion', { as: narrow, path: { tariffId }, body: { document: sample } });
    expect(answer).toMatchObject({ status: 403, code: 'out-of-scope' });
    const group = await stage.call('createLotGroup', { as: narrow, body: { name: 'Mine', lotIds: [lot.id] } });
    expect(group).toMatchObject({ status: 403, code: 'out-of-scope' });
  });

  test('every change is in the audit log, a withdrawal with its reason', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const body = { document: sample, effectiveFrom: inDays(2) };
    await stage.done('addTariffVersion', { as, path: { tariffId }, body });
    const path = { tariffId, version: 2 };
    await stage.done('withdrawTariffVersion', { as, path, body: { reason: 'Too dear' } });
    const rows = await stage.database.inCompany(stage.town.id, (tx) =>
      tx.rows<{ action: string; reason: string | null }>(sql`
        select action, reason from audit_log where subject_id = ${tariffId} order by at, id`),
    );
    expect(rows).toEqual([
      { action: 'createTariff', reason: null },
      { action: 'addTariffVersion', reason: null },
      { action: 'withdrawTariffVersion', reason: 'Too dear' },
    ]);
  });
});

describe('files', () => {
  test('what exportTariffVersion writes importTariffVersion reads, as a version of another tariff', async () => {
    const tariff = await addTariff(stage, stage.town);
    const answer = await stage.call('exportTariffVersion', { as, path: { tariffId: tariff.id, version: 1 } });
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="tariff-${tariff.id}-v1.json"`);
    const file = answer.body;
    expect(file).toMatchObject({
      format: 'city-parking-tariff/1',
      tariffName: tariff.name,
      version: 1,
      document: sample,
    });
    const other = await stage.done('createTariff', { as, body: { name: `Copy ${newId()}` } });
    const effectiveFrom = new Date(Date.now() + hourMs).toISOString();
    const path = { tariffId: other.id };
    const imported = await stage.done('importTariffVersion', { as, path, query: { effectiveFrom }, body: file });
    expect(imported).toMatchObject({ version: 1, document: sample, effectiveFrom, state: 'to-come' });
  });

  test('a file of another format, or with a broken document, is refused', async () => {
    const { id: tariffId } = await addTariff(stage, stage.town);
    const strange = { format: 'other/1', document: sample } as never;
    const answer = await stage.call('importTariffVersion', { as, path: { tariffId }, body: strange });
    expect(answer).toMatchObject({ status: 400, pointers: ['/body/format'] });
    const file = { format: 'city-parking-tariff/1' as const, document: { ...sample, rules: {} } };
    const broken = await stage.call('importTariffVersion', { as, path: { tariffId }, body: file });
    expect(broken).toMatchObject({ status: 400, code: 'malformed-tariff', pointers: ['/body/document/rules'] });
  });
});
