// The edges of the sandbox: who may call it, what it refuses, and the page on which a person pays.
import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorization, newNonce } from '../../../providers/payment/wechat-pay/sign.ts';
import { type Bench, eventually, openShop, order, type Shop, startBench, token } from './support.ts';

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

describe('the API', () => {
  const path = '/v3/certificates';
  const header = (changes: { timestamp?: number; nonce?: string; serial?: string; path?: string } = {}): string => {
    const { merchantId, merchantSerial, merchantPrivateKeyPem } = shop.merchant;
    return authorization(
      { method: 'GET', pathAndQuery: changes.path ?? path, body: '' },
      {
        merchantId,
        merchantSerial: changes.serial ?? merchantSerial,
        privateKey: createPrivateKey(merchantPrivateKeyPem),
      },
      { timestamp: changes.timestamp ?? Math.floor(Date.now() / 1000), nonce: changes.nonce ?? newNonce() },
    );
  };
  const call = async (value: string) => {
    const response = await fetch(`${shop.merchant.baseUrl}${path}`, { headers: { authorization: value } });
    return { status: response.status, body: (await response.json()) as { code?: string; detail?: { field: string } } };
  };

  test('serves a call that is signed as it should be', async () => {
    expect(await call(header())).toMatchObject({ status: 200, body: { data: [{ serial_no: expect.any(String) }] } });
  });

  test.each([
    ['no header', () => '', 'authorization'],
    ['another scheme', () => header().replace('RSA2048', 'SM3'), 'authorization'],
    ['a field missing', () => header().replace(/nonce_str="[^"]*",/, ''), 'authorization'],
    ['a field twice', () => `${header()},mchid="1"`, 'authorization'],
    ['a merchant that does not exist', () => header().replace(/mchid="[^"]*"/, 'mchid="1"'), 'mchid'],
    ['another serial', () => header({ serial: 'A1' }), 'serial_no'],
    ['a timestamp of six minutes ago', () => header({ timestamp: Math.floor(Date.now() / 1000) - 360 }), 'timestamp'],
    ['a nonce of strange characters', () => header({ nonce: 'a b' }), 'nonce_str'],
    ['the signature of another path', () => header({ path: '/v3/certificates?x=1' }), 'signature'],
  ])('refuses %s with 401 SIGN_ERROR and the field that is wrong', async (_what, value, field) => {
    expect(await call(value())).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR', detail: { field } } });
  });

  test('refuses a body that is larger than anything the channel takes', async () => {
    const response = await fetch(`${shop.merchant.baseUrl}${path}`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });

  test('is not confused by paths that are no percent-encoding', async () => {
    const value = header({ path: '/v3/refund/domestic/refunds/%E0%A4' });
    const response = await fetch(`${shop.merchant.baseUrl}/v3/refund/domestic/refunds/%E0%A4`, {
      headers: { authorization: value },
    });
    expect(response.status).toBe(404);
  });
});

describe('the controls', () => {
  test('answer nobody without the token', async () => {
    for (const value of ['', 'Bearer wrong', token]) {
      const response = await fetch(`${shop.merchant.baseUrl}/sandbox/book?merchantId=${shop.merchant.merchantId}`, {
        headers: { authorization: value },
      });
      expect(response.status).toBe(401);
    }
  });

  test('answer the same keys for the same merchant, also when it is first mentioned twice at once', async () => {
    const request = { merchantId: 'twice_1', notifyUrl: shop.receiver.url };
    const [one, two] = await Promise.all([bench.sandbox.merchant(request), bench.sandbox.merchant(request)]);
    expect(two).toEqual(one);
    expect(await bench.sandbox.merchant(request)).toEqual(one);
  });

  test('refuse what they do not know, by name', async () => {
    await expect(bench.sandbox.merchant({ merchantId: '../x', notifyUrl: '' })).rejects.toMatchObject({ status: 400 });
    await expect(bench.sandbox.pay({ codeUrl: 'weixin://nothing' })).rejects.toMatchObject({ code: 'ORDER_NOT_EXIST' });
    await expect(bench.sandbox.book('nobody')).rejects.toMatchObject({ status: 404 });
    const nobody = bench.sandbox.rotateKeys({ merchantId: 'nobody', notifyUrl: '' });
    await expect(nobody).rejects.toMatchObject({ status: 404 });
  });
});

describe('the pay page', () => {
  const open = async (description: string) => {
    const request = order({ description });
    const created = await shop.channel.create(request);
    if (created.outcome !== 'created' || created.invitation.kind !== 'native') throw new Error(JSON.stringify(created));
    const { codeUrl } = created.invitation;
    const url = `${shop.merchant.baseUrl}/sandbox/scan`;
    const page = await fetch(`${url}?code_url=${encodeURIComponent(codeUrl)}`);
    return { request, codeUrl, url, page };
  };

  test('shows what is paid and how much, pays at the press of the button, and then says so', async () => {
    const { request, codeUrl, url, page } = await open('停车费 A区');
    const html = await page.text();
    expect(html).toContain('停车费 A区');
    expect(html).toContain('¥12.50');
    expect(html).toMatch(/<button type="submit">确认支付 · Pay<\/button>/);
    const paid = await fetch(url, { method: 'POST', body: new URLSearchParams({ code_url: codeUrl }) });
    expect(await paid.text()).toContain('支付成功');
    const found = await eventually(
      () => shop.channel.query(request.outTradeNo),
      (result) => result.outcome === 'found' && result.payment.state === 'succeeded',
    );
    expect(found).toMatchObject({ payment: { state: 'succeeded' } });
    const again = await fetch(url, { method: 'POST', body: new URLSearchParams({ code_url: codeUrl }) });
    expect(await again.text()).toContain('支付成功');
    const { orders } = await bench.sandbox.book(shop.merchant.merchantId);
    expect(orders.find(({ outTradeNo }) => outTradeNo === request.outTradeNo)).toMatchObject({ paidFen: 1_250 });
  });

  test('shows a description as text, whatever is in it', async () => {
    const { page } = await open('<script>alert(1)</script>');
    expect(await page.text()).not.toContain('<script>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('says when a code is closed or unknown', async () => {
    const { request, codeUrl, url } = await open('停车费');
    await shop.channel.close(request.outTradeNo);
    const closed = await fetch(`${url}?code_url=${encodeURIComponent(codeUrl)}`);
    expect(await closed.text()).toContain('订单已关闭');
    expect((await fetch(`${url}?code_url=nothing`)).status).toBe(404);
  });
});
