// Payment attempts: one at a time, priced by us, under a number that survives every crash.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startAttempt, type NotKnown } from '../../api/payments/start-attempt.ts';
import { beginAttempt } from '../../db/queries/payments.ts';
import { sql } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { expectBooksToAgree } from './books.ts';
import { openTown, type Stay, type Town } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const parkedFor = async (minutes: number): Promise<Stay> => {
  const stay = await town.park();
  town.clock.pass(minutes);
  return stay;
};

const ordersOf = async (numbers: readonly string[]) => {
  const { orders } = await town.bench.sandbox.book(town.merchantId);
  return orders.filter(({ outTradeNo }) => numbers.includes(outTradeNo));
};

test('a request that is repeated finds its payment, its number and its code again', async () => {
  const stay = await parkedFor(10);
  const paymentId = newId();
  const first = await town.start(stay.billId, paymentId);
  const second = await town.start(stay.billId, paymentId);
  expect(second).toMatchObject({ id: paymentId, outTradeNo: first.outTradeNo, codeUrl: first.codeUrl });
});

test('a process that dies between the intent and the channel leaves an attempt that is sent under the same number', async () => {
  const stay = await parkedFor(10);
  const paymentId = newId();
  const begun = await town.inCompany((tx) =>
    beginAttempt(tx, { paymentId, billId: stay.billId, channel: 'wechat', at: epochMs(town.clock.now()) }),
  );
  if (isRefusal(begun) || begun.kind !== 'begun') throw new Error('not begun');
  expect(await ordersOf([begun.payment.outTradeNo])).toHaveLength(0);
  const sent = await town.start(stay.billId, paymentId);
  expect(sent).toMatchObject({ state: 'pending', outTradeNo: begun.payment.outTradeNo });
  expect(await ordersOf([sent.outTradeNo])).toHaveLength(1);
});

test('an answer that is lost leaves the attempt created, and the repeat makes no second order', async () => {
  const stay = await parkedFor(10);
  const paymentId = newId();
  await town.bench.sandbox.faults(town.merchantId, { failAfterExecuting: { times: 1 } });
  const lost = await startAttempt(town.ports, { scope: town.scene, paymentId, billId: stay.billId });
  expect((lost as NotKnown).outcome).toBe('not-known');
  expect(await town.read(paymentId)).toMatchObject({ state: 'created', codeUrl: null });
  const again = await town.start(stay.billId, paymentId);
  expect(again.state).toBe('pending');
  expect(await ordersOf([again.outTradeNo])).toHaveLength(1);
});

test('a refusal of the channel ends the attempt as failed with its code', async () => {
  const stay = await parkedFor(10);
  await town.bench.sandbox.faults(town.merchantId, { decline: { status: 403, code: 'NO_AUTH', times: 1 } });
  expect(await town.start(stay.billId)).toMatchObject({ state: 'failed', failureCode: 'NO_AUTH' });
  expect((await town.start(stay.billId)).state).toBe('pending');
});

test('closes an attempt that nobody paid before it starts another', async () => {
  const stay = await parkedFor(10);
  const first = await town.start(stay.billId);
  town.clock.pass(30);
  const second = await town.start(stay.billId);
  expect(second).toMatchObject({ state: 'pending', amountFen: 1_000 });
  expect(await town.read(first.id)).toMatchObject({ state: 'closed' });
  expect(await ordersOf([first.outTradeNo])).toMatchObject([{ closed: true, paidFen: 0 }]);
});

test('refuses bill-already-paid when the other attempt turns out to be paid, and posts it', async () => {
  const stay = await parkedFor(10);
  const first = await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, { missingCallback: { times: 1 } });
  await town.scan(first);
  expect(await town.tryStart(stay.billId)).toMatchObject({ refused: true, code: 'bill-already-paid' });
  expect((await town.read(first.id)).state).toBe('succeeded');
  await expectBooksToAgree(town);
});

test('refuses attempt-pending while the channel does not say how the other attempt ended', async () => {
  const stay = await parkedFor(10);
  await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, {
    decline: { status: 429, code: 'FREQUENCY_LIMITED', only: '/v3/pay/transactions/out-trade-no', times: 1 },
  });
  expect(await town.tryStart(stay.billId)).toMatchObject({ refused: true, code: 'attempt-pending' });
});

test('a quote keeps its amount while it is frozen, and not a moment longer', async () => {
  const stay = await parkedFor(29);
  expect(await town.start(stay.billId)).toMatchObject({ amountFen: 500 });
  town.clock.pass(2);
  expect(await town.start(stay.billId)).toMatchObject({ amountFen: 500 });
  town.clock.pass(1);
  expect(await town.start(stay.billId)).toMatchObject({ amountFen: 1_000 });
});

test('an attempt that nobody paid in its time is closed at the channel', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.poll();
  expect((await town.read(payment.id)).state).toBe('pending');
  town.clock.pass(15);
  await town.poll();
  expect((await town.read(payment.id)).state).toBe('closed');
  expect(await ordersOf([payment.outTradeNo])).toMatchObject([{ closed: true }]);
});

test('an attempt on a bill that is paid otherwise is closed before its time', async () => {
  const stay = await parkedFor(10);
  await town.leave(stay);
  const payment = await town.start(stay.billId);
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'closed' where id = ${payment.id}`));
  expect(await town.takeCash(stay.billId, 500)).toMatchObject({ state: 'succeeded' });
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'pending' where id = ${payment.id}`));
  await town.poll();
  expect((await town.read(payment.id)).state).toBe('closed');
});

test('a success of an attempt that we had closed is posted all the same', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'closed' where id = ${payment.id}`));
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await town.read(payment.id)).state === 'succeeded');
  await expectBooksToAgree(town);
});

test('cash is posted at once and must be what is due', async () => {
  const stay = await parkedFor(40);
  expect(await town.takeCash(stay.billId, 999)).toMatchObject({ refused: true, code: 'amount-mismatch' });
  const taken = await town.takeCash(stay.billId, 1_000);
  expect(taken).toMatchObject({ state: 'succeeded', channel: 'cash', collectedBy: 'collector-7' });
  expect(await town.takeCash(stay.billId, 1_000)).toMatchObject({ refused: true, code: 'bill-already-paid' });
  const { ledger } = await expectBooksToAgree(town);
  expect(ledger.get('cash:collector-7')).toBeGreaterThanOrEqual(1_000);
});

test('pays what is left of a debt after the hand-over', async () => {
  const stay = await parkedFor(40);
  await town.leave(stay);
  town.clock.pass(20);
  await town.perform(stay, 'hand-over', { kind: 'handOver' });
  const payment = await town.start(stay.billId);
  expect(payment.amountFen).toBe(1_000);
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await town.read(payment.id)).state === 'succeeded');
  const debt = await town.inCompany((tx) =>
    tx.row(sql`select state, outstanding_fen as left from debt where bill_id = ${stay.billId}`),
  );
  expect(debt).toEqual({ state: 'paid', left: 0 });
  expect(await town.tryStart(stay.billId)).toMatchObject({ code: 'bill-already-paid' });
  await expectBooksToAgree(town);
});
