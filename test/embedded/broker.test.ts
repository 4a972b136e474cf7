// What the embedded broker lets a device do, tried from outside as a device would.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, freePort, startBroker } from '../../embedded/index.ts';

const PREFIX = 'ps/v1/shenzhen/lot-1';
const TOKEN = 'for the broker only';
const BAD_PASSWORD = 4;
const UNAVAILABLE = 3;

let directory: Server;
let directoryUrl: string;
let broker: EmbeddedBroker;
const clients: MqttClient[] = [];
const asked: { readonly authorization: string | undefined; readonly body: unknown }[] = [];

/** Knows devices whose password is "right", as the platform's own answer does; "guest" gets nonsense. */
const answerFor = (device: {
  readonly username: string;
  readonly password: string;
}): { status: number; body: unknown } => {
  if (device.password !== 'right') return { status: 403, body: {} };
  if (device.username === 'inspector') return { status: 200, body: { superuser: true } };
  if (device.username === 'guest') return { status: 200, body: { topicPrefix: 'ps/v1/#' } };
  return { status: 200, body: { topicPrefix: `${PREFIX}/${device.username}` } };
};

const startDirectory = async (): Promise<void> => {
  directory = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (text += part));
    request.on('end', () => {
      const device = JSON.parse(text) as { username: string; password: string };
      asked.push({ authorization: request.headers.authorization, body: device });
      const { status, body } = answerFor(device);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  directory.listen(0, '127.0.0.1');
  await once(directory, 'listening');
  const address = directory.address();
  directoryUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mqtt-auth`;
};

const connect = async (options: IClientOptions, url = broker.url): Promise<MqttClient> => {
  const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: 10_000, ...options }, false);
  clients.push(client);
  return client;
};

const device = (id: string): Promise<MqttClient> => connect({ clientId: id, username: id, password: 'right' });
const bridge = (): Promise<MqttClient> => connect({ username: broker.bridgeUsername, password: broker.bridgePassword });

/** The client's own event types are narrower than those that `once` takes. */
const next = (client: MqttClient, event: 'message' | 'close'): Promise<unknown[]> =>
  once(client as unknown as EventEmitter, event);

/** The topics that a watcher sees until the marker that it sends to itself, which comes after all of them. */
const topicsSeen = async (watcher: MqttClient, act: () => Promise<void>): Promise<string[]> => {
  const topics: string[] = [];
  const marked = new Promise<void>((resolve) => {
    watcher.on('message', (topic) => {
      if (topic === 'marker') resolve();
      else topics.push(topic);
    });
  });
  await watcher.subscribeAsync('#', { qos: 1 });
  await act();
  await watcher.publishAsync('marker', '', { qos: 1 });
  await marked;
  return topics;
};

beforeAll(async () => {
  await startDirectory();
  broker = await startBroker({ log: () => undefined, authUrl: directoryUrl, authToken: TOKEN, logLevel: 'error' });
});

afterAll(async () => {
  for (const client of clients) await client.endAsync(true);
  await broker.stop();
  directory.close();
});

describe('A connection', () => {
  test('is checked with the platform, which sees the bearer token', async () => {
    const client = await device('sensor-1');
    expect(client.connected).toBe(true);
    expect(asked.at(-1)).toEqual({
      authorization: `Bearer ${TOKEN}`,
      body: { clientId: 'sensor-1', username: 'sensor-1', password: 'right' },
    });
  });

  test('is refused for a wrong password', async () => {
    await expect(connect({ clientId: 'sensor-1', username: 'sensor-1', password: 'wrong' })).rejects.toMatchObject({
      code: BAD_PASSWORD,
    });
  });

  test('is refused without a user name', async () => {
    await expect(connect({ clientId: 'sensor-1' })).rejects.toMatchObject({ code: BAD_PASSWORD });
  });

  test('is refused under the client id of another device, whose session it would take over', async () => {
    await expect(connect({ clientId: 'sensor-1', username: 'sensor-2', password: 'right' })).rejects.toMatchObject({
      code: BAD_PASSWORD,
    });
  });

  test('is refused with the name of the bridge and a wrong password, without asking the platform', async () => {
    const before = asked.length;
    await expect(connect({ username: broker.bridgeUsername, password: 'right' })).rejects.toMatchObject({
      code: BAD_PASSWORD,
    });
    expect(asked).toHaveLength(before);
  });

  test('is refused when the answer holds a topic prefix with wildcards', async () => {
    await expect(device('guest')).rejects.toMatchObject({ code: UNAVAILABLE });
  });

  test('is refused as unavailable, so that the device tries again, while the platform is away', async () => {
    const alone = await startBroker({
      log: () => undefined,
      authUrl: `http://127.0.0.1:${await freePort()}/mqtt-auth`,
      logLevel: 'silent',
    });
    try {
      const options = { clientId: 'sensor-1', username: 'sensor-1', password: 'right' };
      await expect(connect(options, alone.url)).rejects.toMatchObject({ code: UNAVAILABLE });
    } finally {
      await alone.stop();
    }
  });
});

describe('A device', () => {
  const own = `${PREFIX}/sensor-3`;

  test('publishes below its own topic', async () => {
    const watcher = await bridge();
    const sensor = await device('sensor-3');
    const topics = [`${own}/up/event`, `${own}/up/heartbeat`, `${own}/status`, `${own}/down/reboot/ack`];
    const seen = await topicsSeen(watcher, async () => {
      for (const topic of topics) await sensor.publishAsync(topic, 'x', { qos: 1 });
    });
    expect(seen).toEqual(topics);
  });

  test.each([
    ['the events of another device', `${PREFIX}/sensor-4/up/event`],
    ['a device whose id begins like its own', `${PREFIX}/sensor-33/up/event`],
    ['another company', 'ps/v1/other/lot-1/sensor-3/up/event'],
    ['a command to itself', `${own}/down/open`],
    ['an acknowledgement one level too deep', `${own}/down/open/now/ack`],
    ['the broker itself', '$SYS/broker'],
  ])('is disconnected when it publishes to %s, and nobody gets it', async (_what, topic) => {
    const watcher = await bridge();
    const sensor = await device('sensor-3');
    const seen = await topicsSeen(watcher, async () => {
      const closed = next(sensor, 'close');
      sensor.on('error', () => undefined);
      sensor.publish(topic, 'x', { qos: 1 });
      await closed;
    });
    expect(seen).toEqual([]);
  });

  test('is announced as gone by its last will on its own topic', async () => {
    const watcher = await bridge();
    const arrived = next(watcher, 'message');
    await watcher.subscribeAsync(`${own}/status`, { qos: 1 });
    const will = { topic: `${own}/status`, payload: Buffer.from('offline'), qos: 1 as const };
    const sensor = await connect({ clientId: 'sensor-3', username: 'sensor-3', password: 'right', will });
    sensor.stream.destroy();
    expect(String((await arrived)[1])).toBe('offline');
  });

  test('cannot leave a last will on a topic of another device', async () => {
    const watcher = await bridge();
    const will = { topic: `${PREFIX}/sensor-4/status`, payload: Buffer.from('offline'), qos: 1 as const, retain: true };
    const seen = await topicsSeen(watcher, async () => {
      const sensor = await connect({ clientId: 'sensor-3', username: 'sensor-3', password: 'right', will });
      const closed = next(sensor, 'close');
      sensor.stream.destroy();
      await closed;
      // A second connection of the same device comes after the end of the first has been dealt with.
      await device('sensor-3');
    });
    expect(seen).toEqual([]);
  });

  test('receives its own commands', async () => {
    const sensor = await device('sensor-3');
    const sender = await bridge();
    const [granted] = await sensor.subscribeAsync(`${own}/down/#`, { qos: 1 });
    expect(granted?.qos).toBe(1);
    const arrived = next(sensor, 'message');
    await sender.publishAsync(`${own}/down/open`, 'now', { qos: 1 });
    expect((await arrived)[0]).toBe(`${own}/down/open`);
  });

  test.each(['#', `${PREFIX}/+/down/#`, `${PREFIX}/sensor-4/down/#`, `${own}/up/#`, `$share/group/${own}/down/#`])(
    'is refused a subscription to %s',
    async (filter) => {
      const sensor = await device('sensor-3');
      await expect(sensor.subscribeAsync(filter, { qos: 1 })).rejects.toThrow(/Unspecified error/);
    },
  );
});

test('an account that the platform calls a superuser reads everything', async () => {
  const inspector = await device('inspector');
  const [granted] = await inspector.subscribeAsync('ps/v1/#', { qos: 1 });
  expect(granted?.qos).toBe(1);
});
