// Audit check: every fen that came in is for something.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const paymentsAreAllocatedInFull = checkOf(
  'payments-are-allocated-in-full',
  'The allocations of a payment that succeeded sum to its amount; others have none.',
  sql`
    select 'payment' as "table", p.id, 'the sum of its allocations is wrong' as problem,
      case when p.state = 'succeeded' then p.amount_fen else 0 end as expected, coalesce(sum(a.amount_fen), 0) as found
    from payment p left join payment_allocation a on a.payment_id = p.id
    group by p.id
    having coalesce(sum(a.amount_fen), 0) <> case when p.state = 'succeeded' then p.amount_fen else 0 end`,
);
