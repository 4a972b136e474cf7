// Breaks rows as a careless superuser does, with every trigger and foreign key asleep, and puts them back afterwards.
import pg from 'pg';

export interface ByHand {
  /** Runs the statement, then `look`, then restores the named tables to what they were. */
  whileBroken<T>(tables: readonly string[], statement: string, look: () => Promise<T>): Promise<T>;
  one(query: string): Promise<string>;
  close(): Promise<void>;
}

export const openByHand = async (databaseUrl: string): Promise<ByHand> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica`);
  const rowsOf = async (table: string): Promise<string> => {
    const { rows } = await client.query<{ rows: string }>(
      `select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from ${table} t`,
    );
    return rows[0]?.rows ?? '[]';
  };
  const restore = async (table: string, rows: string): Promise<void> => {
    await client.query(`delete from ${table}`);
    await client.query(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [rows],
    );
  };
  return {
    whileBroken: async (tables, statement, look) => {
      const kept = new Map<string, string>();
      for (const table of tables) kept.set(table, await rowsOf(table));
      try {
        const { rowCount } = await client.query(statement);
        if (rowCount === 0) throw new Error(`nothing was broken by: ${statement}`);
        return await look();
      } finally {
        for (const [table, rows] of kept) await restore(table, rows);
      }
    },
    one: async (query) => {
      const { rows } = await client.query<{ value: string }>(`select (${query})::text as value`);
      return rows[0]?.value ?? 'nothing';
    },
    close: () => client.end(),
  };
};
