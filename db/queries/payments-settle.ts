// What the channel says became of a payment, brought into our books: posted once, closed, or kept in suspense.
import { moneyWithoutOrder } from '../../domain/ledger.ts';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { addAuditItem } from './bills.ts';
import { readMerchant } from './merchants.ts';
import { paymentColumns, type Payment } from './payments.ts';
import { postPayment } from './post-payment.ts';

/** A success as a notice or a query shows it; merchant, app and currency have been checked by the adapter. */
export interface ChannelSuccess {
  readonly outTradeNo: string;
  readonly amountFen: Fen;
  readonly transactionId: string;
  readonly successAt: EpochMs;
  /** Who paid, sealed. */
  readonly payerCipher?: Buffer;
}

export interface Settling {
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly success: ChannelSuccess;
  /** Business time of the posting. */
  readonly at: EpochMs;
}

export type SettledAs = 'posted' | 'repeated' | 'amount-mismatch' | 'without-order';

const paymentOf = (tx: Tx, { merchantAccountId, success }: Settling): Promise<Payment | undefined> =>
  tx.row<Payment>(sql`
    select ${paymentColumns} from payment p
    where p.out_trade_no = ${success.outTradeNo} and p.merchant_account_id = ${merchantAccountId}`);

/** Money in our account that no order of ours asked for: kept in suspense, once per transaction of the channel. */
const keepInSuspense = async (tx: Tx, settling: Settling, lotId: string | null = null): Promise<void> => {
  const { companyId, merchantAccountId, success, at } = settling;
  const { transactionId, amountFen, outTradeNo } = success;
  const merchant = await readMerchant(tx, merchantAccountId);
  if (merchant === undefined) throw new Error(`merchant account ${merchantAccountId} is not there`);
  const movement = moneyWithoutOrder({ movementId: transactionId, channel: merchant.channel, amountFen });
  if (!(await post(tx, movement, { companyId, at: success.successAt }))) return;
  await addAuditItem(tx, {
    companyId,
    lotId,
    kind: 'money-without-order',
    cause: `movement/${transactionId}`,
    detail: { transactionId, amountFen, outTradeNo },
    at,
  });
};

const rememberPayer = async (tx: Tx, paymentId: string, { payerCipher }: ChannelSuccess): Promise<void> => {
  if (payerCipher === undefined) return;
  await tx.run(sql`update payment set payer_id_cipher = ${payerCipher} where id = ${paymentId}`);
};

const amountMismatch = (tx: Tx, payment: Payment, settling: Settling): Promise<void> =>
  addAuditItem(tx, {
    companyId: payment.companyId,
    lotId: payment.lotId,
    kind: 'payment-amount-mismatch',
    cause: `payment-amount/${payment.id}/${settling.success.amountFen}`,
    detail: { paymentId: payment.id, askedFen: payment.amountFen, saidFen: settling.success.amountFen },
    at: settling.at,
  });

/** Posts a success to its payment, whatever state we had it in: the money is there. */
const postSuccess = async (tx: Tx, payment: Payment, settling: Settling): Promise<SettledAs> => {
  const { success, at } = settling;
  const outcome = await postPayment(
    tx,
    {
      paymentId: payment.id,
      amountFen: success.amountFen,
      channelTradeNo: success.transactionId,
      succeededAt: success.successAt,
    },
    at,
  );
  if (outcome === 'posted') await rememberPayer(tx, payment.id, success);
  return outcome === 'unknown-payment' ? 'without-order' : outcome;
};

/**
 * A notice is a claim: when its amount is not what we asked for, nothing is booked, and the channel is asked at once. A
 * number that is not ours is money without an order.
 */
export const settleNotice = async (tx: Tx, settling: Settling): Promise<SettledAs> => {
  const payment = await paymentOf(tx, settling);
  if (payment === undefined) {
    await keepInSuspense(tx, settling);
    return 'without-order';
  }
  const settled = await postSuccess(tx, payment, settling);
  if (settled === 'amount-mismatch') {
    await amountMismatch(tx, payment, settling);
    await tx.run(
      sql`update payment set query_after = now() where id = ${payment.id} and state in ('created', 'pending')`,
    );
  }
  return settled;
};

/**
 * The channel's book is the last word on what was paid. An amount that is not what we asked for settles nothing: it is
 * kept in suspense, and the attempt has failed.
 */
export const settleQuery = async (tx: Tx, settling: Settling): Promise<SettledAs> => {
  const payment = await paymentOf(tx, settling);
  if (payment === undefined) return 'without-order';
  const settled = await postSuccess(tx, payment, settling);
  if (settled !== 'amount-mismatch') return settled;
  await amountMismatch(tx, payment, settling);
  await keepInSuspense(tx, settling, payment.lotId);
  await tx.run(sql`
    update payment set state = 'failed', failure_code = 'amount-mismatch', query_after = null, revision = revision + 1
    where id = ${payment.id} and state in ('created', 'pending')`);
  return settled;
};
