// Alipay's one address: verify the caller, act by the method's name, answer signed, and go wrong as asked.
import { setTimeout as wait } from 'node:timers/promises';
import { type Call, sendBytes } from '../call.ts';
import { type SandboxContext } from '../context.ts';
import { type Fault } from '../faults.ts';
import { payOrder } from '../payments.ts';
import { type AlipayAnswer, answerBytes, businessFailure, failed } from './answer.ts';
import { type AlipayCall, authorize, callParameters } from './authorize.ts';
import { billAddress } from './bills-api.ts';
import { queryRefund, refundTrade } from './refunds-api.ts';
import { closeTrade, openPage, precreate, queryTrade } from './trades-api.ts';

const methods: Readonly<Record<string, (context: SandboxContext, call: AlipayCall) => AlipayAnswer>> = {
  'alipay.trade.precreate': precreate,
  'alipay.trade.query': queryTrade,
  'alipay.trade.close': closeTrade,
  'alipay.trade.refund': refundTrade,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.data.dataservice.bill.downloadurl.query': billAddress,
};

const contentType = { 'content-type': 'text/html;charset=utf-8' };

/** The gateway's own codes by the beginning of the sub-code, unless `status` names one. */
const declinedBy = ({ code = 'isp.app-call-limited', status }: Fault): AlipayAnswer => {
  const business = code.startsWith('ACQ.') || code.startsWith('isp.bill');
  const limited = code.endsWith('call-limited') ? '40005' : '40002';
  const gatewayCode = status === undefined ? (business ? '40004' : limited) : String(status);
  return failed(gatewayCode, code, 'declined on request');
};

/** The driver pays, and the merchant is told, before the call is answered. */
const payAhead = async (context: SandboxContext, { merchant, method, content }: AlipayCall): Promise<void> => {
  const { merchantId } = merchant.record;
  if (method !== 'alipay.trade.precreate' || !context.faults.strike(merchantId, 'callbackBeforeAnswer', method)) return;
  const entry = context.book.order(merchantId, String((content as { out_trade_no?: unknown }).out_trade_no));
  const paid = entry && payOrder(context, entry, undefined);
  if (paid?.outcome === 'paid') await paid.noticeSent;
};

const answerTo = async (context: SandboxContext, call: AlipayCall, stopping: AbortSignal): Promise<AlipayAnswer> => {
  const { method, merchant } = call;
  const { merchantId } = merchant.record;
  const declined = context.faults.strike(merchantId, 'decline', method);
  if (declined !== undefined) return declinedBy(declined);
  const act = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (act === undefined) return failed('40002', 'isv.invalid-method', '不存在的方法名');
  const answer = act(context, call);
  await payAhead(context, call);
  const slow = context.faults.strike(merchantId, 'slowAnswer', method);
  if (slow) await wait(slow.ms ?? 6_000, undefined, { signal: stopping }).catch(() => undefined);
  return context.faults.strike(merchantId, 'failAfterExecuting', method)
    ? businessFailure('ACQ.SYSTEM_ERROR', '系统异常')
    : answer;
};

export const serveAlipay = async (context: SandboxContext, http: Call, stopping: AbortSignal): Promise<void> => {
  const { rawBody, request, response } = http;
  const query = (request.url ?? '').split('?')[1] ?? '';
  const authorized = authorize(callParameters(query, rawBody), context.alipayMerchants, Date.now());
  if ('refusal' in authorized) {
    const { method, refusal, merchant } = authorized;
    return sendBytes(response, 200, contentType, answerBytes(method, refusal, merchant, undefined));
  }
  const { call } = authorized;
  const { method, merchant } = call;
  if (method === 'alipay.trade.wap.pay') {
    const opened = openPage(context, call);
    if (typeof opened === 'string') return sendBytes(response, 302, { location: opened }, Buffer.from(''));
    return sendBytes(response, 200, contentType, answerBytes(method, opened, merchant, undefined));
  }
  const answer = await answerTo(context, call, stopping);
  const fault = context.faults.strikeSignature(merchant.record.merchantId, 'answers', method);
  return sendBytes(response, 200, contentType, answerBytes(method, answer, merchant, fault));
};
