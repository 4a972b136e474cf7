// The npm client wechatpay-axios-plugin, which did not grow up with our code, drives the sandbox and checks our cryptography.
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { stringAt } from '../../../providers/payment/json-field.ts';
import { encryptResource } from '../../../providers/payment/wechat-pay/resource.ts';
import { authorization, signBase64, signingBytes } from '../../../providers/payment/wechat-pay/sign.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { type Bench, eventually, openShop, paidOrder, type Shop, startBench } from '../payment/support.ts';

let bench: Bench;
let shop: Shop;
let publicKeyPem: string;
let keyId: string;
let client: Wechatpay;

interface Endpoint {
  get(config?: unknown): Promise<{ status: number; data: unknown }>;
  post(data: unknown, config?: unknown): Promise<{ status: number; data: unknown }>;
}

/** The client is a chain of proxies, one property a path segment, without useful types. */
const endpoint = (plugin: Wechatpay, ...segments: readonly string[]): Endpoint =>
  ['v3', ...segments].reduce<unknown>(
    (link, segment) => (link as Record<string, unknown>)[segment],
    plugin,
  ) as Endpoint;

beforeAll(async () => {
  bench = await startBench();
  shop = await openShop(bench, 'public-key');
  const { merchant } = shop;
  if (merchant.verification.mode !== 'public-key') throw new Error('the merchant has no public key');
  ({ publicKeyPem, keyId } = merchant.verification);
  client = new Wechatpay({
    baseURL: merchant.baseUrl,
    proxy: false,
    mchid: merchant.merchantId,
    serial: merchant.merchantSerial,
    privateKey: Rsa.from(merchant.merchantPrivateKeyPem, Rsa.KEY_TYPE_PRIVATE),
    certs: { [keyId]: Rsa.from(publicKeyPem, Rsa.KEY_TYPE_PUBLIC) },
  } as never);
});
afterAll(async () => {
  await shop.close();
  await bench.close();
});

const orderBody = (outTradeNo: string) => ({
  appid: shop.merchant.appId,
  mchid: shop.merchant.merchantId,
  description: '停车费',
  out_trade_no: outTradeNo,
  notify_url: shop.merchant.notifyUrl,
  amount: { total: 300, currency: 'CNY' },
});

test('creates, queries and closes a Native order on the sandbox, and verifies every answer', async () => {
  const created = await endpoint(client, 'pay', 'transactions', 'native').post(orderBody('PLUGIN_1'));
  expect(created.status).toBe(200);
  expect(created.data).toEqual({ code_url: expect.stringMatching(/^weixin:/) });
  const config = { params: { mchid: shop.merchant.merchantId }, out_trade_no: 'PLUGIN_1' };
  const found = await endpoint(client, 'pay', 'transactions', 'outTradeNo', '{out_trade_no}').get(config);
  expect(found.data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 300 } });
  const closed = await endpoint(client, 'pay', 'transactions', 'outTradeNo', '{out_trade_no}', 'close').post(
    { mchid: shop.merchant.merchantId },
    { out_trade_no: 'PLUGIN_1' },
  );
  expect(closed.status).toBe(204);
  expect(await shop.channel.query('PLUGIN_1')).toMatchObject({ payment: { state: 'closed' } });
});

test('refunds a payment on the sandbox and sees it succeed', async () => {
  await endpoint(client, 'pay', 'transactions', 'native').post(orderBody('PLUGIN_2'));
  await bench.sandbox.pay({ merchantId: shop.merchant.merchantId, outTradeNo: 'PLUGIN_2' });
  const refund = {
    out_trade_no: 'PLUGIN_2',
    out_refund_no: 'PLUGIN_2_R',
    amount: { refund: 100, total: 300, currency: 'CNY' },
  };
  const accepted = await endpoint(client, 'refund', 'domestic', 'refunds').post(refund);
  expect(accepted.data).toMatchObject({ status: 'PROCESSING', amount: { refund: 100 } });
  const found = await eventually(
    () => endpoint(client, 'refund', 'domestic', 'refunds', '{out_refund_no}').get({ out_refund_no: 'PLUGIN_2_R' }),
    (answer) => stringAt(answer.data, 'status') === 'SUCCESS',
  );
  expect(found.data).toMatchObject({ status: 'SUCCESS', success_time: expect.stringMatching(/\+08:00$/) });
});

test('is told the real code when it asks wrongly, and refuses answers that the sandbox falsifies', async () => {
  const unpaid = { out_trade_no: 'NEVER', out_refund_no: 'R', amount: { refund: 1, total: 1, currency: 'CNY' } };
  await expect(endpoint(client, 'refund', 'domestic', 'refunds').post(unpaid)).rejects.toMatchObject({
    response: { status: 404, data: { code: 'RESOURCE_NOT_EXISTS' } },
  });
  await bench.sandbox.faults(shop.merchant.merchantId, { unsigned: { times: 1 } });
  await expect(endpoint(client, 'pay', 'transactions', 'native').post(orderBody('PLUGIN_3'))).rejects.toMatchObject({
    code: 'EV3_RES_HEADERS_INCOMPLATE',
  });
});

test('is refused with SIGN_ERROR and the signing string when it signs with another key', async () => {
  const foreign = await bench.sandbox.merchant({ notifyUrl: shop.merchant.notifyUrl });
  const impostor = new Wechatpay({
    baseURL: shop.merchant.baseUrl,
    proxy: false,
    mchid: shop.merchant.merchantId,
    serial: shop.merchant.merchantSerial,
    privateKey: Rsa.from(foreign.merchantPrivateKeyPem, Rsa.KEY_TYPE_PRIVATE),
    certs: { [keyId]: Rsa.from(publicKeyPem, Rsa.KEY_TYPE_PUBLIC) },
  } as never);
  await expect(endpoint(impostor, 'certificates').get()).rejects.toMatchObject({
    response: {
      status: 401,
      data: {
        code: 'SIGN_ERROR',
        detail: {
          issue: 'sign not match',
          sign_information: { method: 'GET', url: '/v3/certificates', sign_message_length: expect.any(Number) },
        },
      },
    },
  });
});

test('signs a request exactly as we do, and verifies what we sign', () => {
  const { merchantPrivateKeyPem, merchantId, merchantSerial } = shop.merchant;
  const privateKey = Rsa.from(merchantPrivateKeyPem, Rsa.KEY_TYPE_PRIVATE);
  const body = '{"description":"停车费"}';
  const theirs = Rsa.sign(Formatter.request('POST', '/v3/x?a=%E4%BA%AC', 1_554_208_460, 'N', body), privateKey);
  const ours = signBase64(signingBytes('POST', '/v3/x?a=%E4%BA%AC', '1554208460', 'N', body), privateKey as never);
  expect(ours).toBe(theirs);
  expect(
    authorization(
      { method: 'POST', pathAndQuery: '/v3/x?a=%E4%BA%AC', body },
      { merchantId, merchantSerial, privateKey: privateKey as never },
      { timestamp: 1_554_208_460, nonce: 'N' },
    ),
  ).toContain(`signature="${theirs}"`);
  const message = Formatter.request('POST', '/v3/x?a=%E4%BA%AC', 1_554_208_460, 'N', body);
  expect(Rsa.verify(message, ours, createPublicKey(privateKey as never))).toBe(true);
});

test('verifies and decrypts a notice of the sandbox', async () => {
  shop.receiver.notices.length = 0;
  const request = await paidOrder(bench, shop);
  const { rawBody, headers } = (await shop.receiver.received(1))[0]!;
  const message = Formatter.response(
    String(headers['wechatpay-timestamp']),
    String(headers['wechatpay-nonce']),
    rawBody.toString('utf8'),
  );
  expect(headers['wechatpay-serial']).toBe(keyId);
  expect(Rsa.verify(message, String(headers['wechatpay-signature']), publicKeyPem)).toBe(true);
  const { resource } = JSON.parse(rawBody.toString('utf8'));
  const plainText = Aes.AesGcm.decrypt(
    resource.ciphertext,
    shop.merchant.apiV3Key,
    resource.nonce,
    resource.associated_data,
  );
  expect(JSON.parse(plainText)).toMatchObject({
    out_trade_no: request.outTradeNo,
    trade_state: 'SUCCESS',
    amount: { total: request.amountFen },
  });
});

test('encrypts and signs a notice that our adapter accepts, and decrypts what we encrypt', async () => {
  const { merchantId, appId, apiV3Key, merchantPrivateKeyPem } = shop.merchant;
  const publicKey = createPublicKey(merchantPrivateKeyPem).export({ type: 'spki', format: 'pem' }).toString();
  const verification = { mode: 'public-key', keyId: 'PUB_KEY_ID_PLUGIN', publicKeyPem: publicKey } as const;
  const channel = wechatPayChannel({ ...shop.merchant, verification });
  const content = JSON.stringify({
    mchid: merchantId,
    appid: appId,
    out_trade_no: 'PLUGIN_4',
    transaction_id: '4200',
    trade_state: 'SUCCESS',
    success_time: '2026-03-02T16:30:00+08:00',
    payer: { openid: 'o1' },
    amount: { total: 300, currency: 'CNY' },
  });
  const ciphertext = Aes.AesGcm.encrypt(content, apiV3Key, 'abcdefghijkl', 'transaction');
  expect(encryptResource(content, apiV3Key, 'abcdefghijkl', 'transaction').ciphertext).toBe(ciphertext);
  const resource = { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce: 'abcdefghijkl', associated_data: 'transaction' };
  const body = JSON.stringify({ id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource });
  const [timestamp, nonce] = [String(Formatter.timestamp()), Formatter.nonce()];
  const notice = await channel.parseNotify(Buffer.from(body), {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': 'PUB_KEY_ID_PLUGIN',
    'wechatpay-signature': Rsa.sign(
      Formatter.response(timestamp, nonce, body),
      Rsa.from(merchantPrivateKeyPem, Rsa.KEY_TYPE_PRIVATE),
    ),
  });
  expect(notice).toMatchObject({ kind: 'transaction', outTradeNo: 'PLUGIN_4', amountFen: 300, payerId: 'o1' });
});
