// The embedded MQTT broker: a device reaches its own topics only, the bridge all of them. MQTT 3.1.1, everything in memory.
import { once } from 'node:events';
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { type Log } from '../platform/log.ts';

export interface BrokerConfig {
  readonly port: number;
  /** Asked with `POST {clientId, username, password}`; every device is refused without it. */
  readonly authUrl: string | undefined;
  readonly authToken: string | undefined;
  /** The one account that the broker itself knows: it may do everything. */
  readonly bridgeUsername: string;
  readonly bridgePassword: string;
  readonly log: Log;
}

export interface Broker {
  readonly port: number;
  stop(): Promise<void>;
}

/** What a connection may do, decided once, when it is made. */
type Grant = { readonly superuser: true } | { readonly topicPrefix: string };

const BAD_PASSWORD = 4;
const UNAVAILABLE = 3;
const ANSWER_TIMEOUT_MS = 5_000;
const TOPIC_PREFIX = /^ps\/v1\/[^/+#]+\/[^/+#]+\/[^/+#]+$/;

class Refusal extends Error implements AuthenticateError {
  readonly returnCode: AuthenticateError['returnCode'];

  constructor(returnCode: number, message: string) {
    super(message);
    this.returnCode = returnCode;
  }
}

const sameText = (one: string, other: string): boolean => {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
};

const grantFrom = (answer: unknown): Grant => {
  if (typeof answer === 'object' && answer !== null) {
    if ('superuser' in answer && answer.superuser === true) return { superuser: true };
    if ('topicPrefix' in answer && typeof answer.topicPrefix === 'string' && TOPIC_PREFIX.test(answer.topicPrefix)) {
      return { topicPrefix: answer.topicPrefix };
    }
  }
  throw new Refusal(UNAVAILABLE, 'The answer about this device is neither a topic prefix nor a superuser.');
};

const askForGrant = async (
  config: BrokerConfig,
  clientId: string,
  username: string,
  password: string,
): Promise<Grant> => {
  if (config.authUrl === undefined) throw new Refusal(UNAVAILABLE, 'No address to ask about devices (MQTT_AUTH_URL).');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (config.authToken !== undefined) headers['authorization'] = `Bearer ${config.authToken}`;
  const body = JSON.stringify({ clientId, username, password });
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(config.authUrl, { method: 'POST', headers, body, signal });
    if (response.status === 200) return grantFrom(await response.json());
    await response.body?.cancel();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      UNAVAILABLE,
      `Nobody answers about devices: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (response.status === 403) throw new Refusal(BAD_PASSWORD, 'Unknown device or wrong password.');
  throw new Refusal(UNAVAILABLE, `The answer about this device was HTTP ${response.status}.`);
};

const decideGrant = async (
  config: BrokerConfig,
  clientId: string,
  username: string,
  password: string,
): Promise<Grant> => {
  if (sameText(username, config.bridgeUsername)) {
    if (sameText(password, config.bridgePassword)) return { superuser: true };
    throw new Refusal(BAD_PASSWORD, 'Wrong password for the bridge.');
  }
  if (username === '' || clientId !== username)
    throw new Refusal(BAD_PASSWORD, 'A device connects with its id as client id and as user name.');
  return askForGrant(config, clientId, username, password);
};

/** Below its own prefix: `up/…`, `status` and below, and `down/{command}/ack`. */
export const mayPublish = (grant: Grant, topic: string): boolean => {
  if ('superuser' in grant) return !topic.startsWith('$SYS/');
  if (!topic.startsWith(`${grant.topicPrefix}/`)) return false;
  const [first, ...rest] = topic.slice(grant.topicPrefix.length + 1).split('/');
  if (first === 'up') return rest.length > 0;
  if (first === 'status') return true;
  return first === 'down' && rest.length === 2 && rest[1] === 'ack';
};

/** Its own `down/#`, or any part of it. */
export const maySubscribe = (grant: Grant, filter: string): boolean =>
  'superuser' in grant ||
  (filter.startsWith(`${grant.topicPrefix}/down/`) && filter.length > `${grant.topicPrefix}/down/`.length);

interface Access {
  grantOf(client: Client | null): Grant | undefined;
  authenticate(client: Client, username: string, password: string): Promise<void>;
}

const accessOf = (config: BrokerConfig): Access => {
  const grants = new WeakMap<Client, Grant>();
  return {
    grantOf: (client) => (client === null ? undefined : grants.get(client)),
    authenticate: async (client, username, password) => {
      grants.set(client, await decideGrant(config, client.id, username, password));
    },
  };
};

const guardedBroker = async (config: BrokerConfig): Promise<Aedes> => {
  const access = accessOf(config);
  const { log } = config;
  return Aedes.createBroker({
    concurrency: 500,
    authenticate: (client, username, password, done) => {
      access.authenticate(client, username ?? '', password?.toString('utf8') ?? '').then(
        () => done(null, true),
        (error: unknown) => {
          const refusal = error instanceof Refusal ? error : new Refusal(UNAVAILABLE, String(error));
          log.warn({ clientId: client.id, reason: refusal.message }, 'connection refused');
          done(refusal, false);
        },
      );
    },
    authorizePublish: (client, packet, done) => {
      const grant = access.grantOf(client);
      if (grant !== undefined && mayPublish(grant, packet.topic)) return done(null);
      log.warn({ clientId: client?.id, topic: packet.topic }, 'publication refused');
      done(new Error('This topic is not yours.'));
    },
    authorizeSubscribe: (client, subscription, done) => {
      const grant = access.grantOf(client);
      if (grant !== undefined && maySubscribe(grant, subscription.topic)) return done(null, subscription);
      log.warn({ clientId: client.id, topic: subscription.topic }, 'subscription refused');
      done(null, null);
    },
  });
};

/** Serves MQTT on 127.0.0.1; port 0 has the operating system choose one. */
export const startMqttBroker = async (config: BrokerConfig): Promise<Broker> => {
  const aedes = await guardedBroker(config);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  aedes.on('clientError', (client, error) =>
    config.log.debug({ clientId: client.id, reason: error.message }, 'client error'),
  );
  aedes.on('connectionError', (_client, error) => config.log.debug({ reason: error.message }, 'connection error'));
  server.listen(config.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The broker has no port.');
  return {
    port: address.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
