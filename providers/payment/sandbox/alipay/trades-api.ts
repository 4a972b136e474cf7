// Trades of the sandbox: precreate, the page of a phone's browser, query, close.
import { randomBytes } from 'node:crypto';
import { chinaTime, instantOf } from '../../alipay/china-time.ts';
import { fenOf, yuanOf } from '../../alipay/yuan.ts';
import { fieldAt, stringAt } from '../../json-field.ts';
import { type Order, type OrderEntry } from '../book.ts';
import { type SandboxContext } from '../context.ts';
import { isNotifyUrl, outTradeNoPattern } from '../orders-api.ts';
import { type AlipayAnswer, businessFailure, invalidParameter, succeeded, tradeNotExist } from './answer.ts';
import { type AlipayCall } from './authorize.ts';
import { maskedLogin, refundedFen } from './trade-notice.ts';

const largestFen = 10_000_000_000;

/** The first field that is wrong. */
const orderFault = ({ content, parameters }: AlipayCall): AlipayAnswer | undefined => {
  const totalFen = fenOf(stringAt(content, 'total_amount'));
  const subject = stringAt(content, 'subject') ?? '';
  const expires = fieldAt(content, 'time_expire');
  const checks: readonly (readonly [boolean, string])[] = [
    [outTradeNoPattern.test(stringAt(content, 'out_trade_no') ?? ''), 'out_trade_no'],
    [totalFen !== undefined && totalFen >= 1 && totalFen <= largestFen, 'total_amount'],
    [subject.length >= 1 && subject.length <= 256 && !/[/=&]/.test(subject), 'subject'],
    [(stringAt(content, 'body') ?? '').length <= 128, 'body'],
    [expires === undefined || instantOf(String(expires)) !== undefined, 'time_expire'],
    [isNotifyUrl(parameters['notify_url']), 'notify_url'],
  ];
  const wrong = checks.find(([right]) => !right);
  return wrong && invalidParameter(wrong[1]);
};

const newOrder = ({ merchant, content, parameters }: AlipayCall, page: boolean, createdAt: number): Order => {
  const expiresAt = instantOf(stringAt(content, 'time_expire'));
  const attach = stringAt(content, 'body');
  return {
    channel: 'alipay',
    merchantId: merchant.record.merchantId,
    appId: merchant.record.appId,
    outTradeNo: stringAt(content, 'out_trade_no') ?? '',
    description: stringAt(content, 'subject') ?? '',
    totalFen: fenOf(stringAt(content, 'total_amount')) ?? 0,
    notifyUrl: parameters['notify_url'] ?? '',
    tradeType: page ? 'MWEB' : 'NATIVE',
    codeUrl: `https://qr.alipay.com/bax${randomBytes(11).toString('hex')}`,
    prepayId: '',
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(attach === undefined ? {} : { attach }),
  };
};

const isClosed = (context: SandboxContext, { closed, order }: OrderEntry): boolean =>
  closed || context.clock.now() >= (order.expiresAt ?? Infinity);

/** The order of these parameters, made if need be; else why it cannot be paid under its number. */
const orderOf = (context: SandboxContext, call: AlipayCall, page: boolean): OrderEntry | AlipayAnswer => {
  const fault = orderFault(call);
  if (fault !== undefined) return fault;
  const order = newOrder(call, page, context.clock.now());
  const { merchantId, outTradeNo } = order;
  const known = context.book.order(merchantId, outTradeNo);
  if (known === undefined) context.book.record({ type: 'order-created', order });
  const entry = known ?? context.book.order(merchantId, outTradeNo);
  if (entry === undefined) throw new Error(`order ${outTradeNo} is not in the book that has just recorded it`);
  if (entry.payment !== undefined) return businessFailure('ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
  if (isClosed(context, entry)) return businessFailure('ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
  const same = entry.order.totalFen === order.totalFen && entry.order.description === order.description;
  return same ? entry : businessFailure('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改');
};

export const precreate = (context: SandboxContext, call: AlipayCall): AlipayAnswer => {
  const entry = orderOf(context, call, false);
  if ('code' in entry) return entry;
  return succeeded({ out_trade_no: entry.order.outTradeNo, qr_code: entry.order.codeUrl });
};

/** The trade begins with the page: the address to go on to, or what is wrong. */
export const openPage = (context: SandboxContext, call: AlipayCall): string | AlipayAnswer => {
  if (stringAt(call.content, 'product_code') !== 'QUICK_WAP_WAY') return invalidParameter('product_code');
  const entry = orderOf(context, call, true);
  if ('code' in entry) return entry;
  const { codeUrl } = entry.order;
  return `${context.baseUrl()}/sandbox/scan?code_url=${encodeURIComponent(codeUrl)}`;
};

/** A trade that exists: somebody has opened it. By our number or the channel's. */
export const knownTrade = (context: SandboxContext, { merchant, content }: AlipayCall): OrderEntry | undefined => {
  const { merchantId } = merchant.record;
  const tradeNo = stringAt(content, 'trade_no');
  const entry =
    tradeNo === undefined
      ? context.book.order(merchantId, stringAt(content, 'out_trade_no') ?? '')
      : context.book.ordersOf(merchantId).find(({ payment }) => payment?.transactionId === tradeNo);
  return entry !== undefined && (entry.opened || entry.payment !== undefined) ? entry : undefined;
};

const statusOf = (context: SandboxContext, entry: OrderEntry): string => {
  if (entry.payment === undefined) return isClosed(context, entry) ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY';
  return refundedFen(entry) >= entry.order.totalFen ? 'TRADE_CLOSED' : 'TRADE_SUCCESS';
};

export const queryTrade = (context: SandboxContext, call: AlipayCall): AlipayAnswer => {
  const entry = knownTrade(context, call);
  if (entry === undefined) return tradeNotExist();
  const { order, payment } = entry;
  const amount = yuanOf(order.totalFen);
  const shared = {
    out_trade_no: order.outTradeNo,
    trade_status: statusOf(context, entry),
    total_amount: amount,
    ...(order.attach === undefined ? {} : { body: order.attach }),
  };
  if (payment === undefined) return succeeded({ ...shared, buyer_pay_amount: '0.00', receipt_amount: '0.00' });
  return succeeded({
    ...shared,
    trade_no: payment.transactionId,
    buyer_logon_id: maskedLogin(payment.payerId),
    buyer_user_id: payment.payerId,
    buyer_pay_amount: amount,
    receipt_amount: amount,
    invoice_amount: amount,
    point_amount: '0.00',
    send_pay_date: chinaTime(payment.paidAt),
    fund_bill_list: [{ amount, fund_channel: 'ALIPAYACCOUNT' }],
  });
};

export const closeTrade = (context: SandboxContext, call: AlipayCall): AlipayAnswer => {
  const entry = knownTrade(context, call);
  if (entry === undefined) return tradeNotExist();
  const { merchantId, outTradeNo } = entry.order;
  if (statusOf(context, entry) !== 'WAIT_BUYER_PAY') {
    return businessFailure('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
  }
  context.book.record({ type: 'order-closed', merchantId, outTradeNo });
  return succeeded({ out_trade_no: outTradeNo });
};
