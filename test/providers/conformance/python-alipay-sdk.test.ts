// The PyPI client python-alipay-sdk, written by others in another language, drives the sandbox and verifies what we sign.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { alipayChannel } from '../../../providers/payment/alipay/alipay-channel.ts';
import { type AlipayMerchant } from '../../../providers/payment/alipay/merchant.ts';
import { rsa2Signature } from '../../../providers/payment/alipay/sign.ts';
import { readZip } from '../../../providers/payment/alipay/zip.ts';
import { type CreatePayment } from '../../../providers/payment/channel.ts';
import { type AlipayShop, openAlipayShop, paidTrade } from '../payment/alipay-support.ts';
import { type Bench, order, startBench } from '../payment/support.ts';
import { runJob } from './python.ts';
import { installPackage, python } from './python-package.ts';

let bench: Bench;
let shop: AlipayShop;
let packages: string;
let nowMs = Date.parse('2026-03-02T12:00:00+08:00');
beforeAll(async () => {
  packages = installPackage('python-alipay-sdk', '3.4.0');
  bench = await startBench({ clock: { now: () => nowMs } });
  shop = await openAlipayShop(bench);
}, 200_000);
afterAll(async () => {
  await shop.close();
  await bench.close();
});

/** What our adapter sends, as one form each: by call and by page. */
const requestsOf = async (merchant: AlipayMerchant, request: CreatePayment): Promise<string[]> => {
  const sent: string[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      sent.push(`${(incoming.url ?? '').split('?')[1] ?? ''}&${Buffer.concat(chunks).toString('utf8')}`);
      response.writeHead(503).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const channel = alipayChannel({ ...merchant, baseUrl });
  await channel.create(request);
  const { outTradeNo, amountFen } = request;
  await channel.refund({
    outTradeNo,
    outRefundNo: 'R1',
    refundFen: amountFen,
    totalFen: amountFen,
    reason: '退 & = +',
  });
  const page = await channel.create({ ...request, way: { kind: 'h5', payerIp: '203.0.113.7' } });
  if (page.outcome !== 'created' || page.invitation.kind !== 'h5') throw new Error(JSON.stringify(page));
  sent.push(page.invitation.redirectUrl.split('?')[1] ?? '');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return sent;
};

test('pays, queries, closes and refunds on the sandbox, reads its notices and bill, and verifies our requests', async () => {
  const { merchant } = shop;
  const request = await paidTrade(bench, shop, { description: '停车费 甲区', attach: 'a + 100% = & 停' });
  const { rawBody } = (await shop.receiver.received(1))[0]!;
  nowMs = Date.parse('2026-03-03T12:00:00+08:00');
  const signThis = 'app_id=1&biz_content={"subject":"停车费"}&charset=utf-8';
  const archiveThis = { 'a.csv': '支付宝交易号,商户订单号\r\n', 'b.csv': '停'.repeat(10_000) };
  const requests = await requestsOf(merchant, order({ attach: 'a + 100% = & 停' }));
  const answers = await runJob(
    { python, packages, script: join(import.meta.dirname, 'alipay_client.py') },
    {
      merchant,
      appPublicKeyPem: createPublicKey(merchant.merchantPrivateKeyPem).export({ type: 'spki', format: 'pem' }),
      unpaidOutTradeNo: 'PYTHON_UNPAID',
      paidOutTradeNo: request.outTradeNo,
      notice: rawBody.toString('utf8'),
      requests,
      signThis,
      billDate: '2026-03-02',
      archiveThis,
    },
  );
  expect(answers).toMatchObject({
    created: { code: '10000', out_trade_no: 'PYTHON_UNPAID', qr_code: expect.stringMatching(/^https:\/\/qr\.alipay/) },
    unscanned: { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' },
    page: 200,
    found: { code: '10000', trade_status: 'WAIT_BUYER_PAY', total_amount: '3.00' },
    closed: { code: '10000', out_trade_no: 'PYTHON_UNPAID' },
    paid: { code: '10000', trade_status: 'TRADE_SUCCESS', total_amount: '12.50' },
    refunded: { code: '10000', fund_change: 'Y', refund_fee: '1.00' },
    refund: { code: '10000', refund_status: 'REFUND_SUCCESS', refund_amount: '1.00' },
    missing: { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' },
    notice: true,
    forgedNotice: false,
    requests: [true, true, true],
    forgedRequest: false,
    signature: rsa2Signature(Buffer.from(signThis), createPrivateKey(merchant.merchantPrivateKeyPem)),
  });
  const bill = answers['bill'] as Record<string, string>;
  expect(Object.keys(bill)).toEqual([
    `${merchant.merchantId}0156_20260302_业务明细.csv`,
    `${merchant.merchantId}0156_20260302_业务明细(汇总).csv`,
  ]);
  expect(Object.values(bill)[0]).toContain(`${request.outTradeNo}\t,交易\t,停车费 甲区,`);
  const unpacked = readZip(Buffer.from(String(answers['archive']), 'base64'), 100_000);
  const texts = unpacked?.map(({ name, content }) => [name.toString(), new TextDecoder('gbk').decode(content)]);
  expect(texts).toEqual(Object.entries(archiveThis));
  expect(await shop.channel.queryRefund(`${request.outTradeNo}_R`, request.outTradeNo)).toMatchObject({
    outcome: 'found',
    refund: { refundFen: 100 },
  });
});
