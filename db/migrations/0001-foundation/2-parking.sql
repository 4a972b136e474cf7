-- Vehicles, sessions and what is known of each: projections of the session workflows, and the rows their messages name.

-- Plate and colour are one identity; the plate itself is encrypted, found by its keyed hash, shown by its mask.
create table vehicle (
  id uuid primary key,
  plate_hash bytea not null,
  colour text not null,
  plate_cipher bytea not null,
  plate_mask text not null,
  plate_class text not null,
  created_at timestamptz(3) not null default now(),
  unique (plate_hash, colour)
);

create table parking_session (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  setting text not null check (setting in ('on-street', 'off-street')),
  bay_id uuid references bay,
  entry_lane_id uuid references lane,
  exit_lane_id uuid references lane,
  vehicle_id uuid references vehicle,
  vehicle_class text not null default 'small',
  ticket text,
  phase text not null check (phase in ('parked', 'left', 'closed')),
  outcome text check (outcome in ('settled', 'free', 'exempt', 'void', 'handed-over', 'unidentified', 'review')),
  -- The device event, decision or PDA request that opened it; unique, so a redelivery finds the row.
  entry_key text not null,
  entered_at timestamptz(3) not null,
  left_at timestamptz(3),
  closed_at timestamptz(3),
  tariff_version_id uuid references tariff_version,
  calendar_version_id uuid references calendar_version,
  policy_version_id uuid not null references lot_policy_version,
  bill_id uuid not null,
  exemption text,
  void_reason text,
  unidentified_fen bigint not null default 0 check (unidentified_fen >= 0),
  -- The pure state of domain/parking-session.ts after `revision` events; the columns above are its projection.
  state jsonb not null,
  revision integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (company_id, entry_key),
  check (left_at is null or left_at >= entered_at),
  check ((phase = 'closed') = (outcome is not null)),
  check (phase = 'parked' or left_at is not null or outcome = 'void')
);

create unique index one_stay_per_bay on parking_session (bay_id) where phase = 'parked';
create unique index one_stay_per_vehicle_and_lot on parking_session (lot_id, vehicle_id)
  where phase = 'parked' and setting = 'off-street' and vehicle_id is not null;
alter table parking_session add constraint stays_of_a_bay_do_not_overlap
  exclude using gist (bay_id with =, tstzrange(entered_at, left_at) with &&)
  where (bay_id is not null and left_at is not null and outcome is distinct from 'void');
create index on parking_session (company_id, entered_at desc, id desc);
create index on parking_session (lot_id, entered_at desc);
create index on parking_session (vehicle_id, entered_at desc) where vehicle_id is not null;
create index on parking_session (created_at) where phase <> 'closed';

-- Every effect performed for a session, with the answer it got: performing it again returns the answer.
create table session_effect (
  session_id uuid not null references parking_session,
  effect_id text not null,
  company_id uuid not null references company,
  kind text not null,
  revision integer not null,
  answer jsonb not null,
  at timestamptz(3) not null,
  primary key (session_id, effect_id)
);

-- What a person asked of a session; the API checks who may, the workflow's update names the row.
create table session_request (
  id uuid primary key,
  company_id uuid not null references company,
  session_id uuid not null references parking_session,
  kind text not null,
  body jsonb not null,
  reason text,
  requested_by text not null,
  state text not null default 'submitted' check (state in ('submitted', 'applied', 'refused')),
  code text,
  created_at timestamptz(3) not null default now()
);
create index on session_request (session_id);

create table evidence (
  id uuid primary key,
  company_id uuid not null references company,
  session_id uuid references parking_session,
  kind text not null,
  device_id text,
  event_id text,
  picture_key text,
  detail jsonb not null default '{}',
  at timestamptz(3) not null,
  created_at timestamptz(3) not null default now()
);
create index on evidence (session_id);

-- Who passed where (F082): every admitted, refused or unmatched movement, with or without a session.
create table passage (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  lane_id uuid references lane,
  bay_id uuid references bay,
  session_id uuid references parking_session,
  vehicle_id uuid references vehicle,
  device_id text not null,
  event_id text not null,
  direction text not null check (direction in ('in', 'out')),
  result text not null check (result in ('entry', 'exit', 'exit-without-entry', 'refused', 'repeated')),
  detail jsonb not null default '{}',
  at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  unique (device_id, event_id, direction)
);
create index on passage (company_id, at desc, id desc);
create index on passage (lot_id, at desc);

-- The decision of a lane, written before it is answered; a repeat of the event gets the recorded answer.
create table gate_decision (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  lane_id uuid not null references lane,
  device_id text not null,
  event_id text not null,
  direction text not null check (direction in ('entry', 'exit')),
  vehicle_id uuid references vehicle,
  session_id uuid,
  verdict text not null check (verdict in ('open', 'pay', 'refuse', 'record-only')),
  code text,
  due_fen bigint,
  payment_url text,
  -- How it came about: by the workflow, or from the rows while the engine did not answer.
  decided_by text not null default 'rows' check (decided_by in ('rows', 'workflow', 'degraded', 'offline')),
  place text not null default 'none' check (place in ('none', 'reserved', 'occupied', 'released')),
  at timestamptz(3) not null,
  expires_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  unique (device_id, event_id)
);
create index on gate_decision (expires_at) where place = 'reserved';

-- The newest read of a lane: a payment opens the barrier only for this session, while the read is fresh.
create table lane_read (
  lane_id uuid primary key references lane,
  company_id uuid not null references company,
  session_id uuid,
  decision_id uuid not null,
  read_at timestamptz(3) not null
);

-- Lists and cover that `standingOf` reads; later features fill them.
create table vehicle_listing (
  id uuid primary key,
  company_id uuid not null references company,
  vehicle_id uuid not null references vehicle,
  list text not null check (list in ('black', 'white')),
  lot_id uuid references lot,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3),
  reason text not null,
  created_by text not null,
  created_at timestamptz(3) not null default now()
);
create index on vehicle_listing (vehicle_id);

create table pass_cover (
  id uuid primary key,
  company_id uuid not null references company,
  pass_id uuid not null,
  slot integer not null default 1,
  vehicle_id uuid not null references vehicle,
  lot_id uuid not null references lot,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3) not null,
  -- The stay that uses the slot now; the loser of a race for it is casual for that stay.
  session_id uuid references parking_session,
  created_at timestamptz(3) not null default now(),
  unique (pass_id, slot, vehicle_id, lot_id)
);
create index on pass_cover (vehicle_id, lot_id);
create unique index one_stay_per_pass_slot on pass_cover (pass_id, slot) where session_id is not null;

-- Something a person must look at (F025); unique per cause, so a repeat adds none.
create table audit_item (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid references lot,
  session_id uuid,
  kind text not null,
  cause text not null,
  detail jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'closed')),
  at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  unique (company_id, cause)
);

-- A matter that needs a person's decision before anything moves: reviews of stays, refund approvals, corrections.
create table review_request (
  id uuid primary key,
  company_id uuid not null references company,
  kind text not null check (kind in ('stay', 'refund', 'correction', 'void')),
  session_id uuid references parking_session,
  bill_id uuid,
  amount_fen bigint not null default 0,
  reason text not null,
  requested_by text not null,
  detail jsonb not null default '{}',
  cause text not null,
  state text not null default 'open' check (state in ('open', 'approved', 'rejected')),
  decided_by text,
  created_at timestamptz(3) not null default now(),
  unique (company_id, cause)
);
