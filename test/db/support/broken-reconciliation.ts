// Every way to break bills, their settlement and suspense by hand that the audit must notice.
import { type Break } from './broken-books.ts';

const ledger = ['ledger_transaction', 'ledger_entry'];
const theBill = '(select id from bill_file)';
const theSettlement = `(select id from ledger_transaction where kind = 'bill-settled')`;
const aMatched = `(select id from reconciliation_result where class = 'matched' order by id limit 1)`;
const theStrange = `(select id from reconciliation_exception where class = 'channel-only')`;

export const reconciliationBreaks: readonly Break[] = [
  {
    check: 'bill-lines-are-classed',
    what: 'a line without a class',
    tables: ['reconciliation_result'],
    statement: () => `delete from reconciliation_result where id = ${aMatched} and fee_fen = 1`,
    table: 'bill_file',
    names: () => theBill,
    also: ['bills-are-settled-once', 'movements-stand-on-bills', 'transit-is-explained'],
  },
  {
    check: 'bill-lines-are-classed',
    what: 'a bill whose file had more lines',
    tables: ['bill_file'],
    statement: () => `update bill_file set line_count = line_count + 1`,
    table: 'bill_file',
    names: () => theBill,
  },
  {
    check: 'bills-are-settled-once',
    what: 'a bill that was settled twice',
    tables: ledger,
    statement: () => `with copy as (
        insert into ledger_transaction (id, company_id, business_key, kind, cause_kind, cause_id, state, occurred_at)
        select gen_random_uuid(), company_id, business_key || '/again', kind, cause_kind, cause_id, state, occurred_at
        from ledger_transaction where id = ${theSettlement} returning id, company_id)
      insert into ledger_entry (company_id, transaction_id, account, amount_fen)
      select company_id, id, account, amount_fen from copy,
        (values ('bank:settled', 1), ('bank:settled', -1)) as e (account, amount_fen)`,
    table: 'bill_file',
    names: () => theBill,
  },
  {
    check: 'bills-are-settled-once',
    what: 'a fee that went to the bank',
    tables: ledger,
    statement: () => `update ledger_entry set account = 'bank:settled' where account = 'fee:wechat'`,
    table: 'bill_file',
    names: () => theBill,
  },
  {
    check: 'bills-are-settled-once',
    what: 'a settlement of a bill that is not reconciled',
    tables: ['bill_file', 'daily_close'],
    statement: () => `with open_again as (delete from daily_close)
      update bill_file set state = 'loaded', reconciled_at = null`,
    table: 'bill_file',
    names: () => theBill,
  },
  {
    check: 'movements-stand-on-bills',
    what: 'a payment that is on no bill, and that nobody misses',
    tables: ['reconciliation_result'],
    statement: () => `delete from reconciliation_result where class = 'ours-only' and payment_id is not null`,
    table: 'payment',
    names: () => `(select p.id from payment p where p.state = 'succeeded' and p.channel = 'wechat'
      and not exists (select 1 from reconciliation_result r where r.payment_id = p.id) order by p.id limit 1)`,
    also: ['causes-exist', 'transit-is-explained'],
  },
  {
    check: 'transit-is-explained',
    what: 'money in transit that no bill will ever settle',
    tables: ['reconciliation_result'],
    statement: () => `update reconciliation_result set payment_id = null where id = ${aMatched}`,
    table: 'account',
    names: () => `'channel:wechat:transit'`,
    also: ['movements-stand-on-bills'],
  },
  {
    check: 'suspense-is-explained',
    what: 'money in suspense that nobody is asked about',
    tables: ['reconciliation_exception'],
    statement:
      () => `update reconciliation_exception set state = 'resolved', resolution = 'explained', resolved_at = now()
      where id = ${theStrange}`,
    table: 'company',
    names: (books) => `'${books.scene.companyId}'`,
  },
  {
    check: 'daily-closes-follow-bills',
    what: 'a closed day whose bill is awaited',
    tables: ['bill_file'],
    statement: () => `insert into bill_file (id, company_id, merchant_account_id, channel, bill_date)
      select gen_random_uuid(), f.company_id, gen_random_uuid(), 'wechat', f.bill_date from bill_file f`,
    table: 'daily_close',
    names: () => '(select id from daily_close)',
  },
];
