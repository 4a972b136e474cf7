// The exit lane: what it is told, what opens the barrier, and what happens when the barrier did not move.
import { decideExit } from '../../../domain/parking-session/decide.ts';
import { type ExitGrant, type SessionEvent } from '../../../domain/parking-session/state.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { epochMs, type EpochMs } from '../../../domain/time.ts';
import { addAuditItem, lockBill } from '../../../db/queries/bills.ts';
import {
  barrierCommand,
  readLane,
  recordedExitDecision,
  recordExitDecision,
  type LaneFacts,
  type RecordedExitDecision,
} from '../../../db/queries/exit-decisions.ts';
import { priceOf } from '../../../db/queries/pricing.ts';
import { sql } from '../../../db/rows.ts';
import { isId } from '../../../platform/ids.ts';
import { type ExitDecision, type ExitRequest } from '../../../workflows/messages/parking-session.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult, nothing } from '../effect.ts';
import { ignoreForged, seenEvent } from './facts.ts';
import { leave } from './leave.ts';
import { recordDeparture } from './passage.ts';

/** A lane read is an inbox row; a handheld's remote exit is a request row that the API wrote. */
const askedAt = async (context: EffectContext, request: ExitRequest): Promise<EpochMs | undefined> => {
  const seen = await seenEvent(context, request, ['lane.exit']);
  if (seen !== undefined) return seen.at;
  const row = await context.tx.row<{ at: number }>(sql`
    select coalesce((body ->> 'at')::bigint, epoch_ms(created_at)) as at from session_request
    where id::text = ${request.eventId} and session_id = ${context.state.sessionId} and kind = 'requestExit'`);
  return row && epochMs(row.at);
};

const refused = (request: ExitRequest, code: string): EffectResult => ({
  events: [],
  exit: { verdict: 'refuse', decisionId: request.decisionId, code },
});

/** The exit is granted: where nothing confirms the passage, granting it ends the stay. */
export const grantExit = async (
  context: EffectContext,
  lane: LaneFacts,
  grant: ExitGrant,
  seen: { deviceId: string; eventId: string },
): Promise<EffectResult> => {
  const granted: SessionEvent = { type: 'exitGranted', grant };
  if (lane.confirmation !== 'none') return { events: [granted] };
  await recordDeparture(context, seen, grant.at, grant.laneId);
  const left = await leave(context, grant.at);
  return { ...left, events: [granted, ...left.events] };
};

const answerOf = (recorded: RecordedExitDecision): ExitDecision => {
  if (recorded.verdict === 'open') return { verdict: 'open', decisionId: recorded.id };
  if (recorded.verdict === 'pay') {
    return {
      verdict: 'pay',
      decisionId: recorded.id,
      dueFen: recorded.dueFen ?? 0,
      paymentUrl: recorded.paymentUrl ?? '',
    };
  }
  return { verdict: 'refuse', decisionId: recorded.id, code: recorded.code ?? 'stale-question' };
};

/** Why this lane may not even ask, or the instant it asked about. */
const questionOf = async (
  context: EffectContext,
  request: ExitRequest,
  lane: LaneFacts | undefined,
): Promise<EpochMs | string> => {
  if (lane === undefined || lane.lotId !== context.state.lotId) return 'not-parked-here';
  if (lane.state === 'closed') return 'lane-closed';
  const at = await askedAt(context, request);
  if (at !== undefined) return at < context.state.enteredAt ? context.state.enteredAt : at;
  await ignoreForged(context, 'requestExit', `exit/${request.decisionId}`);
  return 'stale-question';
};

export const requestExit = async (context: EffectContext, request: ExitRequest): Promise<EffectResult> => {
  if (!isId(request.laneId)) return refused(request, 'not-parked-here');
  if (!isId(request.decisionId)) return refused(request, 'stale-question');
  const recorded = await recordedExitDecision(context.tx, request);
  if (recorded !== undefined) return { events: [], exit: answerOf(recorded) };
  const lane = await readLane(context.tx, request.laneId);
  const at = await questionOf(context, request, lane);
  if (typeof at === 'string' || lane === undefined) return refused(request, String(at));
  await lockBill(context.tx, context.billId);
  const price = await priceOf(context.tx, context, at);
  if (isRefusal(price)) return refused(request, price.code);
  const { decisionId } = request;
  const verdict = decideExit(context.state, price);
  const decision: ExitDecision =
    verdict.verdict === 'pay'
      ? { ...verdict, decisionId, paymentUrl: context.paymentUrl(request.laneId) }
      : { ...verdict, decisionId };
  return answerExit(context, request, lane, { decision, at, feeFen: price.feeFen });
};

const answerExit = async (
  context: EffectContext,
  request: ExitRequest,
  lane: LaneFacts,
  { decision, at, feeFen }: { decision: ExitDecision; at: EpochMs; feeFen: Fen },
): Promise<EffectResult> => {
  const { tx, state, billId, policy } = context;
  if (!(await recordExitDecision(tx, { state, request, decision, at, feeFen, billId, policy }))) {
    const meanwhile = await recordedExitDecision(tx, request);
    return meanwhile === undefined ? refused(request, 'stale-question') : { events: [], exit: answerOf(meanwhile) };
  }
  if (decision.verdict === 'refuse') return { events: [], exit: decision };
  if (decision.verdict === 'pay')
    return { events: [{ type: 'exitQuoted', dueFen: fen(decision.dueFen) }], exit: decision };
  // A camera's answer opens the barrier itself, and the command row carries no second pulse; to a person's remote exit
  // nobody at the lane listens, so the command must get there.
  const deliveredBy = request.deviceId.startsWith('person:') ? 'command' : 'answer';
  await barrierCommand(tx, { state, laneId: request.laneId, decisionId: request.decisionId, deliveredBy });
  const grant = { decisionId: request.decisionId, laneId: request.laneId, at };
  return { ...(await grantExit(context, lane, grant, request)), exit: decision };
};

/** The bridge decided while the engine did not answer: an opened barrier is a fact like any other. */
export const decidedAtLane = async (context: EffectContext, decisionId: string): Promise<EffectResult> => {
  if (!isId(decisionId)) return ignoreForged(context, 'decidedAtLane', 'decision/malformed');
  const decision = await context.tx.row<{
    lane_id: string;
    verdict: string;
    at: number;
    device_id: string;
    event_id: string;
  }>(sql`
    select lane_id, verdict, epoch_ms(at) as at, device_id, event_id from gate_decision
    where id = ${decisionId} and session_id = ${context.state.sessionId} and direction = 'exit'`);
  if (decision === undefined) return ignoreForged(context, 'decidedAtLane', `decision/${decisionId}`);
  if (decision.verdict !== 'open' || context.state.phase !== 'parked') return nothing;
  const lane = await readLane(context.tx, decision.lane_id);
  if (lane === undefined) return nothing;
  const grant = { decisionId, laneId: decision.lane_id, at: epochMs(decision.at) };
  return grantExit(context, lane, grant, { deviceId: decision.device_id, eventId: decision.event_id });
};

/** The barrier did not move: the stay goes on, a person is called. */
export const gateFailed = async (context: EffectContext, commandId: string, reason: string): Promise<EffectResult> => {
  const { tx, state, now } = context;
  if (!isId(commandId)) return ignoreForged(context, 'gateFailed', 'gate/malformed');
  const command = await tx.row<{ decision_id: string | null; failure: string | null }>(sql`
    select decision_id, failure from device_command
    where id = ${commandId} and session_id = ${state.sessionId} and state in ('failed', 'expired')`);
  if (command === undefined) return ignoreForged(context, 'gateFailed', `gate/${commandId}`);
  const { companyId, lotId, sessionId } = state;
  await addAuditItem(tx, {
    companyId,
    lotId,
    sessionId,
    kind: 'gate-failed',
    cause: `gate/${commandId}`,
    detail: { reason: command.failure ?? reason },
    at: now,
  });
  return command.decision_id === null ? nothing : { events: [{ type: 'exitFailed', decisionId: command.decision_id }] };
};
