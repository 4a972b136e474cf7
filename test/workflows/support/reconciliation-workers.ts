// The two workers that a reconciliation needs, on a Temporal server, over a town of the payment tests.
import { type NativeConnection } from '@temporalio/worker';
import { createBillFetchActivities } from '../../../activities/reconciliation/fetch-bill.ts';
import { createReconciliationActivities } from '../../../activities/reconciliation/index.ts';
import { openMerchantConfiguration } from '../../../db/queries/merchants.ts';
import { createProvidersWorker } from '../../../delivery/providers-worker.ts';
import { createParkingWorker } from '../../../delivery/worker.ts';
import { merchantBills } from '../../../providers/payment/merchant-bills.ts';
import { type ReconciliationInput } from '../../../workflows/messages/reconciliation.ts';
import { type Town } from '../../payments/support.ts';
import { testEnvironment } from '../../support/environment.ts';

export interface Queues {
  readonly taskQueue: string;
  readonly providersTaskQueue: string;
}

export const queuesOf = (town: Town): Queues => ({
  taskQueue: `books-${town.scene.companyId}`,
  providersTaskQueue: `providers-${town.scene.companyId}`,
});

export const inputOf = (town: Town, date?: string): ReconciliationInput => ({
  companyId: town.scene.companyId,
  merchantAccountId: town.merchantAccountId,
  channel: 'wechat',
  providersTaskQueue: queuesOf(town).providersTaskQueue,
  ...(date === undefined ? {} : { date }),
});

/** Runs until the answer is called. */
export const runReconciliationWorkers = async (
  town: Town,
  connection: NativeConnection,
): Promise<() => Promise<void>> => {
  const { db: database, keys } = town.scene;
  const place = { connection, namespace: 'default', payloadCodecs: [] };
  const { taskQueue, providersTaskQueue } = queuesOf(town);
  const billsOf = merchantBills({
    wechatPayUrl: town.bench.gateway.baseUrl,
    openConfiguration: (merchant) => openMerchantConfiguration(merchant, keys),
  });
  const workers = [
    await createParkingWorker({
      ...place,
      taskQueue,
      activities: createReconciliationActivities({ database, clock: town.clock }),
      bundleFolder: testEnvironment().config().bundleFolder,
    }),
    await createProvidersWorker({
      ...place,
      taskQueue: providersTaskQueue,
      activities: createBillFetchActivities({ database, clock: town.clock, billsOf }),
    }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  return async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  };
};
