// The daily bill of the sandbox: where it is, and the archive behind that address for half a minute.
import { randomBytes } from 'node:crypto';
import { stringAt } from '../../json-field.ts';
import { feeOf } from '../bills-api.ts';
import { type OrderEntry } from '../book.ts';
import { type Call, sendBytes } from '../call.ts';
import { type SandboxContext } from '../context.ts';
import { type AlipayAnswer, failed, succeeded } from './answer.ts';
import { type AlipayCall } from './authorize.ts';
import { billArchive, type BillRow } from './bill-files.ts';
import { alipayTradeNumber, maskedLogin } from './trade-notice.ts';

const downloadLifetimeMs = 30_000;
/** The channel has the bill by nine in the morning of the next day. */
const readyAfterMs = 33 * 3_600_000;
const dayMs = 24 * 3_600_000;

const rowsOf = ({ order, payment, refunds }: OrderEntry): BillRow[] => {
  if (payment === undefined) return [];
  const shared = {
    createdAtMs: order.createdAt,
    tradeNo: payment.transactionId,
    outTradeNo: order.outTradeNo,
    subject: order.description,
    payer: maskedLogin(payment.payerId),
  };
  const paid = { ...shared, kind: 'payment' as const, atMs: payment.paidAt, amountFen: order.totalFen };
  return [
    { ...paid, outRefundNo: '', feeFen: feeOf(order.totalFen) },
    ...refunds
      .filter(({ state }) => state === 'SUCCESS')
      .map(({ refund, finishedAt }) => ({
        ...shared,
        kind: 'refund' as const,
        atMs: finishedAt ?? refund.createdAt,
        amountFen: refund.refundFen,
        outRefundNo: refund.outRefundNo,
        feeFen: feeOf(-refund.refundFen),
      })),
  ];
};

const extraRow = (atMs: number): BillRow => ({
  kind: 'payment',
  atMs,
  createdAtMs: atMs,
  tradeNo: alipayTradeNumber(atMs),
  outTradeNo: `UNKNOWN_${randomBytes(8).toString('hex')}`,
  subject: '不在账上',
  payer: 'nob****ody',
  amountFen: 500,
  outRefundNo: '',
  feeFen: feeOf(500),
});

/** A bill that is right in itself but not what happened: what a reconciliation must find. */
const withFaults = (context: SandboxContext, merchantId: string, rows: BillRow[], fromMs: number): BillRow[] => {
  const strikes = (name: 'billMissingRow' | 'billExtraRow' | 'billWrongAmount'): boolean =>
    context.faults.strike(merchantId, name, 'alipay.data') !== undefined;
  const kept = strikes('billMissingRow') ? rows.slice(1) : rows;
  const [first, ...others] = kept;
  const wrong =
    first !== undefined && strikes('billWrongAmount')
      ? [{ ...first, amountFen: first.amountFen + 1 }, ...others]
      : kept;
  return strikes('billExtraRow') ? [...wrong, extraRow(fromMs)] : wrong;
};

const keep = (context: SandboxContext, merchantId: string, bytes: Buffer): string => {
  for (const [token, { expiresAtMs }] of context.bills) if (expiresAtMs <= Date.now()) context.bills.delete(token);
  const token = randomBytes(16).toString('hex');
  context.bills.set(token, { merchantId, bytes, expiresAtMs: Date.now() + downloadLifetimeMs });
  return token;
};

export const billAddress = (context: SandboxContext, { merchant, content }: AlipayCall): AlipayAnswer => {
  const { merchantId } = merchant.record;
  const date = stringAt(content, 'bill_date') ?? '';
  const fromMs = Date.parse(`${date}T00:00:00+08:00`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(fromMs) || stringAt(content, 'bill_type') !== 'trade') {
    return failed('40002', 'isv.invalid-arguments', '参数有误');
  }
  const rows = context.book
    .ordersOf(merchantId)
    .flatMap(rowsOf)
    .filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + dayMs)
    .sort((one, other) => one.atMs - other.atMs);
  const written = context.clock.now() < fromMs + readyAfterMs ? [] : withFaults(context, merchantId, rows, fromMs);
  if (written.length === 0) return failed('40004', 'isp.bill_not_exist', '账单不存在');
  const disagrees = context.faults.strike(merchantId, 'billWrongHash', 'alipay.data') !== undefined;
  const summed = disagrees ? [...written, extraRow(fromMs)] : written;
  const token = keep(context, merchantId, billArchive(merchantId, fromMs, written, summed));
  return succeeded({
    bill_download_url: `${context.baseUrl()}/downloadBillFile.resource?bizType=trade&fileId=${token}`,
  });
};

/** Whoever has the address has the file: it is neither signed nor asks who comes. */
export const downloadAlipayBill = (context: SandboxContext, { api, response }: Call): void => {
  const file = context.bills.get(api.query.get('fileId') ?? '');
  if (file === undefined || file.expiresAtMs <= Date.now()) return sendBytes(response, 404, {}, Buffer.from(''));
  return sendBytes(response, 200, { 'content-type': 'application/octet-stream' }, file.bytes);
};
