// Makes a company that can be worked with: its row, the built-in roles and whoever shall sign in first.
import { chinaCalendar2026, type Calendar } from '../domain/calendar.ts';
import { newId } from '../platform/ids.ts';
import { hashPassword } from '../platform/password.ts';
import { builtInRoles } from './built-in-roles.ts';
import { type Database } from './database.ts';
import { insertDefaultCalendar } from './queries/calendars.ts';
import { type Tx, sql } from './rows.ts';

export interface SeededPerson {
  readonly audience: 'staff' | 'field';
  /** Unique over all companies. */
  readonly login: string;
  readonly displayName: string;
  readonly password: string;
  /** Names of built-in roles. */
  readonly roles: readonly string[];
}

export interface CompanySeed {
  /** Made when absent. */
  readonly companyId?: string;
  readonly name: string;
  readonly administrator: Omit<SeededPerson, 'audience' | 'roles'>;
  /** Further people: a collector for a replay, a clerk for a demo. */
  readonly people?: readonly SeededPerson[];
  /** The default calendar of its lots; that of China when absent. */
  readonly calendar?: { readonly name: string; readonly document: Calendar };
}

export interface SeededCompany {
  readonly companyId: string;
  readonly administratorId: string;
  readonly adminLogin: string;
  /** The ids of the people, by login. */
  readonly peopleIds: Readonly<Record<string, string>>;
}

/** The first administrator holds the three duties; he hands security and audit on to others. */
const firstAdministratorRoles = ['administrator', 'security-administrator', 'audit-administrator'];

interface HashedPerson extends Omit<SeededPerson, 'password'> {
  readonly id: string;
  readonly passwordHash: string;
}

const insertRoles = async (tx: Tx, companyId: string): Promise<void> => {
  const rows = builtInRoles.map((role) => ({ ...role, id: newId() }));
  await tx.run(sql`
    insert into role (id, company_id, name, title, rules, built_in)
    select r.id, ${companyId}, r.name, r.title, r.rules, true
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text, title text, rules jsonb)`);
};

const insertPerson = async (tx: Tx, companyId: string, person: HashedPerson): Promise<void> => {
  await tx.run(sql`
    insert into principal (id, company_id, audience, login, display_name, password_hash)
    values (${person.id}, ${companyId}, ${person.audience}, ${person.login}, ${person.displayName}, ${person.passwordHash})`);
  const granted = await tx.run(sql`
    insert into principal_role (principal_id, role_id, company_id)
    select ${person.id}, id, company_id from role where company_id = ${companyId} and name = any (${[...person.roles]}::text[])`);
  if (granted !== person.roles.length)
    throw new RangeError(`${person.login}: not every role of ${person.roles.join(', ')} exists`);
};

const hashed = async ({ password, ...person }: SeededPerson): Promise<HashedPerson> => ({
  ...person,
  id: newId(),
  passwordHash: await hashPassword(password),
});

const chinaCalendar = { name: '中国大陆', document: chinaCalendar2026 };

/** Everything but the transaction, which must be in the scope of the new company. */
export const insertCompany = async (tx: Tx, companyId: string, seed: CompanySeed): Promise<SeededCompany> => {
  const administrator = await hashed({ ...seed.administrator, audience: 'staff', roles: firstAdministratorRoles });
  const people: HashedPerson[] = [];
  for (const person of seed.people ?? []) people.push(await hashed(person));
  await tx.run(sql`insert into company (id, name) values (${companyId}, ${seed.name})`);
  await insertRoles(tx, companyId);
  await insertDefaultCalendar(tx, companyId, seed.calendar ?? chinaCalendar);
  for (const person of [administrator, ...people]) await insertPerson(tx, companyId, person);
  return {
    companyId,
    administratorId: administrator.id,
    adminLogin: administrator.login,
    peopleIds: Object.fromEntries(people.map(({ login, id }) => [login, id])),
  };
};

/** Throws when a login is taken or a role is unknown; nothing is left behind then. */
export const seedCompany = (database: Database, seed: CompanySeed): Promise<SeededCompany> => {
  const companyId = seed.companyId ?? newId();
  return database.inCompany(companyId, (tx) => insertCompany(tx, companyId, seed));
};
