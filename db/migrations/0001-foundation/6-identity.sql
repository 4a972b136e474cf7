-- Who may ask: staff, field staff on a handheld, owners, machines; their roles, scopes, tokens and one-time codes.

-- Rules are CASL rules: [{action, subject, inverted?}].
create table role (
  id uuid primary key,
  company_id uuid not null references company,
  name text not null,
  title text not null,
  rules jsonb not null,
  built_in boolean not null default false,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, name)
);

create table principal (
  id uuid primary key,
  company_id uuid not null references company,
  audience text not null check (audience in ('staff', 'field', 'machine')),
  -- Unique over all companies of an audience: a sign-in names nobody else.
  login text not null,
  display_name text not null,
  -- argon2id; never shown, never readable: an administrator resets it.
  password_hash text,
  -- A machine's signing key, sealed with the data key.
  secret_cipher bytea,
  state text not null default 'active' check (state in ('active', 'locked', 'left')),
  failed_attempts integer not null default 0,
  locked_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (audience, login),
  check ((audience = 'machine') = (secret_cipher is not null)),
  check ((audience = 'machine') = (password_hash is null))
);
create index on principal (company_id);

create table principal_role (
  principal_id uuid not null references principal,
  role_id uuid not null references role,
  company_id uuid not null references company,
  primary key (principal_id, role_id)
);

-- No row: the whole company. Otherwise the lots below the named branches and areas, and the named lots.
create table principal_scope (
  principal_id uuid not null references principal,
  company_id uuid not null references company,
  kind text not null check (kind in ('branch', 'area', 'lot')),
  unit_id uuid not null,
  primary key (principal_id, kind, unit_id)
);

-- A driver, the same for every company. The phone number is sealed, found by its keyed hash, shown by its mask.
create table owner (
  id uuid primary key,
  phone_hash bytea not null unique,
  phone_cipher bytea not null,
  phone_mask text not null,
  state text not null default 'active' check (state in ('active', 'locked')),
  created_at timestamptz(3) not null default now()
);

-- One sign-in: all refresh tokens that descend from it. A handheld user has one that is not revoked.
create table token_family (
  id uuid primary key,
  company_id uuid references company,
  audience text not null check (audience in ('staff', 'field', 'owner')),
  principal_id uuid references principal,
  owner_id uuid references owner,
  device_id text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_reason text,
  check ((audience = 'owner') = (owner_id is not null)),
  check ((audience = 'owner') = (principal_id is null))
);
create unique index one_handheld_per_person on token_family (principal_id) where audience = 'field' and revoked_at is null;
create index on token_family (principal_id) where revoked_at is null;
create index on token_family (revoked_at) where revoked_at is not null;

create table refresh_token (
  token_hash bytea primary key,
  family_id uuid not null references token_family,
  issued_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index on refresh_token (family_id);

-- A code sent by SMS; it is consumed once, and dies after five wrong tries.
create table sms_code (
  id uuid primary key,
  phone_hash bytea not null,
  code_hash bytea not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  failed_attempts integer not null default 0,
  consumed_at timestamptz(3)
);
create index on sms_code (phone_hash, created_at desc);

-- Who asked what under which key: started in the business transaction, finished with the answer (sealed, it may hold a secret).
create table idempotency_key (
  -- Deferred: the request that creates a company is keyed under the company it creates.
  company_id uuid not null references company deferrable initially deferred,
  principal_id text not null,
  operation text not null,
  key text not null,
  fingerprint bytea not null,
  state text not null check (state in ('started', 'finished')),
  leased_until timestamptz(3) not null,
  status integer,
  answer_cipher bytea,
  created_at timestamptz(3) not null default now(),
  primary key (company_id, principal_id, operation, key),
  check ((state = 'finished') = (status is not null))
);
create index on idempotency_key (created_at);
