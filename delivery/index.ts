// Everything that is delivered or swept, as loops of the worker process.
import { type Database } from '../db/database.ts';
import { listen } from '../db/listen.ts';
import { drainLoop, type DrainLoop } from '../platform/drain-loop.ts';
import { sealAuditLog } from './audit-sealer.ts';
import { reportMissingYears } from './calendar-alarms.ts';
import { deliverOutbox, releaseHeld, type OutboxPorts } from './outbox.ts';
import { releaseExpiredReservations, reportMaximumStays, restartUnstarted, type SweepPorts } from './sweeps.ts';

/** A queue that is emptied: woken by notifications on its channel, and by a poll. */
export interface Queue {
  readonly name: string;
  readonly channel?: string;
  readonly round: () => Promise<number>;
  readonly pollMs: number;
}

export interface DeliveryPorts extends OutboxPorts, SweepPorts {
  readonly database: Database;
  /** Where notifications are heard; a direct connection, not a pooler in transaction mode. */
  readonly databaseUrl: string;
  readonly log: { warn(fields: object, message: string): void };
}

export interface Delivery {
  stop(): Promise<void>;
}

/** The queues that every release has; payment queues are added by the composition root. */
const ownQueues = (ports: DeliveryPorts): Queue[] => [
  { name: 'outbox', channel: 'outbox', round: () => deliverOutbox(ports), pollMs: 500 },
  { name: 'reservations', round: () => releaseExpiredReservations(ports), pollMs: 10_000 },
  { name: 'unstarted', round: async () => (await restartUnstarted(ports), 0), pollMs: 30_000 },
  { name: 'audit-seals', channel: 'audit_seal', round: () => sealAuditLog(ports), pollMs: 60_000 },
  { name: 'maximum-stays', round: () => reportMaximumStays(ports), pollMs: 600_000 },
  { name: 'calendar-years', round: () => reportMissingYears(ports), pollMs: 3_600_000 },
];

export const startDelivery = async (ports: DeliveryPorts, furtherQueues: readonly Queue[]): Promise<Delivery> => {
  await releaseHeld(ports);
  const queues = [...ownQueues(ports), ...furtherQueues];
  const loops = new Map<string, DrainLoop>();
  for (const queue of queues) {
    const failed = (error: unknown): void =>
      ports.log.warn(
        { queue: queue.name, error: error instanceof Error ? error.message : String(error) },
        'a round failed',
      );
    loops.set(queue.name, drainLoop({ ...queue, failed }));
  }
  const channels = queues.flatMap(({ channel }) => (channel === undefined ? [] : [channel]));
  const listener = listen(ports.databaseUrl, channels, (channel) => {
    for (const queue of queues) if (queue.channel === channel) loops.get(queue.name)?.wake();
  });
  return {
    stop: async () => {
      await listener.close();
      await Promise.all([...loops.values()].map((loop) => loop.stop()));
    },
  };
};
