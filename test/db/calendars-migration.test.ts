// Bringing a company that has calendar versions to named calendars, as an owner who is no superuser.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { migrate } from '../../db/migrate.ts';
import { ormOptions } from '../../db/orm.ts';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase } from '../support/environment.ts';

const owner = `owner_${newId().slice(-12)}`;
const [company, other, stayed] = [newId(), newId(), newId()];
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
  await inDatabase(ownerUrl, (orm) => orm.migrator.up({ to: '0001-foundation' }));
  await run(`
    insert into company (id, name) values ('${company}', 'One'), ('${other}', 'Other');
    insert into calendar_version (id, company_id, version, document) values
      ('${newId()}', '${company}', 1, '{"version": "1", "days": {}}'),
      ('${stayed}', '${company}', 2, '{"version": "2", "days": {}}');
    insert into role (id, company_id, name, title, rules, built_in) values
      ('${newId()}', '${company}', 'administrator', 'A', '[{"action": "read", "subject": "Lot"}]', true),
      ('${newId()}', '${company}', 'finance-of-ours', 'F', '[]', false)`);
});
afterAll(async () => {
  await database.drop();
});

test('makes them versions of a default calendar, the newest in force, and lets administrators keep it', async () => {
  await migrate(ownerUrl);
  const calendars = await run(`select company_id, name, is_default, latest_version from calendar`);
  expect(calendars).toEqual([{ company_id: company, name: '默认日历', is_default: true, latest_version: 2 }]);
  const [inForce] = await run(
    `select id from calendar_version where effective_from <= now() order by effective_from desc`,
  );
  expect(inForce).toEqual({ id: stayed });
  const roles = await run<{ name: string; subjects: string }>(`
    select name, (select string_agg(distinct r ->> 'subject', ' ' order by r ->> 'subject') from jsonb_array_elements(rules) r
      where r ->> 'subject' in ('Lot', 'Calendar', 'LotCalendar')) as subjects
    from role order by name`);
  expect(roles).toEqual([
    { name: 'administrator', subjects: 'Calendar Lot LotCalendar' },
    { name: 'finance-of-ours', subjects: null },
  ]);
});

test('leaves row-level security forced, and a version that nobody can change', async () => {
  const open = await run(`
    select relname from pg_class where relname in ('calendar', 'calendar_version', 'role')
      and not (relrowsecurity and relforcerowsecurity)`);
  expect(open).toEqual([]);
  await expect(run(`update calendar_version set document = '{}'`)).rejects.toThrow(/never changes/);
});
