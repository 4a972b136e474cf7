// Audit check: what was reserved is posted or released once, and posted as it was reserved.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const reservationsAreResolvedOnce = checkOf(
  'reservations-are-resolved-once',
  'A pending transaction is resolved at most once; a posted resolution repeats its entries, kind and cause.',
  sql`
    with spoken as (
      select t.*, t.kind || ' of ' || t.cause_kind || ' ' || t.cause_id as subject,
        (select string_agg(e.account || ' ' || e.amount_fen, ' and ' order by e.account, e.amount_fen)
          from ledger_entry e where e.transaction_id = t.id) as entries
      from ledger_transaction t where t.state = 'pending' or t.resolves is not null
    )
    select 'ledger_transaction' as "table", r.id,
      case when p.state is distinct from 'pending' then 'resolves what is not pending'
        when p.subject <> r.subject then 'resolves a reservation of something else'
        else 'does not repeat the entries of its reservation' end as problem,
      case when p.state is distinct from 'pending' then 'a pending transaction' when p.subject <> r.subject then p.subject
        else p.entries end as expected,
      case when p.state is distinct from 'pending' then r.resolves::text when p.subject <> r.subject then r.subject
        else r.entries end as found
    from spoken r left join spoken p on p.id = r.resolves and p.state = 'pending'
    where r.resolves is not null
      and (p.id is null or p.subject <> r.subject or (r.state = 'posted' and p.entries is distinct from r.entries))
    union all
    select 'ledger_transaction', t.resolves, 'is resolved more than once', '1', count(*)::text
    from ledger_transaction t where t.resolves is not null group by t.resolves having count(*) > 1`,
);
