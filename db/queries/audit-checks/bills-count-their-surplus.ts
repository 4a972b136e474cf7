// Audit check: money that a bill did not need has refunds that give it back.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const billsCountTheirSurplus = checkOf(
  'bills-count-their-surplus',
  'The surplus of a bill is the sum of the refunds opened for it, and at least what payments were allocated to surplus.',
  sql`
    with counted as (
      select b.id, b.surplus_fen,
        (select coalesce(sum(r.amount_fen), 0) from refund r where r.bill_id = b.id) as refunds_fen,
        (select coalesce(sum(a.amount_fen), 0) from payment_allocation a
          where a.bill_id = b.id and a.kind = 'surplus') as allocated_fen
      from bill b
    )
    select 'bill' as "table", id,
      case when surplus_fen <> refunds_fen then 'surplus_fen is not what its refunds give back'
        else 'surplus_fen is less than its surplus allocations' end as problem,
      case when surplus_fen <> refunds_fen then refunds_fen else allocated_fen end as expected, surplus_fen as found
    from counted where surplus_fen <> refunds_fen or surplus_fen < allocated_fen`,
);
