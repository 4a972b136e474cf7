// Audit check: every reduction is on its bill and borne by its sponsor, and so is every bonus of a wallet.
import { goodwillSponsor, promotionSponsor } from '../../../domain/ledger.ts';
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const discountsMatchBills = checkOf(
  'discounts-match-bills',
  'The discount of a bill is the sum of its reductions; a sponsor bears those of bills that are not void, and bonuses.',
  sql`
    select 'bill' as "table", b.id::text as id, 'discount_fen is wrong' as problem,
      coalesce(sum(d.applied_fen), 0) as expected, b.discount_fen as found
    from bill b left join bill_discount d on d.bill_id = b.id
    group by b.id having b.discount_fen <> coalesce(sum(d.applied_fen), 0)
    union all
    select 'account', 'discount:' || coalesce(s.sponsor, a.name), 'its balance is wrong', coalesce(s.fen, 0), coalesce(a.fen, 0)
    from (
      select borne.sponsor, sum(borne.fen) as fen from (
        select d.sponsor, d.applied_fen as fen from bill_discount d join bill b on b.id = d.bill_id where b.state = 'final'
        union all select ${sql.lit(promotionSponsor)}, bonus_fen from wallet_recharge
        union all select ${sql.lit(goodwillSponsor)}, amount_fen from wallet_top_up where state = 'done' and method = 'goodwill'
      ) borne group by borne.sponsor
    ) s full join (${balancesBelow('discount:')}) a on a.name = s.sponsor
    where coalesce(s.fen, 0) <> coalesce(a.fen, 0)`,
);
