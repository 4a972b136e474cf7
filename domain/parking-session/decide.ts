// The decisions of a parking session, pure: state and loaded facts in, events or a refusal out.
import { totalDiscountFen, type AppliedDiscount } from '../discounts.ts';
import { type Fen, addFen, minFen, remainingFen, subtractFen, zeroFen } from '../money.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { type EpochMs } from '../time.ts';
import { type Outcome, type SessionEvent, type SessionState, type Settlement } from './state.ts';

/** What the rows say when a stay ends. */
export interface EndOfStay {
  readonly at: EpochMs;
  /** The fee of the stay under its pinned tariff, grace already considered. */
  readonly feeFen: Fen;
  /** What each reduction granted during the stay takes off that fee. */
  readonly discounts: readonly AppliedDiscount[];
  /** Paid in advance and not refunded. */
  readonly paidFen: Fen;
  /** A payment attempt is not final yet: closing waits for the grace all the same, the debt carries the attempt. */
  readonly settleGraceMs: number;
  /** Identifies the debt that an immediate hand-over would make. */
  readonly debtId: string;
  /** The due goes to a person instead of to arrears (another vehicle came while this stay was open). */
  readonly toReview: boolean;
}

/** How the money of a stay divides. Exempt stays cost 0; an unidentified stay is receivable only as far as it is paid. */
export const settle = (state: SessionState, end: Pick<EndOfStay, 'feeFen' | 'discounts' | 'paidFen'>): Settlement => {
  const feeFen = state.exemption === undefined ? end.feeFen : zeroFen;
  const unidentified = state.vehicleId === undefined;
  const discounts = state.exemption === undefined ? end.discounts : [];
  const discountFen = totalDiscountFen(discounts);
  const netFen = subtractFen(feeFen, discountFen);
  const advanceUsedFen = minFen(end.paidFen, netFen);
  const unidentifiedFen = unidentified ? subtractFen(netFen, advanceUsedFen) : zeroFen;
  return {
    grossFen: subtractFen(feeFen, unidentifiedFen),
    discountFen,
    discounts,
    advanceUsedFen,
    surplusFen: subtractFen(end.paidFen, advanceUsedFen),
    unidentifiedFen,
  };
};

/** What a settled stay still owes. */
export const dueOf = (settlement: Settlement): Fen =>
  subtractFen(settlement.grossFen, addFen(settlement.discountFen, settlement.advanceUsedFen));

const outcomeWithoutDue = (state: SessionState, settlement: Settlement): Outcome => {
  if (state.exemption !== undefined) return 'exempt';
  if (settlement.unidentifiedFen > 0) return 'unidentified';
  return settlement.grossFen === 0 ? 'free' : 'settled';
};

/** The vehicle is gone: the debt is fixed now and never grows. */
export const decideLeave = (state: SessionState, end: EndOfStay): SessionEvent[] | Refusal => {
  if (state.phase !== 'parked') return refuse('session-closed');
  if (end.at < state.enteredAt) return refuse('out-of-order-times', 'the exit is before the entry');
  const settlement = settle(state, end);
  const dueFen = dueOf(settlement);
  const left: SessionEvent = { type: 'left', at: end.at, dueFen, settlement };
  if (dueFen === 0) return [left, { type: 'closed', outcome: outcomeWithoutDue(state, settlement) }];
  if (end.toReview) return [left, { type: 'closed', outcome: 'review' }];
  if (end.settleGraceMs > 0) return [left];
  return [left, ...handOver(end.debtId, dueFen)];
};

const handOver = (debtId: string, amountFen: Fen): SessionEvent[] => [
  { type: 'handedOver', debtId, amountFen },
  { type: 'closed', outcome: 'handed-over' },
];

/** The settle grace is over: what is unpaid now becomes a debt. */
export const decideHandOver = (state: SessionState, outstandingFen: Fen, debtId: string): SessionEvent[] => {
  if (state.phase !== 'left') return [];
  return outstandingFen === 0 ? [{ type: 'closed', outcome: 'settled' }] : handOver(debtId, outstandingFen);
};

/** A payment was posted on the bill. After departure the stay closes when nothing is due any more. */
export const decidePayment = (state: SessionState, paymentId: string, outstandingFen: Fen): SessionEvent[] => {
  if (state.phase === 'closed') return [];
  const noted: SessionEvent = { type: 'paymentNoted', paymentId, dueFen: outstandingFen };
  return state.phase === 'left' && outstandingFen === 0 ? [noted, { type: 'closed', outcome: 'settled' }] : [noted];
};

export type ExitVerdict =
  | { readonly verdict: 'open' }
  | { readonly verdict: 'pay'; readonly dueFen: Fen }
  | { readonly verdict: 'refuse'; readonly code: Refusal['code'] };

/** A vehicle asks to leave at a lane: open when nothing is due, else the amount. */
export const decideExit = (
  state: SessionState,
  facts: { readonly feeFen: Fen; readonly discountFen: Fen; readonly paidFen: Fen },
): ExitVerdict => {
  if (state.phase !== 'parked') return { verdict: 'refuse', code: 'session-closed' };
  const feeFen = state.exemption === undefined ? facts.feeFen : zeroFen;
  const dueFen = remainingFen(remainingFen(feeFen, facts.discountFen), facts.paidFen);
  return dueFen === 0 ? { verdict: 'open' } : { verdict: 'pay', dueFen };
};

/** Void: with money posted or pending it needs a second person; the reason and the row stay. */
export const decideVoid = (
  state: SessionState,
  facts: {
    readonly at: EpochMs;
    readonly paidFen: Fen;
    readonly attemptPending: boolean;
    readonly secondPerson: boolean;
  },
): SessionEvent[] | Refusal => {
  if (state.phase === 'closed') return refuse('session-closed');
  if ((facts.paidFen > 0 || facts.attemptPending) && !facts.secondPerson) return refuse('second-person-required');
  return [{ type: 'voided', at: facts.at < state.enteredAt ? state.enteredAt : facts.at }];
};
