-- What was done, by whom, for whom and why (F167): append-only; a sealer chains the rows by hash in a table of its own.

create table audit_log (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid,
  at timestamptz(3) not null,
  -- The OpenAPI operationId, or the name of the command that did it.
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  actor_kind text not null check (actor_kind in ('staff', 'field', 'owner', 'machine', 'device', 'platform', 'system')),
  actor_id text not null,
  on_behalf_of text,
  reason text,
  -- Masked: no plate, phone number or secret in clear.
  before jsonb,
  after jsonb,
  request_id text,
  workflow_id text,
  address text,
  written_at timestamptz(3) not null default now()
);
create index on audit_log (company_id, at desc, id desc);
create index on audit_log (company_id, subject_kind, subject_id);
-- What the sealer has not seen yet.
create index on audit_log (company_id, written_at);

create table audit_seal (
  audit_id uuid primary key references audit_log,
  company_id uuid not null references company,
  -- Position in the company's chain, from 1 without a gap.
  position bigint not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz(3) not null default now(),
  unique (company_id, position)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on audit_log
  for each statement execute function audit_is_append_only();
create trigger append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_is_append_only();
