// Audit check: nothing goes back that did not come in.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const refundsStayWithinPayments = checkOf(
  'refunds-stay-within-payments',
  'The refunds of a payment, rejected ones aside, are for payments that succeeded and never exceed them.',
  sql`
    select 'payment' as "table", p.id, 'its refunds exceed what was paid' as problem,
      'at most ' || case when p.state = 'succeeded' then p.amount_fen else 0 end as expected, sum(r.amount_fen) || '' as found
    from payment p join refund r on r.payment_id = p.id and r.state <> 'rejected'
    group by p.id having sum(r.amount_fen) > case when p.state = 'succeeded' then p.amount_fen else 0 end
    union all
    select 'refund', r.id, 'names a payment of another bill', r.bill_id::text, p.bill_id::text
    from refund r join payment p on p.id = r.payment_id where p.bill_id <> r.bill_id`,
);
