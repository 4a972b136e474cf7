// The audit: sound books pass; each invariant, broken by hand, is found by its check, which names the row.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditChecks, auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { booksOf, breaks as breaksOfBooks } from './support/broken-books.ts';
import { reconciliationBreaks } from './support/broken-reconciliation.ts';
import { walletBreaks } from './support/broken-wallets.ts';
import { openByHand, type ByHand } from './support/by-hand.ts';
import { createMoneyScene, type MoneyScene } from './support/money-scene.ts';

const breaks = [...breaksOfBooks, ...reconciliationBreaks];

let money: MoneyScene;
let byHand: ByHand;
beforeAll(async () => {
  money = await createMoneyScene();
  byHand = await openByHand(money.scene.databaseUrl);
});
afterAll(async () => {
  await byHand.close();
  await money.close();
});

const audit = () => auditCompany(money.scene.db, money.scene.companyId);

test('finds nothing wrong in books in which everything happened as it should', async () => {
  expect(await audit()).toEqual({ checks: auditChecks.length, broken: [] });
});

const found = async () => {
  const { broken } = await audit();
  return broken.map(({ check, rows }) => ({ check, rows }));
};

describe('the audit names the row of', () => {
  test.each(breaks)('$what ($check)', async ({ check, tables, statement, table, names, also = [] }) => {
    const seen = await byHand.whileBroken(tables, statement(booksOf(money)), async () => ({
      broken: await found(),
      id: await byHand.one(names(booksOf(money))),
    }));
    expect(seen.broken.map((one) => one.check).sort()).toEqual([check, ...also].sort());
    const rows = seen.broken.find((one) => one.check === check)?.rows ?? [];
    expect(rows.map((row) => `${row.table} ${row.id}`)).toContain(`${table} ${seen.id}`);
  });

  test('every check there is', () => {
    expect(new Set([...breaks, ...walletBreaks].map(({ check }) => check))).toEqual(
      new Set(auditChecks.map(({ name }) => name)),
    );
  });
});

test('says of a broken row what was expected and what was found', async () => {
  const id = await byHand.one(booksOf(money).settled('id'));
  const paid = Number(await byHand.one(booksOf(money).settled('paid_fen')));
  const sentences = await byHand.whileBroken(
    ['bill'],
    `update bill set paid_fen = paid_fen + 7 where id = '${id}'`,
    async () => firstRows(await audit()),
  );
  expect(sentences).toContain(`bill ${id}: paid_fen is wrong, expected ${paid}, found ${paid + 7}`);
});

test('sees nothing of another company', async () => {
  const stranger = '00000000-0000-7000-8000-000000000001';
  const broken = await byHand.whileBroken(['outbox'], `update outbox set state = 'parked'`, () =>
    auditCompany(money.scene.db, stranger),
  );
  expect(broken).toEqual({ checks: auditChecks.length, broken: [] });
});
