// A bill that is late: the channel is asked again for hours, somebody is told once, and the day is reconciled in the end.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { reconciliationStart } from '../../delivery/reconciliation-start.ts';
import { SEARCH_ATTRIBUTES } from '../../embedded/index.ts';
import { reconciliationId, reconciliationType } from '../../workflows/messages/reconciliation.ts';
import { openReconciledTown, type ReconciledTown } from '../payments/reconciliation-support.ts';
import { testEnvironment } from '../support/environment.ts';
import { builtBundle } from './support/bundle.ts';
import { inputOf, queuesOf, runReconciliationWorkers } from './support/reconciliation-workers.ts';
import { installRuntime } from './support/stage.ts';

const day = '2026-03-11';
// temporal.api.enums.v1.IndexedValueType
const indexedValueTypes = { Keyword: 2, KeywordList: 7, Int: 3 } as const;

let environment: TestWorkflowEnvironment;
let town: ReconciledTown;
let stopWorkers: () => Promise<void>;

beforeAll(async () => {
  installRuntime();
  [town] = await Promise.all([openReconciledTown(), builtBundle()]);
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testEnvironment().temporalTestServerPath } },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, indexedValueTypes[type]]),
    ),
  });
  stopWorkers = await runReconciliationWorkers(town, environment.nativeConnection);
  await town.paidStay();
});
afterAll(async () => {
  await stopWorkers();
  await environment.teardown();
  await town.close();
});

const run = () => {
  const { taskQueue } = queuesOf(town);
  const workflowId = reconciliationId(town.merchantAccountId, day);
  return environment.client.workflow.execute(
    reconciliationType,
    reconciliationStart({ taskQueue }, workflowId, inputOf(town, day)),
  );
};

test('asks for two hours and more, tells a person once why, and reconciles the day when the bill is there', async () => {
  town.goTo(1, '10:30');
  await town.bench.sandbox.faults(town.merchantId, {
    decline: { times: 20, only: '/v3/bill', status: 400, code: 'STATEMENT_CREATING' },
    billWrongHash: { times: 2 },
  });
  expect(await run()).toEqual({ date: day, lines: 1, exceptions: 0 });
  const items = await town.inCompany((tx) =>
    tx.rows<{ detail: { error: string } }>(sql`select detail from audit_item where kind = 'bill-late'`),
  );
  expect(items).toHaveLength(1);
  expect(items[0]?.detail.error).toContain('STATEMENT_CREATING');
  expect(await town.inCompany((tx) => tx.row(sql`select state, error from bill_file`))).toEqual({
    state: 'reconciled',
    error: null,
  });
  expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);
});
