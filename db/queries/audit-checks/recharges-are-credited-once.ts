// Audit check: who paid a recharge has it in the wallet, once, with the bonus that was granted.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const rechargesAreCreditedOnce = checkOf(
  'recharges-are-credited-once',
  'A recharge that is paid is in the wallet of its owner once, with its bonus; one that is not paid is not.',
  sql`
    with posting as (
      select coalesce(p.bill_id::text, t.cause_id) as bill_id,
        string_agg(e.account || ' ' || -e.amount_fen, ' and ' order by e.account desc) as credits
      from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
      left join payment p on t.cause_kind = 'payment' and p.id::text = t.cause_id
      where t.state = 'posted' and t.kind in ('recharged', 'recharge-bonus') and starts_with(e.account, 'owner:')
      group by 1
    ), wanted as (
      select b.id::text as bill_id,
        'owner:' || b.owner_id || ':wallet ' || b.gross_fen
          || case when r.bonus_fen > 0 then ' and owner:' || b.owner_id || ':bonus ' || r.bonus_fen else '' end as credits
      from bill b left join wallet_recharge r on r.bill_id = b.id
      where b.kind = 'recharge' and b.paid_fen - b.surplus_fen > 0
    )
    select 'bill' as "table", coalesce(w.bill_id, p.bill_id) as id, 'what it put into a wallet is wrong' as problem,
      w.credits as expected, p.credits as found
    from wanted w full join posting p on p.bill_id = w.bill_id where w.credits is distinct from p.credits
    union all
    select 'bill', b.id::text, 'its recharge is recorded wrongly', case when b.paid_fen > b.surplus_fen then 'once' end,
      r.payment_id::text
    from bill b left join wallet_recharge r on r.bill_id = b.id
    where b.kind = 'recharge' and (b.paid_fen - b.surplus_fen > 0) <> (r.bill_id is not null)`,
);
