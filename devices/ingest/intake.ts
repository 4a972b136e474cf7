// Everything that comes from devices by MQTT: told apart by topic, committed, and only then acknowledged.
import { type PersonalDataKeys } from '../../db/personal-data.ts';
import { type DeviceSign } from '../../db/queries/device-credentials.ts';
import { epochMs } from '../../domain/time.ts';
import { type Clock } from '../../platform/clock.ts';
import { type CommandAck, type Malformed, readAck, readEvent, readHeartbeat, readStatus } from '../messages.ts';
import { type Receipt } from '../outbound.ts';
import { type Registry } from '../registry.ts';
import { type DeviceAddress, parseTopic, type ParsedTopic } from '../topics.ts';
import { acceptEvent, type Accepted, type Arrival, quarantined } from './accept.ts';
import { type Batcher } from './batcher.ts';
import { type IngestMetrics } from './metrics.ts';
import { type Signs } from './signs.ts';

export interface IntakePorts {
  readonly registry: Registry;
  readonly keys: PersonalDataKeys;
  readonly clock: Clock;
  readonly batcher: Batcher;
  readonly signs: Signs;
  readonly metrics: IngestMetrics;
  /** A device's answer to a command; resolves when it is written. */
  readonly onAck: (address: DeviceAddress, ack: CommandAck) => Promise<void>;
}

const isMalformed = (read: object): read is Malformed => 'malformed' in read;

const signOf = (deviceId: string, seenAt: number, read: Omit<DeviceSign, 'deviceId' | 'seenAt'>): DeviceSign => {
  const { online, batteryPercent, signalDbm, firmware, fault } = read;
  return {
    deviceId,
    seenAt,
    online,
    ...(batteryPercent === undefined ? {} : { batteryPercent }),
    ...(signalDbm === undefined ? {} : { signalDbm }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(fault === undefined ? {} : { fault }),
  };
};

/** Resolves when the message may be acknowledged; rejects when it may not, because nothing was stored. */
export const takeMessage = async (
  ports: IntakePorts,
  topic: string,
  body: Uint8Array,
): Promise<Receipt | undefined> => {
  const arrival: Arrival = { channel: 'mqtt', topic, body, receivedAt: epochMs(ports.clock.now()) };
  const parsed = parseTopic(topic);
  const keep = async (accepted: Accepted): Promise<void> => {
    ports.metrics.messages.inc({ outcome: accepted.event === undefined ? 'quarantined' : 'accepted' });
    await ports.batcher.add(accepted);
  };
  if (parsed === undefined) {
    await keep({ quarantined: quarantined(arrival, 'unknown topic') });
    return undefined;
  }
  const device = await ports.registry.device(parsed.deviceId);
  if (device === undefined) {
    await keep({ quarantined: quarantined(arrival, 'unknown device') });
    return undefined;
  }
  if (device.companyId !== parsed.companyId || device.lotId !== parsed.lotId) {
    await keep({ quarantined: quarantined(arrival, 'the topic is not that of the device', device) });
    return undefined;
  }
  if (parsed.direction === 'up' && parsed.kind === 'event') {
    const accepted = await acceptEvent(arrival, readEvent(body), device, ports.registry, ports.keys);
    await keep(accepted);
    ports.signs.note({ deviceId: device.id, seenAt: arrival.receivedAt, online: true });
    return accepted.receivedEventId === undefined ? undefined : { address: parsed, eventId: accepted.receivedEventId };
  }
  const malformed = await takeOther(ports, parsed, arrival);
  if (malformed !== undefined) await keep({ quarantined: quarantined(arrival, `malformed: ${malformed}`, device) });
  return undefined;
};

/** Signs of life and answers to commands; what is wrong with it, if something is. */
const takeOther = async (ports: IntakePorts, parsed: ParsedTopic, arrival: Arrival): Promise<string | undefined> => {
  if (parsed.direction === 'ack') {
    const ack = readAck(arrival.body);
    if (isMalformed(ack)) return ack.malformed;
    await ports.onAck(parsed, ack);
    return undefined;
  }
  const read = parsed.kind === 'heartbeat' ? readHeartbeat(arrival.body) : readStatus(arrival.body);
  if (isMalformed(read)) return read.malformed;
  ports.signs.note(signOf(parsed.deviceId, arrival.receivedAt, read));
  ports.metrics.messages.inc({ outcome: parsed.kind });
  return undefined;
};
