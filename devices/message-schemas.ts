// JSON Schemas of everything a device sends; openapi/asyncapi.yaml publishes the same ones, and a test compares them.

const instant = { type: 'string', format: 'date-time', description: 'RFC 3339 with an offset.' } as const;
const eventId = {
  type: 'string',
  pattern: '^[A-Za-z0-9_.:-]{1,64}$',
  description: "The device's own id of the event; the same in every resend.",
} as const;
const bayCode = {
  type: 'string',
  minLength: 1,
  maxLength: 32,
  description: 'Code of the bay, for a device that watches several.',
} as const;
const uuid = { type: 'string', format: 'uuid' } as const;

export const eventTypes = [
  'bay.occupied',
  'bay.free',
  'bay.plate',
  'lane.passed',
  'lane.abandoned',
  'gate.failed',
  'device.fault',
  'device.recovered',
] as const;
export type EventType = (typeof eventTypes)[number];

export const eventSchema = {
  type: 'object',
  required: ['eventId', 'type', 'at', 'data'],
  properties: {
    eventId,
    seq: { type: 'integer', minimum: 0, maximum: 9007199254740991, description: 'Counts the events of the device.' },
    type: { type: 'string', enum: eventTypes },
    at: { ...instant, description: 'When it happened, by the clock of the device. RFC 3339 with an offset.' },
    offline: {
      type: 'boolean',
      description: 'Recorded while the device had no connection: its own time is believed however late it comes.',
    },
    data: { type: 'object' },
  },
} as const;

const bay = {
  type: 'object',
  properties: { bay: bayCode },
} as const;

/** What `data` holds, by the type of the event. */
export const dataSchemas = {
  'bay.occupied': bay,
  'bay.free': bay,
  'bay.plate': {
    type: 'object',
    required: ['plate', 'confidence'],
    properties: {
      bay: bayCode,
      plate: { type: 'string', minLength: 1, maxLength: 16 },
      colour: { type: 'string', enum: ['blue', 'yellow', 'green', 'yellow-green', 'white', 'black', 'unknown'] },
      confidence: { type: 'integer', minimum: 0, maximum: 100 },
    },
  },
  'lane.passed': { type: 'object', properties: { decisionId: uuid } },
  'lane.abandoned': { type: 'object', required: ['decisionId'], properties: { decisionId: uuid } },
  'gate.failed': {
    type: 'object',
    required: ['reason'],
    properties: { commandId: uuid, reason: { type: 'string', minLength: 1, maxLength: 200 } },
  },
  'device.fault': {
    type: 'object',
    required: ['code'],
    properties: { code: { type: 'string', minLength: 1, maxLength: 64 }, text: { type: 'string', maxLength: 500 } },
  },
  'device.recovered': { type: 'object', properties: { code: { type: 'string', maxLength: 64 } } },
} as const satisfies Record<EventType, object>;

const condition = {
  batteryPercent: { type: 'integer', minimum: 0, maximum: 100 },
  signalDbm: { type: 'integer', minimum: -200, maximum: 0 },
} as const;

export const heartbeatSchema = {
  type: 'object',
  required: ['at'],
  properties: { at: instant, ...condition },
} as const;

export const statusSchema = {
  type: 'object',
  required: ['online'],
  properties: {
    online: { type: 'boolean' },
    at: instant,
    ...condition,
    firmware: { type: 'string', maxLength: 64 },
    fault: { type: ['string', 'null'], maxLength: 200 },
    reason: { type: 'string', maxLength: 64, description: '`lwt` when the broker says it for the device.' },
  },
} as const;

export const commandSchema = {
  type: 'object',
  required: ['commandId', 'kind', 'expiresAt', 'body'],
  properties: {
    commandId: uuid,
    kind: { type: 'string', minLength: 1, maxLength: 64 },
    expiresAt: { ...instant, description: 'After this instant the command must not be executed any more.' },
    body: { type: 'object' },
  },
} as const;

export const commandAckSchema = {
  type: 'object',
  required: ['commandId', 'ok'],
  properties: {
    commandId: uuid,
    ok: { type: 'boolean' },
    reason: { type: 'string', maxLength: 200, description: 'Why it was not executed.' },
  },
} as const;

export const receivedSchema = {
  type: 'object',
  required: ['eventIds'],
  properties: { eventIds: { type: 'array', items: eventId, minItems: 1, maxItems: 1000 } },
} as const;
