// A company's rules for wallets: the policy, and recharge promotions; each change is a version with an audit row.
import {
  changePromotion,
  insertPromotion,
  listPromotions,
  readPromotion,
  type PromotionRow,
  type PromotionWrite,
} from '../../db/queries/recharge-promotions.ts';
import { readWalletPolicy, writeWalletPolicy } from '../../db/queries/wallet-policy.ts';
import { type Tx } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { type WalletPolicy } from '../../domain/wallet/policy.ts';
import { brokenTier, type PromotionTier } from '../../domain/wallet/promotion.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { found, malformed, Problem } from '../problems.ts';
import { expectVersion } from '../settings.ts';
import { showPromotion, showWalletPolicy } from '../show-wallet.ts';
import { instantOf } from './payments.ts';

type PromotionOps =
  | 'listRechargePromotions'
  | 'createRechargePromotion'
  | 'getRechargePromotion'
  | 'replaceRechargePromotion'
  | 'switchOffRechargePromotion';

const tiersOf = (body: Schema<'RechargePromotionWrite'>): PromotionTier[] => {
  const tiers = body.tiers.map(({ thresholdFen, bonusFen }) => ({
    thresholdFen: fen(thresholdFen),
    bonusFen: fen(bonusFen),
  }));
  const broken = brokenTier(tiers);
  if (broken !== undefined)
    throw malformed(`/body/tiers/${broken}`, 'order', 'its threshold must rise and its bonus must not fall');
  return tiers;
};

const writtenOf = (
  body: Schema<'RechargePromotionWrite'>,
): Pick<PromotionWrite, 'name' | 'tiers' | 'firstRechargeOnly' | 'validFrom' | 'validUntil'> => {
  const { name, firstRechargeOnly } = body;
  const tiers = tiersOf(body);
  const validFrom = found(instantOf(body.validFrom, '/body/validFrom'));
  const validUntil = found(instantOf(body.validUntil, '/body/validUntil'));
  if (validUntil <= validFrom) throw malformed('/body/validUntil', 'order', 'must be after validFrom');
  return { name, firstRechargeOnly, tiers, validFrom, validUntil };
};

const newest = async (tx: Tx, promotionId: string): Promise<PromotionRow> =>
  found(await readPromotion(tx, promotionId));

/** Somebody else wrote the next version first. */
const change = async (tx: Tx, promotion: PromotionWrite, version: number): Promise<PromotionRow> => {
  if (!(await changePromotion(tx, promotion, version))) throw new Problem('stale-version');
  return newest(tx, promotion.promotionId);
};

const promotionHandlers = (cursors: Cursors): Handlers<PromotionOps> => ({
  async listRechargePromotions(request) {
    const after = cursors.read(request)?.[0];
    const key = after === undefined ? undefined : String(after);
    const rows = await listPromotions(request.tx, key, cursors.limit(request));
    return { status: 200, body: cursors.page(request, rows, ({ promotionId }) => [promotionId], showPromotion) };
  },
  async createRechargePromotion({ tx, body, scope, actor, at, derivedId: promotionId, audit }) {
    const { companyId } = scope;
    await insertPromotion(tx, { ...writtenOf(body), companyId, promotionId, off: false, by: actor.id, at });
    const after = showPromotion(await newest(tx, promotionId));
    await audit({ subjectKind: 'RechargePromotion', subjectId: promotionId, after });
    return { status: 201, body: after };
  },
  async getRechargePromotion({ tx, path }) {
    const promotion = await newest(tx, path.promotionId);
    return { status: 200, body: showPromotion(promotion), version: promotion.version };
  },
  async replaceRechargePromotion({ tx, path: { promotionId }, body, scope, actor, at, ifMatch, audit }) {
    const before = await newest(tx, promotionId);
    expectVersion(before, ifMatch);
    const { companyId } = scope;
    const written = { ...writtenOf(body), companyId, promotionId, off: before.off, by: actor.id, at };
    const after = await change(tx, written, before.version);
    const shown = showPromotion(after);
    await audit({
      subjectKind: 'RechargePromotion',
      subjectId: promotionId,
      before: showPromotion(before),
      after: shown,
    });
    return { status: 200, body: shown, version: after.version };
  },
  async switchOffRechargePromotion({ tx, path: { promotionId }, body, scope, actor, at, audit }) {
    const before = await newest(tx, promotionId);
    if (before.off) throw new Problem('already-decided');
    const written = { ...before, companyId: scope.companyId, off: true, by: actor.id, at };
    const after = showPromotion(await change(tx, written, before.version));
    const { reason } = body;
    await audit({ subjectKind: 'RechargePromotion', subjectId: promotionId, reason, before: { off: false }, after });
    return { status: 200, body: after };
  },
});

const policyOf = (from: WalletPolicy, changed: Schema<'WalletPolicyChange'>): WalletPolicy => {
  const policy = {
    spendingOrder: changed.spendingOrder ?? from.spendingOrder,
    rechargeMinimumFen: fen(changed.rechargeMinimumFen ?? from.rechargeMinimumFen),
    rechargeMaximumFen: fen(changed.rechargeMaximumFen ?? from.rechargeMaximumFen),
    topUpReviewAboveFen: fen(changed.topUpReviewAboveFen ?? from.topUpReviewAboveFen),
    automaticRefundLimitFen: fen(changed.automaticRefundLimitFen ?? from.automaticRefundLimitFen),
  };
  if (policy.rechargeMaximumFen < policy.rechargeMinimumFen)
    throw malformed('/body/rechargeMaximumFen', 'order', 'must not be below the minimum');
  return policy;
};

const policyHandlers: Handlers<'getWalletPolicy' | 'replaceWalletPolicy'> = {
  async getWalletPolicy({ tx }) {
    const known = await readWalletPolicy(tx);
    return { status: 200, body: showWalletPolicy(known), version: known.version };
  },
  async replaceWalletPolicy({ tx, body, scope, actor, ifMatch, audit }) {
    const known = await readWalletPolicy(tx);
    expectVersion(known, ifMatch);
    const next = { policy: policyOf(known.policy, body), version: known.version + 1 };
    await writeWalletPolicy(tx, scope.companyId, next, actor.id);
    const after = showWalletPolicy(next);
    await audit({ subjectKind: 'WalletPolicy', subjectId: scope.companyId, before: showWalletPolicy(known), after });
    return { status: 200, body: after, version: next.version };
  },
};

export const walletRuleRoutes = ({
  cursors,
}: {
  readonly cursors: Cursors;
}): Handlers<PromotionOps | keyof typeof policyHandlers> => ({ ...promotionHandlers(cursors), ...policyHandlers });
