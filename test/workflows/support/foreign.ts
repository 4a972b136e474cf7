// Rows of another company that look as much like a session's own as they can.
import { openSession } from '../../../db/queries/open-session.ts';
import { sql } from '../../../db/rows.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { newId } from '../../../platform/ids.ts';
import { type DeviceFact } from '../../../workflows/messages/parking-session.ts';
import { minutes, start, type Ground } from './ground.ts';

export interface ForeignRows {
  /** A free event of the session's own bay and lot, but in the other company's inbox. */
  readonly fact: DeviceFact;
  /** A payment that succeeded on the other company's bill. */
  readonly paymentId: string;
  readonly requestId: string;
}

export const foreignRows = async ({ scene }: Ground, bayId: string): Promise<ForeignRows> => {
  const [companyId, areaId, lotId, eventId, paymentId, requestId] = Array.from({ length: 6 }, newId) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await scene.db.inCompany(companyId, async (tx) => {
    await tx.run(sql`insert into company (id, name) values (${companyId}, 'Another company')`);
    await tx.run(sql`insert into area (id, company_id, name) values (${areaId}, ${companyId}, 'Centre')`);
    await tx.run(sql`
      insert into lot (id, company_id, area_id, code, name, kind, capacity, zone)
      values (${lotId}, ${companyId}, ${areaId}, 'their', 'their', 'off-street', 10, 'Asia/Shanghai')`);
    const opened = await openSession(tx, {
      companyId,
      lotId,
      setting: 'off-street',
      vehicleClass: 'small',
      entryKey: 'theirs',
      enteredAt: start,
      place: 'none',
    });
    if (isRefusal(opened)) throw new Error(opened.code);
    await tx.run(sql`
      insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
      values ('their-device', ${eventId}, '2026-06-01', ${companyId}, ${scene.streetId}, 'test', 'bay.free',
        instant(${minutes(90)}), now(), ${JSON.stringify({ bayId })}::jsonb, 'done')`);
    await tx.run(sql`
      insert into payment (id, company_id, bill_id, lot_id, channel, state, amount_fen, out_trade_no, created_at, succeeded_at,
        posted_at)
      select ${paymentId}, ${companyId}, b.id, b.lot_id, 'wechat', 'succeeded', 5000, ${paymentId}, now(), now(), now()
      from bill b where b.session_id = ${opened.sessionId}`);
    await tx.run(sql`
      insert into session_request (id, company_id, session_id, kind, body, requested_by)
      values (${requestId}, ${companyId}, ${opened.sessionId}, 'voidSession', '{}', 'staff/theirs')`);
  });
  return { fact: { deviceId: 'their-device', eventId, at: minutes(90) }, paymentId, requestId };
};
