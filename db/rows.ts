// The transaction that every query runs in: a company's scope, raw SQL with typed rows, and the entity manager.
import { type EntityManager } from '@mikro-orm/postgresql';
import { type Kysely, type RawBuilder, sql } from 'kysely';

export { sql };

export interface Tx {
  readonly em: EntityManager;
  /** All rows of the statement. The row type is what the statement selects; times are selected with `epoch_ms(…)`. */
  rows<T = unknown>(statement: RawBuilder<unknown>): Promise<T[]>;
  /** The first row, or undefined. */
  row<T = unknown>(statement: RawBuilder<unknown>): Promise<T | undefined>;
  /** Runs the statement; the number of rows it changed. */
  run(statement: RawBuilder<unknown>): Promise<number>;
  /** From here on this transaction sees one company only: used by the delivery when it turns to a company's rows. */
  enterCompany(companyId: string): Promise<void>;
}

export const transactionOf = (em: EntityManager): Tx => {
  const kysely = em.getKysely<Record<string, never>>() as unknown as Kysely<unknown>;
  const tx: Tx = {
    em,
    rows: async <T>(statement: RawBuilder<unknown>) => (await statement.execute(kysely)).rows as T[],
    row: async <T>(statement: RawBuilder<unknown>) => (await tx.rows<T>(statement))[0],
    run: async (statement) => Number((await statement.execute(kysely)).numAffectedRows ?? 0n),
    enterCompany: async (companyId) => {
      await tx.run(
        sql`select set_config('role', 'parking_app', true), set_config('app.company_id', ${companyId}, true)`,
      );
    },
  };
  return tx;
};
