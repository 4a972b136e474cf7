// Audit check: the ledger and the payments agree, payment by payment.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const paymentsArePostedOnce = checkOf(
  'payments-are-posted-once',
  'A payment that succeeded is in the ledger once, with its amount, in the account of its channel; no other is there.',
  sql`
    with posting as (
      select t.cause_id as payment_id, count(distinct t.id) as times,
        coalesce(sum(e.amount_fen) filter (where e.amount_fen > 0), 0) as fen,
        string_agg(distinct e.account, ' and ') filter (where e.amount_fen > 0) as account
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
      where t.cause_kind = 'payment' and t.kind in ('prepaid', 'bill-paid', 'recharged') and t.state = 'posted' group by t.cause_id
    ), compared as (
      select coalesce(p.id::text, o.payment_id) as id, (p.state is not distinct from 'succeeded')::integer as wanted,
        coalesce(o.times, 0) as times, p.amount_fen, o.fen, o.account,
        case p.channel when 'cash' then 'cash:' || p.collected_by when 'wallet' then o.account
          else 'channel:' || p.channel || ':transit' end as wanted_account
      from payment p full join posting o on o.payment_id = p.id::text
    )
    select 'payment' as "table", id,
      case when times <> wanted then 'is posted the wrong number of times' 
        when fen <> amount_fen then 'is posted with another amount'
        else 'is posted to another account' end as problem,
      case when times <> wanted then wanted::text when fen <> amount_fen then amount_fen::text
        else wanted_account end as expected,
      case when times <> wanted then times::text when fen <> amount_fen then fen::text else account end as found
    from compared
    where times <> wanted or (times = 1 and (fen <> amount_fen or account is distinct from wanted_account))`,
);
