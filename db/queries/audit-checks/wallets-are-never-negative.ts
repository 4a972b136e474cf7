// Audit check: nobody spends from a wallet what is not in it, reservations included.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const walletsAreNeverNegative = checkOf(
  'wallets-are-never-negative',
  'No wallet and no bonus is below zero, what is reserved from it included.',
  sql`
    select 'account' as "table", e.account as id, 'is below zero' as problem, 'at least 0' as expected,
      -sum(e.amount_fen) || '' as found
    from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
    where starts_with(e.account, 'owner:')
      and (t.state = 'posted'
        -- Of what is only reserved, what goes out counts already, what comes in does not.
        or (t.state = 'pending' and e.amount_fen > 0 and not exists (select 1 from ledger_transaction r where r.resolves = t.id)))
    group by e.account having sum(e.amount_fen) > 0`,
);
