// Paying over HTTP: with a key and a role, and at a lane or bay without either.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { composeApi, type Api } from '../../api/compose.ts';
import { tokens } from '../../api/identity/tokens.ts';
import { listenApi, type ApiServer } from '../../api/listen.ts';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { createLog } from '../../platform/log.ts';
import { connectRedis, type Redis } from '../../platform/redis.ts';
import { noSms } from '../../providers/sms/sms-sender.ts';
import { localDiskStorage } from '../../providers/storage/local-disk.ts';
import { expectBooksToAgree } from '../payments/books.ts';
import { openTown, type Town } from '../payments/support.ts';
import { testEnvironment } from '../support/environment.ts';

let town: Town;
let api: Api;
let server: ApiServer;
let redis: Redis;
let connection: Connection;
let cashier: string;
let reader: string;

const log = createLog({ name: 'test', level: 'fatal' });
const everything = [
  { action: 'manage', subject: 'Payment' },
  { action: 'manage', subject: 'Refund' },
  { action: 'manage', subject: 'MerchantAccount' },
];

/** The access token of a member of staff with these rules. */
const signIn = async (tokenKey: Buffer, rules: readonly object[]): Promise<string> => {
  const [principalId, roleId, familyId] = [newId(), newId(), newId()];
  const { companyId } = town.scene;
  await town.inCompany(async (tx) => {
    await tx.run(sql`
      insert into principal (id, company_id, audience, login, display_name, password_hash)
      values (${principalId}, ${companyId}, 'staff', ${principalId}, 'Somebody', 'none')`);
    await tx.run(sql`
      insert into role (id, company_id, name, title, rules)
      values (${roleId}, ${companyId}, ${roleId}, 'A role', ${JSON.stringify(rules)}::jsonb)`);
    await tx.run(sql`
      insert into principal_role (principal_id, role_id, company_id) values (${principalId}, ${roleId}, ${companyId})`);
    await tx.run(sql`
      insert into token_family (id, company_id, audience, principal_id, expires_at)
      values (${familyId}, ${companyId}, 'staff', ${principalId}, now() + interval '1 day')`);
  });
  return tokens(tokenKey).sign({ audience: 'staff', subject: principalId, familyId, companyId });
};

beforeAll(async () => {
  town = await openTown();
  const env = testEnvironment();
  const base = env.config({
    PUBLIC_URL: new URL(town.webhookUrl).origin,
    WECHAT_PAY_URL: town.bench.gateway.baseUrl,
    ALIPAY_URL: town.bench.gateway.baseUrl,
    DATABASE_URL: town.scene.databaseUrl,
  });
  const config = { ...base, secrets: { ...base.secrets, ...town.scene.keys } };
  redis = await connectRedis(config.redisUrl, log);
  connection = Connection.lazy({ address: config.temporalAddress });
  const { tokenKey } = config.secrets;
  api = composeApi({
    config,
    database: town.scene.db,
    redis,
    client: new Client({ connection }),
    payloadCodecs: [],
    clock: town.clock,
    log,
    sms: noSms,
    storage: localDiskStorage({ folder: config.storageFolder, linkSecret: tokenKey }),
    linkSecret: tokenKey,
    probes: [],
    checkAnswers: true,
  });
  server = await listenApi(api.app, 0);
  cashier = await signIn(tokenKey, everything);
  reader = await signIn(tokenKey, [{ action: 'read', subject: 'Payment' }]);
});

afterAll(async () => {
  await server.close();
  await api.close();
  await connection.close();
  redis.destroy();
  await town.close();
});

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const call = async (
  method: string,
  path: string,
  options: { token?: string; body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Told> => {
  const { token, body, key, headers = {} } = options;
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' && token !== undefined ? { 'idempotency-key': key ?? newId() } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: json ? (JSON.parse(text) as Told['body']) : { text },
  };
};

const native = { channel: 'wechat', product: 'native' };
const start = (billId: string, key = newId(), token = cashier): Promise<Told> =>
  call('POST', `/v1/bills/${billId}/payments`, { token, key, body: native });

test('startPayment answers a code for what the bill owes, and the same answer for the same key', async () => {
  const stay = await town.park();
  town.clock.pass(40);
  const quote = await call('GET', `/v1/bills/${stay.billId}/quote`, { token: cashier });
  expect(quote).toMatchObject({ status: 200, body: { billId: stay.billId, dueFen: 1_000 } });
  const key = newId();
  const first = await start(stay.billId, key);
  expect(first).toMatchObject({ status: 201, body: { state: 'pending', amountFen: 1_000, channel: 'wechat' } });
  const again = await start(stay.billId, key);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');

  const payment = await town.read(String(first.body['id']));
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await town.read(payment.id)).state === 'succeeded');
  const detail = await call('GET', `/v1/payments/${payment.id}`, { token: reader });
  expect(detail.body).toMatchObject({
    payment: { state: 'succeeded', codeUrl: null, plate: expect.stringMatching(/\*/) as unknown },
    allocations: [{ kind: 'advance', amountFen: 1_000, debtId: null }],
    refunds: [],
  });
  expect(await start(stay.billId)).toMatchObject({ status: 409, body: { code: 'bill-already-paid' } });
  await expectBooksToAgree(town);
});

test('startPayment answers 503 while the channel does not answer, and the repeat sends the same number', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  await town.bench.sandbox.faults(town.merchantId, { failAfterExecuting: { times: 1 } });
  const key = newId();
  expect(await start(stay.billId, key)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  const again = await start(stay.billId, key);
  expect(again).toMatchObject({ status: 201, body: { state: 'pending' } });
  const { orders } = await town.bench.sandbox.book(town.merchantId);
  expect(orders.filter(({ outTradeNo }) => outTradeNo === again.body['outTradeNo'])).toHaveLength(1);
});

test('paying asks for a token, a right, and a bill of the own company', async () => {
  const stay = await town.park();
  const path = `/v1/bills/${stay.billId}/payments`;
  expect(await call('POST', path, { body: native, headers: { 'idempotency-key': newId() } })).toMatchObject({
    status: 401,
  });
  expect(await start(stay.billId, newId(), reader)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await start(newId())).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(await call('POST', path, { token: cashier, body: { ...native, amountFen: 1 } })).toMatchObject({
    status: 400,
    body: { code: 'malformed-request' },
  });
});

test('recordCashPayment takes exactly what is due, and the list finds it again page by page', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  const take = (amountFen: number, key = newId()) =>
    call('POST', `/v1/bills/${stay.billId}/cash-payments`, { token: cashier, key, body: { amountFen } });
  expect(await take(400)).toMatchObject({ status: 409, body: { code: 'amount-mismatch' } });
  const key = newId();
  const taken = await take(500, key);
  expect(taken).toMatchObject({ status: 201, body: { state: 'succeeded', channel: 'cash', amountFen: 500 } });
  expect((await take(500, key)).body).toEqual(taken.body);
  const found = await call('GET', `/v1/payments?billId=${stay.billId}&channel=cash`, { token: reader });
  expect(found.body).toEqual({ items: [taken.body] });
  const ids: unknown[] = [];
  let cursor = '';
  for (let page = 0; page < 20; page += 1) {
    const { body } = await call('GET', `/v1/payments?limit=1${cursor}`, { token: reader });
    ids.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
    if (body['nextCursor'] === undefined) break;
    cursor = `&cursor=${String(body['nextCursor'])}`;
  }
  const all = await town.inCompany((tx) =>
    tx.rows<{ id: string }>(sql`select id from payment order by created_at desc, id desc`),
  );
  expect(ids).toEqual(all.map(({ id }) => id));
});

test('at a lane everybody sees the amount of the car that stands there, and pays it by one code', async () => {
  const { exitLaneId, companyId } = town.scene;
  const lane = `/v1/public/lanes/${exitLaneId}`;
  expect((await call('GET', `${lane}/bill`)).status).toBe(404);
  const stay = await town.park('garage');
  town.clock.pass(40);
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into lane_read (lane_id, company_id, session_id, decision_id, read_at)
      values (${exitLaneId}, ${companyId}, ${stay.sessionId}, ${newId()}, now())`),
  );
  expect(await call('GET', `${lane}/bill`)).toMatchObject({ status: 200, body: { dueFen: 1_000 } });
  const [first, second] = [await call('POST', `${lane}/payments`), await call('POST', `${lane}/payments`)];
  expect(first).toMatchObject({ status: 201, body: { amountFen: 1_000, state: 'pending' } });
  expect(second.body).toEqual(first.body);
  expect(Object.keys(first.body).sort()).toEqual(['amountFen', 'codeUrl', 'state']);

  const page = await call('GET', `/pay/lanes/${exitLaneId}`, { headers: { 'accept-language': 'zh-CN' } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.body['text']).toContain('¥10.00');
  const code = await call('POST', `/pay/lanes/${exitLaneId}`, { headers: { 'accept-language': 'en' } });
  expect(code.body['text']).toContain(String(first.body['codeUrl']).replaceAll('&', '&amp;'));

  await town.bench.sandbox.pay({ codeUrl: String(first.body['codeUrl']) });
  await town.untilWorkedOff(async () => (await call('GET', `${lane}/bill`)).body['dueFen'] === 0);
  expect(await call('POST', `${lane}/payments`)).toMatchObject({ status: 409, body: { code: 'bill-already-paid' } });
  const paid = await call('GET', `/pay/lanes/${exitLaneId}`, { headers: { 'accept-language': 'en' } });
  expect(paid.body['text']).toContain('All paid');

  await town.inCompany((tx) => tx.run(sql`update lane_read set read_at = now() - interval '121 seconds'`));
  expect((await call('GET', `${lane}/bill`)).status).toBe(404);
  await expectBooksToAgree(town);
});

test('on the street a driver pays for the car on the bay', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  const bay = await town.inCompany((tx) =>
    tx.row<{ id: string }>(sql`select bay_id as id from parking_session where id = ${stay.sessionId}`),
  );
  expect(await call('GET', `/v1/public/bays/${bay?.id}/bill`)).toMatchObject({ status: 200, body: { dueFen: 500 } });
  const paid = await call('POST', `/v1/public/bays/${bay?.id}/payments`);
  expect(paid).toMatchObject({ status: 201, body: { amountFen: 500, state: 'pending' } });
  expect((await call('POST', `/v1/public/bays/${newId()}/payments`)).status).toBe(404);
});

test('confirmCashRefund takes the money from the cash of whoever confirms, once', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  await town.takeCash(stay.billId, 500);
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
      values (gen_random_uuid(), ${town.scene.companyId}, ${stay.billId}, 'mall', 'full', 0, 'coupon', 'somebody', now())`),
  );
  await town.leave(stay);
  await town.refunds();
  const refund = await town.inCompany((tx) =>
    tx.row<{ id: string }>(sql`select id from refund where bill_id = ${stay.billId}`),
  );
  const path = `/v1/refunds/${refund?.id}/cash-payout`;
  expect(await call('POST', path, { token: reader })).toMatchObject({ status: 403 });
  const confirmed = await call('POST', path, { token: cashier });
  expect(confirmed).toMatchObject({ status: 200, body: { state: 'succeeded', amountFen: 500 } });
  expect((await call('POST', path, { token: cashier })).body).toEqual(confirmed.body);
  const bill = await town.inCompany((tx) =>
    tx.row(sql`select paid_fen as paid, refunded_fen as refunded from bill where id = ${stay.billId}`),
  );
  expect(bill).toEqual({ paid: 500, refunded: 500 });
});

test('putMerchantAccount stores keys that never come out, and refuses keys that are none', async () => {
  const merchant = await town.bench.sandbox.merchant({ notifyUrl: '' });
  const { baseUrl: _baseUrl, notifyUrl: _notifyUrl, ...configuration } = merchant;
  const put = (body: object) => call('PUT', '/v1/merchant-accounts/wechat', { token: cashier, body });
  const saved = await put(configuration);
  expect(saved).toMatchObject({
    status: 200,
    body: { merchantNumber: configuration.merchantId, verificationMode: configuration.verification.mode },
  });
  const listed = await call('GET', '/v1/merchant-accounts', { token: cashier });
  expect((listed.body['items'] as { id: string }[])[0]?.id).toBe(saved.body['id']);
  const seen = JSON.stringify([saved.body, listed.body]);
  expect(seen).not.toContain('PRIVATE KEY');
  expect(seen).not.toContain(configuration.apiV3Key);
  const stored = await town.inCompany((tx) =>
    tx.row<{ found: boolean }>(sql`
      select position(convert_to(${configuration.apiV3Key}, 'UTF8') in configuration_cipher) > 0 as found
      from merchant_account where id = ${String(saved.body['id'])}`),
  );
  expect(stored?.found).toBe(false);
  const broken = { ...configuration, merchantPrivateKeyPem: `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(100)}\n` };
  expect(await put(broken)).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
});

test('putAlipayMerchantAccount stores keys that never come out, and startPayment then pays at Alipay', async () => {
  const merchant = await town.bench.sandbox.alipayMerchant({ notifyUrl: '' });
  const { baseUrl: _baseUrl, notifyUrl: _notifyUrl, ...configuration } = merchant;
  const put = (body: object, token = cashier) => call('PUT', '/v1/merchant-accounts/alipay', { token, body });
  expect(await put(configuration, reader)).toMatchObject({ status: 403 });
  const stay = await town.park();
  town.clock.pass(10);
  const pay = (product: string, channel = 'alipay') =>
    call('POST', `/v1/bills/${stay.billId}/payments`, { token: cashier, body: { channel, product } });
  expect(await pay('native')).toMatchObject({ status: 409, body: { code: 'bill-not-payable' } });
  const saved = await put(configuration);
  expect(saved).toMatchObject({
    status: 200,
    body: { channel: 'alipay', merchantNumber: configuration.merchantId, merchantSerial: null },
  });
  expect(JSON.stringify(saved.body)).not.toContain('KEY');
  expect(await put({ ...configuration, merchantId: '1900000001' })).toMatchObject({ status: 400 });
  const alipayPublicKeyPem = `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(100)}\n`;
  expect(await put({ ...configuration, alipayPublicKeyPem })).toMatchObject({ status: 400 });
  expect(await pay('h5', 'wechat')).toMatchObject({ status: 400 });
  const page = await pay('h5');
  expect(page).toMatchObject({ status: 201, body: { channel: 'alipay', state: 'pending' } });
  expect(String(page.body['codeUrl'])).toContain('method=alipay.trade.wap.pay');
  const code = await pay('native');
  expect(code).toMatchObject({ status: 201, body: { channel: 'alipay', state: 'pending', amountFen: 500 } });
  await town.bench.sandbox.pay({ codeUrl: String(code.body['codeUrl']) });
  const told = `/v1/payments/${String(code.body['id'])}`;
  await town.untilWorkedOff(async () => {
    const { body } = await call('GET', told, { token: reader });
    return (body['payment'] as { state?: string }).state === 'succeeded';
  });
});

test('the webhooks behind the API take a notice again and refuse an altered one', async () => {
  const notice = await town.inCompany((tx) =>
    tx.row<{ raw: Buffer; headers: Record<string, string> }>(
      sql`select raw, headers from payment_notification where merchant_account_id = ${town.merchantAccountId} limit 1`,
    ),
  );
  const post = (raw: Buffer) =>
    fetch(`http://127.0.0.1:${server.port}/webhooks/wechat-pay/${town.merchantAccountId}`, {
      method: 'POST',
      headers: notice?.headers ?? {},
      body: new Uint8Array(raw),
    });
  const raw = notice?.raw ?? Buffer.alloc(0);
  expect((await post(raw)).status).toBe(204);
  const altered = await post(Buffer.concat([raw, Buffer.from(' ')]));
  expect({ status: altered.status, body: await altered.json() }).toEqual({
    status: 401,
    body: { code: 'FAIL', message: 'signature' },
  });
  const atAlipay = await town.inCompany((tx) =>
    tx.row<{ raw: Buffer; account: string }>(sql`
      select n.raw, m.id as account from payment_notification n join merchant_account m on m.id = n.merchant_account_id
      where m.channel = 'alipay' limit 1`),
  );
  const form = atAlipay?.raw.toString('utf8') ?? '';
  const told = async (body: string): Promise<string> => {
    const url = `http://127.0.0.1:${server.port}/webhooks/alipay/${atAlipay?.account ?? ''}`;
    return (await fetch(url, { method: 'POST', body })).text();
  };
  expect(await told(form)).toBe('success');
  expect(await told(form.replace('total_amount=5.00', 'total_amount=6.00'))).toBe('failure');
});
