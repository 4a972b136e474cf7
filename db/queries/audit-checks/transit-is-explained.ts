// Audit check: what a channel holds for us is what no bill has settled yet.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

/** Stands on a line, or was missed and went to suspense. */
const settled = (column: string) => sql`exists (
  select 1 from reconciliation_result r
  where r.${sql.ref(column)} = m.id and (r.line_number is not null or r.absence = 'missing'))`;

export const transitIsExplained = checkOf(
  'transit-is-explained',
  'The transit account of a channel holds what no bill has settled and no suspense has taken: after reconciliation, nothing.',
  sql`
    with held as (
      select split_part(e.account, ':', 2) as channel, sum(e.amount_fen) as fen
      from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
      where t.state = 'posted' and e.account like 'channel:%:transit'
        and (t.kind in ('money-without-order', 'recharged', 'bill-settled', 'difference-found', 'suspense-resolved')
          or (t.kind in ('prepaid', 'bill-paid') and t.cause_kind = 'payment')
          or (t.kind = 'refund' and t.cause_kind in ('refund', 'exception')))
      group by 1
    ), waiting as (
      select m.channel, m.amount_fen as fen from payment m
      where m.state = 'succeeded' and m.channel not in ('cash', 'wallet') and not ${settled('payment_id')}
        and not exists (select 1 from reconciliation_exception x where x.payment_id = m.id)
      union all
      select p.channel, -m.amount_fen from refund m join payment p on p.id = m.payment_id
      where m.state = 'succeeded' and p.channel not in ('cash', 'wallet') and not ${settled('refund_id')}
      union all
      select m.channel, -m.amount_fen from suspense_return m where m.state = 'succeeded' and not ${settled('return_id')}
      union all
      -- Money that a notice brought before its bill came.
      select split_part(e.account, ':', 2), e.amount_fen
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.account like 'channel:%:transit'
      where t.kind = 'money-without-order' and not exists (
        select 1 from bill_line l join reconciliation_result r on r.bill_file_id = l.bill_file_id and r.line_number = l.line_number
        where l.transaction_id = t.cause_id and l.kind = 'payment')
    ), wanted as (select channel, sum(fen) as fen from waiting group by channel)
    select 'account' as "table", 'channel:' || coalesce(h.channel, w.channel) || ':transit' as id,
      'holds what nobody can explain' as problem, coalesce(w.fen, 0) as expected, coalesce(h.fen, 0) as found
    from held h full join wanted w on w.channel = h.channel
    where coalesce(h.fen, 0) <> coalesce(w.fen, 0)`,
);
