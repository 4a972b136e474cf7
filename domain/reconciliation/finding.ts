// What the bill says against what our books say, line by line: one class each, and what it means in money.
import { addFen, fen, negateFen, subtractFen, zeroFen, type Fen } from '../money.ts';

export const matchClasses = [
  'matched',
  'amount-differs',
  'channel-only',
  'ours-only',
  'fee-differs',
  'state-differs',
] as const;
export type MatchClass = (typeof matchClasses)[number];

export type MovementKind = 'payment' | 'refund';

/** A line of the bill, as far as matching reads it. Amounts are positive, the fee of a refund is not. */
export interface BillEntry {
  readonly kind: MovementKind;
  /** Our number: of the payment, or of the refund. */
  readonly number: string;
  /** The channel's number: of the payment, or of the refund. */
  readonly channelNumber: string;
  readonly amountFen: Fen;
  readonly feeFen: Fen;
  /** Whether the channel moved the money. */
  readonly moved: boolean;
}

/** What we have of a payment or refund. */
export interface OwnEntry {
  readonly kind: MovementKind;
  readonly id: string;
  readonly number: string;
  readonly channelNumber: string | null;
  readonly amountFen: Fen;
  /** Whether our ledger has moved the money. */
  readonly moved: boolean;
}

export interface Terms {
  /** What the channel keeps, in hundredths of a per cent; unknown when nobody has told us. */
  readonly feeBasisPoints?: number;
}

export interface Finding {
  readonly class: MatchClass;
  /** What the channel settles for the line: in for a payment, out for a refund, nothing for what it did not do. */
  readonly settledFen: Fen;
  /** What our ledger has for it, with the same signs. */
  readonly ownFen: Fen;
  /** What of it nobody can explain yet: it lies in suspense until somebody does. */
  readonly suspenseFen: Fen;
  readonly expectedFeeFen?: Fen;
}

const signed = (kind: MovementKind, amountFen: Fen): Fen => (kind === 'payment' ? amountFen : negateFen(amountFen));

const movedFen = (entry: Pick<BillEntry, 'kind' | 'amountFen' | 'moved'> | undefined): Fen =>
  entry?.moved === true ? signed(entry.kind, entry.amountFen) : zeroFen;

/** To the nearest fen; a refund gives its part of the fee back. */
export const expectedFeeFen = (kind: MovementKind, amountFen: Fen, feeBasisPoints: number): Fen =>
  signed(kind, fen(Math.round((amountFen * feeBasisPoints) / 10_000)));

/** Channels round where they like: a fen is no difference. */
const feeToleranceFen = 1;

const feeDiffers = (line: BillEntry, expected: Fen | undefined): boolean =>
  expected !== undefined && line.moved && Math.abs(line.feeFen - expected) > feeToleranceFen;

const classOf = (line: BillEntry, own: OwnEntry | undefined, expected: Fen | undefined): MatchClass => {
  if (own === undefined) return 'channel-only';
  if (own.amountFen !== line.amountFen) return 'amount-differs';
  if (own.moved !== line.moved) return 'state-differs';
  return feeDiffers(line, expected) ? 'fee-differs' : 'matched';
};

/** The one class of a line and its counterpart. */
export const findingOf = (line: BillEntry, own: OwnEntry | undefined, { feeBasisPoints }: Terms): Finding => {
  const expected = feeBasisPoints === undefined ? undefined : expectedFeeFen(line.kind, line.amountFen, feeBasisPoints);
  const settledFen = movedFen(line);
  const ownFen = movedFen(own);
  return {
    class: classOf(line, own, expected),
    settledFen,
    ownFen,
    suspenseFen: subtractFen(settledFen, ownFen),
    ...(expected === undefined ? {} : { expectedFeeFen: expected }),
  };
};

/** What we have and the bill does not: the channel settles nothing for it. */
export const findingOfAbsent = (own: OwnEntry): Finding => ({
  class: 'ours-only',
  settledFen: zeroFen,
  ownFen: movedFen(own),
  suspenseFen: negateFen(movedFen(own)),
});

/** Classes that a person must look at; the books are right after `matched`. */
export const needsPerson = (found: Pick<Finding, 'class'>): boolean => found.class !== 'matched';

export interface Settlement {
  /** What leaves the account where the channel holds our money. */
  readonly netFen: Fen;
  readonly feeFen: Fen;
  /** What arrives at the bank; below zero on a day of more refunds than payments. */
  readonly bankFen: Fen;
}

export const settlementOf = (netFen: Fen, feeFen: Fen): Settlement => ({
  netFen,
  feeFen,
  bankFen: subtractFen(netFen, feeFen),
});

export const sumFen = (findings: readonly Finding[], of: 'settledFen' | 'ownFen' | 'suspenseFen'): Fen =>
  addFen(...findings.map((found) => found[of]));
