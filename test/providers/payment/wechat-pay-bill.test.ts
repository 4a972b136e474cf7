// The daily bill: the sandbox writes the channel's layout, the adapter reads it to the fen and believes nothing unproved.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Formatter } from 'wechatpay-axios-plugin';
import { fen } from '../../../domain/money.ts';
import { type BillSource } from '../../../providers/payment/channel.ts';
import { stringAt } from '../../../providers/payment/json-field.ts';
import { billColumns, parseBill, summaryColumns, yuan } from '../../../providers/payment/wechat-pay/bill-file.ts';
import { wechatPayClient } from '../../../providers/payment/wechat-pay/request.ts';
import { wechatPayBills } from '../../../providers/payment/wechat-pay/wechat-pay-bills.ts';
import { type Bench, eventually, openShop, paidOrder, type Shop, startBench } from './support.ts';

const at = (time: string): number => Date.parse(`${time}+08:00`);
let nowMs = at('2026-03-02T23:59:59');
let bench: Bench;
let shop: Shop;
let bills: BillSource;
let numbers: string[];

/** One evening: two payments before midnight, one after; one of them refunded in part before midnight. */
beforeAll(async () => {
  bench = await startBench({ clock: { now: () => nowMs } });
  shop = await openShop(bench);
  bills = wechatPayBills(shop.merchant);
  const first = await paidOrder(bench, shop, { description: '停车费, `A`区', amountFen: fen(12_345) });
  const second = await paidOrder(bench, shop, { amountFen: fen(1) });
  const refund = { outTradeNo: first.outTradeNo, outRefundNo: 'REFUND_1', refundFen: fen(345), totalFen: fen(12_345) };
  await shop.channel.refund(refund);
  await eventually(
    () => shop.channel.queryRefund('REFUND_1', first.outTradeNo),
    (found) => found.outcome === 'found' && found.refund.state === 'succeeded',
  );
  nowMs = at('2026-03-03T00:00:00');
  const third = await paidOrder(bench, shop, { amountFen: fen(700) });
  numbers = [first.outTradeNo, second.outTradeNo, third.outTradeNo];
});
afterAll(async () => {
  await shop.close();
  await bench.close();
});
beforeEach(() => {
  nowMs = at('2026-03-04T10:00:00');
});

test('fetches a day from midnight to midnight in China, every amount to the fen', async () => {
  const result = await bills.fetchBill('2026-03-02');
  expect(result).toMatchObject({
    outcome: 'fetched',
    bill: {
      date: '2026-03-02',
      paidFen: 12_346,
      refundedFen: 345,
      feeFen: 72,
      sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
    },
  });
  if (result.outcome !== 'fetched') throw new Error(result.outcome);
  expect(result.bill.lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'payment',
        outTradeNo: numbers[0],
        amountFen: 12_345,
        feeFen: 74,
        state: 'SUCCESS',
      }),
      expect.objectContaining({ kind: 'payment', outTradeNo: numbers[1], amountFen: 1, feeFen: 0 }),
      expect.objectContaining({
        kind: 'refund',
        outTradeNo: numbers[0],
        outRefundNo: 'REFUND_1',
        amountFen: 345,
        feeFen: -2,
      }),
    ]),
  );
  expect(result.bill.lines.every((line) => line.at === at('2026-03-02T23:59:59'))).toBe(true);
  expect(await bills.fetchBill('2026-03-03')).toMatchObject({ bill: { lines: [{ outTradeNo: numbers[2] }] } });
});

test('says that a day without rows is empty, and that a day is not ready before ten the next morning', async () => {
  expect(await bills.fetchBill('2026-03-01')).toEqual({ outcome: 'empty' });
  nowMs = at('2026-03-03T09:59:59');
  expect(await bills.fetchBill('2026-03-02')).toMatchObject({
    outcome: 'declined',
    code: 'STATEMENT_CREATING',
    remedy: 'back-off',
  });
  expect(await bills.fetchBill('yesterday')).toMatchObject({ outcome: 'declined', code: 'PARAM_ERROR' });
});

test.each([
  ['billMissingRow', 2, 1],
  ['billExtraRow', 4, 12_846],
  ['billWrongAmount', 3, 12_347],
] as const)('reads a bill with the fault %s, so that reconciliation can find it', async (fault, count, paidFen) => {
  await bench.sandbox.faults(shop.merchant.merchantId, { [fault]: { times: 1 } });
  const result = await bills.fetchBill('2026-03-02');
  expect(result).toMatchObject({ outcome: 'fetched', bill: { paidFen } });
  expect(result.outcome === 'fetched' && result.bill.lines).toHaveLength(count);
});

test('does not believe a file whose hash is another', async () => {
  await bench.sandbox.faults(shop.merchant.merchantId, { billWrongHash: { times: 1 } });
  expect(await bills.fetchBill('2026-03-02')).toMatchObject({ outcome: 'unknown', reason: 'malformed-answer' });
});

test('is a file that the npm client reads the same way', async () => {
  const client = wechatPayClient(shop.merchant);
  const answer = await client.request('GET', '/v3/bill/tradebill?bill_date=2026-03-02');
  const url = stringAt('body' in answer ? answer.body : undefined, 'download_url') ?? '';
  const file = await client.send('GET', url.slice(shop.merchant.baseUrl.length));
  const { rows, summary } = Formatter.castCsvBill(file.rawBody) as {
    rows: Record<string, string>[];
    summary: Record<string, string>;
  };
  expect(rows.map((row) => row['商户订单号']).sort()).toEqual([numbers[0], numbers[0], numbers[1]].sort());
  expect(summary).toMatchObject({ 总交易单数: '3', 订单总金额: '123.46', 申请退款总金额: '3.45' });
  expect((await client.send('GET', '/v3/billdownload/file?token=none')).status).toBe(404);
});

describe('the file', () => {
  const values: Record<string, string> = {
    交易时间: '2026-03-02 10:00:00',
    商户号: '1900000001',
    微信订单号: '42',
    商户订单号: 'ORDER_1',
    交易状态: 'SUCCESS',
    货币种类: 'CNY',
    手续费: '0.00600',
    订单金额: '1.00',
    申请退款金额: '0.00',
  };
  const sums: Record<string, string> = {
    总交易单数: '1',
    手续费总金额: '0.00600',
    订单总金额: '1.00',
    申请退款总金额: '0.00',
  };
  const file = (row: Record<string, string> = {}, summary: Record<string, string> = {}): string => {
    const line = (columns: readonly string[], from: Record<string, string>) =>
      columns.map((column) => `\`${from[column] ?? ''}`).join(',');
    return [
      `\ufeff${billColumns.join(',')}`,
      line(billColumns, { ...values, ...row }),
      summaryColumns.join(','),
      line(summaryColumns, { ...sums, ...summary }),
    ].join('\n');
  };
  const parse = (text: string) => parseBill(text, '1900000001');

  test('is read with a fee of less than a fen, which is rounded to the nearest', () => {
    expect(parse(file())).toMatchObject({ paidFen: 100, feeFen: 1, lines: [{ amountFen: 100, feeFen: 1 }] });
  });

  test.each([
    ['a row count', {}, { 总交易单数: '2' }],
    ['a paid total', {}, { 订单总金额: '1.01' }],
    ['a refund total', {}, { 申请退款总金额: '0.01' }],
    ['a fee total', {}, { 手续费总金额: '0.00601' }],
  ])('is refused when %s of the summary does not agree', (_what, row, summary) => {
    expect(parse(file(row, summary))).toEqual({ fault: 'the summary does not agree with the rows' });
  });

  test.each([
    ['another merchant', { 商户号: '1' }],
    ['another currency', { 货币种类: 'USD' }],
    ['a fraction of a fen', { 订单金额: '1.001' }],
    ['an amount that is no number', { 订单金额: '1e2' }],
    ['a time that is no time', { 交易时间: 'yesterday' }],
  ])('is refused with a row of %s', (_what, row) => {
    expect(parse(file(row))).toEqual({ fault: 'row 1 cannot be read' });
  });

  test('is refused when it is cut off or something else', () => {
    expect(parse(file().split('\n').slice(0, 3).join('\n'))).toMatchObject({ fault: expect.any(String) });
    expect(parse('')).toMatchObject({ fault: expect.any(String) });
    expect(parse('<html></html>')).toMatchObject({ fault: expect.any(String) });
  });

  test('carries any amount through yuan and back without losing a fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_99 }), (amountFen) => {
        const text = yuan(amountFen, 2);
        expect(parse(file({ 订单金额: text }, { 订单总金额: text }))).toMatchObject({ paidFen: amountFen });
        expect(yuan(-amountFen, 5)).toBe(amountFen === 0 ? '0.00000' : `-${text}000`);
      }),
    );
  });
});
