// What postings do to wallets: reserved money is held, released money is as if it had never been, and the ledger agrees.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as ledger from '../../domain/ledger.ts';
import { type LedgerTransaction } from '../../domain/ledger.ts';
import { fen } from '../../domain/money.ts';
import { walletChangesOf } from '../../domain/wallet/changes.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;

const owner = fc.constantFrom('a', 'b', 'c');
const amount = fc.integer({ min: 1, max: 10_000 }).map(fen);
const wechat = ledger.transitOf('wechat');
const parts = (ownerId: string, principal: number, bonus: number) => [
  { account: ledger.walletOf(ownerId), amountFen: fen(principal) },
  { account: ledger.bonusOf(ownerId), amountFen: fen(bonus) },
];

/** A posting that fills or empties a wallet. */
const posting: fc.Arbitrary<LedgerTransaction> = fc.oneof(
  fc
    .record({ ownerId: owner, amountFen: amount })
    .map((one) => ledger.walletRecharged({ ...one, paymentId: 'p', into: wechat })),
  fc.record({ ownerId: owner, amountFen: amount }).map((one) => ledger.goodwillGranted({ ...one, topUpId: 'u' })),
  fc.tuple(owner, amount, amount).map(([ownerId, principal, bonus]) =>
    ledger.prepaid({
      paymentId: 'p',
      sessionId: 's',
      into: parts(ownerId, principal, bonus),
      amountFen: fen(principal + bonus),
    }),
  ),
);
/** A reservation that takes from a wallet, or one that will give to it. */
const reservation: fc.Arbitrary<LedgerTransaction> = fc.oneof(
  fc
    .record({ ownerId: owner, amountFen: amount })
    .map((one) => ledger.withdrawalRequested({ ...one, withdrawalId: 'w' })),
  fc.tuple(owner, amount, amount).map(([ownerId, principal, bonus]) =>
    ledger.refundRequested({
      refundId: 'r',
      step: 1,
      outOf: parts(ownerId, principal, bonus),
      amountFen: fen(principal + bonus),
    }),
  ),
);

type Sums = Record<string, readonly [moved: number, held: number]>;

/** Per account what moved and what is held, zeros left out. */
const sumOf = (transactions: readonly LedgerTransaction[]): Sums => {
  const sums: Record<string, [number, number]> = {};
  const add = (account: string, moved: number, held: number): void => {
    const [was, wasHeld] = sums[account] ?? [0, 0];
    sums[account] = [was + moved, wasHeld + held];
  };
  for (const { ownerId, moved, held } of transactions.flatMap(walletChangesOf)) {
    add(ledger.walletOf(ownerId), moved.principalFen, held.principalFen);
    add(ledger.bonusOf(ownerId), moved.bonusFen, held.bonusFen);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, [moved, held]]) => moved !== 0 || held !== 0));
};

const posted = (requested: LedgerTransaction, state: ledger.Resolution): LedgerTransaction =>
  ledger.resolvePending(requested, state, 'resolved');

test('moves each wallet by what its accounts have in the ledger', () => {
  fc.assert(
    fc.property(fc.array(posting, { maxLength: 20 }), (postings) => {
      const balances: Record<string, number> = {};
      for (const { account, amountFen } of postings.flatMap(({ entries }) => entries)) {
        if (account.startsWith('owner:')) balances[account] = (balances[account] ?? 0) - amountFen;
      }
      const nonZero = Object.fromEntries(Object.entries(balances).filter(([, balance]) => balance !== 0));
      const moved = Object.entries(sumOf(postings)).map(([account, [sum]]) => [account, sum] as const);
      expect(Object.fromEntries(moved)).toEqual(nonZero);
    }),
    { numRuns },
  );
});

test('holds what a reservation takes, and not what it will give', () => {
  fc.assert(
    fc.property(reservation, (requested) => {
      for (const [account, [moved, held]] of Object.entries(sumOf([requested]))) {
        expect(moved).toBe(0);
        expect(held).toBe(requested.entries.find((entry) => entry.account === account)?.amountFen);
        expect(held).toBeGreaterThan(0);
      }
    }),
    { numRuns },
  );
});

test('a reservation that is released leaves nothing, one that is posted moves once and holds nothing', () => {
  fc.assert(
    fc.property(reservation, fc.constantFrom('voided' as const, 'expired' as const), (requested, release) => {
      expect(sumOf([requested, posted(requested, release)])).toEqual({});
      const sums = sumOf([requested, posted(requested, 'posted')]);
      for (const [account, [moved, held]] of Object.entries(sums)) {
        expect(held).toBe(0);
        expect(moved).toBe(-(requested.entries.find((entry) => entry.account === account)?.amountFen ?? 0));
      }
      expect(Object.keys(sums)).not.toHaveLength(0);
    }),
    { numRuns },
  );
});

test('a reversal takes back what was moved', () => {
  fc.assert(
    fc.property(posting, (original) => expect(sumOf([original, ledger.reverse(original, 'back')])).toEqual({})),
    { numRuns },
  );
});

test('names wallets in the order of their accounts, each once', () => {
  const entries = ['c', 'a', 'b', 'a'].map((id, index) => ({
    account: ledger.walletOf(id),
    amountFen: fen(index + 1),
  }));
  const changes = walletChangesOf({ state: 'posted', entries });
  expect(changes.map(({ ownerId, moved }) => [ownerId, moved.principalFen])).toEqual([
    ['a', -6],
    ['b', -3],
    ['c', -1],
  ]);
});
