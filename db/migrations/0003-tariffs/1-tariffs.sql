-- Tariffs as an operator works with them: versions that are fixed, groups of lots, dated events.

-- A version that was taken back before it began stays readable; it never takes effect.
alter table tariff_version add column withdrawn_at timestamptz(3);
alter table tariff_version add column created_by text;
create index on tariff_version (tariff_id, effective_from desc) where withdrawn_at is null;

-- Stays have pinned it: whoever owns the table cannot change it either.
create function tariff_version_is_fixed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.withdrawn_at is null and new.withdrawn_at is not null
    and (to_jsonb(new) - 'withdrawn_at') = (to_jsonb(old) - 'withdrawn_at') then
    return new;
  end if;
  raise exception 'a tariff version never changes: % is refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger fixed before update or delete on tariff_version
  for each row execute function tariff_version_is_fixed();

-- Lots that have one tariff; a lot's own wins over its group's.
create table lot_group (
  id uuid primary key,
  company_id uuid not null references company,
  tariff_id uuid references tariff,
  name text not null,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, name)
);

-- Since when and until when a lot is in a group: a stay sees the events of the group that its lot was in at its entry.
create table lot_group_lot (
  id uuid primary key,
  company_id uuid not null references company,
  group_id uuid not null references lot_group,
  lot_id uuid not null references lot on delete cascade,
  joined_at timestamptz(3) not null,
  left_at timestamptz(3),
  check (left_at is null or left_at >= joined_at)
);
create unique index one_group_per_lot on lot_group_lot (lot_id) where left_at is null;
create index on lot_group_lot (lot_id);
create index on lot_group_lot (group_id);

-- A concert, a match, a market: what the `event` of a tariff rule prices while it runs. It counts for stays that entered
-- while it was known, so that neither adding nor removing one changes a stay that runs.
create table tariff_event (
  id uuid primary key,
  company_id uuid not null references company,
  lot_id uuid references lot,
  group_id uuid references lot_group,
  name text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  removed_at timestamptz(3),
  check (num_nonnulls(lot_id, group_id) = 1),
  check (ends_at > starts_at)
);
create index on tariff_event (lot_id, ends_at) where lot_id is not null;
create index on tariff_event (group_id, ends_at) where group_id is not null;

-- As 9-access.sql does it: one company, and of tables with a lot only the lots of the scope.
do $$
declare
  t text;
  condition text;
begin
  foreach t in array array['lot_group', 'lot_group_lot', 'tariff_event'] loop
    condition := '(company_id = (select scope_company()))';
    if t <> 'lot_group' then
      condition := condition || ' and ((select scope_lots()) is null or lot_id is null or lot_id = any ((select scope_lots())::uuid[]))';
    end if;
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy company_scope on %I to parking_app using (%s) with check (%s)', t, condition, condition);
    execute format('grant select, insert, update on %I to parking_app', t);
  end loop;
end $$;
grant delete on lot_group to parking_app;
grant delete on lot_group_lot to parking_app;

-- The owner of the tables writes rows of every company here; afterwards he sees none again.
alter table role no force row level security;
update role set rules = role.rules || added.rules, version = role.version + 1
from (values
  ('administrator', '[{"action": "read", "subject": "LotGroup"}, {"action": "create", "subject": "LotGroup"},
    {"action": "update", "subject": "LotGroup"}, {"action": "delete", "subject": "LotGroup"},
    {"action": "read", "subject": "TariffEvent"}, {"action": "create", "subject": "TariffEvent"},
    {"action": "delete", "subject": "TariffEvent"}]'::jsonb),
  ('operator', '[{"action": "read", "subject": "LotGroup"}, {"action": "read", "subject": "TariffEvent"},
    {"action": "create", "subject": "TariffEvent"}, {"action": "delete", "subject": "TariffEvent"}]'::jsonb),
  ('finance', '[{"action": "read", "subject": "LotGroup"}, {"action": "read", "subject": "TariffEvent"}]'::jsonb)
) as added (name, rules)
where role.built_in and role.name = added.name and not role.rules @> '[{"subject": "LotGroup"}]'::jsonb;
alter table role force row level security;
