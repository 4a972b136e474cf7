// What entry and exit decisions have in common: the lane with its lot, the vehicle that was read, and the ports.
import { type WorkflowClient } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { type PersonalDataKeys, plateHash } from '../../db/personal-data.ts';
import { type KnownDevice } from '../../db/queries/device-credentials.ts';
import { type InboxEvent, laneKey, vehicleKey } from '../../db/queries/inbox.ts';
import { currentPolicy } from '../../db/queries/open-session.ts';
import { type Vehicle, vehicleOfRead } from '../../db/queries/vehicles.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type LotPolicy } from '../../domain/lot-policy.ts';
import { type Plate, readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Log } from '../../platform/log.ts';
import { believedTime } from '../ingest/accept.ts';
import { type Partitions } from '../ingest/partitions.ts';
import { type Registry } from '../registry.ts';
import { type LaneRead } from './push-message.ts';

export interface LanePorts {
  readonly db: Database;
  readonly keys: PersonalDataKeys;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly partitions: Partitions;
  readonly workflows: WorkflowClient;
  readonly log: Log;
  /** Where a driver pays for what a lane asks. */
  readonly paymentUrl: (laneId: string) => string;
  /** Longer than this the engine is not waited for. */
  readonly engineLimitMs?: number;
}

/** A read that is about to be decided. */
export interface Question {
  readonly device: KnownDevice;
  readonly laneId: string;
  readonly read: LaneRead;
  /** Undefined when nobody can be named by it. */
  readonly plate: Plate | undefined;
  readonly unidentified: 'confidence-too-low' | 'vehicle-unidentified' | 'plate-malformed' | undefined;
  readonly event: InboxEvent;
  readonly decisionId: string;
}

export interface LaneAndLot {
  readonly direction: 'entry' | 'exit';
  readonly laneOpen: boolean;
  readonly lotOpen: boolean;
  readonly policy: LotPolicy;
}

export const readLaneAndLot = async (tx: Tx, { device, laneId }: Question): Promise<LaneAndLot> => {
  const row = await tx.row<Omit<LaneAndLot, 'policy'>>(sql`
    select l.direction, l.state = 'open' as "laneOpen", o.state = 'open' as "lotOpen"
    from lane l join lot o on o.id = l.lot_id where l.id = ${laneId}`);
  if (row === undefined) throw new Error(`lane ${laneId} does not exist`);
  const { policy } = await currentPolicy(tx, device.companyId, device.lotId);
  return { ...row, policy };
};

/** Repeats of one read, and reads of one vehicle at a lot, are answered one after the other. */
export const lockRead = async (tx: Tx, question: Question): Promise<void> => {
  await tx.row(sql`select pg_advisory_xact_lock(hashtextextended(${question.event.key}, 11))`);
};

export const readVehicle = (tx: Tx, ports: LanePorts, { plate }: Question): Promise<Vehicle | undefined> =>
  plate === undefined ? Promise.resolve(undefined) : vehicleOfRead(tx, plate, ports.keys);

/** Made of the read, so that a repeat after a crash asks the engine the same question and gets the recorded answer. */
const decisionIdOf = (deviceId: string, eventId: string): string => {
  const hex = createHash('sha256').update(`gate-decision/${deviceId}/${eventId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Who is named by the read depends on the lot's own threshold of confidence. */
const identify = (
  read: LaneRead,
  policy: LotPolicy,
): { plate?: Plate; unidentified?: NonNullable<Question['unidentified']> } => {
  if (read.confidence < policy.minimumConfidence) return { unidentified: 'confidence-too-low' };
  const plate = readPlate(read.plate, read.colour);
  if (isRefusal(plate)) return { unidentified: 'plate-malformed' };
  return plate.class === 'none' || read.fake ? { unidentified: 'vehicle-unidentified' } : { plate };
};

export const questionOf = async (
  ports: LanePorts,
  device: KnownDevice,
  laneId: string,
  read: LaneRead,
  pictures: readonly string[],
  receivedAt: EpochMs,
): Promise<Question> => {
  const policy = await ports.registry.policy(device.companyId, device.lotId);
  const { plate, unidentified } = identify(read, policy);
  const key = plate === undefined ? laneKey(laneId) : vehicleKey(device.lotId, plateHash(ports.keys, plate.characters));
  const time = believedTime(read, receivedAt, policy.deviceClockToleranceMs);
  const event: InboxEvent = {
    deviceId: device.id,
    eventId: read.eventId,
    companyId: device.companyId,
    lotId: device.lotId,
    key,
    type: 'lane.read',
    ...time,
    receivedAt,
    data: { laneId, confidence: read.confidence, ...(read.offline ? { offline: true } : {}) },
    pictures,
  };
  await ports.partitions.ensure([event.day]);
  const decisionId = decisionIdOf(device.id, read.eventId);
  return { device, laneId, read, plate, unidentified, event, decisionId };
};
