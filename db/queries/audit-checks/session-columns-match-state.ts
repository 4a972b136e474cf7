// Audit check: the columns of a session are the projection of its state, nothing else.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const sessionColumnsMatchState = checkOf(
  'session-columns-match-state',
  'The columns of a session say what its state says.',
  sql`
    select 'parking_session' as "table", s.id, c.name || ' is not what the state says' as problem, c.expected, c.found
    from parking_session s cross join lateral (values
      ('id', s.state ->> 'sessionId', s.id::text),
      ('company_id', s.state ->> 'companyId', s.company_id::text),
      ('lot_id', s.state ->> 'lotId', s.lot_id::text),
      ('setting', s.state ->> 'setting', s.setting),
      ('phase', s.state ->> 'phase', s.phase),
      ('outcome', s.state ->> 'outcome', s.outcome),
      ('bay_id', s.state ->> 'bayId', s.bay_id::text),
      ('vehicle_id', s.state ->> 'vehicleId', s.vehicle_id::text),
      ('vehicle_class', s.state ->> 'vehicleClass', s.vehicle_class),
      ('exemption', s.state ->> 'exemption', s.exemption),
      ('entered_at', s.state ->> 'enteredAt', epoch_ms(s.entered_at)::text),
      ('left_at', s.state ->> 'leftAt', epoch_ms(s.left_at)::text),
      ('closed_at', case when s.state ->> 'phase' = 'closed' then 'set' end, case when s.closed_at is not null then 'set' end)
    ) as c (name, expected, found)
    where c.expected is distinct from c.found`,
);
