// Audit check: the ledger says of every debt what its row says.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const debtsMatchTheLedger = checkOf(
  'debts-match-the-ledger',
  'The balance of a debt’s receivable is what the debt has outstanding.',
  sql`
    select 'debt' as "table", coalesce(d.id::text, b.name) as id, 'the balance of its receivable is wrong' as problem,
      coalesce(d.outstanding_fen, 0) as expected, coalesce(b.fen, 0) as found
    from debt d full join (${balancesBelow('receivable:debt:')}) b on b.name = d.id::text
    where coalesce(d.outstanding_fen, 0) <> coalesce(b.fen, 0)`,
);
