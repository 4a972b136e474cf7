// Tariffs over HTTP: versions only grow, and a document that cannot hold is refused with pointers into it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addTariff } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const sample = { ...sampleTariff('Asia/Shanghai') } as Record<string, unknown>;

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
  const body = { document: sample, effectiveFrom: '2026-01-01T00:00:00+08:00' };
  const added = await Promise.all(
    [1, 2, 3].map(() => stage.done('addTariffVersion', { as, path: { tariffId }, body })),
  );
  expect(added.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  expect(added[0]).toMatchObject({ document: sample, effectiveFrom: '2025-12-31T16:00:00.000Z' });
  const first = await stage.done('listTariffVersions', { as, path: { tariffId }, query: { limit: 3 } });
  expect(first.items.map(({ version }) => version)).toEqual([4, 3, 2]);
  const query = { limit: 3, cursor: first.nextCursor ?? '' };
  const rest = await stage.done('listTariffVersions', { as, path: { tariffId }, query });
  expect(rest).toMatchObject({ items: [{ version: 1 }] });
});

test('refuses a malformed document with a pointer to each fault, and keeps nothing of it', async () => {
  const { id: tariffId } = await addTariff(stage, stage.town);
  const document = { ...sample, zone: 'Nowhere', colour: 'red' };
  const body = { document, effectiveFrom: '2026-01-01T00:00:00+08:00' };
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
  const body = { document: sample, effectiveFrom: '2026-01-01T00:00:00' };
  const answer = await stage.call('addTariffVersion', { as, path: { tariffId }, body });
  expect(answer).toMatchObject({ status: 400, pointers: ['/body/effectiveFrom'] });
});
