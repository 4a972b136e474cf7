// Reads what a device sent: bytes in, a typed message or the reason why it is none out.
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { type EpochMs, parseInstant } from '../domain/time.ts';
import {
  commandAckSchema,
  commandSchema,
  dataSchemas,
  eventSchema,
  type EventType,
  heartbeatSchema,
  receivedSchema,
  statusSchema,
} from './message-schemas.ts';

export interface DeviceEvent {
  readonly eventId: string;
  readonly seq?: number;
  readonly type: EventType;
  readonly at: EpochMs;
  readonly offline: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StatusMessage {
  readonly online: boolean;
  readonly batteryPercent?: number;
  readonly signalDbm?: number;
  readonly firmware?: string;
  readonly fault?: string | null;
}

export interface CommandMessage {
  readonly commandId: string;
  readonly kind: string;
  readonly expiresAt: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CommandAck {
  readonly commandId: string;
  readonly ok: boolean;
  readonly reason?: string;
}

/** `eventId` is there when so much could be read: the device is told to stop resending what nobody can read. */
export interface Malformed {
  readonly malformed: string;
  readonly eventId?: string;
}

const ajv = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true });
ajvFormats.default(ajv, ['date-time', 'uuid']);

const isEvent = ajv.compile(eventSchema);
const isData = Object.fromEntries(
  Object.entries(dataSchemas).map(([type, schema]) => [type, ajv.compile(schema)]),
) as Record<EventType, ValidateFunction>;
const isHeartbeat = ajv.compile(heartbeatSchema);
const isStatus = ajv.compile<StatusMessage>(statusSchema);
const isCommand = ajv.compile<CommandMessage>(commandSchema);
const isAck = ajv.compile<CommandAck>(commandAckSchema);
const isReceived = ajv.compile<{ eventIds: string[] }>(receivedSchema);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** NUL is the one character that JSON may carry and the database may not. */
const parse = (bytes: Uint8Array): { value: unknown } | Malformed => {
  try {
    const text = utf8.decode(bytes);
    if (text.includes('\\u0000') || text.includes('\0')) return { malformed: 'contains a NUL character' };
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { malformed: 'not JSON in UTF-8' };
  }
};

const complaint = (validate: ValidateFunction): string => {
  const [error] = validate.errors ?? [];
  return error === undefined ? 'invalid' : `${error.instancePath || 'message'} ${error.message ?? 'is invalid'}`;
};

const idOf = (value: unknown): { eventId?: string } => {
  const id: unknown = typeof value === 'object' && value !== null && 'eventId' in value ? value.eventId : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(id) ? { eventId: id } : {};
};

interface EventShape {
  eventId: string;
  seq?: number;
  type: EventType;
  at: string;
  offline?: boolean;
  data: Record<string, unknown>;
}

/** Checks a value that is an event already parsed, as in a batch over HTTP. */
export const eventOf = (value: unknown): DeviceEvent | Malformed => {
  if (!isEvent(value)) return { malformed: complaint(isEvent), ...idOf(value) };
  const event = value as EventShape;
  const validate = isData[event.type];
  if (!validate(event.data)) return { malformed: `data${complaint(validate)}`, eventId: event.eventId };
  const at = parseInstant(event.at);
  if (at === undefined) return { malformed: 'at is not an instant', eventId: event.eventId };
  const { eventId, type, data } = event;
  return {
    eventId,
    type,
    at,
    offline: event.offline === true,
    data,
    ...(event.seq === undefined ? {} : { seq: event.seq }),
  };
};

export const readEvent = (bytes: Uint8Array): DeviceEvent | Malformed => {
  const parsed = parse(bytes);
  return 'malformed' in parsed ? parsed : eventOf(parsed.value);
};

const readWith = <T>(validate: ValidateFunction<T>, bytes: Uint8Array): T | Malformed => {
  const parsed = parse(bytes);
  if ('malformed' in parsed) return parsed;
  return validate(parsed.value) ? parsed.value : { malformed: complaint(validate) };
};

export const readHeartbeat = (bytes: Uint8Array): StatusMessage | Malformed => {
  const read = readWith(isHeartbeat, bytes);
  return typeof read === 'object' && read !== null && 'malformed' in read
    ? (read as Malformed)
    : { ...(read as Omit<StatusMessage, 'online'>), online: true };
};
export const readStatus = (bytes: Uint8Array): StatusMessage | Malformed => readWith(isStatus, bytes);
export const readAck = (bytes: Uint8Array): CommandAck | Malformed => readWith(isAck, bytes);
export const readCommand = (bytes: Uint8Array): CommandMessage | Malformed => readWith(isCommand, bytes);
export const readReceived = (bytes: Uint8Array): { eventIds: string[] } | Malformed => readWith(isReceived, bytes);
