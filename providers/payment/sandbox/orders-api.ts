// /v3/pay/transactions: create an order, query it, close it.
import { randomBytes } from 'node:crypto';
import { parseInstant } from '../../../domain/time.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { type Order, type OrderEntry, type TradeType } from './book.ts';
import { type SandboxContext } from './context.ts';
import { type SandboxMerchant } from './merchants.ts';
import { payOrder, transactionBody } from './payments.ts';
import { type ApiRequest, done, parameterError, refused, type Reply } from './reply.ts';

export const outTradeNoPattern = /^[0-9A-Za-z_|*-]{6,32}$/;
const largestFen = 10_000_000_000;

const tradeTypes: Readonly<Record<string, TradeType>> = { native: 'NATIVE', jsapi: 'JSAPI', h5: 'MWEB' };

export const isNotifyUrl = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= 255 &&
  !text.includes('?') &&
  URL.canParse(text) &&
  /^https?:$/.test(new URL(text).protocol);

/** The first field that is wrong, as the refusal for it. */
const orderFault = (body: unknown, merchant: SandboxMerchant, tradeType: TradeType): Reply | undefined => {
  const total = integerAt(body, 'amount.total');
  const expires = fieldAt(body, 'time_expire');
  const checks: readonly (readonly [boolean, string, string])[] = [
    [(stringAt(body, 'description') ?? '').length > 0, 'description', '不能为空'],
    [(stringAt(body, 'description') ?? '').length <= 127, 'description', '长度不能超过127'],
    [outTradeNoPattern.test(stringAt(body, 'out_trade_no') ?? ''), 'out_trade_no', '格式错误'],
    [isNotifyUrl(stringAt(body, 'notify_url')), 'notify_url', '必须为不带参数的URL'],
    [total !== undefined && total >= 1 && total <= largestFen, 'amount.total', '必须为正整数'],
    [(stringAt(body, 'amount.currency') ?? 'CNY') === 'CNY', 'amount.currency', '只支持CNY'],
    [expires === undefined || parseInstant(String(expires)) !== undefined, 'time_expire', '必须为RFC3339'],
    [(stringAt(body, 'attach') ?? '').length <= 127, 'attach', '长度不能超过127'],
    [tradeType !== 'JSAPI' || stringAt(body, 'payer.openid') !== undefined, 'payer.openid', '不能为空'],
    [tradeType !== 'MWEB' || stringAt(body, 'scene_info.payer_client_ip') !== undefined, 'scene_info', '不能为空'],
  ];
  const wrong = checks.find(([right]) => !right);
  if (wrong) return parameterError(wrong[1], wrong[2]);
  if (stringAt(body, 'mchid') !== merchant.merchantId || stringAt(body, 'appid') !== merchant.appId) {
    return refused(400, 'APPID_MCHID_NOT_MATCH', 'AppID和mch_id不匹配');
  }
  return undefined;
};

const newOrder = (body: unknown, merchant: SandboxMerchant, tradeType: TradeType, createdAt: number): Order => {
  const expiresAt = parseInstant(stringAt(body, 'time_expire') ?? '');
  const attach = stringAt(body, 'attach');
  return {
    merchantId: merchant.merchantId,
    appId: merchant.appId,
    outTradeNo: stringAt(body, 'out_trade_no') ?? '',
    description: stringAt(body, 'description') ?? '',
    totalFen: integerAt(body, 'amount.total') ?? 0,
    notifyUrl: stringAt(body, 'notify_url') ?? '',
    tradeType,
    codeUrl: `weixin://wxpay/bizpayurl?pr=${randomBytes(12).toString('base64url')}`,
    prepayId: `wx${randomBytes(17).toString('hex')}`,
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(attach === undefined ? {} : { attach }),
  };
};

const sameOrder = (one: Order, other: Order): boolean =>
  one.totalFen === other.totalFen && one.description === other.description && one.tradeType === other.tradeType;

const createdReply = (order: Order, baseUrl: string): Reply => {
  switch (order.tradeType) {
    case 'NATIVE':
      return done({ code_url: order.codeUrl });
    case 'JSAPI':
      return done({ prepay_id: order.prepayId });
    case 'MWEB':
      return done({ h5_url: `${baseUrl}/sandbox/scan?code_url=${encodeURIComponent(order.codeUrl)}` });
    case 'PAP':
      return refused(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
  }
};

export const createOrder = async (
  context: SandboxContext,
  merchant: SandboxMerchant,
  request: ApiRequest,
  way: string,
): Promise<Reply> => {
  const tradeType = tradeTypes[way];
  if (tradeType === undefined) return refused(404, 'RESOURCE_NOT_EXISTS', '接口不存在');
  const fault = orderFault(request.body, merchant, tradeType);
  if (fault) return fault;
  const order = newOrder(request.body, merchant, tradeType, context.clock.now());
  const known = context.book.order(merchant.merchantId, order.outTradeNo);
  if (known !== undefined) {
    const repeat = known.payment === undefined && !known.closed && sameOrder(known.order, order);
    return repeat ? createdReply(known.order, context.baseUrl()) : refused(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
  }
  context.book.record({ type: 'order-created', order });
  const entry = context.book.order(merchant.merchantId, order.outTradeNo);
  if (entry && context.faults.strike(merchant.merchantId, 'callbackBeforeAnswer', request.path)) {
    const paid = payOrder(context, entry, undefined);
    if (paid.outcome === 'paid') await paid.noticeSent;
  }
  return createdReply(order, context.baseUrl());
};

/** A number that was used for a deduction is no order here, though it is taken. */
const orderOf = (context: SandboxContext, merchant: SandboxMerchant, outTradeNo: string): OrderEntry | undefined => {
  const entry = context.book.order(merchant.merchantId, outTradeNo);
  return entry?.order.deduction === undefined ? entry : undefined;
};

const orderNotExist = (): Reply => refused(404, 'ORDER_NOT_EXIST', '订单不存在');

export const queryOrder = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  request: ApiRequest,
  outTradeNo: string,
): Reply => {
  if (request.query.get('mchid') !== merchant.merchantId) return parameterError('mchid', '与签名的商户号不一致');
  const entry = orderOf(context, merchant, outTradeNo);
  return entry === undefined ? orderNotExist() : done(transactionBody(entry));
};

export const closeOrder = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  request: ApiRequest,
  outTradeNo: string,
): Reply => {
  if (stringAt(request.body, 'mchid') !== merchant.merchantId) return parameterError('mchid', '与签名的商户号不一致');
  const entry = orderOf(context, merchant, outTradeNo);
  if (entry === undefined) return orderNotExist();
  if (entry.payment !== undefined) return refused(400, 'ORDERPAID', '该订单已支付，不能关闭');
  if (!entry.closed) context.book.record({ type: 'order-closed', merchantId: merchant.merchantId, outTradeNo });
  return { status: 204 };
};
