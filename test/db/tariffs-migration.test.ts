// Bringing a company that has tariffs to groups, events and versions that can be taken back, as an owner who is no superuser.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { builtInRoles } from '../../db/built-in-roles.ts';
import { migrate } from '../../db/migrate.ts';
import { ormOptions } from '../../db/orm.ts';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase } from '../support/environment.ts';

const owner = `owner_${newId().slice(-12)}`;
const [company, tariff] = [newId(), newId()];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ownerUrl: string;

const inDatabase = async <T>(url: string, work: (orm: MikroORM) => Promise<T>): Promise<T> => {
  const orm = await MikroORM.init(ormOptions(url, 1));
  try {
    return await work(orm);
  } finally {
    await orm.close(true);
  }
};
const run = <T extends object>(statement: string): Promise<T[]> =>
  inDatabase(database.url, (orm) => orm.em.getConnection().execute<T[]>(statement));

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  await run(`create role ${owner} login createrole password 'a-password-of-a-test'`);
  await run(`alter database "${url.pathname.slice(1)}" owner to ${owner}`);
  [url.username, url.password] = [owner, 'a-password-of-a-test'];
  ownerUrl = url.toString();
  await inDatabase(ownerUrl, (orm) => orm.migrator.up({ to: '0002-calendars' }));
  const role = (name: string, rules: string, builtIn: boolean): string =>
    `('${newId()}', '${company}', '${name}', 'T', '${rules}', ${builtIn})`;
  await run(`
    insert into company (id, name) values ('${company}', 'One');
    insert into tariff (id, company_id, name) values ('${tariff}', '${company}', 'Old');
    insert into tariff_version (id, company_id, tariff_id, version, document, effective_from) values
      ('${newId()}', '${company}', '${tariff}', 1, '{}', '2020-01-01');
    insert into role (id, company_id, name, title, rules, built_in) values
      ${role('administrator', '[{"action": "read", "subject": "Lot"}]', true)},
      ${role('operator', '[]', true)}, ${role('finance', '[]', true)}, ${role('collector', '[]', true)},
      ${role('ours', '[]', false)}`);
});
afterAll(async () => {
  await database.drop();
});

const newSubjects = ['LotGroup', 'TariffEvent'];

test('keeps the versions that are there, and gives the built-in roles what new companies start with', async () => {
  await migrate(ownerUrl);
  expect(await run(`select version, withdrawn_at, created_by from tariff_version`)).toEqual([
    { version: 1, withdrawn_at: null, created_by: null },
  ]);
  const roles = await run<{ name: string; rules: { action: string; subject: string }[] }>(
    `select name, rules from role order by name`,
  );
  const rightsOf = (rules: readonly { readonly action: string; readonly subject: string }[] = []): string[] =>
    rules
      .filter(({ subject }) => newSubjects.includes(subject))
      .map(({ action, subject }) => `${action} ${subject}`)
      .sort();
  const expected = (name: string) => rightsOf(builtInRoles.find((role) => role.name === name)?.rules);
  for (const { name, rules } of roles) expect([name, rightsOf(rules)]).toEqual([name, expected(name)]);
  expect(expected('administrator')).toHaveLength(7);
  expect(roles.find(({ name }) => name === 'administrator')?.rules).toContainEqual({ action: 'read', subject: 'Lot' });
});

test('leaves row-level security forced on every table, and versions that nobody can change', async () => {
  const open = await run(`
    select relname from pg_class where relname in ('lot_group', 'lot_group_lot', 'tariff_event', 'tariff_version', 'role')
      and not (relrowsecurity and relforcerowsecurity)`);
  expect(open).toEqual([]);
  await expect(run(`update tariff_version set effective_from = now()`)).rejects.toThrow(/never changes/);
  await run(`update tariff_version set withdrawn_at = now()`);
  await expect(run(`update tariff_version set withdrawn_at = null`)).rejects.toThrow(/never changes/);
});
