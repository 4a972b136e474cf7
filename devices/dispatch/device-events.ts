// What a device says of itself, and what its count and clock say of it: things to look at, never a free stay.
import { sql } from '../../db/rows.ts';
import { audit, type DispatchContext, type Handled, text } from './context.ts';

export const deviceFault = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const code = text(event, 'code') ?? 'unknown';
  await tx.run(sql`update device set fault = ${code} where id = ${event.deviceId}`);
  await audit(context, 'device-fault', { detail: { code, text: text(event, 'text') } });
  return 'done';
};

export const deviceRecovered = async ({ tx, event }: DispatchContext): Promise<Handled> => {
  await tx.run(sql`update device set fault = null where id = ${event.deviceId}`);
  await tx.run(sql`
    update audit_item set state = 'closed'
    where kind = 'device-fault' and lot_id = ${event.lotId} and detail ->> 'deviceId' = ${event.deviceId} and state = 'open'`);
  return 'done';
};

/** A clock that is off is named once a day; the stay goes on by the time of receipt. */
export const auditClock = async (context: DispatchContext): Promise<void> => {
  const { event } = context;
  if (event.deviceAt === undefined) return;
  const day = new Date(event.receivedAt).toISOString().slice(0, 10);
  await audit(context, 'device-clock-off', {
    cause: `device-clock-off/${event.deviceId}/${day}`,
    detail: { deviceAt: event.deviceAt, usedAt: event.at },
  });
};

/** A device counts its events; a number left out is an event that is lost or late. A count that starts anew is a reboot. */
export const auditSequence = async (context: DispatchContext): Promise<void> => {
  const { tx, event } = context;
  if (event.seq === undefined) return;
  const row = await tx.row<{ before: number | null }>(sql`
    with known as (select id, last_seq from device where id = ${event.deviceId} for update)
    update device d set last_seq = ${event.seq} from known
    where d.id = known.id and (known.last_seq is null or known.last_seq < ${event.seq} or ${event.seq} <= 1)
    returning known.last_seq as before`);
  const before = row?.before ?? null;
  if (before === null || event.seq <= before + 1) return;
  await audit(context, 'sequence-gap', { detail: { from: before + 1, to: event.seq - 1 } });
};
