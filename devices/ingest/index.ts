// Ingest: the connections of this bridge to the broker, one per leased slot, each reading the lots that fall to its slot.
import { createHash } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { lotsWithDevices } from '../../db/queries/device-credentials.ts';
import { type Log } from '../../platform/log.ts';
import { lotFilters } from '../topics.ts';
import { type BrokerAccount, type Connection, openConnection } from './connection.ts';
import { type IntakePorts, takeMessage } from './intake.ts';
import { probeSharedSubscription, sharedFilters } from './shared-subscription.ts';

export interface IngestOptions {
  readonly db: Database;
  readonly broker: BrokerAccount;
  readonly intake: IntakePorts;
  readonly log: Log;
  /** How many connections the bridges of this installation have together. */
  readonly slots: number;
  /** Part of the client ids: bridges of one installation share it. */
  readonly group: string;
  /** Name of a shared subscription to use instead of lots by slot, if the broker turns out to serve it. */
  readonly sharedSubscription: string | undefined;
  readonly lease: (slot: number) => Promise<boolean>;
}

export interface Ingest {
  /** Looks for free slots and new lots now. */
  refresh(): void;
  /** The leases are gone with their session: others may hold them already. */
  dropLeases(): void;
  /** How many callers of the batcher there can be. */
  connectionCount(): number;
  isReady(): boolean;
  stop(): Promise<void>;
}

const refreshMs = 3_000;
const subscribeMs = 2_000;

export const slotOf = (lotId: string, slots: number): number =>
  createHash('sha256').update(lotId).digest().readUInt32BE(0) % slots;

export const startIngest = (options: IngestOptions): Ingest => {
  const { db, broker, log, slots, group, intake } = options;
  const connections = new Map<number, Connection>();
  let stopped = false;
  let subscribed = false;
  let refreshing: Promise<void> | undefined;
  let again = false;
  const shared =
    options.sharedSubscription === undefined
      ? Promise.resolve(false)
      : probeSharedSubscription(broker, options.sharedSubscription, log);

  const follow = async (): Promise<void> => {
    const useShared = await shared;
    const lots = await db.asIdentity((tx) => lotsWithDevices(tx));
    for (const [slot, connection] of connections) {
      const own = lots.filter(({ lotId }) => slotOf(lotId, slots) === slot);
      connection.follow(
        useShared
          ? sharedFilters(options.sharedSubscription ?? '')
          : own.flatMap((lot) => lotFilters(lot.companyId, lot.lotId)),
      );
    }
    const heard = await Promise.all([...connections.values()].map((connection) => connection.subscribed(subscribeMs)));
    subscribed = heard.every(Boolean);
  };

  const takeSlots = async (): Promise<void> => {
    for (let slot = 0; slot < slots && !stopped; slot += 1) {
      if (connections.has(slot) || !(await options.lease(slot))) continue;
      const take = (topic: string, body: Uint8Array) => takeMessage(intake, topic, body);
      const clientId = `bridge-${group}-${slot}`;
      connections.set(slot, openConnection({ broker, clientId, take, metrics: intake.metrics, log }));
    }
    intake.metrics.connections.set(connections.size);
  };

  const refresh = (): void => {
    again = true;
    refreshing ??= (async () => {
      while (again && !stopped) {
        again = false;
        await takeSlots()
          .then(follow)
          .catch((error: unknown) => log.warn({ err: error }, 'lots and slots could not be read'));
      }
      refreshing = undefined;
    })();
  };
  const timer = setInterval(refresh, refreshMs);
  refresh();

  return {
    refresh,
    dropLeases: () => {
      for (const connection of connections.values()) void connection.stop();
      connections.clear();
    },
    connectionCount: () => Math.max(1, connections.size),
    isReady: () => subscribed && [...connections.values()].every((connection) => connection.isConnected()),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.all([...connections.values()].map((connection) => connection.stop()));
      await refreshing;
    },
  };
};
