// Audit check: a payment and the merchant account that took it are of the same channel.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const paymentsFitTheirAccount = checkOf(
  'payments-fit-their-account',
  'A payment that a merchant account took is of the channel of that account, and a notice is about a payment of its own account.',
  sql`
    select 'payment' as "table", p.id, 'is of another channel than its merchant account' as problem,
      m.channel as expected, p.channel as found
    from payment p join merchant_account m on m.id = p.merchant_account_id where m.channel <> p.channel
    union all
    select 'payment_notification', n.id, 'was worked off for a payment of another account',
      n.merchant_account_id::text, p.merchant_account_id::text
    from payment_notification n join payment p on p.out_trade_no = n.reference
    where n.kind = 'transaction' and n.state = 'done' and p.state = 'succeeded'
      and n.merchant_account_id <> p.merchant_account_id`,
);
