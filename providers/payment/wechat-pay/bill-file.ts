// The daily trade bill: UTF-8 with a byte order mark, fields prefixed by a backtick, amounts in yuan, one summary line.
// Layout of bill_type=ALL: https://pay.weixin.qq.com/docs/merchant/apis/native-payment/trade-bill/get-trade-bill.html
import { type Fen, fen } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import { type BillLine, type BillTotals, type ChannelBill } from '../channel.ts';

export const billColumns = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '商品名称',
  '商户数据包',
  '手续费',
  '费率',
  '订单金额',
  '申请退款金额',
  '费率备注',
] as const;

export const summaryColumns = [
  '总交易单数',
  '应结订单总金额',
  '退款总金额',
  '充值券退款总金额',
  '手续费总金额',
  '订单总金额',
  '申请退款总金额',
] as const;

type Row<Column extends string> = Readonly<Record<Column, string>>;

const byteOrderMark = '\ufeff';
/** The file's amounts have up to five decimals: hundred-thousandths of a yuan, a thousand to the fen. */
const partsPerFen = 1_000;

/** Exact, without a floating point: `-1.5` is -150,000 parts. Undefined for anything else than a plain decimal. */
const partsOf = (yuan: string): number | undefined => {
  const match = /^(-?)(\d{1,10})(?:\.(\d{1,5}))?$/.exec(yuan);
  if (match === null) return undefined;
  const parts = Number(`${match[2] ?? ''}${(match[3] ?? '').padEnd(5, '0')}`);
  return match[1] === '-' ? -parts : parts;
};

/** To the nearest fen, halves away from zero: only fees have fractions of a fen. */
const nearestFen = (parts: number): Fen => fen(Math.sign(parts) * Math.round(Math.abs(parts) / partsPerFen));

const exactFen = (yuan: string): Fen | undefined => {
  const parts = partsOf(yuan);
  return parts === undefined || parts % partsPerFen !== 0 ? undefined : fen(parts / partsPerFen);
};

const readRow = <Column extends string>(line: string, columns: readonly Column[]): Row<Column> | undefined => {
  if (!line.startsWith('`')) return undefined;
  const values = line.slice(1).split(',`');
  if (values.length !== columns.length) return undefined;
  return Object.fromEntries(columns.map((column, index) => [column, values[index]?.trim() ?? ''])) as Row<Column>;
};

const readLine = (row: Row<(typeof billColumns)[number]>, merchantId: string): BillLine | undefined => {
  const isRefund = row['交易状态'] === 'REFUND';
  const at = parseInstant(`${row['交易时间'].replace(' ', 'T')}+08:00`);
  const amountFen = exactFen(isRefund ? row['申请退款金额'] : row['订单金额']);
  const feeParts = partsOf(row['手续费']);
  const foreign = row['商户号'] !== merchantId || row['货币种类'] !== 'CNY';
  if (at === undefined || amountFen === undefined || feeParts === undefined || foreign) return undefined;
  return {
    kind: isRefund ? 'refund' : 'payment',
    at,
    transactionId: row['微信订单号'],
    outTradeNo: row['商户订单号'],
    ...(isRefund ? { refundId: row['微信退款单号'], outRefundNo: row['商户退款单号'] } : {}),
    state: isRefund ? row['退款状态'] : row['交易状态'],
    amountFen,
    feeFen: nearestFen(feeParts),
  };
};

export interface BillFault {
  readonly fault: string;
}

export interface BillReader {
  /** One line of the file; what it says, when it is a row that can be read. */
  push(text: string): BillLine | undefined;
  /** After the last line: the totals, when the row count and the sums of the summary agree with the rows. */
  end(): BillTotals | BillFault;
}

type Summary = Row<(typeof summaryColumns)[number]>;

class Reader implements BillReader {
  private readonly merchantId: string;
  private phase: 'header' | 'rows' | 'summary' | 'over' | 'strange' = 'header';
  private summary: Summary | undefined;
  private rows = 0;
  private wrongRow: number | undefined;
  private readonly sums = { payment: 0, refund: 0, feeParts: 0 };

  constructor(merchantId: string) {
    this.merchantId = merchantId;
  }

  push(text: string): BillLine | undefined {
    const line = this.phase === 'header' && text.startsWith(byteOrderMark) ? text.slice(1) : text;
    if (line === '') return undefined;
    switch (this.phase) {
      case 'header':
        this.phase = line === billColumns.join(',') ? 'rows' : 'strange';
        return undefined;
      case 'rows':
        if (line !== summaryColumns.join(',')) return this.row(line);
        this.phase = 'summary';
        return undefined;
      case 'summary':
        this.summary = readRow(line, summaryColumns);
        this.phase = 'over';
        return undefined;
      case 'over':
      case 'strange':
        this.phase = 'strange';
        return undefined;
    }
  }

  private row(text: string): BillLine | undefined {
    this.rows += 1;
    const row = readRow(text, billColumns);
    const line = row && readLine(row, this.merchantId);
    if (row === undefined || line === undefined) {
      this.wrongRow ??= this.rows;
      return undefined;
    }
    this.sums[line.kind] += line.amountFen;
    this.sums.feeParts += partsOf(row['手续费']) ?? 0;
    return { ...line, raw: text };
  }

  end(): BillTotals | BillFault {
    const { summary, rows, sums } = this;
    if (this.phase !== 'over' || summary === undefined) {
      return { fault: 'the header or the summary is not the layout of a trade bill' };
    }
    if (this.wrongRow !== undefined) return { fault: `row ${this.wrongRow} cannot be read` };
    const agrees =
      Number(summary['总交易单数']) === rows &&
      exactFen(summary['订单总金额']) === sums.payment &&
      exactFen(summary['申请退款总金额']) === sums.refund &&
      partsOf(summary['手续费总金额']) === sums.feeParts;
    if (!agrees) return { fault: 'the summary does not agree with the rows' };
    return {
      lineCount: rows,
      paidFen: fen(sums.payment),
      refundedFen: fen(sums.refund),
      feeFen: nearestFen(sums.feeParts),
    };
  }
}

/** Reads a bill line by line; nothing is kept of a line but the sums. */
export const billReader = (merchantId: string): BillReader => new Reader(merchantId);

export type ParsedBill = Omit<ChannelBill, 'date' | 'sha1'>;

/** The lines, after the row count and the sums of the summary have been checked; else what is wrong with the file. */
export const parseBill = (text: string, merchantId: string): ParsedBill | BillFault => {
  const reader = billReader(merchantId);
  const lines = text.split(/\r?\n/).flatMap((line) => reader.push(line) ?? []);
  const totals = reader.end();
  if ('fault' in totals) return totals;
  const { paidFen, refundedFen, feeFen } = totals;
  return { lines, paidFen, refundedFen, feeFen };
};

/** Yuan with so many decimals, for the sandbox: the counterpart of the reading above. */
export const yuan = (amountFen: number, decimals: 2 | 5): string => {
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  return `${amountFen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2).padEnd(decimals, '0')}`;
};

export const writeBill = (
  rows: readonly Row<(typeof billColumns)[number]>[],
  summary: Row<(typeof summaryColumns)[number]>,
): string => {
  const line = (values: readonly string[]): string => values.map((value) => `\`${value}`).join(',');
  return [
    `${byteOrderMark}${billColumns.join(',')}`,
    ...rows.map((row) => line(billColumns.map((column) => row[column]))),
    summaryColumns.join(','),
    line(summaryColumns.map((column) => summary[column])),
    '',
  ].join('\r\n');
};
