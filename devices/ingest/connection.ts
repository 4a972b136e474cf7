// One connection to the broker. MQTT.js reads one message at a time and acknowledges it when `handleMessage` calls back:
// here that is after the commit. What cannot be stored is not acknowledged; the broker keeps it and sends it again.
import { connect, type MqttClient } from 'mqtt';
import { type Log } from '../../platform/log.ts';
import { receivedTopic, topicPrefix } from '../topics.ts';
import { type IngestMetrics } from './metrics.ts';
import { type Receipt } from './intake.ts';

export interface BrokerAccount {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface ConnectionOptions {
  readonly broker: BrokerAccount;
  /** Stable: the broker keeps what arrives for it while it is away. */
  readonly clientId: string;
  readonly take: (topic: string, body: Uint8Array) => Promise<Receipt | undefined>;
  readonly metrics: IngestMetrics;
  readonly log: Log;
}

export interface Connection {
  /** The filters from now on; subscribes to what is new. */
  follow(filters: readonly string[]): void;
  isConnected(): boolean;
  /** True when the broker has confirmed every filter, waited for up to `ms`. */
  subscribed(ms: number): Promise<boolean>;
  stop(): Promise<void>;
}

const commitTimeoutMs = 10_000;
const pauseMs = 1_000;
const longestPauseMs = 15_000;

const within = <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not committed in ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Tells devices what is committed: one message per device, however many of its events one commit held. */
const receipts = (client: () => MqttClient | undefined) => {
  let waiting = new Map<string, { topic: string; eventIds: string[] }>();
  const send = (): void => {
    const batch = waiting;
    waiting = new Map();
    for (const { topic, eventIds } of batch.values()) {
      client()?.publish(topic, JSON.stringify({ eventIds }), { qos: 1 }, () => undefined);
    }
  };
  return ({ address, eventId }: Receipt): void => {
    if (waiting.size === 0) setImmediate(send);
    const prefix = topicPrefix(address);
    const known = waiting.get(prefix);
    if (known === undefined) waiting.set(prefix, { topic: receivedTopic(address), eventIds: [eventId] });
    else if (!known.eventIds.includes(eventId)) known.eventIds.push(eventId);
  };
};

export const openConnection = (options: ConnectionOptions): Connection => {
  const { broker, clientId, log, metrics } = options;
  let client: MqttClient | undefined;
  let filters: readonly string[] = [];
  let confirmed = new Set<string>();
  let stopped = false;
  let troubles = 0;
  let timer: NodeJS.Timeout | undefined;
  const confirm = receipts(() => client);

  const subscribe = (): void => {
    const session = client;
    const missing = filters.filter((filter) => !confirmed.has(filter));
    if (session?.connected !== true || missing.length === 0) return;
    session.subscribe([...missing], { qos: 1 }, (error, granted) => {
      if (error) return;
      for (const { topic, qos } of granted ?? []) if (qos < 128) confirmed.add(topic);
    });
  };

  const trouble = (session: MqttClient, error: unknown): void => {
    if (client !== session || stopped) return;
    client = undefined;
    troubles += 1;
    metrics.troubles.inc();
    log.warn({ clientId, err: error }, 'nothing can be stored: reading stops');
    session.end(true);
    timer = setTimeout(open, Math.min(pauseMs * 2 ** Math.min(troubles - 1, 4), longestPauseMs));
  };

  const open = (): void => {
    confirmed = new Set();
    const session = connect(broker.url, {
      clientId,
      username: broker.username,
      password: broker.password,
      clean: false,
      reconnectPeriod: 500,
      connectTimeout: 5_000,
      resubscribe: false,
    });
    client = session;
    session.handleMessage = (packet, callback) => {
      const began = performance.now();
      const body = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      within(options.take(packet.topic, body), commitTimeoutMs).then(
        (receipt) => {
          metrics.commitSeconds.observe((performance.now() - began) / 1_000);
          troubles = 0;
          callback();
          if (receipt !== undefined) confirm(receipt);
        },
        (error: unknown) => trouble(session, error),
      );
    };
    session.on('connect', () => {
      confirmed = new Set();
      subscribe();
    });
    session.on('error', (error) => log.warn({ clientId, err: error }, 'broker connection'));
  };
  open();

  return {
    follow: (wanted) => {
      const gone = filters.filter((filter) => !wanted.includes(filter));
      filters = [...wanted];
      for (const filter of gone) confirmed.delete(filter);
      if (gone.length > 0 && client?.connected === true) client.unsubscribe(gone, () => undefined);
      subscribe();
    },
    isConnected: () => client?.connected === true,
    subscribed: async (ms) => {
      const end = performance.now() + ms;
      for (;;) {
        if (filters.every((filter) => confirmed.has(filter))) return true;
        if (stopped || performance.now() >= end) return false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.endAsync(false).catch(() => undefined);
    },
  };
};
