// How a stay on the street ends: the outcome table of the session, on a real Temporal server and a real database.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { formatInstant } from '../../domain/time.ts';
import { createStage, minutes, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clock.set(minutes(100)));

/** 100 minutes by the sample tariff: 2 × 5.00 in the first hour, 2 × 7.50 after it. */
const feeFen = 2_500;

const openIdentified = async () => stage.open('on-street', { vehicleId: await stage.vehicle() });
const left = (sessionId: string) => stage.until(sessionId, ({ phase }) => phase === 'left');
const receivable = async (sessionId: string) =>
  (await stage.balances(sessionId))[`receivable:session:${sessionId}`] ?? 0;
const debtOf = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.row<{ id: string; amount_fen: number; outstanding_fen: number; vehicle_id: string; state: string }>(
      sql`select id, amount_fen, outstanding_fen, vehicle_id, state from debt where session_id = ${sessionId}`,
    ),
  );
const outboxTo = (workflowId: string) =>
  stage.scene.inCompany((tx) =>
    tx.rows<{ message: string; state: string; arguments: unknown }>(
      sql`select message, state, arguments from outbox where workflow_id = ${workflowId} order by id`,
    ),
  );
const reviewsOf = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.rows<{ kind: string; amount_fen: number }>(
      sql`select kind, amount_fen from review_request where session_id = ${sessionId} order by created_at`,
    ),
  );
const refundsOf = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.rows<{ amount_fen: number; reason: string; state: string }>(sql`
      select r.amount_fen, r.reason, r.state from refund r join bill b on b.id = r.bill_id
      where b.session_id = ${sessionId} order by r.id`),
  );

describe('a stay that owes nothing when it ends', () => {
  test('closes free within the free minutes and posts nothing', async () => {
    const sessionId = await openIdentified();
    await stage.free(sessionId, minutes(14));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'free', left: minutes(14) });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await stage.bill(sessionId)).toMatchObject({ state: 'final', gross_fen: 0 });
  });

  test('closes settled when it was paid in advance, and the surplus goes back', async () => {
    const sessionId = await openIdentified();
    await stage.pay(sessionId, 3_000);
    expect(await stage.balances(sessionId)).toEqual({ [`advance:${sessionId}`]: -3_000 });
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await refundsOf(sessionId)).toEqual([{ amount_fen: 500, reason: 'surplus-at-exit', state: 'approved' }]);
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: feeFen, paid_fen: 3_000, surplus_fen: 500 });
  });

  test('closes exempt and free of charge, and gives back what was paid', async () => {
    const sessionId = await openIdentified();
    await stage.pay(sessionId, 1_000);
    await stage.request(sessionId, 'markExempt', {});
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'exempt' });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 0, paid_fen: 1_000, surplus_fen: 1_000 });
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('closes settled when discounts cover the fee, and takes off no more than the fee', async () => {
    const sessionId = await openIdentified();
    await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 2_000, sponsor: 'shop' });
    await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 2_000, sponsor: 'mall' });
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: feeFen, discount_fen: feeFen, paid_fen: 0 });
    expect(await stage.balances('shop', 'mall')).toEqual({ 'discount:shop': 2_000, 'discount:mall': 500 });
  });
});

describe('a stay whose plate was never bound', () => {
  test('closes unidentified, with its fee outside of every account', async () => {
    const sessionId = await stage.open('on-street');
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'unidentified', unidentified_fen: feeFen });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 0 });
    expect(await debtOf(sessionId)).toBeUndefined();
  });

  test('is receivable only as far as it was paid', async () => {
    const sessionId = await stage.open('on-street');
    await stage.pay(sessionId, 1_000);
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'unidentified', unidentified_fen: 1_500 });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 1_000, paid_fen: 1_000, surplus_fen: 0 });
    expect(await stage.balances(sessionId)).toEqual({});
  });
});

describe('a stay that owes money when it ends', () => {
  test('is settled by a payment during the grace, and owes nothing to anybody afterwards', async () => {
    const sessionId = await openIdentified();
    await stage.free(sessionId, minutes(100));
    await left(sessionId);
    expect(await receivable(sessionId)).toBe(feeFen);
    await stage.pay(sessionId, 1_000);
    await stage.effects(sessionId, 2);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'left' });
    await stage.pay(sessionId, 1_500);
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled' });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await debtOf(sessionId)).toBeUndefined();
  });

  test('is handed over when the grace is over: debt, owner, ledger and message in one', async () => {
    await stage.policy('on-street', { settleGraceMs: 1_000 });
    const vehicleId = await stage.vehicle();
    const sessionId = await stage.open('on-street', { vehicleId });
    await stage.policy('on-street', {});
    await stage.pay(sessionId, 500);
    await stage.free(sessionId, minutes(100));
    expect(await left(sessionId)).toMatchObject({ outcome: null });
    stage.clock.set(minutes(101));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'handed-over' });
    await expectHandedOver(sessionId, vehicleId, 2_000);
  });

  test('is handed over at once where the lot gives no grace', async () => {
    await stage.policy('on-street', { settleGraceMs: 0 });
    const vehicleId = await stage.vehicle();
    const sessionId = await stage.open('on-street', { vehicleId });
    await stage.policy('on-street', {});
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'handed-over' });
    await expectHandedOver(sessionId, vehicleId, feeFen);
  });

  const expectHandedOver = async (sessionId: string, vehicleId: string, amountFen: number): Promise<void> => {
    const debt = await debtOf(sessionId);
    expect(debt).toMatchObject({
      amount_fen: amountFen,
      outstanding_fen: amountFen,
      state: 'open',
      vehicle_id: vehicleId,
    });
    const debtId = debt?.id ?? '';
    expect(await stage.bill(sessionId)).toMatchObject({ owner_kind: 'debt', state: 'final' });
    expect(await stage.balances(sessionId, debtId)).toEqual({ [`receivable:debt:${debtId}`]: amountFen });
    const message = { message: 'debtAdded', arguments: { debtId } };
    expect(await outboxTo(`arrears/${stage.scene.companyId}/${vehicleId}`)).toMatchObject([message]);
  };

  test('hands its later payments to the debt and never to both', async () => {
    await stage.policy('on-street', { settleGraceMs: 0 });
    const sessionId = await openIdentified();
    await stage.policy('on-street', {});
    await stage.free(sessionId, minutes(100));
    await stage.closed(sessionId);
    await stage.pay(sessionId, feeFen);
    expect(await debtOf(sessionId)).toMatchObject({ outstanding_fen: 0, state: 'paid' });
    const debtId = (await debtOf(sessionId))?.id ?? '';
    expect(await stage.balances(sessionId, debtId)).toEqual({});
    await stage.pay(sessionId, feeFen);
    expect(await refundsOf(sessionId)).toMatchObject([{ amount_fen: feeFen, reason: 'paid-twice' }]);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'closed', outcome: 'handed-over' });
  });

  test('owes more again when the channel takes a payment back during the grace', async () => {
    const sessionId = await openIdentified();
    await stage.free(sessionId, minutes(100));
    await left(sessionId);
    const paymentId = await stage.pay(sessionId, 1_000);
    await stage.effects(sessionId, 2);
    await stage.signal(sessionId, 'paymentReversed', { paymentId });
    await stage.effects(sessionId, 3);
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'left' });
    expect(await stage.audits(sessionId)).toEqual([]);
  });
});

describe('a stay whose end cannot be trusted', () => {
  test('goes to review with its due when another vehicle took its place, and never to arrears', async () => {
    const sessionId = await openIdentified();
    const fact = await stage.event(sessionId, 'stay.superseded', minutes(100), { sessionId });
    await stage.signal(sessionId, 'vehicleSensed', { ...fact, occupied: false, superseded: true });
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'review', left: minutes(100) });
    expect(await reviewsOf(sessionId)).toEqual([{ kind: 'stay', amount_fen: feeFen }]);
    expect(await debtOf(sessionId)).toBeUndefined();
    expect(await receivable(sessionId)).toBe(feeFen);
  });

  test('goes to review with nothing charged where no tariff prices it, and gives back what was paid', async () => {
    await stage.scene.inCompany((tx) =>
      tx.run(sql`update lot set tariff_id = null where id = ${stage.scene.streetId}`),
    );
    const sessionId = await openIdentified();
    await stage.scene.inCompany((tx) =>
      tx.run(sql`update lot set tariff_id = (select id from tariff limit 1) where id = ${stage.scene.streetId}`),
    );
    await stage.pay(sessionId, 700);
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'review' });
    expect(await stage.audits(sessionId)).toEqual(['no-tariff']);
    expect(await reviewsOf(sessionId)).toEqual([{ kind: 'stay', amount_fen: 0 }]);
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 0, surplus_fen: 700 });
    expect(await stage.balances(sessionId)).toEqual({});
  });
});

describe('what devices say while a stay goes on', () => {
  const read = async (sessionId: string, vehicleId: string, confidence: number) => {
    const fact = await stage.event(sessionId, 'bay.plate', minutes(2));
    await stage.evidence(sessionId, 'plate-read', fact, { vehicleId, confidence });
    await stage.signal(sessionId, 'plateRead', { ...fact, vehicleId, confidence });
  };

  test('a plate read names the vehicle of a stay that has none, and of its bill', async () => {
    const sessionId = await stage.open('on-street');
    const vehicleId = await stage.vehicle();
    await read(sessionId, await stage.vehicle(), 40);
    await read(sessionId, vehicleId, 95);
    await stage.until(sessionId, ({ revision }) => revision === 1);
    expect(await stage.session(sessionId)).toMatchObject({ vehicle_id: vehicleId });
    const bill = await stage.scene.inCompany((tx) =>
      tx.row(sql`select vehicle_id from bill where session_id = ${sessionId}`),
    );
    expect(bill).toEqual({ vehicle_id: vehicleId });
  });

  test('a plate that conflicts with the stay’s own changes nothing and is audited', async () => {
    const vehicleId = await stage.vehicle();
    const sessionId = await stage.open('on-street', { vehicleId });
    await read(sessionId, await stage.vehicle(), 99);
    await stage.effects(sessionId, 1);
    expect(await stage.session(sessionId)).toMatchObject({ vehicle_id: vehicleId, revision: 0 });
    expect(await stage.audits(sessionId)).toEqual(['plate-conflict']);
  });

  test('an earlier credible time becomes the entry, an incredible one does not', async () => {
    const sessionId = await stage.open('on-street', { enteredAt: minutes(30) });
    for (const at of [minutes(27), minutes(-200)]) {
      const fact = await stage.event(sessionId, 'bay.occupied', at);
      await stage.signal(sessionId, 'vehicleSensed', { ...fact, occupied: true });
    }
    await stage.effects(sessionId, 2);
    expect(await stage.session(sessionId)).toMatchObject({ entered: minutes(27), phase: 'parked' });
  });

  test('duplicates and late repeats of every message change the outcome of a stay by nothing', async () => {
    const sessionId = await openIdentified();
    const occupied = { ...(await stage.event(sessionId, 'bay.occupied', minutes(1))), occupied: true };
    const free = { ...(await stage.event(sessionId, 'bay.free', minutes(100))), occupied: false };
    const again = { ...(await stage.event(sessionId, 'bay.free', minutes(101))), occupied: false };
    const paymentId = await stage.pay(sessionId, 1_000);
    for (const fact of [occupied, free, occupied, again, free]) await stage.signal(sessionId, 'vehicleSensed', fact);
    await stage.signal(sessionId, 'paymentSettled', { paymentId });
    await left(sessionId);
    await stage.signal(sessionId, 'vehicleSensed', free);
    await stage.pay(sessionId, 1_500);
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'settled', left: minutes(100) });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: feeFen, paid_fen: 2_500, surplus_fen: 0 });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await stage.count('passage', sessionId)).toBe(1);
    expect(await stage.audits(sessionId)).toEqual([]);
  });
});

describe('a stay that is voided', () => {
  const body = { approvedBy: 'staff/second' };

  test('is void at once when no money is in it, and its row and reason stay', async () => {
    const sessionId = await openIdentified();
    await stage.request(sessionId, 'voidSession', {});
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'void' });
    expect(await stage.bill(sessionId)).toMatchObject({ state: 'void', owner_kind: 'none' });
    const row = await stage.scene.inCompany((tx) =>
      tx.row(sql`select void_reason from parking_session where id = ${sessionId}`),
    );
    expect(row).toEqual({ void_reason: 'test' });
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('needs a second person when money was paid, and then gives the advance back', async () => {
    const sessionId = await openIdentified();
    await stage.pay(sessionId, 1_000);
    await expect(stage.request(sessionId, 'voidSession', {})).rejects.toMatchObject({
      cause: { type: 'second-person-required' },
    });
    await expect(stage.request(sessionId, 'voidSession', { approvedBy: 'staff/test' })).rejects.toMatchObject({
      cause: { type: 'same-person' },
    });
    await stage.request(sessionId, 'voidSession', body);
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'void' });
    expect(await refundsOf(sessionId)).toEqual([{ amount_fen: 1_000, reason: 'void', state: 'approved' }]);
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('needs a second person while a payment attempt is not final, and gives back money that comes afterwards', async () => {
    const sessionId = await openIdentified();
    const paymentId = await stage.pay(sessionId, 800, { post: false });
    await expect(stage.request(sessionId, 'voidSession', {})).rejects.toMatchObject({
      cause: { type: 'second-person-required' },
    });
    await stage.request(sessionId, 'voidSession', body);
    await stage.closed(sessionId);
    await stage.post(paymentId, 800);
    expect(await refundsOf(sessionId)).toMatchObject([{ amount_fen: 800 }]);
    expect(await stage.balances(sessionId)).toEqual({});
  });

  test('takes back charge, discount and payment of a stay that has left', async () => {
    const sessionId = await openIdentified();
    await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 300, sponsor: `of-${sessionId}` });
    await stage.free(sessionId, minutes(100));
    await left(sessionId);
    await stage.pay(sessionId, 1_000);
    await stage.effects(sessionId, 3);
    await stage.request(sessionId, 'voidSession', body);
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'void' });
    expect(await stage.balances(sessionId)).toEqual({});
    expect(await refundsOf(sessionId)).toMatchObject([{ amount_fen: 1_000, reason: 'void' }]);
    expect(await stage.bill(sessionId)).toMatchObject({ state: 'void', paid_fen: 1_000, surplus_fen: 1_000 });
  });
});

test('refuses every update on a closed session with session-closed, and changes nothing', async () => {
  const sessionId = await openIdentified();
  await stage.free(sessionId, minutes(5));
  await stage.closed(sessionId);
  const before = await stage.session(sessionId);
  await expect(stage.request(sessionId, 'markExempt', {})).rejects.toMatchObject({
    name: 'WorkflowNotFoundError',
  });
  const answer = await stage.apply(sessionId, 'request/late', {
    kind: 'applyRequest',
    verb: 'correctTimes',
    requestId: await stage.requestRow(sessionId, 'correctTimes', { enteredAt: formatInstant(minutes(1)) }),
  });
  expect(answer).toMatchObject({ events: [], refusal: { code: 'session-closed' } });
  expect(await stage.session(sessionId)).toEqual(before);
});
