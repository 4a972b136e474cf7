// Recharge promotions: versions that hold from a business time on; which are in force is the domain's to say.
import { fen } from '../../domain/money.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import { type Promotion, type PromotionTier } from '../../domain/wallet/promotion.ts';
import { type Tx, sql } from '../rows.ts';

export interface PromotionRow extends Promotion {
  readonly name: string;
  readonly changedBy: string;
  readonly changedAt: EpochMs;
}

interface RawRow {
  promotionId: string;
  version: number;
  name: string;
  tiers: { thresholdFen: number; bonusFen: number }[];
  firstRechargeOnly: boolean;
  validFrom: number;
  validUntil: number;
  off: boolean;
  changedBy: string;
  changedAt: number;
}

const columns = sql`v.promotion_id as "promotionId", v.version, v.name, v.tiers, v.first_recharge_only as "firstRechargeOnly",
  epoch_ms(v.valid_from) as "validFrom", epoch_ms(v.valid_until) as "validUntil", v.off, v.changed_by as "changedBy",
  epoch_ms(v.changed_at) as "changedAt"`;

const promotionOf = (row: RawRow): PromotionRow => ({
  ...row,
  tiers: row.tiers.map(({ thresholdFen, bonusFen }) => ({ thresholdFen: fen(thresholdFen), bonusFen: fen(bonusFen) })),
  validFrom: epochMs(row.validFrom),
  validUntil: epochMs(row.validUntil),
  changedAt: epochMs(row.changedAt),
});

/** Of each promotion the version that held at `at`, oldest promotion first. */
export const promotionsAt = async (tx: Tx, at: EpochMs): Promise<PromotionRow[]> =>
  (
    await tx.rows<RawRow>(sql`
      select distinct on (v.promotion_id) ${columns} from recharge_promotion_version v
      where v.changed_at <= instant(${at}) order by v.promotion_id, v.version desc`)
  ).map(promotionOf);

export const readPromotion = async (tx: Tx, promotionId: string): Promise<PromotionRow | undefined> => {
  const row = await tx.row<RawRow>(sql`
    select ${columns} from recharge_promotion_version v where v.promotion_id = ${promotionId}
    order by v.version desc limit 1`);
  return row && promotionOf(row);
};

/** The newest version of each, by id; after `afterId`. */
export const listPromotions = async (tx: Tx, afterId: string | undefined, limit: number): Promise<PromotionRow[]> =>
  (
    await tx.rows<RawRow>(sql`
      select ${columns} from recharge_promotion p
      join recharge_promotion_version v on v.promotion_id = p.id and v.version = p.version
      where ${afterId === undefined ? sql`true` : sql`p.id > ${afterId}`} order by p.id limit ${limit}`)
  ).map(promotionOf);

export interface PromotionWrite {
  readonly companyId: string;
  readonly promotionId: string;
  readonly name: string;
  readonly tiers: readonly PromotionTier[];
  readonly firstRechargeOnly: boolean;
  readonly validFrom: EpochMs;
  readonly validUntil: EpochMs;
  readonly off: boolean;
  readonly by: string;
  readonly at: EpochMs;
}

const insertVersion = async (tx: Tx, promotion: PromotionWrite, version: number): Promise<void> => {
  await tx.run(sql`
    insert into recharge_promotion_version (promotion_id, version, company_id, name, tiers, first_recharge_only, valid_from,
      valid_until, off, changed_by, changed_at)
    values (${promotion.promotionId}, ${version}, ${promotion.companyId}, ${promotion.name},
      ${JSON.stringify(promotion.tiers)}::jsonb, ${promotion.firstRechargeOnly}, instant(${promotion.validFrom}),
      instant(${promotion.validUntil}), ${promotion.off}, ${promotion.by}, instant(${promotion.at}))`);
};

export const insertPromotion = async (tx: Tx, promotion: PromotionWrite): Promise<void> => {
  await tx.run(sql`
    insert into recharge_promotion (id, company_id) values (${promotion.promotionId}, ${promotion.companyId})`);
  await insertVersion(tx, promotion, 1);
};

/** Writes the next version; false when the newest is no longer `version`. */
export const changePromotion = async (tx: Tx, promotion: PromotionWrite, version: number): Promise<boolean> => {
  const changed = await tx.run(sql`
    update recharge_promotion set version = version + 1 where id = ${promotion.promotionId} and version = ${version}`);
  if (changed === 0) return false;
  await insertVersion(tx, promotion, version + 1);
  return true;
};
