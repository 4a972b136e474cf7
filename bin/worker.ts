// The worker process: session workflows with their local activities, and every delivery loop.
import { Runtime } from '@temporalio/worker';
import { createSessionActivities } from '../activities/session/index.ts';
import { openDatabase } from '../db/database.ts';
import { openMerchantConfiguration } from '../db/queries/merchants.ts';
import { sealPayer } from '../db/queries/payments.ts';
import { startDelivery } from '../delivery/index.ts';
import { paymentQueues } from '../delivery/payments/index.ts';
import { createParkingWorker } from '../delivery/worker.ts';
import { clockOf } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { startOperationsServer } from '../platform/operations-server.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';
import { connectTemporal } from '../platform/temporal.ts';
import { merchantChannels } from '../providers/payment/merchant-channels.ts';

const config = readConfig();
const log = createLog({ name: 'worker', level: config.logLevel });
// Signals are ours to handle: the loops stop first, then the worker drains.
Runtime.install({ shutdownSignals: [] });

const clock = clockOf(config.simulatedClockFile);
const database = await openDatabase({ url: config.databaseUrl, poolSize: 16 });
const temporal = await connectTemporal(config);
const paymentUrl = (laneId: string): string => `${config.publicUrl}/pay/lanes/${laneId}`;
const channelOf = merchantChannels({
  publicUrl: config.publicUrl,
  wechatPayUrl: config.wechatPayUrl,
  alipayUrl: config.alipayUrl,
  openConfiguration: (merchant) => openMerchantConfiguration(merchant, config.secrets),
});

const worker = await createParkingWorker({
  connection: temporal.connection,
  namespace: config.temporalNamespace,
  taskQueue: config.taskQueue,
  payloadCodecs: temporal.payloadCodecs,
  activities: createSessionActivities({ database, clock, paymentUrl }),
  bundleFolder: config.bundleFolder,
});
const running = worker.run();
const delivery = await startDelivery(
  {
    database,
    databaseUrl: config.databaseUrl,
    client: temporal.client,
    clock,
    taskQueue: config.taskQueue,
    deployedTypes: ['parkingSession'],
    consoleUrl: config.publicUrl,
    log,
  },
  paymentQueues({ database, clock, channelOf, sealPayer: (payerId) => sealPayer(config.secrets, payerId), log }),
);
const operations = await startOperationsServer(config.workerPort, [
  { name: 'postgres', check: () => database.ping(), budgetMs: 1_000 },
  { name: 'temporal', check: async () => void (await temporal.connection.healthService.check({})), budgetMs: 1_000 },
]);

const done = runUntilSignal(async (reason) => {
  log.info({ reason }, 'draining');
  await delivery.stop();
  worker.shutdown();
  await running;
  await operations.close();
  await temporal.close();
  await database.close();
});
running.catch((error: unknown) => {
  log.fatal({ error: error instanceof Error ? error.message : String(error) }, 'the worker stopped');
  process.exit(1);
});
announceReady({ port: operations.port });
await done;
