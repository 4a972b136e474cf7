// Every way to break the books by hand that the audit must notice: what, how, and which row of which check.
import { type MoneyScene } from './money-scene.ts';

const transactionOf = (kind: string) =>
  `(select id from ledger_transaction where kind = '${kind}' order by id limit 1)`;
const refundIn = (state: string) => `(select id from refund where state = '${state}' order by id limit 1)`;
const aPayment = `(select id from payment where channel = 'wechat' order by id limit 1)`;
const theDebt = `(select debt_id from payment_allocation where kind = 'debt')`;

/** What a break needs to name the rows it breaks, as SQL. */
export interface Books {
  readonly scene: MoneyScene['scene'];
  /** A column of the bill of the stay that was settled. */
  settled(column: string): string;
  session(name: string): string;
}

export const booksOf = ({ scene, sessions }: MoneyScene): Books => ({
  scene,
  settled: (column) => `(select ${column} from bill where session_id = '${sessions['settled']}')`,
  session: (name) => `'${sessions[name]}'::uuid`,
});

export interface Break {
  readonly check: string;
  readonly what: string;
  readonly tables: readonly string[];
  readonly statement: (books: Books) => string;
  /** SQL of the id that the check must name. */
  readonly names: (books: Books) => string;
  readonly table: string;
  /** Checks that cannot but see it as well. */
  readonly also?: readonly string[];
}

const ledger = ['ledger_transaction', 'ledger_entry'];

/** One break per invariant, at least. */
export const breaks: readonly Break[] = [
  {
    check: 'transactions-balance',
    what: 'an entry one fen too large',
    tables: ledger,
    statement: () => `update ledger_entry set amount_fen = amount_fen - 1
      where account = 'suspense:unmatched' and transaction_id = ${transactionOf('money-without-order')}`,
    table: 'ledger_transaction',
    names: () => transactionOf('money-without-order'),
    also: ['accounts-sum-to-zero', 'suspense-is-explained'],
  },
  {
    check: 'transactions-balance',
    what: 'a transaction without entries',
    tables: ledger,
    statement: () => `delete from ledger_entry where transaction_id = ${transactionOf('money-without-order')}`,
    table: 'ledger_transaction',
    names: () => transactionOf('money-without-order'),
  },
  {
    check: 'transactions-balance',
    what: 'a release that moves money',
    tables: ledger,
    statement: () => `update ledger_transaction set state = 'voided' where resolves is not null`,
    table: 'ledger_transaction',
    names: () => '(select id from ledger_transaction where resolves is not null)',
    also: ['refunds-are-posted-once', 'refunds-are-payable', 'transit-is-explained'],
  },
  {
    check: 'accounts-sum-to-zero',
    what: 'an entry of no transaction',
    tables: ledger,
    statement: (books) => `insert into ledger_entry (company_id, transaction_id, account, amount_fen)
      values ('${books.scene.companyId}', gen_random_uuid(), 'bank:settled', 5)`,
    table: 'company',
    names: (books) => `'${books.scene.companyId}'`,
    also: ['accounts-are-known'],
  },
  {
    check: 'accounts-are-known',
    what: 'an account outside the chart',
    tables: ledger,
    statement: () => `update ledger_entry set account = 'petty cash' where account = 'bank:settled'`,
    table: 'ledger_entry',
    names: () => `(select id from ledger_entry where account = 'petty cash')`,
    also: ['bills-are-settled-once'],
  },
  {
    check: 'reservations-are-resolved-once',
    what: 'a resolution of other entries than were reserved',
    tables: ledger,
    statement: () => `update ledger_entry set account = 'bank:settled' where account = 'channel:wechat:transit'
      and transaction_id = (select id from ledger_transaction where resolves is not null)`,
    table: 'ledger_transaction',
    names: () => '(select id from ledger_transaction where resolves is not null)',
    also: ['transit-is-explained'],
  },
  {
    check: 'reservations-are-resolved-once',
    what: 'a resolution of what was never pending',
    tables: ledger,
    statement: () =>
      `update ledger_transaction set resolves = ${transactionOf('stay-charged')} where resolves is not null`,
    table: 'ledger_transaction',
    names: () => '(select id from ledger_transaction where resolves is not null)',
    also: ['refunds-hold-their-reservation'],
  },
  {
    check: 'causes-exist',
    what: 'a transaction of a stay that never was',
    tables: ledger,
    statement: () =>
      `update ledger_transaction set cause_id = gen_random_uuid()::text where id = ${transactionOf('stay-charged')}`,
    table: 'ledger_transaction',
    names: () => transactionOf('stay-charged'),
  },
  {
    check: 'wallets-are-never-negative',
    what: 'a wallet that paid what it did not have',
    tables: ledger,
    statement:
      () => `update ledger_entry set account = case when amount_fen > 0 then 'owner:o1:wallet' else 'owner:o2:wallet' end
      where transaction_id = ${transactionOf('money-without-order')}`,
    table: 'account',
    names: () => `'owner:o1:wallet'`,
    also: ['wallet-balances-match-the-ledger'],
  },
  {
    check: 'payments-are-posted-once',
    what: 'a payment in the ledger twice',
    tables: ledger,
    statement: () => `with copy as (
        insert into ledger_transaction (id, company_id, business_key, kind, cause_kind, cause_id, state, occurred_at)
        select gen_random_uuid(), company_id, business_key || '/again', kind, cause_kind, cause_id, state, occurred_at
        from ledger_transaction where cause_id = ${aPayment}::text returning id, company_id)
      insert into ledger_entry (company_id, transaction_id, account, amount_fen)
      select company_id, id, account, amount_fen from copy,
        (values ('bank:settled', 1), ('bank:settled', -1)) as e (account, amount_fen)`,
    table: 'payment',
    names: () => aPayment,
  },
  {
    check: 'payments-are-posted-once',
    what: 'a payment in another account than its channel’s',
    tables: ledger,
    statement: () => `update ledger_entry set account = 'channel:alipay:transit' where amount_fen > 0
      and transaction_id = (select id from ledger_transaction where cause_id = ${aPayment}::text)`,
    table: 'payment',
    names: () => aPayment,
    also: ['transit-is-explained'],
  },
  {
    check: 'payments-fit-their-account',
    what: 'a payment of WeChat Pay in an account at Alipay',
    tables: ['payment', 'merchant_account'],
    statement: () => `with other as (
        insert into merchant_account (id, company_id, channel, merchant_number, configuration_cipher)
        select gen_random_uuid(), company_id, 'alipay', '2088000000000001', 'cipher' from payment where id = ${aPayment}
        returning id)
      update payment set merchant_account_id = other.id from other where payment.id = ${aPayment}`,
    table: 'payment',
    names: () => aPayment,
  },
  {
    check: 'payments-are-allocated-in-full',
    what: 'an allocation that was forgotten',
    tables: ['payment_allocation'],
    statement: () => `delete from payment_allocation where payment_id = ${aPayment}`,
    table: 'payment',
    names: () => aPayment,
  },
  {
    check: 'payments-go-to-bill-or-debt',
    what: 'a payment of a debt that pays the stay as well',
    tables: ['payment_allocation', 'payment'],
    statement: () => `with more as (update payment set amount_fen = amount_fen
        where id = (select payment_id from payment_allocation where kind = 'debt') returning id, company_id, bill_id)
      insert into payment_allocation (id, company_id, payment_id, bill_id, kind, amount_fen)
      select gen_random_uuid(), company_id, id, bill_id, 'bill', 400 from more`,
    table: 'payment',
    names: () => `(select payment_id from payment_allocation where kind = 'debt')`,
    also: ['payments-are-allocated-in-full'],
  },
  {
    check: 'payments-go-to-bill-or-debt',
    what: 'an allocation to the bill of another stay',
    tables: ['payment_allocation'],
    statement: () =>
      `update payment_allocation set bill_id = (select bill_id from debt where id = ${theDebt}) where payment_id = ${aPayment}`,
    table: 'payment_allocation',
    names: () => `(select id from payment_allocation where payment_id = ${aPayment})`,
  },
  {
    check: 'bills-count-their-payments',
    what: 'a bill that counts a fen too much as paid',
    tables: ['bill'],
    statement: (
      books,
    ) => `update bill set paid_fen = paid_fen + 1, discount_fen = discount_fen, surplus_fen = surplus_fen
      where session_id = ${books.session('settled')}`,
    table: 'bill',
    names: (books) => books.settled('id'),
    also: ['receivables-match-bills', 'sessions-match-bills'],
  },
  {
    check: 'bills-count-their-refunds',
    what: 'a refund that the bill forgot',
    tables: ['bill'],
    statement: () => `update bill set refunded_fen = 0 where refunded_fen > 0`,
    table: 'bill',
    names: () => `(select bill_id from refund where state = 'succeeded')`,
  },
  {
    check: 'bills-count-their-surplus',
    what: 'a refund that no surplus explains',
    tables: ['refund'],
    statement: () => `update refund set amount_fen = amount_fen - 1 where id = ${refundIn('approved')}`,
    table: 'bill',
    names: () => `(select bill_id from refund where id = ${refundIn('approved')})`,
    also: ['refunds-are-payable'],
  },
  {
    check: 'refunds-stay-within-payments',
    what: 'a refund of more than was paid',
    tables: ['payment'],
    statement: () =>
      `update payment set amount_fen = 1 where id = (select payment_id from refund where id = ${refundIn('approved')})`,
    table: 'payment',
    names: () => `(select payment_id from refund where id = ${refundIn('approved')})`,
    also: ['payments-are-posted-once', 'payments-are-allocated-in-full', 'bills-count-their-payments'],
  },
  {
    check: 'refunds-are-posted-once',
    what: 'a refund that is said to have succeeded and never left the ledger',
    tables: ['refund', 'bill'],
    statement: () => `update refund set state = 'succeeded' where id = ${refundIn('approved')}`,
    table: 'refund',
    names: () => `(select id from refund where state = 'succeeded' and succeeded_at is null)`,
    also: ['bills-count-their-refunds', 'refunds-are-payable', 'transit-is-explained'],
  },
  {
    check: 'refunds-hold-their-reservation',
    what: 'a refund that is being carried out and reserves nothing',
    tables: ['refund'],
    statement: () => `update refund set state = 'executing' where id = ${refundIn('approved')}`,
    table: 'refund',
    names: () => `(select id from refund r where state = 'executing' and not exists (
      select 1 from ledger_transaction t where t.cause_id = r.id::text and t.state = 'pending'))`,
  },
  {
    check: 'refunds-are-payable',
    what: 'money on refund:payable that nobody gets back',
    tables: ledger,
    statement: () => `update ledger_entry set account = 'refund:payable' where account = 'suspense:unmatched'`,
    table: 'company',
    names: (books) => `'${books.scene.companyId}'`,
    also: ['suspense-is-explained'],
  },
  {
    check: 'debts-match-their-allocations',
    what: 'a debt that shrank without a payment',
    tables: ['debt'],
    statement: () => `update debt set outstanding_fen = outstanding_fen - 100 where id = ${theDebt}`,
    table: 'debt',
    names: () => theDebt,
    also: ['debts-match-the-ledger'],
  },
  {
    check: 'debts-match-the-ledger',
    what: 'a debt whose receivable is somebody else’s',
    tables: ledger,
    statement: () =>
      `update ledger_entry set account = 'bank:settled' where account = 'receivable:debt:' || ${theDebt}
          and transaction_id in (select id from ledger_transaction where kind = 'bill-paid')`,
    table: 'debt',
    names: () => theDebt,
  },
  {
    check: 'debts-own-their-bills',
    what: 'a bill that was handed over and still says it belongs to its stay',
    tables: ['bill'],
    statement: () => `update bill set owner_id = gen_random_uuid() where owner_id = ${theDebt}`,
    table: 'bill',
    names: () => `(select bill_id from debt where id = ${theDebt})`,
  },
  {
    check: 'receivables-match-bills',
    what: 'a charge that went to no stay',
    tables: ledger,
    statement: (books) => `update ledger_entry set account = 'bank:settled'
      where account = 'receivable:session:' || ${books.session('left')} and amount_fen > 0`,
    table: 'bill',
    names: (books) => `(select id from bill where session_id = ${books.session('left')})`,
  },
  {
    check: 'advances-match-bills',
    what: 'an advance that is left over when the stay has ended',
    tables: ledger,
    statement: (books) => `update ledger_entry set account = 'bank:settled'
      where account = 'advance:' || ${books.session('settled')} and amount_fen > 0`,
    table: 'bill',
    names: (books) => books.settled('id'),
  },
  {
    check: 'revenue-matches-bills',
    what: 'revenue of a lot that charged nobody',
    tables: ledger,
    statement: (books) => `update ledger_entry set account = 'bank:settled'
      where id = (select min(id) from ledger_entry where account = 'revenue:parking:${books.scene.streetId}')`,
    table: 'lot',
    names: (books) => `'${books.scene.streetId}'`,
  },
  {
    check: 'discounts-match-bills',
    what: 'a reduction that its bill does not know',
    tables: ['bill_discount'],
    statement: (books) =>
      `update bill_discount set applied_fen = applied_fen + 1 where bill_id = ${books.settled('id')}`,
    table: 'account',
    names: () => `'discount:shop-7'`,
  },
  {
    check: 'session-columns-match-state',
    what: 'a vehicle class that was changed by hand',
    tables: ['parking_session'],
    statement: (books) => `update parking_session set vehicle_class = 'large' where id = ${books.session('left')}`,
    table: 'parking_session',
    names: (books) => books.session('left'),
  },
  {
    check: 'sessions-match-bills',
    what: 'a bill that forgot whose car it was',
    tables: ['bill'],
    statement: (books) => `update bill set vehicle_id = null where session_id = ${books.session('left')}`,
    table: 'parking_session',
    names: (books) => books.session('left'),
  },
  {
    check: 'sessions-record-their-effects',
    what: 'an effect that was forgotten',
    tables: ['session_effect'],
    statement: (books) =>
      `delete from session_effect where session_id = ${books.session('left')} and kind = 'vehicleSensed'`,
    table: 'parking_session',
    names: (books) => books.session('left'),
  },
  {
    check: 'occupancy-matches-bays',
    what: 'a street that counts a car more than its bays',
    tables: ['lot_occupancy'],
    statement: (books) => `update lot_occupancy set occupied = occupied + 1 where lot_id = '${books.scene.streetId}'`,
    table: 'lot_occupancy',
    names: (books) => `'${books.scene.streetId}'`,
  },
  {
    check: 'reservations-match-decisions',
    what: 'a place that is promised to nobody',
    tables: ['gate_decision'],
    statement: () => `update gate_decision set place = 'released' where place = 'reserved'`,
    table: 'lot_occupancy',
    names: (books) => `'${books.scene.garageId}'`,
  },
  {
    check: 'nothing-is-parked',
    what: 'a message that gave up',
    tables: ['outbox'],
    statement: () =>
      `update outbox set state = 'parked', attempts = 20, error = 'no such workflow' where id = (select min(id) from outbox)`,
    table: 'outbox',
    names: () => '(select min(id) from outbox)',
  },
  {
    check: 'nothing-is-parked',
    what: 'a bay whose events stopped',
    tables: ['dispatch_key'],
    statement: (books) =>
      `insert into dispatch_key (key, company_id, parked_reason, parked_at)
        values ('bay/1', '${books.scene.companyId}', 'x', now())`,
    table: 'dispatch_key',
    names: () => `'bay/1'`,
  },
  {
    check: 'audit-log-is-sealed',
    what: 'an audit row that was changed',
    tables: ['audit_log'],
    statement: () =>
      `update audit_log set actor_id = 'staff/9' where id = (select audit_id from audit_seal where position = 2)`,
    table: 'audit_log',
    names: () => '(select audit_id from audit_seal where position = 2)',
  },
];
