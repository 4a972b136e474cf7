// The wallet over HTTP, as its owner: looked into, recharged, spent; of one's own, and of nobody else's.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { sql } from '../../db/rows.ts';
import { dayMs } from '../../domain/time.ts';
import { expectBooksToAgree } from '../payments/books.ts';
import { noon } from '../payments/support.ts';
import { openWalletTown, type Owner, type WalletTown } from './support/wallet-town.ts';

let stage: WalletTown;
let companyId: string;
beforeAll(async () => {
  stage = await openWalletTown();
  ({ companyId } = stage);
  await stage.done('createRechargePromotion', {
    as: await stage.staff('operator'),
    body: {
      name: 'Welcome',
      tiers: [{ thresholdFen: 5_000, bonusFen: 500 }],
      firstRechargeOnly: true,
      validFrom: new Date(noon).toISOString(),
      validUntil: new Date(noon + 300 * dayMs).toISOString(),
    },
  });
});
afterAll(() => stage.close());

const native = { channel: 'wechat', product: 'native' } as const;
const startRecharge = (owner: Owner, amountFen: number, key = randomUUID()) =>
  stage.call('startRecharge', {
    as: owner.as,
    path: { companyId },
    body: { amountFen, payment: native },
    headers: { 'idempotency-key': key },
  });

const recharge = async (owner: Owner, amountFen: number): Promise<string> => {
  const { body } = await startRecharge(owner, amountFen);
  const { town } = stage;
  await town.scan(await town.read(body.billId));
  await town.untilWorkedOff(async () => (await town.read(body.billId)).state === 'succeeded');
  return body.billId;
};

const walletOf = (owner: Owner): Promise<Schema<'WalletBalance'>> =>
  stage.done('getMyWallet', { as: owner.as, path: { companyId } });

const pay = (owner: Owner, body: Schema<'WalletPay'>, headers: Record<string, string> = {}) =>
  stage.call('payFromWallet', { as: owner.as, path: { companyId }, body, headers });

const parkedFor = async (minutes: number) => {
  const stay = await stage.town.park();
  stage.town.clock.pass(minutes);
  return stay;
};

describe('an owner', () => {
  test('is told what a recharge brings, pays it and finds it with its bonus in the wallet', async () => {
    const owner = await stage.owner();
    expect(await walletOf(owner)).toEqual({ principalFen: 0, bonusFen: 0, heldFen: 0, spendableFen: 0 });
    const offers = await stage.done('listRechargeOffers', { as: owner.as, path: { companyId } });
    expect(offers).toMatchObject({ minimumFen: 100, promotions: [{ name: 'Welcome', firstRechargeOnly: true }] });
    const key = randomUUID();
    const started = await startRecharge(owner, 6_000, key);
    expect(started).toMatchObject({
      status: 201,
      body: { amountFen: 6_000, bonusFen: 500, payment: { state: 'pending' } },
    });
    const again = await startRecharge(owner, 6_000, key);
    expect(again.body).toEqual(started.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { billId } = started.body;
    const read = () => stage.done('getMyRecharge', { as: owner.as, path: { companyId, billId } });
    expect(await read()).toMatchObject({ state: 'unpaid', amountFen: 6_000, bonusFen: 0, paidAt: null });
    await stage.town.scan(await stage.town.read(billId));
    await stage.town.untilWorkedOff(async () => (await stage.town.read(billId)).state === 'succeeded');
    expect(await read()).toMatchObject({ state: 'paid', bonusFen: 500, channel: 'wechat', promotionVersion: 1 });
    expect(await walletOf(owner)).toEqual({ principalFen: 6_000, bonusFen: 500, heldFen: 0, spendableFen: 6_500 });
    const after = await stage.done('listRechargeOffers', { as: owner.as, path: { companyId } });
    expect(after.promotions).toEqual([]);
    await expectBooksToAgree(stage.town);
  });

  test('is refused a recharge that the company does not take', async () => {
    const owner = await stage.owner();
    expect(await startRecharge(owner, 99)).toMatchObject({ status: 409, code: 'amount-out-of-range' });
    expect(await startRecharge(owner, 0)).toMatchObject({ status: 400, pointers: ['/body/amountFen'] });
  });

  test('pays a bill, and a car on a bay, from the wallet', async () => {
    const owner = await stage.owner();
    await recharge(owner, 6_000);
    const stay = await parkedFor(40);
    const key = randomUUID();
    const body = { billId: stay.billId, amountFen: 1_000 };
    const paid = await pay(owner, body, { 'idempotency-key': key });
    expect(paid).toMatchObject({
      status: 201,
      body: { billId: stay.billId, amountFen: 1_000, principalFen: 500, bonusFen: 500 },
    });
    const again = await pay(owner, body, { 'idempotency-key': key });
    expect(again.body).toEqual(paid.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await pay(owner, body)).toMatchObject({ status: 409, code: 'bill-already-paid' });
    const other = await parkedFor(10);
    const bay = await stage.town.inCompany((tx) =>
      tx.row<{ id: string }>(sql`select bay_id as id from parking_session where id = ${other.sessionId}`),
    );
    expect(await pay(owner, { bayId: bay?.id ?? '', amountFen: 500 })).toMatchObject({
      body: { billId: other.billId },
    });
    expect((await walletOf(owner)).spendableFen).toBe(5_000);
    await expectBooksToAgree(stage.town);
  });

  test('reads the statement in pages, each movement with the balance after it', async () => {
    const owner = await stage.owner();
    await recharge(owner, 6_000);
    await pay(owner, { billId: (await parkedFor(10)).billId, amountFen: 500 });
    await recharge(owner, 1_000);
    const list = (query: object) =>
      stage.done('listMyWalletMovements', { as: owner.as, path: { companyId }, query: { limit: 2, ...query } });
    const first = await list({});
    const second = await list({ cursor: first.nextCursor });
    expect(second.nextCursor).toBeUndefined();
    const lines = [...first.items, ...second.items].map(
      ({ sequence, kind, principalFen, bonusFen, balanceAfterFen }) =>
        `${sequence} ${kind} ${principalFen} ${bonusFen} ${balanceAfterFen}`,
    );
    expect(lines).toEqual([
      '4 recharge 1000 0 7000',
      '3 payment 0 -500 6000',
      '2 bonus 0 500 6500',
      '1 recharge 6000 0 6000',
    ]);
    expect((await list({ kind: 'payment' })).items.map(({ sequence }) => sequence)).toEqual([3]);
    const until = new Date(stage.town.clock.now() - 60_000).toISOString();
    expect((await list({ until })).items.map(({ sequence }) => sequence)).toEqual([2, 1]);
  });

  test.each([
    ['en', 'The balance of the wallet is not enough'],
    ['zh-CN', '钱包余额不足'],
  ])('is told in %s that the balance is not enough, and nothing has changed', async (language, title) => {
    const owner = await stage.owner();
    await recharge(owner, 700);
    const stay = await parkedFor(40);
    const refused = await pay(owner, { billId: stay.billId, amountFen: 1_000 }, { 'accept-language': language });
    expect(refused).toMatchObject({ status: 409, code: 'insufficient-balance', body: { title } });
    expect((await walletOf(owner)).spendableFen).toBe(700);
  });

  test('is refused another amount than is due, two bills at once, and a bill of nobody', async () => {
    const owner = await stage.owner();
    const { billId } = await parkedFor(40);
    expect(await pay(owner, { billId, amountFen: 1 })).toMatchObject({ status: 409, code: 'amount-mismatch' });
    expect(await pay(owner, { billId, laneId: randomUUID(), amountFen: 1 })).toMatchObject({
      status: 400,
      pointers: ['/body'],
    });
    expect(await pay(owner, { amountFen: 1 })).toMatchObject({ status: 400, pointers: ['/body'] });
    expect(await pay(owner, { billId: randomUUID(), amountFen: 1 })).toMatchObject({ status: 404 });
    expect(await pay(owner, { laneId: stage.town.scene.exitLaneId, amountFen: 1 })).toMatchObject({ status: 404 });
  });

  test('sees nothing of another owner, and nothing of a company that is none', async () => {
    const [owner, stranger] = [await stage.owner(), await stage.owner()];
    const billId = await recharge(owner, 6_000);
    expect(await walletOf(stranger)).toMatchObject({ spendableFen: 0 });
    const path = { companyId, billId };
    expect(await stage.call('getMyRecharge', { as: stranger.as, path })).toMatchObject({ status: 404 });
    const nowhere = { companyId: randomUUID() };
    for (const operation of ['getMyWallet', 'listMyWalletMovements', 'listRechargeOffers'] as const) {
      expect(await stage.call(operation, { as: owner.as, path: nowhere })).toMatchObject({ status: 404 });
    }
    const body = { amountFen: 6_000, payment: native };
    expect(await stage.call('startRecharge', { as: owner.as, path: nowhere, body })).toMatchObject({ status: 404 });
  });

  test('leaves an audit row for what moves money', async () => {
    const owner = await stage.owner();
    await recharge(owner, 6_000);
    await pay(owner, { billId: (await parkedFor(10)).billId, amountFen: 500 });
    const rows = await stage.town.inCompany((tx) =>
      tx.rows(sql`select action, actor_kind as kind from audit_log where actor_id = ${owner.id} order by action`),
    );
    expect(rows).toEqual([
      { action: 'payFromWallet', kind: 'owner' },
      { action: 'startRecharge', kind: 'owner' },
    ]);
  });
});
