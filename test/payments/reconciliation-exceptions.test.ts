// What people do with a difference: each way out of suspense, by two people, with all books equal afterwards.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { approve, claim, decide } from '../../db/queries/reconciliation/decide-exception.ts';
import { type ReconciliationException } from '../../db/queries/reconciliation/exceptions.ts';
import { sql } from '../../db/rows.ts';
import { executeReturns } from '../../delivery/payments/returns.ts';
import { type Decision } from '../../domain/reconciliation/exception.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { openReconciledTown, type ReconciledTown } from './reconciliation-support.ts';

const [day, next] = ['2026-03-11', '2026-03-12'];
const suspense = 'suspense:unmatched';

let town: ReconciledTown;
beforeEach(async () => {
  town = await openReconciledTown({ policy: { automaticRefundLimitFen: fen(5_000) } });
});
afterEach(() => town.close());

const sound = async () => expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);

type Verb = (
  tx: Parameters<typeof claim>[0],
  acting: Parameters<typeof claim>[1],
) => Promise<ReconciliationException | Refusal>;

const does = (exceptionId: string, by: string, verb: Verb): Promise<ReconciliationException | Refusal> =>
  town.inCompany((tx) => verb(tx, { exceptionId, by, at: epochMs(town.clock.now()) }));
const codeOf = (outcome: ReconciliationException | Refusal) => (isRefusal(outcome) ? outcome.code : outcome.state);
const deciding =
  (decision: Decision, billId?: string): Verb =>
  (tx, acting) =>
    decide(tx, { ...acting, decision, reason: 'looked into', ...(billId === undefined ? {} : { billId }) });

const byTwo = async (id: string, decision: Decision, billId?: string) => {
  await does(id, 'ann', claim);
  expect(codeOf(await does(id, 'ann', deciding(decision, billId)))).toBe('claimed');
  return does(id, 'bob', approve);
};

const only = async (): Promise<ReconciliationException> => {
  const [exception, ...others] = await town.exceptions();
  if (exception === undefined || others.length > 0) throw new Error(`${others.length + 1} exceptions`);
  return exception;
};

/** An order that our books do not know, paid at the channel. */
const strangeOrder = async (): Promise<string> => {
  const outTradeNo = `STRANGE_${Date.now()}`;
  const merchant = await town.inCompany(async (tx) => {
    const { readMerchant } = await import('../../db/queries/merchants.ts');
    return readMerchant(tx, town.merchantAccountId);
  });
  if (merchant === undefined) throw new Error('no merchant');
  const created = await town.ports.channelOf(merchant).create({
    outTradeNo,
    description: 'made by hand',
    amountFen: fen(700),
    way: { kind: 'native' },
  });
  if (created.outcome !== 'created' || created.invitation.kind !== 'native') throw new Error(created.outcome);
  await town.bench.sandbox.pay({ codeUrl: created.invitation.codeUrl });
  return outTradeNo;
};

describe('money without an order', () => {
  beforeEach(async () => {
    await town.bench.sandbox.faults(town.merchantId, { missingCallback: true });
    await strangeOrder();
    await town.bench.sandbox.faults(town.merchantId, { missingCallback: false });
    await town.reconcile(day);
    expect(await only()).toMatchObject({ class: 'channel-only', suspenseFen: 700 });
  });

  test('whose bill is found is posted there as the payment it is', async () => {
    const stay = await town.park();
    town.clock.pass(50);
    await town.leave(stay);
    const exception = await only();
    expect(await byTwo(exception.id, 'allocated', stay.billId)).toMatchObject({
      resolution: 'allocated',
      approvedBy: 'bob',
    });
    expect(await town.balance(suspense)).toBe(0);
    const bill = await town.inCompany((tx) =>
      tx.row(sql`select paid_fen as "paidFen", surplus_fen as "surplusFen" from bill where id = ${stay.billId}`),
    );
    expect(bill).toEqual({ paidFen: 700, surplusFen: 0 });
    await town.reconcile(next);
    expect(await town.exceptions()).toHaveLength(1);
    await sound();
  });

  test('that is nobody’s goes back through the channel, and the refund stands on a later bill', async () => {
    const exception = await only();
    expect(await byTwo(exception.id, 'returned')).toMatchObject({ resolution: 'returned' });
    await sound();
    const state = async () =>
      (await town.inCompany((tx) => tx.row<{ state: string }>(sql`select state from suspense_return`)))?.state;
    await executeReturns(town.ports);
    await town.untilWorkedOff(async () => (await state()) === 'succeeded');
    await sound();
    expect(await town.balance('refund:payable')).toBe(0);
    await town.reconcile(next);
    expect(await town.classes(next)).toEqual({ matched: 1 });
    expect(await town.balance('channel:wechat:transit')).toBe(0);
    expect((await town.bench.sandbox.book(town.merchantId)).refundedFen).toBe(700);
    await sound();
  });

  test('that the channel will not give back stays payable, and a person is asked', async () => {
    const exception = await only();
    await byTwo(exception.id, 'returned');
    await town.bench.sandbox.faults(town.merchantId, {
      decline: { times: 1, only: '/v3/refund', status: 403, code: 'RULE_LIMIT' },
    });
    await executeReturns(town.ports);
    expect(await town.balance('refund:payable')).toBe(-700);
    const items = await town.inCompany((tx) => tx.rows<{ kind: string }>(sql`select kind from audit_item`));
    expect(items.map(({ kind }) => kind)).toContain('return-abnormal');
    await sound();
  });

  test('leaves suspense by two people, and only from who has taken it on', async () => {
    const { id } = await only();
    expect(codeOf(await does(id, 'ann', deciding('written-off')))).toBe('exception-not-claimed');
    expect(codeOf(await does(id, 'bob', approve))).toBe('stale-question');
    await does(id, 'ann', claim);
    expect(codeOf(await does(id, 'ann', deciding('explained')))).toBe('money-in-suspense');
    expect(codeOf(await does(id, 'ann', deciding('allocated')))).toBe('bill-not-payable');
    await does(id, 'ann', deciding('written-off'));
    expect(codeOf(await does(id, 'ann', approve))).toBe('same-person');
    expect(await town.balance(suspense)).toBe(-700);
    // Who takes it over decides anew.
    await does(id, 'bob', claim);
    expect(codeOf(await does(id, 'ann', approve))).toBe('stale-question');
    await does(id, 'bob', deciding('written-off'));
    expect(codeOf(await does(id, 'ann', approve))).toBe('resolved');
    expect(codeOf(await does(id, 'bob', claim))).toBe('exception-resolved');
    expect(codeOf(await does(id, 'ann', approve))).toBe('exception-resolved');
    expect(await town.balance(suspense)).toBe(0);
    expect(await town.balance('arrears:writeoff')).toBe(-700);
    await sound();
  });
});

test('money that a notice brought first is in suspense once, and on its line', async () => {
  await strangeOrder();
  await town.untilWorkedOff(async () => (await town.balance(suspense)) === -700);
  await town.reconcile(day);
  expect(await only()).toMatchObject({ class: 'channel-only', suspenseFen: 700 });
  expect(await town.balance(suspense)).toBe(-700);
  expect(await town.balance('channel:wechat:transit')).toBe(0);
  await sound();
});

test('a fee that differs is explained by one person: no money moves', async () => {
  await town.inCompany((tx) =>
    tx.run(sql`insert into merchant_terms (merchant_account_id, company_id, fee_basis_points)
      values (${town.merchantAccountId}, ${town.scene.companyId}, 1)`),
  );
  await town.paidStay({ minutes: 600 });
  await town.reconcile(day);
  const { id } = await only();
  await does(id, 'ann', claim);
  expect(await does(id, 'ann', deciding('explained'))).toMatchObject({ state: 'resolved', resolvedBy: 'ann' });
  await sound();
});

test('of two people who approve at once, one does it', async () => {
  await town.paidStay();
  await town.bench.sandbox.faults(town.merchantId, { billExtraRow: { times: 1 } });
  await town.reconcile(day);
  const { id } = await only();
  await does(id, 'ann', claim);
  await does(id, 'ann', deciding('written-off'));
  const outcomes = await Promise.all(['bob', 'cid', 'dan'].map((by) => does(id, by, approve)));
  expect(outcomes.map(codeOf).sort()).toEqual(['exception-resolved', 'exception-resolved', 'resolved']);
  expect(await town.balance(suspense)).toBe(0);
  await sound();
});
