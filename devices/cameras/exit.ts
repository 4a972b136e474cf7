// A vehicle at an exit: everything before it is booked, its session's workflow decides within the limit, else the rows do.
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { acknowledgeAnswered } from '../../db/queries/commands.ts';
import { addAuditItem } from '../../db/queries/bills.ts';
import {
  type GateDecision,
  newestDecisionFor,
  recordedDecision,
  setLaneRead,
  writeDecision,
} from '../../db/queries/gate-decisions.ts';
import { holdOfflineBatch, type InboxEvent, markDone, storeClaimed, storeEvents } from '../../db/queries/inbox.ts';
import { release } from '../../db/queries/occupancy.ts';
import { quoteSession } from '../../db/queries/pricing.ts';
import { findOpenStay, type Vehicle } from '../../db/queries/vehicles.ts';
import { type Tx } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { type ExitDecision, parkingSessionId, requestExit } from '../../workflows/messages/parking-session.ts';
import { addPassage, signal } from '../dispatch/context.ts';
import { dispatchKey } from '../dispatch/dispatcher.ts';
import { type Decided, offlineBatchMs, sameCarMs } from './entry.ts';
import { type LaneAndLot, type LanePorts, lockRead, type Question, readLaneAndLot, readVehicle } from './lane-facts.ts';

/** The engine answers within 300 ms at the 95th percentile; a driver waits no longer than this for it. */
const defaultEngineLimitMs = 800;
/** As long the dispatch leaves the read to who answers it. */
const claimMs = 15_000;

interface Inside {
  readonly sessionId: string;
  readonly vehicle: Vehicle;
}

const exitDecision = (
  { device, laneId, event, decisionId }: Question,
  decided: Pick<GateDecision, 'verdict' | 'decidedBy'> &
    Partial<Pick<GateDecision, 'code' | 'dueFen' | 'paymentUrl' | 'sessionId' | 'vehicleId'>>,
): GateDecision => ({
  id: decisionId,
  companyId: device.companyId,
  lotId: device.lotId,
  laneId,
  deviceId: device.id,
  eventId: event.eventId,
  direction: 'exit',
  place: 'none',
  at: event.at,
  ...decided,
});

/** Writes a decision that the rows made, with the read it answers; the recorded one when somebody was faster. */
const settle = async (tx: Tx, question: Question, decision: GateDecision): Promise<GateDecision> => {
  const { event, laneId, device } = question;
  if (!(await writeDecision(tx, decision))) return (await recordedDecision(tx, device.id, event.eventId)) ?? decision;
  const { sessionId } = decision;
  await setLaneRead(tx, {
    laneId,
    companyId: device.companyId,
    decisionId: decision.id,
    ...(sessionId === undefined ? {} : { sessionId }),
  });
  await storeEvents(tx, [event]);
  await markDone(tx, event, { decisionId: decision.id });
  if (decision.verdict === 'refuse') {
    const { vehicleId, code } = decision;
    await addPassage(tx, event, {
      direction: 'out',
      result: 'refused',
      laneId,
      sessionId,
      vehicleId,
      detail: { code },
    });
  }
  return decision;
};

/** Nothing is known of its entry: the lot's policy says whether it may go, and a person looks at it either way. */
const withoutEntry = async (
  tx: Tx,
  question: Question,
  vehicle: Vehicle | undefined,
  lane: LaneAndLot,
): Promise<GateDecision> => {
  const { device, event, laneId, decisionId, unidentified } = question;
  const named = vehicle === undefined ? {} : { vehicleId: vehicle.id };
  // Who could not be read may well be inside: only a vehicle that is known not to be is let out by policy.
  const open = vehicle !== undefined && lane.laneOpen && lane.policy.exitWithoutEntry === 'open';
  const code = lane.laneOpen ? (unidentified ?? 'session-not-found') : 'lane-closed';
  const decision = await settle(
    tx,
    question,
    exitDecision(question, {
      ...named,
      decidedBy: 'rows',
      verdict: open ? 'open' : 'refuse',
      ...(open ? {} : { code }),
    }),
  );
  if (vehicle === undefined) return decision;
  await addAuditItem(tx, {
    companyId: device.companyId,
    lotId: device.lotId,
    kind: 'exit-without-entry',
    cause: `exit-without-entry/${device.id}/${event.eventId}`,
    detail: { laneId, decisionId, deviceId: device.id, eventId: event.eventId },
    at: event.at,
  });
  if (!open) return decision;
  await addPassage(tx, event, { direction: 'out', result: 'exit-without-entry', laneId, vehicleId: vehicle.id });
  await release(tx, device.lotId);
  return decision;
};

/** The vehicle is gone already: its record waits for the rest of its batch and is booked at its own time. */
const offlineExit = async (tx: Tx, question: Question, vehicle: Vehicle | undefined): Promise<GateDecision> => {
  const named = vehicle === undefined ? {} : { vehicleId: vehicle.id };
  const decision = exitDecision(question, { verdict: 'record-only', decidedBy: 'offline', ...named });
  await writeDecision(tx, decision);
  await holdOfflineBatch(tx, question.device.id, offlineBatchMs);
  const data = { ...question.event.data, decisionId: decision.id, ...named };
  await storeClaimed(tx, { ...question.event, type: 'lane.exit', data }, offlineBatchMs);
  return decision;
};

type Prepared = { readonly decided: Decided } | { readonly inside: Inside; readonly event: InboxEvent };

/** One transaction: the recorded answer, a decision that needs no engine, or the read written for the engine to find. */
const prepare = (ports: LanePorts, question: Question): Promise<Prepared> =>
  ports.db.inCompany(question.device.companyId, async (tx): Promise<Prepared> => {
    const { device, event, laneId, plate, read, decisionId } = question;
    await lockRead(tx, question);
    const recorded = await recordedDecision(tx, device.id, event.eventId);
    if (recorded !== undefined) return { decided: { decision: recorded } };
    const vehicle = await readVehicle(tx, ports, question);
    const plateMask = vehicle?.plateMask;
    if (read.offline) return { decided: { decision: await offlineExit(tx, question, vehicle) } };
    const lane = await readLaneAndLot(tx, question);
    const stay = plate && (await findOpenStay(tx, device.lotId, plate, ports.keys));
    if (vehicle === undefined || stay === undefined) {
      const since = epochMs(Math.max(0, event.at - sameCarMs));
      const again = vehicle && (await newestDecisionFor(tx, laneId, vehicle.id, since));
      if (again?.verdict === 'open') return { decided: { decision: again, plateMask } };
      return { decided: { decision: await withoutEntry(tx, question, vehicle, lane), plateMask } };
    }
    const data = { ...event.data, decisionId, sessionId: stay.sessionId, vehicleId: stay.vehicleId };
    const claimed: InboxEvent = { ...event, type: 'lane.exit', data };
    await storeClaimed(tx, claimed, claimMs);
    return { inside: { sessionId: stay.sessionId, vehicle }, event: claimed };
  });

const refusalOf = (error: unknown): string | undefined =>
  error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure
    ? (error.cause.type ?? undefined)
    : undefined;

/** The engine's answer, its refusal, or undefined when it gave none in time. */
const askEngine = async (
  ports: LanePorts,
  question: Question,
  sessionId: string,
): Promise<ExitDecision | undefined> => {
  const { device, event, laneId, decisionId } = question;
  const handle = ports.workflows.getHandle(parkingSessionId(sessionId));
  const request = { laneId, deviceId: device.id, eventId: event.eventId, at: event.at, decisionId };
  const limitMs = ports.engineLimitMs ?? defaultEngineLimitMs;
  const asked = ports.workflows
    .withDeadline(Date.now() + limitMs, () =>
      handle.executeUpdate(requestExit, { updateId: decisionId, args: [request] }),
    )
    .catch((error: unknown): ExitDecision | undefined => {
      const code = refusalOf(error);
      if (code !== undefined) return { verdict: 'refuse', decisionId, code };
      ports.log.warn({ err: error, sessionId }, 'the engine did not answer a lane');
      return undefined;
    });
  // A connection that is only being made does not know the deadline yet.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
};

/** From the rows: opens only what is paid or free; the session learns of it. */
const decideDegraded = async (tx: Tx, ports: LanePorts, question: Question, inside: Inside): Promise<GateDecision> => {
  const { event, laneId } = question;
  const { sessionId, vehicle } = inside;
  const who = { sessionId, vehicleId: vehicle.id, decidedBy: 'degraded' } as const;
  const quote = await quoteSession(tx, sessionId, event.at);
  if (isRefusal(quote)) return exitDecision(question, { ...who, verdict: 'refuse', code: quote.code });
  if (quote.dueFen === 0) return exitDecision(question, { ...who, verdict: 'open' });
  return exitDecision(question, {
    ...who,
    verdict: 'pay',
    dueFen: quote.dueFen,
    paymentUrl: ports.paymentUrl(laneId),
  });
};

const finish = (
  ports: LanePorts,
  question: Question,
  { inside, event }: { inside: Inside; event: InboxEvent },
  answer: ExitDecision | undefined,
): Promise<Decided> =>
  ports.db.inCompany(question.device.companyId, async (tx) => {
    const { sessionId, vehicle } = inside;
    const plateMask = vehicle.plateMask;
    const recorded = await recordedDecision(tx, question.device.id, event.eventId);
    if (recorded !== undefined) {
      await markDone(tx, event);
      await acknowledgeAnswered(tx, recorded.id);
      return { decision: recorded, plateMask };
    }
    if (answer !== undefined) {
      const { decisionId: _id, ...said } = answer;
      const who = { sessionId, vehicleId: vehicle.id, decidedBy: 'workflow' } as const;
      return {
        decision: await settle(tx, { ...question, event }, exitDecision(question, { ...said, ...who })),
        plateMask,
      };
    }
    const decision = await settle(tx, { ...question, event }, await decideDegraded(tx, ports, question, inside));
    if (decision.decidedBy === 'degraded') {
      const { id: decisionId, companyId } = decision;
      await signal(tx, { companyId, sessionId }, 'decidedAtLane', { decisionId }, decisionId);
    }
    return { decision, plateMask };
  });

export const answerExit = async (ports: LanePorts, question: Question): Promise<Decided> => {
  // What this vehicle did before is booked first: an entry that still waits in the inbox would look like none.
  if (question.plate !== undefined) await dispatchKey(ports, question.event.key, true);
  const prepared = await prepare(ports, question);
  if ('decided' in prepared) return prepared.decided;
  const answer = await askEngine(ports, question, prepared.inside.sessionId);
  return finish(ports, question, prepared, answer);
};
