-- Wallets of owners: balances that hold a limit, what moved them, what was paid from them, and how they are filled.

-- A bill is of a stay or of a recharge; a recharge belongs to no stay and no lot, and its owner is the owner of the wallet.
alter table bill add column kind text not null default 'stay' check (kind in ('stay', 'recharge'));
alter table bill alter column session_id drop not null;
alter table bill alter column lot_id drop not null;
alter table bill drop constraint bill_owner_kind_check;
alter table bill add constraint bill_owner_kind_check check (owner_kind in ('session', 'debt', 'wallet', 'none'));
alter table bill add constraint bill_kind_fits check (
  (kind = 'stay') = (session_id is not null) and (kind = 'stay') = (lot_id is not null)
  and (kind = 'recharge' or owner_kind <> 'wallet') and (kind = 'stay' or owner_kind in ('wallet', 'none')));
create index bill_of_wallet on bill (company_id, owner_id, created_at desc) where kind = 'recharge';
create index recharge_bill on bill (company_id, created_at desc, id desc) where kind = 'recharge';
alter table payment alter column lot_id drop not null;

-- The running balance: what the ledger's accounts of the owner sum to, kept here because it has a limit. Principal is
-- owner:<id>:wallet, bonus is owner:<id>:bonus. What is held is reserved by a pending transaction and cannot be spent.
create table wallet (
  company_id uuid not null references company,
  owner_id uuid not null references owner,
  principal_fen bigint not null default 0,
  bonus_fen bigint not null default 0,
  held_principal_fen bigint not null default 0 check (held_principal_fen >= 0),
  held_bonus_fen bigint not null default 0 check (held_bonus_fen >= 0),
  -- How many movements it has: the sequence of the last.
  movements bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  primary key (company_id, owner_id),
  constraint principal_is_never_negative check (principal_fen >= held_principal_fen),
  constraint bonus_is_never_negative check (bonus_fen >= held_bonus_fen)
);

-- The statement: one row per posted transaction that moved the wallet, with the balance after it.
create table wallet_movement (
  company_id uuid not null,
  owner_id uuid not null,
  sequence bigint not null check (sequence > 0),
  transaction_id uuid not null references ledger_transaction,
  principal_fen bigint not null,
  bonus_fen bigint not null,
  principal_after_fen bigint not null check (principal_after_fen >= 0),
  bonus_after_fen bigint not null check (bonus_after_fen >= 0),
  primary key (company_id, owner_id, sequence),
  foreign key (company_id, owner_id) references wallet,
  unique (transaction_id, owner_id),
  check (principal_fen <> 0 or bonus_fen <> 0)
);
create trigger append_only before update or delete or truncate on wallet_movement
  for each statement execute function ledger_is_append_only();

-- Of a payment from a wallet, what each part gave.
create table wallet_payment (
  payment_id uuid primary key references payment,
  company_id uuid not null references company,
  owner_id uuid not null,
  principal_fen bigint not null check (principal_fen >= 0),
  bonus_fen bigint not null check (bonus_fen >= 0),
  -- By a standing order of the owner, not by the owner at that moment.
  automatic boolean not null,
  foreign key (company_id, owner_id) references wallet
);
create index on wallet_payment (company_id, owner_id);

-- Of a refund to a wallet, what each part got back.
create table wallet_refund (
  refund_id uuid primary key references refund,
  company_id uuid not null references company,
  payment_id uuid not null references wallet_payment,
  principal_fen bigint not null check (principal_fen >= 0),
  bonus_fen bigint not null check (bonus_fen >= 0)
);
create index on wallet_refund (payment_id);

create table wallet_policy_version (
  company_id uuid not null references company,
  version integer not null,
  policy jsonb not null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  primary key (company_id, version)
);

create table recharge_promotion (
  id uuid primary key,
  company_id uuid not null references company,
  version integer not null default 1,
  created_at timestamptz(3) not null default now()
);
create index on recharge_promotion (company_id);

-- Every change is a version: what a recharge brought can be explained by the version that was in force.
create table recharge_promotion_version (
  promotion_id uuid not null references recharge_promotion,
  version integer not null,
  company_id uuid not null references company,
  name text not null,
  -- [{thresholdFen, bonusFen}] by ascending threshold.
  tiers jsonb not null,
  first_recharge_only boolean not null,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3) not null,
  off boolean not null default false,
  changed_by text not null,
  -- Business time: the version holds from here on, until the next.
  changed_at timestamptz(3) not null,
  primary key (promotion_id, version),
  check (valid_from < valid_until)
);

-- A recharge that was paid, once per bill, with the bonus it brought.
create table wallet_recharge (
  bill_id uuid primary key references bill,
  company_id uuid not null references company,
  owner_id uuid not null,
  payment_id uuid not null unique references payment,
  promotion_id uuid,
  promotion_version integer,
  bonus_fen bigint not null default 0 check (bonus_fen >= 0),
  recharged_at timestamptz(3) not null,
  foreign key (company_id, owner_id) references wallet,
  foreign key (promotion_id, promotion_version) references recharge_promotion_version,
  check ((bonus_fen > 0) = (promotion_id is not null)),
  check ((promotion_id is null) = (promotion_version is null))
);
create index on wallet_recharge (company_id, owner_id);

-- What staff put into a wallet: cash that they took, or a bonus to make up for something.
create table wallet_top_up (
  id uuid primary key,
  company_id uuid not null references company,
  owner_id uuid not null references owner,
  amount_fen bigint not null check (amount_fen > 0),
  method text not null check (method in ('cash', 'goodwill')),
  reason text not null,
  state text not null check (state in ('requested', 'done', 'rejected')),
  requested_by text not null,
  requested_at timestamptz(3) not null,
  decided_by text,
  decided_at timestamptz(3),
  -- Of cash: the recharge that it paid.
  bill_id uuid references bill,
  check ((state = 'requested') = (decided_at is null)),
  check ((bill_id is not null) = (state = 'done' and method = 'cash')),
  check (decided_by is null or decided_by <> requested_by)
);
create index on wallet_top_up (company_id, requested_at desc, id desc);
