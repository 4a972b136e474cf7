-- Who may see what. Three roles that own nothing; row-level security is forced, and set per transaction:
--   parking_app       one company, and only the lots in app.lot_ids when that is set: everything business
--   parking_delivery  all companies, but only the inbox, outbox and key tables
--   parking_identity  all companies, but only principals, tokens and devices: who is asking, before a scope is known

do $$
declare
  wanted text;
begin
  foreach wanted in array array['parking_app', 'parking_delivery', 'parking_identity'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end $$;

create function scope_company() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.company_id', true), '')::uuid;
-- Null when the scope is the whole company.
create function scope_lots() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.lot_ids', true), '')::uuid[];

grant usage on schema public to parking_app, parking_delivery, parking_identity;

do $$
declare
  t record;
  condition text;
begin
  for t in
    select c.relname as name,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'lot_id' and not a.attisdropped) as has_lot
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped)
  loop
    condition := '(company_id = (select scope_company()))';
    if t.name = 'lot' then
      condition := condition || ' and ((select scope_lots()) is null or id = any ((select scope_lots())::uuid[]))';
    elsif t.has_lot then
      condition := condition || ' and ((select scope_lots()) is null or lot_id is null or lot_id = any ((select scope_lots())::uuid[]))';
    end if;
    execute format('alter table %I enable row level security', t.name);
    execute format('alter table %I force row level security', t.name);
    execute format('create policy company_scope on %I to parking_app using (%s) with check (%s)', t.name, condition, condition);
    execute format('grant select, insert, update, delete on %I to parking_app', t.name);
  end loop;
end $$;

revoke update, delete on ledger_transaction, ledger_entry, audit_log, audit_seal from parking_app;

alter table company enable row level security;
alter table company force row level security;
create policy own_company on company to parking_app using (id = (select scope_company()));
create policy every_company on company for select to parking_delivery, parking_identity using (true);
-- A company is made in its own scope, by whom the API lets.
grant select, insert, update on company to parking_app;
grant select on company to parking_delivery, parking_identity;

-- A vehicle is the same one for every company; its plate can be read only by who has a scope.
alter table vehicle enable row level security;
alter table vehicle force row level security;
create policy any_scope on vehicle to parking_app using ((select scope_company()) is not null) with check (true);
grant select, insert on vehicle to parking_app;

do $$
declare
  name text;
begin
  foreach name in array array['device_event', 'dispatch_key', 'quarantined_message', 'device_command', 'outbox', 'payment_notification'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy every_company on %I to parking_delivery using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to parking_delivery', name);
  end loop;
end $$;

create policy every_company on device to parking_identity using (true);
grant select, update on device to parking_identity;
grant execute on function ensure_device_event_partition(date) to parking_delivery;

-- Who is asking: principals, their roles, scopes and tokens, before a company is known.
do $$
declare
  name text;
begin
  foreach name in array array['principal', 'token_family'] loop
    execute format('create policy every_company on %I to parking_identity using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to parking_identity', name);
  end loop;
  foreach name in array array['role', 'principal_role', 'principal_scope'] loop
    execute format('create policy every_company on %I for select to parking_identity using (true)', name);
    execute format('grant select on %I to parking_identity', name);
  end loop;
  foreach name in array array['owner', 'refresh_token', 'sms_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy every_company on %I to parking_identity using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to parking_identity', name);
  end loop;
end $$;

-- The public board names a lot; which company's it is must be known first.
create policy every_company on lot for select to parking_identity using (true);
grant select (id, company_id) on lot to parking_identity;

-- A driver names a lane or a bay, a channel names a merchant account; which company's it is must be known first.
create policy every_company on lane for select to parking_identity using (true);
grant select (id, company_id) on lane to parking_identity;
create policy every_company on bay for select to parking_identity using (true);
grant select (id, company_id) on bay to parking_identity;
create policy every_company on merchant_account for select to parking_delivery using (true);
grant select (id, company_id) on merchant_account to parking_delivery;

-- What is due to be asked of a channel: the keys and the time, nothing else of payments and refunds.
do $$
declare
  name text;
begin
  foreach name in array array['payment', 'refund'] loop
    execute format('create policy every_company on %I to parking_delivery using (true) with check (true)', name);
    execute format('grant select (id, company_id, state, query_after), update (query_after) on %I to parking_delivery', name);
  end loop;
end $$;
