// Recharges: credited once whatever the notices do, and the bonus of the promotion that was in force, once.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { changePromotion } from '../../db/queries/recharge-promotions.ts';
import { openRecharge } from '../../db/queries/recharges.ts';
import { postPayment } from '../../db/queries/post-payment.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { dayMs, epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { expectBooksToAgree } from './books.ts';
import { noon, openTown, type Town } from './support.ts';
import { addOwner, addPromotion, balanceOf, payRecharge, recharge, spend, startRecharge } from './support/owners.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const faults = ['duplicateCallback', 'lateCallback', 'missingCallback', 'changedAmount', 'unsigned', 'wrongSerial'];
afterEach(async () => {
  await town.bench.sandbox.faults(town.merchantId, Object.fromEntries(faults.map((name) => [name, false])));
  town.clock.set(noon);
  await town.inCompany((tx) =>
    tx.run(sql`
    with off as (update recharge_promotion set version = version + 1 returning id, company_id, version)
    insert into recharge_promotion_version
    select id, version, company_id, 'over', '[]', false, instant(${noon}), instant(${noon + 1}), true, 'test', instant(${noon - 1})
    from off`),
  );
});

const isPaid = (paymentId: string) => async (): Promise<boolean> => (await town.read(paymentId)).state === 'succeeded';

test('a recharge is in the wallet when its notice is worked off', async () => {
  const owner = await addOwner(town);
  const payment = await startRecharge(town, owner, 5_000);
  expect(payment).toMatchObject({ state: 'pending', amountFen: 5_000, lotId: null });
  expect(await balanceOf(town, owner)).toEqual([0, 0]);
  await payRecharge(town, payment);
  expect(await balanceOf(town, owner)).toEqual([5_000, 0]);
  const { ledger } = await expectBooksToAgree(town);
  expect(ledger.get(`owner:${owner}:wallet`)).toBe(-5_000);
});

test('a notice that comes twice, and a question after it, credit once', async () => {
  const owner = await addOwner(town);
  await addPromotion(town);
  await town.bench.sandbox.faults(town.merchantId, { duplicateCallback: true });
  const payment = await recharge(town, owner, 10_000);
  const again = { paymentId: payment.id, amountFen: fen(10_000), succeededAt: epochMs(noon) };
  expect(await town.inCompany((tx) => postPayment(tx, again, epochMs(noon)))).toBe('repeated');
  await town.poll();
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
  await expectBooksToAgree(town);
});

test('a notice that is late finds the recharge credited by asking, and changes nothing', async () => {
  const owner = await addOwner(town);
  await town.bench.sandbox.faults(town.merchantId, { lateCallback: { ms: 300 } });
  const payment = await startRecharge(town, owner, 3_000);
  await town.scan(payment);
  await town.poll();
  expect(await balanceOf(town, owner)).toEqual([3_000, 0]);
  await town.untilWorkedOff(async () => {
    const notice = await town.inCompany((tx) =>
      tx.row(sql`select 1 from payment_notification where reference = ${payment.outTradeNo} and state = 'done'`),
    );
    return notice !== undefined;
  });
  expect(await balanceOf(town, owner)).toEqual([3_000, 0]);
  await expectBooksToAgree(town);
});

test('a notice that never comes is made up for by asking', async () => {
  const owner = await addOwner(town);
  await town.bench.sandbox.faults(town.merchantId, { missingCallback: true });
  const payment = await startRecharge(town, owner, 4_000);
  await town.scan(payment);
  await town.poll();
  expect(await balanceOf(town, owner)).toEqual([4_000, 0]);
});

test.each([
  ['of nobody', {}],
  ['of another key', { 'wechatpay-signature': 'AAAA', 'wechatpay-serial': 'PUB_KEY_ID_0' }],
])('a forged notice %s credits nothing', async (_name, headers) => {
  const owner = await addOwner(town);
  const payment = await startRecharge(town, owner, 9_000);
  const body = JSON.stringify({
    id: newId(),
    event_type: 'TRANSACTION.SUCCESS',
    resource: { out_trade_no: payment.outTradeNo, trade_state: 'SUCCESS', amount: { total: 9_000 } },
  });
  const answer = await fetch(town.webhookUrl, { method: 'POST', body, headers });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  await town.poll();
  expect((await town.read(payment.id)).state).toBe('pending');
  expect(await balanceOf(town, owner)).toEqual([0, 0]);
});

test('a notice of another amount credits nothing; the channel is asked, and its word counts', async () => {
  const owner = await addOwner(town);
  await town.bench.sandbox.faults(town.merchantId, { changedAmount: { times: 1 } });
  const payment = await startRecharge(town, owner, 2_000);
  await town.scan(payment);
  await town.untilWorkedOff(async () => {
    await town.poll();
    return isPaid(payment.id)();
  });
  expect(await balanceOf(town, owner)).toEqual([2_000, 0]);
  await town.inCompany((tx) => tx.run(sql`update payment_notification set state = 'done' where state = 'parked'`));
});

test('a recharge that was paid twice is credited once, and the second payment goes back', async () => {
  const owner = await addOwner(town);
  await addPromotion(town);
  const first = await recharge(town, owner, 10_000);
  const second = newId();
  await town.inCompany(async (tx) => {
    await tx.run(sql`
      insert into payment (id, company_id, bill_id, merchant_account_id, channel, state, amount_fen, out_trade_no, created_at)
      values (${second}, ${town.scene.companyId}, ${first.billId}, null, 'cash', 'created', 10000, ${second}, now())`);
    await tx.run(sql`update payment set collected_by = 'collector-7' where id = ${second}`);
    const success = { paymentId: second, amountFen: fen(10_000), succeededAt: epochMs(noon) };
    expect(await postPayment(tx, success, epochMs(noon))).toBe('posted');
  });
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
  const refunds = await town.inCompany((tx) =>
    tx.rows(sql`select amount_fen as fen, reason, state from refund where payment_id = ${second}`),
  );
  expect(refunds).toEqual([{ fen: 10_000, reason: 'paid-twice', state: 'approved' }]);
  await expectBooksToAgree(town);
});

test('a recharge outside the limits of the company is refused and writes no bill', async () => {
  const owner = await addOwner(town);
  const open = (amountFen: number) =>
    town.inCompany((tx) =>
      openRecharge(tx, {
        billId: newId(),
        companyId: town.scene.companyId,
        ownerId: owner,
        amountFen: fen(amountFen),
        at: epochMs(noon),
      }),
    );
  for (const amountFen of [0, 99, 500_001])
    expect(await open(amountFen)).toMatchObject({ code: 'amount-out-of-range' });
  for (const amountFen of [100, 500_000]) expect(await open(amountFen)).toBeUndefined();
  const bills = await town.inCompany((tx) =>
    tx.rows(sql`select gross_fen as fen from bill where owner_id = ${owner} order by 1`),
  );
  expect(bills).toEqual([{ fen: 100 }, { fen: 500_000 }]);
});

test('a wallet does not fill a wallet', async () => {
  const owner = await addOwner(town);
  await recharge(town, owner, 5_000);
  const { billId } = await startRecharge(town, owner, 1_000);
  expect(await spend(town, owner, billId)).toMatchObject({ code: 'bill-not-payable' });
});

test.each`
  when                                    | startedMs    | amountFen | bonusFen
  ${'a moment before it begins'}          | ${-1}        | ${10_000} | ${0}
  ${'when it begins'}                     | ${0}         | ${10_000} | ${1_000}
  ${'a moment before it ends'}            | ${dayMs - 1} | ${10_000} | ${1_000}
  ${'when it ends'}                       | ${dayMs}     | ${10_000} | ${0}
  ${'with a fen less than the threshold'} | ${0}         | ${9_999}  | ${0}
  ${'with a fen less than the second'}    | ${0}         | ${19_999} | ${1_000}
  ${'at the second threshold'}            | ${0}         | ${20_000} | ${3_000}
`('a recharge $when brings $bonusFen fen', async ({ startedMs, amountFen, bonusFen }) => {
  const owner = await addOwner(town);
  const tiers = [
    { thresholdFen: fen(10_000), bonusFen: fen(1_000) },
    { thresholdFen: fen(20_000), bonusFen: fen(3_000) },
  ];
  await addPromotion(town, { tiers, at: epochMs(noon - 1) });
  town.clock.set(noon + (startedMs as number));
  await recharge(town, owner, amountFen as number);
  expect(await balanceOf(town, owner)).toEqual([amountFen, bonusFen]);
});

test('what the owner was told holds when the promotion ends or is switched off before the payment', async () => {
  const [owner, later] = [await addOwner(town), await addOwner(town)];
  const written = await addPromotion(town);
  const payment = await startRecharge(town, owner, 10_000);
  town.clock.pass(1);
  const off = { ...written, off: true, at: epochMs(town.clock.now()) };
  expect(await town.inCompany((tx) => changePromotion(tx, off, 1))).toBe(true);
  expect(await town.inCompany((tx) => changePromotion(tx, off, 1))).toBe(false);
  await payRecharge(town, payment);
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
  await recharge(town, later, 10_000);
  expect(await balanceOf(town, later)).toEqual([10_000, 0]);
  const row = await town.inCompany((tx) =>
    tx.row(sql`select promotion_version as version, bonus_fen as fen from wallet_recharge where owner_id = ${owner}`),
  );
  expect(row).toEqual({ version: 1, fen: 1_000 });
});

test('a promotion of the first recharge gives once, also to two recharges that were started together', async () => {
  const owner = await addOwner(town);
  await addPromotion(town, { firstRechargeOnly: true });
  const [first, second] = [await startRecharge(town, owner, 10_000), await startRecharge(town, owner, 10_000)];
  await Promise.all([town.scan(first), town.scan(second)]);
  await town.untilWorkedOff(async () => (await isPaid(first.id)()) && (await isPaid(second.id)()));
  expect(await balanceOf(town, owner)).toEqual([20_000, 1_000]);
  await recharge(town, owner, 10_000);
  expect(await balanceOf(town, owner)).toEqual([30_000, 1_000]);
  await expectBooksToAgree(town);
});
