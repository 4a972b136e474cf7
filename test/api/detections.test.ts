// Raw detection records: newest first, by device and time, page by page, and never another company's.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addLot } from './support/town.ts';

let stage: Stage;
let lotId: string;
beforeAll(async () => {
  stage = await openStage();
  lotId = (await addLot(stage, stage.town)).id;
  await stage.database.inCompany(stage.town.id, (tx) =>
    tx.run(sql`
      insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, seq, type, at, received_at, data, state)
      select 'sensor-' || n % 2, 'e' || n, date '2026-06-01', ${stage.town.id}, ${lotId}, 'k', n, 'bay.occupied',
        timestamptz '2026-06-01 00:00Z' + n * interval '1 minute', now(), '{"plate":"secret"}', 'done'
      from generate_series(1, 5) as n`),
  );
});
afterAll(() => stage.close());

test('listDetections lists what a device reported, newest first, page by page, without its data', async () => {
  const as = await stage.town.as('operator');
  const first = await stage.done('listDetections', { as, query: { lotId, limit: 3 } });
  expect(first.items.map(({ eventId }) => eventId)).toEqual(['e5', 'e4', 'e3']);
  const next = await stage.done('listDetections', { as, query: { lotId, limit: 3, cursor: first.nextCursor ?? '' } });
  expect(next.items.map(({ eventId }) => eventId)).toEqual(['e2', 'e1']);
  const query = { deviceId: 'sensor-1', from: '2026-06-01T00:02:00Z', until: '2026-06-01T00:05:00Z' };
  const some = await stage.done('listDetections', { as, query });
  expect(some.items.map(({ eventId, seq }) => [eventId, seq])).toEqual([['e3', 3]]);
  expect(JSON.stringify([first, some])).not.toContain('secret');
});

test('listDetections shows nothing of another company', async () => {
  const as = await stage.otherTown.as('operator');
  expect((await stage.done('listDetections', { as, query: {} })).items).toEqual([]);
});
