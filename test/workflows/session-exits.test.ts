// The exit lane: what it is told, what opens its barrier, and what a paid quote is worth.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { type ExitDecision } from '../../workflows/messages/parking-session.ts';
import { createStage, eventually, minutes, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.clock.set(minutes(100));
  await stage.scene.inCompany((tx) => tx.run(sql`update lane set state = 'open', confirmation = 'loop'`));
});

const open = async () => stage.open('off-street', { vehicleId: await stage.vehicle() });
const handleOf = (sessionId: string) => stage.client.workflow.getHandle(`session/${sessionId}`);
const dueOf = (decision: ExitDecision): number => (decision.verdict === 'pay' ? decision.dueFen : 0);
const commandsOf = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.rows<{ id: string; state: string; decision_id: string }>(
      sql`select id, state, decision_id from device_command where session_id = ${sessionId} order by created_at`,
    ),
  );
/** Another vehicle stands at the lane now. */
const laneTurnsTo = (sessionId: string, decisionId: string, secondsAgo = 0) =>
  stage.scene.inCompany((tx) =>
    tx.run(sql`
      update lane_read set session_id = ${sessionId}, decision_id = ${decisionId},
        read_at = now() - ${`${secondsAgo} seconds`}::interval where lane_id = ${stage.scene.exitLaneId}`),
  );
const granted = async (sessionId: string) => {
  const state = await handleOf(sessionId).query<{ exitGranted?: { decisionId: string } }>('sessionState');
  return state.exitGranted?.decisionId;
};

describe('a vehicle that asks to leave', () => {
  test('is let out when nothing is due, and the place is free when it has driven out', async () => {
    const before = await stage.occupied('off-street');
    const sessionId = await open();
    expect(await stage.occupied('off-street')).toBe(before + 1);
    const decision = await stage.askExit(sessionId, minutes(10));
    expect(decision).toEqual({ verdict: 'open', decisionId: decision.decisionId });
    expect(await commandsOf(sessionId)).toMatchObject([{ state: 'sent', decision_id: decision.decisionId }]);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'parked' });
    await stage.driveOut(sessionId, minutes(11));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'free' });
    expect(await stage.occupied('off-street')).toBe(before);
  });

  test('is told amount and payment link when something is due, and the question is kept as a quote', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(100));
    expect(decision).toEqual({
      verdict: 'pay',
      decisionId: decision.decisionId,
      dueFen: 2_500,
      paymentUrl: `https://pay.example/${stage.scene.exitLaneId}`,
    });
    expect(await commandsOf(sessionId)).toEqual([]);
    expect(await stage.count('quote', sessionId)).toBe(1);
  });

  test('is let out at once, and its stay ends, where no loop confirms the passage', async () => {
    await stage.scene.inCompany((tx) => tx.run(sql`update lane set confirmation = 'none' where direction = 'exit'`));
    const sessionId = await open();
    expect(await stage.askExit(sessionId, minutes(10))).toMatchObject({ verdict: 'open' });
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'free', left: minutes(10) });
  });

  test('hears the recorded answer when the same read is asked again, whatever has changed since', async () => {
    const sessionId = await open();
    const fact = { ...(await stage.event(sessionId, 'lane.exit', minutes(100))), laneId: stage.scene.exitLaneId };
    const ask = (decisionId: string) =>
      handleOf(sessionId).executeUpdate<ExitDecision, [unknown]>('requestExit', { args: [{ ...fact, decisionId }] });
    const first = await ask(newId());
    await stage.pay(sessionId, 100);
    expect(await ask(newId())).toEqual(first);
    expect(await stage.count('quote', sessionId)).toBe(1);
  });

  test('is refused at a lane of another lot, at a lane that does not exist and at a closed lane', async () => {
    const sessionId = await open();
    expect(await stage.askExit(sessionId, minutes(10), { laneId: newId() })).toMatchObject({ code: 'not-parked-here' });
    const elsewhere = newId();
    await stage.scene.inCompany((tx) =>
      tx.run(sql`
        insert into lane (id, company_id, lot_id, code, name, direction)
        values (${elsewhere}, ${stage.scene.companyId}, ${stage.scene.streetId}, 'x', 'x', 'exit')`),
    );
    expect(await stage.askExit(sessionId, minutes(10), { laneId: elsewhere })).toMatchObject({
      verdict: 'refuse',
      code: 'not-parked-here',
    });
    await stage.scene.inCompany((tx) =>
      tx.run(sql`update lane set state = 'closed' where id = ${stage.scene.exitLaneId}`),
    );
    expect(await stage.askExit(sessionId, minutes(10))).toMatchObject({ verdict: 'refuse', code: 'lane-closed' });
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'parked', revision: 0 });
    expect(await commandsOf(sessionId)).toEqual([]);
  });

  test('is refused, and never priced by guess, where no tariff prices its stay', async () => {
    await stage.scene.inCompany((tx) => tx.run(sql`update lot set tariff_id = null`));
    const sessionId = await open();
    await stage.scene.inCompany((tx) => tx.run(sql`update lot set tariff_id = (select id from tariff limit 1)`));
    expect(await stage.askExit(sessionId, minutes(10))).toMatchObject({ verdict: 'refuse', code: 'no-tariff' });
  });
});

describe('a payment for a vehicle inside', () => {
  test('opens the barrier while the lane’s newest read is this vehicle and fresh', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(100));
    await stage.pay(sessionId, dueOf(decision));
    await stage.effects(sessionId, 2);
    expect(await commandsOf(sessionId)).toMatchObject([{ state: 'new', decision_id: decision.decisionId }]);
    expect(await granted(sessionId)).toBe(decision.decisionId);
    await stage.driveOut(sessionId, minutes(104));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled', left: minutes(100) });
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('opens nothing when another vehicle stands at the lane, and the next read is let out', async () => {
    const [sessionId, other] = [await open(), await open()];
    const decision = await stage.askExit(sessionId, minutes(100));
    const others = await stage.askExit(other, minutes(100));
    await stage.pay(sessionId, dueOf(decision));
    await stage.effects(sessionId, 2);
    expect(await commandsOf(sessionId)).toEqual([]);
    expect(await commandsOf(other)).toEqual([]);
    expect(others.verdict).toBe('pay');
    expect(await stage.askExit(sessionId, minutes(103))).toMatchObject({ verdict: 'open' });
  });

  test('opens nothing when the lane’s read is older than two minutes', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(100));
    await laneTurnsTo(sessionId, decision.decisionId, 121);
    await stage.pay(sessionId, dueOf(decision));
    await stage.effects(sessionId, 2);
    expect(await commandsOf(sessionId)).toEqual([]);
    expect(await granted(sessionId)).toBeUndefined();
  });

  test('opens nothing while it covers only a part', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(100));
    await stage.pay(sessionId, dueOf(decision) - 1);
    await stage.effects(sessionId, 2);
    expect(await commandsOf(sessionId)).toEqual([]);
    expect(await stage.askExit(sessionId, minutes(101))).toMatchObject({ verdict: 'pay', dueFen: 1 });
  });
});

describe('the grace after paying', () => {
  const paidAt = async (minute: number) => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(minute));
    await laneTurnsTo(sessionId, decision.decisionId, 600);
    await stage.pay(sessionId, dueOf(decision));
    await stage.effects(sessionId, 2);
    return sessionId;
  };

  test('an exit within 15 minutes of the paid quote costs what was quoted', async () => {
    const sessionId = await paidAt(89);
    expect(await stage.askExit(sessionId, minutes(104))).toMatchObject({ verdict: 'open' });
    await stage.driveOut(sessionId, minutes(104));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 1_750, paid_fen: 1_750, surplus_fen: 0 });
  });

  test('a later exit costs the whole stay less what was paid, with no second free time and no second first hour', async () => {
    const sessionId = await paidAt(60);
    // 76 minutes cost 17.50, of which 10.00 are paid.
    expect(await stage.askExit(sessionId, minutes(76))).toMatchObject({ verdict: 'pay', dueFen: 750 });
  });

  test('a question that is not paid renews no grace', async () => {
    const sessionId = await paidAt(60);
    expect(await stage.askExit(sessionId, minutes(74))).toMatchObject({ verdict: 'open' });
    expect(await stage.askExit(sessionId, minutes(80))).toMatchObject({ verdict: 'pay', dueFen: 750 });
  });

  test('a free quote begins no grace', async () => {
    const sessionId = await open();
    expect(await stage.askExit(sessionId, minutes(15))).toMatchObject({ verdict: 'open' });
    expect(await stage.askExit(sessionId, minutes(25))).toMatchObject({ verdict: 'pay', dueFen: 500 });
  });

  test('waiting at the loop after the barrier was opened never costs another unit', async () => {
    const sessionId = await open();
    await stage.askExit(sessionId, minutes(15));
    await stage.driveOut(sessionId, minutes(19));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'free', left: minutes(15) });
  });

  test('an exit that was granted and not used for hours is worth nothing any more', async () => {
    const sessionId = await open();
    await stage.askExit(sessionId, minutes(15));
    await stage.driveOut(sessionId, minutes(85));
    expect(await stage.until(sessionId, ({ phase }) => phase !== 'parked')).toMatchObject({ left: minutes(85) });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 1_750 });
  });

  test('a discount granted while the barrier is open does not take the opened exit back', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(15));
    await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 100 });
    expect(await granted(sessionId)).toBe(decision.decisionId);
  });
});

describe('a barrier', () => {
  test('that did not move keeps the stay going, calls a person, and opens for the next read', async () => {
    const sessionId = await open();
    const decision = await stage.askExit(sessionId, minutes(10));
    const [command] = await commandsOf(sessionId);
    await stage.scene.inCompany((tx) =>
      tx.run(sql`update device_command set state = 'failed', failure = 'jammed' where id = ${command?.id}`),
    );
    await stage.signal(sessionId, 'gateFailed', { commandId: command?.id, reason: 'jammed' });
    await eventually(async () => ((await granted(sessionId)) === undefined ? true : undefined));
    expect(await granted(sessionId)).toBeUndefined();
    expect(await stage.audits(sessionId)).toEqual(['gate-failed']);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'parked' });
    const next = await stage.askExit(sessionId, minutes(12));
    expect(next).toMatchObject({ verdict: 'open' });
    expect(next.decisionId).not.toBe(decision.decisionId);
  });

  test('that the bridge opened while the engine was silent is a granted exit like any other', async () => {
    const sessionId = await open();
    const decisionId = newId();
    await stage.scene.inCompany((tx) =>
      tx.run(sql`
        insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, session_id, verdict,
          decided_by, at)
        values (${decisionId}, ${stage.scene.companyId}, ${stage.scene.garageId}, ${stage.scene.exitLaneId}, 'test-camera',
          ${decisionId}, 'exit', ${sessionId}, 'open', 'degraded', ${sql`instant(${minutes(12)})`})`),
    );
    await stage.signal(sessionId, 'decidedAtLane', { decisionId });
    await stage.effects(sessionId, 1);
    await stage.driveOut(sessionId, minutes(20));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'free', left: minutes(12) });
  });

  test('that a vehicle drives through unpaid leaves a debt', async () => {
    const sessionId = await open();
    await stage.driveOut(sessionId, minutes(85));
    expect(await stage.until(sessionId, ({ phase }) => phase !== 'parked')).toMatchObject({ phase: 'closed' });
    expect(await stage.session(sessionId)).toMatchObject({ outcome: 'handed-over' });
    expect(await stage.bill(sessionId)).toMatchObject({ owner_kind: 'debt', gross_fen: 1_750 });
  });
});

describe('a vehicle that turns back at the entry', () => {
  test('gives its place back once, and its stay never was', async () => {
    const before = await stage.occupied('off-street');
    const sessionId = await open();
    const decisionId = await stage.entryDecision(sessionId);
    const fact = await stage.event(sessionId, 'lane.abandoned', minutes(1));
    await stage.evidence(sessionId, 'entry-abandoned', fact, { decisionId });
    await stage.signal(sessionId, 'entryAbandoned', { decisionId });
    await stage.signal(sessionId, 'entryAbandoned', { decisionId });
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'void' });
    expect(await stage.occupied('off-street')).toBe(before);
    expect(await stage.balances(sessionId)).toEqual({});
  });
});
