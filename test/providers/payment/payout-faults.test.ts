// What goes wrong with a transfer: no money, no confirmation, no answer, two notices, a false one, a dead gateway.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CreateTransfer, type Payout } from '../../../providers/payment/payout.ts';
import { wechatPayout } from '../../../providers/payment/wechat-pay/wechat-payout.ts';
import { type GatewayBench, openTill, startGatewayBench, type Till } from './gateway-bench.ts';
import { scene, transfer, transferNotices } from './payout-support.ts';
import { eventually } from './support.ts';

const nowMs = Date.parse('2026-03-02T08:30:00Z');
const path = '/v3/fund-app';
let bench: GatewayBench;
let till: Till;
let payout: Payout;
beforeAll(async () => {
  bench = await startGatewayBench(nowMs);
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.clock.set(nowMs);
  till = await openTill(bench);
  payout = wechatPayout(till.merchant, scene);
});
afterEach(() => till.receiver.close());

const faults = (switches: Parameters<typeof bench.sandbox.faults>[1]) =>
  bench.sandbox.faults(till.merchant.merchantId, switches);
const book = () => bench.sandbox.book(till.merchant.merchantId);
const confirm = ({ outBillNo }: CreateTransfer) => bench.sandbox.confirmTransfer(till.merchant.merchantId, outBillNo);
const ended = ({ outBillNo }: CreateTransfer) =>
  eventually(
    () => payout.query(outBillNo),
    (asked) => asked.outcome === 'found' && ['succeeded', 'failed', 'cancelled'].includes(asked.transfer.state),
  );

describe('money', () => {
  test('that we have not: nothing was sent, a person must look, and the same number passes afterwards', async () => {
    const request = transfer();
    await faults({ insufficientBalance: { times: 1, only: 'transfer' } });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'declined', code: 'NOT_ENOUGH', remedy: 'page' });
    expect(await payout.query(request.outBillNo)).toEqual({ outcome: 'not-found' });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted' });
    await confirm(request);
    await ended(request);
    expect(await book()).toMatchObject({ transferredFen: 3_000 });
  });

  test('that the payee’s account cannot take: it fails for good and nothing has moved', async () => {
    const request = transfer();
    await faults({ failedTransfer: { times: 1 } });
    await payout.transfer(request);
    await confirm(request);
    expect(await transferNotices(till, payout, request.outBillNo, 1)).toMatchObject([
      { state: 'failed', failReason: 'PAYEE_ACCOUNT_ABNORMAL' },
    ]);
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted', transfer: { state: 'failed' } });
    expect(await book()).toMatchObject({ transferredFen: 0 });
  });

  test('of a notice with another amount is told as the channel has it, for us to compare', async () => {
    const request = transfer();
    await faults({ changedAmount: { times: 1, fen: 7 } });
    await payout.transfer(request);
    await confirm(request);
    expect(await transferNotices(till, payout, request.outBillNo, 1)).toMatchObject([{ amountFen: 3_007 }]);
    expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { amountFen: 3_000 } });
  });
});

describe('a payee who does not confirm', () => {
  test('in the time that the fault leaves him: the money comes back, and he is too late', async () => {
    const request = transfer();
    await faults({ unconfirmedTransfer: { times: 1, ms: 30 } });
    expect(await payout.transfer(request)).toMatchObject({ transfer: { state: 'awaiting-payee' } });
    expect(await transferNotices(till, payout, request.outBillNo, 1)).toMatchObject([
      { state: 'failed', failReason: 'OVERDUE_CLOSE' },
    ]);
    await expect(confirm(request)).rejects.toMatchObject({ status: 409, code: 'NOT_CONFIRMABLE' });
    expect(await book()).toMatchObject({ transferredFen: 0 });
  });

  test('within a day of business time: the same', async () => {
    const request = transfer();
    await payout.transfer(request);
    bench.clock.set(nowMs + 24 * 3_600_000 - 1);
    expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { state: 'awaiting-payee' } });
    bench.clock.set(nowMs + 24 * 3_600_000);
    await expect(confirm(request)).rejects.toMatchObject({ status: 409 });
    expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { state: 'failed' } });
  });
});

describe('answers', () => {
  test('500 after executing: unknown, and the same number moves the money once', async () => {
    const request = transfer();
    await faults({ failAfterExecuting: { times: 1, only: path } });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted', confirmation: {} });
    await confirm(request);
    await ended(request);
    expect(await book()).toMatchObject({ transferredFen: 3_000, transfers: [{ outBillNo: request.outBillNo }] });
  });

  test('500 after cancelling: unknown, and a query finds it cancelled', async () => {
    const request = transfer();
    await payout.transfer(request);
    await faults({ failAfterExecuting: { times: 1, only: path } });
    expect(await payout.cancel(request.outBillNo)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    expect(await ended(request)).toMatchObject({ transfer: { state: 'cancelled' } });
  });

  test('too slow: unknown, and a query finds what was sent', async () => {
    const hasty = wechatPayout(till.merchant, scene, { timeoutMs: 200 });
    const request = transfer();
    await faults({ slowAnswer: { times: 1, ms: 1_000, only: path } });
    expect(await hasty.transfer(request)).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { state: 'awaiting-payee' } });
  });

  test('without anything to confirm yet: the same number gets it later', async () => {
    const request = transfer();
    await faults({ transferAccepted: { times: 1 } });
    const first = await payout.transfer(request);
    expect(first).toMatchObject({ outcome: 'accepted', transfer: { state: 'processing' } });
    expect(first).not.toHaveProperty('confirmation');
    expect(await payout.transfer(request)).toMatchObject({ transfer: { state: 'awaiting-payee' }, confirmation: {} });
  });
});

describe('notices', () => {
  test('twice: the same notification, and money once', async () => {
    const request = transfer();
    await faults({ duplicateCallback: { times: 1 } });
    await payout.transfer(request);
    await confirm(request);
    const notices = await transferNotices(till, payout, request.outBillNo, 2);
    expect(notices).toHaveLength(2);
    expect(notices[1]).toEqual(notices[0]);
    expect(await book()).toMatchObject({ transferredFen: 3_000 });
  });

  test('never: a query finds out', async () => {
    const request = transfer();
    await faults({ missingCallback: { times: 1, only: 'mch_payment' } });
    await payout.transfer(request);
    await confirm(request);
    expect(await ended(request)).toMatchObject({ transfer: { state: 'succeeded' } });
    expect(await book()).toMatchObject({ pendingNotices: 0 });
    expect(till.receiver.notices).toHaveLength(0);
  });

  test('forged, and another merchant’s: rejected', async () => {
    const [first, second] = [transfer(), transfer()];
    await faults({ wrongKey: { times: 1, on: 'callbacks' } });
    await payout.transfer(first);
    await confirm(first);
    const [forged] = await till.receiver.received(1);
    if (forged === undefined) throw new Error('no notice');
    expect(await payout.parseNotify(forged.rawBody, forged.headers)).toEqual({
      kind: 'rejected',
      rejected: 'signature',
    });
    await payout.transfer(second);
    await confirm(second);
    const namesake = wechatPayout({ ...till.merchant, merchantId: '1900000000' }, scene);
    await transferNotices(till, payout, second.outBillNo, 1);
    const read = await Promise.all(
      till.receiver.notices.map(({ rawBody, headers }) => namesake.parseNotify(rawBody, headers)),
    );
    expect(read).toContainEqual({ kind: 'rejected', rejected: 'merchant' });
    expect(read.map(({ kind }) => kind)).not.toContain('transfer');
  });
});

test('a gateway that is killed after the payee confirmed pays after its restart, once', async () => {
  await bench.killAndRestart({ SANDBOX_REFUND_AFTER_MS: '60000' });
  const request = transfer();
  await payout.transfer(request);
  await confirm(request);
  expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { state: 'processing' } });
  await bench.killAndRestart();
  expect(await ended(request)).toMatchObject({ transfer: { state: 'succeeded' } });
  expect(await transferNotices(till, payout, request.outBillNo, 1)).toHaveLength(1);
  expect(await book()).toMatchObject({ transferredFen: 3_000 });
});
