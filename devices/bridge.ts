// The bridge: devices on one side, inbox and commands on the other. Built here from its parts, stopped in reverse order.
import { type WorkflowClient } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { type Clock } from '../platform/clock.ts';
import { type Config } from '../platform/config.ts';
import { type Log } from '../platform/log.ts';
import { metricsRegistry, type Probe } from '../platform/operations-server.ts';
import { type PictureStorage } from '../providers/storage/picture-storage.ts';
import { startCommands } from './commands/index.ts';
import { startDispatcher } from './dispatch/dispatcher.ts';
import { startBridgeServer } from './http-server.ts';
import { createBatcher } from './ingest/batcher.ts';
import { type Ingest, startIngest } from './ingest/index.ts';
import { ingestMetrics } from './ingest/metrics.ts';
import { createPartitions } from './ingest/partitions.ts';
import { collectSigns } from './ingest/signs.ts';
import { createRegistry } from './registry.ts';
import { type BridgeSettings } from './settings.ts';
import { openWake } from './wake.ts';

export interface BridgePorts {
  readonly config: Pick<Config, 'databaseUrl' | 'mqttUrl' | 'bridgePort' | 'publicUrl' | 'secrets'>;
  readonly settings: BridgeSettings;
  readonly db: Database;
  readonly clock: Clock;
  readonly workflows: WorkflowClient;
  readonly pictures: PictureStorage;
  readonly probes: readonly Probe[];
  readonly log: Log;
}

export interface Bridge {
  readonly port: number;
  stop(): Promise<void>;
}

export const startBridge = async (ports: BridgePorts): Promise<Bridge> => {
  const { config, settings, db, clock, log } = ports;
  const { hashKey, dataKey } = config.secrets;
  const keys = { hashKey, dataKey };
  const broker = { url: config.mqttUrl, username: settings.username, password: settings.password };
  const registry = createRegistry(db);
  const partitions = createPartitions(db);
  const metrics = ingestMetrics(metricsRegistry());
  const signs = collectSigns(db, (error) => log.warn({ err: error }, 'signs of life are lost'));
  let ingest: Ingest | undefined;
  const batcher = createBatcher({ db, partitions, waiters: () => ingest?.connectionCount() ?? 1 });
  const commands = startCommands({ db, broker, registry, group: settings.group, log });
  const dispatcher = startDispatcher({ db, keys, log });

  /** A device changed, or without a name the rules of some lot. */
  const heard = (deviceId: string): void => {
    if (deviceId === '') {
      registry.forgetAll();
      return;
    }
    registry.forgetDevice(deviceId);
    ingest?.refresh();
  };
  const wake = openWake({
    databaseUrl: config.databaseUrl,
    log,
    onNotice: (channel, payload) => {
      if (channel === 'device_event') dispatcher.wake();
      else if (channel === 'device_command') commands.wake();
      else heard(payload);
    },
    onLost: () => ingest?.dropLeases(),
    onListening: () => {
      registry.forgetAll();
      ingest?.refresh();
      dispatcher.wake();
      commands.wake();
    },
  });
  ingest = startIngest({
    db,
    broker,
    log,
    slots: settings.slots,
    group: settings.group,
    sharedSubscription: settings.sharedSubscription,
    lease: (slot) => wake.tryLease(slot),
    intake: { registry, keys, clock, batcher, signs, metrics, onAck: (address, ack) => commands.onAck(address, ack) },
  });
  const reading = ingest;
  const paymentUrl = (laneId: string): string => `${config.publicUrl}/pay/lanes/${laneId}`;
  const server = await startBridgeServer({
    ...{
      host: settings.host,
      port: config.bridgePort,
      brokerAuthToken: settings.brokerAuthToken,
      db,
      keys,
      clock,
      log,
    },
    ...{ registry, partitions, batcher, signs, pictures: ports.pictures, workflows: ports.workflows, paymentUrl },
    probes: [
      ...ports.probes,
      {
        name: 'broker',
        check: async () => {
          if (!reading.isReady()) throw new Error('not reading from the broker');
        },
        budgetMs: 1_000,
      },
    ],
  });
  return {
    port: server.port,
    stop: async () => {
      await reading.stop();
      await server.close();
      await dispatcher.stop();
      await commands.stop();
      await signs.stop();
      await wake.stop();
    },
  };
};
