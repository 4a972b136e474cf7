// The workflow of a day: started by its schedule or by a person, on a real server, with the sandbox gateway's bill.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { enqueue } from '../../db/queries/outbox.ts';
import { sql } from '../../db/rows.ts';
import { deliverOutbox } from '../../delivery/outbox.ts';
import { reconciliationStart } from '../../delivery/reconciliation-start.ts';
import { scheduleRounds } from '../../delivery/schedules.ts';
import { reconciliationId, reconciliationType, scheduleId } from '../../workflows/messages/reconciliation.ts';
import { openReconciledTown, type ReconciledTown } from '../payments/reconciliation-support.ts';
import { testEnvironment } from '../support/environment.ts';
import { builtBundle } from './support/bundle.ts';
import { inputOf, queuesOf, runReconciliationWorkers } from './support/reconciliation-workers.ts';
import { eventually, installRuntime, outboxPorts } from './support/stage.ts';

const day = '2026-03-11';
let town: ReconciledTown;
let client: Client;
let connection: NativeConnection;
let stopWorkers: () => Promise<void>;
let workflowBundle: { codePath: string };

beforeAll(async () => {
  installRuntime();
  [town, workflowBundle] = await Promise.all([openReconciledTown(), builtBundle()]);
  connection = await NativeConnection.connect({ address: testEnvironment().temporalAddress });
  client = new Client({ connection });
  stopWorkers = await runReconciliationWorkers(town, connection);
  for (let count = 0; count < 2; count += 1) await town.paidStay();
});
afterAll(async () => {
  await client.schedule
    .getHandle(scheduleId(town.merchantAccountId))
    .delete()
    .catch(() => undefined);
  await stopWorkers();
  await connection.close();
  await town.close();
});

const ports = () => ({ database: town.scene.db, client, ...queuesOf(town), channels: ['wechat'] });

test('every worker may make the schedules: there is one for each account, and a pause is kept', async () => {
  expect(await scheduleRounds(ports())()).toBe(1);
  const handle = client.schedule.getHandle(scheduleId(town.merchantAccountId));
  await handle.pause('an operator looks into something');
  const again = scheduleRounds(ports());
  expect(await again()).toBe(1);
  expect(await again()).toBe(0);
  const described = await handle.describe();
  expect(described.state.paused).toBe(true);
  expect(described.spec.calendars).toMatchObject([{ hour: [{ start: 10 }], minute: [{ start: 30 }] }]);
  await handle.unpause();
});

test('the schedule reconciles the day before, and its run can be searched for', async () => {
  town.goTo(1, '10:30');
  await client.schedule.getHandle(scheduleId(town.merchantAccountId)).trigger();
  const state = () =>
    town.inCompany((tx) =>
      tx.row<{ state: string; date: string }>(sql`select state, bill_date::text as date from bill_file`),
    );
  await eventually(async () => ((await state())?.state === 'reconciled' ? true : undefined));
  expect(await state()).toEqual({ state: 'reconciled', date: day });
  expect(await town.classes(day)).toEqual({ matched: 2 });
  const found = await eventually(async () => {
    const query = `CaseType = 'reconciliation' and CompanyId = '${town.scene.companyId}' and Phase = 'settled'`;
    for await (const execution of client.workflow.list({ query })) return execution.workflowId;
    return undefined;
  });
  expect(found).toContain(scheduleId(town.merchantAccountId));
  expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);
});

test('a person runs the day again through the outbox: the same outcome, nothing settled twice, and its history replays', async () => {
  const before = await town.balance('bank:settled');
  const workflowId = reconciliationId(town.merchantAccountId, day);
  await town.inCompany((tx) =>
    enqueue(tx, {
      companyId: town.scene.companyId,
      workflowId,
      workflowType: reconciliationType,
      kind: 'start',
      message: reconciliationType,
      argument: inputOf(town, day),
      messageKey: 'reconcile/again',
    }),
  );
  const { taskQueue } = queuesOf(town);
  await deliverOutbox({ ...outboxPorts(town, client, taskQueue), deployedTypes: [reconciliationType] });
  const handle = client.workflow.getHandle(workflowId);
  expect(await handle.result()).toEqual({ date: day, lines: 2, exceptions: 0 });
  expect(await town.balance('bank:settled')).toBe(before);
  const history = await handle.fetchHistory();
  await expect(
    Worker.runReplayHistory({ workflowBundle, replayName: 'reconciliation' }, history, workflowId),
  ).resolves.toBeUndefined();
});

test('two runs of a day at once settle it once', async () => {
  await town.bench.sandbox.faults(town.merchantId, { billExtraRow: { times: 1 } });
  const next = '2026-03-12';
  await town.paidStay();
  town.goTo(2, '10:30');
  const { taskQueue } = queuesOf(town);
  const ids = [reconciliationId(town.merchantAccountId, next), `${scheduleId(town.merchantAccountId)}-at-once`];
  const outcomes = await Promise.all(
    ids.map((id) =>
      client.workflow.execute(reconciliationType, reconciliationStart({ taskQueue }, id, inputOf(town, next))),
    ),
  );
  expect(outcomes[0]).toMatchObject({ date: next });
  const settled = await town.inCompany((tx) =>
    tx.rows(sql`select 1 from ledger_transaction where kind = 'bill-settled'`),
  );
  expect(settled).toHaveLength(2);
  expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);
});

test('an account that is gone ends the run with a word, not with a retry', async () => {
  const input = { ...inputOf(town, day), merchantAccountId: town.scene.companyId };
  const { taskQueue } = queuesOf(town);
  const run = client.workflow.execute(
    reconciliationType,
    reconciliationStart({ taskQueue }, reconciliationId('gone', day), input),
  );
  await expect(run).rejects.toMatchObject({ cause: { type: 'no-bill' } });
});
