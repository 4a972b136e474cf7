// Decisions of lanes: written before they are answered; a repeat of the read gets the recorded one.
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';

export type Verdict = 'open' | 'pay' | 'refuse' | 'record-only';

export interface GateDecision {
  readonly id: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly laneId: string;
  readonly deviceId: string;
  readonly eventId: string;
  readonly direction: 'entry' | 'exit';
  readonly vehicleId?: string;
  readonly sessionId?: string;
  readonly verdict: Verdict;
  readonly code?: string;
  readonly dueFen?: number;
  readonly paymentUrl?: string;
  readonly decidedBy: 'rows' | 'workflow' | 'degraded' | 'offline';
  readonly place: 'none' | 'reserved' | 'occupied' | 'released';
  readonly at: EpochMs;
}

interface DecisionRow {
  id: string;
  companyId: string;
  lotId: string;
  laneId: string;
  deviceId: string;
  eventId: string;
  direction: 'entry' | 'exit';
  vehicleId: string | null;
  sessionId: string | null;
  verdict: Verdict;
  code: string | null;
  dueFen: number | null;
  paymentUrl: string | null;
  decidedBy: GateDecision['decidedBy'];
  place: GateDecision['place'];
  at: EpochMs;
}

const columns = sql`id, company_id as "companyId", lot_id as "lotId", lane_id as "laneId", device_id as "deviceId",
  event_id as "eventId", direction, vehicle_id as "vehicleId", session_id as "sessionId", verdict, code,
  due_fen as "dueFen", payment_url as "paymentUrl", decided_by as "decidedBy", place, epoch_ms(at) as at`;

const decisionOf = (row: DecisionRow): GateDecision => {
  const { vehicleId, sessionId, code, dueFen, paymentUrl, ...rest } = row;
  return {
    ...rest,
    ...(vehicleId === null ? {} : { vehicleId }),
    ...(sessionId === null ? {} : { sessionId }),
    ...(code === null ? {} : { code }),
    ...(dueFen === null ? {} : { dueFen }),
    ...(paymentUrl === null ? {} : { paymentUrl }),
  };
};

/** The decision that this read got before, if it did. */
export const recordedDecision = async (
  tx: Tx,
  deviceId: string,
  eventId: string,
): Promise<GateDecision | undefined> => {
  const row = await tx.row<DecisionRow>(sql`
    select ${columns} from gate_decision where device_id = ${deviceId} and event_id = ${eventId}`);
  return row && decisionOf(row);
};

export const readDecision = async (tx: Tx, decisionId: string): Promise<GateDecision | undefined> => {
  const row = await tx.row<DecisionRow>(sql`select ${columns} from gate_decision where id = ${decisionId}`);
  return row && decisionOf(row);
};

/** The newest decision for a vehicle at a lane: a camera that reads one car twice within seconds. */
export const newestDecisionFor = async (
  tx: Tx,
  laneId: string,
  vehicleId: string,
  since: EpochMs,
): Promise<GateDecision | undefined> => {
  const row = await tx.row<DecisionRow>(sql`
    select ${columns} from gate_decision
    where lane_id = ${laneId} and vehicle_id = ${vehicleId} and at >= instant(${since}) and decided_by <> 'offline'
    order by gate_decision.at desc limit 1`);
  return row && decisionOf(row);
};

/** The newest exit that was let out of a lane: what a loop behind it confirms when it names no decision. */
export const newestExitOf = async (tx: Tx, laneId: string): Promise<GateDecision | undefined> => {
  const row = await tx.row<DecisionRow>(sql`
    select ${columns} from gate_decision
    where id = (select decision_id from lane_read where lane_id = ${laneId}) and direction = 'exit'`);
  return row && decisionOf(row);
};

/** Writes the decision; false when the read has one already. A reservation expires by real time. */
export const writeDecision = async (tx: Tx, decision: GateDecision, reservationMs?: number): Promise<boolean> => {
  const expires = reservationMs === undefined ? sql`null` : sql`now() + ${`${reservationMs} milliseconds`}::interval`;
  const written = await tx.row(sql`
    insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, vehicle_id, session_id,
      verdict, code, due_fen, payment_url, decided_by, place, at, expires_at)
    values (${decision.id}, ${decision.companyId}, ${decision.lotId}, ${decision.laneId}, ${decision.deviceId},
      ${decision.eventId}, ${decision.direction}, ${decision.vehicleId ?? null}, ${decision.sessionId ?? null},
      ${decision.verdict}, ${decision.code ?? null}, ${decision.dueFen ?? null}, ${decision.paymentUrl ?? null},
      ${decision.decidedBy}, ${decision.place}, instant(${decision.at}), ${expires})
    on conflict do nothing returning id`);
  return written !== undefined;
};

/** What a lane saw last, by real time: a payment opens the barrier only for this session, while the read is fresh. */
export const setLaneRead = async (
  tx: Tx,
  read: {
    readonly laneId: string;
    readonly companyId: string;
    readonly sessionId?: string;
    readonly decisionId: string;
  },
): Promise<void> => {
  await tx.run(sql`
    insert into lane_read (lane_id, company_id, session_id, decision_id, read_at)
    values (${read.laneId}, ${read.companyId}, ${read.sessionId ?? null}, ${read.decisionId}, now())
    on conflict (lane_id) do update set session_id = excluded.session_id, decision_id = excluded.decision_id,
      read_at = excluded.read_at`);
};
