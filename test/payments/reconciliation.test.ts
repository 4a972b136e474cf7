// A day against the channel's bill: what agrees is settled, what differs is found, nothing is counted twice.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { openReconciledTown, type ReconciledTown } from './reconciliation-support.ts';

const [day, next] = ['2026-03-11', '2026-03-12'];
const transit = 'channel:wechat:transit';
const suspense = 'suspense:unmatched';

let town: ReconciledTown;
beforeEach(async () => {
  town = await openReconciledTown({ policy: { automaticRefundLimitFen: fen(5_000) } });
});
afterEach(() => town.close());

const sound = async () => expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);

/** Everything that a reconciliation writes, to the row. */
const written = (): Promise<unknown> =>
  town.inCompany(async (tx) => [
    await tx.rows(sql`select * from ledger_entry order by id`),
    await tx.rows(sql`select * from reconciliation_result order by id`),
    await tx.rows(sql`select * from reconciliation_exception order by id`),
    await tx.rows(sql`select * from bill_file order by id`),
    await tx.rows(sql`select * from bill_line order by line_number`),
  ]);

test('a day that agrees is settled to the bank less the fee, and running it twice changes nothing', async () => {
  for (let count = 0; count < 3; count += 1) await town.paidStay();
  const paidFen = 1_500;
  expect(await town.reconcile(day)).toEqual({ date: day, lines: 3, exceptions: 0 });
  expect(await town.classes(day)).toEqual({ matched: 3 });
  const feeFen = await town.balance('fee:wechat');
  expect(feeFen).toBe(9);
  expect(await town.balance('bank:settled')).toBe(paidFen - feeFen);
  expect(await town.balance(transit)).toBe(0);
  await sound();

  const before = await written();
  expect(await town.reconcile(day)).toEqual({ date: day, lines: 3, exceptions: 0 });
  expect(await written()).toEqual(before);
});

test('a refund leaves with the payments of its day, and gives its part of the fee back', async () => {
  await town.paidStay();
  const stay = await town.park();
  town.clock.pass(30);
  await town.leave(stay);
  // The first code was closed in our books only when it was paid.
  const first = await town.start(stay.billId);
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'closed' where id = ${first.id}`));
  const second = await town.start(stay.billId);
  for (const payment of [first, second]) await town.scan(payment);
  for (const { id } of [first, second]) {
    await town.untilWorkedOff(async () => (await town.read(id)).state === 'succeeded');
  }
  await town.refunds();
  await town.untilWorkedOff(async () => {
    const row = await town.inCompany((tx) => tx.row(sql`select 1 from refund where state = 'succeeded'`));
    return row !== undefined;
  });
  expect(await town.reconcile(day)).toMatchObject({ lines: 4, exceptions: 0 });
  expect(await town.classes(day)).toEqual({ matched: 4 });
  expect(await town.balance(transit)).toBe(0);
  expect(await town.balance('bank:settled')).toBe(1_000 - (await town.balance('fee:wechat')));
  await sound();
});

test('a day without business has no bill, and is reconciled all the same', async () => {
  expect(await town.reconcile(day)).toEqual({ date: day, lines: 0, exceptions: 0 });
  await sound();
});

describe('a bill with', () => {
  test('a row too few: the payment is missed, its money goes to suspense, and comes back when the row does', async () => {
    await town.paidStay();
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billMissingRow: { times: 1 } });
    expect(await town.reconcile(day)).toMatchObject({ lines: 1, exceptions: 1 });
    expect(await town.classes(day)).toEqual({ matched: 1, 'ours-only/missing': 1 });
    expect(await town.balance(transit)).toBe(0);
    expect(await town.balance(suspense)).toBe(500);
    expect(await town.exceptions()).toMatchObject([
      { class: 'ours-only', suspenseFen: -500, state: 'open', date: day },
    ]);
    await sound();
  });

  test('a row too many: its money is in suspense, and somebody is asked whose it is', async () => {
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billExtraRow: { times: 1 } });
    expect(await town.reconcile(day)).toMatchObject({ lines: 2, exceptions: 1 });
    expect(await town.classes(day)).toEqual({ matched: 1, 'channel-only': 1 });
    expect(await town.balance(suspense)).toBe(-500);
    expect(await town.balance(transit)).toBe(0);
    expect(await town.balance('bank:settled')).toBe(1_000 - (await town.balance('fee:wechat')));
    expect(await town.exceptions()).toMatchObject([{ class: 'channel-only', suspenseFen: 500, channel: 'wechat' }]);
    await sound();
  });

  test('a row of another amount: the difference alone is in suspense', async () => {
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billWrongAmount: { times: 1 } });
    expect(await town.reconcile(day)).toMatchObject({ lines: 1, exceptions: 1 });
    expect(await town.classes(day)).toEqual({ 'amount-differs': 1 });
    expect(await town.balance(suspense)).toBe(-1);
    await sound();
  });

  test('another hash: nothing of it is kept, and the true one is taken when it comes', async () => {
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billWrongHash: { times: 1 } });
    await expect(town.reconcile(day)).rejects.toThrow(/hash was announced/);
    const kept = await town.inCompany((tx) => tx.rows(sql`select state, error from bill_file`));
    expect(kept).toEqual([{ state: 'awaited', error: null }]);
    expect(await town.inCompany((tx) => tx.rows(sql`select 1 from bill_line`))).toEqual([]);
    expect(await town.reconcile(day)).toMatchObject({ lines: 1, exceptions: 0 });
    await sound();
  });

  test('a payment that no callback and no query ever told of: the bill is proof enough', async () => {
    const { payment } = await town.paidStay({ heard: false });
    expect((await town.read(payment.id)).state).toBe('pending');
    expect(await town.reconcile(day)).toMatchObject({ lines: 1, exceptions: 0 });
    expect(await town.read(payment.id)).toMatchObject({ state: 'succeeded' });
    expect(await town.exceptions()).toMatchObject([
      { class: 'state-differs', state: 'resolved', resolution: 'booked-from-bill', suspenseFen: 0 },
    ]);
    expect(await town.balance(transit)).toBe(0);
    await sound();
  });

  test('a fee that is not what was agreed: settled as the channel keeps it, and asked about', async () => {
    await town.inCompany((tx) =>
      tx.run(sql`insert into merchant_terms (merchant_account_id, company_id, fee_basis_points)
        values (${town.merchantAccountId}, ${town.scene.companyId}, 10)`),
    );
    await town.paidStay({ minutes: 30 * 20 });
    expect(await town.reconcile(day)).toMatchObject({ exceptions: 1 });
    expect(await town.exceptions()).toMatchObject([{ class: 'fee-differs', suspenseFen: 0 }]);
    expect(await town.balance('fee:wechat')).toBe(60);
    await sound();
  });
});

describe('around midnight', () => {
  const midnight = async () => {
    town.goTo(0, '23:20');
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billMissingRow: { times: 1 } });
    await town.reconcile(day);
  };

  test('what the bill lacks is carried over one day, and nobody is asked yet', async () => {
    await midnight();
    expect(await town.classes(day)).toEqual({ 'ours-only/carried': 1 });
    expect(await town.exceptions()).toEqual([]);
    expect(await town.balance(transit)).toBe(500);
    await sound();
  });

  test('what is not on the next bill either is missed then', async () => {
    await midnight();
    await town.reconcile(next);
    expect(await town.classes(day)).toEqual({ 'ours-only/missing': 1 });
    expect(await town.exceptions()).toMatchObject([{ class: 'ours-only', suspenseFen: -500 }]);
    expect(await town.balance(transit)).toBe(0);
    await sound();
  });

  test('what the channel dates the next day is matched with that day’s bill', async () => {
    await midnight();
    // The channel's clock was behind ours.
    const { payment } = await onTheNextBill();
    expect(await town.classes(day)).toEqual({ 'ours-only/arrived': 1 });
    expect(await town.classes(next)).toEqual({ matched: 1 });
    expect(await town.exceptions()).toEqual([]);
    expect(payment).toBe(1);
    expect(await town.balance(transit)).toBe(0);
    await sound();
  });

  /** The row that was missing, as a line of the next day's file. */
  const onTheNextBill = async () => {
    town.goTo(2, '10:30');
    const opened = await town.bills.openBill(day);
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    const { reconcileBill } = await import('../../activities/reconciliation/reconcile-bill.ts');
    const { companyId, db: database } = town.scene;
    const { merchantAccountId, clock } = town;
    const outcome = await reconcileBill(
      { database, clock },
      { companyId, merchantAccountId, bill: opened.bill, date: next },
    );
    return { payment: outcome.lines };
  };

  test('what was missed and given up for lost comes after all: somebody is asked again', async () => {
    town.goTo(0, '12:00');
    await town.paidStay();
    await town.bench.sandbox.faults(town.merchantId, { billMissingRow: { times: 1 } });
    await town.reconcile(day);
    const [missed] = await town.exceptions();
    const { approve, claim, decide } = await import('../../db/queries/reconciliation/decide-exception.ts');
    const at = fen(town.clock.now()) as never;
    const named = { exceptionId: missed?.id ?? '', at };
    await town.inCompany(async (tx) => {
      await claim(tx, { ...named, by: 'ann' });
      await decide(tx, { ...named, by: 'ann', decision: 'written-off', reason: 'the channel says no' });
      await approve(tx, { ...named, by: 'bob' });
    });
    expect(await town.balance(suspense)).toBe(0);
    await sound();
    await onTheNextBill();
    expect(await town.balance(suspense)).toBe(-500);
    expect((await town.exceptions()).map(({ class: kind, state, suspenseFen }) => [kind, state, suspenseFen])).toEqual(
      expect.arrayContaining([
        ['ours-only', 'resolved', -500],
        ['matched', 'open', 500],
      ]),
    );
    await sound();
  });
});

test('a bill that the channel replaces after it was settled is shown to a person, and believed by nobody', async () => {
  await town.paidStay();
  await town.reconcile(day);
  const before = await town.balance('bank:settled');
  await town.bench.sandbox.faults(town.merchantId, { billExtraRow: { times: 1 } });
  await town.reconcile(day);
  expect(await town.balance('bank:settled')).toBe(before);
  const items = await town.inCompany((tx) => tx.rows<{ kind: string }>(sql`select kind from audit_item`));
  expect(items.map(({ kind }) => kind)).toContain('bill-replaced');
  await sound();
});
