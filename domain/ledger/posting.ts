// The building blocks of a posting: debits and credits of positive amounts.
import { fen, negateFen, type Fen } from '../money.ts';
import { type Account } from './account.ts';
import { assertBalanced, type LedgerEntry, type LedgerTransaction } from './transaction.ts';

/** Throws a RangeError unless money moves: a posting of nothing, or backwards, is always a bug. */
export const positive = (amountFen: Fen): Fen => {
  if (fen(amountFen) <= 0) throw new RangeError(`a posting moves more than 0 fen, not ${amountFen}`);
  return amountFen;
};

export const debit = (account: Account, amountFen: Fen): LedgerEntry => ({ account, amountFen: positive(amountFen) });

export const credit = (account: Account, amountFen: Fen): LedgerEntry => ({
  account,
  amountFen: negateFen(positive(amountFen)),
});

/** A part of a compound posting: no entry when its amount is zero. */
export const part = (side: typeof debit | typeof credit, account: Account, amountFen: Fen): LedgerEntry[] =>
  amountFen === 0 ? [] : [side(account, amountFen)];

export const posted = (transaction: Omit<LedgerTransaction, 'state'>): LedgerTransaction =>
  assertBalanced({ ...transaction, state: 'posted' });
