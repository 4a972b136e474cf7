// Orders: create (Native, JSAPI, H5), query by our number, close.
import { fen } from '../../../domain/money.ts';
import { type EpochMs, parseInstant } from '../../../domain/time.ts';
import {
  type ChannelPayment,
  type ChannelPaymentState,
  type CloseResult,
  type CreatePayment,
  type CreateResult,
  type PaymentInvitation,
  type QueryResult,
} from '../channel.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { notDone, unknown, type WechatPayClient } from './request.ts';
import { jsapiParameters, newNonce } from './sign.ts';

const states: Readonly<Record<string, ChannelPaymentState>> = {
  SUCCESS: 'succeeded',
  REFUND: 'refunded',
  NOTPAY: 'unpaid',
  USERPAYING: 'paying',
  ACCEPT: 'paying',
  ACCEPTED: 'paying',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
};

/** RFC 3339 in China's offset without a fraction: the form of the channel's own pages. */
export const channelTime = (at: EpochMs): string => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

/** Whether the body is about this merchant and app, in CNY; a currency that is absent is CNY. */
export const isOurs = (body: unknown, merchant: WechatPayMerchant): boolean =>
  stringAt(body, 'mchid') === merchant.merchantId &&
  (stringAt(body, 'appid') ?? merchant.appId) === merchant.appId &&
  (stringAt(body, 'amount.currency') ?? 'CNY') === 'CNY';

/** A transaction as queries and notices show it; undefined when it is not one. */
export const readTransaction = (body: unknown): ChannelPayment | undefined => {
  const outTradeNo = stringAt(body, 'out_trade_no');
  const state = states[stringAt(body, 'trade_state') ?? ''];
  if (outTradeNo === undefined || state === undefined) return undefined;
  const total = integerAt(body, 'amount.total');
  const transactionId = stringAt(body, 'transaction_id');
  const payerId = stringAt(body, 'payer.openid');
  const successAt = parseInstant(stringAt(body, 'success_time') ?? '');
  const attach = stringAt(body, 'attach');
  const paid = state === 'succeeded' || state === 'refunded';
  if (paid && (total === undefined || transactionId === undefined || successAt === undefined)) return undefined;
  return {
    outTradeNo,
    state,
    amountFen: fen(total ?? 0),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(payerId === undefined ? {} : { payerId }),
    ...(successAt === undefined ? {} : { successAt }),
    ...(attach === undefined ? {} : { attach }),
  };
};

const orderBody = (request: CreatePayment, merchant: WechatPayMerchant): Record<string, unknown> => {
  const { way } = request;
  return {
    appid: merchant.appId,
    mchid: merchant.merchantId,
    description: request.description,
    out_trade_no: request.outTradeNo,
    notify_url: merchant.notifyUrl,
    amount: { total: request.amountFen, currency: 'CNY' },
    ...(request.expiresAt === undefined ? {} : { time_expire: channelTime(request.expiresAt) }),
    ...(request.attach === undefined ? {} : { attach: request.attach }),
    ...(way.kind === 'jsapi' ? { payer: { openid: way.payerId } } : {}),
    ...(way.kind === 'h5' ? { scene_info: { payer_client_ip: way.payerIp, h5_info: { type: 'Wap' } } } : {}),
  };
};

const invitation = (client: WechatPayClient, request: CreatePayment, body: unknown): PaymentInvitation | undefined => {
  const { merchant, privateKey } = client;
  const codeUrl = stringAt(body, 'code_url');
  const prepayId = stringAt(body, 'prepay_id');
  const redirectUrl = stringAt(body, 'h5_url');
  switch (request.way.kind) {
    case 'native':
      return codeUrl === undefined ? undefined : { kind: 'native', codeUrl };
    case 'h5':
      return redirectUrl === undefined ? undefined : { kind: 'h5', redirectUrl };
    case 'jsapi': {
      if (prepayId === undefined) return undefined;
      const at = { timestamp: Math.floor(Date.now() / 1000), nonce: newNonce() };
      return { kind: 'jsapi', parameters: jsapiParameters(merchant.appId, prepayId, privateKey, at) };
    }
  }
};

export const createTransaction = async (client: WechatPayClient, request: CreatePayment): Promise<CreateResult> => {
  const path = `/v3/pay/transactions/${request.way.kind}`;
  const answer = await client.request('POST', path, orderBody(request, client.merchant));
  if (answer.kind !== 'done') return notDone(answer);
  const found = invitation(client, request, answer.body);
  return found === undefined
    ? unknown('malformed-answer', 'nothing to pay with')
    : { outcome: 'created', invitation: found };
};

const orderPath = (outTradeNo: string): string => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;

export const queryTransaction = async (client: WechatPayClient, outTradeNo: string): Promise<QueryResult> => {
  const { merchant } = client;
  const answer = await client.request('GET', `${orderPath(outTradeNo)}?mchid=${merchant.merchantId}`);
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const payment = readTransaction(answer.body);
  return payment === undefined || payment.outTradeNo !== outTradeNo || !isOurs(answer.body, merchant)
    ? unknown('malformed-answer', `trade_state ${String(fieldAt(answer.body, 'trade_state'))}`)
    : { outcome: 'found', payment };
};

export const closeTransaction = async (client: WechatPayClient, outTradeNo: string): Promise<CloseResult> => {
  const answer = await client.request('POST', `${orderPath(outTradeNo)}/close`, { mchid: client.merchant.merchantId });
  if (answer.kind === 'done') return { outcome: 'closed' };
  if (answer.kind === 'refused') {
    if (answer.code === 'ORDER_CLOSED') return { outcome: 'closed' };
    if (answer.status === 404) return { outcome: 'not-found' };
  }
  const result = notDone(answer);
  return result.outcome === 'declined' && result.remedy === 'none' ? { ...result, remedy: 'query' } : result;
};
