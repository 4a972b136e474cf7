// The passage row of a departure (F082), and the lane it went through.
import { type EpochMs } from '../../../domain/time.ts';
import { sql } from '../../../db/rows.ts';
import { newId } from '../../../platform/ids.ts';
import { type EffectContext } from '../context.ts';

export const recordDeparture = async (
  { tx, state }: EffectContext,
  seen: { readonly deviceId: string; readonly eventId: string },
  at: EpochMs,
  laneId?: string,
): Promise<void> => {
  await tx.run(sql`
    insert into passage (id, company_id, lot_id, lane_id, bay_id, session_id, vehicle_id, device_id, event_id, direction, result, at)
    values (${newId()}, ${state.companyId}, ${state.lotId}, ${laneId ?? null}, ${state.bayId ?? null}, ${state.sessionId},
      ${state.vehicleId ?? null}, ${seen.deviceId}, ${seen.eventId}, 'out', 'exit', instant(${at}))
    on conflict (device_id, event_id, direction) do nothing`);
  if (laneId !== undefined) {
    await tx.run(sql`update parking_session set exit_lane_id = ${laneId} where id = ${state.sessionId}`);
  }
};
