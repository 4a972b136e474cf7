// Postings about wallets: recharges, the bonus they bring, what staff give, and what is asked back. Amounts are positive.
import { type Fen } from '../money.ts';
import { bonusOf, discountOf, walletOf, withdrawalPayable, type MoneyAccount } from './account.ts';
import { credit, debit, posted } from './posting.ts';
import { assertBalanced, resolvePending, type LedgerTransaction, type Resolution } from './transaction.ts';

/** Who bears the bonus of recharge promotions, and of what staff give to make up for something. */
export const promotionSponsor = 'promotion';
export const goodwillSponsor = 'goodwill';

/** A recharge was paid: the money is in the channel or with a collector, the owner has it in the wallet. */
export const walletRecharged = (payment: {
  paymentId: string;
  into: MoneyAccount;
  ownerId: string;
  amountFen: Fen;
}): LedgerTransaction =>
  posted({
    businessKey: `payment/${payment.paymentId}`,
    kind: 'recharged',
    cause: { kind: 'payment', id: payment.paymentId },
    entries: [debit(payment.into, payment.amountFen), credit(walletOf(payment.ownerId), payment.amountFen)],
  });

/** The bonus of a recharge, once per recharge bill. */
export const rechargeBonusGranted = (bonus: { billId: string; ownerId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `recharge/${bonus.billId}/bonus`,
    kind: 'recharge-bonus',
    cause: { kind: 'recharge', id: bonus.billId },
    entries: [debit(discountOf(promotionSponsor), bonus.amountFen), credit(bonusOf(bonus.ownerId), bonus.amountFen)],
  });

/** Staff gave a bonus to make up for something. */
export const goodwillGranted = (topUp: { topUpId: string; ownerId: string; amountFen: Fen }): LedgerTransaction =>
  posted({
    businessKey: `top-up/${topUp.topUpId}`,
    kind: 'goodwill-granted',
    cause: { kind: 'top-up', id: topUp.topUpId },
    entries: [debit(discountOf(goodwillSponsor), topUp.amountFen), credit(bonusOf(topUp.ownerId), topUp.amountFen)],
  });

/** Reserves a withdrawal while it is decided on and paid out. Principal only: a bonus is never paid out. */
export const withdrawalRequested = (withdrawal: {
  withdrawalId: string;
  ownerId: string;
  amountFen: Fen;
}): LedgerTransaction =>
  assertBalanced({
    businessKey: `withdrawal/${withdrawal.withdrawalId}`,
    kind: 'withdrawal',
    cause: { kind: 'withdrawal', id: withdrawal.withdrawalId },
    state: 'pending',
    entries: [
      debit(walletOf(withdrawal.ownerId), withdrawal.amountFen),
      credit(withdrawalPayable, withdrawal.amountFen),
    ],
  });

/** `posted` when the withdrawal was paid, else the wallet has its money back. */
export const withdrawalResolved = (requested: LedgerTransaction, state: Resolution): LedgerTransaction =>
  resolvePending(requested, state, `${requested.businessKey}/resolved`);
