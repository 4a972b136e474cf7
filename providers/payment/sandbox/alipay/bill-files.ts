// The two files of a day's trade bill and their archive, in Alipay's layout: framed by `#` lines, GBK, tabs after texts.
import { chinaTime } from '../../alipay/china-time.ts';
import { detailColumns, detailTitle, summaryColumns, summaryTitle, totalName } from '../../alipay/bill-file.ts';
import { yuanOf } from '../../alipay/yuan.ts';
import { gbk } from './gbk.ts';
import { writeZip } from './zip-writer.ts';

export interface BillRow {
  readonly kind: 'payment' | 'refund';
  readonly atMs: number;
  readonly createdAtMs: number;
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly subject: string;
  readonly payer: string;
  readonly amountFen: number;
  readonly outRefundNo: string;
  readonly feeFen: number;
}

const day = (atMs: number): string => {
  const [year, month, date] = chinaTime(atMs).slice(0, 10).split('-');
  return `${year}年${month}月${date}日 00:00:00`;
};

const dayMs = 24 * 3_600_000;
const rule = (name: string): string =>
  `#-----------------------------------------${name}----------------------------------------`;

const framed = (title: string, name: string, merchantId: string, fromMs: number, table: readonly string[]): Buffer =>
  gbk(
    [
      title,
      `#账号：[${merchantId}0156]`,
      `#起始日期：[${day(fromMs)}]   终止日期：[${day(fromMs + dayMs)}]`,
      rule(name),
      ...table,
      rule(`${name}结束`),
      `#导出时间：[${chinaTime(Date.now())}]`,
      '',
    ].join('\r\n'),
  );

const signed = (row: BillRow): number => (row.kind === 'payment' ? row.amountFen : -row.amountFen);

const detailRow = (row: BillRow): string => {
  const amount = yuanOf(signed(row));
  const values: Partial<Record<(typeof detailColumns)[number], string>> = {
    支付宝交易号: `${row.tradeNo}\t`,
    商户订单号: `${row.outTradeNo}\t`,
    业务类型: `${row.kind === 'payment' ? '交易' : '退款'}\t`,
    商品名称: row.subject.replace(/[,"\r\n]/g, ' '),
    创建时间: chinaTime(row.createdAtMs),
    完成时间: chinaTime(row.atMs),
    对方账户: `${row.payer}\t`,
    '订单金额（元）': amount,
    '商家实收（元）': amount,
    券名称: '',
    '退款批次号/请求号': `${row.outRefundNo}\t`,
    '服务费（元）': yuanOf(row.feeFen),
    备注: '',
  };
  const texts = ['门店编号', '门店名称', '操作员', '终端号'];
  return detailColumns.map((column) => values[column] ?? (texts.includes(column) ? '\t' : '0.00')).join(',');
};

const summaryRow = (rows: readonly BillRow[]): string => {
  const count = (kind: BillRow['kind']): string => String(rows.filter((row) => row.kind === kind).length);
  const amountFen = rows.reduce((sum, row) => sum + signed(row), 0);
  const feeFen = rows.reduce((sum, row) => sum + row.feeFen, 0);
  const values: Partial<Record<(typeof summaryColumns)[number], string>> = {
    门店编号: `${totalName}\t`,
    门店名称: '\t',
    交易订单总笔数: count('payment'),
    退款订单总笔数: count('refund'),
    '订单金额（元）': yuanOf(amountFen),
    '商家实收（元）': yuanOf(amountFen),
    '服务费（元）': yuanOf(feeFen),
    '实收净额（元）': yuanOf(amountFen - feeFen),
  };
  return summaryColumns.map((column) => values[column] ?? '0.00').join(',');
};

/** `summed` are the rows that the summary counts: others than those written, when it shall not agree. */
export const billArchive = (
  merchantId: string,
  fromMs: number,
  rows: readonly BillRow[],
  summed: readonly BillRow[] = rows,
): Buffer => {
  const date = chinaTime(fromMs).slice(0, 10).replaceAll('-', '');
  const detail = [detailColumns.join(','), ...rows.map(detailRow)];
  const summary = [summaryColumns.join(','), summaryRow(summed)];
  return writeZip([
    {
      name: gbk(`${merchantId}0156_${date}_业务明细.csv`),
      content: framed(detailTitle, '业务明细列表', merchantId, fromMs, detail),
    },
    {
      name: gbk(`${merchantId}0156_${date}_业务明细(汇总).csv`),
      content: framed(summaryTitle, '业务汇总列表', merchantId, fromMs, summary),
    },
  ]);
};
