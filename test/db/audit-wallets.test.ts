// The audit of wallets: sound books pass; each invariant, broken by hand, is found by its check, which names the row.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditChecks, auditCompany } from '../../db/queries/audit-checks/index.ts';
import { openByHand, type ByHand } from './support/by-hand.ts';
import { walletBreaks } from './support/broken-wallets.ts';
import { createWalletScene, type WalletScene } from './support/wallet-scene.ts';

let wallets: WalletScene;
let byHand: ByHand;
beforeAll(async () => {
  wallets = await createWalletScene();
  byHand = await openByHand(wallets.scene.databaseUrl);
});
afterAll(async () => {
  await byHand.close();
  await wallets.close();
});

const audit = () => auditCompany(wallets.scene.db, wallets.scene.companyId);

test('finds nothing wrong in wallets in which everything happened as it should', async () => {
  expect(await audit()).toEqual({ checks: auditChecks.length, broken: [] });
  expect(await byHand.one('select count(*) from wallet_refund where principal_fen > 0 and bonus_fen > 0')).toBe('1');
});

describe('the audit names the row of', () => {
  test.each(walletBreaks)('$what ($check)', async ({ check, tables, statement, table, names, also = [] }) => {
    const seen = await byHand.whileBroken(tables, statement, async () => ({
      broken: (await audit()).broken,
      id: await byHand.one(names),
    }));
    expect(seen.broken.map((one) => one.check).sort()).toEqual([check, ...also].sort());
    const rows = seen.broken.find((one) => one.check === check)?.rows ?? [];
    expect(rows.map((row) => `${row.table} ${row.id}`)).toContain(`${table} ${seen.id}`);
  });
});
