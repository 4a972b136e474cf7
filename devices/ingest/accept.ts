// What becomes of a device's message: an event for the inbox, or a quarantined message with its reason. Pure but for the
// registry it asks; the time of receipt comes in.
import { plateHash, type PersonalDataKeys, sealPlate } from '../../db/personal-data.ts';
import { type KnownDevice, type DeviceKind } from '../../db/queries/device-credentials.ts';
import {
  bayKey,
  deviceKey,
  type InboxEvent,
  laneKey,
  nonsenseDay,
  type QuarantinedMessage,
} from '../../db/queries/inbox.ts';
import { type PlateColour, readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { dayMs, type EpochMs, formatInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type EventType } from '../message-schemas.ts';
import { type DeviceEvent, type Malformed } from '../messages.ts';
import { type Registry } from '../registry.ts';

export interface Accepted {
  readonly event?: InboxEvent;
  readonly quarantined?: QuarantinedMessage;
  /** What the device may stop resending once this is committed. */
  readonly receivedEventId?: string;
}

export interface Arrival {
  readonly channel: QuarantinedMessage['channel'];
  /** Where it came in: the topic or the path. */
  readonly topic: string;
  readonly body: Uint8Array;
  readonly receivedAt: EpochMs;
}

const offlineBelievedMs = 31 * dayMs;
const oldestMs = 400 * dayMs;
const furthestMs = 2 * dayMs;

/** Times the platform can place in its calendar at all. */
const makesSense = (at: EpochMs, receivedAt: EpochMs): boolean =>
  at > receivedAt - oldestMs && at < receivedAt + furthestMs;

/** The day is of the device's own time, so that a resend meets its row; the time is that, if it is believed. */
export const believedTime = (
  event: { readonly at: EpochMs; readonly offline: boolean },
  receivedAt: EpochMs,
  toleranceMs: number,
): { day: string; at: EpochMs; deviceAt?: EpochMs } => {
  const day = makesSense(event.at, receivedAt) ? formatInstant(event.at).slice(0, 10) : nonsenseDay;
  const late = receivedAt - event.at;
  const near = Math.abs(late) <= toleranceMs;
  if (near || (event.offline && late > 0 && late <= offlineBelievedMs)) return { day, at: event.at };
  return { day, at: receivedAt, deviceAt: event.at };
};

const sensing: readonly EventType[] = ['bay.occupied', 'bay.free', 'device.fault', 'device.recovered'];
const watching: readonly EventType[] = [...sensing, 'bay.plate'];
const guarding: readonly EventType[] = [
  'lane.passed',
  'lane.abandoned',
  'gate.failed',
  'device.fault',
  'device.recovered',
];

const speaks: Readonly<Record<DeviceKind, readonly EventType[]>> = {
  'bay-sensor': sensing,
  'video-pile': watching,
  'high-mounted-video': watching,
  'lane-controller': guarding,
  'lane-camera': guarding,
  handheld: ['device.fault', 'device.recovered'],
};

interface Place {
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Which place the event is about; a reason when the device has none or may not speak of it. */
const placeOf = async (event: DeviceEvent, device: KnownDevice, registry: Registry): Promise<Place | string> => {
  if (!speaks[device.kind].includes(event.type)) return `a ${device.kind} does not report ${event.type}`;
  if (event.type.startsWith('device.')) return { key: deviceKey(device.id), data: event.data };
  if (event.type.startsWith('bay.')) {
    const code = event.data['bay'];
    const bayId =
      typeof code === 'string'
        ? await registry.bayId(device.companyId, device.lotId, code)
        : (device.bayId ?? undefined);
    return bayId === undefined ? 'unknown bay' : { key: bayKey(bayId), data: { ...event.data, bayId } };
  }
  if (device.laneId === null) return 'the device has no lane';
  return { key: laneKey(device.laneId), data: { ...event.data, laneId: device.laneId } };
};

/** A plate goes into the inbox sealed: found by hash, opened with the data key, shown masked. */
export const sealPlateRead = (
  keys: PersonalDataKeys,
  read: { readonly plate: string; readonly colour: PlateColour },
): Readonly<Record<string, unknown>> => {
  const plate = readPlate(read.plate, read.colour);
  if (isRefusal(plate)) return { plateUnreadable: plate.code };
  if (plate.class === 'none') return { plateUnreadable: 'vehicle-unidentified' };
  const sealed = sealPlate(keys, plate);
  return {
    plateHash: plateHash(keys, plate.characters).toString('hex'),
    plateCipher: sealed.cipher.toString('base64'),
    plateMask: sealed.mask,
    plateClass: plate.class,
    colour: plate.colour,
  };
};

const withoutPlate = (event: DeviceEvent, data: Place['data'], keys: PersonalDataKeys): Place['data'] => {
  if (event.type !== 'bay.plate') return data;
  const { plate, colour, ...rest } = data;
  return { ...rest, ...sealPlateRead(keys, { plate: String(plate), colour: (colour ?? 'unknown') as PlateColour }) };
};

export const quarantined = (
  arrival: Arrival,
  reason: string,
  device?: Pick<KnownDevice, 'id' | 'companyId'>,
): QuarantinedMessage => ({
  id: newId(),
  channel: arrival.channel,
  topic: arrival.topic.slice(0, 500),
  reason,
  body: Buffer.from(arrival.body),
  ...(device === undefined ? {} : { companyId: device.companyId, deviceId: device.id }),
});

export const acceptEvent = async (
  arrival: Arrival,
  read: DeviceEvent | Malformed,
  device: KnownDevice,
  registry: Registry,
  keys: PersonalDataKeys,
): Promise<Accepted> => {
  const refused = (reason: string): Accepted => ({
    quarantined: quarantined(arrival, reason, device),
    ...(read.eventId === undefined ? {} : { receivedEventId: read.eventId }),
  });
  if ('malformed' in read) return refused(`malformed: ${read.malformed}`);
  if (!device.inUse) return refused('the device is out of use');
  const place = await placeOf(read, device, registry);
  if (typeof place === 'string') return refused(place);
  const { deviceClockToleranceMs } = await registry.policy(device.companyId, device.lotId);
  const data = withoutPlate(read, place.data, keys);
  const event: InboxEvent = {
    deviceId: device.id,
    eventId: read.eventId,
    companyId: device.companyId,
    lotId: device.lotId,
    key: place.key,
    ...(read.seq === undefined ? {} : { seq: read.seq }),
    type: read.type,
    ...believedTime(read, arrival.receivedAt, deviceClockToleranceMs),
    receivedAt: arrival.receivedAt,
    data: read.offline ? { ...data, offline: true } : data,
  };
  return { event, receivedEventId: read.eventId };
};
