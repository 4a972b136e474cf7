// Our Alipay adapter against the sandbox gateway: what a merchant does on a good day.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { epochMs } from '../../../domain/time.ts';
import { alipayChannel } from '../../../providers/payment/alipay/alipay-channel.ts';
import { readForm } from '../../../providers/payment/alipay/form.ts';
import { type AlipayShop, codeFor, openAlipayShop, paidTrade, scanCode } from './alipay-support.ts';
import { type Bench, eventually, noticesAbout, order, startBench } from './support.ts';

const halfPastFour = Date.parse('2026-03-02T16:30:00+08:00');
let nowMs = halfPastFour;
let bench: Bench;
let shop: AlipayShop;
beforeAll(async () => {
  bench = await startBench({ clock: { now: () => nowMs } });
  shop = await openAlipayShop(bench);
});
afterAll(async () => {
  await shop.close();
  await bench.close();
});
beforeEach(() => {
  nowMs = halfPastFour;
  shop.receiver.notices.length = 0;
});

describe('a code to scan', () => {
  test('makes no trade before somebody scans it, then one that waits, then one that is paid', async () => {
    const request = order({ attach: 'bill 7/8', description: '停车费 A/B' });
    const codeUrl = await codeFor(shop, request);
    expect(codeUrl).toMatch(/^https:\/\/qr\.alipay\.com\/bax/);
    expect(shop.channel.knownFrom).toBe('opening');
    expect(await shop.channel.query(request.outTradeNo)).toEqual({ outcome: 'not-found' });
    expect(await scanCode(bench, codeUrl)).toBe(200);
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({
      outcome: 'found',
      payment: { state: 'unpaid', amountFen: 1_250 },
    });
    const { merchantId } = shop.merchant;
    const paid = await bench.sandbox.pay({ merchantId, outTradeNo: request.outTradeNo, payerId: '2088111122223333' });
    expect(await shop.channel.query(request.outTradeNo)).toEqual({
      outcome: 'found',
      payment: {
        outTradeNo: request.outTradeNo,
        state: 'succeeded',
        amountFen: fen(1_250),
        transactionId: paid.transactionId,
        payerId: '2088111122223333',
        successAt: epochMs(halfPastFour),
        attach: 'bill 7/8',
      },
    });
  });

  test('is told as paid by a signed form that the adapter reads', async () => {
    const request = await paidTrade(bench, shop, { attach: '100%25 + more' });
    const [notice] = await noticesAbout(shop, request.outTradeNo, 1);
    expect(notice).toMatchObject({
      kind: 'transaction',
      notificationId: expect.stringMatching(/^ev[0-9a-f]{32}$/),
      eventType: 'TRADE_SUCCESS',
      state: 'succeeded',
      amountFen: 1_250,
      successAt: halfPastFour,
      attach: '100%25 + more',
    });
    expect(readForm(shop.receiver.notices[0]!.rawBody)).toMatchObject({ total_amount: '12.50', sign_type: 'RSA2' });
  });

  test('is the same again when it is asked for again, and refused for another amount', async () => {
    const request = order();
    const codeUrl = await codeFor(shop, request);
    expect(await codeFor(shop, request)).toBe(codeUrl);
    expect(await shop.channel.create({ ...request, amountFen: fen(1_251) })).toMatchObject({
      outcome: 'declined',
      code: 'ACQ.CONTEXT_INCONSISTENT',
      remedy: 'query',
    });
  });

  test('can no longer be paid after its time, and a trade that was begun is closed by then', async () => {
    const request = order({ expiresAt: epochMs(halfPastFour + 60_000) });
    const codeUrl = await codeFor(shop, request);
    await scanCode(bench, codeUrl);
    nowMs += 60_000;
    await expect(bench.sandbox.pay({ codeUrl })).rejects.toThrow('ORDER_CLOSED');
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'closed' } });
  });
});

describe('a page for a phone', () => {
  test('is an address that whoever opens it verifies, begins the trade with and pays on', async () => {
    const request = order({ way: { kind: 'h5', payerIp: '203.0.113.7' } });
    const created = await shop.channel.create(request);
    if (created.outcome !== 'created' || created.invitation.kind !== 'h5') throw new Error(JSON.stringify(created));
    expect(await shop.channel.query(request.outTradeNo)).toEqual({ outcome: 'not-found' });
    const { redirectUrl } = created.invitation;
    const forged = await fetch(redirectUrl.replace('12.50', '0.01'), { redirect: 'manual' });
    expect(await forged.text()).toContain('isv.invalid-signature');
    const opened = await fetch(redirectUrl);
    expect(await opened.text()).toContain('12.50');
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'unpaid' } });
    await bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: request.outTradeNo });
    expect((await noticesAbout(shop, request.outTradeNo, 1))[0]).toMatchObject({ state: 'succeeded' });
  });

  test('inside the app is not offered', async () => {
    const request = order({ way: { kind: 'jsapi', payerId: '2088' } });
    expect(await shop.channel.create(request)).toMatchObject({ outcome: 'declined', code: 'WAY_NOT_OFFERED' });
  });
});

describe('closing', () => {
  test('ends a trade that waits, once and for all', async () => {
    const request = order();
    const codeUrl = await codeFor(shop, request);
    expect(await shop.channel.close(request.outTradeNo)).toEqual({ outcome: 'not-found' });
    await scanCode(bench, codeUrl);
    expect(await shop.channel.close(request.outTradeNo)).toEqual({ outcome: 'closed' });
    await expect(bench.sandbox.pay({ codeUrl })).rejects.toThrow('ORDER_CLOSED');
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'closed' } });
    expect(await shop.channel.create(request)).toMatchObject({ code: 'ACQ.TRADE_HAS_CLOSE', remedy: 'query' });
  });

  test('is refused for a trade that was paid meanwhile, with the advice to ask', async () => {
    const request = await paidTrade(bench, shop);
    expect(await shop.channel.close(request.outTradeNo)).toMatchObject({ outcome: 'declined', remedy: 'query' });
    expect(await shop.channel.create(request)).toMatchObject({ code: 'ACQ.TRADE_HAS_SUCCESS', remedy: 'query' });
  });
});

describe('refunds', () => {
  test('go back at once and in parts, never more than was paid, and in full they close the trade', async () => {
    const request = await paidTrade(bench, shop);
    const part = { outTradeNo: request.outTradeNo, totalFen: request.amountFen };
    const first = { ...part, outRefundNo: `${request.outTradeNo}_1`, refundFen: fen(1_000), reason: '多收退回' };
    expect(await shop.channel.refund(first)).toMatchObject({
      outcome: 'accepted',
      refund: { state: 'succeeded', refundFen: 1_000, outRefundNo: first.outRefundNo, successAt: halfPastFour },
    });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'succeeded' } });
    const rest = { ...part, outRefundNo: `${request.outTradeNo}_2` };
    expect(await shop.channel.refund({ ...rest, refundFen: fen(251) })).toMatchObject({
      outcome: 'declined',
      code: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL',
      remedy: 'none',
    });
    expect(await shop.channel.refund({ ...rest, refundFen: fen(250) })).toMatchObject({
      refund: { state: 'succeeded', refundFen: 250 },
    });
    expect(await shop.channel.query(request.outTradeNo)).toMatchObject({ payment: { state: 'refunded' } });
    expect(await shop.channel.queryRefund(first.outRefundNo, request.outTradeNo)).toEqual({
      outcome: 'found',
      refund: {
        outTradeNo: request.outTradeNo,
        outRefundNo: first.outRefundNo,
        state: 'succeeded',
        refundFen: 1_000,
        transactionId: expect.any(String),
        successAt: halfPastFour,
      },
    });
  });

  test('are refunded once when the same number is sent twice, and the number is refused for another amount', async () => {
    const request = await paidTrade(bench, shop);
    const { outTradeNo, amountFen } = request;
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(600), totalFen: amountFen };
    const [one, two] = [await shop.channel.refund(refund), await shop.channel.refund(refund)];
    expect(two).toEqual(one);
    expect(await shop.channel.refund({ ...refund, refundFen: fen(601) })).toMatchObject({
      outcome: 'declined',
      code: 'ACQ.DISCORDANT_REPEAT_REQUEST',
    });
    const { orders } = await bench.sandbox.book(shop.merchant.merchantId);
    expect(orders.find((entry) => entry.outTradeNo === outTradeNo)).toMatchObject({ refundedFen: 600 });
  });

  test('are told by notices that are no payments', async () => {
    const { outTradeNo, amountFen } = await paidTrade(bench, shop);
    const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(50), totalFen: amountFen };
    await shop.channel.refund(refund);
    const told = await eventually(
      async () => shop.receiver.notices.filter(({ rawBody }) => rawBody.includes('refund_fee=0.50')),
      (found) => found.length === 1,
    );
    expect(await shop.channel.parseNotify(told[0]!.rawBody, {})).toMatchObject({ kind: 'other' });
    expect(await noticesAbout(shop, outTradeNo, 1)).toHaveLength(1);
  });

  test('of what does not exist are not found', async () => {
    const { outTradeNo } = await paidTrade(bench, shop);
    expect(await shop.channel.queryRefund('NEVER_ASKED', outTradeNo)).toEqual({ outcome: 'not-found' });
    expect(await shop.channel.queryRefund('NEVER_ASKED', 'NEVER_CREATED')).toEqual({ outcome: 'not-found' });
    expect(await shop.channel.query('NEVER_CREATED')).toEqual({ outcome: 'not-found' });
  });
});

test('another merchant’s key is refused, and a person must look', async () => {
  const other = await bench.sandbox.alipayMerchant({ notifyUrl: shop.receiver.url });
  const { merchantPrivateKeyPem } = other;
  const impostor = alipayChannel({ ...shop.merchant, merchantPrivateKeyPem });
  expect(await impostor.create(order())).toMatchObject({
    outcome: 'declined',
    code: 'isv.invalid-signature',
    remedy: 'page',
  });
  const nobody = alipayChannel({ ...shop.merchant, appId: '2021000000000000' });
  expect(await nobody.query('ANYTHING')).toMatchObject({ code: 'isv.invalid-app-id', remedy: 'page' });
});

test('the same merchant has the same keys and the same book after a restart', async () => {
  const request = await paidTrade(bench, shop);
  await bench.restart();
  // The first call may still find a connection of the old gateway.
  const found = await eventually(
    () => shop.channel.query(request.outTradeNo),
    ({ outcome }) => outcome === 'found',
  );
  expect(found).toMatchObject({ payment: { state: 'succeeded' } });
  const { merchantId } = shop.merchant;
  expect(await bench.sandbox.alipayMerchant({ merchantId, notifyUrl: shop.receiver.url })).toEqual(shop.merchant);
});
