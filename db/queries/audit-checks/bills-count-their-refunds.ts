// Audit check: what a bill says was given back was given back.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const billsCountTheirRefunds = checkOf(
  'bills-count-their-refunds',
  'What a bill counts as refunded is the sum of its refunds that succeeded.',
  sql`
    select 'bill' as "table", b.id, 'refunded_fen is wrong' as problem,
      coalesce(sum(r.amount_fen), 0) as expected, b.refunded_fen as found
    from bill b left join refund r on r.bill_id = b.id and r.state = 'succeeded'
    group by b.id having b.refunded_fen <> coalesce(sum(r.amount_fen), 0)`,
);
