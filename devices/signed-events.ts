// Our own protocol over HTTP, for devices without MQTT: events signed with the device's secret over time and body.
import { createHmac } from 'node:crypto';
import { type PersonalDataKeys } from '../db/personal-data.ts';
import { openDeviceSecret, sameSecret } from '../db/queries/device-credentials.ts';
import { epochMs, minuteMs } from '../domain/time.ts';
import { type Clock } from '../platform/clock.ts';
import { acceptEvent, type Arrival } from './ingest/accept.ts';
import { type Batcher } from './ingest/batcher.ts';
import { type Signs } from './ingest/signs.ts';
import { eventOf } from './messages.ts';
import { type Registry } from './registry.ts';

export const timeHeader = 'x-device-time';
export const signatureHeader = 'x-device-signature';

export interface SignedEventsPorts {
  readonly registry: Registry;
  readonly keys: PersonalDataKeys;
  readonly clock: Clock;
  readonly batcher: Batcher;
  readonly signs: Signs;
}

export interface SignedRequest {
  readonly deviceId: string;
  /** Milliseconds since the epoch, as text: real time of the signature. */
  readonly time: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
}

export type SignedReply =
  | { readonly status: 200; readonly received: readonly string[] }
  | { readonly status: 400 | 401; readonly code: string };

const signatureAgeMs = 5 * minuteMs;
const eventsMax = 200;

/** Hex of HMAC-SHA-256 over `time`, a line feed and the body as it is sent. */
export const signBody = (secret: string, time: string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${time}\n`).update(body).digest('hex');

const eventsIn = (body: Buffer): readonly unknown[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const events = typeof parsed === 'object' && parsed !== null && 'events' in parsed ? parsed.events : undefined;
    return Array.isArray(events) && events.length > 0 && events.length <= eventsMax ? events : undefined;
  } catch {
    return undefined;
  }
};

/** Answers after the commit; what it names may be forgotten by the device. Sending it again changes nothing. */
export const takeSignedEvents = async (
  ports: SignedEventsPorts,
  request: SignedRequest,
  realNowMs = Date.now(),
): Promise<SignedReply> => {
  const { deviceId, time = '', signature = '', body } = request;
  const device = await ports.registry.device(deviceId);
  const fresh = /^\d{13}$/.test(time) && Math.abs(realNowMs - Number(time)) <= signatureAgeMs;
  if (device === undefined || !fresh) return { status: 401, code: 'signature-refused' };
  const secret = openDeviceSecret(ports.keys.dataKey, device.id, device.secretCipher);
  if (!sameSecret(signature, signBody(secret, time, body))) return { status: 401, code: 'signature-refused' };
  const events = eventsIn(body);
  if (events === undefined) return { status: 400, code: 'no-events' };
  const receivedAt = epochMs(ports.clock.now());
  const accepted = await Promise.all(
    events.map((value) => {
      const arrival: Arrival = {
        channel: 'http',
        topic: `/v1/devices/${device.id}/events`,
        body: Buffer.from(JSON.stringify(value)),
        receivedAt,
      };
      return acceptEvent(arrival, eventOf(value), device, ports.registry, ports.keys);
    }),
  );
  await Promise.all(accepted.map((each) => ports.batcher.add(each)));
  ports.signs.note({ deviceId: device.id, seenAt: receivedAt, online: true });
  return { status: 200, received: accepted.flatMap(({ receivedEventId }) => receivedEventId ?? []) };
};
