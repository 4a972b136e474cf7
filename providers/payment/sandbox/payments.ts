// The moment of payment: the order is marked paid at business time, in one line of the book with the notice it owes.
import { createHash, randomInt } from 'node:crypto';
import { channelTime } from '../wechat-pay/transactions.ts';
import { epochMs } from '../../../domain/time.ts';
import { alipayPaymentNotice, alipayTradeNumber } from './alipay/trade-notice.ts';
import { type Notice } from './book-notice.ts';
import { type Order, type OrderEntry, type Payment, refundedOrRefundingFen } from './book.ts';
import { type SandboxContext } from './context.ts';
import { noticeOf } from './owed-notice.ts';

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** 28 digits, as the channel's own: `4200`, eight of chance, the date, eight of chance. */
export const channelNumber = (prefix: string, atMs: number): string =>
  `${prefix}${digits(8)}${new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '')}${digits(8)}`;

/** A driver who is always the same for one order, where the caller names none. */
const someDriver = (order: Order): string => {
  const hash = createHash('sha256').update(order.codeUrl).digest();
  if (order.channel !== 'alipay') return `o${hash.toString('base64url').slice(0, 27)}`;
  return `2088${String(hash.readUIntBE(0, 6) % 1e12).padStart(12, '0')}`;
};

const stateOf = (entry: OrderEntry): { readonly state: string; readonly description: string } => {
  if (entry.payment === undefined) {
    return entry.closed
      ? { state: 'CLOSED', description: '订单已关闭' }
      : { state: 'NOTPAY', description: '订单未支付' };
  }
  const refunding = refundedOrRefundingFen(entry) > 0;
  return refunding ? { state: 'REFUND', description: '订单发生过退款' } : { state: 'SUCCESS', description: '支付成功' };
};

/** An order as queries show it. */
export const transactionBody = (entry: OrderEntry): Record<string, unknown> => {
  const { order, payment } = entry;
  const { state, description } = stateOf(entry);
  const shared = {
    mchid: order.merchantId,
    appid: order.appId,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: description,
    ...(order.attach === undefined ? {} : { attach: order.attach }),
  };
  if (payment === undefined) return { ...shared, amount: { total: order.totalFen, currency: 'CNY' } };
  return {
    ...shared,
    transaction_id: payment.transactionId,
    trade_type: order.tradeType,
    bank_type: 'OTHERS',
    success_time: channelTime(epochMs(payment.paidAt)),
    payer: { openid: payment.payerId },
    amount: { total: order.totalFen, payer_total: order.totalFen, currency: 'CNY', payer_currency: 'CNY' },
  };
};

const wechatPaymentNotice = (context: SandboxContext, entry: OrderEntry, payment: Payment): Notice | undefined => {
  const { order } = entry;
  const changed = context.faults.strike(order.merchantId, 'changedAmount', 'transaction');
  const body = transactionBody({ ...entry, payment });
  const total = order.totalFen + (changed?.fen ?? (changed ? 1 : 0));
  const amount = { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' };
  return noticeOf(context, {
    merchantId: order.merchantId,
    outTradeNo: order.outTradeNo,
    url: order.notifyUrl,
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'transaction',
    resource: JSON.stringify({ ...body, amount }),
  });
};

export type PayResult =
  | { readonly outcome: 'paid'; readonly payment: Payment; readonly noticeSent: Promise<void> }
  | { readonly outcome: 'refused'; readonly code: 'ORDERPAID' | 'ORDER_CLOSED' };

/** When it returns, the book has the payment. `noticeSent` resolves after the first attempt to tell the merchant. */
export const payOrder = (context: SandboxContext, entry: OrderEntry, payerId: string | undefined): PayResult => {
  const { order } = entry;
  const paidAt = context.clock.now();
  if (entry.payment !== undefined) return { outcome: 'refused', code: 'ORDERPAID' };
  if (order.deduction !== undefined) return { outcome: 'refused', code: 'ORDER_CLOSED' };
  if (entry.closed || paidAt >= (order.expiresAt ?? Infinity)) return { outcome: 'refused', code: 'ORDER_CLOSED' };
  const { merchantId, outTradeNo } = order;
  const atAlipay = order.channel === 'alipay';
  const transactionId = atAlipay ? alipayTradeNumber(paidAt) : channelNumber('4200', paidAt);
  const payment = { transactionId, payerId: payerId ?? someDriver(order), paidAt };
  const notice = (atAlipay ? alipayPaymentNotice : wechatPaymentNotice)(context, entry, payment);
  context.book.record({ type: 'order-paid', merchantId, outTradeNo, payment, ...(notice ? { notice } : {}) });
  return {
    outcome: 'paid',
    payment,
    noticeSent: notice ? context.notices.schedule(notice) : Promise.resolve(),
  };
};
