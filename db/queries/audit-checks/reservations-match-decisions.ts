// Audit check: every place that is promised is promised by a decision.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const reservationsMatchDecisions = checkOf(
  'reservations-match-decisions',
  'A lot counts as many places reserved as gate decisions hold one.',
  sql`
    with held as (select lot_id, count(*) as places from gate_decision where place = 'reserved' group by lot_id)
    select 'lot_occupancy' as "table", coalesce(o.lot_id, h.lot_id) as id, 'reserved is wrong' as problem,
      coalesce(h.places, 0) as expected, coalesce(o.reserved, 0) as found
    from lot_occupancy o full join held h on h.lot_id = o.lot_id
    where coalesce(h.places, 0) <> coalesce(o.reserved, 0)`,
);
