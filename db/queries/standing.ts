// What is known of a vehicle at a lot and a time: lists, pass cover, arrears. The one question that admission asks.
import { type Standing } from '../../domain/entry-decision.ts';
import { fen } from '../../domain/money.ts';
import { type Plate, specialClassOf } from '../../domain/plate.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';

interface StandingRow {
  listed: 'black' | 'white' | null;
  cover: string | null;
  arrears: number;
  plate_class: Plate['class'];
}

/** Black outranks white. Debts whose bill is suspended (an appeal runs) do not count. */
export const standingOf = async (
  tx: Tx,
  question: { readonly vehicleId: string; readonly lotId: string; readonly at: EpochMs },
): Promise<Standing> => {
  const { vehicleId, lotId, at } = question;
  const row = await tx.row<StandingRow>(sql`
    select v.plate_class,
      (select l.list from vehicle_listing l
        where l.vehicle_id = v.id and (l.lot_id is null or l.lot_id = ${lotId})
          and l.valid_from <= instant(${at}) and (l.valid_until is null or l.valid_until > instant(${at}))
        order by l.list limit 1) as listed,
      (select c.id from pass_cover c
        where c.vehicle_id = v.id and c.lot_id = ${lotId} and c.valid_from <= instant(${at})
          and c.valid_until > instant(${at})
          and not exists (select 1 from pass_cover o where o.pass_id = c.pass_id and o.slot = c.slot and o.session_id is not null)
        order by c.slot, c.id limit 1) as cover,
      (select coalesce(sum(d.outstanding_fen), 0)::bigint from debt d join bill b on b.id = d.bill_id
        where d.vehicle_id = v.id and d.state = 'open' and not b.suspended) as arrears
    from vehicle v where v.id = ${vehicleId}`);
  if (row === undefined) return { arrearsFen: fen(0) };
  const specialClass = specialClassOf({ characters: '', colour: 'unknown', class: row.plate_class });
  return {
    plateClass: row.plate_class,
    arrearsFen: fen(row.arrears),
    ...(row.listed === null ? {} : { listed: row.listed }),
    ...(row.cover === null ? {} : { passCoverId: row.cover }),
    ...(specialClass === undefined ? {} : { specialClass }),
  };
};

/** Locks the slot of a pass for the stay that is being opened; false when another stay has it. */
export const takeCover = async (tx: Tx, coverId: string): Promise<boolean> => {
  const rows = await tx.rows<{ taken: boolean }>(sql`
    select s.session_id is not null as taken from pass_cover c
    join pass_cover s on s.pass_id = c.pass_id and s.slot = c.slot
    where c.id = ${coverId} order by s.id for update of s`);
  return rows.length > 0 && rows.every(({ taken }) => !taken);
};
