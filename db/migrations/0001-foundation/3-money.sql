-- Bills, payments, refunds, debts and the double-entry ledger. Amounts are integer fen.

create table merchant_account (
  id uuid primary key,
  company_id uuid not null references company,
  channel text not null,
  merchant_number text not null,
  -- The channel's configuration with its keys, encrypted with the data key.
  configuration_cipher bytea not null,
  created_at timestamptz(3) not null default now(),
  -- New payments use the account that was set up last.
  saved_at timestamptz(3) not null default now(),
  unique (channel, merchant_number, company_id)
);

create table bill (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  session_id uuid not null unique references parking_session deferrable initially deferred,
  vehicle_id uuid references vehicle,
  -- Who owns what is due: the point of truth; locked for every change.
  owner_kind text not null default 'session' check (owner_kind in ('session', 'debt', 'none')),
  owner_id uuid not null,
  -- running: the stay goes on, payments are advances; final: gross is fixed; void: nothing is due any more.
  state text not null default 'running' check (state in ('running', 'final', 'void')),
  gross_fen bigint not null default 0 check (gross_fen >= 0),
  discount_fen bigint not null default 0 check (discount_fen >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  surplus_fen bigint not null default 0 check (surplus_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  suspended boolean not null default false,
  created_at timestamptz(3) not null default now(),
  final_at timestamptz(3),
  revision integer not null default 0,
  check (discount_fen <= gross_fen or state = 'running'),
  check (surplus_fen <= paid_fen),
  check (refunded_fen <= paid_fen)
);
create index on bill (company_id, created_at desc);
alter table parking_session add foreign key (bill_id) references bill deferrable initially deferred;

-- A reduction with its sponsor; granted before the end it is applied when the bill becomes final.
create table bill_discount (
  id uuid primary key,
  company_id uuid not null references company,
  bill_id uuid not null references bill,
  sponsor text not null,
  kind text not null check (kind in ('amount', 'percent', 'full', 'pass')),
  value bigint not null check (value >= 0),
  applied_fen bigint,
  reason text not null,
  granted_by text not null,
  granted_at timestamptz(3) not null
);
create index on bill_discount (bill_id);

-- A price told to somebody: frozen for a few minutes; the paid-leave grace counts from its time.
create table quote (
  id uuid primary key,
  company_id uuid not null references company,
  bill_id uuid not null references bill,
  session_id uuid not null references parking_session,
  quoted_at timestamptz(3) not null,
  frozen_until timestamptz(3) not null,
  fee_fen bigint not null check (fee_fen >= 0),
  due_fen bigint not null check (due_fen >= 0),
  created_at timestamptz(3) not null default now()
);
create index on quote (session_id, quoted_at);

create table debt (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  vehicle_id uuid not null references vehicle,
  session_id uuid not null references parking_session,
  bill_id uuid not null references bill,
  amount_fen bigint not null check (amount_fen > 0),
  outstanding_fen bigint not null check (outstanding_fen >= 0 and outstanding_fen <= amount_fen),
  state text not null default 'open' check (state in ('open', 'paid', 'void', 'transferred')),
  created_at timestamptz(3) not null,
  settled_at timestamptz(3),
  revision integer not null default 0,
  check ((state = 'open') = (outstanding_fen > 0))
);
-- One debt a session; one that was moved to the right vehicle leaves its place.
create unique index one_debt_per_session on debt (session_id) where state <> 'transferred';
create index on debt (vehicle_id) where state = 'open';
create index on debt (company_id, created_at desc);

-- One attempt in one channel; `out_trade_no` is the number the channel knows.
create table payment (
  id uuid primary key,
  company_id uuid not null references company,
  bill_id uuid not null references bill,
  lot_id uuid not null references lot,
  quote_id uuid references quote,
  merchant_account_id uuid references merchant_account,
  channel text not null check (channel in ('wechat', 'alipay', 'unionpay', 'aggregate', 'card', 'etc', 'wallet', 'cash')),
  state text not null check (state in ('created', 'pending', 'succeeded', 'failed', 'closed')),
  amount_fen bigint not null check (amount_fen > 0),
  out_trade_no text not null unique,
  channel_trade_no text,
  code_url text,
  payer_id_cipher bytea,
  collected_by text,
  failure_code text,
  created_at timestamptz(3) not null,
  -- Real time: within a minute of it the channel's book may lag behind its own answer.
  started_at timestamptz(3) not null default now(),
  succeeded_at timestamptz(3),
  posted_at timestamptz(3),
  -- Real time of the next question to the channel, for attempts whose callback may never come.
  query_after timestamptz(3),
  revision integer not null default 0,
  check ((state = 'succeeded') = (posted_at is not null))
);
create unique index one_open_attempt_per_bill on payment (bill_id) where state in ('created', 'pending');
create index on payment (bill_id);
create index on payment (query_after) where state in ('created', 'pending');
create index on payment (company_id, created_at desc, id desc);

-- Where a posted payment went: to a bill, a debt, or surplus.
create table payment_allocation (
  id uuid primary key,
  company_id uuid not null references company,
  payment_id uuid not null references payment,
  bill_id uuid not null references bill,
  debt_id uuid references debt,
  kind text not null check (kind in ('advance', 'bill', 'debt', 'surplus')),
  amount_fen bigint not null check (amount_fen > 0)
);
create index on payment_allocation (payment_id);

-- Raw callbacks, stored before they are answered; worked off by the delivery.
create table payment_notification (
  id uuid primary key,
  company_id uuid not null references company,
  merchant_account_id uuid not null references merchant_account,
  notification_id text not null,
  kind text not null,
  reference text not null,
  result text not null,
  parsed jsonb not null,
  raw bytea not null,
  headers jsonb not null,
  state text not null default 'new' check (state in ('new', 'done', 'parked')),
  attempts integer not null default 0,
  available_at timestamptz(3) not null default now(),
  error text,
  received_at timestamptz(3) not null default now(),
  unique (merchant_account_id, notification_id),
  unique (merchant_account_id, kind, reference, result)
);
create index on payment_notification (available_at) where state = 'new';

create table refund (
  id uuid primary key,
  company_id uuid not null references company,
  bill_id uuid not null references bill,
  payment_id uuid not null references payment,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  cause text not null,
  state text not null check (state in ('requested', 'approved', 'executing', 'succeeded', 'abnormal', 'rejected')),
  automatic boolean not null,
  out_refund_no text not null unique,
  channel_refund_no text,
  failure_code text,
  requested_at timestamptz(3) not null,
  succeeded_at timestamptz(3),
  query_after timestamptz(3),
  revision integer not null default 0,
  unique (company_id, cause)
);
create index on refund (query_after) where state in ('approved', 'executing');

create table ledger_transaction (
  id uuid primary key,
  company_id uuid not null references company,
  business_key text not null,
  kind text not null,
  cause_kind text not null,
  cause_id text not null,
  state text not null check (state in ('posted', 'pending', 'voided', 'expired')),
  -- The pending transaction that this one resolves; unique, so it is resolved once.
  resolves uuid unique references ledger_transaction,
  occurred_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  unique (company_id, business_key),
  check (state in ('posted', 'pending') or resolves is not null)
);
create index on ledger_transaction (cause_kind, cause_id);

create table ledger_entry (
  id bigint generated always as identity primary key,
  company_id uuid not null references company,
  transaction_id uuid not null references ledger_transaction,
  account text not null,
  -- Debit positive, credit negative.
  amount_fen bigint not null check (amount_fen <> 0)
);
create index on ledger_entry (transaction_id);
create index on ledger_entry (company_id, account);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on ledger_transaction
  for each statement execute function ledger_is_append_only();
create trigger append_only before update or delete or truncate on ledger_entry
  for each statement execute function ledger_is_append_only();

create function ledger_transaction_balances() returns trigger language plpgsql as $$
declare
  total numeric;
  entries integer;
begin
  select coalesce(sum(amount_fen), 0), count(*) into total, entries from ledger_entry where transaction_id = new.id;
  if total <> 0 or (new.state in ('posted', 'pending') and entries < 2) or (new.state in ('voided', 'expired') and entries > 0) then
    raise exception 'ledger transaction % does not balance: % entries, sum % fen', new.business_key, entries, total
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger balances after insert on ledger_transaction deferrable initially deferred
  for each row execute function ledger_transaction_balances();
-- Entries join a transaction only in the database transaction that made it, so the check above sees them all.
create function ledger_entry_joins_new_transaction() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from ledger_transaction t where t.id = new.transaction_id and t.xmin::text = pg_current_xact_id()::xid::text) then
    raise exception 'entries cannot be added to ledger transaction % afterwards', new.transaction_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger joins_new_transaction before insert on ledger_entry
  for each row execute function ledger_entry_joins_new_transaction();
