// A payment that succeeds at the moment a session hands its bill over: allocated once, to the bill before, to the debt after.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginAttempt } from '../../db/queries/payments.ts';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { postPayment } from '../../db/queries/post-payment.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openTown, type Stay, type Town } from './support.ts';

const seeds = process.env['LONG'] ? 200 : 20;
const feeFen = 1_000;

let town: Town;
beforeAll(async () => {
  town = await openTown({ bayCount: seeds });
});
afterAll(() => town.close());

/** Numbers in [0, 1) that are the same for the same seed. */
const randomOf = (seed: number): (() => number) => {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
};

interface Begun {
  readonly stay: Stay;
  readonly paymentId: string;
  readonly amountFen: number;
}

/** A stay of 10.00 that left 20 minutes ago, with an attempt under way: of the whole fee, or of the first half hour. */
const leftWithAttempt = async (whole: boolean): Promise<Begun> => {
  const stay = await town.park();
  const paymentId = newId();
  const begin = () =>
    town.inCompany((tx) =>
      beginAttempt(tx, { paymentId, billId: stay.billId, channel: 'wechat', at: epochMs(town.clock.now()) }),
    );
  town.clock.pass(10);
  if (!whole) await begin();
  town.clock.pass(30);
  await town.leave(stay);
  if (whole) await begin();
  town.clock.pass(20);
  const { amountFen } = await town.read(paymentId);
  expect(amountFen).toBe(whole ? feeFen : 500);
  return { stay, paymentId, amountFen };
};

const race = async ({ stay, paymentId, amountFen }: Begun, delaysMs: readonly [number, number]) => {
  const pay = async () => {
    await wait(delaysMs[0]);
    const at = epochMs(town.clock.now());
    const success = { paymentId, amountFen: fen(amountFen), channelTradeNo: `4200${paymentId}`, succeededAt: at };
    return town.inCompany((tx) => postPayment(tx, success, at));
  };
  const handOver = async () => {
    await wait(delaysMs[1]);
    return town.perform(stay, 'hand-over', { kind: 'handOver' });
  };
  const [posted] = await Promise.all([pay(), handOver()]);
  expect(posted).toBe('posted');
};

interface Result {
  readonly allocations: { readonly kind: string; readonly amount: number; readonly debtId: string | null }[];
  readonly owner: string;
  readonly paid: number;
  readonly surplus: number;
  readonly debt: { readonly id: string; readonly amount: number; readonly outstanding: number } | undefined;
  readonly refunds: number;
}

const readResult = ({ stay, paymentId }: Begun): Promise<Result> =>
  town.inCompany(async (tx) => {
    const allocations = await tx.rows<Result['allocations'][number]>(sql`
      select kind, amount_fen as amount, debt_id as "debtId" from payment_allocation where payment_id = ${paymentId}`);
    const bill = await tx.row<Pick<Result, 'owner' | 'paid' | 'surplus' | 'refunds'>>(sql`
      select owner_kind as owner, paid_fen as paid, surplus_fen as surplus,
        (select count(*) from refund r where r.bill_id = bill.id) as refunds
      from bill where id = ${stay.billId}`);
    const debt = await tx.row<{ id: string; amount: number; outstanding: number }>(sql`
      select id, amount_fen as amount, outstanding_fen as outstanding from debt where bill_id = ${stay.billId}`);
    if (bill === undefined) throw new Error('there is no bill');
    return { allocations, debt, ...bill };
  });

const balanceOf = async (account: string): Promise<number> => {
  const row = await town.inCompany((tx) =>
    tx.row<{ balance: number }>(sql`
      select coalesce(sum(amount_fen), 0)::bigint as balance from ledger_entry where account = ${account}`),
  );
  return row?.balance ?? 0;
};

/** Checks one race and answers who won it. */
const winnerOf = async (begun: Begun): Promise<'payment' | 'hand-over'> => {
  const { stay, amountFen } = begun;
  const result = await readResult(begun);
  const before = result.allocations[0]?.kind === 'bill';
  const leftFen = feeFen - amountFen;
  expect(result.allocations).toEqual([
    before
      ? { kind: 'bill', amount: amountFen, debtId: null }
      : { kind: 'debt', amount: amountFen, debtId: result.debt?.id },
  ]);
  expect(result).toMatchObject({ paid: amountFen, surplus: 0, refunds: 0 });
  if (before && leftFen === 0) {
    expect(result).toMatchObject({ owner: 'session', debt: undefined });
  } else {
    expect(result.owner).toBe('debt');
    expect(result.debt).toMatchObject({ amount: before ? leftFen : feeFen, outstanding: leftFen });
    expect(await balanceOf(`receivable:debt:${result.debt?.id}`)).toBe(leftFen);
  }
  expect(await balanceOf(`receivable:session:${stay.sessionId}`)).toBe(0);
  return before ? 'payment' : 'hand-over';
};

test(`a payment that races the hand-over is allocated exactly once, in both orders, ${seeds} seeds`, async () => {
  const winners = { payment: 0, 'hand-over': 0 };
  let paidFen = 0;
  for (let seed = 0; seed < seeds; seed += 1) {
    const random = randomOf(seed + 1);
    const begun = await leftWithAttempt(random() < 0.5);
    // Whoever starts first is not always who gets the lock: the spread is that of one transaction.
    const headStartMs = Math.floor(random() * 12);
    await race(begun, seed % 2 === 0 ? [0, headStartMs] : [headStartMs, 0]);
    winners[await winnerOf(begun)] += 1;
    paidFen += begun.amountFen;
  }
  expect(winners.payment).toBeGreaterThan(0);
  expect(winners['hand-over']).toBeGreaterThan(0);
  expect(winners.payment + winners['hand-over']).toBe(seeds);
  expect(await balanceOf('channel:wechat:transit')).toBe(paidFen);
  expect(firstRows(await auditCompany(town.scene.db, town.scene.companyId))).toEqual([]);
}, 240_000);
