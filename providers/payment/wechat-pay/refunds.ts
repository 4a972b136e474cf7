// Refunds to the payer: ask for one, and look one up. The same number asked twice refunds once.
import { fen } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import {
  type ChannelRefund,
  type ChannelRefundState,
  type CreateRefund,
  type RefundQueryResult,
  type RefundResult,
} from '../channel.ts';
import { integerAt, stringAt } from '../json-field.ts';
import { notDone, unknown, type WechatPayClient } from './request.ts';

const states: Readonly<Record<string, ChannelRefundState>> = {
  SUCCESS: 'succeeded',
  CLOSED: 'closed',
  PROCESSING: 'processing',
  ABNORMAL: 'abnormal',
};

/** A refund as answers (`status`) and notices (`refund_status`) show it; undefined when it is not one. */
export const readRefund = (body: unknown): ChannelRefund | undefined => {
  const outTradeNo = stringAt(body, 'out_trade_no');
  const outRefundNo = stringAt(body, 'out_refund_no');
  const state = states[stringAt(body, 'refund_status') ?? stringAt(body, 'status') ?? ''];
  const refund = integerAt(body, 'amount.refund');
  if (outTradeNo === undefined || outRefundNo === undefined || state === undefined || refund === undefined) {
    return undefined;
  }
  const successAt = parseInstant(stringAt(body, 'success_time') ?? '');
  if (state === 'succeeded' && successAt === undefined) return undefined;
  const refundId = stringAt(body, 'refund_id');
  const transactionId = stringAt(body, 'transaction_id');
  return {
    outTradeNo,
    outRefundNo,
    state,
    refundFen: fen(refund),
    ...(refundId === undefined ? {} : { refundId }),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(successAt === undefined ? {} : { successAt }),
  };
};

export const createRefund = async (client: WechatPayClient, request: CreateRefund): Promise<RefundResult> => {
  const answer = await client.request('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: request.outTradeNo,
    out_refund_no: request.outRefundNo,
    notify_url: client.merchant.notifyUrl,
    amount: { refund: request.refundFen, total: request.totalFen, currency: 'CNY' },
    ...(request.reason === undefined ? {} : { reason: request.reason }),
  });
  if (answer.kind !== 'done') return notDone(answer);
  const refund = readRefund(answer.body);
  const same = refund?.outRefundNo === request.outRefundNo && refund.outTradeNo === request.outTradeNo;
  return refund === undefined || !same
    ? unknown('malformed-answer', 'not the refund that was asked for')
    : { outcome: 'accepted', refund };
};

export const queryRefund = async (client: WechatPayClient, outRefundNo: string): Promise<RefundQueryResult> => {
  const answer = await client.request('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`);
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const refund = readRefund(answer.body);
  return refund === undefined || refund.outRefundNo !== outRefundNo
    ? unknown('malformed-answer', 'not the refund that was asked for')
    : { outcome: 'found', refund };
};
