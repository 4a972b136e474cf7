-- Calendars: named, versioned, in force from a time; a lot has one of its own or the company's default.

create table calendar (
  id uuid primary key,
  company_id uuid not null references company,
  name text not null,
  -- Of the lots that name none.
  is_default boolean not null default false,
  -- So many days before the year's end the next year must be known.
  alarm_days integer not null default 45 check (alarm_days between 17 and 366),
  -- The highest number that a version ever had; that of one that was taken back is not given again.
  latest_version integer not null default 0,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (company_id, name)
);
create unique index one_default_calendar on calendar (company_id) where is_default;

alter table calendar enable row level security;
alter table calendar force row level security;
create policy company_scope on calendar to parking_app
  using (company_id = (select scope_company())) with check (company_id = (select scope_company()));
grant select, insert, update, delete on calendar to parking_app;

-- The owner of the tables writes rows of every company here; afterwards he sees none again.
alter table calendar no force row level security;
alter table calendar_version no force row level security;
alter table role no force row level security;

insert into calendar (id, company_id, name, is_default, latest_version)
  select gen_random_uuid(), company_id, '默认日历', true, max(version) from calendar_version group by company_id;

alter table calendar_version add column calendar_id uuid references calendar;
alter table calendar_version add column effective_from timestamptz(3);
update calendar_version v set
  calendar_id = (select c.id from calendar c where c.company_id = v.company_id),
  -- Stays take the newest version: those before it were in force, one after the other, before anything that comes now.
  effective_from = to_timestamp(v.version);
alter table calendar_version alter column calendar_id set not null;
alter table calendar_version alter column effective_from set not null;
alter table calendar_version drop constraint calendar_version_company_id_version_key;
alter table calendar_version add constraint calendar_version_number unique (calendar_id, version);
alter table calendar_version add constraint calendar_version_start unique (calendar_id, effective_from);
-- A version never changes: stays have pinned it. One that is not in force yet may be taken back.
revoke update on calendar_version from parking_app;
create function calendar_version_is_fixed() returns trigger language plpgsql as $$
begin
  raise exception 'a calendar version never changes' using errcode = 'restrict_violation';
end $$;
create trigger fixed before update on calendar_version for each row execute function calendar_version_is_fixed();

alter table lot add column calendar_id uuid references calendar;
create index on lot (calendar_id) where calendar_id is not null;

update role set rules = role.rules || added.rules, version = role.version + 1
from (values
  ('administrator', '[{"action": "read", "subject": "Calendar"}, {"action": "create", "subject": "Calendar"},
    {"action": "update", "subject": "Calendar"}, {"action": "delete", "subject": "Calendar"},
    {"action": "update", "subject": "LotCalendar"}]'::jsonb),
  ('operator', '[{"action": "read", "subject": "Calendar"}]'::jsonb),
  ('finance', '[{"action": "read", "subject": "Calendar"}]'::jsonb)
) as added (name, rules)
where role.built_in and role.name = added.name and not role.rules @> '[{"subject": "Calendar"}]'::jsonb;

alter table calendar force row level security;
alter table calendar_version force row level security;
alter table role force row level security;
