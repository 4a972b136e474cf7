// Ingest: the connections of this bridge to the broker, one per leased slot, each reading the lots that fall to its slot.
import { createHash } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { lotsWithDevices } from '../../db/queries/device-credentials.ts';
import { type Log } from '../../platform/log.ts';
import { lotFilters } from '../topics.ts';
import { type BrokerAccount, type Receipt } from '../outbound.ts';
import { type Connection, openConnection } from './connection.ts';
import { type IntakePorts, takeMessage } from './intake.ts';
import { probeSharedSubscription, sharedFilters } from './shared-subscription.ts';

export interface IngestOptions {
  readonly db: Database;
  readonly broker: BrokerAccount;
  readonly intake: IntakePorts;
  readonly confirm: (receipt: Receipt) => void;
  readonly log: Log;
  /** How many connections the bridges of this installation have together. */
  readonly slots: number;
  /** Part of the client ids: bridges of one installation share it. */
  readonly group: string;
  /** Name of a shared subscription to use instead of lots by slot, if the broker turns out to serve it. */
  readonly sharedSubscription: string | undefined;
  /** Undefined when it cannot be said: there is no session that could hold it. */
  readonly lease: (slot: number) => Promise<boolean | undefined>;
}

export interface Ingest {
  /** Looks for free slots and new lots now. */
  refresh(): void;
  /** The leases are gone with their session: others may hold them already. */
  dropLeases(): void;
  /** How many callers of the batcher there can be. */
  connectionCount(): number;
  isReady(): boolean;
  /** True when it reads, waited for up to `ms`. */
  ready(ms: number): Promise<boolean>;
  stop(): Promise<void>;
}

const refreshMs = 3_000;
const subscribeMs = 2_000;

export const slotOf = (lotId: string, slots: number): number =>
  createHash('sha256').update(lotId).digest().readUInt32BE(0) % slots;

class Reading implements Ingest {
  private readonly options: IngestOptions;
  private readonly connections = new Map<number, Connection>();
  private readonly timer: NodeJS.Timeout;
  private readonly shared: Promise<boolean>;
  private stopped = false;
  private subscribed = false;
  private refreshing: Promise<void> | undefined;
  private again = false;

  constructor(options: IngestOptions) {
    this.options = options;
    const { broker, sharedSubscription, log } = options;
    this.shared =
      sharedSubscription === undefined
        ? Promise.resolve(false)
        : probeSharedSubscription(broker, sharedSubscription, log).catch(() => false);
    this.timer = setInterval(() => this.refresh(), refreshMs);
    this.refresh();
  }

  refresh(): void {
    this.again = true;
    this.refreshing ??= this.refreshUntilDone();
  }

  dropLeases(): void {
    this.subscribed = false;
    for (const connection of this.connections.values()) void connection.stop();
    this.connections.clear();
  }

  connectionCount(): number {
    return Math.max(1, this.connections.size);
  }

  isReady(): boolean {
    return this.subscribed && [...this.connections.values()].every((connection) => connection.isConnected());
  }

  async ready(ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!this.isReady() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.isReady();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all([...this.connections.values()].map((connection) => connection.stop()));
    await this.refreshing;
  }

  private async refreshUntilDone(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        if (await this.takeSlots()) await this.follow();
      } catch (error) {
        this.options.log.warn({ err: error }, 'lots and slots could not be read');
      }
    }
    this.refreshing = undefined;
  }

  /** False while nobody can say who holds the slots. A bridge whose slots others hold stands by. */
  private async takeSlots(): Promise<boolean> {
    const { slots, group, broker, intake, confirm, log, lease } = this.options;
    for (let slot = 0; slot < slots && !this.stopped; slot += 1) {
      if (this.connections.has(slot)) continue;
      const held = await lease(slot);
      if (held === undefined) return false;
      if (!held) continue;
      const take = (topic: string, body: Uint8Array) => takeMessage(intake, topic, body);
      const clientId = `bridge-${group}-${slot}`;
      this.connections.set(slot, openConnection({ broker, clientId, take, confirm, metrics: intake.metrics, log }));
    }
    intake.metrics.connections.set(this.connections.size);
    return true;
  }

  private async follow(): Promise<void> {
    const { db, slots, sharedSubscription } = this.options;
    const useShared = await this.shared;
    const lots = await db.asIdentity((tx) => lotsWithDevices(tx));
    for (const [slot, connection] of this.connections) {
      const own = lots.filter(({ lotId }) => slotOf(lotId, slots) === slot);
      const filters = own.flatMap(({ companyId, lotId }) => lotFilters(companyId, lotId));
      connection.follow(useShared ? sharedFilters(sharedSubscription ?? '') : filters);
    }
    const heard = await Promise.all(
      [...this.connections.values()].map((connection) => connection.subscribed(subscribeMs)),
    );
    this.subscribed = heard.every(Boolean);
  }
}

export const startIngest = (options: IngestOptions): Ingest => new Reading(options);
