// /v3/bill/tradebill and the download behind it: the day's rows of the book, in the channel's own layout.
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { epochMs } from '../../../domain/time.ts';
import { type billColumns, type summaryColumns, writeBill, yuan } from '../wechat-pay/bill-file.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { type OrderEntry, type RefundEntry } from './book.ts';
import { type BillFile, type SandboxContext } from './context.ts';
import { type SandboxMerchant } from './merchants.ts';
import { type ApiRequest, done, parameterError, refused, type Reply } from './reply.ts';

type BillRow = Record<(typeof billColumns)[number], string>;
type Summary = Record<(typeof summaryColumns)[number], string>;

const downloadLifetimeMs = 5 * 60_000;
/** The channel has the bill by ten in the morning of the next day. */
const readyAfterMs = 34 * 3_600_000;
const feePerMille = 6;

const billTime = (atMs: number): string => channelTime(epochMs(atMs)).slice(0, 19).replace('T', ' ');
export const feeOf = (amountFen: number): number =>
  Math.sign(amountFen) * Math.round((Math.abs(amountFen) * feePerMille) / 1_000);
/** The layout has no way to escape. */
export const plain = (text: string): string => text.replace(/[,`\r\n]/g, ' ');

const sharedFields = ({ order, payment }: OrderEntry): Omit<BillRow, '交易时间' | '交易状态' | '手续费'> => ({
  公众账号ID: order.appId,
  商户号: order.merchantId,
  特约商户号: '0',
  设备号: '',
  微信订单号: payment?.transactionId ?? '',
  商户订单号: order.outTradeNo,
  用户标识: payment?.payerId ?? '',
  交易类型: order.tradeType,
  付款银行: 'OTHERS',
  货币种类: 'CNY',
  应结订单金额: '0.00',
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  退款类型: '',
  退款状态: '',
  商品名称: plain(order.description),
  商户数据包: plain(order.attach ?? ''),
  费率: '0.60%',
  订单金额: '0.00',
  申请退款金额: '0.00',
  费率备注: '',
});

interface DatedRow {
  readonly atMs: number;
  readonly row: BillRow;
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly feeFen: number;
}

const paymentRow = (entry: OrderEntry, atMs: number, paidFen: number): DatedRow => ({
  atMs,
  paidFen,
  refundedFen: 0,
  feeFen: feeOf(paidFen),
  row: {
    ...sharedFields(entry),
    交易时间: billTime(atMs),
    交易状态: 'SUCCESS',
    手续费: yuan(feeOf(paidFen), 5),
    应结订单金额: yuan(paidFen, 2),
    订单金额: yuan(paidFen, 2),
  },
});

const refundRow = (entry: OrderEntry, { refund, state, finishedAt }: RefundEntry): DatedRow => ({
  atMs: finishedAt ?? refund.createdAt,
  paidFen: 0,
  refundedFen: refund.refundFen,
  feeFen: feeOf(-refund.refundFen),
  row: {
    ...sharedFields(entry),
    交易时间: billTime(finishedAt ?? refund.createdAt),
    交易状态: 'REFUND',
    手续费: yuan(feeOf(-refund.refundFen), 5),
    微信退款单号: refund.refundId,
    商户退款单号: refund.outRefundNo,
    退款金额: yuan(refund.refundFen, 2),
    退款类型: 'ORIGINAL',
    退款状态: state,
    申请退款金额: yuan(refund.refundFen, 2),
  },
});

const rowsOf = (entry: OrderEntry): DatedRow[] => [
  ...(entry.payment ? [paymentRow(entry, entry.payment.paidAt, entry.order.totalFen)] : []),
  ...entry.refunds.filter(({ state }) => state === 'SUCCESS').map((refund) => refundRow(entry, refund)),
];

const extraRow = (merchant: SandboxMerchant, atMs: number): DatedRow =>
  paymentRow(
    {
      order: {
        merchantId: merchant.merchantId,
        appId: merchant.appId,
        outTradeNo: `UNKNOWN_${randomBytes(8).toString('hex')}`,
        description: 'not in the book',
        totalFen: 500,
        notifyUrl: '',
        tradeType: 'NATIVE',
        codeUrl: '',
        prepayId: '',
        createdAt: atMs,
      },
      payment: { transactionId: `4200${randomBytes(12).toString('hex')}`, payerId: 'oNobody', paidAt: atMs },
      opened: true,
      closed: false,
      refunds: [],
    },
    atMs,
    500,
  );

/** A bill that is right in itself but not what happened: what a reconciliation must find. */
const withFaults = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  rows: DatedRow[],
  dayMs: number,
): DatedRow[] => {
  const strikes = (name: 'billMissingRow' | 'billExtraRow' | 'billWrongAmount'): boolean =>
    context.faults.strike(merchant.merchantId, name, '/v3/bill') !== undefined;
  const kept = strikes('billMissingRow') ? rows.slice(1) : rows;
  const [first, ...others] = kept;
  const wrong =
    first !== undefined && strikes('billWrongAmount')
      ? [
          { ...first, paidFen: first.paidFen + 1, row: { ...first.row, 订单金额: yuan(first.paidFen + 1, 2) } },
          ...others,
        ]
      : kept;
  return strikes('billExtraRow') ? [...wrong, extraRow(merchant, dayMs)] : wrong;
};

const billText = (rows: readonly DatedRow[]): string => {
  const sum = (field: 'paidFen' | 'refundedFen' | 'feeFen'): number =>
    rows.reduce((total, row) => total + row[field], 0);
  const [paid, refunded] = [yuan(sum('paidFen'), 2), yuan(sum('refundedFen'), 2)];
  const summary: Summary = {
    总交易单数: String(rows.length),
    应结订单总金额: paid,
    退款总金额: refunded,
    充值券退款总金额: '0.00',
    手续费总金额: yuan(sum('feeFen'), 5),
    订单总金额: paid,
    申请退款总金额: refunded,
  };
  const written = rows.map(({ row }) => row);
  return writeBill(written, summary);
};

const keep = (context: SandboxContext, file: BillFile): string => {
  for (const [token, { expiresAtMs }] of context.bills) if (expiresAtMs <= Date.now()) context.bills.delete(token);
  const token = randomBytes(16).toString('hex');
  context.bills.set(token, file);
  return token;
};

export const tradeBill = (context: SandboxContext, merchant: SandboxMerchant, { query }: ApiRequest): Reply => {
  const date = query.get('bill_date') ?? '';
  const fromMs = Date.parse(`${date}T00:00:00+08:00`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(fromMs)) return parameterError('bill_date', '格式错误');
  if ((query.get('bill_type') ?? 'ALL') !== 'ALL') return parameterError('bill_type', '沙箱只支持ALL');
  if (context.clock.now() < fromMs + readyAfterMs) return refused(400, 'STATEMENT_CREATING', '账单正在生成中');
  const rows = context.book
    .ordersOf(merchant.merchantId)
    .flatMap(rowsOf)
    .filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 24 * 3_600_000)
    .sort((one, other) => one.atMs - other.atMs);
  const written = withFaults(context, merchant, rows, fromMs);
  if (written.length === 0) return refused(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
  const text = Buffer.from(billText(written));
  const wrongHash = context.faults.strike(merchant.merchantId, 'billWrongHash', '/v3/bill') !== undefined;
  const token = keep(context, {
    merchantId: merchant.merchantId,
    bytes: query.get('tar_type') === 'GZIP' ? gzipSync(text) : text,
    expiresAtMs: Date.now() + downloadLifetimeMs,
  });
  return done({
    hash_type: 'SHA1',
    hash_value: createHash('sha1')
      .update(wrongHash ? 'another file' : text)
      .digest('hex'),
    download_url: `${context.baseUrl()}/v3/billdownload/file?token=${token}`,
  });
};

export const downloadBill = (context: SandboxContext, merchant: SandboxMerchant, { query }: ApiRequest): Reply => {
  const file = context.bills.get(query.get('token') ?? '');
  return file === undefined || file.merchantId !== merchant.merchantId || file.expiresAtMs <= Date.now()
    ? refused(404, 'RESOURCE_NOT_EXISTS', '下载地址已失效')
    : { status: 200, file: file.bytes };
};
