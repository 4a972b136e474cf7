// Audit check: double entry holds transaction by transaction.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const transactionsBalance = checkOf(
  'transactions-balance',
  'Every posted or pending ledger transaction has two or more entries that sum to zero; a release has none.',
  sql`
    select 'ledger_transaction' as "table", id,
      case when not moves then 'a release has entries' when entries < 2 then 'has too few entries'
        else 'does not balance: the sum of its entries is wrong' end as problem,
      case when not moves then 0 when entries < 2 then 2 else 0 end as expected,
      case when not moves or entries < 2 then entries else fen end as found
    from (
      select t.id, t.state in ('posted', 'pending') as moves, count(e.id) as entries, coalesce(sum(e.amount_fen), 0) as fen
      from ledger_transaction t left join ledger_entry e on e.transaction_id = t.id group by t.id
    ) added
    where (moves and (entries < 2 or fen <> 0)) or (not moves and entries > 0)`,
);
