// The session row: locked, read as the pure state, written back as its projection, with the record of every effect.
import { type LotPolicy, defaultLotPolicy } from '../../domain/lot-policy.ts';
import { type SessionState } from '../../domain/parking-session/state.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';

export interface LockedSession {
  readonly state: SessionState;
  readonly revision: number;
  readonly billId: string;
  readonly policy: LotPolicy;
  readonly tariffVersionId: string | null;
  readonly calendarVersionId: string | null;
  readonly entryLaneId: string | null;
}

interface SessionRow {
  state: SessionState;
  revision: number;
  bill_id: string;
  policy: Partial<LotPolicy>;
  tariff_version_id: string | null;
  calendar_version_id: string | null;
  entry_lane_id: string | null;
}

const columns = sql`s.state, s.revision, s.bill_id, p.policy, s.tariff_version_id, s.calendar_version_id, s.entry_lane_id`;

const sessionOf = (row: SessionRow): LockedSession => ({
  state: row.state,
  revision: row.revision,
  billId: row.bill_id,
  policy: { ...defaultLotPolicy, ...row.policy },
  tariffVersionId: row.tariff_version_id,
  calendarVersionId: row.calendar_version_id,
  entryLaneId: row.entry_lane_id,
});

/** The policy that the session pinned at its entry. */
export const policyOfSession = async (tx: Tx, sessionId: string): Promise<LotPolicy> => {
  const row = await tx.row<{ policy: Partial<LotPolicy> }>(sql`
    select p.policy from lot_policy_version p join parking_session s on s.policy_version_id = p.id where s.id = ${sessionId}`);
  return { ...defaultLotPolicy, ...row?.policy };
};

/** Reads a session without a lock: quotes and pages. */
export const readSession = async (tx: Tx, sessionId: string): Promise<LockedSession | undefined> => {
  const row = await tx.row<SessionRow>(sql`
    select ${columns} from parking_session s join lot_policy_version p on p.id = s.policy_version_id
    where s.id = ${sessionId}`);
  return row && sessionOf(row);
};

/**
 * Locks the session row until the transaction ends: one effect at a time, whoever performs it. Its key is not locked:
 * rows that refer to the session may be written meanwhile by whoever holds the bill.
 */
export const lockSession = async (tx: Tx, sessionId: string): Promise<LockedSession | undefined> => {
  const row = await tx.row<SessionRow>(sql`
    select ${columns} from parking_session s join lot_policy_version p on p.id = s.policy_version_id
    where s.id = ${sessionId} for no key update of s`);
  return row && sessionOf(row);
};

/** The columns are a projection of the state; nothing else sets them. */
export const saveSession = async (
  tx: Tx,
  state: SessionState,
  revision: number,
  at: EpochMs,
  facts: { readonly exitLaneId?: string; readonly unidentifiedFen?: number; readonly voidReason?: string },
): Promise<void> => {
  await tx.run(sql`
    update parking_session set
      state = ${JSON.stringify(state)}::jsonb,
      revision = ${revision},
      phase = ${state.phase},
      outcome = ${state.outcome ?? null},
      bay_id = ${state.bayId ?? null},
      vehicle_id = ${state.vehicleId ?? null},
      vehicle_class = ${state.vehicleClass},
      exemption = ${state.exemption ?? null},
      entered_at = instant(${state.enteredAt}),
      left_at = case when ${state.leftAt ?? null}::bigint is null then null else instant(${state.leftAt ?? null}) end,
      closed_at = case when ${state.phase} = 'closed' then coalesce(closed_at, instant(${at})) end,
      exit_lane_id = coalesce(${facts.exitLaneId ?? null}, exit_lane_id),
      unidentified_fen = coalesce(${facts.unidentifiedFen ?? null}, unidentified_fen),
      void_reason = coalesce(${facts.voidReason ?? null}, void_reason),
      updated_at = now()
    where id = ${state.sessionId} and revision < ${revision}`);
};

/** The answer an effect got when it was performed before. */
export const recordedAnswer = async <T>(tx: Tx, sessionId: string, effectId: string): Promise<T | undefined> =>
  (
    await tx.row<{ answer: T }>(sql`
      select answer from session_effect where session_id = ${sessionId} and effect_id = ${effectId}`)
  )?.answer;

export const recordAnswer = async (
  tx: Tx,
  effect: { companyId: string; sessionId: string; effectId: string; kind: string; revision: number; at: EpochMs },
  answer: unknown,
): Promise<void> => {
  await tx.run(sql`
    insert into session_effect (session_id, effect_id, company_id, kind, revision, answer, at)
    values (${effect.sessionId}, ${effect.effectId}, ${effect.companyId}, ${effect.kind}, ${effect.revision},
      ${JSON.stringify(answer)}::jsonb, instant(${effect.at}))`);
};
