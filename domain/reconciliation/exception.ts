// What a reconciliation leaves to people: until when, and what may be decided about which kind of difference.
import { type Fen } from '../money.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { dayMs, plusMs, type EpochMs } from '../time.ts';
import { type MatchClass, type MovementKind } from './finding.ts';

/** Decided by people. */
export const decisions = ['explained', 'allocated', 'returned', 'written-off'] as const;
export type Decision = (typeof decisions)[number];
/** Found by the machine: the line came on a later bill, or the bill was proof enough to book what we had missed. */
export const findings = ['arrived', 'booked-from-bill'] as const;
export type Resolution = Decision | (typeof findings)[number];

/** Money in our account that is somebody else's waits least. */
const daysToDecide: Readonly<Record<MatchClass, number>> = {
  'channel-only': 1,
  'amount-differs': 2,
  'state-differs': 2,
  'ours-only': 3,
  'fee-differs': 7,
  matched: 7,
};

export const deadlineOf = (kind: MatchClass, at: EpochMs): EpochMs => plusMs(at, daysToDecide[kind] * dayMs);

export interface OpenException {
  readonly state: 'open' | 'claimed' | 'resolved';
  readonly claimedBy: string | null;
  /** What of it lies in suspense: above zero the channel has more than our books, below zero less. */
  readonly suspenseFen: Fen;
  readonly kind: MovementKind;
}

/** A decision that moves money out of suspense is carried out by a second person. */
export const movesMoney = (decision: Decision): boolean => decision !== 'explained';

/** Who decides must have taken it on; what nobody could do with the money is refused. */
export const refusalOf = (exception: OpenException, decision: Decision, by: string): Refusal | undefined => {
  if (exception.state === 'resolved') return refuse('exception-resolved');
  if (exception.claimedBy !== by) return refuse('exception-not-claimed');
  const { suspenseFen, kind } = exception;
  switch (decision) {
    case 'explained':
      return suspenseFen === 0 ? undefined : refuse('money-in-suspense', `${suspenseFen} fen lie in suspense`);
    case 'allocated':
    case 'returned':
      return suspenseFen > 0 && kind === 'payment' ? undefined : refuse('nothing-to-give');
    case 'written-off':
      return suspenseFen === 0 ? refuse('nothing-to-give') : undefined;
  }
};
