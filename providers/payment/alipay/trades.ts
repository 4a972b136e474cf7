// Trades: a code to scan (precreate), a page for a phone's browser (wap), query by our number, close.
import {
  type ChannelPayment,
  type ChannelPaymentState,
  type CloseResult,
  type CreatePayment,
  type CreateResult,
  type QueryResult,
} from '../channel.ts';
import { stringAt } from '../json-field.ts';
import { chinaTime, instantOf } from './china-time.ts';
import { type AlipayClient, notDone, unknown } from './request.ts';
import { fenOf, yuanOf } from './yuan.ts';

/** No trade under this number: also while nobody has scanned the code or opened the page of the payment. */
export const notExist = 'ACQ.TRADE_NOT_EXIST';

const states = new Map<string, ChannelPaymentState>([
  ['WAIT_BUYER_PAY', 'unpaid'],
  ['TRADE_SUCCESS', 'succeeded'],
  ['TRADE_FINISHED', 'succeeded'],
  ['TRADE_CLOSED', 'closed'],
]);

/** A trade that was paid and is closed was given back in full. */
const stateOf = (status: string | undefined, paid: boolean): ChannelPaymentState | undefined => {
  const state = states.get(status ?? '');
  return state === 'closed' && paid ? 'refunded' : state;
};

/** A trade as queries (`paidAtName` is `send_pay_date`) and notices (`gmt_payment`) show it; undefined when it is not one. */
export const readTrade = (body: unknown, paidAtName: string): ChannelPayment | undefined => {
  const outTradeNo = stringAt(body, 'out_trade_no');
  const successAt = instantOf(stringAt(body, paidAtName));
  const state = stateOf(stringAt(body, 'trade_status'), successAt !== undefined);
  const amountFen = fenOf(stringAt(body, 'total_amount'));
  const transactionId = stringAt(body, 'trade_no');
  if (outTradeNo === undefined || state === undefined || amountFen === undefined || amountFen < 0) return undefined;
  const paid = state === 'succeeded' || state === 'refunded';
  if (paid && (transactionId === undefined || successAt === undefined)) return undefined;
  const payerId = ['buyer_user_id', 'buyer_id', 'buyer_open_id'].map((name) => stringAt(body, name)).find(Boolean);
  const attach = stringAt(body, 'body');
  return {
    outTradeNo,
    state,
    amountFen,
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(payerId === undefined ? {} : { payerId }),
    ...(successAt === undefined ? {} : { successAt }),
    ...(attach === undefined ? {} : { attach }),
  };
};

/** Refused in a subject by the gateway. */
const plainSubject = (text: string): string => text.replace(/[/=&]/g, ' ');

const content = (request: CreatePayment): Record<string, string> => ({
  out_trade_no: request.outTradeNo,
  total_amount: yuanOf(request.amountFen),
  subject: plainSubject(request.description),
  ...(request.expiresAt === undefined ? {} : { time_expire: chinaTime(request.expiresAt) }),
  ...(request.attach === undefined ? {} : { body: request.attach }),
});

const createCode = async (client: AlipayClient, request: CreatePayment): Promise<CreateResult> => {
  const more = { notify_url: client.merchant.notifyUrl };
  const answer = await client.request('alipay.trade.precreate', content(request), more);
  if (answer.kind !== 'done') return notDone(answer);
  const codeUrl = stringAt(answer.body, 'qr_code');
  return codeUrl === undefined || stringAt(answer.body, 'out_trade_no') !== request.outTradeNo
    ? unknown('malformed-answer', 'nothing to pay with')
    : { outcome: 'created', invitation: { kind: 'native', codeUrl } };
};

/** Nothing is asked of the gateway: whoever opens the signed address creates the trade. */
const createPage = (client: AlipayClient, request: CreatePayment): CreateResult => {
  const { notifyUrl, baseUrl } = client.merchant;
  const quitUrl = new URL(notifyUrl).origin;
  const parameters = client.signed(
    'alipay.trade.wap.pay',
    { ...content(request), product_code: 'QUICK_WAP_WAY', quit_url: quitUrl },
    { notify_url: notifyUrl },
  );
  const redirectUrl = `${baseUrl}/gateway.do?${new URLSearchParams(parameters).toString()}`;
  return { outcome: 'created', invitation: { kind: 'h5', redirectUrl } };
};

export const createTrade = async (client: AlipayClient, request: CreatePayment): Promise<CreateResult> => {
  switch (request.way.kind) {
    case 'native':
      return createCode(client, request);
    case 'h5':
      return createPage(client, request);
    case 'jsapi':
      return { outcome: 'declined', code: 'WAY_NOT_OFFERED', detail: 'no payment inside the app', remedy: 'none' };
  }
};

export const queryTrade = async (client: AlipayClient, outTradeNo: string): Promise<QueryResult> => {
  const answer = await client.request('alipay.trade.query', { out_trade_no: outTradeNo });
  if (answer.kind === 'refused' && answer.subCode === notExist) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const payment = readTrade(answer.body, 'send_pay_date');
  return payment?.outTradeNo !== outTradeNo
    ? unknown('malformed-answer', `trade_status ${stringAt(answer.body, 'trade_status') ?? 'missing'}`)
    : { outcome: 'found', payment };
};

export const closeTrade = async (client: AlipayClient, outTradeNo: string): Promise<CloseResult> => {
  const answer = await client.request('alipay.trade.close', { out_trade_no: outTradeNo });
  if (answer.kind === 'done') return { outcome: 'closed' };
  if (answer.kind === 'refused' && answer.subCode === notExist) return { outcome: 'not-found' };
  const result = notDone(answer);
  return result.outcome === 'declined' && result.remedy === 'none' ? { ...result, remedy: 'query' } : result;
};
