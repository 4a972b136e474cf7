// What a check of the audit is: a sentence that must hold, and the rows that break it.
import { type RawBuilder } from 'kysely';
import { type Tx, sql } from '../../rows.ts';

/** A row that breaks a check, in words: `table id: problem, expected X, found Y`. */
export interface BrokenRow {
  readonly table: string;
  readonly id: string;
  readonly problem: string;
  readonly expected: string;
  readonly found: string;
}

export interface AuditCheck {
  readonly name: string;
  /** What must hold. */
  readonly sentence: string;
  /** The first rows, in the order of their ids, for which it does not; at most `brokenRowsMax`. */
  broken(tx: Tx, companyId: string): Promise<BrokenRow[]>;
}

export const brokenRowsMax = 10;

/**
 * A check in one statement, so that it sees one moment while money moves. It selects "table", id, problem, expected and
 * found of every row that breaks it; row-level security keeps it to the company.
 */
export const checkOf = (name: string, sentence: string, statement: RawBuilder<unknown>): AuditCheck => ({
  name,
  sentence,
  broken: (tx) =>
    tx.rows<BrokenRow>(sql`
      select broken."table", broken.id::text as id, broken.problem, coalesce(broken.expected::text, 'nothing') as expected,
        coalesce(broken.found::text, 'nothing') as found
      from (${statement}) broken order by broken."table", broken.id::text, broken.problem limit ${brokenRowsMax}`),
});

/** Balance of each account whose name begins with the prefix, by the rest of its name; posted transactions only. */
export const balancesBelow = (prefix: string) => sql`
  select substr(e.account, ${sql.lit(prefix.length + 1)}) as name, sum(e.amount_fen) as fen
  from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
  where t.state = 'posted' and starts_with(e.account, ${sql.lit(prefix)})
  group by e.account`;

export const sentenceOf = (row: BrokenRow): string =>
  `${row.table} ${row.id}: ${row.problem}, expected ${row.expected}, found ${row.found}`;
