// Audit check: what waits on refund:payable is exactly what refunds still have to give back.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const refundsArePayable = checkOf(
  'refunds-are-payable',
  'The balance of refund:payable is what refunds and returns that are not finished still give back.',
  sql`
    with balance as (select coalesce(sum(fen), 0) as fen from (${balancesBelow('refund:payable')}) b),
    owed as (
      select -coalesce(sum(amount_fen), 0) as fen from (
        select amount_fen from refund where state not in ('succeeded', 'rejected')
        union all select amount_fen from suspense_return where state <> 'succeeded'
      ) unfinished)
    select 'company' as "table", c.id, 'the balance of refund:payable is wrong' as problem, owed.fen as expected,
      balance.fen as found
    from company c, balance, owed where balance.fen <> owed.fen`,
);
