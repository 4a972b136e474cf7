// Audit check: what a bill says was paid was paid.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const billsCountTheirPayments = checkOf(
  'bills-count-their-payments',
  'What a bill counts as paid is the sum of its payments that succeeded.',
  sql`
    select 'bill' as "table", b.id, 'paid_fen is wrong' as problem,
      coalesce(sum(p.amount_fen), 0) as expected, b.paid_fen as found
    from bill b left join payment p on p.bill_id = b.id and p.state = 'succeeded'
    group by b.id having b.paid_fen <> coalesce(sum(p.amount_fen), 0)`,
);
