// Which tariff a lot has, and which of its versions holds when; groups of lots and who is in them.
import { type RawBuilder } from 'kysely';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

/** Adds `g`, the group of the lot `l`; its tariff is `coalesce(l.tariff_id, g.tariff_id)`: a lot's own wins. */
const groupOfLot = sql`
  left join lot_group_lot m on m.lot_id = l.id and m.left_at is null
  left join lot_group g on g.id = m.group_id`;

/** The id of the version that a stay beginning at `at` pins; none where the lot has no tariff, or it has not begun. */
export const tariffVersionIdOf = (lotId: string, at: EpochMs): RawBuilder<unknown> => sql`
  (select v.id from lot l ${groupOfLot}
    join tariff_version v on v.tariff_id = coalesce(l.tariff_id, g.tariff_id)
      and v.effective_from <= instant(${at}) and v.withdrawn_at is null
    where l.id = ${lotId} order by v.effective_from desc, v.version desc limit 1)`;

export interface LotAssignment {
  readonly tariffId: string | null;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly ownTariffId: string | null;
  readonly groupTariffId: string | null;
  readonly versionId: string | null;
}

/** The tariff of a lot, where it has it from, and the version that a stay beginning at `at` would pin. */
export const assignmentOf = (tx: Tx, lotId: string, at: EpochMs): Promise<LotAssignment | undefined> =>
  tx.row<LotAssignment>(sql`
    select coalesce(l.tariff_id, g.tariff_id) as "tariffId", g.id as "groupId", g.name as "groupName",
      l.tariff_id as "ownTariffId", g.tariff_id as "groupTariffId", ${tariffVersionIdOf(lotId, at)} as "versionId"
    from lot l ${groupOfLot} where l.id = ${lotId}`);

/** The lots of groups, by group; only those in the scope. */
export const lotsOfGroups = async (
  tx: Tx,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await tx.rows<{ groupId: string; lotIds: string[] }>(sql`
    select group_id as "groupId", array_agg(lot_id::text order by lot_id) as "lotIds" from lot_group_lot
    where group_id = any (${[...groupIds]}::uuid[]) and left_at is null group by 1`);
  return new Map(rows.map(({ groupId, lotIds }) => [groupId, lotIds]));
};

/** Of these lots those that another group has. */
export const lotsOfOtherGroups = async (tx: Tx, groupId: string, lotIds: readonly string[]): Promise<string[]> => {
  const rows = await tx.rows<{ id: string }>(sql`
    select lot_id as id from lot_group_lot
    where lot_id = any (${[...lotIds]}::uuid[]) and left_at is null and group_id <> ${groupId}`);
  return rows.map(({ id }) => id);
};

/** Lots that are not named leave the group, named ones that are not in it join; the others stay in it as they were. */
export const replaceLotsOfGroup = async (
  tx: Tx,
  group: { readonly id: string; readonly companyId: string },
  lotIds: readonly string[],
  at: EpochMs,
): Promise<void> => {
  await tx.run(sql`
    update lot_group_lot set left_at = greatest(instant(${at}), joined_at)
    where group_id = ${group.id} and left_at is null and not (lot_id = any (${[...lotIds]}::uuid[]))`);
  const rows = lotIds.map((lotId) => ({ id: newId(), lotId }));
  await tx.run(sql`
    insert into lot_group_lot (id, company_id, group_id, lot_id, joined_at)
    select r.id, ${group.companyId}, ${group.id}, r."lotId", instant(${at})
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "lotId" uuid)
    where not exists (
      select 1 from lot_group_lot m where m.group_id = ${group.id} and m.lot_id = r."lotId" and m.left_at is null)`);
};
