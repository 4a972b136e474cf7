// Wallets, their movements, recharges, top-ups and promotions as the API shows them.
import { type PromotionRow } from '../db/queries/recharge-promotions.ts';
import { type Movement, type RechargeListRow, type WalletListRow } from '../db/queries/wallet-list.ts';
import { type VersionedWalletPolicy } from '../db/queries/wallet-policy.ts';
import { type TopUp } from '../db/queries/wallet-top-ups.ts';
import { availableOf, type WalletBalance } from '../db/wallets.ts';
import { formatInstant, type EpochMs } from '../domain/time.ts';
import { sumOfParts } from '../domain/wallet/parts.ts';
import { type Schema } from './handler.ts';

const instantOrNull = (at: EpochMs | null): string | null => (at === null ? null : formatInstant(at));

export const showBalance = (wallet: WalletBalance): Schema<'WalletBalance'> => ({
  principalFen: wallet.balance.principalFen,
  bonusFen: wallet.balance.bonusFen,
  heldFen: sumOfParts(wallet.held),
  spendableFen: sumOfParts(availableOf(wallet)),
});

export const showWallet = ({ heldFen, ...row }: WalletListRow): Schema<'Wallet'> => ({
  ...row,
  heldFen,
  spendableFen: row.principalFen + row.bonusFen - heldFen,
});

export const showMovement = ({ at, ...row }: Movement): Schema<'WalletMovement'> => ({
  ...row,
  at: formatInstant(at),
  balanceAfterFen: row.principalAfterFen + row.bonusAfterFen,
});

export const showRecharge = ({ createdAt, paidAt, ...row }: RechargeListRow): Schema<'Recharge'> => ({
  ...row,
  createdAt: formatInstant(createdAt),
  paidAt: instantOrNull(paidAt),
});

export const showTopUp = (row: TopUp): Schema<'TopUp'> => ({
  id: row.id,
  ownerId: row.ownerId,
  phone: row.phone,
  amountFen: row.amountFen,
  method: row.method,
  reason: row.reason,
  state: row.state,
  requestedBy: row.requestedBy,
  requestedAt: formatInstant(row.requestedAt),
  decidedBy: row.decidedBy,
  decidedAt: instantOrNull(row.decidedAt),
});

export const showWalletPolicy = ({ policy, version }: VersionedWalletPolicy): Schema<'WalletPolicy'> => ({
  spendingOrder: policy.spendingOrder,
  rechargeMinimumFen: policy.rechargeMinimumFen,
  rechargeMaximumFen: policy.rechargeMaximumFen,
  topUpReviewAboveFen: policy.topUpReviewAboveFen,
  automaticRefundLimitFen: policy.automaticRefundLimitFen,
  version,
});

export const showPromotion = (row: PromotionRow): Schema<'RechargePromotion'> => ({
  id: row.promotionId,
  version: row.version,
  name: row.name,
  tiers: [...row.tiers],
  firstRechargeOnly: row.firstRechargeOnly,
  validFrom: formatInstant(row.validFrom),
  validUntil: formatInstant(row.validUntil),
  off: row.off,
  changedBy: row.changedBy,
  changedAt: formatInstant(row.changedAt),
});
