// How many places of a lot are taken. One row per lot makes capacity atomic; every change has a version and is announced.
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

/** Runs the statement on the lot's row, which it makes when nobody has counted here before. */
const change = async (tx: Tx, lotId: string, statement: ReturnType<typeof sql>): Promise<boolean> => {
  if ((await tx.row(statement)) !== undefined) return true;
  await tx.run(sql`
    insert into lot_occupancy (lot_id, company_id, capacity) select id, company_id, capacity from lot where id = ${lotId}
    on conflict (lot_id) do nothing`);
  // Asked again also when another one made the row meanwhile: the first answer said nothing about capacity then.
  return (await tx.row(statement)) !== undefined;
};

const announced = (lotId: string, statement: ReturnType<typeof sql>) =>
  sql`with changed as (${statement} returning lot_id) select pg_notify('board', ${lotId}) from changed`;

/** Takes a place if one is free; false when the lot is full. Two callers never get the last place. */
export const reservePlace = (tx: Tx, lotId: string): Promise<boolean> =>
  change(
    tx,
    lotId,
    announced(
      lotId,
      sql`update lot_occupancy set reserved = reserved + 1, version = version + 1, updated_at = now()
        where lot_id = ${lotId} and occupied + reserved < capacity`,
    ),
  );

/** The reserved place is taken now. */
export const occupyReserved = async (tx: Tx, lotId: string): Promise<void> => {
  await change(
    tx,
    lotId,
    announced(
      lotId,
      sql`update lot_occupancy set reserved = greatest(reserved - 1, 0), occupied = occupied + 1,
        version = version + 1, updated_at = now() where lot_id = ${lotId}`,
    ),
  );
};

/** The reserved place was not used. */
export const releaseReserved = async (tx: Tx, lotId: string): Promise<void> => {
  await change(
    tx,
    lotId,
    announced(
      lotId,
      sql`update lot_occupancy set reserved = greatest(reserved - 1, 0), version = version + 1, updated_at = now()
        where lot_id = ${lotId}`,
    ),
  );
};

/** A vehicle is inside that took no place before: counted even above the capacity, because it is there. */
export const occupy = async (tx: Tx, lotId: string): Promise<void> => {
  await change(
    tx,
    lotId,
    announced(
      lotId,
      sql`update lot_occupancy set occupied = occupied + 1, version = version + 1, updated_at = now()
        where lot_id = ${lotId}`,
    ),
  );
};

/** A vehicle is gone. The count never goes below zero. */
export const release = async (tx: Tx, lotId: string): Promise<void> => {
  await change(
    tx,
    lotId,
    announced(
      lotId,
      sql`update lot_occupancy set occupied = greatest(occupied - 1, 0), version = version + 1, updated_at = now()
        where lot_id = ${lotId}`,
    ),
  );
};

/** Sets what the newest event says of a bay, and counts it; false when the bay was so already. */
export const setBayOccupied = async (
  tx: Tx,
  bay: { readonly lotId: string; readonly bayId: string; readonly occupied: boolean; readonly at: EpochMs },
): Promise<boolean> => {
  const changed = await tx.run(sql`
    update bay set occupied = ${bay.occupied}, occupied_changed_at = instant(${bay.at})
    where id = ${bay.bayId} and occupied <> ${bay.occupied}`);
  if (changed === 0) return false;
  await (bay.occupied ? occupy(tx, bay.lotId) : release(tx, bay.lotId));
  return true;
};

export interface Calibration {
  readonly companyId: string;
  readonly lotId: string;
  /** How many vehicles are inside, for a lot without bay sensors. */
  readonly occupied?: number;
  /** Which bays are occupied, for a lot with bays; all others of the lot are free. */
  readonly occupiedBayCodes?: readonly string[];
  readonly reason: string;
  readonly calibratedBy: string;
  readonly at: EpochMs;
}

export interface CalibrationResult {
  readonly occupiedBefore: number;
  readonly occupiedAfter: number;
  /** Codes that no bay of the lot has; nothing was changed then. */
  readonly unknownBayCodes: readonly string[];
}

const calibrateBays = async (tx: Tx, lotId: string, codes: readonly string[], at: EpochMs): Promise<string[]> => {
  const known = new Set(
    (await tx.rows<{ code: string }>(sql`select code from bay where lot_id = ${lotId}`)).map(({ code }) => code),
  );
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) return unknown;
  await tx.run(sql`
    update bay set occupied = not occupied, occupied_changed_at = instant(${at})
    where lot_id = ${lotId} and occupied <> (code = any (${[...codes]}::text[]))`);
  return [];
};

/** Sets the count to what somebody counted, and keeps what it was, who said so and why. */
export const calibrate = async (tx: Tx, calibration: Calibration): Promise<CalibrationResult> => {
  const { companyId, lotId, reason, calibratedBy, at } = calibration;
  // Bays before the count, the order in which every event takes them.
  await tx.rows(sql`select 1 from bay where lot_id = ${lotId} order by id for update`);
  await change(tx, lotId, sql`select 1 from lot_occupancy where lot_id = ${lotId}`);
  const before = await tx.row<{ occupied: number }>(
    sql`select occupied from lot_occupancy where lot_id = ${lotId} for update`,
  );
  if (before === undefined) throw new Error(`there is no lot ${lotId}`);
  const codes = calibration.occupiedBayCodes;
  const unknownBayCodes = codes === undefined ? [] : await calibrateBays(tx, lotId, codes, at);
  if (unknownBayCodes.length > 0) {
    return { occupiedBefore: before.occupied, occupiedAfter: before.occupied, unknownBayCodes };
  }
  const occupiedAfter = codes === undefined ? (calibration.occupied ?? before.occupied) : new Set(codes).size;
  await tx.row(
    announced(
      lotId,
      sql`update lot_occupancy set occupied = ${occupiedAfter}, version = version + 1, updated_at = now()
        where lot_id = ${lotId}`,
    ),
  );
  await tx.run(sql`
    insert into occupancy_calibration (id, company_id, lot_id, occupied_before, occupied_after, reason, calibrated_by, at)
    values (${newId()}, ${companyId}, ${lotId}, ${before.occupied}, ${occupiedAfter}, ${reason}, ${calibratedBy},
      instant(${at}))`);
  return { occupiedBefore: before.occupied, occupiedAfter, unknownBayCodes };
};

export interface Board {
  readonly lotId: string;
  readonly capacity: number;
  readonly occupied: number;
  readonly reserved: number;
  /** Capacity less what is taken or promised, never below zero. */
  readonly free: number;
  readonly version: number;
  readonly updatedAt: number;
}

/** The boards of the named lots, or of all lots in the scope; a lot never counted is empty. */
export const readBoards = (tx: Tx, lotIds?: readonly string[]): Promise<Board[]> =>
  tx.rows<Board>(sql`
    select l.id as "lotId", l.capacity, coalesce(o.occupied, 0) as occupied, coalesce(o.reserved, 0) as reserved,
      greatest(l.capacity - coalesce(o.occupied, 0) - coalesce(o.reserved, 0), 0) as free,
      coalesce(o.version, 0) as version, epoch_ms(coalesce(o.updated_at, l.created_at)) as "updatedAt"
    from lot l left join lot_occupancy o on o.lot_id = l.id
    where ${lotIds === undefined ? sql`true` : sql`l.id = any (${[...lotIds]}::uuid[])`}
    order by l.id`);
