// What devices saw. Every fact names its inbox row; amounts, times and places come from the row, not from the message.
import { type EpochMs } from '../../../domain/time.ts';
import { addAuditItem } from '../../../db/queries/bills.ts';
import { sql } from '../../../db/rows.ts';
import { newId } from '../../../platform/ids.ts';
import { type DeviceFact } from '../../../workflows/messages/parking-session.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult, ignored, nothing, type SessionEffect } from '../effect.ts';
import { leave } from './leave.ts';
import { recordDeparture } from './passage.ts';

type Sensed = Extract<SessionEffect, { kind: 'vehicleSensed' }>['fact'];
type Read = Extract<SessionEffect, { kind: 'plateRead' }>['fact'];
type Seen = Extract<SessionEffect, { kind: 'exitSeen' }>['fact'];

/** What an inbox row says of an event. */
export interface SeenEvent {
  readonly at: EpochMs;
  readonly type: string;
  readonly laneId: string | null;
}

/**
 * The inbox row that a message names, if it tells of this very stay: of its bay, of its vehicle while it stays, or of what
 * the dispatch tied to it. Undefined for every other row, of other types, lots and companies too.
 */
export const seenEvent = (
  { tx, state }: EffectContext,
  fact: DeviceFact,
  types: readonly string[],
): Promise<SeenEvent | undefined> =>
  tx.row<SeenEvent>(sql`
    select epoch_ms(e.at) as at, e.type, e.data ->> 'laneId' as "laneId" from device_event e
    where e.device_id = ${fact.deviceId} and e.event_id = ${fact.eventId} and e.lot_id = ${state.lotId}
      and e.type = any (${[...types]}::text[])
      and (e.data ->> 'sessionId' = ${state.sessionId} or e.data ->> 'bayId' = ${state.bayId ?? null}
        or (e.data ->> 'vehicleId' = ${state.vehicleId ?? null} and e.at >= instant(${state.enteredAt}))
        or exists (select 1 from evidence v where v.session_id = ${state.sessionId}
          and v.device_id = e.device_id and v.event_id = e.event_id))
    limit 1`);

const audit = (
  { tx, state, now }: EffectContext,
  kind: string,
  cause: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const { companyId, lotId, sessionId } = state;
  return addAuditItem(tx, { companyId, lotId, sessionId, kind, cause: `${cause}/${sessionId}`, detail, at: now });
};

/** A message that names no row of this stay moves nothing and is audited. */
export const ignoreForged = async (context: EffectContext, kind: string, cause: string): Promise<EffectResult> => {
  await audit(context, 'message-without-row', cause, { kind });
  return ignored;
};

/** Not even a name in it: written down once for each kind of message. */
export const malformed = async (context: EffectContext, message: string): Promise<EffectResult> => {
  await audit(context, 'malformed-message', `malformed/${message}`, { kind: message });
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

/** Older than the stay: it belongs to the one before, and ends this one neither now nor for nothing. */
const beforeTheStay = async (context: EffectContext, fact: Sensed): Promise<EffectResult> => {
  await audit(context, 'late-free-event', `late-free/${context.effectId}`, { ...nameOf(fact) });
  return nothing;
};

const nameOf = ({ deviceId, eventId }: DeviceFact) => ({ deviceId, eventId });

export const vehicleSensed = async (context: EffectContext, fact: Sensed): Promise<EffectResult> => {
  const seen = await seenEvent(context, fact, ['bay.occupied', 'bay.free', 'stay.superseded']);
  if (seen === undefined) return ignoreForged(context, 'vehicleSensed', `sensed/${context.effectId}`);
  if (context.state.phase !== 'parked') return nothing;
  const { at, type } = seen;
  if (type === 'bay.occupied') return stillOccupied(context, fact, at);
  if (type === 'bay.free' && at < context.state.enteredAt) return beforeTheStay(context, fact);
  await recordDeparture(context, fact, at);
  return leave(context, at, { toReview: type === 'stay.superseded' });
};

/** What the read said is evidence that the dispatch wrote: the vehicle behind a plate is not for a message to name. */
const readOf = ({ tx, state }: EffectContext, fact: Read): Promise<PlateEvidence | undefined> =>
  tx.row<PlateEvidence>(sql`
    select epoch_ms(at) as at, detail ->> 'vehicleId' as "vehicleId", (detail ->> 'confidence')::numeric::integer as confidence
    from evidence where session_id = ${state.sessionId} and kind = 'plate-read'
      and device_id = ${fact.deviceId} and event_id = ${fact.eventId} limit 1`);

interface PlateEvidence {
  readonly at: EpochMs;
  readonly vehicleId: string;
  readonly confidence: number;
}

export const plateRead = async (context: EffectContext, fact: Read): Promise<EffectResult> => {
  const { state, policy } = context;
  const read = await readOf(context, fact);
  if (read === undefined) return ignoreForged(context, 'plateRead', `read/${context.effectId}`);
  if (state.phase !== 'parked' || read.confidence < policy.minimumConfidence) return nothing;
  const { vehicleId } = read;
  if (state.vehicleId === undefined) {
    return { events: [{ type: 'vehicleIdentified', vehicleId, vehicleClass: state.vehicleClass }] };
  }
  if (state.vehicleId === vehicleId) return nothing;
  await audit(context, 'plate-conflict', `plate-conflict/${context.effectId}`, { ...nameOf(fact), ...read });
  return nothing;
};

/** The lane saw the vehicle drive out: the stay ends, paid or not. */
export const exitSeen = async (context: EffectContext, fact: Seen): Promise<EffectResult> => {
  const seen = await seenEvent(context, fact, ['lane.passed', 'lane.exit']);
  if (seen === undefined) return ignoreForged(context, 'exitSeen', `exit-seen/${context.effectId}`);
  if (context.state.phase !== 'parked') return nothing;
  await recordDeparture(context, fact, seen.at, seen.laneId ?? undefined);
  return leave(context, pricedAt(context, seen.at));
};

/**
 * A granted exit was priced when it was granted: waiting for the loop never costs another unit. A vehicle that stayed
 * on for longer than anybody waits did not use it.
 */
const pricedAt = ({ state, policy }: EffectContext, at: EpochMs): EpochMs => {
  const grantedAt = state.exitGranted?.at;
  return grantedAt !== undefined && at - grantedAt <= policy.paidLeaveGraceMs ? grantedAt : at;
};
