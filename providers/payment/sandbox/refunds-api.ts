// /v3/refund/domestic/refunds: accepted at once, finished a little later, told by notice.
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { epochMs } from '../../../domain/time.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { alipayRefundNotice } from './alipay/trade-notice.ts';
import {
  type FinalRefundState,
  type OrderEntry,
  type Refund,
  type RefundEntry,
  refundedOrRefundingFen,
} from './book.ts';
import { type SandboxContext } from './context.ts';
import { type SandboxMerchant } from './merchants.ts';
import { isNotifyUrl } from './orders-api.ts';
import { noticeOf } from './owed-notice.ts';
import { channelNumber } from './payments.ts';
import { type ApiRequest, done, parameterError, refused, type Reply } from './reply.ts';

const outRefundNoPattern = /^[0-9A-Za-z_|*@-]{1,64}$/;
const mostPartialRefunds = 50;

const amountBody = (entry: OrderEntry, refund: Refund): Record<string, unknown> => ({
  total: entry.order.totalFen,
  refund: refund.refundFen,
  payer_total: entry.order.totalFen,
  payer_refund: refund.refundFen,
});

const timeField = (entry: RefundEntry): Record<string, unknown> =>
  entry.state === 'SUCCESS' && entry.finishedAt !== undefined
    ? { success_time: channelTime(epochMs(entry.finishedAt)) }
    : {};

const refundReply = (order: OrderEntry, entry: RefundEntry): Reply =>
  done({
    refund_id: entry.refund.refundId,
    out_refund_no: entry.refund.outRefundNo,
    transaction_id: order.payment?.transactionId,
    out_trade_no: entry.refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: channelTime(epochMs(entry.refund.createdAt)),
    ...timeField(entry),
    status: entry.state,
    funds_account: 'AVAILABLE',
    amount: {
      ...amountBody(order, entry.refund),
      settlement_total: order.order.totalFen,
      settlement_refund: entry.refund.refundFen,
      discount_refund: 0,
      currency: 'CNY',
    },
  });

const finalState = (context: SandboxContext, merchantId: string): FinalRefundState => {
  if (context.faults.strike(merchantId, 'abnormalRefund', 'refund')) return 'ABNORMAL';
  return context.faults.strike(merchantId, 'closedRefund', 'refund') ? 'CLOSED' : 'SUCCESS';
};

const wechatRefundNotice = (context: SandboxContext, order: OrderEntry, entry: RefundEntry) => {
  const { refund } = entry;
  return noticeOf(context, {
    merchantId: refund.merchantId,
    outTradeNo: refund.outTradeNo,
    url: refund.notifyUrl ?? order.order.notifyUrl,
    eventType: `REFUND.${entry.state}`,
    originalType: 'refund',
    resource: JSON.stringify({
      mchid: refund.merchantId,
      transaction_id: order.payment?.transactionId,
      out_trade_no: refund.outTradeNo,
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      refund_status: entry.state,
      ...timeField(entry),
      user_received_account: '支付用户零钱',
      amount: amountBody(order, refund),
    }),
  });
};

/** Ends a refund that is still PROCESSING, in one line of the book with the notice it owes. */
export const finishRefund = (context: SandboxContext, entry: RefundEntry): void => {
  const { merchantId, outTradeNo, outRefundNo } = entry.refund;
  const order = context.book.order(merchantId, outTradeNo);
  if (order === undefined || entry.state !== 'PROCESSING') return;
  const state = finalState(context, merchantId);
  const at = context.clock.now();
  const write = order.order.channel === 'alipay' ? alipayRefundNotice : wechatRefundNotice;
  const notice = write(context, order, { refund: entry.refund, state, finishedAt: at });
  context.book.record({ type: 'refund-finished', merchantId, outRefundNo, state, at, ...(notice ? { notice } : {}) });
  if (notice) void context.notices.schedule(notice);
};

const repeated = (entry: RefundEntry, order: OrderEntry | undefined, refundFen: number, outTradeNo: string): Reply =>
  order !== undefined && entry.refund.refundFen === refundFen && entry.refund.outTradeNo === outTradeNo
    ? refundReply(order, entry)
    : refused(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');

const orderOf = (context: SandboxContext, merchant: SandboxMerchant, body: unknown): OrderEntry | undefined => {
  const outTradeNo = stringAt(body, 'out_trade_no');
  if (outTradeNo !== undefined) return context.book.order(merchant.merchantId, outTradeNo);
  const transactionId = stringAt(body, 'transaction_id');
  return context.book
    .ordersOf(merchant.merchantId)
    .find(({ payment }) => payment !== undefined && payment.transactionId === transactionId);
};

/** `finishLater` is called with the new refund; the gateway waits and then finishes it. */
export const createRefundOrder = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  request: ApiRequest,
  finishLater: (entry: RefundEntry) => void,
): Reply => {
  const { body } = request;
  const { merchantId } = merchant;
  const outRefundNo = stringAt(body, 'out_refund_no') ?? '';
  const refundFen = integerAt(body, 'amount.refund') ?? 0;
  const notifyUrl = stringAt(body, 'notify_url');
  if (!outRefundNoPattern.test(outRefundNo)) return parameterError('out_refund_no', '格式错误');
  if (refundFen < 1) return parameterError('amount.refund', '必须为正整数');
  if (fieldAt(body, 'amount.currency') !== 'CNY') return parameterError('amount.currency', '只支持CNY');
  if (notifyUrl !== undefined && !isNotifyUrl(notifyUrl)) return parameterError('notify_url', '必须为不带参数的URL');
  if ((stringAt(body, 'reason') ?? '').length > 80) return parameterError('reason', '长度不能超过80');

  const order = orderOf(context, merchant, body);
  const known = context.book.refund(merchantId, outRefundNo);
  if (known) return repeated(known, order, refundFen, order?.order.outTradeNo ?? '');
  if (order?.payment === undefined) return refused(404, 'RESOURCE_NOT_EXISTS', '订单号不存在或未支付');
  if (integerAt(body, 'amount.total') !== order.order.totalFen) {
    return refused(400, 'INVALID_REQUEST', '订单金额与原订单不一致');
  }
  if (refundedOrRefundingFen(order) + refundFen > order.order.totalFen) {
    return refused(403, 'NOT_ENOUGH', '申请退款金额超过订单可退金额');
  }
  if (order.refunds.length >= mostPartialRefunds) return refused(400, 'INVALID_REQUEST', '订单最多支持50次部分退款');
  const createdAt = context.clock.now();
  const { outTradeNo } = order.order;
  const refundId = channelNumber('5030', createdAt);
  const refund = { merchantId, outTradeNo, outRefundNo, refundId, refundFen, createdAt };
  context.book.record({ type: 'refund-created', refund: notifyUrl === undefined ? refund : { ...refund, notifyUrl } });
  const entry = context.book.refund(merchantId, outRefundNo);
  if (entry === undefined) throw new Error(`refund ${outRefundNo} is not in the book that has just recorded it`);
  finishLater(entry);
  return refundReply(order, entry);
};

export const queryRefundOrder = (context: SandboxContext, merchant: SandboxMerchant, outRefundNo: string): Reply => {
  const entry = context.book.refund(merchant.merchantId, outRefundNo);
  const order = entry && context.book.order(merchant.merchantId, entry.refund.outTradeNo);
  return order === undefined || entry === undefined
    ? refused(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
    : refundReply(order, entry);
};
