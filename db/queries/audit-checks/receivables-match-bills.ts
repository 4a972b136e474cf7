// Audit check: a stay owes in the ledger what its bill says it owes, and nothing once it is settled or handed over.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const receivablesMatchBills = checkOf(
  'receivables-match-bills',
  'The balance of a stay’s receivable is what its final bill still owes; zero while it runs, after a hand-over and when void.',
  sql`
    with owed as (
      select b.id, b.session_id::text as session_id,
        case when b.state = 'final' and b.owner_kind = 'session'
          then b.gross_fen - b.discount_fen - (b.paid_fen - b.surplus_fen) else 0 end as fen
      from bill b
    )
    select 'bill' as "table", coalesce(o.id::text, r.name) as id, 'the balance of its stay’s receivable is wrong' as problem,
      coalesce(o.fen, 0) as expected, coalesce(r.fen, 0) as found
    from owed o full join (${balancesBelow('receivable:session:')}) r on r.name = o.session_id
    where coalesce(o.fen, 0) <> coalesce(r.fen, 0)`,
);
