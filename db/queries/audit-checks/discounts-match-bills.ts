// Audit check: every reduction is on its bill and borne by its sponsor.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const discountsMatchBills = checkOf(
  'discounts-match-bills',
  'The discount of a bill is the sum of the reductions applied to it; a sponsor bears those of all bills that are not void.',
  sql`
    select 'bill' as "table", b.id::text as id, 'discount_fen is wrong' as problem,
      coalesce(sum(d.applied_fen), 0) as expected, b.discount_fen as found
    from bill b left join bill_discount d on d.bill_id = b.id
    group by b.id having b.discount_fen <> coalesce(sum(d.applied_fen), 0)
    union all
    select 'account', 'discount:' || coalesce(s.sponsor, a.name), 'its balance is wrong', coalesce(s.fen, 0), coalesce(a.fen, 0)
    from (
      select d.sponsor, sum(d.applied_fen) as fen from bill_discount d join bill b on b.id = d.bill_id
      where b.state = 'final' group by d.sponsor
    ) s full join (${balancesBelow('discount:')}) a on a.name = s.sponsor
    where coalesce(s.fen, 0) <> coalesce(a.fen, 0)`,
);
