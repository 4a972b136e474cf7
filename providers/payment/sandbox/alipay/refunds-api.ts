// Refunds of the sandbox: carried out at once, found by their number within their trade.
import { chinaTime } from '../../alipay/china-time.ts';
import { fenOf, yuanOf } from '../../alipay/yuan.ts';
import { stringAt } from '../../json-field.ts';
import { type OrderEntry, type RefundEntry, refundedOrRefundingFen } from '../book.ts';
import { type SandboxContext } from '../context.ts';
import { finishRefund } from '../refunds-api.ts';
import { type AlipayAnswer, businessFailure, invalidParameter, succeeded, tradeNotExist } from './answer.ts';
import { type AlipayCall } from './authorize.ts';
import { maskedLogin, refundedFen } from './trade-notice.ts';
import { knownTrade } from './trades-api.ts';

const outRequestNoPattern = /^[0-9A-Za-z_|*@-]{1,64}$/;

const refundAnswer = (order: OrderEntry, entry: RefundEntry, moved: boolean): AlipayAnswer => {
  const payerId = order.payment?.payerId ?? '';
  return succeeded({
    trade_no: order.payment?.transactionId,
    out_trade_no: order.order.outTradeNo,
    buyer_logon_id: maskedLogin(payerId),
    buyer_user_id: payerId,
    fund_change: moved ? 'Y' : 'N',
    // Of all refunds of the trade.
    refund_fee: yuanOf(refundedFen(order)),
    ...(entry.state === 'SUCCESS' && entry.finishedAt !== undefined
      ? { gmt_refund_pay: chinaTime(entry.finishedAt) }
      : {}),
  });
};

const entryOf = (context: SandboxContext, merchantId: string, outRefundNo: string): RefundEntry => {
  const entry = context.book.refund(merchantId, outRefundNo);
  if (entry === undefined) throw new Error(`refund ${outRefundNo} is not in the book that has just recorded it`);
  return entry;
};

/** Moves the money, unless a fault stops it; a refund that came to nothing before is tried again. */
const carryOut = (context: SandboxContext, order: OrderEntry, outRefundNo: string): AlipayAnswer => {
  const { merchantId } = order.order;
  finishRefund(context, entryOf(context, merchantId, outRefundNo));
  const entry = entryOf(context, merchantId, outRefundNo);
  return refundAnswer(order, entry, entry.state === 'SUCCESS');
};

const repeated = (context: SandboxContext, order: OrderEntry, entry: RefundEntry, refundFen: number): AlipayAnswer => {
  if (entry.refund.refundFen !== refundFen || entry.refund.outTradeNo !== order.order.outTradeNo) {
    return businessFailure('ACQ.DISCORDANT_REPEAT_REQUEST', '重复请求的信息不一致');
  }
  if (entry.state === 'SUCCESS') return refundAnswer(order, entry, false);
  context.book.record({ type: 'refund-created', refund: entry.refund });
  return carryOut(context, order, entry.refund.outRefundNo);
};

export const refundTrade = (context: SandboxContext, call: AlipayCall): AlipayAnswer => {
  const { content } = call;
  const { merchantId } = call.merchant.record;
  const refundFen = fenOf(stringAt(content, 'refund_amount')) ?? 0;
  if (refundFen < 1) return invalidParameter('refund_amount');
  const order = knownTrade(context, call);
  if (order === undefined) return tradeNotExist();
  // Without a number of its own a refund has that of the trade: it can only be one.
  const outRefundNo = stringAt(content, 'out_request_no') ?? order.order.outTradeNo;
  if (!outRequestNoPattern.test(outRefundNo)) return invalidParameter('out_request_no');
  if (order.payment === undefined) return businessFailure('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
  const known = context.book.refund(merchantId, outRefundNo);
  if (known !== undefined) return repeated(context, order, known, refundFen);
  if (refundedOrRefundingFen(order) + refundFen > order.order.totalFen) {
    return businessFailure('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限');
  }
  const createdAt = context.clock.now();
  const { outTradeNo } = order.order;
  const refund = { merchantId, outTradeNo, outRefundNo, refundId: outRefundNo, refundFen, createdAt };
  context.book.record({ type: 'refund-created', refund });
  return carryOut(context, order, outRefundNo);
};

export const queryRefund = (context: SandboxContext, call: AlipayCall): AlipayAnswer => {
  const order = knownTrade(context, call);
  if (order === undefined) return tradeNotExist();
  const outRefundNo = stringAt(call.content, 'out_request_no') ?? '';
  const entry = order.refunds.find(({ refund, state }) => refund.outRefundNo === outRefundNo && state === 'SUCCESS');
  // Called well, and nothing found: no state.
  if (entry === undefined) return succeeded({});
  return succeeded({
    trade_no: order.payment?.transactionId,
    out_trade_no: order.order.outTradeNo,
    out_request_no: outRefundNo,
    total_amount: yuanOf(order.order.totalFen),
    refund_amount: yuanOf(entry.refund.refundFen),
    refund_status: 'REFUND_SUCCESS',
    ...(entry.finishedAt === undefined ? {} : { gmt_refund_pay: chinaTime(entry.finishedAt) }),
  });
};
