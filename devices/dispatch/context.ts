// What the handlers of events work with, and the small writes that all of them need.
import { type PersonalDataKeys } from '../../db/personal-data.ts';
import { addAuditItem } from '../../db/queries/bills.ts';
import { type WaitingEvent } from '../../db/queries/inbox.ts';
import { enqueue } from '../../db/queries/outbox.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { PARKING_SESSION, parkingSessionId } from '../../workflows/messages/parking-session.ts';

export interface DispatchContext {
  readonly tx: Tx;
  readonly event: WaitingEvent;
  readonly keys: PersonalDataKeys;
}

/** `later`: the event stays where it is, and its key is looked at again shortly. */
export type Handled = 'done' | 'later';

export const text = (event: WaitingEvent, field: string): string | undefined => {
  const value = event.data[field];
  return typeof value === 'string' ? value : undefined;
};

export const audit = async (
  { tx, event }: DispatchContext,
  kind: string,
  options: { cause?: string; sessionId?: string; detail?: Readonly<Record<string, unknown>> } = {},
): Promise<void> => {
  const { companyId, lotId, deviceId, eventId, at } = event;
  await addAuditItem(tx, {
    companyId,
    lotId,
    ...(options.sessionId === undefined ? {} : { sessionId: options.sessionId }),
    kind,
    cause: options.cause ?? `${kind}/${deviceId}/${eventId}`,
    detail: { deviceId, eventId, ...options.detail },
    at,
  });
};

/** Evidence of an event, once. */
export const addEvidence = async (
  { tx, event }: DispatchContext,
  kind: string,
  sessionId: string | undefined,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const { companyId, deviceId, eventId, at, pictures } = event;
  await tx.run(sql`
    insert into evidence (id, company_id, session_id, kind, device_id, event_id, picture_key, detail, at)
    select ${newId()}::uuid, ${companyId}::uuid, ${sessionId ?? null}::uuid, ${kind}::text, ${deviceId}::text,
      ${eventId}::text, ${pictures?.[0] ?? null}::text, ${JSON.stringify(detail)}::jsonb, instant(${at})
    where not exists (select 1 from evidence
      where session_id is not distinct from ${sessionId ?? null}::uuid and device_id = ${deviceId}
        and event_id = ${eventId} and kind = ${kind})`);
};

export interface PassageOf {
  readonly direction: 'in' | 'out';
  readonly result: 'entry' | 'exit' | 'exit-without-entry' | 'refused' | 'repeated';
  readonly laneId?: string | undefined;
  readonly bayId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export const addPassage = async (
  tx: Tx,
  event: {
    readonly companyId: string;
    readonly lotId: string;
    readonly deviceId: string;
    readonly eventId: string;
    readonly at: EpochMs;
  },
  passage: PassageOf,
): Promise<void> => {
  await tx.run(sql`
    insert into passage (id, company_id, lot_id, lane_id, bay_id, session_id, vehicle_id, device_id, event_id, direction,
      result, detail, at)
    values (${newId()}, ${event.companyId}, ${event.lotId}, ${passage.laneId ?? null}, ${passage.bayId ?? null},
      ${passage.sessionId ?? null}, ${passage.vehicleId ?? null}, ${event.deviceId}, ${event.eventId},
      ${passage.direction}, ${passage.result}, ${JSON.stringify(passage.detail ?? {})}::jsonb, instant(${event.at}))
    on conflict (device_id, event_id, direction) do nothing`);
};

export type SessionSignal =
  'vehicleSensed' | 'plateRead' | 'exitSeen' | 'entryAbandoned' | 'gateFailed' | 'decidedAtLane';

/** Tells a session, once per event; the message names a row and carries nothing that the row does not say. */
export const signal = async (
  tx: Tx,
  to: { readonly companyId: string; readonly sessionId: string },
  message: SessionSignal,
  argument: Readonly<Record<string, unknown>>,
  cause: string,
): Promise<void> => {
  await enqueue(tx, {
    companyId: to.companyId,
    workflowId: parkingSessionId(to.sessionId),
    workflowType: PARKING_SESSION,
    kind: 'signal',
    message,
    argument,
    messageKey: `${message}/${cause}`,
  });
};

export const factOf = (event: WaitingEvent) => ({
  deviceId: event.deviceId,
  eventId: event.eventId,
  at: event.at,
});
