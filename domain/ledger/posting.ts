// The building blocks of a posting: debits and credits of positive amounts.
import { fen, negateFen, type Fen } from '../money.ts';
import { type Account, type MoneyAccount } from './account.ts';
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

/** Money of one account, or of several parts: a wallet and its bonus. Parts of zero make no entry. */
export type MoneySource = MoneyAccount | readonly { readonly account: MoneyAccount; readonly amountFen: Fen }[];

/** The entries of `amountFen` on a source. Parts that do not sum up to it do not balance, and the transaction throws. */
export const sides = (side: typeof debit | typeof credit, source: MoneySource, amountFen: Fen): LedgerEntry[] =>
  typeof source === 'string'
    ? [side(source, amountFen)]
    : source.flatMap(({ account, amountFen: partFen }) => part(side, account, partFen));

export const posted = (transaction: Omit<LedgerTransaction, 'state'>): LedgerTransaction =>
  assertBalanced({ ...transaction, state: 'posted' });
