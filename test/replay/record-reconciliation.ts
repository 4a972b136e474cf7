// Records the histories that reconciliation.test.ts replays: TEST_ENVIRONMENT_FILE=... node test/replay/record-reconciliation.ts
// Record again only when a behaviour is added; an old history must go on replaying for as long as one may be open.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { reconciliationStart } from '../../delivery/reconciliation-start.ts';
import { reconciliationId, reconciliationType } from '../../workflows/messages/reconciliation.ts';
import { openReconciledTown, type ReconciledTown } from '../payments/reconciliation-support.ts';
import { testEnvironment } from '../support/environment.ts';
import { inputOf, queuesOf, runReconciliationWorkers } from '../workflows/support/reconciliation-workers.ts';
import { historyText } from './history-text.ts';

const folder = join(import.meta.dirname, 'histories', 'reconciliation');

const behaviours: Readonly<Record<string, (town: ReconciledTown) => Promise<void>>> = {
  'a-day-that-agrees': async (town) => {
    await town.paidStay();
  },
  'a-late-bill-that-differs': async (town) => {
    await town.paidStay();
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, {
      decline: { times: 1, only: '/v3/bill', status: 400, code: 'STATEMENT_CREATING' },
      billExtraRow: { times: 1 },
      billMissingRow: { times: 1 },
    });
  },
  'a-day-without-a-bill': () => Promise.resolve(),
};

const day = '2026-03-11';
await mkdir(folder, { recursive: true });
const connection = await NativeConnection.connect({ address: testEnvironment().temporalAddress });
const client = new Client({ connection });
for (const [name, behave] of Object.entries(behaviours)) {
  const town = await openReconciledTown();
  const stopWorkers = await runReconciliationWorkers(town, connection);
  try {
    await behave(town);
    town.goTo(1, '10:30');
    const workflowId = reconciliationId(town.merchantAccountId, day);
    const options = reconciliationStart({ taskQueue: queuesOf(town).taskQueue }, workflowId, inputOf(town, day));
    await client.workflow.execute(reconciliationType, options);
    await writeFile(
      join(folder, `${name}.json`),
      historyText(await client.workflow.getHandle(workflowId).fetchHistory()),
    );
    process.stderr.write(`${name}\n`);
  } finally {
    await stopWorkers();
    await town.close();
  }
}
await connection.close();
