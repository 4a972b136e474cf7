// A shared subscription is used only when a message really comes through one: some brokers accept it and deliver nothing.
import { randomBytes } from 'node:crypto';
import { connectAsync } from 'mqtt';
import { type Log } from '../../platform/log.ts';
import { type BrokerAccount } from '../outbound.ts';

const answerMs = 2_000;

export const sharedFilters = (name: string): string[] => [
  `$share/${name}/ps/v1/+/+/+/up/+`,
  `$share/${name}/ps/v1/+/+/+/down/+/ack`,
];

export const probeSharedSubscription = async (broker: BrokerAccount, name: string, log: Log): Promise<boolean> => {
  const { url, username, password } = broker;
  const topic = `ps/probe/${randomBytes(8).toString('hex')}`;
  const clientId = `bridge-probe-${randomBytes(4).toString('hex')}`;
  const client = await connectAsync(url, { clientId, username, password, clean: true });
  try {
    const delivered = new Promise<boolean>((resolve) => {
      client.on('message', (arrived) => resolve(arrived === topic));
      setTimeout(() => resolve(false), answerMs);
    });
    await client.subscribeAsync(`$share/${name}-probe/${topic}`, { qos: 1 });
    await client.publishAsync(topic, 'probe', { qos: 1 });
    const works = await delivered;
    if (!works) log.warn('the broker accepts shared subscriptions and delivers nothing: lots are read by slot');
    return works;
  } catch (error) {
    log.warn({ err: error }, 'the broker refuses shared subscriptions: lots are read by slot');
    return false;
  } finally {
    await client.endAsync(true);
  }
};
