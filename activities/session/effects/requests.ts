// What people ask of a session. The request row carries the body; the API has checked who may, this checks what may.
import { netPaidFen } from '../../../domain/bill.ts';
import { type DiscountGrant } from '../../../domain/discounts.ts';
import { comesWithVehicle } from '../../../domain/entry-decision.ts';
import { decideVoid } from '../../../domain/parking-session/decide.ts';
import { type SessionEvent, type SessionState } from '../../../domain/parking-session/state.ts';
import { isRefusal, refuse, type Refusal } from '../../../domain/refusal.ts';
import { type EpochMs, parseInstant } from '../../../domain/time.ts';
import { hasOpenAttempt, lockBill } from '../../../db/queries/bills.ts';
import { release } from '../../../db/queries/occupancy.ts';
import { sql } from '../../../db/rows.ts';
import { isId, newId } from '../../../platform/ids.ts';
import { type SessionRequestKind } from '../../../workflows/messages/parking-session.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult } from '../effect.ts';
import { ignoreForged } from './facts.ts';

interface RequestRow {
  readonly id: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly requested_by: string;
}

type Applied = SessionEvent[] | Refusal;
type Apply = (context: EffectContext, request: RequestRow) => Promise<Applied>;

const text = (request: RequestRow, field: string): string | undefined => {
  const value = request.body[field];
  return typeof value === 'string' ? value : undefined;
};

/** Off the street one vehicle has one open stay per lot; elsewhere the same vehicle may be seen twice, and is audited. */
const insideAlready = async ({ tx, state }: EffectContext, vehicleId: string): Promise<boolean> =>
  state.setting === 'off-street' &&
  (await tx.row(sql`
    select 1 from parking_session where lot_id = ${state.lotId} and vehicle_id = ${vehicleId} and phase = 'parked'
      and setting = 'off-street' and id <> ${state.sessionId}`)) !== undefined;

const isKnown = async ({ tx }: EffectContext, vehicleId: string): Promise<boolean> =>
  isId(vehicleId) && (await tx.row(sql`select 1 from vehicle where id = ${vehicleId}`)) !== undefined;

/** Whether another stay was on the bay at any time since then. */
const wasTaken = async ({ tx, state }: EffectContext, bayId: string, since: EpochMs): Promise<boolean> =>
  (await tx.row(sql`
    select 1 from parking_session where bay_id = ${bayId} and id <> ${state.sessionId} and outcome is distinct from 'void'
      and (phase = 'parked' or left_at > instant(${since}))`)) !== undefined;

const identify = async (context: EffectContext, request: RequestRow): Promise<Applied> => {
  const vehicleId = text(request, 'vehicleId');
  if (vehicleId === undefined || !(await isKnown(context, vehicleId))) return refuse('vehicle-unidentified');
  if (context.state.phase !== 'parked') return refuse('session-closed');
  if (await insideAlready(context, vehicleId)) return refuse('vehicle-already-inside');
  const vehicleClass = text(request, 'vehicleClass') ?? context.state.vehicleClass;
  const exemption = text(request, 'exemption');
  return [
    {
      type: 'vehicleIdentified',
      vehicleId,
      vehicleClass,
      ...(exemption === undefined ? {} : { exemption }),
      ...(losesExemption(context.state, vehicleId) ? { dropsExemption: true } : {}),
    },
  ];
};

const losesExemption = ({ exemption, vehicleId }: SessionState, next: string): boolean =>
  exemption !== undefined && vehicleId !== undefined && vehicleId !== next && comesWithVehicle(exemption);

/** Binds a plate to a stay that has none; another plate is a correction, which needs its own right. */
const bindPlate: Apply = async (context, request) => {
  const { vehicleId } = context.state;
  if (vehicleId === text(request, 'vehicleId')) return [];
  return vehicleId === undefined ? identify(context, request) : refuse('plate-conflict');
};

const correctTimes: Apply = async (context, request) => {
  const { state, now } = context;
  const enteredAt = parseInstant(text(request, 'enteredAt') ?? '');
  if (enteredAt === undefined || enteredAt > now) return refuse('out-of-order-times');
  const { bayId } = state;
  if (bayId !== undefined && (await wasTaken(context, bayId, enteredAt))) return refuse('bay-occupied');
  return state.phase === 'parked' ? [{ type: 'timesCorrected', enteredAt }] : refuse('session-closed');
};

/** The whole stay moves: to a bay where another vehicle stood meanwhile it cannot have been. */
const moveBay: Apply = async (context, request) => {
  const { tx, state } = context;
  const bayId = text(request, 'bayId');
  if (bayId === undefined || !isId(bayId)) return refuse('not-parked-here');
  const bay = await tx.row(sql`select 1 from bay where id = ${bayId} and lot_id = ${state.lotId}`);
  if (bay === undefined) return refuse('not-parked-here');
  if (await wasTaken(context, bayId, state.enteredAt)) return refuse('bay-occupied');
  return state.phase === 'parked' ? [{ type: 'bayMoved', bayId }] : refuse('session-closed');
};

const markExempt: Apply = async ({ state }, request) =>
  state.phase === 'parked' ? [{ type: 'exempted', reason: request.reason ?? 'exempt' }] : refuse('session-closed');

const discountKinds: ReadonlySet<string> = new Set<DiscountGrant['kind']>(['amount', 'percent', 'full', 'pass']);

const grantDiscount: Apply = async ({ tx, state, billId, now }, request) => {
  if (state.phase !== 'parked') return refuse('session-closed');
  const kind = text(request, 'kind') ?? 'amount';
  const value = request.body['value'] ?? (kind === 'full' ? 0 : undefined);
  if (!discountKinds.has(kind) || !Number.isSafeInteger(value) || Number(value) < 0) return refuse('amount-mismatch');
  await tx.run(sql`
    insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
    values (${newId()}, ${state.companyId}, ${billId}, ${text(request, 'sponsor') ?? 'operator'}, ${kind},
      ${Number(value)}, ${request.reason ?? ''}, ${request.requested_by}, instant(${now}))`);
  // An exit that is granted already stays granted: nothing is due for it any more.
  return state.exitGranted === undefined ? [{ type: 'exitQuoted', dueFen: state.dueFen }] : [];
};

const voidSession: Apply = async (context, request) => {
  const bill = await lockBill(context.tx, context.billId);
  if (bill === undefined) return refuse('session-not-found');
  const approver = text(request, 'approvedBy');
  if (approver !== undefined && approver === request.requested_by) return refuse('same-person');
  const decided = decideVoid(context.state, {
    at: context.now,
    paidFen: netPaidFen(bill),
    attemptPending: await hasOpenAttempt(context.tx, bill.id),
    secondPerson: approver !== undefined,
  });
  if (isRefusal(decided)) return decided;
  // Attempts that are not final are closed at their channel by the payment sweep; money that still comes is surplus.
  await context.tx.run(
    sql`update payment set query_after = now() where bill_id = ${bill.id} and state in ('created', 'pending')`,
  );
  await context.tx.run(
    sql`update parking_session set void_reason = ${request.reason ?? 'void'} where id = ${context.state.sessionId}`,
  );
  return decided;
};

const appliers: Readonly<Record<SessionRequestKind, Apply>> = {
  bindPlate,
  correctPlate: identify,
  correctTimes,
  moveBay,
  markExempt,
  voidSession,
  grantDiscount,
};

const finishRequest = async ({ tx }: EffectContext, request: RequestRow, applied: Applied): Promise<void> => {
  const code = isRefusal(applied) ? applied.code : null;
  await tx.run(sql`
    update session_request set state = ${code === null ? 'applied' : 'refused'}, code = ${code} where id = ${request.id}`);
};

export const applyRequest = async (
  context: EffectContext,
  verb: SessionRequestKind,
  requestId: string,
): Promise<EffectResult> => {
  const request = await context.tx.row<RequestRow>(sql`
    select id, kind, body, reason, requested_by from session_request
    where id::text = ${requestId} and session_id = ${context.state.sessionId} and kind = ${verb}`);
  if (request === undefined) {
    await ignoreForged(context, verb, `request/${requestId}`);
    return { events: [], refusal: refuse('stale-question') };
  }
  const applied = await appliers[verb](context, request);
  await finishRequest(context, request, applied);
  return isRefusal(applied) ? { events: [], refusal: applied } : { events: applied };
};

/** The vehicle turned back before the barrier: the place is free again and the stay never was. */
export const entryAbandoned = async (context: EffectContext, decisionId: string): Promise<EffectResult> => {
  const { tx, state, now } = context;
  if (!isId(decisionId)) return ignoreForged(context, 'entryAbandoned', 'abandoned/malformed');
  const decision = await tx.row<{ place: string }>(sql`
    select place from gate_decision d where id = ${decisionId} and direction = 'entry' and session_id = ${state.sessionId}
      and exists (select 1 from evidence e where e.session_id = ${state.sessionId} and e.kind = 'entry-abandoned'
        and e.detail ->> 'decisionId' = ${decisionId})
    for update of d`);
  if (decision === undefined) return ignoreForged(context, 'entryAbandoned', `abandoned/${decisionId}`);
  if (state.phase !== 'parked' || decision.place === 'released') return { events: [] };
  await tx.run(sql`update gate_decision set place = 'released' where id = ${decisionId}`);
  await release(tx, state.lotId);
  await tx.run(sql`update parking_session set void_reason = 'entry abandoned' where id = ${state.sessionId}`);
  return { events: [{ type: 'voided', at: now < state.enteredAt ? state.enteredAt : now }] };
};
