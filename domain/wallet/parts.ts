// The two parts of a wallet, principal and bonus: how a payment is split between them and how a refund restores them.
import { addFen, allocateFen, fen, minFen, subtractFen, type Fen } from '../money.ts';

/** Principal was paid in and can be paid out again; bonus was given and can only pay bills. In fen, at least 0. */
export interface WalletParts {
  readonly principalFen: Fen;
  readonly bonusFen: Fen;
}

export const spendingOrders = ['bonus-first', 'principal-first'] as const;
export type SpendingOrder = (typeof spendingOrders)[number];

export const sumOfParts = ({ principalFen, bonusFen }: WalletParts): Fen => addFen(principalFen, bonusFen);

/**
 * What a payment of `amountFen` takes from each part of what is available: all it can from the first, the rest from the
 * second. Undefined when both together are not enough.
 */
export const splitSpending = (
  available: WalletParts,
  amountFen: Fen,
  order: SpendingOrder,
): WalletParts | undefined => {
  if (sumOfParts(available) < amountFen) return undefined;
  if (order === 'bonus-first') {
    const bonusFen = minFen(available.bonusFen, amountFen);
    return { principalFen: subtractFen(amountFen, bonusFen), bonusFen };
  }
  const principalFen = minFen(available.principalFen, amountFen);
  return { principalFen, bonusFen: subtractFen(amountFen, principalFen) };
};

/** Of a payment of these parts, what each part has back once `restoredFen` of it went back in all. */
const restoredInAll = (spent: WalletParts, restoredFen: Fen): WalletParts => {
  const [principalFen = fen(0), bonusFen = fen(0)] = allocateFen(restoredFen, [spent.principalFen, spent.bonusFen]);
  return { principalFen, bonusFen };
};

/**
 * What a refund of `amountFen` puts back into each part, in proportion to what the payment took from them, after
 * `beforeFen` went back by earlier refunds. It depends on the sums alone: many refunds restore what one of their sum
 * would, and a full refund restores both parts exactly. Throws a RangeError beyond what was paid.
 */
export const restoredParts = (spent: WalletParts, beforeFen: Fen, amountFen: Fen): WalletParts => {
  const afterFen = addFen(beforeFen, amountFen);
  if (beforeFen < 0 || amountFen < 0 || afterFen > sumOfParts(spent)) {
    throw new RangeError(`${afterFen} fen cannot go back of ${sumOfParts(spent)} fen that were paid`);
  }
  const before = restoredInAll(spent, beforeFen);
  const after = restoredInAll(spent, afterFen);
  return {
    principalFen: subtractFen(after.principalFen, before.principalFen),
    bonusFen: subtractFen(after.bonusFen, before.bonusFen),
  };
};
