// Payments and refunds at Alipay, from the attempt to the ledger: posted once whatever the notices do, and the books agree.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startAttempt } from '../../api/payments/start-attempt.ts';
import { saveMerchantAccount } from '../../db/queries/merchants.ts';
import { type Payment } from '../../db/queries/payments.ts';
import { readRefund, type Refund } from '../../db/queries/refund-execution.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { newId } from '../../platform/ids.ts';
import { scanCode } from '../providers/payment/alipay-support.ts';
import { expectBooksToAgree, readBooks } from './books.ts';
import { type AlipayAccount, openTown, type Stay, type Town } from './support.ts';

let town: Town;
let account: AlipayAccount;
beforeAll(async () => {
  town = await openTown({ policy: { automaticRefundLimitFen: fen(2_000) } });
  account = await town.alipay();
});
afterAll(() => town.close());
afterEach(() =>
  town.bench.sandbox.faults(account.merchantId, Object.fromEntries(switches.map((name) => [name, false]))),
);

const switches = [
  'duplicateCallback',
  'lateCallback',
  'missingCallback',
  'changedAmount',
  'wrongKey',
  'failAfterExecuting',
  'closedRefund',
  'decline',
] as const;

const faults = (set: Parameters<typeof town.bench.sandbox.faults>[1]) =>
  town.bench.sandbox.faults(account.merchantId, set);

const parkedFor = async (minutes: number): Promise<Stay> => {
  const stay = await town.park();
  town.clock.pass(minutes);
  return stay;
};

const start = (stay: Stay): Promise<Payment> => town.start(stay.billId, undefined, 'alipay');

const isPaid = (payment: Payment) => async (): Promise<boolean> => (await town.read(payment.id)).state === 'succeeded';

const paid = async (minutes: number): Promise<{ stay: Stay; payment: Payment }> => {
  const stay = await parkedFor(minutes);
  const payment = await start(stay);
  await town.scan(payment);
  await town.untilWorkedOff(isPaid(payment));
  return { stay, payment };
};

const noticesOf = (payment: Payment): Promise<{ state: string; error: string | null; raw: Buffer }[]> =>
  town.inCompany((tx) =>
    tx.rows(sql`select state, error, raw from payment_notification where reference = ${payment.outTradeNo}`),
  );

const postingsOf = (payment: Payment): Promise<object[]> =>
  town.inCompany((tx) =>
    tx.rows(sql`select id from ledger_transaction where cause_kind = 'payment' and cause_id = ${payment.id}`),
  );

const send = async (body: Buffer | string, url = account.webhookUrl): Promise<{ status: number; text: string }> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
  return { status: response.status, text: await response.text() };
};

test('posts a payment that its notice tells of, into the account of its channel, and keeps who paid sealed', async () => {
  const { stay, payment } = await paid(40);
  expect(payment).toMatchObject({
    channel: 'alipay',
    state: 'pending',
    amountFen: 1_000,
    codeUrl: expect.stringMatching(/^https:\/\/qr\.alipay\.com\//),
    merchantAccountId: account.merchantAccountId,
  });
  expect(await postingsOf(payment)).toHaveLength(1);
  const told = await town.inCompany((tx) =>
    tx.rows(
      sql`select message from outbox where workflow_id = ${`session/${stay.sessionId}`} and message = 'paymentSettled'`,
    ),
  );
  expect(told).toHaveLength(1);
  const row = await town.inCompany((tx) =>
    tx.row<{ cipher: Buffer; facts: string }>(sql`
      select p.payer_id_cipher as cipher, n.parsed::text as facts from payment p
      join payment_notification n on n.reference = p.out_trade_no where p.id = ${payment.id}`),
  );
  expect(row?.cipher.length).toBeGreaterThan(28);
  expect(row?.facts).not.toMatch(/2088\d{12}/);
  const { ledger } = await expectBooksToAgree(town, 'alipay');
  expect(ledger.get('channel:alipay:transit')).toBeGreaterThanOrEqual(1_000);
});

test('offers a page instead of a code, and posts what is paid there', async () => {
  const stay = await parkedFor(10);
  const payment = await startAttempt(town.ports, {
    scope: town.scene,
    paymentId: newId(),
    billId: stay.billId,
    channel: 'alipay',
    way: { kind: 'h5', payerIp: '203.0.113.7' },
  });
  if (!('codeUrl' in payment)) throw new Error(JSON.stringify(payment));
  expect(payment.codeUrl).toContain('/gateway.do?');
  expect((await fetch(payment.codeUrl ?? '')).status).toBe(200);
  await town.bench.sandbox.pay({ merchantId: account.merchantId, outTradeNo: payment.outTradeNo });
  await town.untilWorkedOff(isPaid(payment));
  await expectBooksToAgree(town, 'alipay');
});

test('a notice that comes twice is stored once and posted once, and one that is replayed changes nothing', async () => {
  await faults({ duplicateCallback: { times: 1 } });
  const { payment } = await paid(10);
  const [stored, ...others] = await noticesOf(payment);
  expect(others).toEqual([]);
  expect(stored).toMatchObject({ state: 'done', error: null });
  expect(await send(stored!.raw)).toEqual({ status: 200, text: 'success' });
  expect(await noticesOf(payment)).toHaveLength(1);
  expect(await postingsOf(payment)).toHaveLength(1);
  await expectBooksToAgree(town, 'alipay');
});

test('a payment whose notice never comes is found by asking, and a code that nobody scanned stays open', async () => {
  const [paidStay, unscanned] = [await parkedFor(10), await parkedFor(1)];
  const [payment, waiting] = [await start(paidStay), await start(unscanned)];
  await faults({ missingCallback: true });
  await town.scan(payment);
  const old = sql`update payment set started_at = now() - interval '10 minutes' where id in (${payment.id}, ${waiting.id})`;
  await town.inCompany((tx) => tx.run(old));
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
  expect(await town.read(waiting.id)).toMatchObject({ state: 'pending' });
  town.clock.pass(15);
  await town.poll();
  expect(await town.read(waiting.id)).toMatchObject({ state: 'closed' });
  await expectBooksToAgree(town, 'alipay');
});

test('a notice that comes after the query changes nothing', async () => {
  const stay = await parkedFor(10);
  const payment = await start(stay);
  await faults({ lateCallback: { ms: 200 } });
  await town.scan(payment);
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
  await town.untilWorkedOff(async () => (await noticesOf(payment))[0]?.state === 'done');
  expect(await postingsOf(payment)).toHaveLength(1);
  await expectBooksToAgree(town, 'alipay');
});

test('a genuine notice of another amount books nothing; the channel is asked and has the last word', async () => {
  const stay = await parkedFor(10);
  const payment = await start(stay);
  await faults({ changedAmount: { fen: -400 } });
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await noticesOf(payment))[0]?.state === 'parked');
  expect((await noticesOf(payment))[0]).toMatchObject({ error: 'amount-mismatch' });
  expect(await postingsOf(payment)).toHaveLength(0);
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded', amountFen: 500 });
  await expectBooksToAgree(town, 'alipay');
});

test('answers failure to what is forged, altered or not for this account, and stores none of it', async () => {
  const { payment } = await paid(10);
  const raw = (await noticesOf(payment))[0]!.raw.toString('utf8');
  const count = () => town.inCompany((tx) => tx.row(sql`select count(*)::integer as n from payment_notification`));
  const before = await count();
  const form = new URLSearchParams(raw);
  const changed = (name: string, value: string): string => {
    const copy = new URLSearchParams(form);
    copy.set(name, value);
    return copy.toString();
  };
  const forged: [string, number][] = [
    [changed('total_amount', '0.01'), 401],
    [changed('out_trade_no', 'f'.repeat(32)), 401],
    [changed('trade_status', 'TRADE_FINISHED'), 401],
    [changed('sign', Buffer.from('forged').toString('base64')), 401],
    [changed('sign', ''), 401],
    [`${raw}&total_amount=0.01`, 400],
    ['{"trade_status":"TRADE_SUCCESS"}', 400],
    ['', 400],
  ];
  for (const [body, status] of forged) expect(await send(body)).toEqual({ status, text: 'failure' });
  const nowhere = account.webhookUrl.replace(account.merchantAccountId, newId());
  expect(await send(raw, nowhere)).toEqual({ status: 404, text: 'failure' });
  expect(await send(raw, account.webhookUrl.replace(account.merchantAccountId, town.merchantAccountId))).toEqual({
    status: 404,
    text: 'failure',
  });
  const wechat = town.webhookUrl.replace(town.merchantAccountId, account.merchantAccountId);
  expect((await send(raw, wechat)).status).toBe(404);
  expect(await count()).toEqual(before);
});

test('a notice signed with another key is refused until Alipay sends a true one', async () => {
  const stay = await parkedFor(10);
  const payment = await start(stay);
  await faults({ wrongKey: { on: 'callbacks', times: 2 } });
  await town.scan(payment);
  await town.untilWorkedOff(isPaid(payment));
  expect(await noticesOf(payment)).toHaveLength(1);
  await expectBooksToAgree(town, 'alipay');
});

test('a key that Alipay changes mid-flight stops everything until the company has the new one, and nothing is lost', async () => {
  const stay = await parkedFor(10);
  const payment = await start(stay);
  const {
    baseUrl: _baseUrl,
    notifyUrl: _notifyUrl,
    ...configuration
  } = await town.bench.sandbox.rotateAlipayKey({
    merchantId: account.merchantId,
    notifyUrl: '',
  });
  await town.scan(payment);
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'pending' });
  expect(await noticesOf(payment)).toEqual([]);
  const { companyId, keys } = town.scene;
  await town.inCompany((tx) => saveMerchantAccount(tx, { companyId, channel: 'alipay', configuration }, keys));
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
  await expectBooksToAgree(town, 'alipay');
});

test('money for a number that is not ours is kept in suspense, in Alipay’s account', async () => {
  const stay = await parkedFor(10);
  const payment = await start(stay);
  await town.inCompany((tx) =>
    tx.run(sql`
      update payment set out_trade_no = ${`lost${payment.outTradeNo.slice(4)}`}, state = 'closed' where id = ${payment.id}`),
  );
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await readBooks(town, 'alipay')).rows.suspenseFen === 500);
  await expectBooksToAgree(town, 'alipay');
});

test('a driver who scanned and did not pay may change to WeChat Pay: the trade is closed first', async () => {
  const stay = await parkedFor(10);
  const first = await start(stay);
  await scanCode(town.bench, first.codeUrl ?? '');
  const second = await town.start(stay.billId);
  expect(second).toMatchObject({ channel: 'wechat', state: 'pending' });
  expect(await town.read(first.id)).toMatchObject({ state: 'closed' });
  await expect(town.scan(first)).rejects.toThrow('ORDER_CLOSED');
});

const refundsOf = (stay: Stay): Promise<Refund[]> =>
  town.inCompany(async (tx) => {
    const ids = await tx.rows<{ id: string }>(sql`select id from refund where bill_id = ${stay.billId}`);
    return (await Promise.all(ids.map(({ id }) => readRefund(tx, id)))).filter((row) => row !== undefined);
  });

/** One driver pays by a code of Alipay that we had given up because nobody had scanned it, and by WeChat Pay. */
const payTwice = async (minutes: number): Promise<{ stay: Stay; atAlipay: Payment }> => {
  const stay = await parkedFor(minutes);
  await town.leave(stay);
  const atAlipay = await start(stay);
  const atWechat = await town.start(stay.billId);
  expect(await town.read(atAlipay.id)).toMatchObject({ state: 'closed' });
  await town.scan(atWechat);
  await town.untilWorkedOff(isPaid(atWechat));
  await town.scan(atAlipay);
  await town.untilWorkedOff(async () => (await refundsOf(stay)).length === 1);
  return { stay, atAlipay };
};

test('a double payment in two channels goes back by itself, in full, to the channel that was paid last', async () => {
  const { stay, atAlipay } = await payTwice(40);
  expect(await refundsOf(stay)).toMatchObject([{ channel: 'alipay', paymentId: atAlipay.id, amountFen: 1_000 }]);
  await town.refunds();
  expect(await refundsOf(stay)).toMatchObject([{ state: 'succeeded' }]);
  await expectBooksToAgree(town, 'alipay');
  await expectBooksToAgree(town, 'wechat');
});

test('what was paid ahead and not used up goes back in part', async () => {
  const stay = await parkedFor(10);
  const ahead = await start(stay);
  await town.scan(ahead);
  await town.untilWorkedOff(isPaid(ahead));
  town.clock.pass(30);
  const more = await start(stay);
  await town.scan(more);
  await town.untilWorkedOff(isPaid(more));
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
      values (gen_random_uuid(), ${town.scene.companyId}, ${stay.billId}, 'mall', 'amount', 300, 'coupon', 'somebody', now())`),
  );
  await town.leave(stay);
  expect(await refundsOf(stay)).toMatchObject([{ channel: 'alipay', amountFen: 300, totalFen: 500 }]);
  await town.refunds();
  expect(await refundsOf(stay)).toMatchObject([{ state: 'succeeded' }]);
  await expectBooksToAgree(town, 'alipay');
});

test('a refund whose answer was lost, and one that moved nothing at first, are each refunded once', async () => {
  for (const fault of ['failAfterExecuting', 'closedRefund'] as const) {
    const { stay } = await payTwice(20);
    await faults({ [fault]: { times: 1 }, missingCallback: true });
    await town.refunds();
    await faults({ missingCallback: false });
    await town.refunds();
    const [refund, ...others] = await refundsOf(stay);
    expect(others).toEqual([]);
    expect(refund).toMatchObject({ state: 'succeeded', amountFen: 500 });
    const { orders } = await town.bench.sandbox.book(account.merchantId);
    const atChannel = orders.find(({ outTradeNo }) => outTradeNo === refund?.outTradeNo);
    expect(atChannel).toMatchObject({ refundedFen: 500 });
    await expectBooksToAgree(town, 'alipay');
  }
});

test('a refund for which the account has no money waits, and somebody is told once', async () => {
  const { stay } = await payTwice(20);
  await faults({ decline: { code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', times: 2 } });
  await town.refunds();
  await town.refunds();
  const [refund] = await refundsOf(stay);
  expect(refund).toMatchObject({ state: 'executing' });
  const items = await town.inCompany((tx) =>
    tx.rows(sql`select kind from audit_item where cause = ${`refund-stuck/${refund!.id}`}`),
  );
  expect(items).toEqual([{ kind: 'refund-stuck' }]);
  await town.refunds();
  expect(await refundsOf(stay)).toMatchObject([{ state: 'succeeded' }]);
  await expectBooksToAgree(town, 'alipay');
});

test('a refund’s own notice is acknowledged and books nothing', async () => {
  const { stay } = await payTwice(20);
  await town.refunds();
  expect(await refundsOf(stay)).toMatchObject([{ state: 'succeeded' }]);
  const others = () =>
    town.inCompany((tx) =>
      tx.rows<{ state: string }>(sql`
        select state from payment_notification where merchant_account_id = ${account.merchantAccountId} and kind = 'other'`),
    );
  await town.untilWorkedOff(async () => (await others()).length > 0);
  expect((await others()).every(({ state }) => state === 'done')).toBe(true);
  await expectBooksToAgree(town, 'alipay');
});
