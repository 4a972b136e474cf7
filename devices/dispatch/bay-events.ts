// What a bay's sensor or camera saw: opens a stay, corroborates it, ends it, or becomes something to look at.
import { addReviewRequest } from '../../db/queries/bills.ts';
import { setBayOccupied } from '../../db/queries/occupancy.ts';
import { currentPolicy, openSession } from '../../db/queries/open-session.ts';
import { type Vehicle, vehicleOfRead } from '../../db/queries/vehicles.ts';
import { openPlate } from '../../db/personal-data.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { type Plate, type PlateClass, type PlateColour } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { addEvidence, addPassage, audit, type DispatchContext, factOf, type Handled, signal, text } from './context.ts';
import { supersede } from './supersede.ts';

interface Bay {
  readonly id: string;
  readonly occupied: boolean;
  readonly changedAt: EpochMs | null;
  /** The open stay, with what is known of its vehicle. */
  readonly sessionId: string | null;
  readonly enteredAt: EpochMs | null;
  readonly vehicleId: string | null;
  /** The sensor has said that the open stay's vehicle left; its workflow has not written that yet. */
  readonly leaving: boolean;
}

const lockBay = async ({ tx, event }: DispatchContext): Promise<Bay> => {
  const bayId = text(event, 'bayId');
  const bay = await tx.row<Bay>(sql`
    select b.id, b.occupied, epoch_ms(b.occupied_changed_at) as "changedAt", s.id as "sessionId",
      epoch_ms(s.entered_at) as "enteredAt", s.vehicle_id as "vehicleId",
      exists (select 1 from evidence e where e.session_id = s.id and e.kind in ('bay-free', 'superseded')) as leaving
    from bay b left join parking_session s on s.bay_id = b.id and s.phase = 'parked'
    where b.id = ${bayId ?? null}::uuid for update of b`);
  if (bay === undefined) throw new Error(`bay ${bayId} does not exist`);
  return bay;
};

/** A stay never begins before the one before it on this bay has ended. */
const entryTime = async ({ tx, event }: DispatchContext, bayId: string): Promise<EpochMs> => {
  const row = await tx.row<{ at: EpochMs | null }>(sql`
    select epoch_ms(max(left_at)) as at from parking_session
    where bay_id = ${bayId} and left_at is not null and outcome is distinct from 'void'`);
  return row?.at === null || row === undefined || row.at < event.at ? event.at : row.at;
};

const openStay = async (context: DispatchContext, bay: Bay, vehicle?: Vehicle): Promise<Handled> => {
  const { tx, event } = context;
  if (bay.sessionId !== null) return 'later';
  const enteredAt = await entryTime(context, bay.id);
  const opened = await openSession(tx, {
    companyId: event.companyId,
    lotId: event.lotId,
    setting: 'on-street',
    bayId: bay.id,
    vehicleClass: vehicle?.vehicleClass ?? 'small',
    ...(vehicle === undefined ? {} : { vehicleId: vehicle.id, plateMask: vehicle.plateMask }),
    entryKey: `${event.deviceId}/${event.eventId}`,
    enteredAt,
    place: 'none',
  });
  if (isRefusal(opened)) return 'later';
  const { sessionId } = opened;
  if (enteredAt > event.at) await audit(context, 'entry-before-last-exit', { sessionId });
  await addEvidence(context, 'bay-occupied', sessionId);
  await addPassage(tx, event, { direction: 'in', result: 'entry', bayId: bay.id, sessionId, vehicleId: vehicle?.id });
  return 'done';
};

/** No free event between, no other plate: the same vehicle, seen again. Only an earlier time is news to the stay. */
const corroborate = async (context: DispatchContext, bay: Bay): Promise<Handled> => {
  const { tx, event } = context;
  if (!bay.occupied && bay.sessionId !== null) {
    await setBayOccupied(tx, { lotId: event.lotId, bayId: bay.id, occupied: true, at: event.at });
  }
  const earlier = bay.sessionId !== null && bay.enteredAt !== null && event.at < bay.enteredAt;
  if (earlier && bay.sessionId !== null) {
    const fact = { ...factOf(event), occupied: true };
    const cause = `${event.deviceId}/${event.eventId}`;
    await signal(tx, { companyId: event.companyId, sessionId: bay.sessionId }, 'vehicleSensed', fact, cause);
    return 'done';
  }
  await addEvidence(context, 'bay-occupied', bay.sessionId ?? undefined);
  return 'done';
};

export const bayOccupied = async (context: DispatchContext): Promise<Handled> => {
  const bay = await lockBay(context);
  if (bay.leaving) return 'later';
  if (bay.occupied || bay.sessionId !== null) return corroborate(context, bay);
  return openStay(context, bay);
};

/** Older than what the bay shows: belongs to a stay that is over, and changes nothing by itself. */
const lateFree = async (context: DispatchContext, bay: Bay): Promise<Handled> => {
  const { tx, event } = context;
  const stay = await tx.row<{ id: string; billId: string; phase: string }>(sql`
    select id, bill_id as "billId", phase from parking_session
    where bay_id = ${bay.id} and entered_at <= instant(${event.at}) and (left_at is null or left_at > instant(${event.at}))
    order by entered_at desc limit 1`);
  await audit(context, 'late-free-event', stay === undefined ? {} : { sessionId: stay.id });
  if (stay === undefined || stay.phase === 'parked') return 'done';
  await addReviewRequest(tx, {
    companyId: event.companyId,
    kind: 'correction',
    sessionId: stay.id,
    billId: stay.billId,
    amountFen: fen(0),
    reason: 'a free event of the bay came late: the stay may have ended earlier',
    requestedBy: 'system',
    cause: `late-free/${event.deviceId}/${event.eventId}`,
    detail: { at: event.at },
  });
  return 'done';
};

/** A stay of this bay that began with the present occupation and is over already: voided, or ended by a person. */
const endedByHand = async ({ tx }: DispatchContext, bay: Bay): Promise<boolean> =>
  bay.changedAt !== null &&
  (await tx.row(sql`
    select 1 from parking_session where bay_id = ${bay.id} and phase <> 'parked' and entered_at >= instant(${bay.changedAt})
    limit 1`)) !== undefined;

const freeWithoutStay = async (context: DispatchContext, bay: Bay): Promise<void> => {
  const { tx, event } = context;
  if (await endedByHand(context, bay)) {
    await addEvidence(context, 'bay-free', undefined, { bayId: bay.id });
    return;
  }
  await addPassage(tx, event, { direction: 'out', result: 'exit-without-entry', bayId: bay.id });
  await audit(context, 'exit-without-entry', { detail: { bayId: bay.id } });
};

export const bayFree = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const bay = await lockBay(context);
  const { sessionId } = bay;
  if (sessionId === null && !bay.occupied) {
    await audit(context, 'free-on-free-bay', { detail: { bayId: bay.id } });
    return 'done';
  }
  if (bay.leaving && !bay.occupied) {
    await addEvidence(context, 'bay-free', sessionId ?? undefined);
    return 'done';
  }
  const since = bay.enteredAt ?? bay.changedAt;
  if (since !== null && event.at < since) return lateFree(context, bay);
  if (sessionId === null) await freeWithoutStay(context, bay);
  else {
    const cause = `${event.deviceId}/${event.eventId}`;
    const fact = { ...factOf(event), occupied: false };
    await signal(tx, { companyId: event.companyId, sessionId }, 'vehicleSensed', fact, cause);
    await addEvidence(context, 'bay-free', sessionId);
  }
  await setBayOccupied(tx, { lotId: event.lotId, bayId: bay.id, occupied: false, at: event.at });
  return 'done';
};

const plateOf = ({ event, keys }: DispatchContext): Plate | undefined => {
  const cipher = text(event, 'plateCipher');
  if (cipher === undefined) return undefined;
  return {
    characters: openPlate(keys, Buffer.from(cipher, 'base64')),
    colour: text(event, 'colour') as PlateColour,
    class: text(event, 'plateClass') as PlateClass,
  };
};

/** This very event has ended the stay that was here: what it saw is the next one. */
const hasSuperseded = async ({ tx, event }: DispatchContext): Promise<boolean> =>
  (await tx.row(sql`
    select 1 from evidence where device_id = ${event.deviceId} and event_id = ${event.eventId} and kind = 'superseded'`)) !==
  undefined;

export const bayPlate = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event, keys } = context;
  const bay = await lockBay(context);
  const confidence = Number(event.data['confidence'] ?? 0);
  const { policy } = await currentPolicy(tx, event.companyId, event.lotId);
  const plate = confidence < policy.minimumConfidence ? undefined : plateOf(context);
  const vehicle = plate && (await vehicleOfRead(tx, plate, keys));
  if (vehicle === undefined) {
    await addEvidence(context, 'plate-unread', bay.sessionId ?? undefined, { confidence });
    return 'done';
  }
  if (bay.sessionId === null) {
    if (!bay.occupied || (await hasSuperseded(context))) return openStay(context, bay, vehicle);
    await addEvidence(context, 'plate-read', undefined, { vehicleId: vehicle.id, confidence, bayId: bay.id });
    return 'done';
  }
  if (bay.leaving) return 'later';
  if (bay.vehicleId !== null && bay.vehicleId !== vehicle.id) {
    await supersede(context, bay.sessionId);
    return 'later';
  }
  if (bay.vehicleId === vehicle.id) {
    await addEvidence(context, 'plate-read', bay.sessionId, { vehicleId: vehicle.id, confidence });
    return 'done';
  }
  await addEvidence(context, 'plate-read', bay.sessionId, { vehicleId: vehicle.id, confidence });
  const read = { ...factOf(event), vehicleId: vehicle.id, confidence };
  const cause = `${event.deviceId}/${event.eventId}`;
  await signal(tx, { companyId: event.companyId, sessionId: bay.sessionId }, 'plateRead', read, cause);
  return 'done';
};
