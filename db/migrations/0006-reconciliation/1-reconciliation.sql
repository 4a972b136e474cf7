-- The channel's daily bill against our books: raw lines, what each means, what people must decide, and closed days.

-- What a merchant account pays its channel; without a row fees are believed.
create table merchant_terms (
  merchant_account_id uuid primary key references merchant_account,
  company_id uuid not null references company,
  -- Hundredths of a per cent.
  fee_basis_points integer check (fee_basis_points between 0 and 10000),
  version integer not null default 1
);

create table bill_file (
  id uuid primary key,
  company_id uuid not null references company,
  merchant_account_id uuid not null references merchant_account,
  channel text not null,
  bill_date date not null,
  kind text not null default 'trade' check (kind in ('trade')),
  -- awaited: the channel has not given it yet; loaded: its lines are here; reconciled: all of them are classed and settled.
  state text not null default 'awaited' check (state in ('awaited', 'loaded', 'reconciled')),
  -- Of the unpacked file; null for a day without a bill.
  hash text,
  line_count integer not null default 0,
  paid_fen bigint not null default 0,
  refunded_fen bigint not null default 0,
  fee_fen bigint not null default 0,
  -- What the last attempt to get it said.
  error text,
  created_at timestamptz(3) not null default now(),
  loaded_at timestamptz(3),
  -- Real time.
  reconciled_at timestamptz(3),
  revision integer not null default 0,
  unique (merchant_account_id, bill_date, kind),
  check ((state = 'reconciled') = (reconciled_at is not null))
);
create index on bill_file (company_id, bill_date desc, id desc);

create table bill_line (
  bill_file_id uuid not null references bill_file,
  line_number integer not null,
  company_id uuid not null references company,
  kind text not null check (kind in ('payment', 'refund')),
  at timestamptz(3) not null,
  transaction_id text not null,
  out_trade_no text not null,
  refund_id text,
  out_refund_no text,
  state text not null,
  -- Whether the channel moved the money.
  moved boolean not null,
  amount_fen bigint not null,
  fee_fen bigint not null,
  -- As it stands in the file.
  raw text not null,
  primary key (bill_file_id, line_number)
);
create index on bill_line (company_id, transaction_id);

-- One of each line, and one of each payment or refund that has no line on the bill it should stand on.
create table reconciliation_result (
  id uuid primary key,
  company_id uuid not null references company,
  bill_file_id uuid not null references bill_file,
  line_number integer,
  kind text not null check (kind in ('payment', 'refund')),
  class text not null check (class in ('matched', 'amount-differs', 'channel-only', 'ours-only', 'fee-differs', 'state-differs')),
  payment_id uuid references payment,
  refund_id uuid references refund,
  return_id uuid,
  -- Signed: in for a payment, out for a refund. What the channel settles, what our ledger has, and the difference, which
  -- lies in suspense.
  settled_fen bigint not null,
  own_fen bigint not null,
  suspense_fen bigint not null,
  fee_fen bigint not null default 0,
  expected_fee_fen bigint,
  -- Of what is ours only: carried waits for the bill of the next day, arrived stood on a later bill, missing did not.
  absence text check (absence in ('carried', 'missing', 'arrived')),
  created_at timestamptz(3) not null default now(),
  foreign key (bill_file_id, line_number) references bill_line,
  check ((class = 'ours-only') = (line_number is null)),
  check ((class = 'ours-only') = (absence is not null)),
  check (num_nonnulls(payment_id, refund_id, return_id) <= 1),
  check (suspense_fen = settled_fen - own_fen)
);
create unique index on reconciliation_result (bill_file_id, line_number) where line_number is not null;
-- A payment stands on one line of one bill, and is missed once.
create unique index on reconciliation_result (payment_id, (line_number is null)) where payment_id is not null;
create unique index on reconciliation_result (refund_id, (line_number is null)) where refund_id is not null;
create unique index on reconciliation_result (return_id, (line_number is null)) where return_id is not null;
create index on reconciliation_result (bill_file_id, class);
create index on reconciliation_result (company_id) where absence = 'carried';

create table reconciliation_exception (
  id uuid primary key,
  company_id uuid not null references company,
  result_id uuid not null unique references reconciliation_result,
  merchant_account_id uuid not null references merchant_account,
  channel text not null,
  kind text not null,
  class text not null,
  suspense_fen bigint not null,
  state text not null default 'open' check (state in ('open', 'claimed', 'resolved')),
  -- Who owns it.
  claimed_by text,
  deadline timestamptz(3) not null,
  -- A decision that moves money waits here for a second person.
  proposed_decision text check (proposed_decision in ('allocated', 'returned', 'written-off')),
  proposed_bill_id uuid references bill,
  resolution text check (resolution in ('explained', 'allocated', 'returned', 'written-off', 'arrived', 'booked-from-bill')),
  reason text,
  resolved_by text,
  approved_by text,
  -- The payment that an allocation made.
  payment_id uuid references payment,
  opened_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  revision integer not null default 0,
  check ((state = 'resolved') = (resolved_at is not null)),
  check ((state = 'resolved') = (resolution is not null)),
  check (state <> 'claimed' or claimed_by is not null),
  check (approved_by is distinct from resolved_by or approved_by is null)
);
create index on reconciliation_exception (company_id, deadline, id) where state <> 'resolved';
create index on reconciliation_exception (company_id, deadline, id);

-- Money without an order on its way back to the payer.
create table suspense_return (
  id uuid primary key,
  company_id uuid not null references company,
  exception_id uuid not null unique references reconciliation_exception,
  merchant_account_id uuid not null references merchant_account,
  channel text not null,
  out_trade_no text not null,
  out_refund_no text not null unique,
  total_fen bigint not null check (total_fen > 0),
  amount_fen bigint not null check (amount_fen > 0 and amount_fen <= total_fen),
  state text not null default 'executing' check (state in ('executing', 'succeeded', 'abnormal')),
  channel_refund_no text,
  failure_code text,
  requested_at timestamptz(3) not null,
  succeeded_at timestamptz(3),
  query_after timestamptz(3),
  check ((state = 'succeeded') = (succeeded_at is not null))
);
create index on suspense_return (query_after) where state = 'executing';
alter table reconciliation_result add foreign key (return_id) references suspense_return;

create table daily_close (
  id uuid primary key,
  company_id uuid not null references company,
  close_date date not null,
  figures jsonb not null,
  closed_by text not null,
  closed_at timestamptz(3) not null,
  unique (company_id, close_date)
);
create table daily_close_adjustment (
  id uuid primary key,
  company_id uuid not null references company,
  daily_close_id uuid not null references daily_close,
  -- What is added to each figure.
  change jsonb not null,
  reason text not null,
  adjusted_by text not null,
  adjusted_at timestamptz(3) not null
);
create index on daily_close_adjustment (daily_close_id);

create function daily_close_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'a closed day is only adjusted: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on daily_close
  for each statement execute function daily_close_is_final();
create trigger append_only before update or delete or truncate on daily_close_adjustment
  for each statement execute function daily_close_is_final();

-- What a bill is matched by and looked through for.
create index on payment (merchant_account_id, succeeded_at) where state = 'succeeded';
create index on payment (merchant_account_id, channel_trade_no) where channel_trade_no is not null;
create index on refund (company_id, succeeded_at) where state = 'succeeded';

do $$
declare
  t text;
begin
  foreach t in array array['merchant_terms', 'bill_file', 'bill_line', 'reconciliation_result', 'reconciliation_exception',
    'suspense_return', 'daily_close', 'daily_close_adjustment'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy company_scope on %I to parking_app using (company_id = (select scope_company()))
      with check (company_id = (select scope_company()))', t);
    execute format('grant select, insert on %I to parking_app', t);
  end loop;
end $$;
grant update on merchant_terms, bill_file, reconciliation_result, reconciliation_exception, suspense_return to parking_app;
-- Lines of a bill that was replaced before anything was made of it.
grant delete on bill_line to parking_app;

-- What is due to be asked of a channel, and whose bills are due: the keys and the time, nothing else.
create policy every_company on suspense_return to parking_delivery using (true) with check (true);
grant select (id, company_id, state, query_after), update (query_after) on suspense_return to parking_delivery;
grant select (channel) on merchant_account to parking_delivery;

-- The owner of the tables writes rows of every company here; afterwards he sees none again.
alter table role no force row level security;
update role set rules = role.rules || added.rules, version = role.version + 1
from (values
  ('finance', '[{"action": "read", "subject": "BillFile"}, {"action": "export", "subject": "BillFile"},
    {"action": "reconcile", "subject": "BillFile"}, {"action": "read", "subject": "ReconciliationException"},
    {"action": "claim", "subject": "ReconciliationException"}, {"action": "resolve", "subject": "ReconciliationException"},
    {"action": "approve", "subject": "ReconciliationException"}, {"action": "read", "subject": "DailyClose"},
    {"action": "close", "subject": "DailyClose"}, {"action": "adjust", "subject": "DailyClose"},
    {"action": "read", "subject": "MerchantTerms"}, {"action": "update", "subject": "MerchantTerms"}]'::jsonb),
  ('audit-administrator', '[{"action": "read", "subject": "BillFile"}, {"action": "read", "subject": "ReconciliationException"},
    {"action": "read", "subject": "DailyClose"}]'::jsonb)
) as added (name, rules)
where role.built_in and role.name = added.name and not role.rules @> '[{"subject": "BillFile"}]'::jsonb;
alter table role force row level security;
