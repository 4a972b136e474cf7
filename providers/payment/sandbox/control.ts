// /sandbox/: what a test, a demo or a fault run tells the sandbox to do. Behind a token, on the loopback only.
import { fieldAt, stringAt } from '../json-field.ts';
import { alipayConfiguration, alipayMerchantIdPattern } from './alipay/merchants.ts';
import { type OrderEntry } from './book.ts';
import {
  changePlateService,
  confirmTransferNow,
  repayNow,
  type TransferSummary,
  transferSummary,
} from './control-money.ts';
import { type SandboxContext } from './context.ts';
import { faultNames, type FaultSwitches } from './faults.ts';
import { merchantConfiguration, merchantIdPattern, type OpenMerchant, type VerificationMode } from './merchants.ts';
import { payOrder } from './payments.ts';
import { type ApiRequest, done, parameterError, refused, type Reply } from './reply.ts';

const modeOf = (value: unknown): VerificationMode | undefined =>
  value === 'public-key' || value === 'certificates' ? value : undefined;

const configurationReply = (context: SandboxContext, merchant: OpenMerchant, body: unknown): Reply =>
  done(merchantConfiguration(merchant, context.baseUrl(), stringAt(body, 'notifyUrl') ?? ''));

const ensureAlipayMerchant = async (context: SandboxContext, body: unknown): Promise<Reply> => {
  const merchantId = stringAt(body, 'merchantId');
  if (merchantId !== undefined && !alipayMerchantIdPattern.test(merchantId)) {
    return parameterError('merchantId', 'sixteen digits from 2088');
  }
  const merchant = await context.alipayMerchants.ensure(merchantId);
  return done(alipayConfiguration(merchant, context.baseUrl(), stringAt(body, 'notifyUrl') ?? ''));
};

const ensureMerchant = async (context: SandboxContext, { body }: ApiRequest): Promise<Reply> => {
  const channel = stringAt(body, 'channel') ?? 'wechat';
  if (channel === 'alipay') return ensureAlipayMerchant(context, body);
  if (channel !== 'wechat') return parameterError('channel', 'wechat or alipay');
  const merchantId = stringAt(body, 'merchantId');
  const mode = fieldAt(body, 'mode');
  if (merchantId !== undefined && !merchantIdPattern.test(merchantId)) return parameterError('merchantId', 'malformed');
  if (mode !== undefined && modeOf(mode) === undefined) return parameterError('mode', 'public-key or certificates');
  return configurationReply(context, await context.merchants.ensure(merchantId, modeOf(mode)), body);
};

const merchantOf = (context: SandboxContext, body: unknown): OpenMerchant | undefined =>
  context.merchants.get(stringAt(body, 'merchantId') ?? '');

/** Of either channel: their numbers never meet. */
const isKnown = ({ merchants, alipayMerchants }: SandboxContext, merchantId: string): boolean =>
  (merchants.get(merchantId) ?? alipayMerchants.get(merchantId)) !== undefined;

const unknownMerchant = (): Reply => refused(404, 'RESOURCE_NOT_EXISTS', 'no such merchant');

const rotateKeys = async (context: SandboxContext, { body }: ApiRequest): Promise<Reply> => {
  const atAlipay = context.alipayMerchants.get(stringAt(body, 'merchantId') ?? '');
  if (atAlipay !== undefined) {
    const rotated = await context.alipayMerchants.rotate(atAlipay);
    return done(alipayConfiguration(rotated, context.baseUrl(), stringAt(body, 'notifyUrl') ?? ''));
  }
  const merchant = merchantOf(context, body);
  if (merchant === undefined) return unknownMerchant();
  const rotated = await context.merchants.rotate(merchant, fieldAt(body, 'publicKey') === true);
  return configurationReply(context, rotated, body);
};

const findOrder = (context: SandboxContext, body: unknown): OrderEntry | undefined => {
  const codeUrl = stringAt(body, 'codeUrl');
  if (codeUrl !== undefined) return context.book.orderOfCode(codeUrl);
  return context.book.order(stringAt(body, 'merchantId') ?? '', stringAt(body, 'outTradeNo') ?? '');
};

const pay = (context: SandboxContext, { body }: ApiRequest): Reply => {
  const entry = findOrder(context, body);
  if (entry === undefined) return refused(404, 'ORDER_NOT_EXIST', 'no such order');
  const result = payOrder(context, entry, stringAt(body, 'payerId'));
  if (result.outcome === 'refused') return refused(409, result.code, 'the order cannot be paid any more');
  const { merchantId, outTradeNo, totalFen } = entry.order;
  return done({ merchantId, outTradeNo, paidFen: totalFen, ...result.payment });
};

const limits = ['times', 'ms', 'fen', 'status'];
const texts = ['only', 'code', 'on'];

const isFault = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, field]) =>
        (limits.includes(name) && Number.isSafeInteger(field)) || (texts.includes(name) && typeof field === 'string'),
    ));

const setFaults = (context: SandboxContext, { body }: ApiRequest): Reply => {
  const merchantId = stringAt(body, 'merchantId') ?? '';
  if (!isKnown(context, merchantId)) return unknownMerchant();
  const switches = Object.entries(body as object).filter(([name]) => name !== 'merchantId');
  const wrong = switches.find(([name, value]) => !faultNames.some((known) => known === name) || !isFault(value));
  if (wrong) return parameterError(wrong[0], 'is no fault of the sandbox');
  context.faults.set(merchantId, Object.fromEntries(switches) as FaultSwitches);
  return done({ merchantId, active: context.faults.active(merchantId) });
};

const orderSummary = ({ order, payment, closed, failure, refunds }: OrderEntry) => ({
  outTradeNo: order.outTradeNo,
  totalFen: order.totalFen,
  createdAt: order.createdAt,
  closed,
  ...(order.deduction === undefined ? {} : { parkingId: order.deduction.parkingId }),
  ...(failure === undefined ? {} : { failure }),
  paidFen: payment === undefined ? 0 : order.totalFen,
  ...(payment ?? {}),
  refunds: refunds.map(({ refund, state, finishedAt }) => ({
    outRefundNo: refund.outRefundNo,
    refundId: refund.refundId,
    refundFen: refund.refundFen,
    state,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  })),
  refundedFen: refunds.reduce((sum, { refund, state }) => sum + (state === 'SUCCESS' ? refund.refundFen : 0), 0),
});

export type OrderSummary = ReturnType<typeof orderSummary>;

export interface BookSummary {
  readonly merchantId: string;
  readonly orders: readonly OrderSummary[];
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly transfers: readonly TransferSummary[];
  /** What payees have received. */
  readonly transferredFen: number;
  /** Notices that are still to be taken by the merchant. */
  readonly pendingNotices: number;
}

const readBook = (context: SandboxContext, { query }: ApiRequest): Reply => {
  const merchantId = query.get('merchantId') ?? '';
  if (!isKnown(context, merchantId)) return unknownMerchant();
  const orders = context.book.ordersOf(merchantId).map(orderSummary);
  const transfers = context.book.transfers.of(merchantId).map(transferSummary);
  const notices = context.book.pendingNotices().filter((notice) => notice.merchantId === merchantId);
  const summary: BookSummary = {
    merchantId,
    orders,
    paidFen: orders.reduce((sum, order) => sum + order.paidFen, 0),
    refundedFen: orders.reduce((sum, order) => sum + order.refundedFen, 0),
    transfers,
    transferredFen: transfers.reduce((sum, transfer) => sum + transfer.transferredFen, 0),
    pendingNotices: notices.length,
  };
  return done(summary);
};

export const controlReply = (context: SandboxContext, request: ApiRequest): Reply | Promise<Reply> => {
  switch (`${request.method} ${request.path}`) {
    case 'POST /sandbox/merchants':
      return ensureMerchant(context, request);
    case 'POST /sandbox/pay':
      return pay(context, request);
    case 'POST /sandbox/plate-service':
      return changePlateService(context, request);
    case 'POST /sandbox/repay':
      return repayNow(context, request);
    case 'POST /sandbox/confirm-transfer':
      return confirmTransferNow(context, request);
    case 'POST /sandbox/faults':
      return setFaults(context, request);
    case 'POST /sandbox/rotate-keys':
      return rotateKeys(context, request);
    case 'GET /sandbox/book':
      return readBook(context, request);
    default:
      return refused(404, 'RESOURCE_NOT_EXISTS', 'the sandbox has no such control');
  }
};
