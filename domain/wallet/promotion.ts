// Recharge promotions: which of them are in force at a time, and the bonus that a recharge brings under them.
import { type Fen } from '../money.ts';
import { type EpochMs } from '../time.ts';

/** A recharge of at least `thresholdFen` brings `bonusFen`. */
export interface PromotionTier {
  readonly thresholdFen: Fen;
  readonly bonusFen: Fen;
}

/** One version of a promotion: a change makes a new one, so that what was granted can be explained later. */
export interface Promotion {
  readonly promotionId: string;
  readonly version: number;
  /** By ascending threshold; never empty. */
  readonly tiers: readonly PromotionTier[];
  /** Only for an owner who has not recharged before. */
  readonly firstRechargeOnly: boolean;
  /** In force from here on … */
  readonly validFrom: EpochMs;
  /** … and before here. */
  readonly validUntil: EpochMs;
  /** Switched off by hand. */
  readonly off: boolean;
}

export interface Recharge {
  readonly amountFen: Fen;
  readonly isFirst: boolean;
  /** When the owner was told what the recharge brings. */
  readonly at: EpochMs;
}

export interface GrantedBonus {
  readonly promotionId: string;
  readonly version: number;
  readonly bonusFen: Fen;
}

export const isInForce = ({ off, validFrom, validUntil }: Promotion, at: EpochMs): boolean =>
  !off && validFrom <= at && at < validUntil;

const reachedTier = ({ tiers }: Promotion, amountFen: Fen): PromotionTier | undefined =>
  tiers.filter(({ thresholdFen }) => thresholdFen <= amountFen).at(-1);

/**
 * The one bonus of a recharge: that of the highest threshold it reaches, under the promotion that gives most. Bonuses do
 * not add up; of equal ones the promotion that comes first gives it.
 */
export const bonusOfRecharge = (promotions: readonly Promotion[], recharge: Recharge): GrantedBonus | undefined =>
  promotions
    .filter((promotion) => isInForce(promotion, recharge.at) && (recharge.isFirst || !promotion.firstRechargeOnly))
    .flatMap((promotion) => {
      const tier = reachedTier(promotion, recharge.amountFen);
      const { promotionId, version } = promotion;
      return tier === undefined ? [] : [{ promotionId, version, bonusFen: tier.bonusFen }];
    })
    .reduce<GrantedBonus | undefined>(
      (best, granted) => (best === undefined || granted.bonusFen > best.bonusFen ? granted : best),
      undefined,
    );

/** Index of the first tier that does not rise above the one before it; undefined when all do. */
export const brokenTier = (tiers: readonly PromotionTier[]): number | undefined => {
  const index = tiers.findIndex((tier, position) => {
    const before = tiers[position - 1];
    return before !== undefined && (tier.thresholdFen <= before.thresholdFen || tier.bonusFen < before.bonusFen);
  });
  return index === -1 ? undefined : index;
};
