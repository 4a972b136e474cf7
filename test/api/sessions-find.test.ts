// Parking sessions, passages and audit items as people look for them: filters, totals, masks, exports, pictures.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addAuditItem } from '../../db/queries/bills.ts';
import { sql } from '../../db/rows.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { ago, openSessionTown, type SessionTown } from './support/session-town.ts';
import { type Stage } from './support/stage.ts';

let here: SessionTown;
let stage: Stage;
let collector: string;
let clerk: string;
let administrator: string;
beforeAll(async () => {
  here = await openSessionTown();
  ({ stage, collector, clerk, administrator } = here);
});
afterAll(() => stage.close());

const open: SessionTown['open'] = (over) => here.open(over);
const detail: SessionTown['detail'] = (sessionId) => here.detail(sessionId);
const nextBay = (): string => here.nextBay();
const nextPlate = (): string => here.nextPlate();

describe('finding', () => {
  test('listParkingSessions filters, totals and pages', async () => {
    const plate = nextPlate();
    const ids = [
      await open({ plate, colour: 'blue', enteredAt: ago(5) }),
      await open({ enteredAt: ago(4) }),
      await open({ enteredAt: ago(6) }),
    ];
    await stage.done('voidSession', { as: clerk, path: { sessionId: ids[2]! }, body: { reason: 'void for the list' } });
    const list = async (query: object) =>
      stage.done('listParkingSessions', { as: clerk, query: { limit: 200, ...query } });
    const idsOf = async (query: object) => (await list(query)).items.map(({ id }) => id);
    expect(await idsOf({ plate })).toEqual([ids[0]]);
    expect(await idsOf({ plate: plate.toLowerCase() })).toEqual([ids[0]]);
    expect(await idsOf({ enteredFrom: ago(4.5), enteredUntil: ago(3.5) })).toEqual([ids[1]]);
    expect(await idsOf({ outcome: 'void', enteredFrom: ago(6.5), enteredUntil: ago(5.5) })).toEqual([ids[2]]);
    expect(
      await idsOf({
        areaId: here.areaId,
        lotId: here.street.id,
        phase: 'parked',
        plateClass: 'ordinary',
        plateStart: '粤B',
        plate,
      }),
    ).toEqual([ids[0]]);
    expect(await idsOf({ operatorId: stage.town.idOf('operator') })).toEqual([]);
    expect(await idsOf({ exempt: true, plate })).toEqual([]);
    const { totals, items } = await list({ totals: true, lotId: here.street.id });
    expect(totals).toMatchObject({ sessions: items.length, receivedFen: 0, prepaidFen: 0 });
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual((await idsOf({})).slice(0, 4));
  });

  test('plates are masked for whom they do not concern, and searching by their beginning needs the right', async () => {
    const plate = nextPlate();
    await open({ plate, colour: 'blue' });
    const asAdministrator = await stage.done('listParkingSessions', { as: administrator, query: { plate } });
    expect(asAdministrator.items.map((session) => session.plate)).toEqual([`粤B·***${plate.slice(-2)}`]);
    const asClerk = await stage.done('listParkingSessions', { as: clerk, query: { plate } });
    expect(asClerk.items.map((session) => session.plate)).toEqual([plate]);
    const search = await stage.call('listParkingSessions', { as: administrator, query: { plateStart: '粤B' } });
    expect(search).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('findExitCandidates finds by bay, by plate and by a plate that was misread', async () => {
    const bayCode = nextBay();
    const sessionId = await open({ bayCode, plate: '粤B8D8Q8', colour: 'blue' });
    const find = async (query: object) =>
      (await stage.done('findExitCandidates', { as: collector, query: { lotId: here.street.id, ...query } })).items.map(
        ({ session, matched, cost }) => [session.id, matched, cost > 0],
      );
    expect(await find({ bayCode })).toEqual([[sessionId, 'bay', false]]);
    expect((await find({ plate: '粤B8D8Q8' }))[0]).toEqual([sessionId, 'plate', false]);
    expect((await find({ plate: '粤B8D808' }))[0]).toEqual([sessionId, 'similar-plate', true]);
    expect((await find({ plate: '粤B8D8Q8', recognised: true }))[0]).toEqual([sessionId, 'recognition', false]);
    const nothing = await stage.call('findExitCandidates', { as: collector, query: { lotId: here.street.id } });
    expect(nothing.status).toBe(400);
  });

  test('exportParkingSessions streams every session it finds, plates masked without the right', async () => {
    const plate = nextPlate();
    await open({ plate, colour: 'blue' });
    const query = { lotId: here.street.id };
    const operator = await stage.town.as('operator');
    const { body, headers } = await stage.call('exportParkingSessions', { as: operator, query });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = String(body).trimEnd().split('\r\n');
    const { totals } = await stage.done('listParkingSessions', {
      as: clerk,
      query: { ...query, totals: true, limit: 1 },
    });
    expect(lines).toHaveLength(1 + (totals?.sessions ?? 0));
    expect(body).toContain(plate);
    const finance = await stage.call('exportParkingSessions', { as: await stage.town.as('finance'), query });
    expect(finance.body).not.toContain(plate);
    expect(finance.body).toContain(`粤B·***${plate.slice(-2)}`);
  });
});

describe('evidence and passages', () => {
  test('getParkingSession links pictures for five minutes; getPicture opens the link and nothing else', async () => {
    const sessionId = await open();
    const stored = await stage.storage.put(Buffer.from('a picture'), 'image/jpeg');
    const key = stored.outcome === 'stored' ? stored.key : '';
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`
        insert into evidence (id, company_id, session_id, kind, picture_key, at)
        values (${newId()}, ${stage.town.id}, ${sessionId}, 'scene', ${key}, now())`),
    );
    const url = (await detail(sessionId)).evidence[0]?.pictureUrl ?? '';
    const picture = await fetch(`${stage.baseUrl}${url}`);
    expect([picture.status, picture.headers.get('content-type'), await picture.text()]).toEqual([
      200,
      'image/jpeg',
      'a picture',
    ]);
    const link = url.split('/').at(-1) ?? '';
    const changed = await stage.call('getPicture', { path: { link: `${link.slice(0, -2)}xx` } });
    expect(changed).toMatchObject({ status: 404, code: 'link-expired' });
  });

  test('listPassages finds who passed a lane', async () => {
    const id = newId();
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`
        insert into passage (id, company_id, lot_id, lane_id, device_id, event_id, direction, result, at)
        values (${id}, ${stage.town.id}, ${here.garage.id}, ${here.exitLane.id}, 'camera', ${id}, 'out', 'exit-without-entry', now())`),
    );
    const query = { lotId: here.garage.id, direction: 'out', result: 'exit-without-entry', from: ago(1) } as const;
    const { items } = await stage.done('listPassages', { as: clerk, query });
    expect(items).toMatchObject([{ id, laneCode: 'X1', plate: null, sessionId: null }]);
    expect((await stage.done('listPassages', { as: clerk, query: { ...query, until: ago(0.5) } })).items).toEqual([]);
  });
});

test('listAuditItems and closeAuditItem: a person looks at it once, and says what he found', async () => {
  const cause = `test/${newId()}`;
  const item = {
    companyId: stage.town.id,
    lotId: here.garage.id,
    kind: 'gate-failed',
    cause,
    detail: {},
    at: epochMs(Date.now()),
  };
  await stage.database.inCompany(stage.town.id, (tx) => addAuditItem(tx, item));
  const query = { lotId: here.garage.id, kind: 'gate-failed', state: 'open' } as const;
  const [found] = (await stage.done('listAuditItems', { as: clerk, query })).items;
  expect(found).toMatchObject({ cause, state: 'open' });
  const path = { auditItemId: found!.id };
  const closed = await stage.done('closeAuditItem', { as: clerk, path, body: { reason: 'the arm was bent' } });
  expect(closed.state).toBe('closed');
  expect((await stage.done('listAuditItems', { as: clerk, query })).items).toEqual([]);
});
