// Alipay's daily bill: the sandbox writes the channel's archive, the adapter reads it to the fen and believes no sum unproved.
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { alipayBills } from '../../../providers/payment/alipay/alipay-bills.ts';
import {
  detailColumns,
  detailTitle,
  parseBill,
  summaryColumns,
  summaryTitle,
} from '../../../providers/payment/alipay/bill-file.ts';
import { readZip } from '../../../providers/payment/alipay/zip.ts';
import { type BillSource } from '../../../providers/payment/channel.ts';
import { gbk } from '../../../providers/payment/sandbox/alipay/gbk.ts';
import { writeZip } from '../../../providers/payment/sandbox/alipay/zip-writer.ts';
import { type AlipayShop, openAlipayShop, paidTrade } from './alipay-support.ts';
import { type Bench, startBench } from './support.ts';

const at = (time: string): number => Date.parse(`${time}+08:00`);
let nowMs = at('2026-03-02T23:59:59');
let bench: Bench;
let shop: AlipayShop;
let bills: BillSource;
let numbers: string[];

/** One evening: two payments before midnight, one after; one of them refunded in part before midnight. */
beforeAll(async () => {
  bench = await startBench({ clock: { now: () => nowMs } });
  shop = await openAlipayShop(bench);
  bills = alipayBills(shop.merchant);
  const first = await paidTrade(bench, shop, { description: '停车费, "A"区 甲乙丙', amountFen: fen(12_345) });
  const second = await paidTrade(bench, shop, { amountFen: fen(1) });
  const refund = { outTradeNo: first.outTradeNo, outRefundNo: 'REFUND_1', refundFen: fen(345), totalFen: fen(12_345) };
  await shop.channel.refund(refund);
  nowMs = at('2026-03-03T00:00:00');
  const third = await paidTrade(bench, shop, { amountFen: fen(700) });
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
  const { lines } = result.bill;
  expect(lines).toHaveLength(3);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'payment', outTradeNo: numbers[0], amountFen: 12_345, feeFen: 74 }),
      expect.objectContaining({ kind: 'payment', outTradeNo: numbers[1], amountFen: 1, feeFen: 0 }),
      expect.objectContaining({
        kind: 'refund',
        outTradeNo: numbers[0],
        outRefundNo: 'REFUND_1',
        amountFen: 345,
        feeFen: -2,
        state: 'REFUND_SUCCESS',
      }),
    ]),
  );
  expect(lines.every((line) => line.at === at('2026-03-02T23:59:59') && /^\d{28}$/.test(line.transactionId))).toBe(
    true,
  );
  expect(await bills.fetchBill('2026-03-03')).toMatchObject({ bill: { lines: [{ outTradeNo: numbers[2] }] } });
});

test('says that a day without rows is empty, as the channel does of a day that is not ready', async () => {
  expect(await bills.fetchBill('2026-03-01')).toEqual({ outcome: 'empty' });
  nowMs = at('2026-03-03T08:59:59');
  expect(await bills.fetchBill('2026-03-02')).toEqual({ outcome: 'empty' });
  expect(await bills.fetchBill('yesterday')).toMatchObject({ outcome: 'declined', code: 'isv.invalid-arguments' });
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

test('does not believe a bill whose sums are not those of its rows', async () => {
  await bench.sandbox.faults(shop.merchant.merchantId, { billWrongHash: { times: 1 } });
  expect(await bills.fetchBill('2026-03-02')).toEqual({
    outcome: 'unknown',
    reason: 'malformed-answer',
    detail: 'the summary does not agree with the rows',
  });
});

describe('the files', () => {
  const day = '#起始日期：[2026年03月02日 00:00:00]   终止日期：[2026年03月03日 00:00:00]';
  const account = '#账号：[20880000000000010156]';
  const payment = [
    '2026',
    'ORDER_1',
    '交易',
    '停车费',
    '2026-03-02 09:00:00',
    '2026-03-02 10:00:00',
    '',
    '',
    '',
    '',
    'a**',
  ];
  const rest = ['0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00', '0.00', '', '-0.01', '0.00', ''];
  const row = (changes: Record<number, string> = {}): string =>
    [...payment, '1.00', '1.00', ...rest].map((value, index) => changes[index] ?? `${value}\t`).join(',');
  const detail = (rows = [row()], frame = [account, day]): string =>
    [detailTitle, ...frame, '#---业务明细列表---', detailColumns.join(','), ...rows, '#---业务明细列表结束---'].join(
      '\n',
    );
  const summary = (sums = ['1', '0', '1.00', '1.00', '0.00', '0.00', '0.00', '-0.01', '0.00', '0.99']): string =>
    [
      summaryTitle,
      account,
      day,
      '#---',
      summaryColumns.join(','),
      ['合计', '', ...sums].join(','),
      '#汇总列表结束---',
    ].join('\n');
  const parse = (texts: readonly string[]) => parseBill(texts, { merchantId: '2088000000000001', date: '2026-03-02' });

  test('are read in any order, a fee with any sign', () => {
    const bill = {
      paidFen: 100,
      refundedFen: 0,
      feeFen: 1,
      lines: [{ outTradeNo: 'ORDER_1', amountFen: 100, feeFen: 1 }],
    };
    expect(parse([detail(), summary()])).toMatchObject(bill);
    expect(parse([summary(), detail()])).toMatchObject(bill);
  });

  test.each([
    ['an amount with a fraction of a fen', { 11: '1.001' }],
    ['an amount that is no number', { 11: '1e2' }],
    ['a time that is no time', { 5: 'yesterday' }],
    ['a kind that nobody knows', { 2: 'constructor' }],
  ])('are refused with a row of %s', (_what, changes) => {
    expect(parse([detail([row(changes)]), summary()])).toEqual({ fault: 'row 1 cannot be read' });
  });

  test.each([
    ['count', ['2', '0', '1.00', '1.00', '0.00', '0.00', '0.00', '0.01', '0.00', '0.99']],
    ['refunds', ['1', '1', '1.00', '1.00', '0.00', '0.00', '0.00', '0.01', '0.00', '0.99']],
    ['amount', ['1', '0', '1.01', '1.00', '0.00', '0.00', '0.00', '0.01', '0.00', '0.99']],
    ['fee', ['1', '0', '1.00', '1.00', '0.00', '0.00', '0.00', '0.02', '0.00', '0.99']],
  ])('are refused when the %s of the summary does not agree', (_what, sums) => {
    expect(parse([detail(), summary(sums)])).toEqual({ fault: 'the summary does not agree with the rows' });
  });

  test('are refused for another account or day, cut off, or without the other', () => {
    const other = { fault: 'the bill is of another account or day' };
    expect(parse([detail([row()], ['#账号：[20889999999999990156]', day]), summary()])).toEqual(other);
    expect(parse([detail([row()], [account, day.replace('02日', '01日')]), summary()])).toEqual(other);
    const none = { fault: 'the files are not those of a trade bill' };
    expect(parse([detail().split('\n').slice(0, -1).join('\n'), summary()])).toEqual(none);
    expect(parse([detail([row().split(',').slice(1).join(',')]), summary()])).toEqual(none);
    expect(parse([detail()])).toEqual(none);
    expect(parse([])).toEqual(none);
  });
});

describe('the archive', () => {
  const files = [
    { name: gbk('业务明细.csv'), content: gbk('停车费,鑫龘€😀\r\n') },
    { name: Buffer.from('empty'), content: Buffer.alloc(0) },
  ];
  const zip = writeZip(files);

  test('holds GBK names and texts, and what GBK lacks becomes a question mark', () => {
    const read = readZip(zip, 1_000);
    const texts = read?.map(({ name, content }) =>
      [name, content].map((bytes) => new TextDecoder('gbk').decode(bytes)),
    );
    expect(texts).toEqual([
      ['业务明细.csv', '停车费,鑫龘€?\r\n'],
      ['empty', ''],
    ]);
  });

  test('is refused when a byte of it is another, wherever that is', () => {
    const flipped = Array.from(zip, (byte, index) => {
      const broken = Buffer.from(zip);
      broken[index] = byte ^ 0xff;
      return readZip(broken, 1_000);
    });
    const same = flipped.filter(
      (read) =>
        read !== undefined && read.some(({ content }, index) => !content.equals(files[index]?.content ?? content)),
    );
    expect(same).toEqual([]);
  });

  test('is refused when it is cut off, not an archive, or unpacks to more than is allowed', () => {
    expect(readZip(zip.subarray(0, -1), 1_000)).toBeUndefined();
    expect(readZip(Buffer.from('<html>'), 1_000)).toBeUndefined();
    const bomb = writeZip([{ name: Buffer.from('a'), content: Buffer.alloc(2_000) }]);
    expect(readZip(bomb, 1_000)).toBeUndefined();
    expect(deflateRawSync(Buffer.alloc(2_000)).length).toBeLessThan(1_000);
  });
});
