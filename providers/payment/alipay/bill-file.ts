// The daily trade bill: two GBK files, every line of the day and its sums, amounts in yuan, a tab after most fields.
import { parse } from 'csv-parse/sync';
import { type Fen, fen } from '../../../domain/money.ts';
import { type BillLine, type ChannelBill } from '../channel.ts';
import { instantOf } from './china-time.ts';
import { fenOf } from './yuan.ts';

export const detailColumns = [
  '支付宝交易号',
  '商户订单号',
  '业务类型',
  '商品名称',
  '创建时间',
  '完成时间',
  '门店编号',
  '门店名称',
  '操作员',
  '终端号',
  '对方账户',
  '订单金额（元）',
  '商家实收（元）',
  '支付宝红包（元）',
  '集分宝（元）',
  '支付宝优惠（元）',
  '商家优惠（元）',
  '券核销金额（元）',
  '券名称',
  '商家红包消费金额（元）',
  '卡消费金额（元）',
  '退款批次号/请求号',
  '服务费（元）',
  '分润（元）',
  '备注',
] as const;

export const summaryColumns = [
  '门店编号',
  '门店名称',
  '交易订单总笔数',
  '退款订单总笔数',
  '订单金额（元）',
  '商家实收（元）',
  '支付宝优惠（元）',
  '商家优惠（元）',
  '卡消费金额（元）',
  '服务费（元）',
  '分润（元）',
  '实收净额（元）',
] as const;

export const detailTitle = '#支付宝业务明细查询';
export const summaryTitle = '#支付宝业务汇总查询';
export const totalName = '合计';

type Row<Column extends string> = Readonly<Record<Column, string>>;
type Faulty = { readonly fault: string };

interface Table<Column extends string> {
  readonly account: string;
  /** `2026年03月02日` */
  readonly from: string;
  readonly rows: readonly Row<Column>[];
}

const readCells = (lines: readonly string[]): string[][] => {
  try {
    return parse(lines.join('\n'), { relax_quotes: true, relax_column_count: true, trim: true }) as string[][];
  } catch {
    return [[]];
  }
};

/** Lines that begin with `#` frame the table; the first of the others is its header. */
const readTable = <Column extends string>(
  text: string,
  title: string,
  columns: readonly Column[],
): Table<Column> | undefined => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const framing = lines.filter((line) => line.startsWith('#'));
  const [header, ...rest] = lines.filter((line) => !line.startsWith('#'));
  const account = /^#账号：\[(\d+)\]/.exec(framing[1] ?? '')?.[1];
  const from = /^#起始日期：\[(\d{4}年\d{2}月\d{2}日)/.exec(framing[2] ?? '')?.[1];
  const ended = framing.some((line) => /列表结束-+$/.test(line.trim()));
  if (framing[0]?.trim() !== title || account === undefined || from === undefined || !ended) return undefined;
  if (header?.trim() !== columns.join(',')) return undefined;
  const rows = readCells(rest);
  if (rows.some((row) => row.length !== columns.length)) return undefined;
  const named = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])));
  return { account, from, rows: named as Row<Column>[] };
};

const magnitude = (amountFen: Fen | undefined): Fen | undefined =>
  amountFen === undefined ? undefined : fen(Math.abs(amountFen));

const kinds = new Map<string, BillLine['kind']>([
  ['交易', 'payment'],
  ['退款', 'refund'],
]);

/** Refunds and fees are written with a sign, and not in every file with the same one: the kind of line decides. */
const readLine = (row: Row<(typeof detailColumns)[number]>): BillLine | undefined => {
  const kind = kinds.get(row['业务类型']);
  const at = instantOf(row['完成时间']);
  const amountFen = magnitude(fenOf(row['订单金额（元）']));
  const feeFen = magnitude(fenOf(row['服务费（元）']));
  if (kind === undefined || at === undefined || amountFen === undefined || feeFen === undefined) return undefined;
  const shared = { kind, at, transactionId: row['支付宝交易号'], outTradeNo: row['商户订单号'], amountFen };
  return kind === 'payment'
    ? { ...shared, state: 'TRADE_SUCCESS', feeFen }
    : { ...shared, state: 'REFUND_SUCCESS', outRefundNo: row['退款批次号/请求号'], feeFen: fen(0 - feeFen) };
};

const agrees = (total: Row<(typeof summaryColumns)[number]>, lines: readonly BillLine[], bill: ParsedBill): boolean => {
  const count = (kind: BillLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  return (
    total['交易订单总笔数'] === String(count('payment')) &&
    total['退款订单总笔数'] === String(count('refund')) &&
    fenOf(total['订单金额（元）']) === bill.paidFen - bill.refundedFen &&
    magnitude(fenOf(total['服务费（元）'])) === Math.abs(bill.feeFen)
  );
};

export type ParsedBill = Omit<ChannelBill, 'date' | 'sha1'>;

/** The lines, after the account, the day, the counts and the sums have been checked; else what is wrong with the files. */
export const parseBill = (
  texts: readonly string[],
  expected: { readonly merchantId: string; readonly date: string },
): ParsedBill | Faulty => {
  const find = <Column extends string>(title: string, columns: readonly Column[]): Table<Column> | undefined =>
    texts.map((text) => readTable(text, title, columns)).find((table) => table !== undefined);
  const detail = find(detailTitle, detailColumns);
  const summary = find(summaryTitle, summaryColumns);
  const total = summary?.rows.find((row) => row['门店编号'] === totalName);
  if (detail === undefined || total === undefined) return { fault: 'the files are not those of a trade bill' };
  const [year, month, day] = expected.date.split('-');
  const ours = detail.account.startsWith(expected.merchantId) && detail.from === `${year}年${month}月${day}日`;
  if (!ours) return { fault: 'the bill is of another account or day' };
  const read = detail.rows.map(readLine);
  const wrong = read.indexOf(undefined);
  if (wrong !== -1) return { fault: `row ${wrong + 1} cannot be read` };
  const lines = read.filter((line) => line !== undefined);
  const sum = (of: (line: BillLine) => number): Fen => fen(lines.reduce((total, line) => total + of(line), 0));
  const bill = {
    lines,
    paidFen: sum((line) => (line.kind === 'payment' ? line.amountFen : 0)),
    refundedFen: sum((line) => (line.kind === 'refund' ? line.amountFen : 0)),
    feeFen: sum((line) => line.feeFen),
  };
  return agrees(total, lines, bill) ? bill : { fault: 'the summary does not agree with the rows' };
};
