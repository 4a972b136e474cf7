// Exit decisions: written before they are answered, with the quote they ask for and the lane's newest read.
import { type LotPolicy } from '../../domain/lot-policy.ts';
import { type Fen } from '../../domain/money.ts';
import { type SessionState } from '../../domain/parking-session/state.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

export interface LaneFacts {
  readonly id: string;
  readonly lotId: string;
  readonly state: 'open' | 'closed';
  readonly confirmation: 'exit-camera' | 'loop' | 'none';
}

export const readLane = (tx: Tx, laneId: string): Promise<LaneFacts | undefined> =>
  tx.row<LaneFacts>(sql`select id, lot_id as "lotId", state, confirmation from lane where id = ${laneId}`);

export interface ExitDecisionRecord {
  readonly state: SessionState;
  readonly request: {
    readonly laneId: string;
    readonly deviceId: string;
    readonly eventId: string;
    readonly decisionId: string;
  };
  readonly decision: {
    readonly verdict: string;
    readonly code?: string;
    readonly dueFen?: number;
    readonly paymentUrl?: string;
  };
  readonly at: EpochMs;
  readonly feeFen: Fen;
  readonly billId: string;
  readonly policy: LotPolicy;
}

export interface RecordedExitDecision {
  readonly id: string;
  readonly verdict: 'open' | 'pay' | 'refuse' | 'record-only';
  readonly code: string | null;
  readonly dueFen: number | null;
  readonly paymentUrl: string | null;
}

/** What this read of the lane was answered already: a repeat gets the recorded answer, whoever decided it. */
export const recordedExitDecision = (
  tx: Tx,
  read: { deviceId: string; eventId: string },
): Promise<RecordedExitDecision | undefined> =>
  tx.row<RecordedExitDecision>(sql`
    select id, verdict, code, due_fen as "dueFen", payment_url as "paymentUrl" from gate_decision
    where device_id = ${read.deviceId} and event_id = ${read.eventId}`);

/**
 * The decision row, the lane's newest read (real time), and for an amount the frozen quote. False when the bridge has
 * decided this read meanwhile: then nothing is written.
 */
export const recordExitDecision = async (tx: Tx, record: ExitDecisionRecord): Promise<boolean> => {
  const { state, request, decision, at } = record;
  const written = await tx.run(sql`
    insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, vehicle_id, session_id, verdict,
      code, due_fen, payment_url, decided_by, at)
    values (${request.decisionId}, ${state.companyId}, ${state.lotId}, ${request.laneId}, ${request.deviceId}, ${request.eventId},
      'exit', ${state.vehicleId ?? null}, ${state.sessionId}, ${decision.verdict}, ${decision.code ?? null},
      ${decision.dueFen ?? null}, ${decision.paymentUrl ?? null}, 'workflow', instant(${at}))
    on conflict do nothing`);
  if (written === 0) return false;
  await tx.run(sql`
    insert into lane_read (lane_id, company_id, session_id, decision_id, read_at)
    values (${request.laneId}, ${state.companyId}, ${state.sessionId}, ${request.decisionId}, now())
    on conflict (lane_id) do update set session_id = excluded.session_id, decision_id = excluded.decision_id,
      read_at = excluded.read_at`);
  if (decision.dueFen === undefined) return true;
  await tx.run(sql`
    insert into quote (id, company_id, bill_id, session_id, quoted_at, frozen_until, fee_fen, due_fen)
    values (${newId()}, ${state.companyId}, ${record.billId}, ${state.sessionId}, instant(${at}),
      instant(${at + record.policy.quoteFrozenMs}), ${record.feeFen}, ${decision.dueFen})`);
  return true;
};

export interface FreshRead {
  readonly laneId: string;
  readonly decisionId: string;
  readonly at: number;
  readonly deviceId: string;
  readonly eventId: string;
}

/** The lane that waits for this session right now: its newest read is this session and fresh by real time. */
export const freshReadOf = (tx: Tx, sessionId: string, freshMs: number): Promise<FreshRead | undefined> =>
  tx.row<FreshRead>(sql`
    select r.lane_id as "laneId", r.decision_id as "decisionId", epoch_ms(d.at) as at, d.device_id as "deviceId", d.event_id as "eventId"
    from lane_read r join gate_decision d on d.id = r.decision_id
    where r.session_id = ${sessionId} and r.read_at > now() - ${`${freshMs} milliseconds`}::interval
    order by r.read_at desc limit 1`);

export interface BarrierCommand {
  readonly state: SessionState;
  readonly laneId: string;
  readonly decisionId: string;
  /** `answer`: the lane's question is answered with it. `command`: it must reach the lane by itself. */
  readonly deliveredBy: 'answer' | 'command';
}

const barrierExpirySeconds = 10;

/**
 * Writes the command that opens a barrier, once per decision. It goes to the lane's controller, or to its camera when
 * there is none; ten seconds later it is never executed any more.
 */
export const barrierCommand = async (tx: Tx, command: BarrierCommand): Promise<void> => {
  const { state, laneId, decisionId } = command;
  const written = command.deliveredBy === 'answer' ? 'sent' : 'new';
  await tx.run(sql`
    with written as (
      insert into device_command (id, company_id, lot_id, device_id, kind, body, session_id, decision_id, cause, state, expires_at, sent_at)
      select ${newId()}, ${state.companyId}, ${state.lotId}, d.id, 'open-barrier', ${JSON.stringify({ laneId, decisionId })}::jsonb,
        ${state.sessionId}, ${decisionId}, ${`open/${decisionId}`}, ${written},
        now() + ${`${barrierExpirySeconds} seconds`}::interval, case when ${written} = 'sent' then now() end
      from device d where d.lane_id = ${laneId} and d.state = 'in-use' and d.kind in ('lane-controller', 'lane-camera')
      order by d.kind desc limit 1
      on conflict (company_id, cause) do nothing
      returning 1
    )
    select pg_notify('device_command', '') from written`);
};
