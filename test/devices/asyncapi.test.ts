// The published specification says what the platform checks.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as schemas from '../../devices/message-schemas.ts';
import { eventOf } from '../../devices/messages.ts';
import {
  ackTopic,
  downTopic,
  lotFilters,
  parseTopic,
  receivedTopic,
  topicPrefix,
  upTopic,
} from '../../devices/topics.ts';

interface Specification {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: object }>>;
  readonly components: {
    readonly schemas: object;
    readonly messages: Readonly<Record<string, { readonly examples?: readonly { readonly payload: unknown }[] }>>;
  };
}
const specification = parse(
  readFileSync(new URL('../../openapi/asyncapi.yaml', import.meta.url), 'utf8'),
) as Specification;
const address = { companyId: '{company}', lotId: '{lot}', deviceId: '{deviceId}' };

test('publishes the very schemas that messages are checked with', () => {
  expect(specification.components.schemas).toEqual({
    event: schemas.eventSchema,
    ...schemas.dataSchemas,
    heartbeat: schemas.heartbeatSchema,
    status: schemas.statusSchema,
    received: schemas.receivedSchema,
    command: schemas.commandSchema,
    commandAck: schemas.commandAckSchema,
  });
});

test('publishes the topics that are built and every type of event', () => {
  const addresses = Object.fromEntries(
    Object.entries(specification.channels).map(([name, channel]) => [name, channel.address]),
  );
  expect(addresses).toEqual({
    event: upTopic(address, 'event'),
    heartbeat: upTopic(address, 'heartbeat'),
    status: upTopic(address, 'status'),
    received: receivedTopic(address),
    command: downTopic(address, '{command}'),
    commandAck: ackTopic(address, '{command}'),
  });
  expect(Object.keys(specification.channels['event']?.messages ?? {})).toEqual([...schemas.eventTypes]);
});

test('gives examples that are accepted', () => {
  const examples = schemas.eventTypes.flatMap((type) => specification.components.messages[type]?.examples ?? []);
  expect(examples.length).toBeGreaterThan(0);
  for (const { payload } of examples) expect(eventOf(payload)).not.toHaveProperty('malformed');
});

describe('parseTopic', () => {
  test('reads back what is built, and nothing else', () => {
    const built = { companyId: 'c', lotId: 'l', deviceId: 'd' };
    expect(parseTopic(upTopic(built, 'event'))).toEqual({ ...built, direction: 'up', kind: 'event' });
    expect(parseTopic(ackTopic(built, 'open-barrier'))).toEqual({
      ...built,
      direction: 'ack',
      command: 'open-barrier',
    });
    const others = [
      '',
      'ps/v1',
      'ps/v2/c/l/d/up/event',
      `${upTopic(built, 'event')}/x`,
      `${topicPrefix(built)}/up/else`,
    ];
    for (const topic of [...others, 'ps/v1//l/d/up/event', downTopic(built, 'received')]) {
      expect(parseTopic(topic)).toBeUndefined();
    }
    expect(lotFilters('c', 'l')).toEqual(['ps/v1/c/l/+/up/+', 'ps/v1/c/l/+/down/+/ack']);
  });
});
