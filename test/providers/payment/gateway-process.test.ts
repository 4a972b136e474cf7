// The gateway as a process: what it acknowledged outlives kill -9, what it owes is sent afterwards, and production refuses it.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { simulatedClock } from '../../../platform/clock.ts';
import { type Service, spawnService } from '../../../platform/process.ts';
import { sandboxClient } from '../../../providers/payment/sandbox/client.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { eventually, noticesAbout, type NoticeReceiver, order, startNoticeReceiver, token } from './support.ts';

const script = join(import.meta.dirname, '../../../bin/gateway.ts');
const businessTimeMs = Date.parse('2026-03-02T08:30:00Z');
let folder: string;
let clock: ReturnType<typeof simulatedClock>;
let receiver: NoticeReceiver;
let running: Service | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  writeFileSync(join(folder, 'clock'), Buffer.alloc(8));
  clock = simulatedClock(join(folder, 'clock'));
  clock.set(businessTimeMs);
});
afterAll(() => {
  clock.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  receiver = await startNoticeReceiver();
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  await receiver.close();
});

const environment = (changes: Record<string, string> = {}) => ({
  PATH: process.env['PATH'],
  SANDBOX_FOLDER: join(folder, 'book'),
  SANDBOX_TOKEN: token,
  GATEWAY_PORT: '0',
  SIMULATED_CLOCK_FILE: join(folder, 'clock'),
  SANDBOX_NOTICE_RETRY_MS: '50,100,200,400,800',
  SANDBOX_REFUND_AFTER_MS: '300',
  ...changes,
});

const start = async (changes: Record<string, string> = {}) => {
  const env = environment(changes);
  running = await spawnService({ name: 'gateway', script, env, ready: 'message', log: () => undefined });
  const { port } = await running.ready;
  return { service: running, port: Number(port), sandbox: sandboxClient(`http://127.0.0.1:${String(port)}`, token) };
};

test('keeps a payment that it acknowledged through kill -9, and sends its notice afterwards', async () => {
  const before = await start();
  const merchant = await before.sandbox.merchant({ merchantId: '1900000001', notifyUrl: receiver.url });
  const request = order();
  await wechatPayChannel(merchant).create(request);
  receiver.answers.push(...Array.from({ length: 100 }, () => 503));
  await before.sandbox.pay({ merchantId: merchant.merchantId, outTradeNo: request.outTradeNo });
  await before.service.kill();

  receiver.answers.length = 0;
  receiver.notices.length = 0;
  const after = await start();
  const again = await after.sandbox.merchant({ merchantId: '1900000001', notifyUrl: receiver.url });
  expect({ ...again, baseUrl: '' }).toEqual({ ...merchant, baseUrl: '' });
  const channel = wechatPayChannel(again);
  expect(await channel.query(request.outTradeNo)).toMatchObject({
    payment: { state: 'succeeded', amountFen: request.amountFen, successAt: businessTimeMs },
  });
  const shop = { merchant: again, channel, receiver, close: () => Promise.resolve() };
  expect(await noticesAbout(shop, request.outTradeNo, 1)).toHaveLength(1);
  expect(await after.sandbox.book(merchant.merchantId)).toMatchObject({
    paidFen: request.amountFen,
    orders: [{ outTradeNo: request.outTradeNo, paidFen: request.amountFen, paidAt: businessTimeMs }],
  });
});

test('finishes a refund that was processing when it was killed', async () => {
  const before = await start({ SANDBOX_REFUND_AFTER_MS: '60000' });
  const merchant = await before.sandbox.merchant({ merchantId: '1900000002', notifyUrl: receiver.url });
  const { outTradeNo, ...request } = order();
  await wechatPayChannel(merchant).create({ outTradeNo, ...request });
  await before.sandbox.pay({ merchantId: merchant.merchantId, outTradeNo });
  const refund = { outTradeNo, outRefundNo: `${outTradeNo}_R`, refundFen: fen(50), totalFen: request.amountFen };
  expect(await wechatPayChannel(merchant).refund(refund)).toMatchObject({ outcome: 'accepted' });
  await before.service.kill();

  const after = await start();
  const channel = wechatPayChannel(await after.sandbox.merchant({ merchantId: '1900000002', notifyUrl: receiver.url }));
  const found = await eventually(
    () => channel.queryRefund(refund.outRefundNo, refund.outTradeNo),
    (result) => result.outcome === 'found' && result.refund.state === 'succeeded',
  );
  expect(found).toMatchObject({ outcome: 'found', refund: { state: 'succeeded', refundFen: 50 } });
});

test('cuts off a line of the book that was torn by the death of the process', async () => {
  const before = await start();
  const merchant = await before.sandbox.merchant({ merchantId: '1900000003', notifyUrl: receiver.url });
  const [kept, later] = [order(), order()];
  await wechatPayChannel(merchant).create(kept);
  await before.service.kill();
  const path = join(folder, 'book', 'book.jsonl');
  appendFileSync(path, '{"type":"order-paid","merchantId":"19000');

  const after = await start();
  const channel = wechatPayChannel(await after.sandbox.merchant({ merchantId: '1900000003', notifyUrl: receiver.url }));
  expect(await channel.create(later)).toMatchObject({ outcome: 'created' });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
  expect(await channel.query(kept.outTradeNo)).toMatchObject({ payment: { state: 'unpaid' } });
  expect(await channel.query(later.outTradeNo)).toMatchObject({ payment: { state: 'unpaid' } });
});

test.each([
  ['in production', { NODE_ENV: 'production' }, 'refused in production'],
  ['without a folder', { SANDBOX_FOLDER: '' }, 'SANDBOX_FOLDER is not set'],
  ['without a token', { SANDBOX_TOKEN: '' }, 'SANDBOX_TOKEN is not set'],
  ['with retry times that are no numbers', { SANDBOX_NOTICE_RETRY_MS: '1s' }, 'SANDBOX_NOTICE_RETRY_MS'],
])('refuses to start %s, and says why', async (_when, changes, reason) => {
  const service = await spawnService({
    name: 'gateway',
    script,
    env: environment(changes),
    ready: 'message',
    log: () => undefined,
  });
  await expect(service.ready).rejects.toThrow(reason);
  expect((await service.exited).code).toBe(1);
});

test('stops when it is told to, with nothing lost', async () => {
  const { service, port } = await start();
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
  expect(await service.stop()).toEqual({ code: 0, signal: null });
});
