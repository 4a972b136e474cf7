// The board as the public sees it: counts from the occupancy row, names from the lot.
import { type Tx, sql } from '../rows.ts';

export interface BoardRow {
  readonly lotId: string;
  readonly name: string;
  readonly kind: 'on-street' | 'off-street';
  readonly state: 'open' | 'closed';
  readonly capacity: number;
  readonly occupied: number;
  readonly free: number;
  readonly version: number;
  /** Real time of the last change. */
  readonly updatedAt: number;
}

/** All lots of the scope, or only the named ones, or only those changed since. A place that is promised is not free. */
export const listBoards = (
  tx: Tx,
  { lotIds, changedSince }: { readonly lotIds?: readonly string[]; readonly changedSince?: number } = {},
): Promise<BoardRow[]> =>
  tx.rows<BoardRow>(sql`
    select l.id as "lotId", l.name, l.kind, l.state, l.capacity, coalesce(o.occupied, 0) as occupied,
      greatest(l.capacity - coalesce(o.occupied, 0) - coalesce(o.reserved, 0), 0) as free,
      coalesce(o.version, 0) as version, epoch_ms(coalesce(o.updated_at, l.created_at)) as "updatedAt"
    from lot l left join lot_occupancy o on o.lot_id = l.id
    where ${lotIds === undefined ? sql`true` : sql`l.id = any (${[...lotIds]}::uuid[])`}
      and ${changedSince === undefined ? sql`true` : sql`coalesce(o.updated_at, l.created_at) >= instant(${changedSince})`}
    order by l.name, l.id`);

/** Under the identity role: whose lots these are. */
export const companiesOfLots = (tx: Tx, lotIds: readonly string[]): Promise<{ id: string; companyId: string }[]> =>
  tx.rows(sql`select id, company_id as "companyId" from lot where id = any (${[...lotIds]}::uuid[])`);
