// Deductions by WeChat Pay's parking service: accepted at once, the money moves later.
// Sources: https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter8_8_3.shtml (deduct), .../chapter8_8_4.shtml (query).
import { fen } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import {
  type ChannelDeduction,
  type CreateDeduction,
  type DeductionQueryResult,
  type DeductionState,
  type DeductResult,
} from '../deduction-contract.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { plateFields, type PlateFields, unnamedPlate } from './parking-plates.ts';
import { notDone, unknown, type WechatPayClient } from './request.ts';
import { channelTime } from './transactions.ts';

const states: Readonly<Record<string, DeductionState>> = {
  ACCEPTED: 'accepted',
  SUCCESS: 'succeeded',
  PAY_FAIL: 'failed',
  REFUND: 'refunded',
};

/** This service says `sp_mchid` also where no partner is involved. */
export const isOurDeduction = (body: unknown, merchant: WechatPayMerchant): boolean =>
  (stringAt(body, 'sp_mchid') ?? stringAt(body, 'mchid')) === merchant.merchantId &&
  stringAt(body, 'appid') === merchant.appId &&
  (stringAt(body, 'amount.currency') ?? 'CNY') === 'CNY';

/** `BPA`: the platform paid in the owner's stead. */
const advanceOf = (body: unknown): ChannelDeduction['advance'] => {
  if (stringAt(body, 'bank_type') !== 'BPA') return undefined;
  return stringAt(body, 'user_repaid') === 'Y' ? 'repaid' : 'owed';
};

/** A deduction as answers and notices show it; undefined when it is not one. */
export const readDeduction = (body: unknown): ChannelDeduction | undefined => {
  const outTradeNo = stringAt(body, 'out_trade_no');
  const state = states[stringAt(body, 'trade_state') ?? ''];
  const total = integerAt(body, 'amount.total');
  if (outTradeNo === undefined || state === undefined || total === undefined) return undefined;
  const transactionId = stringAt(body, 'transaction_id');
  const payerId = stringAt(body, 'payer.openid');
  const successAt = parseInstant(stringAt(body, 'success_time') ?? '');
  const attach = stringAt(body, 'attach');
  const paid = state === 'succeeded' || state === 'refunded';
  if (paid && (transactionId === undefined || successAt === undefined)) return undefined;
  const advance = paid ? advanceOf(body) : undefined;
  return {
    outTradeNo,
    state,
    amountFen: fen(total),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(payerId === undefined ? {} : { payerId }),
    ...(successAt === undefined ? {} : { successAt }),
    ...(attach === undefined ? {} : { attach }),
    ...(advance === undefined ? {} : { advance }),
  };
};

const deductionBody = (request: CreateDeduction, plate: PlateFields, merchant: WechatPayMerchant) => ({
  appid: merchant.appId,
  description: request.description,
  ...(request.attach === undefined ? {} : { attach: request.attach }),
  out_trade_no: request.outTradeNo,
  trade_scene: 'PARKING',
  notify_url: merchant.notifyUrl,
  profit_sharing: 'N',
  amount: { total: request.amountFen, currency: 'CNY' },
  parking_info: {
    parking_id: request.parkingId,
    ...plate,
    start_time: channelTime(request.startedAt),
    end_time: channelTime(request.endedAt),
    parking_name: request.lotName,
    charging_duration: Math.floor(request.chargedMs / 1_000),
    device_id: request.deviceId,
  },
});

export const createDeduction = async (client: WechatPayClient, request: CreateDeduction): Promise<DeductResult> => {
  const plate = plateFields(request.plate);
  if (plate === undefined) return unnamedPlate();
  const body = deductionBody(request, plate, client.merchant);
  const answer = await client.request('POST', '/v3/vehicle/transactions/parking', body);
  if (answer.kind !== 'done') return notDone(answer);
  const deduction = readDeduction(answer.body);
  const same = deduction?.outTradeNo === request.outTradeNo && deduction.amountFen === request.amountFen;
  return deduction === undefined || !same || !isOurDeduction(answer.body, client.merchant)
    ? unknown('malformed-answer', 'not the deduction that was asked for')
    : { outcome: 'accepted', deduction };
};

export const queryDeduction = async (client: WechatPayClient, outTradeNo: string): Promise<DeductionQueryResult> => {
  const path = `/v3/vehicle/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;
  const answer = await client.request('GET', path);
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const deduction = readDeduction(answer.body);
  return deduction?.outTradeNo !== outTradeNo || !isOurDeduction(answer.body, client.merchant)
    ? unknown('malformed-answer', `trade_state ${String(fieldAt(answer.body, 'trade_state'))}`)
    : { outcome: 'found', deduction };
};
