// Brings the database to this version, and makes the login that the processes use: member of the roles, owner of nothing.
import { MikroORM } from '@mikro-orm/postgresql';
import { ormOptions } from './orm.ts';

export const applicationLogin = 'parking_login';

export interface MigrationResult {
  readonly applied: readonly string[];
}

/** Runs what is missing, under an advisory lock so that two processes may start at once. `url` is the owner's. */
export const migrate = async (url: string): Promise<MigrationResult> => {
  const orm = await MikroORM.init(ormOptions(url, 2));
  try {
    const connection = orm.em.getConnection();
    await connection.execute(`select pg_advisory_lock(hashtext('parking migration'))`);
    const applied = await orm.migrator.up();
    return { applied: applied.map(({ name }) => name) };
  } finally {
    await orm.close(true);
  }
};

/** Creates (or re-keys) the login of the processes and returns its connection URL. `password` is hex or base64url. */
export const createApplicationLogin = async (ownerUrl: string, password: string): Promise<string> => {
  if (!/^[A-Za-z0-9_-]{16,}$/.test(password))
    throw new RangeError('the login password must be 16 or more of A-Z a-z 0-9 _ -');
  const orm = await MikroORM.init(ormOptions(ownerUrl, 1));
  try {
    await orm.em.getConnection().execute(`
      do $do$ begin
        perform pg_advisory_xact_lock(hashtext('parking login'));
        if not exists (select 1 from pg_roles where rolname = '${applicationLogin}') then
          create role ${applicationLogin} login noinherit;
        end if;
        alter role ${applicationLogin} password '${password}';
        grant parking_app, parking_delivery, parking_identity to ${applicationLogin};
      end $do$`);
  } finally {
    await orm.close(true);
  }
  const url = new URL(ownerUrl);
  url.username = applicationLogin;
  url.password = password;
  return url.toString();
};
