// The payout against the gateway process: transfer, confirm, cancel, and what the numbers and the book say.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { type CreateTransfer, type Payout } from '../../../providers/payment/payout.ts';
import { wechatPayout } from '../../../providers/payment/wechat-pay/wechat-payout.ts';
import { type GatewayBench, openTill, startGatewayBench, type Till } from './gateway-bench.ts';
import { scene, transfer, transferNotices } from './payout-support.ts';
import { eventually } from './support.ts';

const nowMs = Date.parse('2026-03-02T08:30:00Z');
let bench: GatewayBench;
let till: Till;
let payout: Payout;
beforeAll(async () => {
  bench = await startGatewayBench(nowMs);
});
afterAll(() => bench.close());
beforeEach(async () => {
  till = await openTill(bench);
  payout = wechatPayout(till.merchant, scene);
});
afterEach(() => till.receiver.close());

const book = () => bench.sandbox.book(till.merchant.merchantId);
const ended = (outBillNo: string) =>
  eventually(
    () => payout.query(outBillNo),
    (asked) => asked.outcome === 'found' && ['succeeded', 'failed', 'cancelled'].includes(asked.transfer.state),
  );
const confirmed = async (request: CreateTransfer): Promise<void> => {
  await payout.transfer(request);
  await bench.sandbox.confirmTransfer(till.merchant.merchantId, request.outBillNo);
  await ended(request.outBillNo);
};

test.each(['public-key', 'certificates'] as const)(
  'waits for the payee, moves the money when he confirms, and tells of it, with %s verification',
  async (mode) => {
    const shop = await openTill(bench, mode);
    const ours = wechatPayout(shop.merchant, scene);
    const request = transfer();
    const { outBillNo } = request;
    const { merchantId, appId } = shop.merchant;
    const waiting = { outBillNo, state: 'awaiting-payee', amountFen: 3_000 };
    expect(await ours.transfer(request)).toMatchObject({
      outcome: 'accepted',
      transfer: waiting,
      confirmation: { mchId: merchantId, appId, package: expect.stringMatching(/.+/) },
    });
    expect(await ours.query(outBillNo)).toMatchObject({
      outcome: 'found',
      transfer: { ...waiting, payeeId: 'oPayee' },
    });
    expect(await bench.sandbox.book(merchantId)).toMatchObject({ transferredFen: 0 });
    await bench.sandbox.confirmTransfer(merchantId, outBillNo);
    const [notice] = await transferNotices(shop, ours, outBillNo, 1);
    const done = { outBillNo, state: 'succeeded', amountFen: 3_000, payeeId: 'oPayee', changedAt: nowMs };
    expect(notice).toMatchObject({ eventType: 'MCHTRANSFER.BILL.FINISHED', ...done });
    expect(await ours.query(outBillNo)).toEqual({ outcome: 'found', transfer: { ...done, billId: notice?.billId } });
    expect(await bench.sandbox.book(merchantId)).toMatchObject({ transferredFen: 3_000, paidFen: 0 });
    await shop.receiver.close();
  },
);

describe('numbers', () => {
  test('move money once, however often they are sent', async () => {
    const request = transfer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => payout.transfer(request)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await confirmed(request);
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted', transfer: { state: 'succeeded' } });
    await expect(bench.sandbox.confirmTransfer(till.merchant.merchantId, request.outBillNo)).rejects.toMatchObject({
      status: 409,
    });
    expect(await book()).toMatchObject({ transferredFen: 3_000, transfers: [{ transferredFen: 3_000 }] });
  });

  test.each([
    ['amount', { amountFen: fen(3_001) }],
    ['payee', { payeeId: 'oOther' }],
  ])('are declined for another %s, and say that a query may tell more', async (_what, changes) => {
    const request = transfer();
    await payout.transfer(request);
    expect(await payout.transfer({ ...request, ...changes })).toMatchObject({
      outcome: 'declined',
      code: 'ALREADY_EXISTS',
      remedy: 'query',
    });
  });

  test.each([
    ['a number with a dash', { outBillNo: 'PAYOUT-1' }],
    ['nothing', { amountFen: fen(0) }],
    ['a remark too long', { remark: '余'.repeat(33) }],
    ['2000 yuan to nobody by name', { amountFen: fen(200_000) }],
  ])('are declined for good with %s', async (_what, changes) => {
    expect(await payout.transfer(transfer(changes))).toMatchObject({ code: 'PARAM_ERROR', remedy: 'none' });
  });

  test('are not found when nothing was sent by them', async () => {
    expect(await payout.query('NEVERSENT')).toEqual({ outcome: 'not-found' });
    expect(await payout.cancel('NEVERSENT')).toEqual({ outcome: 'not-found' });
  });
});

describe('names', () => {
  test('travel encrypted for the platform, and arrive', async () => {
    const request = transfer({ amountFen: fen(250_000), payeeName: '王小明' });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted' });
    expect(await payout.transfer(request)).toMatchObject({ outcome: 'accepted' });
    expect(await book()).toMatchObject({ transfers: [{ payeeName: '王小明', amountFen: 250_000 }] });
  });

  test('are declined where there is no key to encrypt them with', async () => {
    const withCertificates = wechatPayout({ ...till.merchant, verification: { mode: 'certificates' } }, scene);
    expect(await withCertificates.transfer(transfer({ payeeName: '王小明' }))).toMatchObject({
      outcome: 'declined',
      code: 'PAYEE_NAME_NEEDS_PUBLIC_KEY',
      remedy: 'page',
    });
  });
});

describe('cancelling', () => {
  test('ends a transfer that waits, a little later, and says so again', async () => {
    const request = transfer();
    await payout.transfer(request);
    expect(await payout.cancel(request.outBillNo)).toEqual({ outcome: 'cancelling' });
    expect(await transferNotices(till, payout, request.outBillNo, 1)).toMatchObject([{ state: 'cancelled' }]);
    expect(await payout.cancel(request.outBillNo)).toEqual({ outcome: 'cancelled' });
    expect(await book()).toMatchObject({ transferredFen: 0, transfers: [{ state: 'CANCELLED' }] });
  });

  test('is refused when the payee was faster, and says to query', async () => {
    const request = transfer();
    await confirmed(request);
    expect(await payout.cancel(request.outBillNo)).toMatchObject({ outcome: 'declined', remedy: 'query' });
    expect(await payout.query(request.outBillNo)).toMatchObject({ transfer: { state: 'succeeded' } });
  });
});

test('the book sums what was received and nothing else', async () => {
  const amounts = [100, 250, 999];
  for (const amount of amounts) await confirmed(transfer({ amountFen: fen(amount) }));
  await payout.transfer(transfer({ amountFen: fen(5_000) }));
  const cancelled = transfer({ amountFen: fen(7_000) });
  await payout.transfer(cancelled);
  await payout.cancel(cancelled.outBillNo);
  await ended(cancelled.outBillNo);
  const { transfers, transferredFen } = await book();
  expect(transfers).toHaveLength(5);
  expect(transferredFen).toBe(1_349);
});
