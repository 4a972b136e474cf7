// What becomes of a payment that succeeded, whatever its bill is: where its money is, its row, and where it went.
import { bonusOf, cashOf, transitOf, walletOf } from '../../domain/ledger.ts';
import { channels } from '../../domain/ledger/account.ts';
import { type MoneySource } from '../../domain/ledger/posting.ts';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';
import { partsOfPayment } from './wallet-parts.ts';

export interface PaymentSuccess {
  readonly paymentId: string;
  /** What the channel says was paid; it must be what we asked for. */
  readonly amountFen: Fen;
  readonly channelTradeNo?: string;
  readonly succeededAt: EpochMs;
}

export interface PaymentRow {
  readonly id: string;
  readonly bill_id: string;
  readonly channel: string;
  readonly amount_fen: Fen;
  readonly state: string;
  readonly collected_by: string | null;
}

export const lockPayment = (tx: Tx, paymentId: string): Promise<PaymentRow | undefined> =>
  tx.row<PaymentRow>(sql`
    select id, bill_id, channel, amount_fen, state, collected_by from payment where id = ${paymentId} for update`);

/** The account that the money of a payment is in, or the parts of the wallet that it came from. */
export const moneyOf = async (tx: Tx, payment: PaymentRow): Promise<MoneySource> => {
  const channel = channels.find((name) => name === payment.channel);
  if (channel !== undefined) return transitOf(channel);
  if (payment.channel === 'cash' && payment.collected_by !== null) return cashOf(payment.collected_by);
  const parts = payment.channel === 'wallet' ? await partsOfPayment(tx, payment.id) : undefined;
  if (parts === undefined) throw new Error(`payment ${payment.id} came by ${payment.channel}, which has no account`);
  const { ownerId, principalFen, bonusFen } = parts;
  return [
    { account: walletOf(ownerId), amountFen: principalFen },
    { account: bonusOf(ownerId), amountFen: bonusFen },
  ];
};

export const markPaymentSucceeded = async (tx: Tx, success: PaymentSuccess, at: EpochMs): Promise<void> => {
  await tx.run(sql`
    update payment set state = 'succeeded', channel_trade_no = ${success.channelTradeNo ?? null},
      succeeded_at = instant(${success.succeededAt}), posted_at = instant(${at}), query_after = null, revision = revision + 1
    where id = ${success.paymentId}`);
};

export interface AllocatedBill {
  readonly id: string;
  readonly companyId: string;
}

export const recordAllocation = async (
  tx: Tx,
  bill: AllocatedBill,
  paymentId: string,
  kind: string,
  amountFen: Fen,
  debtId?: string,
): Promise<void> => {
  await tx.run(sql`
    insert into payment_allocation (id, company_id, payment_id, bill_id, debt_id, kind, amount_fen)
    values (${newId()}, ${bill.companyId}, ${paymentId}, ${bill.id}, ${debtId ?? null}, ${kind}, ${amountFen})`);
};

export const countPaid = async (tx: Tx, billId: string, paidFen: Fen, surplusFen: Fen): Promise<void> => {
  await tx.run(sql`
    update bill set paid_fen = paid_fen + ${paidFen}, surplus_fen = surplus_fen + ${surplusFen}, revision = revision + 1
    where id = ${billId}`);
};
