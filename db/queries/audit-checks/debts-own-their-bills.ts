// Audit check: the bill says who owns what is due, and that owner exists.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const debtsOwnTheirBills = checkOf(
  'debts-own-their-bills',
  'A bill of a stay that was handed over is owned by the debt of its stay; any other belongs to its stay.',
  sql`
    select 'bill' as "table", b.id, 'its owner is wrong' as problem,
      case when d.id is null then 'session ' || b.session_id else 'debt ' || d.id end as expected,
      b.owner_kind || ' ' || b.owner_id as found
    from bill b left join debt d on d.bill_id = b.id and d.state <> 'transferred'
    where b.kind = 'stay' and b.owner_kind <> 'none' and (b.owner_kind, b.owner_id)
      <> (case when d.id is null then 'session' else 'debt' end, coalesce(d.id, b.session_id))
    union all
    select 'debt', d.id, 'its bill is of another stay or vehicle',
      b.session_id || ' of ' || coalesce(b.vehicle_id::text, 'nobody'),
      d.session_id || ' of ' || d.vehicle_id
    from debt d join bill b on b.id = d.bill_id
    where d.state <> 'transferred' and (d.session_id <> b.session_id or d.vehicle_id is distinct from b.vehicle_id)`,
);
