// Payments told by callback, or by no callback at all: each is posted once, and the three books agree.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { expectBooksToAgree } from './books.ts';
import { openTown, type Stay, type Town } from './support.ts';
import { type Payment } from '../../db/queries/payments.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());
afterEach(() => town.bench.sandbox.faults(town.merchantId, Object.fromEntries(faults.map((name) => [name, false]))));

const faults = [
  'duplicateCallback',
  'lateCallback',
  'missingCallback',
  'changedAmount',
  'unsigned',
  'oldTimestamp',
  'probe',
];

const isPaid = (payment: Payment) => async (): Promise<boolean> => (await town.read(payment.id)).state === 'succeeded';

const parkedFor = async (minutes: number): Promise<Stay> => {
  const stay = await town.park();
  town.clock.pass(minutes);
  return stay;
};

const notices = (): Promise<{ state: string; error: string | null; result: string }[]> =>
  town.inCompany((tx) => tx.rows(sql`select state, error, result from payment_notification order by received_at desc`));

test('posts a payment that its callback tells of, and tells the session', async () => {
  const stay = await parkedFor(40);
  const payment = await town.start(stay.billId);
  expect(payment).toMatchObject({ state: 'pending', amountFen: 1_000, outTradeNo: payment.id.replaceAll('-', '') });
  await town.scan(payment);
  await town.untilWorkedOff(isPaid(payment));
  const told = await town.inCompany((tx) =>
    tx.rows(
      sql`select message from outbox where workflow_id = ${`session/${stay.sessionId}`} and message = 'paymentSettled'`,
    ),
  );
  expect(told).toHaveLength(1);
  const payer = await town.inCompany((tx) =>
    tx.row<{ cipher: Buffer | null }>(sql`select payer_id_cipher as cipher from payment where id = ${payment.id}`),
  );
  expect(payer?.cipher?.length).toBeGreaterThan(28);
  await expectBooksToAgree(town);
});

test('a callback that comes twice is stored once and posted once', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, { duplicateCallback: true });
  await town.scan(payment);
  await town.untilWorkedOff(isPaid(payment));
  const stored = await town.inCompany((tx) =>
    tx.rows(sql`select state from payment_notification where reference = ${payment.outTradeNo}`),
  );
  expect(stored).toEqual([{ state: 'done' }]);
  const postings = await town.inCompany((tx) =>
    tx.rows(sql`select id from ledger_transaction where cause_kind = 'payment' and cause_id = ${payment.id}`),
  );
  expect(postings).toHaveLength(1);
  await expectBooksToAgree(town);
});

test('a payment whose callback never comes is found by asking the channel', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, { missingCallback: true });
  await town.scan(payment);
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
  await expectBooksToAgree(town);
});

test('a callback that comes after the query changes nothing', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, { lateCallback: { ms: 200 } });
  await town.scan(payment);
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
  const late = () =>
    town.inCompany((tx) =>
      tx.rows(sql`select state, error from payment_notification where reference = ${payment.outTradeNo}`),
    );
  await town.untilWorkedOff(
    async () => JSON.stringify(await late()) === JSON.stringify([{ state: 'done', error: null }]),
  );
  expect(await late()).toEqual([{ state: 'done', error: null }]);
  await expectBooksToAgree(town);
});

test('a genuine notice of another amount books nothing; the channel is asked and has the last word', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.bench.sandbox.faults(town.merchantId, { changedAmount: { fen: 77 } });
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await notices())[0]?.state === 'parked');
  expect((await notices())[0]).toMatchObject({ error: 'amount-mismatch', result: 'succeeded/577' });
  expect(await town.read(payment.id)).toMatchObject({ state: 'pending' });
  await town.poll();
  expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded', amountFen: 500 });
  const items = await town.inCompany((tx) =>
    tx.rows(sql`select kind from audit_item where cause = ${`payment-amount/${payment.id}/577`}`),
  );
  expect(items).toEqual([{ kind: 'payment-amount-mismatch' }]);
  await expectBooksToAgree(town);
});

const post = (body: string | Buffer, headers: Record<string, string>, url = town.webhookUrl): Promise<Response> =>
  fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });

/** The newest genuine notice as it came over the wire. */
const genuine = async (): Promise<{ raw: Buffer; headers: Record<string, string> }> => {
  const row = await town.inCompany((tx) =>
    tx.row<{ raw: Buffer; headers: Record<string, string> }>(
      sql`select raw, headers from payment_notification order by received_at desc limit 1`,
    ),
  );
  if (row === undefined) throw new Error('no notice came');
  return row;
};

test('refuses what is forged, altered, old or a probe with 401, and stores none of it', async () => {
  const { raw, headers } = await genuine();
  const before = (await notices()).length;
  const signature = headers['wechatpay-signature'] ?? '';
  const altered = Buffer.from(raw.toString('utf8').replace('TRANSACTION', 'TRANSACTIOM'));
  const cases: [string, Buffer, Record<string, string>][] = [
    ['signature', altered, headers],
    ['signature', raw, { ...headers, 'wechatpay-signature': Buffer.from('forged').toString('base64') }],
    ['signature', raw, {}],
    ['probe', raw, { ...headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` }],
    ['timestamp', raw, { ...headers, 'wechatpay-timestamp': '1554208460' }],
  ];
  for (const [message, body, sent] of cases) {
    const answer = await post(body, sent);
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 401,
      body: { code: 'FAIL', message },
    });
  }
  expect(await notices()).toHaveLength(before);
});

test('a notice that is sent again is answered 204 again, and an account that is not ours 404', async () => {
  const { raw, headers } = await genuine();
  const before = (await notices()).length;
  expect((await post(raw, headers)).status).toBe(204);
  expect(await notices()).toHaveLength(before);
  const elsewhere = town.webhookUrl.replace(town.merchantAccountId, '00000000-0000-7000-8000-000000000000');
  expect((await post(raw, headers, elsewhere)).status).toBe(404);
});

test('money for a number that is not ours is kept in suspense, once', async () => {
  const stay = await parkedFor(10);
  const payment = await town.start(stay.billId);
  await town.inCompany((tx) =>
    tx.run(
      sql`update payment set out_trade_no = ${`lost${payment.outTradeNo.slice(4)}`}, state = 'closed' where id = ${payment.id}`,
    ),
  );
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await expectSuspense()) === 500);
  const items = await town.inCompany((tx) =>
    tx.rows(sql`select kind from audit_item where kind = 'money-without-order'`),
  );
  expect(items).toHaveLength(1);
  await expectBooksToAgree(town);
});

const expectSuspense = async (): Promise<number> => {
  const row = await town.inCompany((tx) =>
    tx.row<{ fen: number }>(sql`
      select coalesce(-sum(amount_fen), 0)::bigint as fen from ledger_entry where account = 'suspense:unmatched'`),
  );
  return row?.fen ?? 0;
};
