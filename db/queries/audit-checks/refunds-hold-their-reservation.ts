// Audit check: while a channel is asked for a refund, and only then, its money is reserved.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const refundsHoldTheirReservation = checkOf(
  'refunds-hold-their-reservation',
  'A refund has one open reservation while its channel carries it out, and none before or after; cash needs none.',
  sql`
    with open as (
      select t.cause_id as refund_id, count(*) as times from ledger_transaction t
      where t.state = 'pending' and t.cause_kind = 'refund'
        and not exists (select 1 from ledger_transaction r where r.resolves = t.id)
      group by t.cause_id
    ), compared as (
      select coalesce(r.id::text, o.refund_id) as id, coalesce(o.times, 0) as times,
        (r.state is not distinct from 'executing' and p.channel is distinct from 'cash')::integer as wanted
      from refund r join payment p on p.id = r.payment_id full join open o on o.refund_id = r.id::text
    )
    select 'refund' as "table", id, 'the number of its open reservations is wrong' as problem, wanted as expected, times as found
    from compared where times <> wanted`,
);
