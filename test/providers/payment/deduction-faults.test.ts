// What goes wrong with a deduction: no money, no answer, no notice, two notices, a false one, a dead gateway.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { type DeductionContract } from '../../../providers/payment/deduction-contract.ts';
import { wechatParkingContract } from '../../../providers/payment/wechat-pay/wechat-parking-contract.ts';
import { deductionNotices, departure, inside, leftAt, payerId } from './deduction-support.ts';
import { type GatewayBench, openTill, startGatewayBench, type Till } from './gateway-bench.ts';
import { eventually } from './support.ts';

let bench: GatewayBench;
let till: Till;
let contract: DeductionContract;
beforeAll(async () => {
  bench = await startGatewayBench(leftAt);
});
afterAll(() => bench.close());
beforeEach(async () => {
  till = await openTill(bench);
  contract = wechatParkingContract(till.merchant);
});
afterEach(() => till.receiver.close());

const faults = (switches: Parameters<typeof bench.sandbox.faults>[1]) =>
  bench.sandbox.faults(till.merchant.merchantId, switches);
const book = () => bench.sandbox.book(till.merchant.merchantId);
const settled = (outTradeNo: string) =>
  eventually(
    () => contract.queryDeduction(outTradeNo),
    (asked) => asked.outcome === 'found' && asked.deduction.state !== 'accepted',
  );

describe('money', () => {
  test('that the owner has not: the deduction fails for good, and another number may try again', async () => {
    const request = await inside(bench, till, contract);
    await faults({ insufficientBalance: { times: 1, only: 'deduction' } });
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'accepted', deduction: { state: 'accepted' } });
    expect(await deductionNotices(till, contract, request.outTradeNo, 1)).toMatchObject([
      { eventType: 'TRANSACTION.FAIL', state: 'failed', amountFen: 1_500 },
    ]);
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'accepted', deduction: { state: 'failed' } });
    expect(await book()).toMatchObject({ paidFen: 0, orders: [{ failure: 'NOT_ENOUGH', paidFen: 0 }] });

    const again = departure(request.plate, request.parkingId);
    await contract.deduct(again);
    expect(await settled(again.outTradeNo)).toMatchObject({ deduction: { state: 'succeeded' } });
    expect(await book()).toMatchObject({ paidFen: 1_500 });
  });

  test('that the channel advanced: it is ours at once, and stays so when the owner pays the channel back', async () => {
    const request = await inside(bench, till, contract);
    const { merchantId } = till.merchant;
    await faults({ advancedPayment: { times: 1 } });
    await contract.deduct(request);
    expect(await settled(request.outTradeNo)).toMatchObject({ deduction: { state: 'succeeded', advance: 'owed' } });
    await bench.sandbox.repay(merchantId, request.outTradeNo);
    const notices = await deductionNotices(till, contract, request.outTradeNo, 2);
    expect(notices).toMatchObject([
      { eventType: 'TRANSACTION.SUCCESS', advance: 'owed', amountFen: 1_500 },
      { eventType: 'TRANSACTION.PAY_BACK', state: 'succeeded', advance: 'repaid', amountFen: 1_500 },
    ]);
    expect(notices[1]?.transactionId).toBe(notices[0]?.transactionId);
    await expect(bench.sandbox.repay(merchantId, request.outTradeNo)).rejects.toMatchObject({ status: 409 });
    expect(await book()).toMatchObject({ paidFen: 1_500 });
  });

  test('of a notice with another amount is told as the channel has it, for us to compare', async () => {
    const request = await inside(bench, till, contract);
    await faults({ changedAmount: { times: 1, fen: -1_499 } });
    await contract.deduct(request);
    expect(await deductionNotices(till, contract, request.outTradeNo, 1)).toMatchObject([{ amountFen: 1 }]);
    expect(await contract.queryDeduction(request.outTradeNo)).toMatchObject({ deduction: { amountFen: 1_500 } });
  });
});

describe('answers', () => {
  test('500 after executing: unknown, and the same number moves the money once', async () => {
    const request = await inside(bench, till, contract);
    await faults({ failAfterExecuting: { times: 1, only: '/v3/vehicle/transactions/parking' } });
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'accepted' });
    await settled(request.outTradeNo);
    expect(await book()).toMatchObject({ paidFen: 1_500, orders: [{ outTradeNo: request.outTradeNo }] });
  });

  test('500 after registering an entry: the same number is the same entry', async () => {
    const { plate } = await inside(bench, till, contract);
    const request = { outParkingNo: 'STAY_500', plate, startedAt: leftAt, lotName: 'P', freeMs: 0 };
    await faults({ failAfterExecuting: { times: 1, only: '/v3/vehicle/parking' } });
    expect(await contract.registerEntry(request)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    const first = await contract.registerEntry(request);
    expect(first).toMatchObject({ outcome: 'registered' });
    expect(await contract.registerEntry(request)).toEqual(first);
  });

  test('too slow: unknown, and a query finds what was deducted', async () => {
    const hasty = wechatParkingContract(till.merchant, { timeoutMs: 200 });
    const request = await inside(bench, till, contract);
    await faults({ slowAnswer: { times: 1, ms: 1_000, only: '/v3/vehicle/transactions' } });
    expect(await hasty.deduct(request)).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    expect(await settled(request.outTradeNo)).toMatchObject({ deduction: { state: 'succeeded' } });
  });

  test('unsigned: forged, so unknown', async () => {
    const request = await inside(bench, till, contract);
    await faults({ unsigned: { times: 1 } });
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'unknown', reason: 'forged-answer' });
  });

  test('429: not executed, and worth trying again', async () => {
    const request = await inside(bench, till, contract);
    await faults({ decline: { times: 1 } });
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'declined', remedy: 'back-off' });
    expect(await contract.queryDeduction(request.outTradeNo)).toEqual({ outcome: 'not-found' });
  });
});

describe('notices', () => {
  test('twice: the same notification, and money once', async () => {
    const request = await inside(bench, till, contract);
    await faults({ duplicateCallback: { times: 1 } });
    await contract.deduct(request);
    const notices = await deductionNotices(till, contract, request.outTradeNo, 2);
    expect(notices).toHaveLength(2);
    expect(notices[1]).toEqual(notices[0]);
    expect(await book()).toMatchObject({ paidFen: 1_500 });
  });

  test('never: a query finds out', async () => {
    const request = await inside(bench, till, contract);
    await faults({ missingCallback: { times: 1, only: 'transaction' } });
    await contract.deduct(request);
    expect(await settled(request.outTradeNo)).toMatchObject({ deduction: { state: 'succeeded' } });
    expect(await book()).toMatchObject({ pendingNotices: 0 });
    expect(till.receiver.notices).toHaveLength(0);
  });

  test('forged, and another merchant’s: rejected', async () => {
    const request = await inside(bench, till, contract);
    await faults({ wrongKey: { times: 1, on: 'callbacks' } });
    await contract.deduct(request);
    const [forged] = await till.receiver.received(1);
    if (forged === undefined) throw new Error('no notice');
    expect(await contract.parseNotify(forged.rawBody, forged.headers)).toEqual({
      kind: 'rejected',
      rejected: 'signature',
    });

    const other = await inside(bench, till, contract);
    await contract.deduct(other);
    const genuine = (await till.receiver.received(2))[1];
    if (genuine === undefined) throw new Error('no second notice');
    const namesake = wechatParkingContract({ ...till.merchant, merchantId: '1900000000' });
    expect(await namesake.parseNotify(genuine.rawBody, genuine.headers)).toEqual({
      kind: 'rejected',
      rejected: 'merchant',
    });
  });
});

test('a gateway that is killed between accepting and paying pays after its restart, once', async () => {
  await bench.killAndRestart({ SANDBOX_REFUND_AFTER_MS: '60000' });
  const request = await inside(bench, till, contract, { amountFen: fen(800) });
  expect(await contract.deduct(request)).toMatchObject({ deduction: { state: 'accepted' } });
  await bench.killAndRestart();
  expect(await settled(request.outTradeNo)).toMatchObject({ deduction: { state: 'succeeded', amountFen: 800 } });
  expect(await deductionNotices(till, contract, request.outTradeNo, 1)).toMatchObject([{ state: 'succeeded' }]);
  expect(await contract.query({ plate: request.plate, payerId })).toMatchObject({ state: 'signed' });
  expect(await book()).toMatchObject({ paidFen: 800, orders: [{ outTradeNo: request.outTradeNo }] });
});
