// Single statements under the delivery role, each its own transaction: one round trip and one commit, for the intake of
// device messages, where begin, role and commit would cost three times more than the insert. Connections carry the role
// from their start and do nothing else, so no statement ever runs without it.
import { Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import pg from 'pg';
import { type Tx } from './rows.ts';

export type Statements = Pick<Tx, 'rows' | 'row' | 'run'>;

export interface DeliveryStatements extends Statements {
  close(): Promise<void>;
}

export const openDeliveryStatements = (url: string, poolSize = 2): DeliveryStatements => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'parking intake',
    options: '-c role=parking_delivery',
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
  });
  // An idle connection that breaks is replaced by the pool; the next statement learns of a server that is gone.
  pool.on('error', () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const rows = async <T>(statement: RawBuilder<unknown>) => (await statement.execute(kysely)).rows as T[];
  return {
    rows,
    row: async <T>(statement: RawBuilder<unknown>) => (await rows<T>(statement))[0],
    run: async (statement) => Number((await statement.execute(kysely)).numAffectedRows ?? 0n),
    close: () => kysely.destroy(),
  };
};
