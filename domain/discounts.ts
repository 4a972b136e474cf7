// Reductions granted to a stay, in the order they were granted, never beyond the fee.
import { type Fen, addFen, fen, minFen, subtractFen, zeroFen } from './money.ts';

export interface DiscountGrant {
  readonly id: string;
  readonly sponsor: string;
  /** amount: value in fen; percent: value per cent off what is left; full and pass: everything. */
  readonly kind: 'amount' | 'percent' | 'full' | 'pass';
  readonly value: number;
}

export interface AppliedDiscount {
  readonly id: string;
  readonly sponsor: string;
  readonly amountFen: Fen;
}

const offered = (grant: DiscountGrant, leftFen: Fen): Fen => {
  switch (grant.kind) {
    case 'amount':
      return fen(grant.value);
    case 'percent':
      // Rounded down: a discount never takes a fraction of a fen more than it says.
      return fen(Math.floor((leftFen * Math.min(grant.value, 100)) / 100));
    case 'full':
    case 'pass':
      return leftFen;
  }
};

/** What each grant takes off the fee; the sum is at most the fee. */
export const applyDiscounts = (feeFen: Fen, grants: readonly DiscountGrant[]): AppliedDiscount[] => {
  let leftFen = feeFen;
  return grants.map((grant) => {
    const amountFen = minFen(leftFen, offered(grant, leftFen));
    leftFen = subtractFen(leftFen, amountFen);
    return { id: grant.id, sponsor: grant.sponsor, amountFen };
  });
};

export const totalDiscountFen = (applied: readonly AppliedDiscount[]): Fen =>
  addFen(zeroFen, ...applied.map(({ amountFen }) => amountFen));
