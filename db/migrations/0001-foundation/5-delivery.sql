-- Messages to workflows, written with the business rows and delivered afterwards, in order per workflow.

create table outbox (
  id bigint generated always as identity primary key,
  company_id uuid not null references company,
  workflow_id text not null,
  -- The receiver: 'parkingSession' …; rows for a workflow type that is not deployed are held, not lost.
  workflow_type text not null,
  kind text not null check (kind in ('start', 'signal', 'update')),
  message text not null,
  arguments jsonb not null,
  -- The identity of the message, made by its sender.
  message_key text not null,
  state text not null default 'new' check (state in ('new', 'done', 'held', 'parked')),
  attempts integer not null default 0,
  error text,
  available_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  done_at timestamptz(3),
  unique (company_id, message_key)
);
create index outbox_waiting on outbox (workflow_id, id) where state = 'new';
create index on outbox (available_at) where state = 'new';
