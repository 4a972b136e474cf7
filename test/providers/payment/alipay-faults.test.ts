// Every fault switch of the sandbox at Alipay's address, and what our adapter makes of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { alipayChannel } from '../../../providers/payment/alipay/alipay-channel.ts';
import { type AlipayShop, codeFor, openAlipayShop, paidTrade, scanCode } from './alipay-support.ts';
import { type Bench, noticesAbout, order, startBench } from './support.ts';

let bench: Bench;
let shop: AlipayShop;
beforeAll(async () => {
  bench = await startBench();
  shop = await openAlipayShop(bench);
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

const refundedFen = async (outTradeNo: string): Promise<number | undefined> => {
  const { orders } = await bench.sandbox.book(shop.merchant.merchantId);
  return orders.find((entry) => entry.outTradeNo === outTradeNo)?.refundedFen;
};

describe('answers', () => {
  test.each([
    ['without a signature', 'unsigned', 'unsigned'],
    ['signed with another key', 'wrongKey', 'signature'],
  ] as const)('a success %s is forged, so the outcome is unknown', async (_what, fault, detail) => {
    const request = order();
    await faults({ [fault]: { times: 1 } });
    expect(await shop.channel.create(request)).toEqual({ outcome: 'unknown', reason: 'forged-answer', detail });
    expect(await shop.channel.create(request)).toMatchObject({ outcome: 'created' });
  });

  test('an error after executing is unknown, and the repeat finds what was executed', async () => {
    const request = order();
    await faults({ failAfterExecuting: { times: 1, only: 'alipay.trade.precreate' } });
    expect(await shop.channel.create(request)).toEqual({
      outcome: 'unknown',
      reason: 'server-error',
      detail: 'ACQ.SYSTEM_ERROR',
    });
    await scanCode(bench, await codeFor(shop, request));
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ outcome: 'found' });
  });

  test('a refund answered with an error is refunded once when it is repeated with the same number', async () => {
    const { outTradeNo, amountFen } = await paidTrade(bench, shop);
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(600), totalFen: amountFen };
    await faults({ failAfterExecuting: { times: 1, only: 'alipay.trade.refund' } });
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'accepted', refund: { state: 'succeeded' } });
    expect(await refundedFen(outTradeNo)).toBe(600);
  });

  test('a refund that moved nothing is not taken for one that did, and its repeat moves it', async () => {
    const { outTradeNo, amountFen } = await paidTrade(bench, shop);
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(600), totalFen: amountFen };
    await faults({ closedRefund: { times: 1 } });
    expect(await shop.channel.refund(refund)).toMatchObject({ outcome: 'accepted', refund: { state: 'processing' } });
    expect(await shop.channel.queryRefund(refund.outRefundNo, outTradeNo)).toEqual({ outcome: 'not-found' });
    expect(await refundedFen(outTradeNo)).toBe(0);
    expect(await shop.channel.refund(refund)).toMatchObject({ refund: { state: 'succeeded', refundFen: 600 } });
    expect(await refundedFen(outTradeNo)).toBe(600);
  });

  test('an answer slower than the timeout is unknown, and the order exists', async () => {
    const hasty = alipayChannel(shop.merchant, { timeoutMs: 100 });
    const request = order();
    await faults({ slowAnswer: { times: 1, ms: 400 } });
    expect(await hasty.create(request)).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    await bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: request.outTradeNo });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ outcome: 'found' });
  });

  test('a gateway that is away is unknown', async () => {
    const away = alipayChannel({ ...shop.merchant, baseUrl: 'http://127.0.0.1:9' });
    expect(await away.query('ANYTHING')).toMatchObject({ outcome: 'unknown', reason: 'network' });
  });

  test.each([
    ['isp.app-call-limited', 'back-off'],
    ['isv.invalid-signature', 'page'],
    ['isv.invalid-timestamp', 'page'],
    ['isv.insufficient-isv-permissions', 'page'],
    ['ACQ.SELLER_BALANCE_NOT_ENOUGH', 'page'],
    ['ACQ.ACCESS_FORBIDDEN', 'page'],
    ['ACQ.TRADE_HAS_SUCCESS', 'query'],
    ['ACQ.TRADE_HAS_CLOSE', 'query'],
    ['ACQ.CONTEXT_INCONSISTENT', 'query'],
    ['ACQ.INVALID_PARAMETER', 'none'],
    ['ACQ.TRADE_HAS_FINISHED', 'none'],
  ] as const)('a refusal %s was not executed and has the remedy %s', async (code, remedy) => {
    const request = order();
    await faults({ decline: { times: 1, code } });
    expect(await shop.channel.create(request)).toMatchObject({ outcome: 'declined', code, remedy });
    const { orders } = await bench.sandbox.book(shop.merchant.merchantId);
    expect(orders.some(({ outTradeNo }) => outTradeNo === request.outTradeNo)).toBe(false);
  });

  test('a service that is not available is unknown and not refused', async () => {
    await faults({ decline: { times: 1, code: 'isp.unknow-error', status: 20_000 } });
    expect(await shop.channel.query('ANYTHING')).toMatchObject({ outcome: 'unknown', reason: 'server-error' });
  });
});

describe('notices', () => {
  test.each(['unsigned', 'wrongKey'] as const)(
    'a notice with the fault %s is rejected, and the next one is taken',
    async (fault) => {
      await faults({ [fault]: { times: 1, on: 'callbacks' } });
      shop.receiver.answers.push(401);
      const request = await paidTrade(bench, shop);
      const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
      expect(notice).toMatchObject({ kind: 'transaction', amountFen: 1_250 });
      const first = shop.receiver.notices[0]!;
      expect(await shop.channel.parseNotify(first.rawBody, first.headers)).toEqual({
        kind: 'rejected',
        rejected: 'signature',
      });
    },
  );

  test('a changed amount is seen in the notice, while the query tells the truth', async () => {
    await faults({ changedAmount: { times: 1, fen: -250 } });
    const request = await paidTrade(bench, shop);
    expect((await noticesAbout(shop, request.outTradeNo, 1))[0]).toMatchObject({ amountFen: 1_000 });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { amountFen: 1_250 } });
  });

  test('a duplicate notice carries the same id', async () => {
    await faults({ duplicateCallback: { times: 1 } });
    const request = await paidTrade(bench, shop);
    const [one, two] = await noticesAbout(shop, request.outTradeNo, 2);
    expect(two).toEqual(one);
  });

  test('a late notice comes after its delay and not before', async () => {
    await faults({ lateCallback: { times: 1, ms: 300 } });
    const paidAtMs = Date.now();
    const request = await paidTrade(bench, shop);
    await noticesAbout(shop, request.outTradeNo, 1);
    expect(shop.receiver.notices[0]!.atMs - paidAtMs).toBeGreaterThanOrEqual(299);
  });

  test('a missing notice never comes, and the query finds the payment', async () => {
    await faults({ missingCallback: { times: 1 } });
    const request = await paidTrade(bench, shop);
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'succeeded' } });
    const told = await paidTrade(bench, shop);
    await noticesAbout(shop, told.outTradeNo, 1);
    expect(await noticesAbout(shop, request.outTradeNo, 0)).toEqual([]);
  });

  test('a refund’s notice can come before its payment’s', async () => {
    await faults({ refundNoticeFirst: { times: 1 } });
    const { outTradeNo, amountFen } = await paidTrade(bench, shop);
    await shop.channel.refund({ outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(50), totalFen: amountFen });
    const notices = await shop.receiver.received(2);
    const read = await Promise.all(notices.map(({ rawBody }) => shop.channel.parseNotify(rawBody, {})));
    expect(read.map(({ kind }) => kind)).toEqual(['other', 'transaction']);
  });

  test('a notice can come before the create call is answered', async () => {
    await faults({ callbackBeforeAnswer: { times: 1 } });
    const request = order();
    const created = shop.channel.create(request).then(() => Date.now());
    const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
    expect(notice).toMatchObject({ state: 'succeeded' });
    expect(shop.receiver.notices[0]!.atMs).toBeLessThanOrEqual(await created);
  });

  test('a notice is sent again until the answer is the word success, even after a 200 of another word', async () => {
    shop.receiver.answers.push(500, 200);
    const request = await paidTrade(bench, shop);
    const notices = await noticesAbout(shop, request.outTradeNo, 3);
    expect(new Set(notices.map(({ notificationId }) => notificationId)).size).toBe(1);
  });

  test('a key that Alipay changes mid-flight makes its answers forged until the merchant has the new one', async () => {
    const own = await bench.sandbox.alipayMerchant({ notifyUrl: shop.receiver.url });
    const before = alipayChannel(own);
    expect(await before.create(order())).toMatchObject({ outcome: 'created' });
    const rotated = await bench.sandbox.rotateAlipayKey(own);
    expect(await before.create(order())).toMatchObject({ outcome: 'unknown', reason: 'forged-answer' });
    expect(await alipayChannel(rotated).create(order())).toMatchObject({ outcome: 'created' });
  });
});
