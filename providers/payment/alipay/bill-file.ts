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

/** What stands around a table. */
interface Frame {
  readonly account: string;
  /** `2026年03月02日` */
  readonly from: string;
}

/** One after the other, so that a bill of a hundred thousand rows is in memory once; empty ones are left out. */
const linesOf = function* (text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    const line = text.slice(from, end).trim();
    if (line !== '') yield line;
    from = end + 1;
  }
};

const cellsOf = (line: string): string[] => {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  try {
    return (parse(line, { relax_quotes: true, trim: true }) as string[][])[0] ?? [];
  } catch {
    return [];
  }
};

const frameOf = (lines: readonly string[]): Frame | undefined => {
  const account = /^#账号：\[(\d+)\]/.exec(lines[1] ?? '')?.[1];
  const from = /^#起始日期：\[(\d{4}年\d{2}月\d{2}日)/.exec(lines[2] ?? '')?.[1];
  const ended = lines.some((line) => /列表结束-+$/.test(line));
  return account === undefined || from === undefined || !ended ? undefined : { account, from };
};

/** Lines that begin with `#` frame the table; the first of the others is its header, and `take` gets the rest. */
const readTable = <Column extends string>(
  text: string,
  title: string,
  columns: readonly Column[],
  take: (row: Row<Column>) => void,
): Frame | undefined => {
  const framing: string[] = [];
  let isBegun = false;
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) framing.push(line);
    else if (!isBegun && (framing[0] !== title || line !== columns.join(','))) return undefined;
    else if (!isBegun) isBegun = true;
    else {
      const cells = cellsOf(line);
      if (cells.length !== columns.length) return undefined;
      take(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) as Row<Column>);
    }
  }
  return isBegun ? frameOf(framing) : undefined;
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

/** Of whichever text has the title. */
const findTable = <Column extends string>(
  texts: readonly string[],
  title: string,
  columns: readonly Column[],
  take: (row: Row<Column>) => void,
): Frame | undefined => {
  const text = texts.find((candidate) => candidate.trimStart().startsWith(title));
  return text === undefined ? undefined : readTable(text, title, columns, take);
};

const billOf = (lines: readonly BillLine[]): ParsedBill => {
  const sum = (of: (line: BillLine) => number): Fen => fen(lines.reduce((total, line) => total + of(line), 0));
  return {
    lines,
    paidFen: sum((line) => (line.kind === 'payment' ? line.amountFen : 0)),
    refundedFen: sum((line) => (line.kind === 'refund' ? line.amountFen : 0)),
    feeFen: sum((line) => line.feeFen),
  };
};

/** The lines, after the account, the day, the counts and the sums have been checked; else what is wrong with the files. */
export const parseBill = (
  texts: readonly string[],
  expected: { readonly merchantId: string; readonly date: string },
): ParsedBill | Faulty => {
  const lines: BillLine[] = [];
  const wrongRows: number[] = [];
  let rows = 0;
  const detail = findTable(texts, detailTitle, detailColumns, (row) => {
    rows += 1;
    const line = readLine(row);
    if (line === undefined) wrongRows.push(rows);
    else lines.push(line);
  });
  const totals: Row<(typeof summaryColumns)[number]>[] = [];
  const summary = findTable(texts, summaryTitle, summaryColumns, (row) => {
    if (row['门店编号'] === totalName) totals.push(row);
  });
  const [total] = totals;
  if (detail === undefined || summary === undefined || total === undefined) {
    return { fault: 'the files are not those of a trade bill' };
  }
  const [year, month, day] = expected.date.split('-');
  const ours = detail.account.startsWith(expected.merchantId) && detail.from === `${year}年${month}月${day}日`;
  if (!ours) return { fault: 'the bill is of another account or day' };
  if (wrongRows.length > 0) return { fault: `row ${wrongRows[0]} cannot be read` };
  const bill = billOf(lines);
  return agrees(total, lines, bill) ? bill : { fault: 'the summary does not agree with the rows' };
};
