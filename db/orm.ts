// How MikroORM is set up: entities, small pool, integers as numbers, migrations from files.
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/postgresql';
import pg from 'pg';
import { entities } from './entities/index.ts';
import { Foundation } from './migrations/0001-foundation.ts';
import { Calendars } from './migrations/0002-calendars.ts';
import { Tariffs } from './migrations/0003-tariffs.ts';
import { Wallet } from './migrations/0004-wallet.ts';
import { Reconciliation } from './migrations/0006-reconciliation.ts';

const int8 = 20;

/** Fen and counters are bigint columns; a value that JavaScript cannot hold exactly is an error, not a rounding. */
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53`);
  return value;
};

const typeParsers = () => {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, safeInteger);
  return types;
};

export const ormOptions = (url: string, poolSize: number) =>
  defineConfig({
    clientUrl: url,
    entities,
    pool: { min: 0, max: poolSize },
    driverOptions: { types: typeParsers(), application_name: 'parking' },
    timezone: 'UTC',
    forceUtcTimezone: true,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: {
      migrationsList: [
        { name: '0001-foundation', class: Foundation },
        { name: '0002-calendars', class: Calendars },
        { name: '0003-tariffs', class: Tariffs },
        { name: '0004-wallet', class: Wallet },
        { name: '0006-reconciliation', class: Reconciliation },
      ],
      snapshot: false,
      silent: true,
      tableName: 'migration',
      transactional: true,
      allOrNothing: true,
      disableForeignKeys: false,
    },
  });
