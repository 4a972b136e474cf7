// Our WeChat Pay adapter against the sandbox gateway: what a merchant does on a good day, in both verification modes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { epochMs } from '../../../domain/time.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { type Bench, eventually, noticesAbout, openShop, order, paidOrder, type Shop, startBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ clock: { now: () => Date.parse('2026-03-02T08:30:00.400Z') } });
});
afterAll(() => bench.close());

describe.each(['public-key', 'certificates'] as const)('with %s verification', (mode) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(bench, mode);
  });
  afterAll(() => shop.close());

  test('creates a Native order, finds it unpaid, and finds it paid after the driver paid', async () => {
    const request = order({ attach: 'bill 7' });
    const created = await shop.channel.create(request);
    expect(created).toMatchObject({
      outcome: 'created',
      invitation: { kind: 'native', codeUrl: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=/) },
    });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({
      outcome: 'found',
      payment: { state: 'unpaid', amountFen: 1_250 },
    });
    const paid = await bench.sandbox.pay({ ...shop.merchant, outTradeNo: request.outTradeNo, payerId: 'oDriver' });
    expect(await shop.channel.query(request.outTradeNo)).toEqual({
      outcome: 'found',
      payment: {
        outTradeNo: request.outTradeNo,
        state: 'succeeded',
        amountFen: fen(1_250),
        transactionId: paid.transactionId,
        payerId: 'oDriver',
        successAt: epochMs(Date.parse('2026-03-02T08:30:00Z')),
        attach: 'bill 7',
      },
    });
  });

  test('tells of a payment with an encrypted notice that the adapter reads', async () => {
    const request = await paidOrder(bench, shop);
    const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
    expect(notice).toMatchObject({
      kind: 'transaction',
      notificationId: expect.stringMatching(/^EV-/),
      eventType: 'TRANSACTION.SUCCESS',
      state: 'succeeded',
      amountFen: 1_250,
      successAt: Date.parse('2026-03-02T08:30:00Z'),
    });
    expect(shop.receiver.notices.map(({ rawBody }) => rawBody.toString()).join()).not.toContain(request.outTradeNo);
  });

  test('refunds in parts, tells of each, and never gives back more than was paid', async () => {
    const request = await paidOrder(bench, shop);
    const part = { outTradeNo: request.outTradeNo, totalFen: request.amountFen };
    const first = { ...part, outRefundNo: `${request.outTradeNo}_1`, refundFen: fen(1_000), reason: '多收退回' };
    expect(await shop.channel.refund(first)).toMatchObject({
      outcome: 'accepted',
      refund: { state: 'processing', refundFen: 1_000, outRefundNo: first.outRefundNo },
    });
    expect(
      await shop.channel.refund({ ...part, outRefundNo: `${request.outTradeNo}_2`, refundFen: fen(251) }),
    ).toMatchObject({
      outcome: 'declined',
      code: 'NOT_ENOUGH',
    });
    expect(
      await shop.channel.refund({ ...part, outRefundNo: `${request.outTradeNo}_2`, refundFen: fen(250) }),
    ).toMatchObject({ outcome: 'accepted' });
    const found = await eventually(
      () => shop.channel.queryRefund(first.outRefundNo, first.outTradeNo),
      (result) => result.outcome === 'found' && result.refund.state === 'succeeded',
    );
    expect(found).toMatchObject({
      outcome: 'found',
      refund: { state: 'succeeded', refundFen: 1_000, successAt: Date.parse('2026-03-02T08:30:00Z') },
    });
    const refunds = (await noticesAbout(shop, request.outTradeNo, 3)).filter(({ kind }) => kind === 'refund');
    expect(refunds).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ eventType: 'REFUND.SUCCESS', state: 'succeeded', refundFen: 1_000 }),
        expect.objectContaining({ eventType: 'REFUND.SUCCESS', state: 'succeeded', refundFen: 250 }),
      ]),
    );
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'refunded' } });
  });

  test('refunds once when the same number is sent twice, and declines the number for another amount', async () => {
    const request = await paidOrder(bench, shop);
    const refund = {
      outTradeNo: request.outTradeNo,
      outRefundNo: `${request.outTradeNo}_R`,
      refundFen: fen(600),
      totalFen: request.amountFen,
    };
    const [one, two] = [await shop.channel.refund(refund), await shop.channel.refund(refund)];
    expect(one).toMatchObject({ outcome: 'accepted' });
    expect(two).toMatchObject({ outcome: 'accepted' });
    expect(await shop.channel.refund({ ...refund, refundFen: fen(601) })).toMatchObject({
      outcome: 'declined',
      code: 'INVALID_REQUEST',
    });
    const { orders } = await bench.sandbox.book(shop.merchant.merchantId);
    expect(orders.find(({ outTradeNo }) => outTradeNo === request.outTradeNo)?.refunds).toHaveLength(1);
  });
});

describe('orders', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(bench);
  });
  afterAll(() => shop.close());

  test('answers the same code when the same order is created again', async () => {
    const request = order();
    expect(await shop.channel.create(request)).toEqual(await shop.channel.create(request));
  });

  test('declines a number that was used for another amount, and says that a query may tell more', async () => {
    const request = order();
    await shop.channel.create(request);
    expect(await shop.channel.create({ ...request, amountFen: fen(1) })).toMatchObject({
      outcome: 'declined',
      code: 'OUT_TRADE_NO_USED',
      remedy: 'query',
    });
  });

  test('declines malformed requests for good', async () => {
    expect(await shop.channel.create(order({ outTradeNo: 'has spaces in it' }))).toMatchObject({
      outcome: 'declined',
      code: 'PARAM_ERROR',
      remedy: 'none',
    });
    expect(await shop.channel.create(order({ amountFen: fen(0) }))).toMatchObject({ code: 'PARAM_ERROR' });
  });

  test('closes an unpaid order once and again, after which nobody can pay it', async () => {
    const request = order();
    await shop.channel.create(request);
    expect(await shop.channel.close(request.outTradeNo)).toEqual({ outcome: 'closed' });
    expect(await shop.channel.close(request.outTradeNo)).toEqual({ outcome: 'closed' });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'closed' } });
    await expect(
      bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: request.outTradeNo }),
    ).rejects.toMatchObject({ code: 'ORDER_CLOSED' });
  });

  test('declines to close an order that was paid meanwhile, and says to query it', async () => {
    const request = await paidOrder(bench, shop);
    expect(await shop.channel.close(request.outTradeNo)).toMatchObject({
      outcome: 'declined',
      code: 'ORDERPAID',
      remedy: 'query',
    });
  });

  test('does not find what was never created', async () => {
    expect(await shop.channel.query('NEVER_CREATED')).toEqual({ outcome: 'not-found' });
    expect(await shop.channel.close('NEVER_CREATED')).toEqual({ outcome: 'not-found' });
    expect(await shop.channel.queryRefund('NEVER_CREATED', 'NEVER_CREATED')).toEqual({ outcome: 'not-found' });
  });

  test('refuses a payment after the order has expired by business time', async () => {
    const request = order({ expiresAt: epochMs(Date.parse('2026-03-02T08:30:00Z')) });
    await shop.channel.create(request);
    await expect(
      bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: request.outTradeNo }),
    ).rejects.toMatchObject({ code: 'ORDER_CLOSED' });
  });

  test('refuses the second of two payments for one order', async () => {
    const request = await paidOrder(bench, shop);
    await expect(
      bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: request.outTradeNo }),
    ).rejects.toMatchObject({ code: 'ORDERPAID', status: 409 });
  });

  test('opens JSAPI payments with signed parameters and H5 payments with a page', async () => {
    const jsapi = await shop.channel.create(order({ way: { kind: 'jsapi', payerId: 'oDriver' } }));
    expect(jsapi).toMatchObject({
      invitation: { kind: 'jsapi', parameters: { appId: shop.merchant.appId, signType: 'RSA' } },
    });
    const h5 = await shop.channel.create(order({ way: { kind: 'h5', payerIp: '127.0.0.1' } }));
    if (h5.outcome !== 'created' || h5.invitation.kind !== 'h5') throw new Error(JSON.stringify(h5));
    const page = await fetch(h5.invitation.redirectUrl);
    expect(await page.text()).toContain('¥12.50');
  });

  test('is unknown, not failed, when nobody listens', async () => {
    const away = wechatPayChannel({ ...shop.merchant, baseUrl: 'http://127.0.0.1:9' });
    expect(await away.create(order())).toMatchObject({ outcome: 'unknown', reason: 'network' });
  });

  test('refuses an APIv3 key that is not 32 bytes at start', () => {
    expect(() => wechatPayChannel({ ...shop.merchant, apiV3Key: 'short' })).toThrow('32 bytes');
  });
});
