// Refunds: ask for one, and look one up. They are carried out at once, and the same number asked twice refunds once.
import { type ChannelRefund, type CreateRefund, type RefundQueryResult, type RefundResult } from '../channel.ts';
import { stringAt } from '../json-field.ts';
import { instantOf } from './china-time.ts';
import { type AlipayClient, notDone, unknown } from './request.ts';
import { notExist } from './trades.ts';
import { fenOf, yuanOf } from './yuan.ts';

const notTheRefund = unknown('malformed-answer', 'not the refund that was asked for');

/** When and in which trade, as far as the answer says it. */
const furtherFields = (body: unknown): Pick<ChannelRefund, 'transactionId' | 'successAt'> => {
  const transactionId = stringAt(body, 'trade_no');
  const successAt = instantOf(stringAt(body, 'gmt_refund_pay'));
  return {
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(successAt === undefined ? {} : { successAt }),
  };
};

export const queryRefund = async (
  client: AlipayClient,
  numbers: { readonly outRefundNo: string; readonly outTradeNo: string },
): Promise<RefundQueryResult> => {
  const { outRefundNo, outTradeNo } = numbers;
  const answer = await client.request('alipay.trade.fastpay.refund.query', {
    out_trade_no: outTradeNo,
    out_request_no: outRefundNo,
    query_options: ['gmt_refund_pay'],
  });
  if (answer.kind === 'refused' && answer.subCode === notExist) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const { body } = answer;
  // An answer without a state says that the refund did not come to the channel, or failed.
  if (stringAt(body, 'refund_status') === undefined) return { outcome: 'not-found' };
  const refundFen = fenOf(stringAt(body, 'refund_amount'));
  const same = stringAt(body, 'out_request_no') === outRefundNo && stringAt(body, 'out_trade_no') === outTradeNo;
  if (!same || refundFen === undefined || refundFen <= 0) return notTheRefund;
  const state = stringAt(body, 'refund_status') === 'REFUND_SUCCESS' ? 'succeeded' : 'processing';
  return { outcome: 'found', refund: { outTradeNo, outRefundNo, state, refundFen, ...furtherFields(body) } };
};

export const createRefund = async (client: AlipayClient, request: CreateRefund): Promise<RefundResult> => {
  const { outTradeNo, outRefundNo, refundFen } = request;
  const answer = await client.request('alipay.trade.refund', {
    out_trade_no: outTradeNo,
    out_request_no: outRefundNo,
    refund_amount: yuanOf(refundFen),
    ...(request.reason === undefined ? {} : { refund_reason: request.reason }),
  });
  if (answer.kind !== 'done') return notDone(answer);
  const { body } = answer;
  if (stringAt(body, 'out_trade_no') !== outTradeNo) return notTheRefund;
  const refund = { outTradeNo, outRefundNo, refundFen, ...furtherFields(body) };
  // `refund_fee` is the sum of all refunds of the trade; that money moved by this very call is what `fund_change` says.
  if (stringAt(body, 'fund_change') === 'Y') return { outcome: 'accepted', refund: { ...refund, state: 'succeeded' } };
  const found = await queryRefund(client, request);
  if (found.outcome !== 'found') return { outcome: 'accepted', refund: { ...refund, state: 'processing' } };
  return found.refund.refundFen === refundFen ? { outcome: 'accepted', refund: found.refund } : notTheRefund;
};
