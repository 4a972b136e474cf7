// A company's rules for the wallets of its owners. Versioned; a payment uses the newest.
import { fen, type Fen } from '../money.ts';
import { type SpendingOrder } from './parts.ts';

export interface WalletPolicy {
  /** Which part of a wallet a payment takes first. */
  readonly spendingOrder: SpendingOrder;
  readonly rechargeMinimumFen: Fen;
  readonly rechargeMaximumFen: Fen;
  /** A top-up by staff of more than this waits for a second person. */
  readonly topUpReviewAboveFen: Fen;
  /** A recharge that was paid twice goes back without asking up to this amount. */
  readonly automaticRefundLimitFen: Fen;
}

export const defaultWalletPolicy: WalletPolicy = {
  spendingOrder: 'bonus-first',
  rechargeMinimumFen: fen(100),
  rechargeMaximumFen: fen(500_000),
  topUpReviewAboveFen: fen(50_000),
  automaticRefundLimitFen: fen(50_000),
};

export const isRechargeAmount = (policy: WalletPolicy, amountFen: Fen): boolean =>
  amountFen >= policy.rechargeMinimumFen && amountFen <= policy.rechargeMaximumFen;
