// A vehicle at an entry: decided from rows, written with its place and its inbox row in one transaction, then answered.
import {
  type GateDecision,
  newestDecisionFor,
  recordedDecision,
  setLaneRead,
  writeDecision,
} from '../../db/queries/gate-decisions.ts';
import { holdOfflineBatch, markDone, storeClaimed, storeEvents } from '../../db/queries/inbox.ts';
import { reservePlace } from '../../db/queries/occupancy.ts';
import { standingOf } from '../../db/queries/standing.ts';
import { type Vehicle } from '../../db/queries/vehicles.ts';
import { type Tx } from '../../db/rows.ts';
import { type Admission, decideEntry, type EntryFacts } from '../../domain/entry-decision.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { addPassage } from '../dispatch/context.ts';
import { type LaneAndLot, type LanePorts, lockRead, type Question, readLaneAndLot, readVehicle } from './lane-facts.ts';

export interface Decided {
  readonly decision: GateDecision;
  readonly plateMask?: string | undefined;
}

/** A camera that reads one car twice within this time saw it once. */
export const sameCarMs = 30_000;
/** An offline batch is over when nothing came for this long (real time). */
export const offlineBatchMs = 3_000;

interface Admitted {
  readonly verdict: Admission | Refusal;
  readonly place: 'none' | 'reserved';
}

/** Capacity is asked last and taken with the answer: of many cars before the last place one gets it. */
const admit = async (tx: Tx, lotId: string, facts: Omit<EntryFacts, 'placeFree'>): Promise<Admitted> => {
  const verdict = decideEntry({ ...facts, placeFree: true });
  if (isRefusal(verdict)) return { verdict, place: 'none' };
  if (await reservePlace(tx, lotId)) return { verdict, place: 'reserved' };
  return { verdict: decideEntry({ ...facts, placeFree: false }), place: 'none' };
};

const decisionOf = (
  { device, laneId, event, decisionId }: Question,
  vehicle: Vehicle | undefined,
  { verdict, place }: Admitted,
): GateDecision => ({
  id: decisionId,
  companyId: device.companyId,
  lotId: device.lotId,
  laneId,
  deviceId: device.id,
  eventId: event.eventId,
  direction: 'entry',
  ...(vehicle === undefined ? {} : { vehicleId: vehicle.id }),
  verdict: isRefusal(verdict) ? 'refuse' : 'open',
  ...(isRefusal(verdict) ? { code: verdict.code } : {}),
  decidedBy: 'rows',
  place,
  at: event.at,
});

/** What the dispatch needs to open the stay without asking again. */
const entryData = (question: Question, vehicle: Vehicle, verdict: Admission | Refusal) => ({
  ...question.event.data,
  decisionId: question.decisionId,
  vehicleId: vehicle.id,
  vehicleClass: vehicle.vehicleClass,
  plateMask: vehicle.plateMask,
  ...(isRefusal(verdict) || verdict.exemption === undefined ? {} : { exemption: verdict.exemption }),
  ...(isRefusal(verdict) || verdict.passCoverId === undefined ? {} : { passCoverId: verdict.passCoverId }),
});

const factsOf = async (
  tx: Tx,
  question: Question,
  vehicle: Vehicle | undefined,
  lane: LaneAndLot,
): Promise<Omit<EntryFacts, 'placeFree'>> => {
  const { device, event, unidentified } = question;
  const standing = vehicle && (await standingOf(tx, { vehicleId: vehicle.id, lotId: device.lotId, at: event.at }));
  return {
    ...(standing === undefined ? {} : { standing }),
    ...(unidentified === undefined ? {} : { unidentified }),
    policy: lane.policy,
    laneOpen: lane.laneOpen,
    lotOpen: lane.lotOpen,
  };
};

/** The vehicle is inside already: its record is booked at its own time, and nothing is opened or refused. */
const offlineEntry = async (tx: Tx, question: Question, vehicle: Vehicle, facts: Omit<EntryFacts, 'placeFree'>) => {
  const verdict = decideEntry({ ...facts, laneOpen: true, lotOpen: true, placeFree: true });
  const { code: _code, ...decided } = decisionOf(question, vehicle, { verdict, place: 'none' });
  const decision: GateDecision = { ...decided, verdict: 'record-only', decidedBy: 'offline' };
  await writeDecision(tx, decision);
  await holdOfflineBatch(tx, question.device.id, offlineBatchMs);
  const event = { ...question.event, type: 'lane.entry', data: entryData(question, vehicle, verdict) };
  await storeClaimed(tx, event, offlineBatchMs);
  return decision;
};

const decideNew = async (tx: Tx, question: Question, vehicle: Vehicle | undefined, lane: LaneAndLot) => {
  const { device, event, laneId, decisionId } = question;
  const facts = await factsOf(tx, question, vehicle, lane);
  if (question.read.offline && vehicle !== undefined) return offlineEntry(tx, question, vehicle, facts);
  const admitted = await admit(tx, device.lotId, facts);
  const decision = decisionOf(question, vehicle, admitted);
  await writeDecision(tx, decision, admitted.place === 'reserved' ? lane.policy.entryReservationMs : undefined);
  await setLaneRead(tx, { laneId, companyId: device.companyId, decisionId });
  if (vehicle !== undefined && decision.verdict === 'open') {
    await storeEvents(tx, [{ ...event, type: 'lane.entry', data: entryData(question, vehicle, admitted.verdict) }]);
    return decision;
  }
  await storeEvents(tx, [event]);
  await markDone(tx, event, { decisionId });
  await addPassage(tx, event, {
    direction: 'in',
    result: 'refused',
    laneId,
    vehicleId: vehicle?.id,
    detail: { code: decision.code },
  });
  return decision;
};

export const answerEntry = (ports: LanePorts, question: Question): Promise<Decided> =>
  ports.db.inCompany(question.device.companyId, async (tx) => {
    const { device, event, laneId, read } = question;
    await lockRead(tx, question);
    const recorded = await recordedDecision(tx, device.id, event.eventId);
    if (recorded !== undefined) return { decision: recorded };
    const vehicle = await readVehicle(tx, ports, question);
    const plateMask = vehicle?.plateMask;
    const lane = await readLaneAndLot(tx, question);
    if (vehicle !== undefined && !read.offline) {
      const since = epochMs(Math.max(0, event.at - sameCarMs));
      const again = await newestDecisionFor(tx, laneId, vehicle.id, since);
      if (again?.verdict === 'open') {
        await addPassage(tx, event, { direction: 'in', result: 'repeated', laneId, vehicleId: vehicle.id });
        return { decision: again, plateMask };
      }
    }
    return { decision: await decideNew(tx, question, vehicle, lane), plateMask };
  });
