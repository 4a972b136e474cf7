// Spending a wallet: all or nothing, in the order of the policy, never more than there is; refunds restore each part.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { executeRefunds } from '../../delivery/payments/refunds.ts';
import { post } from '../../db/ledger.ts';
import { adjustBill } from '../../db/queries/adjust-bill.ts';
import { payFromWallet } from '../../db/queries/wallet-payments.ts';
import { sql } from '../../db/rows.ts';
import { readWallet } from '../../db/wallets.ts';
import { withdrawalRequested, withdrawalResolved } from '../../domain/ledger.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { dayMs, epochMs, plusMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { expectBooksToAgree } from './books.ts';
import { noon, openTown, type Stay, type Town } from './support.ts';
import { addOwner, addPromotion, balanceOf, recharge, setPolicy, spend, spent } from './support/owners.ts';

let town: Town;
let policyVersion = 0;
beforeAll(async () => {
  town = await openTown();
  // Every owner below has 100.00 and a bonus of 10.00 after the first recharge.
  await addPromotion(town, { firstRechargeOnly: true, validUntil: plusMs(epochMs(noon), 30 * dayMs) });
});
afterAll(() => town.close());
afterEach(async () => {
  await town.bench.sandbox.faults(town.merchantId, { missingCallback: false });
});

const setOrder = (spendingOrder: 'bonus-first' | 'principal-first') =>
  setPolicy(town, (policyVersion += 1), { spendingOrder });

const richOwner = async (): Promise<string> => {
  const owner = await addOwner(town);
  await recharge(town, owner, 10_000);
  return owner;
};

const parkedFor = async (minutes: number): Promise<Stay> => {
  const stay = await town.park();
  town.clock.pass(minutes);
  return stay;
};

const partsOf = (paymentId: string) =>
  town.inCompany((tx) =>
    tx.row(sql`
      select principal_fen as principal, bonus_fen as bonus, automatic from wallet_payment where payment_id = ${paymentId}`),
  );

test('pays a stay that goes on, bonus first, and tells the stay', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(80);
  const payment = await spent(town, owner, stay.billId);
  expect(payment).toMatchObject({ state: 'succeeded', channel: 'wallet', amountFen: 1_500 });
  expect(await partsOf(payment.id)).toEqual({ principal: 500, bonus: 1_000, automatic: true });
  expect(await balanceOf(town, owner)).toEqual([9_500, 0]);
  const told = await town.inCompany((tx) =>
    tx.rows(
      sql`select message from outbox where workflow_id = ${`session/${stay.sessionId}`} and message = 'paymentSettled'`,
    ),
  );
  expect(told).toHaveLength(1);
  const { ledger } = await expectBooksToAgree(town);
  expect(ledger.get(`advance:${stay.sessionId}`)).toBe(-1_500);
});

test('takes the principal first when the policy says so', async () => {
  const owner = await richOwner();
  await setOrder('principal-first');
  const payment = await spent(town, owner, (await parkedFor(10)).billId);
  expect(await partsOf(payment.id)).toMatchObject({ principal: 500, bonus: 0 });
  await setOrder('bonus-first');
});

test('pays what a stay left unpaid, and a debt after the hand-over', async () => {
  const owner = await richOwner();
  const [left, indebted] = [await town.park(), await town.park()];
  town.clock.pass(40);
  await town.leave(left);
  await town.leave(indebted);
  expect(await spend(town, owner, left.billId, 1_000)).toMatchObject({ state: 'succeeded' });
  town.clock.pass(20);
  await town.perform(indebted, 'hand-over', { kind: 'handOver' });
  expect(await spend(town, owner, indebted.billId, 1_000)).toMatchObject({ state: 'succeeded' });
  const debt = await town.inCompany((tx) => tx.row(sql`select state from debt where bill_id = ${indebted.billId}`));
  expect(debt).toEqual({ state: 'paid' });
  expect(await spend(town, owner, indebted.billId, 1_000)).toMatchObject({ code: 'bill-already-paid' });
  expect(await balanceOf(town, owner)).toEqual([9_000, 0]);
  await expectBooksToAgree(town);
});

const everything = (stay: Stay, owner: string) =>
  town.inCompany((tx) =>
    tx.row(sql`
      select (select count(*) from payment where bill_id = ${stay.billId}) as payments,
        (select count(*) from quote where session_id = ${stay.sessionId}) as quotes,
        (select count(*) from ledger_transaction) as transactions,
        (select to_jsonb(w) from wallet w where owner_id = ${owner}) as wallet,
        (select to_jsonb(b) from bill b where id = ${stay.billId}) as bill`),
  );

test('insufficient-balance changes nothing, also of an attempt that is open in a channel', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(30 * 30);
  const open = await town.start(stay.billId);
  const before = await everything(stay, owner);
  expect(await spend(town, owner, stay.billId)).toMatchObject({ refused: true, code: 'insufficient-balance' });
  expect(await everything(stay, owner)).toEqual(before);
  expect((await town.read(open.id)).state).toBe('pending');
  expect(await spend(town, await addOwner(town), stay.billId)).toMatchObject({ code: 'insufficient-balance' });
  const other = await parkedFor(30 * 40);
  const untouched = await everything(other, owner);
  expect(await spend(town, owner, other.billId)).toMatchObject({ code: 'insufficient-balance' });
  expect(await everything(other, owner)).toEqual(untouched);
});

test('the last fen can be spent, and not one more', async () => {
  const owner = await addOwner(town);
  await recharge(town, owner, 999);
  const stay = await parkedFor(40);
  expect(await spend(town, owner, stay.billId, 1_000)).toMatchObject({ code: 'insufficient-balance' });
  await recharge(town, owner, 100);
  expect(await spend(town, owner, stay.billId, 1_000)).toMatchObject({ state: 'succeeded' });
  expect(await balanceOf(town, owner)).toEqual([99, 0]);
});

test('amount-mismatch when something else is due than the owner agreed to', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(40);
  expect(await spend(town, owner, stay.billId, 999)).toMatchObject({ code: 'amount-mismatch' });
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
});

test('ends an attempt in a channel that nobody paid, and posts one that turns out to be paid', async () => {
  const owner = await richOwner();
  const [unpaid, paid] = [await town.park(), await town.park()];
  town.clock.pass(10);
  const [first, second] = [await town.start(unpaid.billId), await town.start(paid.billId)];
  expect(await spend(town, owner, unpaid.billId)).toMatchObject({ state: 'succeeded' });
  expect((await town.read(first.id)).state).toBe('closed');
  await town.bench.sandbox.faults(town.merchantId, { missingCallback: { times: 1 } });
  await town.scan(second);
  expect(await spend(town, owner, paid.billId)).toMatchObject({ code: 'bill-already-paid' });
  expect((await town.read(second.id)).state).toBe('succeeded');
  await expectBooksToAgree(town);
});

test('a repeat under the same number pays once', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(10);
  const payment = {
    paymentId: newId(),
    billId: stay.billId,
    ownerId: owner,
    automatic: false,
    at: epochMs(town.clock.now()),
  };
  const first = await town.inCompany((tx) => payFromWallet(tx, payment));
  expect(await town.inCompany((tx) => payFromWallet(tx, payment))).toEqual(first);
  expect(await balanceOf(town, owner)).toEqual([10_000, 500]);
});

test('of twelve who pay from one wallet at once, as many succeed as it holds', async () => {
  const owner = await addOwner(town);
  await recharge(town, owner, 3_700);
  const stays: Stay[] = [];
  for (let count = 0; count < 12; count += 1) stays.push(await town.park(count % 2 === 0 ? 'street' : 'garage'));
  town.clock.pass(10);
  const results = await Promise.all(stays.map(({ billId }) => spend(town, owner, billId)));
  expect(results.filter((result) => 'state' in result)).toHaveLength(7);
  expect(results.filter((result) => 'code' in result && result.code === 'insufficient-balance')).toHaveLength(5);
  expect(await balanceOf(town, owner)).toEqual([200, 0]);
  await expectBooksToAgree(town);
});

test('what a withdrawal holds cannot be spent, and comes back when it is released', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(80);
  const at = epochMs(town.clock.now());
  const options = { companyId: town.scene.companyId, at };
  const withdraw = (amountFen: number) =>
    withdrawalRequested({ withdrawalId: newId(), ownerId: owner, amountFen: fen(amountFen) });
  const pay = { paymentId: newId(), billId: stay.billId, ownerId: owner, automatic: false, at };
  const requested = withdraw(9_900);
  const held = town.inCompany(async (tx) => {
    await post(tx, requested, options);
    const { balance, held } = await readWallet(tx, options.companyId, owner);
    expect([balance, held]).toEqual([
      { principalFen: 10_000, bonusFen: 1_000 },
      { principalFen: 9_900, bonusFen: 0 },
    ]);
    expect(await payFromWallet(tx, pay)).toMatchObject({ code: 'insufficient-balance' });
    const resolved = { ...options, resolves: requested.businessKey };
    expect(await post(tx, withdrawalResolved(requested, 'voided'), resolved)).toBe(true);
    expect(await post(tx, withdrawalResolved(requested, 'voided'), resolved)).toBe(false);
    expect(await payFromWallet(tx, pay)).toMatchObject({ kind: 'begun' });
    // Withdrawals have rows of their own elsewhere: without one, these postings must not stay.
    throw new Error('rolled back');
  });
  await expect(held).rejects.toThrow('rolled back');
  const twice = town.inCompany(async (tx) => {
    await post(tx, requested, options);
    await post(tx, withdraw(101), options);
  });
  await expect(twice).rejects.toThrow(/principal_is_never_negative/);
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
});

/** Lowers the bill of a stay that is over, and carries out the refund of what was paid too much. */
const lowerTo = async (stay: Stay, grossFen: number): Promise<void> => {
  const adjustment = {
    adjustmentId: newId(),
    billId: stay.billId,
    grossFen: fen(grossFen),
    at: epochMs(town.clock.now()),
  };
  const adjusted = await town.inCompany((tx) => adjustBill(tx, adjustment));
  expect(isRefusal(adjusted)).toBe(false);
  await executeRefunds(town.ports);
};

test('refunds go back to the wallet at once, each part of what it gave, and no channel is asked', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(80);
  const payment = await spent(town, owner, stay.billId);
  await town.leave(stay);
  await town.perform(stay, 'hand-over', { kind: 'handOver' });
  expect(await balanceOf(town, owner)).toEqual([9_500, 0]);
  for (const [grossFen, balance] of [
    [1_200, [9_600, 200]],
    [700, [9_767, 533]],
    [0, [10_000, 1_000]],
  ] as const) {
    await lowerTo(stay, grossFen);
    expect(await balanceOf(town, owner)).toEqual(balance);
  }
  const refunds = await town.inCompany((tx) =>
    tx.rows(sql`
      select r.state, w.principal_fen as principal, w.bonus_fen as bonus
      from refund r join wallet_refund w on w.refund_id = r.id where r.payment_id = ${payment.id} order by r.requested_at, r.id`),
  );
  expect(refunds).toEqual([
    { state: 'succeeded', principal: 100, bonus: 200 },
    { state: 'succeeded', principal: 167, bonus: 333 },
    { state: 'succeeded', principal: 233, bonus: 467 },
  ]);
  await executeRefunds(town.ports);
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
  await expectBooksToAgree(town);
});

test('a stay that turns out to be free gives the wallet back what it paid', async () => {
  const owner = await richOwner();
  const stay = await parkedFor(80);
  await spent(town, owner, stay.billId);
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
      values (gen_random_uuid(), ${town.scene.companyId}, ${stay.billId}, 'mall', 'full', 0, 'coupon', 'somebody', now())`),
  );
  await town.leave(stay);
  await executeRefunds(town.ports);
  expect(await balanceOf(town, owner)).toEqual([10_000, 1_000]);
  await expectBooksToAgree(town);
});
