// The bridge: devices on one side, inbox and commands on the other. Built here from its parts, stopped in reverse order.
import { type WorkflowClient } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { openDeliveryStatements } from '../db/delivery-statements.ts';
import { type Clock } from '../platform/clock.ts';
import { type Config } from '../platform/config.ts';
import { type Log } from '../platform/log.ts';
import { metricsRegistry, type Probe } from '../platform/operations-server.ts';
import { type PictureStorage } from '../providers/storage/picture-storage.ts';
import { type Commands, startCommands } from './commands/index.ts';
import { type Dispatcher, startDispatcher } from './dispatch/dispatcher.ts';
import { type BridgeServer, startBridgeServer } from './http-server.ts';
import { createBatcher } from './ingest/batcher.ts';
import { type Ingest, startIngest } from './ingest/index.ts';
import { ingestMetrics } from './ingest/metrics.ts';
import { createPartitions } from './ingest/partitions.ts';
import { collectSigns } from './ingest/signs.ts';
import { openOutbound } from './outbound.ts';
import { createRegistry } from './registry.ts';
import { type BridgeSettings } from './settings.ts';
import { openWake, type Wake } from './wake.ts';

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

/** A broker that is down holds up the start no longer than this; lanes are served without it. */
const readyMs = 5_000;

/** What every part shares: the memory of devices, the intake's batch, signs of life. */
const createShared = ({ config, settings, db, log }: BridgePorts) => {
  const { hashKey, dataKey } = config.secrets;
  // Ingest needs the batch, and the batch asks how many connections ingest has.
  const later: { ingest?: Ingest } = {};
  const partitions = createPartitions(db);
  const inbox = openDeliveryStatements(config.databaseUrl);
  return {
    later,
    keys: { hashKey, dataKey },
    broker: { url: config.mqttUrl, username: settings.username, password: settings.password },
    registry: createRegistry(db),
    partitions,
    metrics: ingestMetrics(metricsRegistry()),
    signs: collectSigns(db, (error) => log.warn({ err: error }, 'signs of life are lost')),
    inbox,
    batcher: createBatcher({ inbox, partitions, waiters: () => later.ingest?.connectionCount() ?? 1 }),
  };
};

type Shared = ReturnType<typeof createShared>;

const listen = (ports: BridgePorts, { registry, later }: Shared, dispatcher: Dispatcher, commands: Commands): Wake =>
  openWake({
    databaseUrl: ports.config.databaseUrl,
    log: ports.log,
    onNotice: (channel, payload) => {
      if (channel === 'device_event') dispatcher.wake();
      else if (channel === 'device_command') commands.wake();
      // A device changed, or without a name the rules of some lot.
      else if (payload === '') registry.forgetAll();
      else {
        registry.forgetDevice(payload);
        later.ingest?.refresh();
      }
    },
    onLost: () => later.ingest?.dropLeases(),
    onListening: () => {
      registry.forgetAll();
      later.ingest?.refresh();
      dispatcher.wake();
      commands.wake();
    },
  });

const serve = (ports: BridgePorts, shared: Shared, ingest: Ingest): Promise<BridgeServer> => {
  const { config, settings, db, clock, log, pictures, workflows } = ports;
  const { keys, registry, partitions, batcher, signs } = shared;
  const check = async (): Promise<void> => {
    if (!ingest.isReady()) throw new Error('not reading from the broker');
  };
  return startBridgeServer({
    ...{ host: settings.host, port: config.bridgePort, brokerAuthToken: settings.brokerAuthToken },
    ...{ db, keys, clock, log, registry, partitions, batcher, signs, pictures, workflows },
    paymentUrl: (laneId) => `${config.publicUrl}/pay/lanes/${laneId}`,
    probes: [...ports.probes, { name: 'broker', check, budgetMs: 1_000 }],
  });
};

export const startBridge = async (ports: BridgePorts): Promise<Bridge> => {
  const { settings, db, clock, log } = ports;
  const { slots, group, sharedSubscription } = settings;
  const shared = createShared(ports);
  const { broker, registry, keys, batcher, signs, metrics } = shared;
  const outbound = openOutbound(broker, group, log);
  const commands = startCommands({ db, outbound, registry, log });
  const dispatcher = startDispatcher({ db, keys, log });
  const wake = listen(ports, shared, dispatcher, commands);
  const ingest = startIngest({
    ...{ db, broker, log, slots, group, sharedSubscription },
    lease: (slot) => wake.tryLease(slot),
    confirm: (receipt) => outbound.confirm(receipt),
    intake: { registry, keys, clock, batcher, signs, metrics, onAck: (address, ack) => commands.onAck(address, ack) },
  });
  shared.later.ingest = ingest;
  const server = await serve(ports, shared, ingest);
  if (!(await ingest.ready(readyMs))) log.warn('the broker does not answer yet: reading starts when it does');
  return {
    port: server.port,
    stop: async () => {
      await ingest.stop();
      await server.close();
      await dispatcher.stop();
      await commands.stop();
      await outbound.stop();
      await signs.stop();
      await wake.stop();
      await shared.inbox.close();
    },
  };
};
