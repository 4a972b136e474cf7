// Rounding as a rule names it. Amounts are integers; a quotient is taken without losing a fen to binary fractions.
import { type RoundingMode } from './document.ts';

/** `amount * numerator / denominator` as a whole number; `nearest` takes a half up. All are safe integers. */
export const scaled = (amount: number, numerator: number, denominator: number, mode: RoundingMode): number => {
  const product = amount * numerator;
  const whole = Math.floor(product / denominator);
  const rest = product - whole * denominator;
  if (rest === 0) return whole;
  if (mode === 'up') return whole + 1;
  return mode === 'nearest' && 2 * rest >= denominator ? whole + 1 : whole;
};

/** To a multiple of `step`. */
export const roundedTo = (amount: number, step: number, mode: RoundingMode): number =>
  scaled(amount, 1, step, mode) * step;
