// Payments, refunds and merchant accounts as the API shows them: no payer, no key, the plate masked.
import { type MerchantAccount } from '../db/queries/merchants.ts';
import { type PaymentListRow, type RefundOfPayment } from '../db/queries/payments-list.ts';
import { formatInstant, type EpochMs } from '../domain/time.ts';
import {
  type AlipayConfiguration,
  notifyUrlOf,
  type WechatPayConfiguration,
} from '../providers/payment/merchant-channels.ts';
import { type Schema } from './handler.ts';

const instantOrNull = (at: EpochMs | null): string | null => (at === null ? null : formatInstant(at));

export const showPayment = (row: PaymentListRow): Schema<'Payment'> => ({
  id: row.id,
  billId: row.billId,
  sessionId: row.sessionId,
  lotId: row.lotId,
  channel: row.channel as Schema<'PaymentChannel'>,
  state: row.state as Schema<'AttemptState'>,
  amountFen: row.amountFen,
  outTradeNo: row.outTradeNo,
  channelTradeNo: row.channelTradeNo,
  codeUrl: row.codeUrl,
  collectedBy: row.collectedBy,
  failureCode: row.failureCode,
  plate: row.plate,
  createdAt: formatInstant(row.createdAt),
  succeededAt: instantOrNull(row.succeededAt),
});

export const showRefund = (row: RefundOfPayment): Schema<'Refund'> => ({
  id: row.id,
  amountFen: row.amountFen,
  reason: row.reason,
  state: row.state as Schema<'Refund'>['state'],
  outRefundNo: row.outRefundNo,
  failureCode: row.failureCode,
  requestedAt: formatInstant(row.requestedAt),
  succeededAt: instantOrNull(row.succeededAt),
});

export const showMerchant = (
  account: Pick<MerchantAccount, 'id' | 'channel' | 'merchantNumber'>,
  configuration: WechatPayConfiguration | AlipayConfiguration,
  publicUrl: string,
): Schema<'MerchantAccount'> => ({
  id: account.id,
  channel: account.channel,
  merchantNumber: account.merchantNumber,
  appId: configuration.appId,
  merchantSerial: 'merchantSerial' in configuration ? configuration.merchantSerial : null,
  verificationMode: 'verification' in configuration ? configuration.verification.mode : 'public-key',
  notifyUrl: notifyUrlOf(publicUrl, account),
});
