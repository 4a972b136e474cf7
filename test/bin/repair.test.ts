// npm run repair: sessions whose workflow was lost go on from their row as if nothing had happened.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditCompany } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { startOptions } from '../../delivery/start-options.ts';
import { newId } from '../../platform/ids.ts';
import { testEnvironment } from '../support/environment.ts';
import { createStage, eventually, minutes, type Stage, start } from '../workflows/support/stage.ts';
import { runVerb } from './support/run-verb.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const repair = (...args: string[]) =>
  runVerb('repair', args, {
    DATABASE_URL: stage.scene.databaseUrl,
    TEMPORAL_ADDRESS: testEnvironment().temporalAddress,
    TASK_QUEUE: stage.taskQueue,
  });

/** As an operator may do by hand in the user interface; answers when the list of executions knows it too. */
const terminate = async (workflowId: string): Promise<void> => {
  await stage.client.workflow.getHandle(workflowId).terminate('by hand');
  await eventually(async () => {
    const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Running'`;
    return (await stage.client.workflow.count(query)).count === 0 ? true : undefined;
  });
};

/** As if the message had reached the workflow that died before it acted. */
const markDelivered = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.run(sql`update outbox set state = 'done' where workflow_id = ${`session/${sessionId}`} and state = 'new'`),
  );

const brokenChecks = async () => (await auditCompany(stage.scene.db, stage.scene.companyId)).broken;

test('starts the workflow of a parked session again, which then ends rightly', async () => {
  stage.clock.set(minutes(30));
  const sessionId = await stage.open('on-street');
  const vehicleId = await stage.vehicle();
  await stage.request(sessionId, 'bindPlate', { vehicleId });
  await terminate(`session/${sessionId}`);

  const looked = await repair('--dry-run');
  expect(looked).toMatchObject({ code: 1, json: { restarted: [], withoutWorkflow: [sessionId] } });
  const repaired = await repair();
  expect(repaired).toMatchObject({ code: 0, json: { restarted: [sessionId], withoutWorkflow: [], withoutRow: [] } });
  expect(repaired.stderr).toContain(`session ${sessionId} had no workflow`);

  const { searchAttributes } = await stage.client.workflow.getHandle(`session/${sessionId}`).describe();
  expect(searchAttributes).toMatchObject({ Phase: ['parked'], VehicleId: [vehicleId] });
  stage.clock.set(minutes(95));
  await stage.free(sessionId, minutes(95));
  await stage.until(sessionId, ({ phase }) => phase === 'left');
  const { gross_fen: dueFen } = await stage.bill(sessionId);
  expect(dueFen).toBeGreaterThan(0);
  await stage.pay(sessionId, dueFen);
  expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled', vehicle_id: vehicleId });
  expect(await brokenChecks()).toEqual([]);
});

test('says again what the lost workflow had heard and not done', async () => {
  stage.clock.set(minutes(95));
  const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle(), enteredAt: start });
  await terminate(`session/${sessionId}`);
  await stage.pay(sessionId, 5_000);
  await stage.driveOut(sessionId, minutes(95));
  await markDelivered(sessionId);
  expect(await repair()).toMatchObject({ code: 0, json: { restarted: [sessionId] } });
  expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled', left: minutes(95) });
  expect(await brokenChecks()).toEqual([]);
});

test('hands over what is unpaid when the grace ran out while no workflow lived', async () => {
  stage.clock.set(minutes(95));
  const sessionId = await stage.open('on-street');
  await stage.request(sessionId, 'bindPlate', { vehicleId: await stage.vehicle() });
  await stage.free(sessionId, minutes(95));
  await stage.until(sessionId, ({ phase }) => phase === 'left');
  await terminate(`session/${sessionId}`);
  stage.clock.set(minutes(200));
  expect(await repair()).toMatchObject({ code: 0, json: { restarted: [sessionId] } });
  expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'handed-over' });
  expect(await brokenChecks()).toEqual([]);
});

test('leaves sessions alone whose workflow runs', async () => {
  const sessionId = await stage.open('on-street');
  const before = await stage.client.workflow.getHandle(`session/${sessionId}`).describe();
  expect(await repair()).toMatchObject({ code: 0, json: { restarted: [], withoutWorkflow: [], withoutRow: [] } });
  expect((await stage.client.workflow.getHandle(`session/${sessionId}`).describe()).runId).toBe(before.runId);
});

test('reports a workflow that no open session row explains', async () => {
  const sessionId = newId();
  const input = {
    sessionId,
    companyId: stage.scene.companyId,
    lotId: stage.scene.streetId,
    setting: 'on-street' as const,
    vehicleClass: 'small',
    enteredAt: start,
  };
  const ports = { taskQueue: stage.taskQueue, consoleUrl: 'https://console.example' };
  await stage.client.workflow.start('parkingSession', startOptions(ports, `session/${sessionId}`, { input }));
  await eventually(async () =>
    (await stage.client.workflow.count(`WorkflowId = 'session/${sessionId}'`)).count === 1 ? true : undefined,
  );
  const reported = await repair();
  await terminate(`session/${sessionId}`);
  expect(reported).toMatchObject({ code: 1, json: { restarted: [], withoutRow: [`session/${sessionId}`] } });
});

test('lists what is parked, and gives it back with --release', async () => {
  const { companyId, inCompany, db } = stage.scene;
  const sessionId = await stage.open('on-street');
  await inCompany(async (tx) => {
    await tx.run(sql`
      insert into outbox (company_id, workflow_id, workflow_type, kind, message, arguments, message_key, state, attempts, error)
      values (${companyId}, ${`session/${sessionId}`}, 'parkingSession', 'signal', 'paymentSettled',
        ${JSON.stringify({ paymentId: newId() })}::jsonb, 'parked-by-hand', 'parked', 20, 'no connection')`);
    await tx.run(sql`
      insert into dispatch_key (key, company_id, parked_reason, parked_at)
      values ('bay/test', ${companyId}, 'no such bay', now())`);
  });
  const listed = await repair();
  expect(listed).toMatchObject({
    code: 1,
    json: {
      parked: { messages: [{ message: 'paymentSettled', error: 'no connection' }], keys: [{ key: 'bay/test' }] },
      released: 0,
    },
  });
  expect(listed.stderr).toMatch(/parked message .*no connection/);
  expect(await repair('--release')).toMatchObject({ code: 0, json: { released: 2 } });
  const delivered = await eventually(async () => {
    const row = await db.asDelivery((tx) =>
      tx.row<{ state: string }>(sql`select state from outbox where message_key = 'parked-by-hand'`),
    );
    return row?.state === 'done' ? true : undefined;
  });
  expect(delivered).toBe(true);
  expect(await repair()).toMatchObject({ code: 0, json: { parked: { messages: [], notices: [], keys: [] } } });
});

test.each([
  ['no city runs', {}, 'npm start'],
  ['half of the servers are named', { DATABASE_URL: 'postgres://127.0.0.1:9/x' }, 'TEMPORAL_ADDRESS'],
])('says what to do when %s', async (_what, env, remedy) => {
  const ended = await runVerb('repair', [], { CITY_FOLDER: '/nowhere/at-all', ...env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(remedy);
});
