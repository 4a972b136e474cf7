// Audit check: what a channel settles for a day is at the bank, less its fee, once.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const billsAreSettledOnce = checkOf(
  'bills-are-settled-once',
  'A reconciled bill is settled once: its lines leave transit, its fee goes to the channel, the rest to the bank; no other is.',
  sql`
    with wanted as (
      select f.id, f.channel, f.state = 'reconciled' as reconciled, f.fee_fen,
        coalesce((select sum(r.settled_fen) from reconciliation_result r where r.bill_file_id = f.id), 0) as net_fen
      from bill_file f
    ), posted as (
      select t.cause_id, count(distinct t.id) as times,
        coalesce(sum(e.amount_fen) filter (where e.account = 'bank:settled'), 0) as bank_fen,
        coalesce(sum(e.amount_fen) filter (where e.account like 'fee:%'), 0) as fee_fen
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
      where t.kind = 'bill-settled' and t.state = 'posted' group by t.cause_id
    ), compared as (
      select coalesce(w.id::text, p.cause_id) as id, coalesce(p.times, 0) as times,
        (coalesce(w.reconciled, false) and (w.net_fen <> 0 or w.fee_fen <> 0))::integer as wanted_times,
        w.net_fen - w.fee_fen as wanted_fen, p.bank_fen, w.fee_fen as wanted_fee_fen, p.fee_fen
      from wanted w full join posted p on p.cause_id = w.id::text
    )
    select 'bill_file' as "table", id,
      case when times <> wanted_times then 'is settled the wrong number of times'
        when bank_fen <> wanted_fen then 'is settled with another amount' else 'is settled with another fee' end as problem,
      case when times <> wanted_times then wanted_times when bank_fen <> wanted_fen then wanted_fen else wanted_fee_fen end as expected,
      case when times <> wanted_times then times when bank_fen <> wanted_fen then bank_fen else fee_fen end as found
    from compared
    where times <> wanted_times or (times = 1 and (bank_fen <> wanted_fen or fee_fen <> wanted_fee_fen))`,
);
