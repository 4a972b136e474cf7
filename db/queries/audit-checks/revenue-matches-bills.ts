// Audit check: a lot's revenue is made of the stays that its bills charge for.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const revenueMatchesBills = checkOf(
  'revenue-matches-bills',
  'The parking revenue of a lot is the sum of its final bills before discount; void bills bring none.',
  sql`
    with charged as (select lot_id::text as lot_id, sum(gross_fen) as fen from bill where state = 'final' and kind = 'stay' group by lot_id)
    select 'lot' as "table", coalesce(c.lot_id, r.name) as id, 'its parking revenue is wrong' as problem,
      coalesce(c.fen, 0) as expected, -coalesce(r.fen, 0) as found
    from charged c full join (${balancesBelow('revenue:parking:')}) r on r.name = c.lot_id
    where coalesce(c.fen, 0) <> -coalesce(r.fen, 0)`,
);
