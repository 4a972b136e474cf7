// Who has no scope sees no rows, of whatever table; who has one sees his own company's, and of it his lots'.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listAuditItems, listAuditLog } from '../../db/queries/audit-list.ts';
import { listBoards } from '../../db/queries/board-list.ts';
import { listPassages } from '../../db/queries/passage-list.ts';
import * as details from '../../db/queries/session-detail.ts';
import { findSession, listSessions, parkedSessions, totalSessions } from '../../db/queries/session-list.ts';
import { readSessionRequest } from '../../db/queries/session-requests.ts';
import { type Scope } from '../../db/database.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addLot, addStreet, addTariff } from './support/town.ts';

let stage: Stage;
let sessionId: string;
let lotId: string;
let otherLotId: string;

const nobody: Scope = { companyId: '' };

beforeAll(async () => {
  stage = await openStage();
  const tariffId = (await addTariff(stage, stage.town)).id;
  lotId = (await addStreet(stage, stage.town, 3, { tariffId })).id;
  otherLotId = (await addLot(stage, stage.town)).id;
  const as = await stage.town.as('administrator');
  const device = { id: `d-${newId().slice(-12)}`, kind: 'handheld', name: 'PDA', configuration: {} } as const;
  await stage.done('createDevice', { as, path: { lotId }, body: device });
  await stage.done('calibrateLot', { as, path: { lotId }, body: { occupied: 1, reason: 'counted' } });
  await stage.database.inCompany(stage.town.id, async (tx) => {
    const bay = await tx.row<{ id: string }>(sql`select id from bay where lot_id = ${lotId} limit 1`);
    const opened = await openSession(tx, {
      companyId: stage.town.id,
      lotId,
      setting: 'on-street',
      bayId: bay!.id,
      vehicleClass: 'small',
      entryKey: newId(),
      enteredAt: epochMs(Date.now() - 1_000),
      place: 'none',
    });
    if (isRefusal(opened)) throw new Error(opened.code);
    sessionId = opened.sessionId;

    await tx.run(sql`
      insert into passage (id, company_id, lot_id, device_id, event_id, direction, result, at)
      values (${newId()}, ${stage.town.id}, ${lotId}, 'd', ${newId()}, 'in', 'entry', now())`);
    await tx.run(sql`
      insert into audit_item (id, company_id, lot_id, kind, cause, at)
      values (${newId()}, ${stage.town.id}, ${lotId}, 'test', ${newId()}, now())`);
    await tx.run(sql`
      insert into session_request (id, company_id, session_id, kind, body, requested_by)
      values (${sessionId}, ${stage.town.id}, ${sessionId}, 'markExempt', '{}', 'somebody')`);
  });
});
afterAll(() => stage.close());

interface Table {
  readonly name: string;
}

const companyTables = (): Promise<Table[]> =>
  stage.database.asIdentity((tx) =>
    tx.rows<Table>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
        and (c.relname = 'company' or exists (
          select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped))
      order by 1`),
  );

const countIn = async (scope: Scope, table: string): Promise<number> => {
  const row = await stage.database.inScope(scope, (tx) =>
    tx.row<{ rows: number }>(sql`select count(*) as rows from ${sql.table(table)}`),
  );
  return row?.rows ?? -1;
};

test('every table has row-level security that its owner cannot pass by', async () => {
  const open = await stage.database.asIdentity((tx) =>
    tx.rows<Table>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
        and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`),
  );
  expect(open.map(({ name }) => name)).toEqual(['migration']);
});

test('without a scope every table is empty, and so it is in the scope of another company', async () => {
  const tables = await companyTables();
  expect(tables.length).toBeGreaterThan(40);
  const counts = { own: 0, nobody: 0, other: 0 };
  const foreign: string[] = [];
  for (const { name } of tables) {
    counts.own += await countIn({ companyId: stage.town.id }, name);
    counts.nobody += await countIn(nobody, name);
    const others = await stage.database.inScope({ companyId: stage.otherTown.id }, (tx) =>
      tx.row<{ rows: number }>(
        name === 'company'
          ? sql`select count(*) as rows from company where id <> ${stage.otherTown.id}`
          : sql`select count(*) as rows from ${sql.table(name)} where company_id <> ${stage.otherTown.id}`,
      ),
    );
    if (others?.rows !== 0) foreign.push(name);
  }
  expect(counts.own).toBeGreaterThan(50);
  expect(counts.nobody).toBe(0);
  expect(foreign).toEqual([]);
});

type Read = readonly [string, (tx: Tx) => Promise<unknown>];

const reads: readonly Read[] = [
  ['listSessions', (tx) => listSessions(tx, {}, { limit: 10 })],
  ['findSession', (tx) => findSession(tx, sessionId)],
  ['parkedSessions', (tx) => parkedSessions(tx, lotId, 10)],
  ['billOfSession', (tx) => details.billOfSession(tx, sessionId)],
  ['requestsOfSession', (tx) => details.requestsOfSession(tx, sessionId)],
  ['readSessionRequest', (tx) => readSessionRequest(tx, sessionId)],
  ['listPassages', (tx) => listPassages(tx, {}, { limit: 10 })],
  ['listAuditItems', (tx) => listAuditItems(tx, {}, { limit: 10 })],
  ['listAuditLog', (tx) => listAuditLog(tx, {}, { limit: 10 })],
  ['listBoards', (tx) => listBoards(tx)],
];
const rowsOf = (result: unknown): number => (Array.isArray(result) ? result.length : result === undefined ? 0 : 1);

describe.each(reads)('%s', (_name, read) => {
  test('finds rows in the scope and none without it', async () => {
    const inScope = async (scope: Scope) => rowsOf(await stage.database.inScope(scope, read));
    expect(await inScope({ companyId: stage.town.id })).toBeGreaterThan(0);
    expect(await inScope(nobody)).toBe(0);
    const other = await stage.database.inCompany(stage.otherTown.id, read);
    expect(JSON.stringify(other ?? null)).not.toContain(sessionId);
  });
});

test('who is scoped to some lots sees nothing of the others', async () => {
  const narrow: Scope = { companyId: stage.town.id, lotIds: [otherLotId] };
  expect(await stage.database.inScope(narrow, (tx) => listSessions(tx, {}, { limit: 10 }))).toEqual([]);
  expect((await stage.database.inScope(narrow, (tx) => totalSessions(tx, {}))).sessions).toBe(0);
  expect(await stage.database.inScope(narrow, (tx) => listPassages(tx, {}, { limit: 10 }))).toEqual([]);
  const boards = await stage.database.inScope(narrow, (tx) => listBoards(tx));
  expect(boards.map((board) => board.lotId)).toEqual([otherLotId]);
  const none: Scope = { companyId: stage.town.id, lotIds: [] };
  expect(await stage.database.inScope(none, (tx) => listBoards(tx))).toEqual([]);
});

test('the roles that work across companies cannot read business rows', async () => {
  const { database } = stage;
  await expect(database.asIdentity((tx) => tx.rows(sql`select * from parking_session`))).rejects.toThrow(
    /permission denied/,
  );
  await expect(database.asIdentity((tx) => tx.rows(sql`select name from lot`))).rejects.toThrow(/permission denied/);
  await expect(database.asDelivery((tx) => tx.rows(sql`select * from principal`))).rejects.toThrow(/permission denied/);
  await expect(database.asDelivery((tx) => tx.rows(sql`select * from owner`))).rejects.toThrow(/permission denied/);
  await expect(database.inCompany(stage.town.id, (tx) => tx.rows(sql`select * from refresh_token`))).rejects.toThrow(
    /permission denied/,
  );
});

test('a row cannot be written for another company', async () => {
  const write = stage.database.inCompany(stage.town.id, (tx) =>
    tx.run(sql`insert into branch (id, company_id, name) values (${newId()}, ${stage.otherTown.id}, 'Trojan')`),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});

test('what was audited stays as it was written', async () => {
  const change = (statement: ReturnType<typeof sql>) =>
    stage.database.inCompany(stage.town.id, (tx) => tx.run(statement));
  await expect(change(sql`update audit_log set reason = 'never'`)).rejects.toThrow(/permission denied/);
  await expect(change(sql`delete from audit_log`)).rejects.toThrow(/permission denied/);
  const owner = async () => {
    const { em } = stage.database.orm;
    await em.fork().getConnection().execute(`delete from audit_log`);
  };
  await expect(owner()).rejects.toThrow(/append-only/);
});
