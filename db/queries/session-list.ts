// Parking sessions as people look for them: every filter of the order list, keyset pages, totals over all pages.
import { type RawBuilder } from 'kysely';
import { type Tx, sql } from '../rows.ts';

export interface SessionFilters {
  readonly areaId?: string;
  readonly roadId?: string;
  readonly lotId?: string;
  readonly bayCode?: string;
  readonly plateHash?: Buffer;
  /** The unmasked beginning of the mask. */
  readonly plateStart?: string;
  readonly phase?: string;
  readonly outcome?: string;
  readonly paymentState?: string;
  readonly vehicleClass?: string;
  readonly plateClass?: string;
  readonly exempt?: boolean;
  /** Who asked something of the session. */
  readonly operatorId?: string;
  readonly enteredFrom?: number;
  readonly enteredUntil?: number;
  readonly leftFrom?: number;
  readonly leftUntil?: number;
}

export interface SessionRow {
  readonly id: string;
  readonly lotId: string;
  readonly lotName: string;
  readonly setting: 'on-street' | 'off-street';
  readonly bayCode: string | null;
  readonly vehicleId: string | null;
  readonly plateMask: string | null;
  readonly plateCipher: Buffer | null;
  readonly plateColour: string | null;
  readonly vehicleClass: string;
  readonly ticket: string | null;
  readonly phase: 'parked' | 'left' | 'closed';
  readonly outcome: string | null;
  readonly exemption: string | null;
  readonly enteredAt: number;
  readonly leftAt: number | null;
  readonly closedAt: number | null;
  readonly grossFen: number;
  readonly discountFen: number;
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly dueFen: number;
  readonly paymentState: 'running' | 'free' | 'unpaid' | 'part-paid' | 'paid' | 'debt' | 'void';
  readonly revision: number;
}

/** The bill knows nothing of its amount before it is final. */
const dueFen = sql`case when b.state = 'final'
  then greatest(b.gross_fen - b.discount_fen - b.paid_fen + b.surplus_fen, 0) else 0 end`;

const paymentState = sql`case
  when b.state <> 'final' then b.state
  when b.gross_fen - b.discount_fen = 0 then 'free'
  when ${dueFen} = 0 then 'paid'
  when b.owner_kind = 'debt' then 'debt'
  when b.paid_fen > b.surplus_fen then 'part-paid'
  else 'unpaid' end`;

const columns = sql`s.id, s.lot_id as "lotId", l.name as "lotName", s.setting, bay.code as "bayCode", s.vehicle_id as "vehicleId",
  v.plate_mask as "plateMask", v.plate_cipher as "plateCipher", v.colour as "plateColour", s.vehicle_class as "vehicleClass",
  s.ticket, s.phase, s.outcome, s.exemption, epoch_ms(s.entered_at) as "enteredAt", epoch_ms(s.left_at) as "leftAt",
  epoch_ms(s.closed_at) as "closedAt", b.gross_fen as "grossFen", b.discount_fen as "discountFen", b.paid_fen as "paidFen",
  b.refunded_fen as "refundedFen", ${dueFen} as "dueFen", ${paymentState} as "paymentState", s.revision`;

const source = sql`parking_session s join lot l on l.id = s.lot_id join bill b on b.id = s.bill_id
  left join bay on bay.id = s.bay_id left join vehicle v on v.id = s.vehicle_id`;

const conditions: {
  readonly [Filter in keyof SessionFilters]-?: (value: NonNullable<SessionFilters[Filter]>) => RawBuilder<unknown>;
} = {
  areaId: (id) => sql`l.area_id in (with recursive below as (
    select id from area where id = ${id} union select a.id from area a join below on a.parent_area_id = below.id
    ) select id from below)`,
  roadId: (id) => sql`l.road_id = ${id}`,
  lotId: (id) => sql`s.lot_id = ${id}`,
  bayCode: (code) => sql`bay.code = ${code}`,
  plateHash: (hash) => sql`s.vehicle_id in (select id from vehicle where plate_hash = ${hash})`,
  plateStart: (start) => sql`left(v.plate_mask, ${start.length}) = ${start}`,
  phase: (phase) => sql`s.phase = ${phase}`,
  outcome: (outcome) => sql`s.outcome = ${outcome}`,
  paymentState: (state) => sql`${paymentState} = ${state}`,
  vehicleClass: (vehicleClass) => sql`s.vehicle_class = ${vehicleClass}`,
  plateClass: (plateClass) => sql`v.plate_class = ${plateClass}`,
  exempt: (exempt) => sql`(s.exemption is not null) = ${exempt}`,
  operatorId: (id) =>
    sql`exists (select 1 from session_request r where r.session_id = s.id and r.requested_by = ${id})`,
  enteredFrom: (at) => sql`s.entered_at >= instant(${at})`,
  enteredUntil: (at) => sql`s.entered_at < instant(${at})`,
  leftFrom: (at) => sql`s.left_at >= instant(${at})`,
  leftUntil: (at) => sql`s.left_at < instant(${at})`,
};

const whereOf = (filters: SessionFilters): RawBuilder<unknown> => {
  const wanted = (Object.keys(conditions) as (keyof SessionFilters)[]).flatMap((name) => {
    const value = filters[name];
    const condition = conditions[name] as (value: unknown) => RawBuilder<unknown>;
    return value === undefined ? [] : [condition(value)];
  });
  return wanted.length === 0 ? sql`true` : sql.join(wanted, sql` and `);
};

export interface SessionKey {
  readonly enteredAt: number;
  readonly id: string;
}

/** Newest entry first; `after` is the key of the last row of the page before. */
export const listSessions = (
  tx: Tx,
  filters: SessionFilters,
  { after, limit }: { readonly after?: SessionKey; readonly limit: number },
): Promise<SessionRow[]> =>
  tx.rows<SessionRow>(sql`
    select ${columns} from ${source} where ${whereOf(filters)}
      and ${after === undefined ? sql`true` : sql`(s.entered_at, s.id) < (instant(${after.enteredAt}), ${after.id}::uuid)`}
    order by s.entered_at desc, s.id desc limit ${limit}`);

export interface SessionTotals {
  readonly sessions: number;
  readonly prepaidFen: number;
  readonly receivableFen: number;
  readonly discountFen: number;
  readonly receivedFen: number;
  readonly refundedFen: number;
  readonly dueFen: number;
}

/** The footer of the list: over everything that the filters find. */
export const totalSessions = async (tx: Tx, filters: SessionFilters): Promise<SessionTotals> => {
  const totals = await tx.row<SessionTotals>(sql`
    select count(*) as sessions,
      coalesce(sum(b.paid_fen - b.surplus_fen) filter (where b.state = 'running'), 0)::bigint as "prepaidFen",
      coalesce(sum(b.gross_fen) filter (where b.state = 'final'), 0)::bigint as "receivableFen",
      coalesce(sum(b.discount_fen) filter (where b.state = 'final'), 0)::bigint as "discountFen",
      coalesce(sum(b.paid_fen), 0)::bigint as "receivedFen",
      coalesce(sum(b.refunded_fen), 0)::bigint as "refundedFen",
      coalesce(sum(${dueFen}), 0)::bigint as "dueFen"
    from ${source} where ${whereOf(filters)}`);
  if (totals === undefined) throw new Error('a sum without a row');
  return totals;
};

export const findSession = (tx: Tx, sessionId: string): Promise<SessionRow | undefined> =>
  tx.row<SessionRow>(sql`select ${columns} from ${source} where s.id = ${sessionId}`);

/** Who is parked in a lot, oldest first: the candidates of an exit. */
export const parkedSessions = (tx: Tx, lotId: string, limit: number): Promise<SessionRow[]> =>
  tx.rows<SessionRow>(sql`
    select ${columns} from ${source} where s.lot_id = ${lotId} and s.phase = 'parked'
    order by s.entered_at, s.id limit ${limit}`);
