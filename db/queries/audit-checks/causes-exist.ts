// Audit check: no money moves without a reason that somebody can look at.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

const correctsSomething = sql`exists (
        select 1 from ledger_entry e
        where e.transaction_id = t.id and (
          exists (select 1 from debt d where e.account = 'receivable:debt:' || d.id)
          or exists (select 1 from parking_session s where e.account = 'receivable:session:' || s.id)))`;

export const causesExist = checkOf(
  'causes-exist',
  'Every ledger transaction has a cause, and the row it names exists.',
  sql`
    select 'ledger_transaction' as "table", t.id, 'its cause does not exist' as problem, 'a row' as expected,
      t.cause_kind || ' ' || t.cause_id as found
    from ledger_transaction t
    where not case t.cause_kind
      when 'session' then exists (select 1 from parking_session s where s.id::text = t.cause_id)
      when 'debt' then exists (select 1 from debt d where d.id::text = t.cause_id)
      when 'payment' then exists (select 1 from payment p where p.id::text = t.cause_id)
      when 'refund' then exists (select 1 from refund r where r.id::text = t.cause_id)
      when 'discount' then exists (select 1 from bill_discount b where b.id::text = t.cause_id)
      -- Money that nobody ordered has no row of its own; the item that asks a person to look at it is its cause.
      when 'movement' then exists (select 1 from audit_item a where a.cause = 'movement/' || t.cause_id)
      when 'recharge' then exists (select 1 from bill b where b.id::text = t.cause_id and b.kind = 'recharge')
      when 'top-up' then exists (select 1 from wallet_top_up u where u.id::text = t.cause_id)
      when 'bill-file' then exists (select 1 from bill_file f where f.id::text = t.cause_id)
      when 'reconciliation' then exists (select 1 from reconciliation_result r where r.id::text = t.cause_id)
      when 'exception' then exists (select 1 from reconciliation_exception x where x.id::text = t.cause_id)
      -- A correction is asked for by name; what it corrects must exist.
      when 'adjustment' then ${correctsSomething}
      when 'transfer' then ${correctsSomething}
      else false end`,
);
