-- Who may see wallets: their company. An owner's phone mask is seen by the companies with which the owner has a wallet.

do $$
declare
  name text;
begin
  foreach name in array array['wallet', 'wallet_movement', 'wallet_payment', 'wallet_refund', 'wallet_policy_version',
    'recharge_promotion', 'recharge_promotion_version', 'wallet_recharge', 'wallet_top_up'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy company_scope on %I to parking_app
      using (company_id = (select scope_company())) with check (company_id = (select scope_company()))', name);
    execute format('grant select, insert on %I to parking_app', name);
  end loop;
end $$;

grant update on wallet, recharge_promotion, wallet_top_up to parking_app;

create policy wallet_of_company on owner for select to parking_app
  using (exists (select 1 from wallet w where w.owner_id = owner.id)
    or exists (select 1 from wallet_top_up u where u.owner_id = owner.id));
grant select (id, phone_mask) on owner to parking_app;
