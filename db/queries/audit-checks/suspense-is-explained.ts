// Audit check: money that nobody can explain is in somebody's inbox.
import { sql } from '../../rows.ts';
import { balancesBelow, checkOf } from './check.ts';

export const suspenseIsExplained = checkOf(
  'suspense-is-explained',
  'suspense:unmatched holds what unresolved exceptions and notices without an order say, to the fen.',
  sql`
    with balance as (select coalesce(-sum(fen), 0) as fen from (${balancesBelow('suspense:unmatched')}) b),
    exceptions as (
      -- What has arrived after it was missed was taken back by the line it stands on.
      select coalesce(sum(x.suspense_fen), 0) as fen from reconciliation_exception x where x.state <> 'resolved'
    ), notices as (
      select coalesce(sum(e.amount_fen), 0) as fen
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.account like 'channel:%:transit'
      where t.kind = 'money-without-order' and not exists (
        select 1 from bill_line l join reconciliation_result r on r.bill_file_id = l.bill_file_id and r.line_number = l.line_number
        where l.transaction_id = t.cause_id and l.kind = 'payment')
    )
    select 'company' as "table", c.id, 'suspense holds what nobody is asked about' as problem,
      exceptions.fen + notices.fen as expected, balance.fen as found
    from company c, balance, exceptions, notices where balance.fen <> exceptions.fen + notices.fen`,
);
