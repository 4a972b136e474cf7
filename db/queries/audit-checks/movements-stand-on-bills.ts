// Audit check: after a day is reconciled nothing of it is left unsaid.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

/** A movement whose ledger transaction was there when the bill of its day was worked off. */
const unsaid = (table: string, column: string, account: ReturnType<typeof sql>, from: ReturnType<typeof sql>) => sql`
  select ${sql.lit(table)} as "table", m.id, 'is on no bill, and nobody misses it' as problem, 'a result' as expected,
    'none' as found
  from ${from}
  where m.state = 'succeeded'
    and exists (select 1 from bill_file f
      where f.merchant_account_id = ${account} and f.state = 'reconciled'
        and f.bill_date = (m.succeeded_at at time zone 'Asia/Shanghai')::date
        and f.reconciled_at > (select min(t.created_at) from ledger_transaction t
          where t.cause_id = m.id::text and t.cause_kind = ${sql.lit(table)} and t.state = 'posted'))
    and not exists (select 1 from reconciliation_result r where r.${sql.ref(column)} = m.id)`;

export const movementsStandOnBills = checkOf(
  'movements-stand-on-bills',
  'A payment or refund of a day that is reconciled stands on a line of a bill, or is carried over or missed.',
  sql`
    ${unsaid('payment', 'payment_id', sql`m.merchant_account_id`, sql`payment m`)}
      and not exists (select 1 from reconciliation_exception x where x.payment_id = m.id)
    union all
    ${unsaid('refund', 'refund_id', sql`p.merchant_account_id`, sql`refund m join payment p on p.id = m.payment_id`)}`,
);
