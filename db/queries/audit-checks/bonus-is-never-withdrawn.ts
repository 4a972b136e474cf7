// Audit check: what was given as a bonus pays bills, and is never paid out.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const bonusIsNeverWithdrawn = checkOf(
  'bonus-is-never-withdrawn',
  'Nothing leaves a bonus but to pay a bill or to take back what was given; nothing reserved or posted pays it out.',
  sql`
    select 'ledger_transaction' as "table", t.id, 'takes from a bonus what it must not' as problem,
      'the payment of a bill' as expected, t.kind || ' of ' || e.amount_fen as found
    from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
    where e.account like 'owner:%:bonus' and e.amount_fen > 0
      and (t.kind not in ('prepaid', 'bill-paid', 'reversal') or exists (
        select 1 from ledger_entry other where other.transaction_id = t.id
          and (other.account in ('withdrawal:payable', 'bank:settled') or other.account like 'channel:%'
            or other.account like 'cash:%' or other.account like 'owner:%:wallet' and other.amount_fen < 0)))`,
);
