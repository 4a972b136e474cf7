// Passages: who passed where, newest first.
import { type Tx, sql } from '../rows.ts';

export interface PassageRow {
  readonly id: string;
  readonly lotId: string;
  readonly laneCode: string | null;
  readonly bayCode: string | null;
  readonly sessionId: string | null;
  readonly plateMask: string | null;
  readonly plateCipher: Buffer | null;
  readonly plateColour: string | null;
  readonly deviceId: string;
  readonly direction: 'in' | 'out';
  readonly result: 'entry' | 'exit' | 'exit-without-entry' | 'refused' | 'repeated';
  readonly at: number;
}

export interface PassageFilters {
  readonly sessionId?: string;
  readonly lotId?: string;
  readonly direction?: string;
  readonly result?: string;
  readonly plateHash?: Buffer;
  readonly from?: number;
  readonly until?: number;
}

export const listPassages = (
  tx: Tx,
  filters: PassageFilters,
  { after, limit }: { readonly after?: { readonly at: number; readonly id: string }; readonly limit: number },
): Promise<PassageRow[]> => {
  const { sessionId, lotId, direction, result, plateHash, from, until } = filters;
  const when = (value: unknown, condition: ReturnType<typeof sql>) => (value === undefined ? sql`true` : condition);
  return tx.rows<PassageRow>(sql`
    select p.id, p.lot_id as "lotId", lane.code as "laneCode", bay.code as "bayCode", p.session_id as "sessionId",
      v.plate_mask as "plateMask", v.plate_cipher as "plateCipher", v.colour as "plateColour", p.device_id as "deviceId",
      p.direction, p.result, epoch_ms(p.at) as at
    from passage p left join lane on lane.id = p.lane_id left join bay on bay.id = p.bay_id
      left join vehicle v on v.id = p.vehicle_id
    where ${when(sessionId, sql`p.session_id = ${sessionId}`)} and ${when(lotId, sql`p.lot_id = ${lotId}`)}
      and ${when(direction, sql`p.direction = ${direction}`)} and ${when(result, sql`p.result = ${result}`)}
      and ${when(plateHash, sql`p.vehicle_id in (select id from vehicle where plate_hash = ${plateHash})`)}
      and ${when(from, sql`p.at >= instant(${from})`)} and ${when(until, sql`p.at < instant(${until})`)}
      and ${when(after, sql`(p.at, p.id) < (instant(${after?.at}), ${after?.id}::uuid)`)}
    order by p.at desc, p.id desc limit ${limit}`);
};
