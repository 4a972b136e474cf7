// Audit check: money that pays a debt does not pay the stay as well.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const paymentsGoToBillOrDebt = checkOf(
  'payments-go-to-bill-or-debt',
  'A payment is allocated to its own bill or to a debt, never to both, and to a debt only through that debt.',
  sql`
    select 'payment' as "table", a.payment_id as id, 'is allocated to a bill and to a debt' as problem, 'one of them' as expected,
      string_agg(distinct a.kind, ' and ') as found
    from payment_allocation a
    group by a.payment_id having bool_or(a.kind = 'debt') and bool_or(a.kind in ('advance', 'bill'))
    union all
    select 'payment_allocation', a.id, 'names another bill than its payment', p.bill_id::text, a.bill_id::text
    from payment_allocation a join payment p on p.id = a.payment_id
    where a.kind <> 'debt' and a.bill_id <> p.bill_id
    union all
    select 'payment_allocation', a.id, 'its kind and its debt do not fit',
      case when a.kind = 'debt' then 'a debt of its bill' else 'no debt' end,
      a.debt_id::text
    from payment_allocation a left join debt d on d.id = a.debt_id
    where (a.kind = 'debt') <> (a.debt_id is not null) or (a.debt_id is not null and d.bill_id is distinct from a.bill_id)`,
);
