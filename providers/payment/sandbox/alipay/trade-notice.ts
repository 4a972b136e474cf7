// What Alipay tells of a trade, as the parameters of a form; it is signed when it is sent.
import { randomInt } from 'node:crypto';
import { chinaTime } from '../../alipay/china-time.ts';
import { yuanOf } from '../../alipay/yuan.ts';
import { type Notice } from '../book-notice.ts';
import { type OrderEntry, type Payment, type RefundEntry } from '../book.ts';
import { type SandboxContext } from '../context.ts';
import { noticeOf } from '../owed-notice.ts';

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** 28 digits, as the channel's own: the date, `22001`, the rest of chance. */
export const alipayTradeNumber = (atMs: number): string =>
  `${chinaTime(atMs).slice(0, 10).replaceAll('-', '')}22001${digits(15)}`;

/** `159****5620`: what a notice shows of the payer's login. */
export const maskedLogin = (payerId: string): string => `${payerId.slice(4, 7)}****${payerId.slice(-4)}`;

export const refundedFen = (entry: OrderEntry): number =>
  entry.refunds.reduce((sum, { refund, state }) => sum + (state === 'SUCCESS' ? refund.refundFen : 0), 0);

const tradeParameters = ({ order }: OrderEntry, payment: Payment, totalFen: number): Record<string, string> => {
  const amount = yuanOf(totalFen);
  return {
    notify_type: 'trade_status_sync',
    app_id: order.appId,
    auth_app_id: order.appId,
    charset: 'utf-8',
    version: '1.0',
    trade_no: payment.transactionId,
    out_trade_no: order.outTradeNo,
    buyer_id: payment.payerId,
    buyer_logon_id: maskedLogin(payment.payerId),
    seller_id: order.merchantId,
    total_amount: amount,
    receipt_amount: amount,
    invoice_amount: amount,
    buyer_pay_amount: amount,
    point_amount: '0.00',
    subject: order.description,
    ...(order.attach === undefined ? {} : { body: order.attach }),
    gmt_create: chinaTime(order.createdAt),
    gmt_payment: chinaTime(payment.paidAt),
    fund_bill_list: JSON.stringify([{ amount, fundChannel: 'ALIPAYACCOUNT' }]),
  };
};

export const alipayPaymentNotice = (
  context: SandboxContext,
  entry: OrderEntry,
  payment: Payment,
): Notice | undefined => {
  const { merchantId, outTradeNo, notifyUrl, totalFen } = entry.order;
  const changed = context.faults.strike(merchantId, 'changedAmount', 'transaction');
  const toldFen = totalFen + (changed?.fen ?? (changed ? 1 : 0));
  const parameters = { ...tradeParameters(entry, payment, toldFen), trade_status: 'TRADE_SUCCESS' };
  return noticeOf(context, {
    merchantId,
    outTradeNo,
    url: notifyUrl,
    eventType: 'TRADE_SUCCESS',
    originalType: 'transaction',
    resource: JSON.stringify(parameters),
  });
};

/** A refund is told to the address of the payment, with the sum of all refunds so far. */
export const alipayRefundNotice = (
  context: SandboxContext,
  order: OrderEntry,
  { refund, state, finishedAt }: RefundEntry,
): Notice | undefined => {
  const { merchantId, outTradeNo, notifyUrl, totalFen } = order.order;
  if (order.payment === undefined || state !== 'SUCCESS') return undefined;
  const backFen = refundedFen(order) + refund.refundFen;
  const parameters = {
    ...tradeParameters(order, order.payment, totalFen),
    trade_status: backFen >= totalFen ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
    refund_fee: yuanOf(backFen),
    gmt_refund: `${chinaTime(finishedAt ?? refund.createdAt)}.000`,
    out_biz_no: refund.outRefundNo,
  };
  return noticeOf(context, {
    merchantId,
    outTradeNo,
    url: notifyUrl,
    eventType: parameters.trade_status,
    originalType: 'refund',
    resource: JSON.stringify(parameters),
  });
};
