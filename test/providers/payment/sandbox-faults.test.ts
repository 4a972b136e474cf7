// Every fault switch of the sandbox, and what our adapter makes of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { type Bench, eventually, noticesAbout, openShop, order, paidOrder, type Shop, startBench } from './support.ts';

let bench: Bench;
let shop: Shop;
beforeAll(async () => {
  bench = await startBench();
  shop = await openShop(bench);
});
afterAll(async () => {
  await shop.close();
  await bench.close();
});
beforeEach(() => {
  shop.receiver.notices.length = 0;
});

const faults = (switches: Parameters<typeof bench.sandbox.faults>[1]) =>
  bench.sandbox.faults(shop.merchant.merchantId, switches);

describe('answers', () => {
  test.each([
    ['without a signature', 'unsigned', 'HTTP 200, unsigned'],
    ['with a serial that is not the platform’s', 'wrongSerial', 'HTTP 200, unknown-serial'],
    ['with a probe signature', 'probe', 'HTTP 200, probe'],
    ['signed ten minutes ago', 'oldTimestamp', 'HTTP 200, timestamp'],
  ] as const)('a success %s is forged, so the outcome is unknown', async (_what, fault, detail) => {
    const request = order();
    await faults({ [fault]: { times: 1 } });
    expect(await shop.channel.create(request)).toEqual({ outcome: 'unknown', reason: 'forged-answer', detail });
    expect(await shop.channel.create(request)).toMatchObject({ outcome: 'created' });
  });

  test('a refusal with a false signature is unknown as well, while an unsigned one counts', async () => {
    await faults({ wrongSerial: { times: 1 } });
    expect(await shop.channel.query('NEVER_CREATED')).toMatchObject({ outcome: 'unknown', reason: 'forged-answer' });
    await faults({ unsigned: { times: 1 } });
    expect(await shop.channel.query('NEVER_CREATED')).toEqual({ outcome: 'not-found' });
  });

  test('a 500 after executing is unknown, and a query finds what was executed', async () => {
    const request = order();
    await faults({ failAfterExecuting: { times: 1, only: '/v3/pay' } });
    expect(await shop.channel.create(request)).toEqual({
      outcome: 'unknown',
      reason: 'server-error',
      detail: 'HTTP 500',
    });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ outcome: 'found' });
  });

  test('a refund answered with 500 is refunded once when it is repeated with the same number', async () => {
    const { outTradeNo, amountFen } = await paidOrder(bench, shop);
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: amountFen, totalFen: amountFen };
    await faults({ failAfterExecuting: { times: 1, only: '/v3/refund' } });
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'accepted' });
    const { orders } = await eventually(
      () => bench.sandbox.book(shop.merchant.merchantId),
      (book) => book.orders.some((entry) => entry.outTradeNo === outTradeNo && entry.refundedFen > 0),
    );
    expect(orders.find((entry) => entry.outTradeNo === outTradeNo)).toMatchObject({
      paidFen: 1_250,
      refundedFen: 1_250,
    });
  });

  test('an answer slower than the timeout is unknown, and the order exists', async () => {
    const hasty = wechatPayChannel(shop.merchant, { timeoutMs: 100 });
    const request = order();
    await faults({ slowAnswer: { times: 1, ms: 400 } });
    expect(await hasty.create(request)).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ outcome: 'found' });
  });

  test.each([
    [429, 'FREQUENCY_LIMITED', 'back-off'],
    [401, 'SIGN_ERROR', 'page'],
    [403, 'NO_AUTH', 'page'],
    [403, 'NOT_ENOUGH', 'none'],
    [403, 'OUT_TRADE_NO_USED', 'query'],
    [400, 'INVALID_REQUEST', 'none'],
  ] as const)('a refusal %i %s was not executed and has the remedy %s', async (status, code, remedy) => {
    const request = order();
    await faults({ decline: { times: 1, status, code } });
    expect(await shop.channel.create(request)).toMatchObject({ outcome: 'declined', code, remedy });
    expect(await shop.channel.query(request.outTradeNo)).toEqual({ outcome: 'not-found' });
  });
});

describe('notices', () => {
  test.each([
    ['unsigned', 'signature'],
    ['wrongSerial', 'signature'],
    ['probe', 'probe'],
    ['oldTimestamp', 'timestamp'],
  ] as const)('a notice with the fault %s is rejected as %s, and the next one is taken', async (fault, rejected) => {
    await faults({ [fault]: { times: 1, on: 'callbacks' } });
    shop.receiver.answers.push(401);
    const request = await paidOrder(bench, shop);
    const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
    expect(notice).toMatchObject({ kind: 'transaction', amountFen: 1_250 });
    const first = shop.receiver.notices[0]!;
    expect(await shop.channel.parseNotify(first.rawBody, first.headers)).toEqual({ kind: 'rejected', rejected });
  });

  test('a changed amount is seen in the notice, while the query tells the truth', async () => {
    await faults({ changedAmount: { times: 1, fen: -250 } });
    const request = await paidOrder(bench, shop);
    expect((await noticesAbout(shop, request.outTradeNo, 1))[0]).toMatchObject({ amountFen: 1_000 });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { amountFen: 1_250 } });
  });

  test('a duplicate notice carries the same id', async () => {
    await faults({ duplicateCallback: { times: 1 } });
    const request = await paidOrder(bench, shop);
    const [one, two] = await noticesAbout(shop, request.outTradeNo, 2);
    expect(two).toEqual(one);
  });

  test('a late notice comes after its delay and not before', async () => {
    await faults({ lateCallback: { times: 1, ms: 300 } });
    const paidAtMs = Date.now();
    const request = await paidOrder(bench, shop);
    await noticesAbout(shop, request.outTradeNo, 1);
    expect(shop.receiver.notices[0]!.atMs - paidAtMs).toBeGreaterThanOrEqual(299);
  });

  test('a missing notice never comes, and the query finds the payment', async () => {
    await faults({ missingCallback: { times: 1 } });
    const request = await paidOrder(bench, shop);
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'succeeded' } });
    const told = await paidOrder(bench, shop);
    await noticesAbout(shop, told.outTradeNo, 1);
    expect(await noticesAbout(shop, request.outTradeNo, 0)).toEqual([]);
    expect((await bench.sandbox.book(shop.merchant.merchantId)).pendingNotices).toBe(0);
  });

  test('a refund notice can come before its payment’s notice', async () => {
    await faults({ refundNoticeFirst: { times: 1 } });
    const { outTradeNo, amountFen } = await paidOrder(bench, shop);
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(50), totalFen: amountFen };
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'accepted' });
    const notices = await noticesAbout(shop, outTradeNo, 2);
    expect(notices.map(({ kind }) => kind)).toEqual(['refund', 'transaction']);
  });

  test('a notice can come before the create call is answered', async () => {
    await faults({ callbackBeforeAnswer: { times: 1 } });
    const request = order();
    const created = shop.channel.create(request).then(() => Date.now());
    const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
    expect(notice).toMatchObject({ state: 'succeeded' });
    expect(shop.receiver.notices[0]!.atMs).toBeLessThanOrEqual(await created);
  });

  test('a notice that is not taken is sent again until it is', async () => {
    shop.receiver.answers.push(500, 503);
    const request = await paidOrder(bench, shop);
    const notices = await noticesAbout(shop, request.outTradeNo, 3);
    expect(new Set(notices.map(({ notificationId }) => notificationId)).size).toBe(1);
  });

  test.each([
    ['abnormalRefund', 'abnormal'],
    ['closedRefund', 'closed'],
  ] as const)('a refund with the fault %s ends %s, by notice and by query', async (fault, state) => {
    const { outTradeNo, amountFen } = await paidOrder(bench, shop);
    await faults({ [fault]: { times: 1 } });
    await shop.channel.refund({
      outTradeNo,
      outRefundNo: `${outTradeNo}_R`,
      refundFen: amountFen,
      totalFen: amountFen,
    });
    const notices = await noticesAbout(shop, outTradeNo, 2);
    expect(notices.find(({ kind }) => kind === 'refund')).toMatchObject({ state, refundFen: 1_250 });
    expect(await shop.channel.queryRefund(`${outTradeNo}_R`, outTradeNo)).toMatchObject({ refund: { state } });
  });
});

test('rejects switches that do not exist, so that a misspelt fault test cannot pass', async () => {
  const misspelt = { unsinged: true } as never;
  await expect(faults(misspelt)).rejects.toMatchObject({ code: 'PARAM_ERROR' });
});

test('switches a fault off again', async () => {
  expect(await faults({ unsigned: true })).toEqual({ unsigned: {} });
  expect(await faults({ unsigned: false })).toEqual({});
  expect(await shop.channel.create(order())).toMatchObject({ outcome: 'created' });
});
