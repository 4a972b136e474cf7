// Wallets over HTTP, as staff: found, read, exported, topped up by two people, and the rules they follow.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { sql } from '../../db/rows.ts';
import { dayMs } from '../../domain/time.ts';
import { expectBooksToAgree } from '../payments/books.ts';
import { noon } from '../payments/support.ts';
import { openWalletTown, type Owner, type WalletTown } from './support/wallet-town.ts';
import { ifMatch } from './support/town.ts';

let stage: WalletTown;
let clerk: string;
let finance: string;
let operator: string;
beforeAll(async () => {
  stage = await openWalletTown();
  [clerk, finance, operator] = [
    await stage.staff('customer-service'),
    await stage.staff('finance'),
    await stage.staff('operator'),
  ];
});
afterAll(() => stage.close());

const request = (ownerId: string, over: Partial<Schema<'TopUpRequest'>> = {}): Schema<'TopUpRequest'> => ({
  ownerId,
  amountFen: 2_000,
  method: 'cash',
  reason: 'paid at the counter',
  ...over,
});
const topUp = (as: string, body: Schema<'TopUpRequest'>) => stage.call('topUpWallet', { as, body });
const decide = (as: string, topUpId: string, verdict: 'approved' | 'rejected') =>
  stage.call('decideTopUp', { as, path: { topUpId }, body: { verdict, reason: 'looked at it' } });
const wallet = (ownerId: string) => stage.call('getWallet', { as: finance, path: { ownerId } });

describe('a top-up', () => {
  test('in cash is a recharge that lies with whoever took it', async () => {
    const owner = await stage.owner();
    const found = await stage.done('findWalletOwner', { as: clerk, query: { phone: `+86${owner.phone}` } });
    expect(found).toEqual({ ownerId: owner.id, phone: '138****0001' });
    const done = await topUp(clerk, request(owner.id));
    expect(done).toMatchObject({ status: 201, body: { state: 'done', decidedBy: null, phone: '138****0001' } });
    expect(await wallet(owner.id)).toMatchObject({ body: { principalFen: 2_000, bonusFen: 0, spendableFen: 2_000 } });
    const recharges = await stage.done('listRecharges', { as: finance, query: { ownerId: owner.id } });
    expect(recharges.items).toMatchObject([{ state: 'paid', channel: 'cash', amountFen: 2_000 }]);
    const { ledger } = await expectBooksToAgree(stage.town);
    expect(ledger.get(`cash:${done.body.requestedBy}`)).toBe(2_000);
  });

  test('as goodwill is a bonus, and needs a right of its own', async () => {
    const owner = await stage.owner();
    const goodwill = request(owner.id, { method: 'goodwill', amountFen: 300 });
    const collector = await stage.staff('collector');
    expect(await topUp(collector, goodwill)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await topUp(collector, request(owner.id))).toMatchObject({ status: 201, body: { state: 'done' } });
    expect(await topUp(clerk, goodwill)).toMatchObject({ status: 201, body: { state: 'done' } });
    expect(await wallet(owner.id)).toMatchObject({ body: { principalFen: 2_000, bonusFen: 300 } });
    const { ledger } = await expectBooksToAgree(stage.town);
    expect(ledger.get('discount:goodwill')).toBe(300);
  });

  test('above the limit waits for a second person, who decides once', async () => {
    const owner = await stage.owner();
    const large = request(owner.id, { amountFen: 50_001 });
    const asked = await topUp(clerk, large);
    expect(asked).toMatchObject({ status: 201, body: { state: 'requested', decidedAt: null } });
    expect(await wallet(owner.id)).toMatchObject({ status: 404 });
    const { id, requestedBy } = asked.body;
    const waiting = await stage.done('listTopUps', { as: finance, query: { state: 'requested' } });
    expect(waiting.items.map((one) => one.id)).toEqual([id]);
    expect(await decide(clerk, id, 'approved')).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await decide(finance, id, 'approved')).toMatchObject({ status: 200, body: { state: 'done', requestedBy } });
    expect(await decide(finance, id, 'rejected')).toMatchObject({ status: 409, code: 'already-decided' });
    expect(await wallet(owner.id)).toMatchObject({ body: { principalFen: 50_001 } });
    const { ledger } = await expectBooksToAgree(stage.town);
    expect(ledger.get(`cash:${requestedBy}`)).toBe(52_001);
  });

  test('is not approved by who asked for it, and a rejected one moves nothing', async () => {
    const owner = await stage.owner();
    const both = await stage.staff('customer-service', 'finance');
    const { id } = (await topUp(both, request(owner.id, { amountFen: 60_000, method: 'goodwill' }))).body;
    expect(await decide(both, id, 'approved')).toMatchObject({ status: 403, code: 'same-person' });
    expect(await decide(finance, id, 'rejected')).toMatchObject({ status: 200, body: { state: 'rejected' } });
    expect(await wallet(owner.id)).toMatchObject({ status: 404 });
    const rows = await stage.town.inCompany((tx) =>
      tx.rows(sql`select action, reason from audit_log where subject_id = ${id} order by written_at, id`),
    );
    expect(rows).toEqual([
      { action: 'topUpWallet', reason: 'paid at the counter' },
      { action: 'decideTopUp', reason: 'looked at it' },
    ]);
  });

  test('of nobody, of nothing, or of cash that is no recharge is refused', async () => {
    const owner = await stage.owner();
    expect(await topUp(clerk, request(randomUUID()))).toMatchObject({ status: 409, code: 'unknown-reference' });
    expect(await topUp(clerk, request(owner.id, { amountFen: 0 }))).toMatchObject({
      status: 400,
      pointers: ['/body/amountFen'],
    });
    expect(await topUp(clerk, request(owner.id, { amountFen: 1 }))).toMatchObject({
      status: 409,
      code: 'amount-out-of-range',
    });
    expect(await topUp(clerk, request(owner.id, { reason: 'x' }))).toMatchObject({
      status: 400,
      pointers: ['/body/reason'],
    });
    expect(await decide(finance, randomUUID(), 'approved')).toMatchObject({ status: 404 });
    const unknown = await stage.call('findWalletOwner', { as: clerk, query: { phone: '13999999999' } });
    expect(unknown).toMatchObject({ status: 404 });
  });
});

describe('wallets', () => {
  const filled = async (): Promise<Owner> => {
    const owner = await stage.owner();
    for (const amountFen of [1_000, 2_000, 3_000]) await topUp(clerk, request(owner.id, { amountFen }));
    return owner;
  };

  test('are listed in pages with masked phones', async () => {
    const owner = await filled();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Schema<'WalletPage'> = await stage.done('listWallets', {
        as: operator,
        query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      });
      for (const { ownerId, phone } of page.items) {
        expect(phone).toMatch(/^138\*{4}\d{4}$/);
        seen.push(ownerId);
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(owner.id);
  });

  test('have a statement, in pages and as CSV', async () => {
    const owner = await filled();
    const path = { ownerId: owner.id };
    const first = await stage.done('listWalletMovements', { as: finance, path, query: { limit: 2 } });
    expect(first.items.map(({ balanceAfterFen }) => balanceAfterFen)).toEqual([6_000, 3_000]);
    const query = { limit: 2, cursor: first.nextCursor! };
    const rest = await stage.done('listWalletMovements', { as: finance, path, query });
    expect(rest.items.map(({ balanceAfterFen }) => balanceAfterFen)).toEqual([1_000]);
    const exported = await stage.call('exportWalletMovements', { as: finance, path });
    expect(exported.headers.get('content-type')).toMatch(/text\/csv/);
    const lines = String(exported.body).replace('\uFEFF', '').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^3,2026-.*,recharge,3000,0,6000,0,6000,payment,/);
    for (const operation of ['listWalletMovements', 'exportWalletMovements'] as const) {
      const nobody = await stage.call(operation, { as: finance, path: { ownerId: randomUUID() } });
      expect(nobody).toMatchObject({ status: 404 });
    }
  });

  test('of recharges are found by state, channel and time', async () => {
    const owner = await filled();
    const list = async (query: object): Promise<number> =>
      (await stage.done('listRecharges', { as: finance, query: { ownerId: owner.id, ...query } })).items.length;
    expect(await list({})).toBe(3);
    expect(await list({ state: 'paid', channel: 'cash' })).toBe(3);
    expect(await list({ state: 'unpaid' })).toBe(0);
    expect(await list({ channel: 'wechat' })).toBe(0);
    expect(await list({ until: new Date(noon - dayMs).toISOString() })).toBe(0);
    expect(await list({ from: new Date(noon - dayMs).toISOString(), limit: 2 })).toBe(2);
    const total = (query: object) =>
      stage.done('totalRecharges', { as: finance, query: { ownerId: owner.id, ...query } });
    expect(await total({})).toEqual({ recharges: 3, paid: 3, paidFen: 6_000, bonusFen: 0 });
    expect(await total({ channel: 'wechat' })).toEqual({ recharges: 0, paid: 0, paidFen: 0, bonusFen: 0 });
    const exported = await stage.call('exportRecharges', { as: finance, query: { ownerId: owner.id } });
    const lines = String(exported.body).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(',138****');
    expect(lines.filter((line) => line.includes(',3000,0,paid,cash,'))).toHaveLength(1);
  });
});

describe('the rules of a company', () => {
  const body = (over: Partial<Schema<'RechargePromotionWrite'>> = {}): Schema<'RechargePromotionWrite'> => ({
    name: 'Spring',
    tiers: [
      { thresholdFen: 10_000, bonusFen: 500 },
      { thresholdFen: 20_000, bonusFen: 1_500 },
    ],
    firstRechargeOnly: false,
    validFrom: new Date(noon).toISOString(),
    validUntil: new Date(noon + dayMs).toISOString(),
    ...over,
  });

  test('a promotion is versioned, refuses a stale change, and is switched off once', async () => {
    const made = await stage.done('createRechargePromotion', { as: operator, body: body() });
    const path = { promotionId: made.id };
    const put = (version: number) =>
      stage.call('replaceRechargePromotion', {
        as: operator,
        path,
        body: body({ name: 'Late spring' }),
        ...ifMatch(version),
      });
    expect(await put(1)).toMatchObject({ status: 200, body: { version: 2, name: 'Late spring', off: false } });
    expect(await put(1)).toMatchObject({ status: 412, code: 'stale-version' });
    const off = () => stage.call('switchOffRechargePromotion', { as: operator, path, body: { reason: 'too dear' } });
    expect(await off()).toMatchObject({ status: 200, body: { version: 3, off: true } });
    expect(await off()).toMatchObject({ status: 409, code: 'already-decided' });
    const read = await stage.call('getRechargePromotion', { as: finance, path });
    expect(read).toMatchObject({ body: { version: 3, off: true } });
    expect(read.headers.get('etag')).toBe('"3"');
    const { items } = await stage.done('listRechargePromotions', { as: finance });
    expect(items).toMatchObject([{ id: made.id, version: 3 }]);
    const audited = await stage.town.inCompany((tx) =>
      tx.rows(sql`select action from audit_log where subject_id = ${made.id} order by written_at, id`),
    );
    expect(audited).toEqual([
      { action: 'createRechargePromotion' },
      { action: 'replaceRechargePromotion' },
      { action: 'switchOffRechargePromotion' },
    ]);
  });

  test.each([
    [
      'thresholds that fall',
      {
        tiers: [
          { thresholdFen: 2, bonusFen: 1 },
          { thresholdFen: 1, bonusFen: 2 },
        ],
      },
      '/body/tiers/1',
    ],
    ['a bonus of nothing', { tiers: [{ thresholdFen: 2, bonusFen: 0 }] }, '/body/tiers/0/bonusFen'],
    ['no tier', { tiers: [] }, '/body/tiers'],
    ['an end before its begin', { validUntil: new Date(noon).toISOString() }, '/body/validUntil'],
    ['a time without an offset', { validFrom: '2026-03-11T12:00:00' }, '/body/validFrom'],
  ])('a promotion with %s is refused with a pointer', async (_name, over, pointer) => {
    const refused = await stage.call('createRechargePromotion', { as: operator, body: body(over) });
    expect(refused).toMatchObject({ status: 400, pointers: [pointer] });
  });

  test('the policy has defaults, versions, and limits in order', async () => {
    const administrator = await stage.staff('administrator');
    const get = () => stage.call('getWalletPolicy', { as: administrator });
    expect(await get()).toMatchObject({
      body: { version: 0, spendingOrder: 'bonus-first', topUpReviewAboveFen: 50_000 },
    });
    const put = (version: number, change: Schema<'WalletPolicyChange'>) =>
      stage.call('replaceWalletPolicy', { as: administrator, body: change, ...ifMatch(version) });
    expect(await put(0, { rechargeMinimumFen: 900_000 })).toMatchObject({
      status: 400,
      pointers: ['/body/rechargeMaximumFen'],
    });
    expect(await put(0, { topUpReviewAboveFen: 1_000 })).toMatchObject({
      body: { version: 1, topUpReviewAboveFen: 1_000 },
    });
    expect(await put(0, { topUpReviewAboveFen: 2_000 })).toMatchObject({ status: 412, code: 'stale-version' });
    expect((await get()).headers.get('etag')).toBe('"1"');
    const owner = await stage.owner();
    expect(await topUp(clerk, request(owner.id, { amountFen: 1_000 }))).toMatchObject({ body: { state: 'done' } });
    expect(await topUp(clerk, request(owner.id, { amountFen: 1_001 }))).toMatchObject({ body: { state: 'requested' } });
  });
});
