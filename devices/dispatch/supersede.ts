// Another vehicle stands where an open stay says one stands, or the same drives in again: the old stay ended unseen.
import { sql } from '../../db/rows.ts';
import { type EpochMs } from '../../domain/time.ts';
import { addEvidence, type DispatchContext, signal } from './context.ts';

const lastEvidenceOf = async ({ tx }: DispatchContext, sessionId: string): Promise<EpochMs> => {
  const row = await tx.row<{ at: EpochMs }>(sql`
    select epoch_ms(greatest(s.entered_at,
      (select max(e.at) from evidence e where e.session_id = s.id and e.kind <> 'superseded'),
      (select max(d.at) from gate_decision d where d.session_id = s.id and d.direction = 'exit'))) as at
    from parking_session s where s.id = ${sessionId}`);
  if (row === undefined) throw new Error(`session ${sessionId} has no row`);
  return row.at;
};

/**
 * Tells the old stay that it ended at its last evidence. Messages name an inbox row, so the evidence gets one of its own:
 * the same event can then not be taken for the earlier fact it was.
 */
export const supersede = async (context: DispatchContext, sessionId: string): Promise<void> => {
  const { tx, event } = context;
  const last = await lastEvidenceOf(context, sessionId);
  const at = last < event.at ? last : event.at;
  const eventId = `${event.eventId}/superseded`;
  await tx.run(sql`
    insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
    values (${event.deviceId}, ${eventId}, ${event.day}::date, ${event.companyId}, ${event.lotId}, ${event.key},
      'stay.superseded', instant(${at}), instant(${event.receivedAt}), ${JSON.stringify({ sessionId })}::jsonb, 'done')
    on conflict do nothing`);
  await signal(
    tx,
    { companyId: event.companyId, sessionId },
    'vehicleSensed',
    { deviceId: event.deviceId, eventId, at, occupied: false, superseded: true },
    `${event.deviceId}/${eventId}`,
  );
  await addEvidence(context, 'superseded', sessionId);
};
