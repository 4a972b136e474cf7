// Double entry: what a transaction is, that it balances, how it is reversed and how a pending one is resolved.
import { fen, negateFen, type Fen } from '../money.ts';
import { type Account } from './account.ts';

export const ledgerKinds = [
  'stay-charged',
  'discount-granted',
  'prepaid',
  'advance-applied',
  'bill-paid',
  'handed-over',
  'surplus-found',
  'refund',
  'adjusted',
  'stay-voided',
  'debt-transferred',
  'debt-voided',
  'money-without-order',
  'suspense-resolved',
  'cash-handed-in',
  'recharged',
  'recharge-bonus',
  'goodwill-granted',
  'withdrawal',
  'bill-settled',
  'difference-found',
  'reversal',
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

export const causeKinds = [
  'session',
  'debt',
  'pass',
  'payment',
  'refund',
  'discount',
  'adjustment',
  'transfer',
  'movement',
  'hand-in',
  'recharge',
  'top-up',
  'withdrawal',
  'bill-file',
  'reconciliation',
  'exception',
] as const;
export type CauseKind = (typeof causeKinds)[number];

export interface LedgerCause {
  readonly kind: CauseKind;
  readonly id: string;
}

export interface LedgerEntry {
  readonly account: Account;
  /** Debit positive, credit negative. */
  readonly amountFen: Fen;
}

export type Resolution = 'posted' | 'voided' | 'expired';

export interface LedgerTransaction {
  /** Unique in a company and made of the cause's ids, so that posting twice is posting once. */
  readonly businessKey: string;
  readonly kind: LedgerKind;
  readonly cause: LedgerCause;
  /**
   * Balances count `posted` only. `pending` reserves until it is resolved; `voided` and `expired` are resolutions
   * that release the reservation, and repeat its entries for the reader.
   */
  readonly state: 'pending' | Resolution;
  readonly entries: readonly LedgerEntry[];
  /** Business key of the pending transaction that this one resolves; unique, so it is resolved once. */
  readonly resolves?: string;
  /** Business key of the transaction that this one takes back. */
  readonly reverses?: string;
}

/** Throws unless there are at least two entries, none of zero, that sum to zero, under a key. */
export const assertBalanced = (transaction: LedgerTransaction): LedgerTransaction => {
  const { businessKey, entries } = transaction;
  if (businessKey === '') throw new RangeError('a ledger transaction needs a business key');
  if (entries.length < 2) throw new RangeError(`${businessKey} has fewer than two entries`);
  if (entries.some(({ amountFen }) => amountFen === 0)) throw new RangeError(`${businessKey} has an entry of zero`);
  const sum = entries.reduce((total, { amountFen }) => total + BigInt(fen(amountFen)), 0n);
  if (sum !== 0n) throw new RangeError(`${businessKey} does not balance: its entries sum to ${sum} fen`);
  return transaction;
};

/** A new transaction that takes a posted one back. Reversing the reversal gives the first entries again. */
export const reverse = (transaction: LedgerTransaction, businessKey: string): LedgerTransaction => {
  if (transaction.state !== 'posted') {
    throw new RangeError(`${transaction.businessKey} is ${transaction.state}: only a posted transaction is reversed`);
  }
  return assertBalanced({
    businessKey,
    kind: 'reversal',
    cause: transaction.cause,
    state: 'posted',
    entries: transaction.entries.map(({ account, amountFen }) => ({ account, amountFen: negateFen(amountFen) })),
    reverses: transaction.businessKey,
  });
};

/** The one resolution of a pending transaction, as a transaction of its own. */
export const resolvePending = (
  pending: LedgerTransaction,
  state: Resolution,
  businessKey: string,
): LedgerTransaction => {
  if (pending.state !== 'pending') throw new RangeError(`${pending.businessKey} is ${pending.state}, not pending`);
  const { kind, cause, entries } = pending;
  return assertBalanced({ businessKey, kind, cause, state, entries, resolves: pending.businessKey });
};
