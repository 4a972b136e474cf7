// Everything that moves a wallet at the same time: nothing deadlocks, nothing is lost, and the books agree afterwards.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topUpWallet, type TopUpMethod } from '../../db/queries/wallet-top-ups.ts';
import { sql } from '../../db/rows.ts';
import { executeRefunds } from '../../delivery/payments/refunds.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { expectBooksToAgree } from './books.ts';
import { openTown, type Stay, type Town } from './support.ts';
import { addOwner, balanceOf, spend } from './support/owners.ts';

const seeds = process.env['LONG'] ? 40 : 4;
const staysPerSeed = 6;

let town: Town;
beforeAll(async () => {
  town = await openTown({ bayCount: seeds * staysPerSeed });
});
afterAll(() => town.close());

/** Numbers from a seed, the same every time (mulberry32). */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const giveTo = async (ownerId: string, method: TopUpMethod, amountFen: number): Promise<void> => {
  const request = {
    topUpId: newId(),
    companyId: town.scene.companyId,
    ownerId,
    amountFen: fen(amountFen),
    method,
    reason: 'a storm',
    by: 'clerk-1',
    at: epochMs(town.clock.now()),
  };
  const result = await town.inCompany((tx) => topUpWallet(tx, request));
  if (isRefusal(result)) throw new Error(result.code);
};

/** A stay ends under a reduction; what was paid too much goes back meanwhile. */
const leave = async (stay: Stay, discountFen: number): Promise<void> => {
  await town.inCompany((tx) =>
    tx.run(sql`
      insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
      values (gen_random_uuid(), ${town.scene.companyId}, ${stay.billId}, 'mall', 'amount', ${discountFen}, 'x', 'somebody', now())`),
  );
  await town.leave(stay);
  await executeRefunds(town.ports);
};

/** What the owner's wallet must hold: what was given, less what was paid, and what came back. */
const expectedOf = async (ownerId: string): Promise<number> => {
  const row = await town.inCompany((tx) =>
    tx.row<{ fen: number }>(sql`
      select (select coalesce(sum(amount_fen), 0) from wallet_top_up where owner_id = ${ownerId})
        - (select coalesce(sum(principal_fen + bonus_fen), 0) from wallet_payment where owner_id = ${ownerId})
        + (select coalesce(sum(r.principal_fen + r.bonus_fen), 0) from wallet_refund r
            join wallet_payment p on p.payment_id = r.payment_id where p.owner_id = ${ownerId}) as fen`),
  );
  return Number(row?.fen ?? 0);
};

test.each(Array.from({ length: seeds }, (_, seed) => [seed + 1]))('in a storm of seed %i', async (seed) => {
  const draw = numbers(seed);
  const owners = [await addOwner(town), await addOwner(town)];
  const owner = (): string => owners[draw(2)] ?? '';
  const stays: Stay[] = [];
  for (let count = 0; count < staysPerSeed; count += 1) stays.push(await town.park());
  town.clock.pass(40);

  const give = () => giveTo(owner(), draw(2) === 0 ? 'cash' : 'goodwill', 100 + draw(900));
  const pay = async (stay: Stay): Promise<string> => {
    const result = await spend(town, owner(), stay.billId);
    return isRefusal(result) ? result.code : result.state;
  };
  for (let count = 0; count < 4; count += 1) await give();
  const paid = await Promise.all([
    ...stays.flatMap((stay) => [pay(stay), pay(stay)]),
    ...Array.from({ length: 8 }, () => give().then(() => 'given')),
  ]);
  expect(paid).toContain('succeeded');
  const outcomes = new Set(paid);
  for (const known of ['succeeded', 'bill-already-paid', 'insufficient-balance', 'given']) outcomes.delete(known);
  expect([...outcomes]).toEqual([]);

  await Promise.all([
    ...stays.map((stay) => leave(stay, draw(1_500))),
    ...stays.map((stay) => pay(stay)),
    ...Array.from({ length: 4 }, give),
  ]);
  await town.refunds();

  for (const ownerId of owners) {
    const [principal, bonus] = await balanceOf(town, ownerId);
    expect(Math.min(principal, bonus)).toBeGreaterThanOrEqual(0);
    expect(principal + bonus).toBe(await expectedOf(ownerId));
  }
  await expectBooksToAgree(town);
});

test('the storms have spent both parts, and given both back', async () => {
  const rows = await town.inCompany((tx) =>
    tx.row(sql`
      select exists (select 1 from wallet_payment where principal_fen > 0 and bonus_fen > 0) as spent,
        exists (select 1 from wallet_refund where principal_fen > 0 and bonus_fen > 0) as restored`),
  );
  expect(rows).toEqual({ spent: true, restored: true });
});
