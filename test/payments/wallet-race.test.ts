// Two processes spend one wallet a thousand times in all: it is never overdrawn, and not a fen goes missing.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { PROJECT_FOLDER } from '../../embedded/index.ts';
import { openTown, type Stay, type Town } from './support.ts';
import { addOwner, addPromotion, balanceOf, recharge } from './support/owners.ts';
import { type Spending, type SpendingOrder } from './support/spend-wallet.ts';

const stayCount = 40;
const rounds = 25;

let town: Town;
beforeAll(async () => {
  town = await openTown({ bayCount: stayCount });
});
afterAll(() => town.close());

const spendElsewhere = async (order: SpendingOrder): Promise<Spending> => {
  const script = 'test/payments/support/spend-wallet.ts';
  const run = promisify(execFile)(process.execPath, [script, JSON.stringify(order)], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return JSON.parse((await run).stdout) as Spending;
};

test('two processes that spend one wallet 1,000 times never overdraw it', async () => {
  const owner = await addOwner(town);
  await addPromotion(town, { firstRechargeOnly: true });
  // 301,000 and a bonus of 1,000: enough for 604 half hours of 500, and something is left over.
  await recharge(town, owner, 301_037);
  expect(await balanceOf(town, owner)).toEqual([301_037, 1_000]);
  const stays: Stay[] = [];
  for (let count = 0; count < stayCount; count += 1) stays.push(await town.park());
  const fromMs = town.clock.now() + 60_000;
  const { databaseUrl, companyId } = town.scene;
  const order = (from: number): SpendingOrder => ({
    databaseUrl,
    companyId,
    ownerId: owner,
    billIds: stays.slice(from, from + stayCount / 2).map(({ billId }) => billId),
    rounds,
    fromMs,
  });

  const results = await Promise.all([spendElsewhere(order(0)), spendElsewhere(order(stayCount / 2))]);

  const paidFen = results.flatMap((result) => result.paidFen);
  const refused = results.map((result) => result.refused['insufficient-balance'] ?? 0);
  expect(results.map(({ attempts }) => attempts)).toEqual([500, 500]);
  expect(results.flatMap((result) => Object.keys(result.refused))).toEqual([
    'insufficient-balance',
    'insufficient-balance',
  ]);
  expect(new Set(paidFen)).toEqual(new Set([500]));
  expect(paidFen).toHaveLength(604);
  expect(paidFen.length + refused.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  expect(Math.min(...results.map((result) => result.paidFen.length))).toBeGreaterThan(0);
  const [principalFen, bonusFen] = await balanceOf(town, owner);
  expect([principalFen, bonusFen]).toEqual([37, 0]);
  expect(paidFen.length * 500).toBe(302_037 - (principalFen + bonusFen));
  const lowest = await town.inCompany((tx) =>
    tx.row<{ fen: number }>(sql`select min(principal_after_fen + bonus_after_fen) as fen from wallet_movement`),
  );
  expect(lowest?.fen).toBe(37);
  expect(firstRows(await auditCompany(town.scene.db, companyId))).toEqual([]);
});
