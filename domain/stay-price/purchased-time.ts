// Time that was bought before it was used: what a purchase costs, and what a stay owes that was longer than its time.
import { addFen, maxFen, minFen, remainingFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { fee, type CompiledTariff, type Stay } from '../tariff/tariff.ts';
import { epochMs, minuteMs, type EpochMs } from '../time.ts';

/**
 * `wholeStay`: the stay costs what it lasted, of which the purchase is a payment. `fromEnd`: what was bought stays as it
 * is, and the time after it is a stay of its own.
 */
export type OverstayPolicy = 'wholeStay' | 'fromEnd';

export interface PurchasePolicy {
  readonly overstay: OverstayPolicy;
  /** A stay that is longer by no more than this owes nothing more. */
  readonly graceMs: number;
  /** Whether a stay that ends early is given back what its own time would not have cost. */
  readonly refundsUnused: boolean;
}

/** Time that is paid for, from entry on. */
export interface BoughtTime {
  readonly until: EpochMs;
  readonly paidFen: Fen;
}

export interface PurchasedTotal {
  /** The price of the stay, of which what was paid is then subtracted. */
  readonly totalFen: Fen;
  readonly dueFen: Fen;
  readonly refundFen: Fen;
  /** Beyond what was bought, within the grace or not. */
  readonly overstayMs: number;
}

/**
 * What so many minutes more cost: the fee up to their end less that up to where they begin. Minutes that are bought one
 * after the other so cost what they cost at once. `until` is the entry for the first purchase.
 */
export const purchasePriceFen = (
  compiled: CompiledTariff,
  stay: Omit<Stay, 'exit'>,
  until: EpochMs,
  minutes: number,
): Fen | Refusal => {
  const before = fee(compiled, { ...stay, exit: until });
  const after = fee(compiled, { ...stay, exit: epochMs(until + minutes * minuteMs) });
  if (isRefusal(before)) return before;
  return isRefusal(after) ? after : remainingFen(after, before);
};

const totalBeyond = (
  compiled: CompiledTariff,
  stay: Stay,
  bought: BoughtTime,
  { overstay }: PurchasePolicy,
): Fen | Refusal => {
  if (overstay === 'wholeStay') return fee(compiled, stay);
  const more = fee(compiled, { ...stay, entry: bought.until });
  return isRefusal(more) ? more : addFen(bought.paidFen, more);
};

/** What a stay with bought time costs in all. Refuses what the tariff refuses. */
export const purchasedTotal = (
  compiled: CompiledTariff,
  stay: Stay,
  bought: BoughtTime,
  policy: PurchasePolicy,
): PurchasedTotal | Refusal => {
  const overstayMs = Math.max(0, stay.exit - bought.until);
  const isOver = overstayMs > policy.graceMs;
  const usedFen = isOver ? totalBeyond(compiled, stay, bought, policy) : fee(compiled, stay);
  if (isRefusal(usedFen)) return usedFen;
  const { paidFen } = bought;
  // What was bought is never asked for again, and given back only where the policy says so.
  const givesBack = policy.refundsUnused && stay.exit < bought.until;
  const totalFen = isOver ? maxFen(paidFen, usedFen) : givesBack ? minFen(paidFen, usedFen) : paidFen;
  return {
    totalFen,
    dueFen: remainingFen(totalFen, paidFen),
    refundFen: remainingFen(paidFen, totalFen),
    overstayMs,
  };
};
