// One connection to the broker. MQTT.js reads one message at a time and acknowledges it when `handleMessage` calls back:
// here that is after the commit. What cannot be stored is not acknowledged; the broker keeps it and sends it again.
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { type Log } from '../../platform/log.ts';
import { type BrokerAccount, type Receipt } from '../outbound.ts';
import { type IngestMetrics } from './metrics.ts';

export interface ConnectionOptions {
  readonly broker: BrokerAccount;
  /** Stable: the broker keeps what arrives for it while it is away. */
  readonly clientId: string;
  readonly take: (topic: string, body: Uint8Array) => Promise<Receipt | undefined>;
  readonly confirm: (receipt: Receipt) => void;
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

class BrokerConnection implements Connection {
  private readonly options: ConnectionOptions;
  private client: MqttClient | undefined;
  private filters: readonly string[] = [];
  private confirmed = new Set<string>();
  private stopped = false;
  private troubles = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.open();
  }

  follow(wanted: readonly string[]): void {
    const gone = this.filters.filter((filter) => !wanted.includes(filter));
    this.filters = [...wanted];
    for (const filter of gone) this.confirmed.delete(filter);
    if (gone.length > 0 && this.isConnected()) this.client?.unsubscribe(gone, () => undefined);
    this.subscribe();
  }

  isConnected(): boolean {
    return this.client?.connected === true;
  }

  async subscribed(ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    for (;;) {
      if (this.filters.every((filter) => this.confirmed.has(filter))) return true;
      if (this.stopped || performance.now() >= end) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.endAsync(false).catch(() => undefined);
  }

  private open(): void {
    const { broker, clientId, log } = this.options;
    this.confirmed = new Set();
    const session = connect(broker.url, {
      clientId,
      username: broker.username,
      password: broker.password,
      clean: false,
      reconnectPeriod: 500,
      connectTimeout: 5_000,
      resubscribe: false,
    });
    this.client = session;
    session.handleMessage = (packet, callback) => this.handle(session, packet, callback);
    session.on('connect', () => {
      this.confirmed = new Set();
      this.subscribe();
    });
    session.on('error', (error) => log.warn({ clientId, err: error }, 'broker connection'));
  }

  /** Calling back acknowledges the message; not calling back keeps it with the broker. */
  private handle(session: MqttClient, packet: IPublishPacket, callback: () => void): void {
    const began = performance.now();
    const body = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    within(this.options.take(packet.topic, body), commitTimeoutMs).then(
      (receipt) => {
        this.options.metrics.commitSeconds.observe((performance.now() - began) / 1_000);
        this.troubles = 0;
        callback();
        if (receipt !== undefined) this.options.confirm(receipt);
      },
      (error: unknown) => this.trouble(session, error),
    );
  }

  private subscribe(): void {
    const missing = this.filters.filter((filter) => !this.confirmed.has(filter));
    if (!this.isConnected() || missing.length === 0) return;
    this.client?.subscribe(missing, { qos: 1 }, (error, granted) => {
      if (error) return;
      for (const { topic, qos } of granted ?? []) if (qos < 128) this.confirmed.add(topic);
    });
  }

  private trouble(session: MqttClient, error: unknown): void {
    if (this.client !== session || this.stopped) return;
    const { clientId, log, metrics } = this.options;
    this.client = undefined;
    this.troubles += 1;
    metrics.troubles.inc();
    log.warn({ clientId, err: error }, 'nothing can be stored: reading stops');
    session.end(true);
    const waitMs = Math.min(pauseMs * 2 ** Math.min(this.troubles - 1, 4), longestPauseMs);
    this.timer = setTimeout(() => this.open(), waitMs);
  }
}

export const openConnection = (options: ConnectionOptions): Connection => new BrokerConnection(options);
