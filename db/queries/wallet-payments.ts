// Paying a bill from a wallet: what is due, what each part gives, and the posting, in one transaction.
import { type Fen } from '../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { splitSpending, sumOfParts } from '../../domain/wallet/parts.ts';
import { type Tx } from '../rows.ts';
import { availableOf, lockWallet } from '../wallets.ts';
import { insertPayment, lockPayable, obstacle, readPayment, type BeginAttempt, type BegunAttempt } from './payments.ts';
import { postPayment } from './post-payment.ts';
import { recordParts } from './wallet-parts.ts';
import { readWalletPolicy } from './wallet-policy.ts';

export interface WalletPayment extends BeginAttempt {
  readonly ownerId: string;
  /** What the owner agreed to pay; it must be what is due. A standing order names no amount. */
  readonly amountFen?: Fen;
  /** By a standing order of the owner, not by the owner at this moment. */
  readonly automatic: boolean;
}

/**
 * Pays what the bill owes, all or nothing. `insufficient-balance` when the wallet cannot: a refusal writes no payment, but
 * the caller must roll back, because the price may have been frozen on the way.
 */
export const payFromWallet = async (tx: Tx, payment: WalletPayment): Promise<BegunAttempt | Refusal> => {
  const { paymentId, ownerId, automatic, at } = payment;
  const own = await readPayment(tx, paymentId);
  if (own !== undefined) return { kind: 'begun', payment: own };
  const payable = await lockPayable(tx, payment.billId, at);
  if (isRefusal(payable)) return payable;
  if (payable.bill.kind === 'recharge') return refuse('bill-not-payable', 'a wallet does not fill a wallet');
  const { dueFen } = payable;
  if (dueFen === 0) return refuse('bill-already-paid');
  if ((payment.amountFen ?? dueFen) !== dueFen) return refuse('amount-mismatch', `${dueFen} fen are due`);
  const { companyId } = payable.bill;
  const available = availableOf(await lockWallet(tx, companyId, ownerId));
  const { policy } = await readWalletPolicy(tx);
  const parts = splitSpending(available, dueFen, policy.spendingOrder);
  if (parts === undefined) {
    return refuse('insufficient-balance', `${dueFen} fen are due, ${sumOfParts(available)} fen can be spent`);
  }
  // Last: whoever cannot pay shall not have another attempt ended for nothing.
  const hindered = await obstacle(tx, payable);
  if (hindered !== undefined) return hindered;
  await insertPayment(tx, payable, { ...payment, channel: 'wallet' });
  await recordParts(tx, { ...parts, companyId, paymentId, ownerId, automatic });
  await postPayment(tx, { paymentId, amountFen: dueFen, succeededAt: at }, at);
  const row = await readPayment(tx, paymentId);
  if (row === undefined) throw new Error(`payment ${paymentId} was not written`);
  return { kind: 'begun', payment: row };
};
