// The budgets of a session, read from histories and transition counts of the dev server: exact, so they are gates.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { billedActionsOf, type HistoryEvent } from './support/billed-actions.ts';
import { createStage, minutes, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const costOf = async (sessionId: string) => {
  const handle = stage.client.workflow.getHandle(`session/${sessionId}`);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const { raw } = await handle.describe();
  const history = (events ?? []) as HistoryEvent[];
  return {
    events: history.length,
    transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? Number.NaN),
    actions: billedActionsOf(history),
  };
};

/** Messages come one after the other in life; each finds the one before it answered. */
const settled = (sessionId: string, revision: number) => stage.until(sessionId, (row) => row.revision >= revision);
const breathe = () => new Promise((resolve) => setTimeout(resolve, 250));

test('an on-street session paid before leaving keeps to 25 events, 12 transitions and 11 billed actions', async () => {
  stage.clock.set(minutes(100));
  const sessionId = await stage.open('on-street', { bay: 'A1' });
  await stage.request(sessionId, 'bindPlate', { vehicleId: await stage.vehicle() });
  await stage.pay(sessionId, 5_000);
  await settled(sessionId, 2);
  await breathe();
  await stage.free(sessionId, minutes(95));
  expect(await stage.until(sessionId, ({ phase }) => phase === 'closed')).toMatchObject({ outcome: 'settled' });
  const cost = await costOf(sessionId);
  expect(cost.events).toBeLessThanOrEqual(25);
  expect(cost.transitions).toBeLessThanOrEqual(12);
  expect(cost.actions).toBeLessThanOrEqual(11);
});

test('an on-street session paid after leaving, with its timer, keeps to 27 events, 12 transitions and 12 billed actions', async () => {
  stage.clock.set(minutes(100));
  const sessionId = await stage.open('on-street', { bay: 'A2' });
  await stage.request(sessionId, 'bindPlate', { vehicleId: await stage.vehicle() });
  await stage.free(sessionId, minutes(100));
  await stage.until(sessionId, ({ phase }) => phase === 'left');
  await breathe();
  const dueFen = (await stage.balances(sessionId))[`receivable:session:${sessionId}`] ?? 0;
  expect(dueFen).toBeGreaterThan(0);
  await stage.pay(sessionId, dueFen);
  expect(await stage.until(sessionId, ({ phase }) => phase === 'closed')).toMatchObject({ outcome: 'settled' });
  const cost = await costOf(sessionId);
  expect(cost.events).toBeLessThanOrEqual(27);
  expect(cost.transitions).toBeLessThanOrEqual(12);
  expect(cost.actions).toBeLessThanOrEqual(12);
});

test('an off-street session paid at the exit keeps to 25 events, 10 transitions and 10 billed actions', async () => {
  stage.clock.set(minutes(100));
  const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
  const decision = await stage.askExit(sessionId, minutes(100));
  expect(decision.verdict).toBe('pay');
  await stage.pay(sessionId, decision.verdict === 'pay' ? decision.dueFen : 0);
  await settled(sessionId, 2);
  await breathe();
  await stage.driveOut(sessionId, minutes(101));
  expect(await stage.until(sessionId, ({ phase }) => phase === 'closed')).toMatchObject({ outcome: 'settled' });
  const cost = await costOf(sessionId);
  expect(cost.events).toBeLessThanOrEqual(25);
  expect(cost.transitions).toBeLessThanOrEqual(10);
  expect(cost.actions).toBeLessThanOrEqual(10);
});
