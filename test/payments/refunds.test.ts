// Money that goes back: reserved before the channel is asked, once whatever happens between, and the three books agree.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { completeRefund, confirmCashRefund, readRefund, type Refund } from '../../db/queries/refund-execution.ts';
import { sql } from '../../db/rows.ts';
import { executeRefunds, intendRefund } from '../../delivery/payments/refunds.ts';
import { fen } from '../../domain/money.ts';
import { epochMs } from '../../domain/time.ts';
import { expectBooksToAgree, readBooks } from './books.ts';
import { openTown, type Stay, type Town } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown({ policy: { automaticRefundLimitFen: fen(2_000) } });
});
afterAll(() => town.close());
afterEach(() =>
  town.bench.sandbox.faults(town.merchantId, {
    missingCallback: false,
    abnormalRefund: false,
    failAfterExecuting: false,
    decline: false,
  }),
);

/** One driver pays the same bill by two codes: the first was closed in our books only when it was paid. */
const payTwice = async (minutes: number): Promise<Stay> => {
  const stay = await town.park();
  town.clock.pass(minutes);
  await town.leave(stay);
  const first = await town.start(stay.billId);
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'closed' where id = ${first.id}`));
  const second = await town.start(stay.billId);
  await town.scan(first);
  await town.scan(second);
  await town.untilWorkedOff(async () => (await refundsOf(stay)).length === 1);
  return stay;
};

const refundsOf = (stay: Stay): Promise<Refund[]> =>
  town.inCompany(async (tx) => {
    const ids = await tx.rows<{ id: string }>(sql`select id from refund where bill_id = ${stay.billId}`);
    return (await Promise.all(ids.map(({ id }) => readRefund(tx, id)))).filter((row) => row !== undefined);
  });

const onlyRefundOf = async (stay: Stay): Promise<Refund> => {
  const [refund, ...others] = await refundsOf(stay);
  if (refund === undefined || others.length > 0) throw new Error('not exactly one refund');
  return refund;
};

const untilSucceeded = (stay: Stay): Promise<void> =>
  town.untilWorkedOff(async () => (await onlyRefundOf(stay)).state === 'succeeded');

const atChannel = async (outRefundNo: string) => {
  const { orders } = await town.bench.sandbox.book(town.merchantId);
  return orders.flatMap(({ refunds }) => refunds).filter((refund) => refund.outRefundNo === outRefundNo);
};

const itemsOf = (cause: string): Promise<{ kind: string }[]> =>
  town.inCompany((tx) => tx.rows(sql`select kind from audit_item where cause = ${cause}`));

test('a bill paid twice is refunded by itself under the limit, and the refund is executed and posted', async () => {
  const stay = await payTwice(40);
  expect(await onlyRefundOf(stay)).toMatchObject({ state: 'approved', amountFen: 1_000, reason: 'paid-twice' });
  await town.refunds();
  await untilSucceeded(stay);
  const { ledger } = await expectBooksToAgree(town);
  expect(ledger.get('refund:payable')).toBe(0);
  const bill = await town.inCompany((tx) =>
    tx.row(
      sql`select paid_fen as paid, surplus_fen as surplus, refunded_fen as refunded from bill where id = ${stay.billId}`,
    ),
  );
  expect(bill).toEqual({ paid: 2_000, surplus: 1_000, refunded: 1_000 });
});

test('what was paid in advance and not used up goes back when the stay ends', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  const payment = await town.start(stay.billId);
  await town.inCompany((tx) => tx.run(sql`update payment set state = 'closed' where id = ${payment.id}`));
  const other = await town.start(stay.billId);
  await town.scan(payment);
  await town.scan(other);
  await town.untilWorkedOff(async () => (await town.read(other.id)).state === 'succeeded');
  await town.leave(stay);
  expect(await onlyRefundOf(stay)).toMatchObject({ amountFen: 500, reason: 'surplus-at-exit' });
  await town.refunds();
  await untilSucceeded(stay);
  await expectBooksToAgree(town);
});

test('above the limit nothing goes back before a person approves', async () => {
  const stay = await payTwice(150);
  await town.refunds();
  const refund = await onlyRefundOf(stay);
  expect(refund).toMatchObject({ state: 'requested', amountFen: 2_500 });
  expect(await atChannel(refund.outRefundNo)).toHaveLength(0);
  const review = await town.inCompany((tx) =>
    tx.row(sql`select kind, state, amount_fen as amount from review_request where cause = ${`refund/${refund.id}`}`),
  );
  expect(review).toEqual({ kind: 'refund', state: 'open', amount: 2_500 });
});

test('a process that dies between the reservation and the channel is followed by one that asks with the same number', async () => {
  const stay = await payTwice(20);
  const { id, companyId, outRefundNo } = await onlyRefundOf(stay);
  const intent = await intendRefund(town.ports, { id, companyId });
  expect(intent?.refund.state).toBe('executing');
  expect(await atChannel(outRefundNo)).toHaveLength(0);
  const reserved = await town.inCompany((tx) =>
    tx.rows(sql`select state from ledger_transaction where cause_kind = 'refund' and cause_id = ${id}`),
  );
  expect(reserved).toEqual([{ state: 'pending' }]);
  await town.refunds();
  expect(await atChannel(outRefundNo)).toHaveLength(1);
  await untilSucceeded(stay);
  await expectBooksToAgree(town);
});

test('an answer that is lost after the channel executed is asked for again and refunds once', async () => {
  const stay = await payTwice(20);
  const { outRefundNo } = await onlyRefundOf(stay);
  await town.bench.sandbox.faults(town.merchantId, { failAfterExecuting: { times: 1 }, missingCallback: true });
  await town.refunds();
  expect((await onlyRefundOf(stay)).channelRefundNo).toBeNull();
  await town.refunds();
  expect(await atChannel(outRefundNo)).toHaveLength(1);
  await town.untilWorkedOff(async () => {
    await town.refunds();
    return (await onlyRefundOf(stay)).state === 'succeeded';
  });
  await expectBooksToAgree(town);
});

test('a refund that cannot reach the payer releases its reservation and waits for a person', async () => {
  const stay = await payTwice(20);
  await town.bench.sandbox.faults(town.merchantId, { abnormalRefund: { times: 1 } });
  await town.refunds();
  await town.untilWorkedOff(async () => (await onlyRefundOf(stay)).state === 'abnormal');
  const refund = await onlyRefundOf(stay);
  expect(await itemsOf(`refund-abnormal/${refund.id}`)).toEqual([{ kind: 'refund-abnormal' }]);
  const { ledger } = await readBooks(town);
  expect(ledger.get('refund:payable')).toBe(-500 - 2_500);
  await expectBooksToAgree(town);
});

test('a refund for which the merchant account has no money waits, and somebody is told once', async () => {
  const stay = await payTwice(20);
  await town.bench.sandbox.faults(town.merchantId, { decline: { status: 403, code: 'NOT_ENOUGH', times: 2 } });
  await town.refunds();
  await town.refunds();
  const refund = await onlyRefundOf(stay);
  expect(refund.state).toBe('executing');
  expect(await itemsOf(`refund-stuck/${refund.id}`)).toEqual([{ kind: 'refund-stuck' }]);
  await town.refunds();
  await untilSucceeded(stay);
});

test('cash goes back by hand: nothing is posted before a collector confirms it', async () => {
  const stay = await town.park();
  town.clock.pass(10);
  await town.takeCash(stay.billId, 500);
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
      values (gen_random_uuid(), ${town.scene.companyId}, ${stay.billId}, 'mall', 'full', 0, 'coupon', 'somebody', now())`),
  );
  await town.leave(stay);
  const { id } = await onlyRefundOf(stay);
  await executeRefunds(town.ports);
  expect((await onlyRefundOf(stay)).state).toBe('executing');
  expect(await itemsOf(`refund-by-hand/${id}`)).toEqual([{ kind: 'refund-by-hand' }]);
  const before = (await readBooks(town)).ledger.get('cash:collector-7') ?? 0;
  const confirm = () =>
    town.inCompany((tx) => confirmCashRefund(tx, id, { collectorId: 'collector-7', at: epochMs(town.clock.now()) }));
  expect(await confirm()).toBe('succeeded');
  expect(await confirm()).toBe('repeated');
  expect((await readBooks(town)).ledger.get('cash:collector-7')).toBe(before - 500);
});

test('an abnormal refund that the channel brings about later is posted under a reservation of its own', async () => {
  const stay = await payTwice(20);
  await town.bench.sandbox.faults(town.merchantId, { decline: { status: 400, code: 'PARAM_ERROR', times: 1 } });
  await town.refunds();
  const refund = await onlyRefundOf(stay);
  expect(refund.state).toBe('abnormal');
  const done = { refundFen: refund.amountFen, succeededAt: epochMs(town.clock.now()) };
  expect(await town.inCompany((tx) => completeRefund(tx, refund.id, done))).toBe('succeeded');
  expect(await town.inCompany((tx) => completeRefund(tx, refund.id, done))).toBe('repeated');
  const steps = await town.inCompany((tx) =>
    tx.rows(sql`
      select business_key as key, state from ledger_transaction where cause_kind = 'refund' and cause_id = ${refund.id}
      order by business_key`),
  );
  const key = `refund/${refund.id}`;
  expect(steps).toEqual([
    { key: `${key}/1`, state: 'pending' },
    { key: `${key}/1/resolved`, state: 'voided' },
    { key: `${key}/2`, state: 'pending' },
    { key: `${key}/2/resolved`, state: 'posted' },
  ]);
});
