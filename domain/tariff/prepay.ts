// Grace after paying: a covered quote holds its price until the grace after it ends, and nothing else renews it.
import { isRefusal, type Refusal } from '../refusal.ts';
import { remainingFen, type Fen } from '../money.ts';
import { epochMs, minuteMs, type EpochMs } from '../time.ts';
import { fee, type CompiledTariff, type Interval, type Stay } from './tariff.ts';

/** A payment and the quote it answered. */
export interface CoveredQuote {
  /** Event time of the quote; the grace starts here, not at the payment. */
  readonly quotedAt: EpochMs;
  /** The fee of the stay at that time, before discounts and earlier payments. */
  readonly feeFen: Fen;
  /** All that had been paid or discounted for the stay once this payment was in. */
  readonly paidFen: Fen;
  /** What this payment itself was, where the caller has not sorted out payments of nothing: these start no grace. */
  readonly paymentFen?: Fen;
}

export interface StayTotal {
  /** The fee of the whole stay, of which payments and discounts are then subtracted. */
  readonly totalFen: Fen;
  /** The instant until which the stay is priced: its exit, or the quote that still holds. */
  readonly pricedUntil: EpochMs;
}

const holds = (quote: CoveredQuote, exit: EpochMs, paidLeaveGraceMs: number): boolean =>
  quote.paidFen > 0 &&
  quote.paymentFen !== 0 &&
  quote.paidFen >= quote.feeFen &&
  quote.quotedAt <= exit &&
  exit <= quote.quotedAt + paidLeaveGraceMs;

/**
 * What a stay costs in total, however often it was paid for on the way. `coveredQuotes` holds only quotes that were
 * answered by a payment of more than 0; of several that hold, the earliest decides. Refuses what `fee` refuses.
 */
export const totalFee = (
  compiled: CompiledTariff,
  stay: Stay,
  coveredQuotes: readonly CoveredQuote[],
  paidLeaveGraceMs: number,
): StayTotal | Refusal => {
  const pricedUntil = coveredQuotes
    .filter((quote) => quote.quotedAt >= stay.entry && holds(quote, stay.exit, paidLeaveGraceMs))
    .reduce((earliest, { quotedAt }) => (quotedAt < earliest ? quotedAt : earliest), stay.exit);
  const totalFen = fee(compiled, { ...stay, exit: pricedUntil });
  return isRefusal(totalFen) ? totalFen : { totalFen, pricedUntil };
};

/** What the driver still has to pay of it, never below zero. */
export const stayDueFen = (total: StayTotal, paidAndDiscountedFen: Fen): Fen =>
  remainingFen(total.totalFen, paidAndDiscountedFen);

export interface Overstay {
  readonly since: EpochMs;
  readonly ms: number;
}

/** How far a stay is beyond the longest that is allowed: a violation, for which the tariff goes on charging all the same. */
export const overstayOf = ({ entry, exit }: Interval, maximumStayMinutes: number): Overstay | undefined => {
  const since = epochMs(entry + maximumStayMinutes * minuteMs);
  return exit > since ? { since, ms: exit - since } : undefined;
};
