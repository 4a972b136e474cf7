// A device on MQTT as the access specification asks of one: its own credential, its own topics, events kept and sent
// again until they are received, commands executed once and never after they expired.
import { connectAsync, type MqttClient } from 'mqtt';
import { epochMs, formatInstant } from '../../domain/time.ts';
import { type EventType } from '../message-schemas.ts';
import { type CommandMessage, readCommand, readReceived } from '../messages.ts';
import { ackTopic, type DeviceAddress, downTopic, receivedTopic, upTopic } from '../topics.ts';
import { type Faults, noFaults, type Random, randomOf } from './faults.ts';

export interface SimulatedDeviceOptions extends DeviceAddress {
  readonly brokerUrl: string;
  readonly secret: string;
  readonly seed?: string;
  readonly faults?: Partial<Faults>;
  /** How often the device has been started before, as its memory tells: event ids of an earlier life do not come again. */
  readonly boot?: number;
  /** Real time between two transmissions of one event. */
  readonly resendMs?: number;
}

interface Pending {
  readonly eventId: string;
  readonly message: Record<string, unknown>;
  readonly received: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** What a command does in the device: resolves when it is done, rejects with the reason when it cannot be. */
export type Execute = (command: CommandMessage) => Promise<void> | void;

export interface MqttDevice {
  /** Resolves when the platform has said that it received the event. */
  send(type: EventType, atMs: number, data?: Readonly<Record<string, unknown>>): Promise<void>;
  heartbeat(atMs: number, condition?: { batteryPercent?: number; signalDbm?: number }): Promise<void>;
  onCommand(execute: Execute): Promise<void>;
  /** Events are kept from now on. */
  goOffline(): Promise<void>;
  /** What was kept is sent, marked as recorded offline. */
  goOnline(): Promise<void>;
  reboot(): void;
  close(): Promise<void>;
}

class SimulatedMqttDevice implements MqttDevice {
  private readonly options: SimulatedDeviceOptions;
  private readonly faults: Faults;
  private readonly random: Random;
  private readonly pending = new Map<string, Pending>();
  private readonly executed = new Set<string>();
  private connection: Promise<MqttClient> | undefined;
  private execute: Execute | undefined;
  private offline = false;
  private closed = false;
  private boot: number;
  private seq = 0;

  constructor(options: SimulatedDeviceOptions) {
    this.options = options;
    this.boot = options.boot ?? 1;
    this.faults = { ...noFaults, ...options.faults };
    this.random = randomOf(`${options.seed ?? ''}/${options.deviceId}`);
  }

  send(type: EventType, atMs: number, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
    if (this.random() < this.faults.reboot) this.reboot();
    this.seq += 1;
    const eventId = `${this.boot}.${this.seq}`;
    const at = formatInstant(epochMs(atMs + this.faults.clockDriftMs));
    const message = { eventId, seq: this.seq, type, at, data, ...(this.offline ? { offline: true } : {}) };
    return new Promise((resolve) => {
      const pending: Pending = { eventId, message, received: resolve, timer: undefined };
      this.pending.set(eventId, pending);
      if (!this.offline) this.transmit(pending);
    });
  }

  async heartbeat(atMs: number, condition: { batteryPercent?: number; signalDbm?: number } = {}): Promise<void> {
    const client = await this.connected();
    const body = { at: formatInstant(epochMs(atMs + this.faults.clockDriftMs)), ...condition };
    await client.publishAsync(upTopic(this.options, 'heartbeat'), JSON.stringify(body), { qos: 0 });
  }

  async onCommand(execute: Execute): Promise<void> {
    const first = this.execute === undefined;
    this.execute = execute;
    const connected = this.connection !== undefined;
    const client = await this.connected();
    // A device that had only reported so far hears nothing but receipts: from now on it hears commands as well.
    if (first && connected) await client.subscribeAsync(downTopic(this.options, '+'), { qos: 1 });
  }

  async goOffline(): Promise<void> {
    this.offline = true;
    for (const pending of this.pending.values()) clearTimeout(pending.timer);
    await this.disconnect();
  }

  async goOnline(): Promise<void> {
    this.offline = false;
    await this.connected();
    for (const pending of this.pending.values()) this.transmit(pending);
  }

  reboot(): void {
    this.boot += 1;
    this.seq = 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const pending of this.pending.values()) clearTimeout(pending.timer);
    await this.disconnect();
  }

  private async disconnect(): Promise<void> {
    const client = await this.connection?.catch(() => undefined);
    this.connection = undefined;
    await client?.endAsync(true);
  }

  private connected(): Promise<MqttClient> {
    this.connection ??= this.connect().catch((error: unknown) => {
      this.connection = undefined;
      throw error;
    });
    return this.connection;
  }

  private async connect(): Promise<MqttClient> {
    const { brokerUrl, deviceId, secret } = this.options;
    const client = await connectAsync(brokerUrl, {
      clientId: deviceId,
      username: deviceId,
      password: secret,
      clean: false,
      keepalive: 60,
      reconnectPeriod: 500,
      connectTimeout: 10_000,
    });
    client.on('error', () => undefined);
    client.on('message', (topic, body) => this.hear(topic, body));
    const topic = this.execute === undefined ? receivedTopic(this.options) : downTopic(this.options, '+');
    await client.subscribeAsync(topic, { qos: 1 });
    return client;
  }

  /** Sends now or a little later, perhaps twice, perhaps not at all; and again until it is received. */
  private transmit(pending: Pending): void {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.transmit(pending), this.options.resendMs ?? 1_000);
    const copies = this.random() < this.faults.loss ? 0 : this.random() < this.faults.duplication ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = this.faults.delayMs === 0 ? 0 : this.random() * this.faults.delayMs;
      if (delayMs === 0) this.publish(pending);
      else setTimeout(() => this.publish(pending), delayMs);
    }
  }

  private publish({ eventId, message }: Pending): void {
    if (this.offline || this.closed || !this.pending.has(eventId)) return;
    this.connected()
      .then((client) => client.publishAsync(upTopic(this.options, 'event'), JSON.stringify(message), { qos: 1 }))
      .catch(() => undefined);
  }

  private hear(topic: string, body: Buffer): void {
    if (topic === receivedTopic(this.options)) {
      const read = readReceived(body);
      if (!('malformed' in read)) for (const eventId of read.eventIds) this.settle(eventId);
      return;
    }
    const command = readCommand(body);
    if (!('malformed' in command)) void this.obey(command);
  }

  private settle(eventId: string): void {
    const pending = this.pending.get(eventId);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.pending.delete(eventId);
    pending.received();
  }

  /** Expiry is real time. A command that comes again is answered again and not executed again. */
  private async obey(command: CommandMessage): Promise<void> {
    const { commandId } = command;
    let failure: string | undefined;
    if (!this.executed.has(commandId)) {
      if (Date.parse(command.expiresAt) <= Date.now()) failure = 'expired';
      else {
        this.executed.add(commandId);
        try {
          await this.execute?.(command);
        } catch (error) {
          failure = error instanceof Error ? error.message : String(error);
        }
      }
    }
    const ack = failure === undefined ? { commandId, ok: true } : { commandId, ok: false, reason: failure };
    const client = await this.connected();
    await client
      .publishAsync(ackTopic(this.options, command.kind), JSON.stringify(ack), { qos: 1 })
      .catch(() => undefined);
  }
}

export const simulatedDevice = (options: SimulatedDeviceOptions): MqttDevice => new SimulatedMqttDevice(options);
