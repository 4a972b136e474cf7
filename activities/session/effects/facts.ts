// What devices saw. Every fact names its inbox row; amounts, times and places come from the row, not from the message.
import { epochMs, type EpochMs } from '../../../domain/time.ts';
import { type SessionEvent } from '../../../domain/parking-session/state.ts';
import { addAuditItem } from '../../../db/queries/bills.ts';
import { sql } from '../../../db/rows.ts';
import { newId } from '../../../platform/ids.ts';
import { type DeviceFact } from '../../../workflows/messages/parking-session.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult, nothing, type SessionEffect } from '../effect.ts';
import { leave } from './leave.ts';
import { recordDeparture } from './passage.ts';

type Sensed = Extract<SessionEffect, { kind: 'vehicleSensed' }>['fact'];
type Read = Extract<SessionEffect, { kind: 'plateRead' }>['fact'];
type Seen = Extract<SessionEffect, { kind: 'exitSeen' }>['fact'];

/** The event's own time from its inbox row of this lot; undefined when there is no such row. */
export const eventTime = async ({ tx, state }: EffectContext, fact: DeviceFact): Promise<EpochMs | undefined> => {
  const row = await tx.row<{ at: number }>(sql`
    select epoch_ms(at) as at from device_event
    where device_id = ${fact.deviceId} and event_id = ${fact.eventId} and lot_id = ${state.lotId}`);
  return row && epochMs(row.at);
};

/** A message that names no row of this lot moves nothing and is audited. */
export const ignoreForged = async (context: EffectContext, kind: string, cause: string): Promise<EffectResult> => {
  const { companyId, lotId, sessionId } = context.state;
  const detail = { kind };
  await addAuditItem(context.tx, {
    companyId,
    lotId,
    sessionId,
    kind: 'message-without-row',
    cause,
    detail,
    at: context.now,
  });
  return nothing;
};

const addEvidence = async (
  { tx, state }: EffectContext,
  kind: string,
  fact: DeviceFact,
  at: EpochMs,
  detail: object,
): Promise<void> => {
  await tx.run(sql`
    insert into evidence (id, company_id, session_id, kind, device_id, event_id, detail, at)
    values (${newId()}, ${state.companyId}, ${state.sessionId}, ${kind}, ${fact.deviceId}, ${fact.eventId},
      ${JSON.stringify(detail)}::jsonb, instant(${at}))`);
};

/** Corroboration: the earliest credible time wins; the stay goes on. */
const stillOccupied = async (context: EffectContext, fact: Sensed, at: EpochMs): Promise<EffectResult> => {
  await addEvidence(context, 'occupied', fact, at, {});
  const earlier = at < context.state.enteredAt && context.state.enteredAt - at <= context.policy.deviceClockToleranceMs;
  return earlier ? { events: [{ type: 'timesCorrected', enteredAt: at }] } : nothing;
};

export const vehicleSensed = async (context: EffectContext, fact: Sensed): Promise<EffectResult> => {
  const at = await eventTime(context, fact);
  if (at === undefined) return ignoreForged(context, 'vehicleSensed', `sensed/${context.effectId}`);
  if (context.state.phase !== 'parked') return nothing;
  if (fact.occupied) return stillOccupied(context, fact, at);
  await recordDeparture(context, fact, at);
  return leave(context, at, { toReview: fact.superseded === true });
};

export const plateRead = async (context: EffectContext, fact: Read): Promise<EffectResult> => {
  const { tx, state, policy } = context;
  const at = await eventTime(context, fact);
  if (at === undefined) return ignoreForged(context, 'plateRead', `read/${context.effectId}`);
  await addEvidence(context, 'plate-read', fact, at, { vehicleId: fact.vehicleId, confidence: fact.confidence });
  if (state.phase !== 'parked' || fact.confidence < policy.minimumConfidence) return nothing;
  if (state.vehicleId === undefined) {
    const identified: SessionEvent = {
      type: 'vehicleIdentified',
      vehicleId: fact.vehicleId,
      vehicleClass: state.vehicleClass,
    };
    return { events: [identified] };
  }
  if (state.vehicleId !== fact.vehicleId) {
    const { companyId, lotId, sessionId } = state;
    const cause = `plate-conflict/${context.effectId}`;
    await addAuditItem(tx, { companyId, lotId, sessionId, kind: 'plate-conflict', cause, detail: { ...fact }, at });
  }
  return nothing;
};

/** The lane saw the vehicle drive out: the stay ends, paid or not. */
export const exitSeen = async (context: EffectContext, fact: Seen): Promise<EffectResult> => {
  const at = await eventTime(context, fact);
  if (at === undefined) return ignoreForged(context, 'exitSeen', `exit-seen/${context.effectId}`);
  if (context.state.phase !== 'parked') return nothing;
  await recordDeparture(context, fact, at, fact.laneId);
  // A granted exit was priced when it was granted: waiting for the loop never costs another unit.
  const leftAt = context.state.exitGranted?.at ?? at;
  return leave(context, leftAt);
};
