// Messages are hints that name a row: whoever can write to Temporal can still move nothing that the rows do not say.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { foreignRows } from './support/foreign.ts';
import { createStage, eventually, minutes, type Stage, start } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const handleOf = (sessionId: string) => stage.client.workflow.getHandle(`session/${sessionId}`);
/** A signal that nobody of ours sent, and another after it that proves the session still listens. */
const forge = (sessionId: string, message: string, ...args: unknown[]) => handleOf(sessionId).signal(message, ...args);

const stillParked = { phase: 'parked', outcome: null, revision: 0 };

/** The session answers a person: whatever came before it has been worked off. */
const untilHeard = async (sessionId: string, kinds: readonly string[]): Promise<void> => {
  await stage.request(sessionId, 'bindPlate', { vehicleId: (await stage.session(sessionId)).vehicle_id });
  expect(await stage.audits(sessionId)).toEqual(kinds);
};

const openBoth = async () => {
  const vehicleId = await stage.vehicle();
  const sessionId = await stage.open('off-street', { vehicleId });
  const other = await stage.open('off-street', { vehicleId: await stage.vehicle() });
  return { sessionId, other };
};

describe('a signal that names no row', () => {
  const unknown = newId();
  const fact = { deviceId: 'nobody', eventId: 'nothing', at: start };
  const forgeries: readonly (readonly [string, object])[] = [
    ['vehicleSensed', { ...fact, occupied: false }],
    ['vehicleSensed', { ...fact, occupied: false, superseded: true }],
    ['plateRead', { ...fact, vehicleId: unknown, confidence: 100 }],
    ['exitSeen', { ...fact, laneId: unknown }],
    ['decidedAtLane', { decisionId: unknown }],
    ['paymentSettled', { paymentId: unknown }],
    ['paymentReversed', { paymentId: unknown }],
    ['gateFailed', { commandId: unknown, reason: 'made up' }],
    ['entryAbandoned', { decisionId: unknown }],
  ];
  test.each(forgeries)('%s moves nothing and is audited', async (message, argument) => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    await forge(sessionId, message, argument);
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
    expect(await stage.balances(sessionId)).toEqual({});
  });
});

describe('a signal whose names are no identifiers', () => {
  const forgeries: readonly (readonly [string, unknown])[] = [
    ['decidedAtLane', { decisionId: 'x' }],
    ['paymentSettled', { paymentId: "' or true --" }],
    ['paymentReversed', { paymentId: 'x' }],
    ['gateFailed', { commandId: 'x', reason: 'y' }],
    ['entryAbandoned', { decisionId: 'x' }],
  ];
  test.each(forgeries)('%s %j moves nothing, and the session goes on', async (message, argument) => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    await forge(sessionId, message, argument);
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('of every kind, without an argument, with null, numbers or endless text, moves nothing and stops nothing', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const kinds = ['vehicleSensed', 'plateRead', 'exitSeen', 'decidedAtLane', 'paymentSettled', 'paymentReversed'];
    for (const message of [...kinds, 'gateFailed', 'entryAbandoned']) {
      await forge(sessionId, message);
      await forge(sessionId, message, null);
      await forge(sessionId, message, 7);
      await forge(sessionId, message, { deviceId: 1, eventId: {}, paymentId: 2, decisionId: [], commandId: null });
      await forge(sessionId, message, { paymentId: 'x'.repeat(5_000), deviceId: 'x'.repeat(5_000), eventId: 'y' });
    }
    await stage.request(sessionId, 'markExempt', {});
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'parked', outcome: null, revision: 1 });
    expect(new Set(await stage.audits(sessionId))).toEqual(new Set(['malformed-message']));
  });
});

describe('a signal that names another stay’s row', () => {
  test('a free event of another bay ends nothing', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const neighbour = await stage.open('on-street');
    const fact = await stage.event(neighbour, 'bay.free', minutes(90));
    await forge(sessionId, 'vehicleSensed', { ...fact, occupied: false });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('an occupied event of its own bay, passed off as a free one, ends nothing', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const fact = await stage.event(sessionId, 'bay.occupied', minutes(90));
    await forge(sessionId, 'vehicleSensed', { ...fact, occupied: false, superseded: true });
    await untilHeard(sessionId, []);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('a free event from before the stay does not end it for nothing', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const fact = await stage.event(sessionId, 'bay.free', minutes(-90));
    await forge(sessionId, 'vehicleSensed', { ...fact, occupied: false });
    await untilHeard(sessionId, ['late-free-event']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('a read of its own bay binds no vehicle but the one that was read', async () => {
    const sessionId = await stage.open('on-street');
    const read = await stage.vehicle();
    const fact = await stage.event(sessionId, 'bay.plate', minutes(1));
    await stage.evidence(sessionId, 'plate-read', fact, { vehicleId: read, confidence: 95 });
    await forge(sessionId, 'plateRead', { ...fact, vehicleId: await stage.vehicle(), confidence: 100 });
    expect(await stage.until(sessionId, ({ vehicle_id }) => vehicle_id !== null)).toMatchObject({ vehicle_id: read });
  });

  test('the departure of another vehicle of the lot ends nothing', async () => {
    const { sessionId, other } = await openBoth();
    const fact = await stage.event(other, 'lane.passed', minutes(90));
    await forge(sessionId, 'exitSeen', { ...fact, laneId: stage.scene.exitLaneId });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('a payment of another bill opens nothing and settles nothing', async () => {
    const { sessionId, other } = await openBoth();
    const paymentId = await stage.pay(other, 5_000);
    await forge(sessionId, 'paymentSettled', { paymentId });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.bill(sessionId)).toMatchObject({ paid_fen: 0 });
  });

  test('an opened decision of another vehicle lets nobody out', async () => {
    const { sessionId, other } = await openBoth();
    const decision = await stage.askExit(other, minutes(5));
    expect(decision.verdict).toBe('open');
    await forge(sessionId, 'decidedAtLane', { decisionId: decision.decisionId });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('an exit asked in the name of another vehicle’s read is refused', async () => {
    const { sessionId, other } = await openBoth();
    const fact = await stage.event(other, 'lane.exit', minutes(5));
    const decisionId = newId();
    const args = [{ ...fact, laneId: stage.scene.exitLaneId, decisionId }] as [unknown];
    const answer = await handleOf(sessionId).executeUpdate('requestExit', { updateId: decisionId, args });
    expect(answer).toEqual({ verdict: 'refuse', decisionId, code: 'stale-question' });
    expect(await stage.audits(sessionId)).toEqual(['message-without-row']);
  });

  test('its own entry decision does not void a stay whose vehicle drove in', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    const decisionId = await stage.entryDecision(sessionId);
    await forge(sessionId, 'entryAbandoned', { decisionId });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('the reserved place of a vehicle that has not driven in yet is left alone', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    const decisionId = await stage.entryDecision(undefined);
    await forge(sessionId, 'entryAbandoned', { decisionId });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });

  test('a barrier command that did not fail takes no granted exit back', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    await stage.askExit(sessionId, minutes(5));
    const command = await stage.scene.inCompany((tx) =>
      tx.row<{ id: string }>(sql`select id from device_command where session_id = ${sessionId}`),
    );
    await forge(sessionId, 'gateFailed', { commandId: command?.id, reason: 'made up' });
    await untilHeard(sessionId, ['message-without-row']);
    expect(await handleOf(sessionId).query('sessionState')).toHaveProperty('exitGranted');
  });

  test.each(['bindPlate', 'correctPlate', 'correctTimes', 'moveBay', 'markExempt', 'voidSession', 'grantDiscount'])(
    'a %s request of another session is refused',
    async (kind) => {
      const { sessionId, other } = await openBoth();
      const requestId = await stage.requestRow(other, kind, {});
      await expect(
        handleOf(sessionId).executeUpdate(kind, { updateId: requestId, args: [{ requestId }] }),
      ).rejects.toMatchObject({ cause: { type: 'stale-question' } });
      expect(await stage.session(sessionId)).toMatchObject(stillParked);
    },
  );

  test('a request row of another kind gives no right to this one', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    const requestId = await stage.requestRow(sessionId, 'bindPlate', {});
    await expect(
      handleOf(sessionId).executeUpdate('markExempt', { updateId: requestId, args: [{ requestId }] }),
    ).rejects.toMatchObject({ cause: { type: 'stale-question' } });
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
  });
});

describe('another company’s rows', () => {
  test('move nothing: its events, payments and requests do not exist here', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const foreign = await foreignRows(stage, (await stage.session(sessionId)).bay_id ?? '');
    await forge(sessionId, 'vehicleSensed', { ...foreign.fact, occupied: false });
    await forge(sessionId, 'paymentSettled', { paymentId: foreign.paymentId });
    await expect(
      handleOf(sessionId).executeUpdate('voidSession', { args: [{ requestId: foreign.requestId }] }),
    ).rejects.toMatchObject({ cause: { type: 'stale-question' } });
    expect(await stage.session(sessionId)).toMatchObject(stillParked);
    expect(await stage.audits(sessionId)).toEqual(Array.from({ length: 3 }, () => 'message-without-row'));
  });
});

describe('an update that is not a request', () => {
  test.each(['bindPlate', 'requestExit'])(
    '%s without an argument is refused, and the session goes on',
    async (kind) => {
      const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
      for (const args of [[], [null], [{ requestId: 5, decisionId: 5 }]] as [unknown][]) {
        await expect(handleOf(sessionId).executeUpdate(kind, { args })).rejects.toMatchObject({
          cause: { type: 'stale-question' },
        });
      }
      await untilHeard(sessionId, []);
    },
  );

  test('an exit at a lane, or under a name, that is no identifier is refused', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    const fact = await stage.event(sessionId, 'lane.exit', minutes(5));
    const ask = (laneId: string, decisionId: string) =>
      handleOf(sessionId).executeUpdate('requestExit', { args: [{ ...fact, laneId, decisionId }] });
    expect(await ask('east', newId())).toMatchObject({ verdict: 'refuse', code: 'not-parked-here' });
    expect(await ask(stage.scene.exitLaneId, 'first')).toMatchObject({ verdict: 'refuse', code: 'stale-question' });
  });
});

test('a message that came before its row does not silence the true one', async () => {
  const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
  stage.clock.set(minutes(100));
  await stage.free(sessionId, minutes(100));
  await stage.until(sessionId, ({ phase }) => phase === 'left');
  const dueFen = (await stage.balances(sessionId))[`receivable:session:${sessionId}`] ?? 0;
  const paymentId = await stage.pay(sessionId, dueFen, { post: false });
  await forge(sessionId, 'paymentSettled', { paymentId });
  await eventually(async () => ((await stage.audits(sessionId)).length > 0 ? true : undefined));
  expect(await stage.audits(sessionId)).toEqual(['message-without-row']);
  await stage.post(paymentId, dueFen);
  expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
});
