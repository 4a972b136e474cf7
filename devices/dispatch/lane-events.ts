// What lanes report: a vehicle driven in, out, or away again; offline records; a barrier that did not move.
import { readDecision, newestExitOf, type GateDecision } from '../../db/queries/gate-decisions.ts';
import { release, releaseReserved } from '../../db/queries/occupancy.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { sql } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { addEvidence, addPassage, audit, type DispatchContext, factOf, type Handled, signal, text } from './context.ts';
import { supersede } from './supersede.ts';

interface OpenStay {
  readonly id: string;
  readonly enteredAt: EpochMs;
  readonly entryKey: string;
  readonly leaving: boolean;
}

const openStayOf = ({ tx, event }: DispatchContext, vehicleId: string): Promise<OpenStay | undefined> =>
  tx.row<OpenStay>(sql`
    select id, epoch_ms(entered_at) as "enteredAt", entry_key as "entryKey",
      exists (select 1 from evidence e where e.session_id = s.id and e.kind in ('exit-seen', 'superseded')) as leaving
    from parking_session s
    where lot_id = ${event.lotId} and vehicle_id = ${vehicleId} and phase = 'parked' and setting = 'off-street'`);

/** An admitted vehicle, or one that drove in while the camera had no connection. */
export const laneEntry = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const vehicleId = text(event, 'vehicleId');
  const decisionId = text(event, 'decisionId');
  if (vehicleId === undefined || decisionId === undefined) throw new Error('an entry names vehicle and decision');
  const entryKey = `${event.deviceId}/${event.eventId}`;
  const stay = await openStayOf(context, vehicleId);
  if (stay !== undefined && stay.entryKey !== entryKey) {
    if (!stay.leaving) await supersede(context, stay.id);
    return 'later';
  }
  const decision = await readDecision(tx, decisionId);
  const laneId = text(event, 'laneId');
  const exemption = text(event, 'exemption');
  const coverId = text(event, 'passCoverId');
  const plateMask = text(event, 'plateMask');
  const opened = await openSession(tx, {
    companyId: event.companyId,
    lotId: event.lotId,
    setting: 'off-street',
    ...(laneId === undefined ? {} : { laneId }),
    vehicleId,
    vehicleClass: text(event, 'vehicleClass') ?? 'small',
    ...(plateMask === undefined ? {} : { plateMask }),
    ...(exemption === undefined ? {} : { exemption }),
    ...(coverId === undefined ? {} : { coverId }),
    entryKey,
    enteredAt: event.at,
    place: decision === undefined || decision.place === 'none' ? 'none' : { reservedDecisionId: decisionId },
  });
  if (isRefusal(opened)) return 'later';
  const { sessionId } = opened;
  await tx.run(sql`update gate_decision set session_id = ${sessionId} where id = ${decisionId}`);
  await addEvidence(context, 'lane-entry', sessionId);
  await addPassage(tx, event, { direction: 'in', result: 'entry', laneId, sessionId, vehicleId });
  return 'done';
};

const offlineExitPatience = 10;

/** Driven out while the camera had no connection: booked at its own time; the entry's record may still be on its way. */
const offlineExit = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const vehicleId = text(event, 'vehicleId');
  const laneId = text(event, 'laneId') ?? '';
  const stay = vehicleId === undefined ? undefined : await openStayOf(context, vehicleId);
  if (stay !== undefined && stay.enteredAt <= event.at) {
    if (!stay.leaving) {
      const cause = `${event.deviceId}/${event.eventId}`;
      await signal(
        tx,
        { companyId: event.companyId, sessionId: stay.id },
        'exitSeen',
        { ...factOf(event), laneId },
        cause,
      );
    }
    await addEvidence(context, 'exit-seen', stay.id);
    return 'done';
  }
  if (event.attempts < offlineExitPatience) return 'later';
  await addPassage(tx, event, { direction: 'out', result: 'exit-without-entry', laneId, vehicleId });
  await audit(context, 'exit-without-entry', { detail: { laneId, offline: true } });
  await release(tx, event.lotId);
  return 'done';
};

/** An exit read is answered where it came in. One that dispatch finds was left unanswered, or answered by the engine. */
export const laneExit = async (context: DispatchContext): Promise<Handled> => {
  if (context.event.data['offline'] === true) return offlineExit(context);
  const decisionId = text(context.event, 'decisionId');
  const decision = decisionId === undefined ? undefined : await readDecision(context.tx, decisionId);
  if (decision === undefined) await audit(context, 'exit-unanswered');
  return 'done';
};

const decisionOf = async ({ tx, event }: DispatchContext): Promise<GateDecision | undefined> => {
  const named = text(event, 'decisionId');
  const decision =
    named === undefined ? await newestExitOf(tx, text(event, 'laneId') ?? '') : await readDecision(tx, named);
  return decision?.lotId === event.lotId ? decision : undefined;
};

/** The loop or camera behind the barrier: for an exit it ends the stay, for an entry it is evidence. */
export const lanePassed = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const decision = await decisionOf(context);
  if (decision?.sessionId === undefined) {
    await audit(context, 'passed-without-decision');
    return 'done';
  }
  const { sessionId, direction } = decision;
  await addEvidence(context, direction === 'exit' ? 'exit-seen' : 'lane-passed', sessionId);
  if (direction === 'entry') return 'done';
  const parked = await tx.row(sql`select 1 from parking_session where id = ${sessionId} and phase = 'parked'`);
  if (parked === undefined) return 'done';
  const fact = { ...factOf(event), laneId: decision.laneId };
  await signal(tx, { companyId: event.companyId, sessionId }, 'exitSeen', fact, `${event.deviceId}/${event.eventId}`);
  return 'done';
};

/** The vehicle turned back before the barrier: its stay never was, or its reserved place goes back. */
export const laneAbandoned = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const decision = await decisionOf(context);
  if (decision === undefined || decision.direction !== 'entry') {
    await audit(context, 'abandoned-without-decision');
    return 'done';
  }
  const { id: decisionId, sessionId, companyId } = decision;
  if (sessionId !== undefined) {
    await addEvidence(context, 'entry-abandoned', sessionId, { decisionId });
    await signal(tx, { companyId, sessionId }, 'entryAbandoned', { decisionId }, decisionId);
    return 'done';
  }
  if (decision.place === 'reserved' && event.attempts < offlineExitPatience) return 'later';
  const released = await tx.run(
    sql`update gate_decision set place = 'released' where id = ${decisionId} and place = 'reserved'`,
  );
  if (released > 0) await releaseReserved(tx, event.lotId);
  return 'done';
};

/** The barrier did not move: the command failed, and the session that waits for it learns why. */
export const gateFailed = async (context: DispatchContext): Promise<Handled> => {
  const { tx, event } = context;
  const reason = text(event, 'reason') ?? 'unknown';
  const command = await tx.row<{ id: string; sessionId: string | null }>(sql`
    update device_command set state = 'failed', failure = ${reason}, finished_at = now()
    where id = ${text(event, 'commandId') ?? null}::uuid and lot_id = ${event.lotId}
    returning id, session_id as "sessionId"`);
  await audit(context, 'gate-failed', { detail: { reason } });
  if (command === undefined || command.sessionId === null) return 'done';
  const { id: commandId, sessionId } = command;
  await signal(tx, { companyId: event.companyId, sessionId }, 'gateFailed', { commandId, reason }, commandId);
  return 'done';
};
