// Audit check: the count that the board shows is what the bays say. Gated lots have no bays: cars that were inside before
// the first entry leave uncounted, so that nothing can be proven of their count from rows alone.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const occupancyMatchesBays = checkOf(
  'occupancy-matches-bays',
  'A street lot counts as many places taken as its bays are occupied, and every lot counts with its own capacity.',
  sql`
    select 'lot_occupancy' as "table", o.lot_id as id, 'occupied is wrong' as problem,
      count(*) filter (where b.occupied) as expected, o.occupied as found
    from lot_occupancy o join lot l on l.id = o.lot_id and l.kind = 'on-street' join bay b on b.lot_id = o.lot_id
    group by o.lot_id having o.occupied <> count(*) filter (where b.occupied)
    union all
    select 'lot_occupancy', o.lot_id, 'capacity is not that of the lot', l.capacity, o.capacity
    from lot_occupancy o join lot l on l.id = o.lot_id where o.capacity <> l.capacity`,
);
