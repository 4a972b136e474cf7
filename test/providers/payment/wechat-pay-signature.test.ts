// The cryptography of WeChat Pay, byte by byte: signing strings as documented, and nothing forged gets through.
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { selfSignedCertificatePem } from '../../../providers/payment/sandbox/certificate.ts';
import { certificateMode, publicKeyMode } from '../../../providers/payment/wechat-pay/platform-keys.ts';
import { decryptResource, encryptResource } from '../../../providers/payment/wechat-pay/resource.ts';
import {
  authorization,
  jsapiParameters,
  signBase64,
  signingBytes,
} from '../../../providers/payment/wechat-pay/sign.ts';
import { verificationFailure } from '../../../providers/payment/wechat-pay/verify.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { type Bench, noticesAbout, openShop, order, paidOrder, startBench } from './support.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const nowMs = 1_554_208_460_000;
const keys = publicKeyMode('PUB_KEY_ID_1', publicKey.export({ type: 'spki', format: 'pem' }).toString());

const signed = (body: Buffer, changes: Record<string, string> = {}) => ({
  'wechatpay-timestamp': '1554208460',
  'wechatpay-nonce': 'nonce',
  'wechatpay-serial': 'PUB_KEY_ID_1',
  'wechatpay-signature': signBase64(signingBytes('1554208460', 'nonce', body), privateKey),
  ...changes,
});

describe('requests', () => {
  test('sign the five lines of the documentation’s example, each ended', () => {
    const bytes = signingBytes('GET', '/v3/certificates', '1554208460', '593BEC0C930BF1AFEB40B4A08C8FB242', '');
    expect(bytes.toString()).toBe('GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n');
  });

  test('carry the five fields, and a signature of the exact bytes that are sent', () => {
    const header = authorization(
      { method: 'POST', pathAndQuery: '/v3/x?plate_number=%E7%B2%A4B888888', body: '{"a":"停车"}' },
      { merchantId: '1900009191', merchantSerial: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C', privateKey },
      { timestamp: 1_554_208_460, nonce: 'N' },
    );
    const fields = Object.fromEntries(
      [...header.matchAll(/([a-z_]+)="([^"]*)"/g)].map((match) => [match[1], match[2]]),
    );
    expect(header.startsWith('WECHATPAY2-SHA256-RSA2048 mchid="1900009191",')).toBe(true);
    expect(Object.keys(fields).sort()).toEqual(['mchid', 'nonce_str', 'serial_no', 'signature', 'timestamp']);
    const expected = Buffer.from('POST\n/v3/x?plate_number=%E7%B2%A4B888888\n1554208460\nN\n{"a":"停车"}\n');
    expect(verify('sha256', expected, publicKey, Buffer.from(fields['signature'] ?? '', 'base64'))).toBe(true);
  });

  test('open the payment in the app with a signature of app, time, nonce and prepay id', () => {
    const parameters = jsapiParameters('wx2421b1c4370ec43b', 'wx20', privateKey, { timestamp: 1, nonce: 'N' });
    const bytes = Buffer.from('wx2421b1c4370ec43b\n1\nN\nprepay_id=wx20\n');
    expect(verify('sha256', bytes, publicKey, Buffer.from(parameters['paySign'] ?? '', 'base64'))).toBe(true);
    expect(parameters).toMatchObject({ timeStamp: '1', nonceStr: 'N', package: 'prepay_id=wx20', signType: 'RSA' });
  });
});

describe('verification', () => {
  const body = Buffer.from('{"id":"EV-1"}');

  test('accepts what the platform signed', async () => {
    expect(await verificationFailure(body, signed(body), keys, nowMs)).toBeUndefined();
  });

  test('accepts an empty body, as 204 has', async () => {
    const empty = Buffer.alloc(0);
    expect(await verificationFailure(empty, signed(empty), keys, nowMs)).toBeUndefined();
  });

  test('accepts 300 seconds either way and refuses 301', async () => {
    for (const offsetMs of [-300_000, 300_000]) {
      expect(await verificationFailure(body, signed(body), keys, nowMs + offsetMs)).toBeUndefined();
      expect(await verificationFailure(body, signed(body), keys, nowMs + Math.sign(offsetMs) * 301_000)).toBe(
        'timestamp',
      );
    }
  });

  test.each(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'])(
    'refuses a message without %s as unsigned',
    async (name) => {
      const headers = Object.fromEntries(Object.entries(signed(body)).filter(([header]) => header !== name));
      expect(await verificationFailure(body, headers, keys, nowMs)).toBe('unsigned');
    },
  );

  test('tells a probe from a forgery', async () => {
    const probe = signed(body, { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc=' });
    expect(await verificationFailure(body, probe, keys, nowMs)).toBe('probe');
    const forged = signed(body, { 'wechatpay-signature': 'AAAA' });
    expect(await verificationFailure(body, forged, keys, nowMs)).toBe('signature');
  });

  test('refuses a serial that is not the configured key', async () => {
    const other = signed(body, { 'wechatpay-serial': 'PUB_KEY_ID_2' });
    expect(await verificationFailure(body, other, keys, nowMs)).toBe('unknown-serial');
  });

  test('refuses a timestamp that is no number of seconds', async () => {
    const odd = signed(body, { 'wechatpay-timestamp': '1554208460.5' });
    expect(await verificationFailure(body, odd, keys, nowMs)).toBe('timestamp');
  });

  test('refuses the message when any one byte of it is changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (content, position, difference) => {
          const original = Buffer.from(content);
          const headers = signed(original);
          const changed = Buffer.from(content);
          const index = position % changed.length;
          changed[index] = (changed[index] ?? 0) ^ difference;
          expect(await verificationFailure(original, headers, keys, nowMs)).toBeUndefined();
          expect(await verificationFailure(changed, headers, keys, nowMs)).toBe('signature');
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('resources', () => {
  const key = '0123456789abcdef0123456789ABCDEF';

  test('come back as they were, whatever the text and the associated data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 15 }), (text, associated) => {
        const sealed = encryptResource(text, key, 'abcdefghijkl', associated);
        expect(decryptResource(sealed, key)).toBe(text);
      }),
    );
  });

  test('do not open with another key, nonce, associated data, algorithm or ciphertext', () => {
    const sealed = encryptResource('{"a":1}', key, 'abcdefghijkl', 'transaction');
    expect(decryptResource(sealed, key.toUpperCase())).toBeUndefined();
    expect(decryptResource({ ...sealed, nonce: 'abcdefghijkm' }, key)).toBeUndefined();
    expect(decryptResource({ ...sealed, nonce: 'short' }, key)).toBeUndefined();
    expect(decryptResource({ ...sealed, associated_data: '' }, key)).toBeUndefined();
    expect(decryptResource({ ...sealed, algorithm: 'AEAD_AES_128_GCM' }, key)).toBeUndefined();
    expect(decryptResource({ ...sealed, ciphertext: 'AAAA' }, key)).toBeUndefined();
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(decryptResource({ ...sealed, ciphertext: bytes.toString('base64') }, key)).toBeUndefined();
  });
});

test('a generated certificate is one that others can read and whose signature holds', () => {
  const serial = Buffer.from('40'.padEnd(40, 'A1'), 'hex');
  const validFromMs = Date.parse('2026-01-01T00:00:00Z');
  const validToMs = Date.parse('2031-01-01T00:00:00Z');
  const pem = selfSignedCertificatePem({ serial, subject: 'P', validFromMs, validToMs, publicKey, privateKey });
  const certificate = new X509Certificate(pem);
  expect(certificate.serialNumber).toBe('40'.padEnd(40, 'A1'));
  expect(certificate.verify(publicKey)).toBe(true);
  expect(Date.parse(certificate.validFrom)).toBe(validFromMs);
  expect(Date.parse(certificate.validTo)).toBe(validToMs);
});

describe('platform certificates', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());

  test('follow a rotation: the new certificate is fetched once when it first signs', async () => {
    const shop = await openShop(bench, 'certificates', { refreshIntervalMs: 0 });
    expect(await shop.channel.create(order())).toMatchObject({ outcome: 'created' });
    await bench.sandbox.rotateKeys({ merchantId: shop.merchant.merchantId, notifyUrl: shop.merchant.notifyUrl });
    const request = await paidOrder(bench, shop);
    expect(await noticesAbout(shop, request.outTradeNo, 1)).toHaveLength(1);
    await shop.close();
  });

  test('a public key that was replaced verifies nothing more', async () => {
    const shop = await openShop(bench, 'public-key');
    const { merchantId, notifyUrl } = shop.merchant;
    const rotated = await bench.sandbox.rotateKeys({ merchantId, notifyUrl, publicKey: true });
    expect(await shop.channel.create(order())).toMatchObject({ outcome: 'unknown', reason: 'forged-answer' });
    expect(await wechatPayChannel(rotated).create(order())).toMatchObject({ outcome: 'created' });
    await shop.close();
  });

  test('are fetched once for many unknown serials at the same time, and not again within the interval', async () => {
    let fetches = 0;
    let now = nowMs;
    const store = certificateMode({
      apiV3Key: '0'.repeat(32),
      fetchCertificates: () => {
        fetches += 1;
        return Promise.resolve({ status: 200, headers: {}, rawBody: Buffer.from('{}') });
      },
      refreshIntervalMs: 5_000,
      nowMs: () => now,
    });
    const found = await Promise.all(['A', 'B', 'C'].map((serial) => store.find(serial)));
    expect(found).toEqual([undefined, undefined, undefined]);
    expect(fetches).toBe(1);
    await store.find('D');
    expect(fetches).toBe(1);
    now += 5_000;
    await store.find('E');
    expect(fetches).toBe(2);
  });

  test('are not trusted on first use: a list signed by none of its certificates is dropped', async () => {
    const shop = await openShop(bench, 'certificates');
    const serial = '40'.padEnd(40, 'B2');
    const validFromMs = nowMs - 1_000;
    const pem = selfSignedCertificatePem({
      serial: Buffer.from(serial, 'hex'),
      subject: 'P',
      validFromMs,
      validToMs: nowMs + 1_000,
      publicKey,
      privateKey,
    });
    const list = (signer: ReturnType<typeof createPrivateKey>) => {
      const resource = encryptResource(pem, shop.merchant.apiV3Key, 'abcdefghijkl', 'certificate');
      const rawBody = Buffer.from(JSON.stringify({ data: [{ serial_no: serial, encrypt_certificate: resource }] }));
      const headers = signed(rawBody, {
        'wechatpay-serial': serial,
        'wechatpay-signature': signBase64(signingBytes('1554208460', 'nonce', rawBody), signer),
      });
      return certificateMode({
        apiV3Key: shop.merchant.apiV3Key,
        fetchCertificates: () => Promise.resolve({ status: 200, headers, rawBody }),
        refreshIntervalMs: 0,
        nowMs: () => nowMs,
      });
    };
    expect(await list(createPrivateKey(shop.merchant.merchantPrivateKeyPem)).find(serial)).toBeUndefined();
    const genuine = await list(privateKey).find(serial);
    expect(genuine?.equals(createPublicKey(privateKey))).toBe(true);
    await shop.close();
  });
});

describe('notices', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());

  const envelope = (resource: unknown, eventType = 'TRANSACTION.SUCCESS') =>
    Buffer.from(JSON.stringify({ id: 'EV-1', event_type: eventType, resource }));

  test('are rejected by what is wrong with them, though their signature is true', async () => {
    const shop = await openShop(bench);
    const { apiV3Key, merchantId, appId } = shop.merchant;
    const channel = wechatPayChannel({
      ...shop.merchant,
      verification: {
        mode: 'public-key',
        keyId: 'PUB_KEY_ID_1',
        publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    });
    const parse = (body: Buffer) => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = signBase64(signingBytes(timestamp, 'nonce', body), privateKey);
      return channel.parseNotify(
        body,
        signed(body, { 'wechatpay-timestamp': timestamp, 'wechatpay-signature': signature }),
      );
    };
    const transaction = {
      mchid: merchantId,
      appid: appId,
      out_trade_no: 'ORDER_1',
      transaction_id: '42',
      trade_state: 'SUCCESS',
      success_time: '2026-03-02T16:30:00+08:00',
      amount: { total: 5, currency: 'CNY' },
    };
    const sealed = (content: unknown) =>
      encryptResource(JSON.stringify(content), apiV3Key, 'abcdefghijkl', 'transaction');
    expect(await parse(Buffer.from('no JSON'))).toEqual({ kind: 'rejected', rejected: 'malformed' });
    expect(await parse(envelope({}))).toEqual({ kind: 'rejected', rejected: 'malformed' });
    expect(await parse(envelope({ ...sealed(transaction), nonce: 'abcdefghijkm' }))).toMatchObject({
      rejected: 'decrypt',
    });
    expect(await parse(envelope(sealed({ ...transaction, amount: { total: 0.5 } })))).toMatchObject({
      rejected: 'malformed',
    });
    for (const foreign of [{ mchid: '1' }, { appid: 'wx1' }, { amount: { total: 5, currency: 'USD' } }]) {
      expect(await parse(envelope(sealed({ ...transaction, ...foreign })))).toMatchObject({ rejected: 'merchant' });
    }
    expect(await parse(envelope(sealed(transaction)))).toMatchObject({ kind: 'transaction', outTradeNo: 'ORDER_1' });
    expect(await parse(envelope(sealed({}), 'VEHICLE.ENTRANCE_STATE_CHANGE'))).toEqual({
      kind: 'other',
      notificationId: 'EV-1',
      eventType: 'VEHICLE.ENTRANCE_STATE_CHANGE',
    });
    await shop.close();
  });
});
