// The one connection on which the bridge publishes. The reading connections only acknowledge: one that also publishes can
// stand still together with a broker that waits until it reads, while it waits until the broker does.
import { connect } from 'mqtt';
import { type Log } from '../platform/log.ts';
import { receivedTopic, topicPrefix, type DeviceAddress } from './topics.ts';

export interface BrokerAccount {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** An event that is committed; its device may stop resending it. */
export interface Receipt {
  readonly address: DeviceAddress;
  readonly eventId: string;
}

export interface Outbound {
  isConnected(): boolean;
  onConnect(callback: () => void): void;
  /** Resolves when the broker has it. */
  publish(topic: string, message: object): Promise<void>;
  /** Tells the device soon, together with what else is committed of it by then. A lost receipt brings a resend, no harm. */
  confirm(receipt: Receipt): void;
  stop(): Promise<void>;
}

/** While so many receipts are on their way none is added: their devices send again. */
const receiptsUnderWayMax = 10_000;

export const openOutbound = (broker: BrokerAccount, group: string, log: Log): Outbound => {
  const client = connect(broker.url, {
    clientId: `bridge-${group}-out-${process.pid}`,
    username: broker.username,
    password: broker.password,
    reconnectPeriod: 500,
  });
  client.on('error', (error) => log.warn({ err: error }, 'broker connection for publishing'));
  let waiting = new Map<string, { topic: string; eventIds: string[] }>();
  let underWay = 0;

  const sendReceipts = (): void => {
    const batch = waiting;
    waiting = new Map();
    for (const { topic, eventIds } of batch.values()) {
      if (underWay >= receiptsUnderWayMax) return;
      underWay += 1;
      client.publish(topic, JSON.stringify({ eventIds }), { qos: 1 }, () => {
        underWay -= 1;
      });
    }
  };

  return {
    isConnected: () => client.connected,
    onConnect: (callback) => client.on('connect', callback),
    publish: async (topic, message) => {
      await client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
    },
    confirm: ({ address, eventId }) => {
      if (waiting.size === 0) setImmediate(sendReceipts);
      const prefix = topicPrefix(address);
      const known = waiting.get(prefix);
      if (known === undefined) waiting.set(prefix, { topic: receivedTopic(address), eventIds: [eventId] });
      else if (!known.eventIds.includes(eventId)) known.eventIds.push(eventId);
    },
    stop: async () => {
      await client.endAsync(false).catch(() => undefined);
    },
  };
};
