// Audit check: the ledger and the refunds agree, refund by refund.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const refundsArePostedOnce = checkOf(
  'refunds-are-posted-once',
  'A refund that succeeded is posted once, with its amount, out of refund:payable; no other is.',
  sql`
    with posting as (
      select t.cause_id as refund_id, count(distinct t.id) as times, coalesce(sum(e.amount_fen), 0) as fen
      from ledger_transaction t left join ledger_entry e on e.transaction_id = t.id and e.account = 'refund:payable'
      where t.cause_kind = 'refund' and t.kind = 'refund' and t.state = 'posted' group by t.cause_id
    ), compared as (
      select coalesce(r.id::text, o.refund_id) as id, (r.state is not distinct from 'succeeded')::integer as wanted,
        coalesce(o.times, 0) as times, r.amount_fen, o.fen
      from refund r full join posting o on o.refund_id = r.id::text
    )
    select 'refund' as "table", id,
      case when times <> wanted then 'is posted the wrong number of times' else 'is posted with another amount' end as problem,
      case when times <> wanted then wanted else amount_fen end as expected,
      case when times <> wanted then times else fen end as found
    from compared where times <> wanted or (times = 1 and fen <> amount_fen)`,
);
