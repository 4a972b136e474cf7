// Audit check: a stay and its bill tell the same story.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const sessionsMatchBills = checkOf(
  'sessions-match-bills',
  'The bill of a stay has its lot and vehicle, and the state and owner that its phase wants; a settled stay owes nothing.',
  sql`
    select 'parking_session' as "table", s.id, c.name || ' does not fit the stay' as problem, c.expected, c.found
    from parking_session s left join bill b on b.id = s.bill_id cross join lateral (values
      ('the bill', s.id::text, b.session_id::text),
      ('the lot of the bill', s.lot_id::text, b.lot_id::text),
      -- A debt that was moved to the right vehicle took its bill with it; the stay keeps what was seen.
      ('the vehicle of the bill', s.vehicle_id::text, case when exists (
        select 1 from debt d where d.bill_id = b.id and d.state = 'transferred') then s.vehicle_id else b.vehicle_id end::text),
      ('the state of the bill',
        case when s.outcome = 'void' then 'void' when s.phase = 'parked' then 'running' else 'final' end, b.state),
      -- A closed stay that turns out to owe more owes it as a debt, whatever its outcome was.
      ('the owner of the bill',
        case when s.outcome = 'void' then 'none' when s.outcome = 'handed-over' then 'debt'
          when s.phase = 'closed' and b.owner_kind = 'debt' then 'debt' else 'session' end, b.owner_kind),
      ('what the bill still owes', '0',
        case when s.outcome in ('settled', 'free', 'exempt', 'unidentified') and b.owner_kind = 'session'
          then (b.gross_fen - b.discount_fen - (b.paid_fen - b.surplus_fen))::text else '0' end)
    ) as c (name, expected, found)
    where c.expected is distinct from c.found`,
);
