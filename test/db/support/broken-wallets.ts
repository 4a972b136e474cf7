// Every way to break the books of wallets by hand that the audit must notice.
import { type Break } from './broken-books.ts';

type WalletBreak = Omit<Break, 'statement' | 'names'> & { readonly statement: string; readonly names: string };

const ledger = ['ledger_transaction', 'ledger_entry'];
const thePayment = `(select payment_id from wallet_payment)`;
const theRefund = `(select refund_id from wallet_refund)`;
const theOwner = `(select owner_id from wallet)`;
const transactionOf = (kind: string) =>
  `(select id from ledger_transaction where kind = '${kind}' and state = 'posted' limit 1)`;

export const walletBreaks: readonly WalletBreak[] = [
  {
    check: 'wallet-balances-match-the-ledger',
    what: 'a wallet with a fen that nobody paid in',
    tables: ['wallet'],
    statement: `update wallet set principal_fen = principal_fen + 1`,
    table: 'wallet',
    names: theOwner,
  },
  {
    check: 'wallet-balances-match-the-ledger',
    what: 'a bonus that went to the principal',
    tables: ['wallet'],
    statement: `update wallet set principal_fen = principal_fen + 5, bonus_fen = bonus_fen - 5`,
    table: 'wallet',
    names: theOwner,
  },
  {
    check: 'wallet-balances-match-the-ledger',
    what: 'a wallet that holds what nothing reserves',
    tables: ['wallet'],
    statement: `update wallet set held_principal_fen = 1`,
    table: 'wallet',
    names: theOwner,
  },
  {
    check: 'wallet-movements-add-up',
    what: 'a movement that was forgotten',
    tables: ['wallet_movement'],
    statement: `delete from wallet_movement where sequence = 2`,
    table: 'wallet_movement',
    names: `${theOwner} || '/3'`,
  },
  {
    check: 'wallet-movements-add-up',
    what: 'a balance that a movement does not lead to',
    tables: ['wallet_movement'],
    statement: `update wallet_movement set bonus_after_fen = bonus_after_fen + 1 where sequence = 3`,
    table: 'wallet_movement',
    names: `${theOwner} || '/3'`,
  },
  {
    check: 'wallet-movements-add-up',
    what: 'a last movement that the wallet does not count',
    tables: ['wallet'],
    statement: `update wallet set movements = movements - 1`,
    table: 'wallet',
    names: theOwner,
  },
  {
    check: 'wallet-parts-match-postings',
    what: 'a payment whose parts were exchanged',
    tables: ['wallet_payment'],
    statement: `update wallet_payment set principal_fen = bonus_fen, bonus_fen = principal_fen`,
    table: 'wallet_payment',
    names: thePayment,
  },
  {
    check: 'wallet-parts-match-postings',
    what: 'a payment from a wallet without its parts',
    tables: ['wallet_payment', 'wallet_refund'],
    statement: `delete from wallet_payment`,
    table: 'payment',
    names: `(select id from payment where channel = 'wallet')`,
  },
  {
    check: 'wallet-parts-match-postings',
    what: 'a refund that put its money into the other part',
    tables: ['wallet_refund'],
    statement: `update wallet_refund set principal_fen = principal_fen + 1, bonus_fen = bonus_fen - 1`,
    table: 'wallet_refund',
    names: theRefund,
  },
  {
    check: 'wallet-parts-match-postings',
    what: 'a refund that gives a part more than it gave',
    tables: ['wallet_refund'],
    statement: `update wallet_refund set principal_fen = 100000`,
    table: 'wallet_payment',
    names: thePayment,
  },
  {
    check: 'bonus-is-never-withdrawn',
    what: 'a bonus that was paid out',
    tables: ledger,
    statement: `update ledger_entry set account = 'withdrawal:payable' where amount_fen < 0
      and transaction_id = (select transaction_id from ledger_entry where account like 'owner:%:bonus' and amount_fen > 0)`,
    table: 'ledger_transaction',
    names: `(select transaction_id from ledger_entry where account like 'owner:%:bonus' and amount_fen > 0)`,
    also: ['advances-match-bills'],
  },
  {
    check: 'recharges-are-credited-once',
    what: 'a recharge that went to somebody else',
    tables: ['bill'],
    statement: `update bill set owner_id = gen_random_uuid()
      where id = (select bill_id from wallet_recharge where bonus_fen > 0)`,
    table: 'bill',
    names: `(select bill_id from wallet_recharge where bonus_fen > 0)`,
  },
  {
    check: 'recharges-are-credited-once',
    what: 'a bonus that no promotion gave',
    tables: ['wallet_recharge'],
    statement: `update wallet_recharge set bonus_fen = bonus_fen + 1 where bonus_fen > 0`,
    table: 'bill',
    names: `(select bill_id from wallet_recharge where bonus_fen > 0)`,
    also: ['discounts-match-bills'],
  },
  {
    check: 'recharges-are-credited-once',
    what: 'a recharge that was credited and never paid',
    tables: ['bill'],
    statement: `update bill set paid_fen = 0 where id = (select bill_id from wallet_recharge where bonus_fen > 0)`,
    table: 'bill',
    names: `(select bill_id from wallet_recharge where bonus_fen > 0)`,
    also: ['bills-count-their-payments'],
  },
  {
    check: 'causes-exist',
    what: 'a bonus of staff that nobody asked for',
    tables: ['wallet_top_up'],
    statement: `delete from wallet_top_up where method = 'goodwill'`,
    table: 'ledger_transaction',
    names: transactionOf('goodwill-granted'),
    also: ['discounts-match-bills'],
  },
  {
    check: 'causes-exist',
    what: 'a bonus of a recharge that never was',
    tables: ledger,
    statement: `update ledger_transaction set cause_id = gen_random_uuid()::text where kind = 'recharge-bonus'`,
    table: 'ledger_transaction',
    names: transactionOf('recharge-bonus'),
    also: ['recharges-are-credited-once'],
  },
];
