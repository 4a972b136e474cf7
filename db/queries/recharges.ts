// Recharges: a bill that its owner pays to have its amount in the wallet, credited once, with the bonus of the promotion.
import { outstandingFen } from '../../domain/bill.ts';
import { billPaid, rechargeBonusGranted, walletRecharged } from '../../domain/ledger.ts';
import { fen, formatYuan, zeroFen, type Fen } from '../../domain/money.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import { isRechargeAmount } from '../../domain/wallet/policy.ts';
import { bonusOfRecharge, type GrantedBonus } from '../../domain/wallet/promotion.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { lockWallet, openWallet } from '../wallets.ts';
import { addAuditItem } from './bills.ts';
import {
  countPaid,
  lockPayment,
  markPaymentSucceeded,
  moneyOf,
  recordAllocation,
  type PaymentRow,
  type PaymentSuccess,
} from './payment-success.ts';
import { openRefunds } from './refunds.ts';
import { promotionsAt } from './recharge-promotions.ts';
import { readWalletPolicy } from './wallet-policy.ts';

export interface RechargeBill {
  readonly kind: 'recharge';
  readonly id: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly state: 'final' | 'void';
  readonly grossFen: Fen;
  readonly discountFen: Fen;
  readonly paidFen: Fen;
  readonly surplusFen: Fen;
  readonly createdAt: EpochMs;
}

const columns = sql`kind, id, company_id as "companyId", owner_id as "ownerId", state, gross_fen as "grossFen",
  discount_fen as "discountFen", paid_fen as "paidFen", surplus_fen as "surplusFen", epoch_ms(created_at) as "createdAt"`;

export const readRecharge = (tx: Tx, billId: string): Promise<RechargeBill | undefined> =>
  tx.row<RechargeBill>(sql`select ${columns} from bill where id = ${billId} and kind = 'recharge'`);

export const lockRecharge = (tx: Tx, billId: string): Promise<RechargeBill | undefined> =>
  tx.row<RechargeBill>(sql`select ${columns} from bill where id = ${billId} and kind = 'recharge' for update`);

export interface OpenRecharge {
  /** Made by the caller from the request's own identity: a repeat finds its bill again. */
  readonly billId: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly amountFen: Fen;
  readonly at: EpochMs;
}

/** Whether the owner's wallet was recharged before; the wallet is locked by whoever must rely on it. */
export const isFirstRecharge = async (tx: Tx, ownerId: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from wallet_recharge where owner_id = ${ownerId} limit 1`)) === undefined;

/** What a recharge would bring now. Told to the owner; a first recharge must still be the first when it is paid. */
export const promisedBonus = async (
  tx: Tx,
  { ownerId, amountFen, at }: Pick<OpenRecharge, 'ownerId' | 'amountFen' | 'at'>,
): Promise<GrantedBonus | undefined> =>
  bonusOfRecharge(await promotionsAt(tx, at), { amountFen, at, isFirst: await isFirstRecharge(tx, ownerId) });

/** Writes the bill, once; `amount-out-of-range` when the company takes no recharge of this amount. */
export const openRecharge = async (tx: Tx, recharge: OpenRecharge): Promise<Refusal | undefined> => {
  const { billId, companyId, ownerId, amountFen, at } = recharge;
  const { policy } = await readWalletPolicy(tx);
  if (!isRechargeAmount(policy, amountFen)) {
    const { rechargeMinimumFen: least, rechargeMaximumFen: most } = policy;
    return refuse('amount-out-of-range', `a recharge is ${formatYuan(least)} to ${formatYuan(most)}`);
  }
  await tx.run(sql`
    insert into bill (id, company_id, kind, owner_kind, owner_id, state, gross_fen, created_at, final_at)
    values (${billId}, ${companyId}, 'recharge', 'wallet', ${ownerId}, 'final', ${amountFen}, instant(${at}), instant(${at}))
    on conflict (id) do nothing`);
  return undefined;
};

const recordRecharge = async (
  tx: Tx,
  bill: RechargeBill,
  paymentId: string,
  bonus: GrantedBonus | undefined,
  at: EpochMs,
): Promise<void> => {
  await tx.run(sql`
    insert into wallet_recharge (bill_id, company_id, owner_id, payment_id, promotion_id, promotion_version, bonus_fen,
      recharged_at)
    values (${bill.id}, ${bill.companyId}, ${bill.ownerId}, ${paymentId}, ${bonus?.promotionId ?? null},
      ${bonus?.version ?? null}, ${bonus?.bonusFen ?? 0}, instant(${at}))`);
};

/** The money into the wallet, and the bonus of the promotion that was in force when the owner was told of it. */
const creditWallet = async (tx: Tx, bill: RechargeBill, payment: PaymentRow, at: EpochMs): Promise<void> => {
  const { companyId, ownerId } = bill;
  const into = await moneyOf(tx, payment);
  if (typeof into !== 'string') throw new Error(`recharge ${bill.id} was paid from a wallet`);
  // Locked before it is asked whether this is the first: of two at once, one is.
  await openWallet(tx, companyId, ownerId);
  await lockWallet(tx, companyId, ownerId);
  const amountFen = fen(payment.amount_fen);
  const bonus = await promisedBonus(tx, { ownerId, amountFen, at: epochMs(bill.createdAt) });
  await post(tx, walletRecharged({ paymentId: payment.id, into, ownerId, amountFen }), { companyId, at });
  if (bonus !== undefined) {
    const granted = rechargeBonusGranted({ billId: bill.id, ownerId, amountFen: bonus.bonusFen });
    await post(tx, granted, { companyId, at });
  }
  await recordRecharge(tx, bill, payment.id, bonus, at);
  await recordAllocation(tx, bill, payment.id, 'bill', amountFen);
};

/** It was paid already: the money goes back to where it came from. */
const returnSurplus = async (
  tx: Tx,
  bill: RechargeBill,
  payment: PaymentRow,
  succeededAt: EpochMs,
  at: EpochMs,
): Promise<void> => {
  const { id: billId, companyId } = bill;
  const surplusFen = fen(payment.amount_fen);
  const into = await moneyOf(tx, payment);
  const posting = billPaid({ paymentId: payment.id, into, allocations: [], surplusFen });
  await post(tx, posting, { companyId, at: succeededAt });
  await recordAllocation(tx, bill, payment.id, 'surplus', surplusFen);
  const { policy } = await readWalletPolicy(tx);
  await openRefunds(tx, {
    companyId,
    billId,
    sessionId: null,
    amountFen: surplusFen,
    reason: 'paid-twice',
    at,
    automaticLimitFen: policy.automaticRefundLimitFen,
    paymentId: payment.id,
  });
  const detail = { paymentId: payment.id, surplusFen };
  await addAuditItem(tx, { companyId, kind: 'payment-surplus', cause: `surplus/${payment.id}`, detail, at });
};

export type RechargeOutcome = 'posted' | 'repeated' | 'amount-mismatch' | 'unknown-payment';

/** Posts the success of a recharge once, under its bill's lock; a second payment of the same bill is surplus. */
export const postRecharge = async (tx: Tx, success: PaymentSuccess, at: EpochMs): Promise<RechargeOutcome> => {
  const found = await tx.row<{ bill_id: string }>(sql`select bill_id from payment where id = ${success.paymentId}`);
  const bill = found && (await lockRecharge(tx, found.bill_id));
  const payment = bill && (await lockPayment(tx, success.paymentId));
  if (bill === undefined || payment === undefined) return 'unknown-payment';
  if (payment.state === 'succeeded') return 'repeated';
  if (payment.amount_fen !== success.amountFen) return 'amount-mismatch';
  await markPaymentSucceeded(tx, success, at);
  const isOwed = outstandingFen(bill) === payment.amount_fen && bill.state === 'final';
  if (isOwed) await creditWallet(tx, bill, payment, success.succeededAt);
  await countPaid(tx, bill.id, fen(payment.amount_fen), isOwed ? zeroFen : fen(payment.amount_fen));
  if (!isOwed) await returnSurplus(tx, bill, payment, success.succeededAt, at);
  return 'posted';
};
