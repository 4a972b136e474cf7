// Audit check: money lies only in accounts of the chart (domain/ledger/account.ts), under a transaction of its company.
import { channels } from '../../../domain/ledger/account.ts';
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

const part = '[A-Za-z0-9][A-Za-z0-9._-]*';
const channel = `(${channels.join('|')})`;
const chart = [
  `receivable:(session|debt|pass):${part}`,
  `channel:${channel}:transit`,
  `cash:${part}`,
  'bank:settled',
  `owner:${part}:(wallet|bonus)`,
  `advance:${part}`,
  '(refund|withdrawal):payable',
  'suspense:unmatched',
  `revenue:(parking|pass|share):${part}`,
  `discount:${part}`,
  `fee:${channel}`,
  'arrears:writeoff',
].join('|');

export const accountsAreKnown = checkOf(
  'accounts-are-known',
  'Every ledger entry belongs to a transaction of its company and names an account of the chart.',
  sql`
    select 'ledger_entry' as "table", e.id, 'names no account of the chart' as problem, 'an account' as expected,
      e.account as found
    from ledger_entry e where e.account !~ ${sql.lit(`^(${chart})$`)}
    union all
    select 'ledger_entry', e.id, 'belongs to no transaction of its company', 'a transaction', e.transaction_id::text
    from ledger_entry e left join ledger_transaction t on t.id = e.transaction_id where t.id is null`,
);
