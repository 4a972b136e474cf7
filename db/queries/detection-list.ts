// What devices reported, as the inbox holds it, newest first; without its data, which may name a plate.
import { type Tx, sql } from '../rows.ts';

export interface DetectionRow {
  readonly deviceId: string;
  readonly eventId: string;
  readonly lotId: string;
  readonly type: string;
  readonly seq: number | null;
  readonly at: number;
  readonly receivedAt: number;
  readonly state: 'new' | 'claimed' | 'done' | 'parked';
  readonly error: string | null;
  readonly pictures: number;
  /** Grows with each row: the tie-breaker of the order. */
  readonly ingested: number;
}

export interface DetectionFilters {
  readonly lotId?: string;
  readonly deviceId?: string;
  readonly type?: string;
  readonly state?: string;
  readonly from?: number;
  readonly until?: number;
}

export interface DetectionPage {
  readonly after?: { readonly at: number; readonly ingested: number };
  readonly limit: number;
}

export const listDetections = (
  tx: Tx,
  { lotId, deviceId, type, state, from, until }: DetectionFilters,
  { after, limit }: DetectionPage,
): Promise<DetectionRow[]> => {
  const when = (value: unknown, condition: ReturnType<typeof sql>) => (value === undefined ? sql`true` : condition);
  return tx.rows<DetectionRow>(sql`
    select device_id as "deviceId", event_id as "eventId", lot_id as "lotId", type, seq, epoch_ms(at) as at,
      epoch_ms(received_at) as "receivedAt", state, error, cardinality(pictures) as pictures, ingested
    from device_event
    where ${when(lotId, sql`lot_id = ${lotId}`)} and ${when(deviceId, sql`device_id = ${deviceId}`)}
      and ${when(type, sql`type = ${type}`)} and ${when(state, sql`state = ${state}`)}
      and ${when(from, sql`at >= instant(${from})`)} and ${when(until, sql`at < instant(${until})`)}
      and ${when(after, sql`(at, ingested) < (instant(${after?.at}), ${after?.ingested}::bigint)`)}
    order by at desc, ingested desc limit ${limit}`);
};
