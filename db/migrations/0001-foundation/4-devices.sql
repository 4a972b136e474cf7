-- Devices, their inbox and the commands to them.

create table device (
  -- The id it uses in topics; unique over all companies.
  id text primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  kind text not null check (kind in ('bay-sensor', 'lane-camera', 'lane-controller', 'handheld', 'video-pile', 'high-mounted-video')),
  bay_id uuid references bay,
  lane_id uuid references lane,
  serial text,
  name text not null,
  state text not null default 'in-use' check (state in ('in-use', 'out-of-use')),
  -- MQTT password and HMAC key, encrypted with the data key; rotated by an operation.
  secret_cipher bytea not null,
  -- SHA-256 of the secret part of a vendor camera's own push URL.
  push_token_hash bytea unique,
  source_addresses text[] not null default '{}',
  online boolean not null default false,
  last_seen_at timestamptz(3),
  battery_percent integer,
  signal_dbm integer,
  firmware text,
  last_seq bigint,
  fault text,
  configuration jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index on device (lot_id);
create index on device (company_id);
create unique index one_sensor_per_bay on device (bay_id) where kind = 'bay-sensor' and state = 'in-use';

-- The inbox: a row per device event, written before it is acknowledged. Partitioned by the day of the event's own time.
create table device_event (
  device_id text not null,
  event_id text not null,
  day date not null,
  company_id uuid not null,
  lot_id uuid not null,
  -- What orders it: bay/<id> or vehicle/<lot>/<plate hash>.
  dispatch_key text not null,
  seq bigint,
  type text not null,
  at timestamptz(3) not null,
  -- What the device said, when that was not believed: `at` is then the time of receipt.
  device_at timestamptz(3),
  received_at timestamptz(3) not null,
  data jsonb not null,
  pictures text[] not null default '{}',
  -- claimed: somebody answers it right now, or an offline batch is being collected; after `claimed_until` (real time)
  -- dispatch takes it like a new one.
  state text not null default 'new' check (state in ('new', 'claimed', 'done', 'parked')),
  claimed_until timestamptz(3),
  error text,
  ingested bigint generated always as identity,
  primary key (device_id, event_id, day)
) partition by range (day);
create table device_event_default partition of device_event default;
create index device_event_waiting on device_event (dispatch_key, at, ingested) where state in ('new', 'claimed');
create index on device_event (lot_id, received_at desc);

create function ensure_device_event_partition(wanted date) returns void language plpgsql security definer
  set search_path from current as $$
declare
  name text := 'device_event_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtext('device_event_partition'));
    if to_regclass(name) is null then
      execute format('create table %I partition of device_event for values from (%L) to (%L)', name, wanted, wanted + 1);
    end if;
  end if;
end $$;

-- Dispatch claims keys, not rows. What waits is known from device_event_waiting alone; a row here is a key that is held
-- back: parked with a reason until a person replays it, or not before `available_at` (real time).
create table dispatch_key (
  key text primary key,
  company_id uuid not null,
  parked_reason text,
  parked_at timestamptz(3),
  available_at timestamptz(3) not null default now(),
  attempts integer not null default 0,
  updated_at timestamptz(3) not null default now()
);
create index on dispatch_key (company_id) where parked_reason is not null;

-- What could not even be understood: kept raw, named by reason, never lost.
create table quarantined_message (
  id uuid primary key,
  company_id uuid,
  device_id text,
  channel text not null,
  topic text not null,
  reason text not null,
  body bytea not null,
  received_at timestamptz(3) not null default now()
);

create table device_command (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid not null references lot,
  device_id text not null references device,
  kind text not null,
  body jsonb not null,
  session_id uuid,
  decision_id uuid,
  -- Same cause, same command: written once.
  cause text not null,
  state text not null default 'new' check (state in ('new', 'sent', 'acknowledged', 'failed', 'expired')),
  failure text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  sent_at timestamptz(3),
  finished_at timestamptz(3),
  unique (company_id, cause)
);
create index on device_command (created_at) where state in ('new', 'sent');

-- The bridge keeps devices, lanes and policies in memory; it hears of every change that matters to it.
create function device_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('device', new.id);
  return null;
end $$;
create trigger device_changed after insert or update of company_id, lot_id, kind, bay_id, lane_id, serial, state,
  secret_cipher, push_token_hash, source_addresses, configuration on device
  for each row execute function device_changed();

create function lot_rules_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('device', '');
  return null;
end $$;
create trigger lot_rules_changed after insert on lot_policy_version for each statement execute function lot_rules_changed();
create trigger lot_rules_changed after update or delete on lane for each statement execute function lot_rules_changed();
create trigger lot_rules_changed after update of code, lot_id on bay for each statement execute function lot_rules_changed();
