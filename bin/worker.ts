// The worker process: workflows with their local activities, the activities that ask channels, and every delivery loop.
import { Runtime } from '@temporalio/worker';
import { createBillFetchActivities } from '../activities/reconciliation/fetch-bill.ts';
import { createReconciliationActivities } from '../activities/reconciliation/index.ts';
import { createSessionActivities } from '../activities/session/index.ts';
import { openDatabase } from '../db/database.ts';
import { openMerchantConfiguration } from '../db/queries/merchants.ts';
import { sealPayer } from '../db/queries/payments.ts';
import { startDelivery } from '../delivery/index.ts';
import { paymentQueues } from '../delivery/payments/index.ts';
import { createProvidersWorker } from '../delivery/providers-worker.ts';
import { scheduleRounds } from '../delivery/schedules.ts';
import { createParkingWorker } from '../delivery/worker.ts';
import { clockOf } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { startOperationsServer } from '../platform/operations-server.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';
import { connectTemporal } from '../platform/temporal.ts';
import { channelsWithBills, merchantBills } from '../providers/payment/merchant-bills.ts';
import { merchantChannels, type SealedMerchant } from '../providers/payment/merchant-channels.ts';

const config = readConfig();
const log = createLog({ name: 'worker', level: config.logLevel });
// Signals are ours to handle: the loops stop first, then the worker drains.
Runtime.install({ shutdownSignals: [] });

const clock = clockOf(config.simulatedClockFile);
const database = await openDatabase({ url: config.databaseUrl, poolSize: 16 });
const temporal = await connectTemporal(config);
const paymentUrl = (laneId: string): string => `${config.publicUrl}/pay/lanes/${laneId}`;
const { publicUrl, wechatPayUrl, alipayUrl, taskQueue, providersTaskQueue } = config;
const openConfiguration = (merchant: SealedMerchant) => openMerchantConfiguration(merchant, config.secrets);
const channelOf = merchantChannels({ publicUrl, wechatPayUrl, alipayUrl, openConfiguration });

const place = {
  connection: temporal.connection,
  namespace: config.temporalNamespace,
  payloadCodecs: temporal.payloadCodecs,
};
const worker = await createParkingWorker({
  ...place,
  taskQueue,
  activities: {
    ...createSessionActivities({ database, clock, paymentUrl }),
    ...createReconciliationActivities({ database, clock }),
  },
  bundleFolder: config.bundleFolder,
});
const providers = await createProvidersWorker({
  ...place,
  taskQueue: providersTaskQueue,
  activities: createBillFetchActivities({
    database,
    clock,
    billsOf: merchantBills({ openConfiguration, wechatPayUrl }),
  }),
});
const workers = [worker, providers];
const running = Promise.all(workers.map((each) => each.run()));
const schedulePorts = { database, client: temporal.client, taskQueue, providersTaskQueue, channels: channelsWithBills };
const delivery = await startDelivery(
  {
    database,
    databaseUrl: config.databaseUrl,
    client: temporal.client,
    clock,
    taskQueue,
    deployedTypes: ['parkingSession', 'reconciliation'],
    consoleUrl: config.publicUrl,
    log,
  },
  [
    ...paymentQueues({ database, clock, channelOf, sealPayer: (payerId) => sealPayer(config.secrets, payerId), log }),
    { name: 'schedules', round: scheduleRounds(schedulePorts), pollMs: 60_000 },
  ],
);
const operations = await startOperationsServer(config.workerPort, [
  { name: 'postgres', check: () => database.ping(), budgetMs: 1_000 },
  { name: 'temporal', check: async () => void (await temporal.connection.healthService.check({})), budgetMs: 1_000 },
]);

const done = runUntilSignal(async (reason) => {
  log.info({ reason }, 'draining');
  await delivery.stop();
  for (const each of workers) each.shutdown();
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
