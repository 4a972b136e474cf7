// Money is an integer number of fen (1/100 yuan); this file is the only place where a number becomes money.

/** An amount in fen: a safe integer, negative only in ledger entries. 2^53 fen is about 90 trillion yuan. */
export type Fen = number & { readonly __unit: 'fen' };

/** Makes money of a number. Throws a RangeError for anything but a safe integer: a fraction of a fen is always a bug. */
export const fen = (amount: number): Fen => {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole number of fen`);
  return (amount === 0 ? 0 : amount) as Fen;
};

export const zeroFen = fen(0);

export const addFen = (...amounts: readonly Fen[]): Fen =>
  fen(amounts.reduce<number>((sum, amount) => sum + amount, 0));

export const subtractFen = (from: Fen, amount: Fen): Fen => fen(from - amount);

export const negateFen = (amount: Fen): Fen => fen(-amount);

export const minFen = (...amounts: readonly [Fen, ...Fen[]]): Fen => fen(Math.min(...amounts));

export const maxFen = (...amounts: readonly [Fen, ...Fen[]]): Fen => fen(Math.max(...amounts));

/** What is left of `from` after `amount`, never below zero. */
export const remainingFen = (from: Fen, amount: Fen): Fen => maxFen(zeroFen, subtractFen(from, amount));

/**
 * Shares `total` in proportion to `weights` by largest remainder, so that the parts add up to the total exactly.
 * Weights are non-negative integers with a positive sum; ties go to the earlier part. Throws a RangeError otherwise.
 */
export const allocateFen = (total: Fen, weights: readonly number[]): Fen[] => {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('weights must be non-negative integers');
  }
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum === 0n) throw new RangeError('weights must not all be zero');
  const sign = total < 0 ? -1 : 1;
  const amount = BigInt(Math.abs(total));
  const shares = weights.map((weight, index) => {
    const exact = amount * BigInt(weight);
    return { index, whole: exact / sum, remainder: exact % sum };
  });
  const handedOut = shares.reduce((a, share) => a + share.whole, 0n);
  const byRemainder = [...shares].sort((a, b) => Number(b.remainder - a.remainder) || a.index - b.index);
  for (const share of byRemainder.slice(0, Number(amount - handedOut))) share.whole += 1n;
  return shares.map((share) => fen(sign * Number(share.whole)));
};

/** `¥12.30`: the only way from fen to yuan inside the platform; channel adapters have their own. */
export const formatYuan = (amount: Fen): string => {
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${sign}¥${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
