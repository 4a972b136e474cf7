// Audit check: money paid before the end waits as an advance, and none is left when the stay is over.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const advancesMatchBills = checkOf(
  'advances-match-bills',
  'The advance of a stay is what was paid on it while it runs, and zero afterwards.',
  sql`
    with held as (
      select b.id, b.session_id::text as session_id,
        case when b.state = 'running' then -(b.paid_fen - b.surplus_fen) else 0 end as fen
      from bill b
    )
    select 'bill' as "table", coalesce(h.id::text, a.name) as id, 'the balance of its stay’s advance is wrong' as problem,
      coalesce(h.fen, 0) as expected, coalesce(a.fen, 0) as found
    from held h full join (${balancesBelow('advance:')}) a on a.name = h.session_id
    where coalesce(h.fen, 0) <> coalesce(a.fen, 0)`,
);
