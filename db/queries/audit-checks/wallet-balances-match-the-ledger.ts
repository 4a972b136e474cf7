// Audit check: the running balance of a wallet is what the ledger says, and what is held is what is reserved.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

/** Per owner and part: what is posted, and of what is reserved and not resolved what goes out. */
const ofLedger = sql`
  select split_part(e.account, ':', 2) as owner, split_part(e.account, ':', 3) as part,
    coalesce(-sum(e.amount_fen) filter (where t.state = 'posted'), 0) as fen,
    coalesce(sum(e.amount_fen) filter (where t.state = 'pending' and e.amount_fen > 0
      and not exists (select 1 from ledger_transaction r where r.resolves = t.id)), 0) as held
  from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
  where starts_with(e.account, 'owner:') group by 1, 2`;

const ofWallets = sql`
  select owner_id::text as owner, 'wallet' as part, principal_fen as fen, held_principal_fen as held from wallet
  union all select owner_id::text, 'bonus', bonus_fen, held_bonus_fen from wallet`;

export const walletBalancesMatchTheLedger = checkOf(
  'wallet-balances-match-the-ledger',
  'The balance of a wallet is the sum of its postings, part by part, and what it holds is what is reserved from it.',
  sql`
    select 'wallet' as "table", coalesce(w.owner, l.owner) as id,
      'its ' || coalesce(w.part, l.part) || case when coalesce(w.fen, 0) <> coalesce(l.fen, 0) then ' balance is wrong'
        else ' holds the wrong amount' end as problem,
      case when coalesce(w.fen, 0) <> coalesce(l.fen, 0) then coalesce(l.fen, 0) else coalesce(l.held, 0) end as expected,
      case when coalesce(w.fen, 0) <> coalesce(l.fen, 0) then coalesce(w.fen, 0) else coalesce(w.held, 0) end as found
    from (${ofWallets}) w full join (${ofLedger}) l on l.owner = w.owner and l.part = w.part
    where coalesce(w.fen, 0) <> coalesce(l.fen, 0) or coalesce(w.held, 0) <> coalesce(l.held, 0)`,
);
