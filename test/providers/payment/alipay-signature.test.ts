// What Alipay signs and how we verify it: on raw bytes, each value decoded once, nothing believed that is not signed.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readForm } from '../../../providers/payment/alipay/form.ts';
import { alipayChannel } from '../../../providers/payment/alipay/alipay-channel.ts';
import { rawMembers } from '../../../providers/payment/alipay/raw-members.ts';
import { sortAnswer } from '../../../providers/payment/alipay/request.ts';
import {
  noticeSigningBytes,
  type Parameters,
  requestSigningBytes,
  rsa2Matches,
  rsa2Signature,
} from '../../../providers/payment/alipay/sign.ts';

const pair = (): { privatePem: string; publicPem: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};
const [alipay, app, stranger] = [pair(), pair(), pair()];
const [alipayKey, strangerKey] = [createPrivateKey(alipay.privatePem), createPrivateKey(stranger.privatePem)];
const alipayPublicKey = createPublicKey(alipay.publicPem);

describe('the text that is signed', () => {
  test('of a request is the one of the channel’s own documentation', () => {
    const parameters = {
      method: 'alipay.mobile.public.menu.add',
      sign_type: 'RSA2',
      charset: 'GBK',
      app_id: '2014072300007148',
      version: '1.0',
      timestamp: '2014-07-24 03:07:50',
      sign: 'not signed itself',
      app_auth_token: '',
      biz_content: '{"button":[{"actionParam":"ZFB_HFCZ","actionType":"out","name":"话费充值"}]}',
    };
    expect(requestSigningBytes(parameters).toString('utf8')).toBe(
      'app_id=2014072300007148&biz_content={"button":[{"actionParam":"ZFB_HFCZ","actionType":"out","name":"话费充值"}]}' +
        '&charset=GBK&method=alipay.mobile.public.menu.add&sign_type=RSA2&timestamp=2014-07-24 03:07:50&version=1.0',
    );
  });

  test('of a notice lacks the type of the signature and keeps what is empty', () => {
    const parameters = { sign: 'x', sign_type: 'RSA2', trade_no: '1', body: '', app_id: '2' };
    expect(noticeSigningBytes(parameters).toString('utf8')).toBe('app_id=2&body=&trade_no=1');
  });

  test('is signed so that one key verifies it and no other', () => {
    const bytes = Buffer.from('app_id=1&biz_content={"subject":"停车费"}');
    const signature = rsa2Signature(bytes, alipayKey);
    expect(rsa2Matches(bytes, signature, alipayPublicKey)).toBe(true);
    expect(rsa2Matches(Buffer.from(`${bytes.toString('utf8')} `), signature, alipayPublicKey)).toBe(false);
    expect(rsa2Matches(bytes, signature, createPublicKey(stranger.publicPem))).toBe(false);
    expect(rsa2Matches(bytes, 'no base64 at all', alipayPublicKey)).toBe(false);
  });
});

describe('the members of an answer', () => {
  test('are found as they were written, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('', ' ', '\n\t'), (value, blank) => {
        const written = JSON.stringify(value).replaceAll('/', '\\/');
        const members = rawMembers(Buffer.from(`${blank}${written}${blank}`));
        const read = [...(members ?? [])].map(([name, raw]) => [name, JSON.parse(raw.toString('utf8')) as unknown]);
        expect(read).toEqual(Object.entries(JSON.parse(written) as object));
      }),
    );
  });

  test.each([
    ['a name twice', '{"a":1,"a":2}'],
    ['an end that is missing', '{"a":{"b":1}'],
    ['a string without an end', '{"a":"b}'],
    ['something behind it', '{"a":1}{"b":2}'],
    ['no comma', '{"a":1 "b":2}'],
    ['no object', '[1]'],
    ['nothing', ''],
  ])('are none in an answer with %s', (_what, text) => {
    expect(rawMembers(Buffer.from(text))).toBeUndefined();
  });
});

describe('an answer', () => {
  const method = 'alipay.trade.query';
  const answer = (text: string, key = alipayKey, signed = text): Buffer =>
    Buffer.from(`{"alipay_trade_query_response":${text},"sign":"${rsa2Signature(Buffer.from(signed), key)}"}`);
  const sort = (raw: Buffer, status = 200) => sortAnswer(method, status, raw, alipayPublicKey);
  const success =
    '{"code":"10000","msg":"Success","qr_code":"https:\\/\\/qr.alipay.com\\/1","body":"\\"sign\\":\\"{}\\""}';

  test('is done when its node is signed byte for byte, escaped slashes and false signatures inside it and all', () => {
    expect(sort(answer(success))).toMatchObject({
      kind: 'done',
      body: { qr_code: 'https://qr.alipay.com/1', body: '"sign":"{}"' },
    });
  });

  test.each([
    ['another byte is in it', answer(success, alipayKey, success.replace('qr_code', 'qr_c0de')), 'signature'],
    ['another key signed it', answer(success, strangerKey), 'signature'],
    ['it is the same JSON in other bytes', answer(success, alipayKey, success.replaceAll('\\/', '/')), 'signature'],
    ['nobody signed it', Buffer.from(`{"alipay_trade_query_response":${success}}`), 'unsigned'],
  ])('is forged when %s', (_what, raw, detail) => {
    expect(sort(raw)).toEqual({ kind: 'unknown', reason: 'forged-answer', detail });
  });

  test.each([
    ['to another call', Buffer.from(`{"alipay_trade_close_response":${success}}`)],
    ['without a code', answer('{"msg":"Success"}')],
    ['that is no JSON', Buffer.from('<html>502</html>')],
  ])('%s is malformed', (_what, raw) => {
    expect(sort(raw)).toMatchObject({ kind: 'unknown', reason: 'malformed-answer' });
  });

  test('that says success under the name of an error is malformed, signed or not', () => {
    const signature = rsa2Signature(Buffer.from(success), alipayKey);
    const raw = Buffer.from(`{"error_response":${success},"sign":"${signature}"}`);
    expect(sort(raw)).toMatchObject({ kind: 'unknown', reason: 'malformed-answer' });
  });

  test('of the gateway itself may refuse without a signature, but not with a false one', () => {
    const refusal =
      '{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id","sub_msg":"无效的AppID参数"}';
    expect(sort(Buffer.from(`{"error_response":${refusal}}`))).toEqual({
      kind: 'refused',
      code: '40002',
      subCode: 'isv.invalid-app-id',
      message: '无效的AppID参数',
    });
    expect(sort(answer(refusal, strangerKey))).toMatchObject({ kind: 'unknown', reason: 'forged-answer' });
  });

  test.each([
    ['20000', 'isp.unknow-error'],
    ['40004', 'ACQ.SYSTEM_ERROR'],
    ['40004', 'SYSTEM_ERROR'],
    ['10003', 'anything'],
  ])('%s %s leaves it open whether something happened', (code, subCode) => {
    const raw = answer(JSON.stringify({ code, sub_code: subCode }));
    expect(sort(raw)).toEqual({ kind: 'unknown', reason: 'server-error', detail: subCode });
  });

  test('with another HTTP status is not read at all', () => {
    expect(sort(answer(success), 502)).toEqual({ kind: 'unknown', reason: 'server-error', detail: 'HTTP 502' });
  });
});

describe('a form', () => {
  test('is decoded once: a value that looks encoded stays as it is', () => {
    expect(readForm(Buffer.from('body=100%2525+%E5%81%9C&a%20b=c%3Dd&empty='))).toEqual({
      body: '100%25 停',
      'a b': 'c=d',
      empty: '',
    });
  });

  test('carries any values there and back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 }), (values) => {
        expect(readForm(Buffer.from(new URLSearchParams(values).toString()))).toEqual({ ...values });
      }),
    );
  });

  test.each(['a=1&a=2', 'a=%E5%81', 'a=%zz', 'a', '=1', ''])('that is not clear (%s) is none', (text) => {
    expect(readForm(Buffer.from(text))).toBeUndefined();
  });
});

describe('a notice', () => {
  const merchant = {
    merchantId: '2088000000000001',
    appId: '2021000000000001',
    merchantPrivateKeyPem: app.privatePem,
    alipayPublicKeyPem: alipay.publicPem,
    baseUrl: 'http://127.0.0.1:9',
    notifyUrl: 'http://127.0.0.1:9/notify',
  };
  const channel = alipayChannel(merchant);
  const told: Parameters = {
    notify_id: 'n1',
    notify_type: 'trade_status_sync',
    app_id: merchant.appId,
    seller_id: merchant.merchantId,
    charset: 'utf-8',
    trade_status: 'TRADE_SUCCESS',
    trade_no: '2026030222001',
    out_trade_no: 'ORDER_1',
    total_amount: '12.50',
    buyer_id: '2088111122223333',
    gmt_payment: '2026-03-02 08:30:00',
    subject: '停车费 100% + &=',
  };
  const read = (changes: Parameters = {}, over: Parameters = {}, key = alipayKey) => {
    const parameters = { ...told, ...changes };
    const sign = rsa2Signature(noticeSigningBytes(parameters), key);
    const form = new URLSearchParams({ ...parameters, sign_type: 'RSA2', sign, ...over });
    return channel.parseNotify(Buffer.from(form.toString()), {});
  };

  test('tells of a payment', async () => {
    expect(await read()).toEqual({
      kind: 'transaction',
      notificationId: 'n1',
      eventType: 'TRADE_SUCCESS',
      outTradeNo: 'ORDER_1',
      state: 'succeeded',
      amountFen: 1_250,
      transactionId: '2026030222001',
      payerId: '2088111122223333',
      successAt: Date.parse('2026-03-02T08:30:00+08:00'),
    });
    expect(await read({ trade_status: 'TRADE_FINISHED' })).toMatchObject({ kind: 'transaction', state: 'succeeded' });
  });

  test.each(Object.keys(told))('is refused when %s was altered on its way', async (name) => {
    expect(await read({}, { [name]: `${told[name] ?? ''}1` })).toEqual({ kind: 'rejected', rejected: 'signature' });
  });

  test.each([
    ['another key', {}, strangerKey],
    ['no signature', { sign: '' }, alipayKey],
    ['a weaker kind of signature', { sign_type: 'RSA' }, alipayKey],
    ['one more parameter', { extra: '1' }, alipayKey],
  ])('is refused with %s', async (_what, over, key) => {
    expect(await read({}, over, key)).toEqual({ kind: 'rejected', rejected: 'signature' });
  });

  test('of another app or seller is genuine and not ours', async () => {
    expect(await read({ app_id: '2021999999999999' })).toEqual({ kind: 'rejected', rejected: 'merchant' });
    expect(await read({ seller_id: '2088999999999999' })).toEqual({ kind: 'rejected', rejected: 'merchant' });
  });

  test('of a refund, a closing or an order that waits is no payment', async () => {
    const refund = { refund_fee: '12.50', gmt_refund: '2026-03-02 09:00:00.123', out_biz_no: 'R1' };
    expect(await read(refund)).toMatchObject({ kind: 'other', eventType: 'TRADE_SUCCESS.REFUND' });
    expect(await read({ trade_status: 'TRADE_CLOSED' })).toMatchObject({ kind: 'other', eventType: 'TRADE_CLOSED' });
    expect(await read({ trade_status: 'WAIT_BUYER_PAY' })).toMatchObject({ kind: 'other' });
  });

  test.each([
    ['an amount', { total_amount: '12.505' }],
    ['a time', { gmt_payment: 'yesterday' }],
    ['a number', { trade_no: '' }],
    ['an id', { notify_id: '' }],
  ])('with %s that is none is malformed', async (_what, changes) => {
    expect(await read(changes)).toEqual({ kind: 'rejected', rejected: 'malformed' });
  });

  test('that is no form is malformed', async () => {
    expect(await channel.parseNotify(Buffer.from('{"sign":1}'), {})).toEqual({
      kind: 'rejected',
      rejected: 'malformed',
    });
  });
});
