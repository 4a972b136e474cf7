// The PyPI client wechatpayv3, written by others in another language, drives the sandbox in both verification modes.
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signBase64, signingBytes } from '../../../providers/payment/wechat-pay/sign.ts';
import { type Bench, openShop, paidOrder, startBench } from '../payment/support.ts';
import { runJob } from './python.ts';
import { installPackage, python } from './python-package.ts';

let bench: Bench;
let packages: string;
beforeAll(async () => {
  packages = installPackage('wechatpayv3', '2.0.4');
  bench = await startBench({ refundAfterMs: 60_000 });
}, 200_000);
afterAll(() => bench.close());

test.each(['public-key', 'certificates'] as const)(
  'pays, queries, closes and refunds on the sandbox with %s verification, and reads its notices',
  async (mode) => {
    const shop = await openShop(bench, mode);
    const request = await paidOrder(bench, shop);
    const { rawBody, headers } = (await shop.receiver.received(1))[0]!;
    const job = {
      merchant: shop.merchant,
      unpaidOutTradeNo: `PYTHON_${mode.slice(0, 6)}`,
      paidOutTradeNo: request.outTradeNo,
      paidFen: request.amountFen,
      notice: { headers: headers as Record<string, string>, body: rawBody.toString('utf8') },
      signThis: 'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n',
    };
    const answers = await runJob({ python, packages, script: join(import.meta.dirname, 'wechatpayv3_client.py') }, job);
    expect(answers).toMatchObject({
      created: { status: 200, body: { code_url: expect.stringMatching(/^weixin:/) } },
      found: { status: 200, body: { trade_state: 'NOTPAY', amount: { total: 300 } } },
      closed: { status: 204, body: null },
      paid: { status: 200, body: { trade_state: 'SUCCESS', amount: { total: 1_250 } } },
      refunded: { status: 200, body: { status: 'PROCESSING', amount: { refund: 100 } } },
      refund: { status: 200, body: { out_refund_no: `${request.outTradeNo}_R` } },
      missing: { status: 404, body: { code: 'ORDER_NOT_EXIST' } },
      notice: { event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: request.outTradeNo } },
      forgedNotice: null,
      certificates: mode === 'certificates' ? 1 : 0,
    });
    const ours = signBase64(
      signingBytes('GET', '/v3/certificates', '1554208460', '593BEC0C930BF1AFEB40B4A08C8FB242', ''),
      createPrivateKey(shop.merchant.merchantPrivateKeyPem),
    );
    expect(answers['signature']).toBe(ours);
    await shop.close();
  },
);
