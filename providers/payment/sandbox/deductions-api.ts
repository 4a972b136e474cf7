// /v3/vehicle/transactions: a deduction is accepted at once, and paid or failed a little later.
import { randomBytes } from 'node:crypto';
import { epochMs, parseInstant } from '../../../domain/time.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { type Order, type OrderEntry, type Payment, refundedOrRefundingFen } from './book.ts';
import { type SandboxContext } from './context.ts';
import { type SandboxMerchant } from './merchants.ts';
import { isNotifyUrl } from './orders-api.ts';
import { noticeOf } from './owed-notice.ts';
import { blockOf, plateChecks } from './plate-checks.ts';
import { channelNumber } from './payments.ts';
import { type ApiRequest, done, firstFault, refused, type Reply } from './reply.ts';

const stateOf = (entry: OrderEntry): { readonly state: string; readonly description: string } => {
  if (entry.failure !== undefined) return { state: 'PAY_FAIL', description: '扣费失败' };
  if (entry.payment === undefined) return { state: 'ACCEPTED', description: '已接收，等待扣款' };
  return refundedOrRefundingFen(entry) > 0
    ? { state: 'REFUND', description: '订单发生过退款' }
    : { state: 'SUCCESS', description: '支付成功' };
};

const deductionFields = (entry: OrderEntry): Record<string, unknown> => {
  const { order, payment } = entry;
  const { state, description } = stateOf(entry);
  return {
    appid: order.appId,
    sp_mchid: order.merchantId,
    description: order.description,
    create_time: channelTime(epochMs(order.createdAt)),
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_description: description,
    trade_scene: 'PARKING',
    parking_info: order.deduction?.info,
    amount: { total: order.totalFen, currency: 'CNY' },
    ...(order.attach === undefined ? {} : { attach: order.attach }),
    ...(payment === undefined
      ? {}
      : {
          transaction_id: payment.transactionId,
          success_time: channelTime(epochMs(payment.paidAt)),
          ...(payment.advance === undefined
            ? { bank_type: 'OTHERS' }
            : { bank_type: 'BPA', user_repaid: payment.advance === 'repaid' ? 'Y' : 'N' }),
          payer: { openid: payment.payerId },
          amount: { total: order.totalFen, payer_total: order.totalFen, discount_total: 0, currency: 'CNY' },
        }),
  };
};

const eventTypeOf = ({ failure, payment }: OrderEntry): string => {
  if (failure !== undefined) return 'TRANSACTION.FAIL';
  return payment?.advance === 'repaid' ? 'TRANSACTION.PAY_BACK' : 'TRANSACTION.SUCCESS';
};

const deductionNotice = (context: SandboxContext, entry: OrderEntry) => {
  const { order } = entry;
  const changed = context.faults.strike(order.merchantId, 'changedAmount', 'transaction');
  const total = order.totalFen + (changed ? (changed.fen ?? 1) : 0);
  return noticeOf(context, {
    merchantId: order.merchantId,
    outTradeNo: order.outTradeNo,
    url: order.notifyUrl,
    eventType: eventTypeOf(entry),
    originalType: 'transaction',
    resource: JSON.stringify({ ...deductionFields(entry), amount: { total, payer_total: total, currency: 'CNY' } }),
  });
};

/** Ends a deduction that is still ACCEPTED, in one line of the book with the notice it owes. */
const finishDeduction = (context: SandboxContext, entry: OrderEntry): void => {
  const { merchantId, outTradeNo, deduction } = entry.order;
  if (deduction === undefined || entry.payment !== undefined || entry.failure !== undefined) return;
  const paidAt = context.clock.now();
  if (context.faults.strike(merchantId, 'insufficientBalance', 'deduction')) {
    const reason = 'NOT_ENOUGH';
    const notice = deductionNotice(context, { ...entry, failure: reason });
    context.book.record({ type: 'order-failed', merchantId, outTradeNo, reason, ...(notice ? { notice } : {}) });
    if (notice) void context.notices.schedule(notice);
    return;
  }
  const advanced = context.faults.strike(merchantId, 'advancedPayment', 'deduction') !== undefined;
  const payment: Payment = {
    transactionId: channelNumber('4200', paidAt),
    payerId: deduction.payerId,
    paidAt,
    ...(advanced ? { advance: 'owed' } : {}),
  };
  const notice = deductionNotice(context, { ...entry, payment });
  context.book.record({ type: 'order-paid', merchantId, outTradeNo, payment, ...(notice ? { notice } : {}) });
  if (notice) void context.notices.schedule(notice);
};

/** The owner pays back what the channel had advanced; false when he owes nothing. */
export const repayDeduction = (context: SandboxContext, entry: OrderEntry): boolean => {
  const { payment, order } = entry;
  if (payment?.advance !== 'owed') return false;
  const { merchantId, outTradeNo } = order;
  const notice = deductionNotice(context, { ...entry, payment: { ...payment, advance: 'repaid' } });
  context.book.record({ type: 'order-repaid', merchantId, outTradeNo, ...(notice ? { notice } : {}) });
  if (notice) void context.notices.schedule(notice);
  return true;
};

export const finishDeductionLater = (context: SandboxContext, entry: OrderEntry): void =>
  context.later.after(context.refundAfterMs, () => finishDeduction(context, entry));

const deductionFault = (body: unknown, merchant: SandboxMerchant): Reply | undefined => {
  const total = integerAt(body, 'amount.total') ?? 0;
  const start = parseInstant(String(fieldAt(body, 'parking_info.start_time')));
  const end = parseInstant(String(fieldAt(body, 'parking_info.end_time')));
  const lengthOf = (path: string): number => stringAt(body, path)?.length ?? 0;
  const between = (path: string, most: number): boolean => lengthOf(path) >= 1 && lengthOf(path) <= most;
  const sharing = fieldAt(body, 'profit_sharing');
  const fault = firstFault([
    [between('description', 128), 'description', '长度为1到128'],
    [lengthOf('attach') <= 128, 'attach', '长度不能超过128'],
    [/^[0-9A-Za-z_*-]{6,32}$/.test(stringAt(body, 'out_trade_no') ?? ''), 'out_trade_no', '格式错误'],
    [fieldAt(body, 'trade_scene') === 'PARKING', 'trade_scene', '目前只支持PARKING'],
    [isNotifyUrl(stringAt(body, 'notify_url')), 'notify_url', '必须为不带参数的URL'],
    [sharing === undefined || sharing === 'Y' || sharing === 'N', 'profit_sharing', '枚举值错误'],
    [total >= 1 && total <= 10_000_000_000, 'amount.total', '必须为正整数'],
    [(stringAt(body, 'amount.currency') ?? 'CNY') === 'CNY', 'amount.currency', '只支持CNY'],
    [between('parking_info.parking_id', 32), 'parking_info.parking_id', '不能为空'],
    ...plateChecks(stringAt(body, 'parking_info.plate_number'), stringAt(body, 'parking_info.plate_color')),
    [start !== undefined, 'parking_info.start_time', '必须为RFC3339'],
    [end !== undefined && end >= (start ?? 0), 'parking_info.end_time', '必须为RFC3339，且不早于入场时间'],
    [between('parking_info.parking_name', 32), 'parking_info.parking_name', '长度为1到32'],
    [
      (integerAt(body, 'parking_info.charging_duration') ?? -1) >= 0,
      'parking_info.charging_duration',
      '必须为非负整数',
    ],
    [between('parking_info.device_id', 32), 'parking_info.device_id', '长度为1到32'],
  ]);
  if (fault) return fault;
  return stringAt(body, 'appid') === merchant.appId
    ? undefined
    : refused(400, 'APPID_MCHID_NOT_MATCH', 'AppID和mch_id不匹配');
};

/** Of a new number: the stay must be this vehicle's, signed now, and not deducted by another number. */
const stayFault = (context: SandboxContext, merchantId: string, body: unknown): Reply | undefined => {
  const parkingId = stringAt(body, 'parking_info.parking_id') ?? '';
  const inside = context.book.parking.entryById(merchantId, parkingId);
  const plateNumber = stringAt(body, 'parking_info.plate_number') ?? '';
  const plateColor = stringAt(body, 'parking_info.plate_color') ?? '';
  if (inside === undefined) return refused(400, 'INVALID_REQUEST', '停车入场id不存在');
  if (inside.entry.plateNumber !== plateNumber || inside.entry.plateColor !== plateColor) {
    return refused(400, 'INVALID_REQUEST', '车牌与入场信息不一致');
  }
  const deducted = context.book.deductionsOf(merchantId, parkingId).some(({ failure }) => failure === undefined);
  if (deducted) return refused(400, 'INVALID_REQUEST', '该停车入场已受理扣费');
  const blocked = blockOf(context.book.parking.service(merchantId, plateNumber, plateColor));
  return blocked === undefined ? undefined : refused(400, 'INVALID_REQUEST', `车主服务不可用: ${blocked}`);
};

const sameDeduction = (known: Order, body: unknown): boolean =>
  known.totalFen === integerAt(body, 'amount.total') &&
  known.deduction?.parkingId === stringAt(body, 'parking_info.parking_id');

const newOrder = (context: SandboxContext, merchant: SandboxMerchant, body: unknown): Order => {
  const info = fieldAt(body, 'parking_info') as Record<string, unknown>;
  const { merchantId } = merchant;
  const service = context.book.parking.service(merchantId, String(info['plate_number']), String(info['plate_color']));
  const attach = stringAt(body, 'attach');
  return {
    merchantId,
    appId: merchant.appId,
    outTradeNo: stringAt(body, 'out_trade_no') ?? '',
    description: stringAt(body, 'description') ?? '',
    totalFen: integerAt(body, 'amount.total') ?? 0,
    notifyUrl: stringAt(body, 'notify_url') ?? '',
    tradeType: 'PAP',
    deduction: { parkingId: String(info['parking_id']), info, payerId: service?.payerId ?? '' },
    codeUrl: `deduction:${randomBytes(12).toString('base64url')}`,
    prepayId: '',
    createdAt: context.clock.now(),
    ...(attach === undefined ? {} : { attach }),
  };
};

export const createDeductionOrder = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  { body }: ApiRequest,
): Reply => {
  const fault = deductionFault(body, merchant);
  if (fault) return fault;
  const { merchantId } = merchant;
  const outTradeNo = stringAt(body, 'out_trade_no') ?? '';
  const known = context.book.order(merchantId, outTradeNo);
  if (known !== undefined) {
    return sameDeduction(known.order, body)
      ? done(deductionFields(known))
      : refused(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
  }
  const wrongStay = stayFault(context, merchantId, body);
  if (wrongStay) return wrongStay;
  context.book.record({ type: 'order-created', order: newOrder(context, merchant, body) });
  const entry = context.book.order(merchantId, outTradeNo);
  if (entry === undefined) throw new Error(`order ${outTradeNo} is not in the book that has just recorded it`);
  finishDeductionLater(context, entry);
  return done(deductionFields(entry));
};

export const queryDeductionOrder = (context: SandboxContext, merchant: SandboxMerchant, outTradeNo: string): Reply => {
  const entry = context.book.order(merchant.merchantId, outTradeNo);
  return entry?.order.deduction === undefined
    ? refused(404, 'ORDER_NOT_EXIST', '订单不存在')
    : done(deductionFields(entry));
};
