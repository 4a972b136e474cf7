-- Who operates what: companies, branches, areas, roads, lots, bays, lanes, tariffs.

create extension if not exists btree_gist;

create function epoch_ms(at timestamptz) returns bigint language sql immutable parallel safe
  return round(extract(epoch from at) * 1000)::bigint;
create function instant(ms bigint) returns timestamptz language sql immutable parallel safe
  return to_timestamp(ms / 1000.0);

create table company (
  id uuid primary key,
  name text not null,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1
);

create table branch (
  id uuid primary key,
  company_id uuid not null references company,
  name text not null,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, name)
);

-- An administrative area (F061): district, street office …; a tree.
create table area (
  id uuid primary key,
  company_id uuid not null references company,
  branch_id uuid references branch,
  parent_area_id uuid references area,
  name text not null,
  code text,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique nulls not distinct (company_id, parent_area_id, name)
);

create table road (
  id uuid primary key,
  company_id uuid not null references company,
  area_id uuid not null references area,
  name text not null,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, area_id, name)
);

-- A tariff document is immutable once in force; a lot names a tariff, a session pins one of its versions.
create table tariff (
  id uuid primary key,
  company_id uuid not null references company,
  name text not null,
  created_at timestamptz(3) not null default now(),
  unique (company_id, name)
);

create table tariff_version (
  id uuid primary key,
  company_id uuid not null references company,
  tariff_id uuid not null references tariff,
  version integer not null check (version > 0),
  document jsonb not null,
  effective_from timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  unique (tariff_id, version)
);

create table calendar_version (
  id uuid primary key,
  company_id uuid not null references company,
  version integer not null check (version > 0),
  document jsonb not null,
  created_at timestamptz(3) not null default now(),
  unique (company_id, version)
);

create table lot (
  id uuid primary key,
  company_id uuid not null references company,
  branch_id uuid references branch,
  area_id uuid not null references area,
  road_id uuid references road,
  tariff_id uuid references tariff,
  code text not null,
  name text not null,
  kind text not null check (kind in ('on-street', 'off-street')),
  capacity integer not null check (capacity >= 0),
  zone text not null,
  latitude double precision,
  longitude double precision,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, code)
);

-- The rules of a lot that are not prices (domain/lot-policy.ts); a session pins the version of its entry.
create table lot_policy_version (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  version integer not null check (version > 0),
  policy jsonb not null,
  created_at timestamptz(3) not null default now(),
  created_by text,
  unique (lot_id, version)
);

create table bay (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  code text not null,
  state text not null default 'in-use' check (state in ('in-use', 'out-of-use')),
  -- What the newest sensor event says; occupied without a session is a car from before the system (F059).
  occupied boolean not null default false,
  occupied_changed_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (lot_id, code)
);

create table lane (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  code text not null,
  name text not null,
  direction text not null check (direction in ('entry', 'exit')),
  -- What ends a stay after the barrier opened: a camera behind it, a loop behind it, or the opening itself.
  confirmation text not null default 'none' check (confirmation in ('exit-camera', 'loop', 'none')),
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (lot_id, code)
);

-- How many places are taken; the row that makes capacity atomic. The board in Valkey is rebuilt from it.
create table lot_occupancy (
  lot_id uuid primary key references lot,
  company_id uuid not null references company,
  capacity integer not null check (capacity >= 0),
  occupied integer not null default 0 check (occupied >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  version bigint not null default 1,
  updated_at timestamptz(3) not null default now()
);

-- The count's capacity is the lot's, whoever changes it.
create function lot_capacity_changed() returns trigger language plpgsql as $$
begin
  update lot_occupancy set capacity = new.capacity, version = version + 1, updated_at = now() where lot_id = new.id;
  perform pg_notify('board', new.id::text);
  return null;
end $$;
create trigger lot_capacity_changed after update of capacity on lot
  for each row when (new.capacity <> old.capacity) execute function lot_capacity_changed();

create table occupancy_calibration (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  occupied_before integer not null,
  occupied_after integer not null,
  reason text not null,
  calibrated_by text not null,
  at timestamptz(3) not null,
  created_at timestamptz(3) not null default now()
);
