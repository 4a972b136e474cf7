// Audit check: what a payment took from each part of a wallet, and what refunds put back, is what was posted.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

/** What postings of this cause and sign moved on each part of an owner's wallet; credits or debits as positive numbers. */
const postedParts = (cause: 'payment' | 'refund', sign: 1 | -1) => sql`
  select t.cause_id as id, split_part(e.account, ':', 2) as owner,
    coalesce(sum(e.amount_fen) filter (where e.account like 'owner:%:wallet'), 0) * ${sql.lit(sign)} as principal_fen,
    coalesce(sum(e.amount_fen) filter (where e.account like 'owner:%:bonus'), 0) * ${sql.lit(sign)} as bonus_fen
  from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
  where t.state = 'posted' and t.cause_kind = ${sql.lit(cause)} and t.kind in ('prepaid', 'bill-paid', 'refund')
    and starts_with(e.account, 'owner:')
  group by t.cause_id, split_part(e.account, ':', 2)`;

const parts = (table: string) => sql`${sql.ref(`${table}.owner`)} || ': ' || ${sql.ref(`${table}.principal_fen`)}
  || ' and ' || ${sql.ref(`${table}.bonus_fen`)}`;

export const walletPartsMatchPostings = checkOf(
  'wallet-parts-match-postings',
  'The parts of a payment from a wallet sum to it and are its postings; so are those of its refunds, which never exceed them.',
  sql`
    select 'wallet_payment' as "table", coalesce(w.id, p.id) as id, 'its parts are not what was posted' as problem,
      ${parts('p')} as expected, ${parts('w')} as found
    from (select payment_id::text as id, owner_id::text as owner, principal_fen, bonus_fen from wallet_payment) w
    full join (${postedParts('payment', 1)}) p on p.id = w.id
    where (w.owner, w.principal_fen, w.bonus_fen) is distinct from (p.owner, p.principal_fen, p.bonus_fen)
    union all
    select 'payment', p.id::text, 'its parts do not sum to it', p.amount_fen::text, (w.principal_fen + w.bonus_fen)::text
    from payment p left join wallet_payment w on w.payment_id = p.id
    where p.channel = 'wallet' and p.amount_fen is distinct from w.principal_fen + w.bonus_fen
    union all
    select 'wallet_refund', coalesce(w.id, p.id), 'its parts are not what was posted', ${parts('p')}, ${parts('w')}
    from (
      select r.refund_id::text as id, y.owner_id::text as owner, r.principal_fen, r.bonus_fen
      from wallet_refund r join wallet_payment y on y.payment_id = r.payment_id
    ) w full join (${postedParts('refund', -1)}) p on p.id = w.id
    where (w.owner, w.principal_fen, w.bonus_fen) is distinct from (p.owner, p.principal_fen, p.bonus_fen)
    union all
    select 'wallet_payment', y.payment_id::text, 'a part has back more than it gave',
      'at most ' || y.principal_fen || ' and ' || y.bonus_fen, sum(r.principal_fen) || ' and ' || sum(r.bonus_fen)
    from wallet_payment y join wallet_refund r on r.payment_id = y.payment_id
    group by y.payment_id having sum(r.principal_fen) > y.principal_fen or sum(r.bonus_fen) > y.bonus_fen`,
);
