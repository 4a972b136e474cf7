// Wallets in the database: seen by their company only, never below zero whoever asks, and their statement never changes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type Tx } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { createWalletScene, insertOwner, type WalletScene } from './support/wallet-scene.ts';

let wallets: WalletScene;
beforeAll(async () => {
  wallets = await createWalletScene();
});
afterAll(() => wallets.close());

const count = (tx: Tx, table: string) =>
  tx.row<{ rows: number }>(sql`select count(*) as rows from ${sql.table(table)}`);

const tables = [
  'wallet',
  'wallet_movement',
  'wallet_payment',
  'wallet_refund',
  'recharge_promotion',
  'recharge_promotion_version',
  'wallet_recharge',
  'wallet_top_up',
];

test.each(tables)('%s has rows in its company, and none without it', async (table) => {
  const { db, companyId } = wallets.scene;
  expect((await db.inCompany(companyId, (tx) => count(tx, table)))?.rows).toBeGreaterThan(0);
  expect((await db.inCompany('', (tx) => count(tx, table)))?.rows).toBe(0);
  expect((await db.inCompany(newId(), (tx) => count(tx, table)))?.rows).toBe(0);
});

test('the phone mask of an owner is seen where the owner has a wallet, and nothing else of an owner anywhere', async () => {
  const { db, companyId } = wallets.scene;
  await insertOwner(wallets.scene);
  const masks = (company: string) =>
    db.inCompany(company, (tx) => tx.rows<{ id: string }>(sql`select id, phone_mask from owner`));
  expect((await masks(companyId)).map(({ id }) => id)).toEqual([wallets.ownerId]);
  expect(await masks(newId())).toEqual([]);
  const phones = db.inCompany(companyId, (tx) => tx.rows(sql`select phone_cipher from owner`));
  await expect(phones).rejects.toThrow(/permission denied/);
});

describe('the database refuses', () => {
  const run = (statement: ReturnType<typeof sql>) => wallets.scene.inCompany((tx) => tx.run(statement));

  test.each([
    ['a principal below zero', sql`update wallet set principal_fen = -1`, /principal_is_never_negative/],
    ['a bonus below zero', sql`update wallet set bonus_fen = -1`, /bonus_is_never_negative/],
    [
      'to hold more than there is',
      sql`update wallet set held_principal_fen = principal_fen + 1`,
      /principal_is_never_negative/,
    ],
    ['to hold less than nothing', sql`update wallet set held_bonus_fen = -1`, /check constraint/],
    ['to change a statement', sql`update wallet_movement set principal_fen = 1`, /permission denied/],
    ['to forget a payment’s parts', sql`delete from wallet_payment`, /permission denied/],
    ['a recharge of a stay', sql`update bill set kind = 'recharge' where kind = 'stay'`, /bill_kind_fits/],
    [
      'a top-up that was decided by who asked',
      sql`update wallet_top_up set decided_by = requested_by`,
      /check constraint/,
    ],
  ])('%s', async (_what, statement, message) => {
    await expect(run(statement)).rejects.toThrow(message);
  });

  test('a change of a statement also by the owner of the tables', async () => {
    const change = wallets.scene.db.orm.em.fork().getConnection().execute(`delete from wallet_movement`);
    await expect(change).rejects.toThrow(/append-only|permission denied/);
  });
});
