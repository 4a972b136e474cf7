// npm run audit: finds the books, says what it found in words and in one line of JSON, and ends with a telling code.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { auditChecks } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { startPostgres } from '../../embedded/index.ts';
import { openByHand, type ByHand } from '../db/support/by-hand.ts';
import { createMoneyScene, type MoneyScene } from '../db/support/money-scene.ts';
import { createTestDatabase } from '../support/environment.ts';
import { runVerb } from './support/run-verb.ts';

let money: MoneyScene;
let byHand: ByHand;
let folder: string;
beforeAll(async () => {
  money = await createMoneyScene();
  byHand = await openByHand(money.scene.databaseUrl);
  folder = await mkdtemp(join(tmpdir(), 'audit-test-'));
});
afterAll(async () => {
  await byHand.close();
  await money.close();
  await rm(folder, { recursive: true, force: true });
});

test('passes sound books, with a table on stderr and one JSON object on stdout', async () => {
  const { code, stdout, stderr, json } = await runVerb('audit', [], { DATABASE_URL: money.scene.databaseUrl });
  expect({ code, json }).toEqual({ code: 0, json: { checks: auditChecks.length, companies: 1, broken: [] } });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  for (const { name, sentence } of auditChecks)
    expect(stderr).toMatch(new RegExp(`holds +${name} +${sentence.slice(0, 30)}`));
});

test('fails broken books and names the row', async () => {
  const id = await byHand.one(`select id from bill where session_id = '${money.sessions['left']}'`);
  const row = `bill ${id}: refunded_fen is wrong, expected 0, found 1`;
  const statement = `update bill set paid_fen = 1, refunded_fen = 1 where id = '${id}'`;
  const ended = await byHand.whileBroken(['bill'], statement, () =>
    runVerb('audit', [], { DATABASE_URL: money.scene.databaseUrl }),
  );
  expect(ended.code).toBe(1);
  expect(ended.json).toMatchObject({
    broken: expect.arrayContaining([
      { check: 'bills-count-their-refunds', companyId: money.scene.companyId, row },
    ]) as unknown,
  });
  expect(ended.stderr).toContain(`BROKEN  bills-count-their-refunds`);
  expect(ended.stderr).toContain(row);
});

test('says so when there are no books yet, and what to do', async () => {
  const ended = await runVerb('audit', [], { CITY_FOLDER: join(folder, 'nothing') });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('npm start');
});

test('refuses a database without a ledger', async () => {
  const empty = await createTestDatabase();
  const ended = await runVerb('audit', [], { DATABASE_URL: empty.url });
  await empty.drop();
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('npm run migrate');
});

test.each([
  [['--help'], 0],
  [['--everything'], 2],
])('answers %p with its usage', async (args, code) => {
  const ended = await runVerb('audit', args, {});
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toContain('DATABASE_URL');
});

test('audits a city that is stopped: starts its database, and stops it again', async () => {
  const city = join(folder, 'city');
  const start = () => startPostgres({ folder: city, log: join(city, 'postgres.log') });
  const first = await start();
  await migrate(first.url);
  const database = await openDatabase({ url: first.url, poolSize: 1 });
  const companyId = '01990000-0000-7000-8000-000000000001';
  await database.inCompany(companyId, (tx) =>
    tx.run(sql`insert into company (id, name) values (${companyId}, 'Stopped city')`),
  );
  await database.close();
  await first.stop();
  const ended = await runVerb('audit', [], { CITY_FOLDER: city });
  expect(ended).toMatchObject({ code: 0, json: { checks: auditChecks.length, companies: 1, broken: [] } });
  expect(ended.stderr).toContain(`the stopped city in ${city}`);
  // Nobody holds the folder any more.
  const again = await start();
  await again.stop();
}, 120_000);
