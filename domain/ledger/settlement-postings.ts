// Postings of the reconciliation: what a channel settles, what nobody can explain yet, and how it is explained.
import { negateFen, subtractFen, type Fen } from '../money.ts';
import {
  arrearsWriteOff,
  bankSettled,
  channelFeeOf,
  refundPayable,
  suspenseUnmatched,
  transitOf,
  type Account,
  type Channel,
} from './account.ts';
import { credit, debit, posted } from './posting.ts';
import { assertBalanced, type LedgerEntry, type LedgerTransaction } from './transaction.ts';

/** A debit above zero, a credit below, nothing at zero: what a bill settles may go either way. */
const signed = (account: Account, amountFen: Fen): LedgerEntry[] => {
  if (amountFen === 0) return [];
  return [amountFen > 0 ? debit(account, amountFen) : credit(account, negateFen(amountFen))];
};

/** T+1: what the channel held for us is at the bank, less its fee. Undefined when a day moves nothing. */
export const billSettled = (bill: {
  billFileId: string;
  channel: Channel;
  netFen: Fen;
  feeFen: Fen;
}): LedgerTransaction | undefined => {
  const entries = [
    ...signed(bankSettled, subtractFen(bill.netFen, bill.feeFen)),
    ...signed(channelFeeOf(bill.channel), bill.feeFen),
    ...signed(transitOf(bill.channel), negateFen(bill.netFen)),
  ];
  return entries.length === 0
    ? undefined
    : posted({
        businessKey: `bill/${bill.billFileId}/settled`,
        kind: 'bill-settled',
        cause: { kind: 'bill-file', id: bill.billFileId },
        entries,
      });
};

/** The bill differs from our books: above zero the channel has more than we know of, below zero less. */
export const differenceFound = (found: { resultId: string; channel: Channel; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `reconciliation/${found.resultId}/difference`,
    kind: 'difference-found',
    cause: { kind: 'reconciliation', id: found.resultId },
    entries: [
      ...signed(transitOf(found.channel), found.amountFen),
      ...signed(suspenseUnmatched, negateFen(found.amountFen)),
    ],
  });

/** The order was found: the money goes back to where a payment is posted from. */
export const suspenseReleased = (exception: { exceptionId: string; channel: Channel; amountFen: Fen }) =>
  posted({
    businessKey: `exception/${exception.exceptionId}/resolved`,
    kind: 'suspense-resolved',
    cause: { kind: 'exception', id: exception.exceptionId },
    entries: [debit(suspenseUnmatched, exception.amountFen), credit(transitOf(exception.channel), exception.amountFen)],
  });

/** Nobody's money: it goes back to the payer. */
export const suspenseReturned = (exception: { exceptionId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `exception/${exception.exceptionId}/resolved`,
    kind: 'suspense-resolved',
    cause: { kind: 'exception', id: exception.exceptionId },
    entries: [debit(suspenseUnmatched, exception.amountFen), credit(refundPayable, exception.amountFen)],
  });

/** Given up: a loss below zero, a gain above. */
export const suspenseWrittenOff = (exception: { exceptionId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `exception/${exception.exceptionId}/resolved`,
    kind: 'suspense-resolved',
    cause: { kind: 'exception', id: exception.exceptionId },
    entries: [
      ...signed(suspenseUnmatched, exception.amountFen),
      ...signed(arrearsWriteOff, negateFen(exception.amountFen)),
    ],
  });

/** Reserves what goes back to a payer without an order, before the channel is asked. */
export const returnRequested = (exception: { exceptionId: string; channel: Channel; amountFen: Fen }) =>
  assertBalanced({
    businessKey: `exception/${exception.exceptionId}/return`,
    kind: 'refund',
    cause: { kind: 'exception', id: exception.exceptionId },
    state: 'pending',
    entries: [debit(refundPayable, exception.amountFen), credit(transitOf(exception.channel), exception.amountFen)],
  });
