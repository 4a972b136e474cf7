// Money without an order on its way back to the payer: reserved, asked of the channel under one number, posted or released.
import { refundResolved, returnRequested } from '../../../domain/ledger.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { post } from '../../ledger.ts';
import { type Tx, sql } from '../../rows.ts';
import { addAuditItem } from '../bills.ts';
import { channelOf } from './bill-files.ts';

export interface SuspenseReturn {
  readonly id: string;
  readonly companyId: string;
  readonly exceptionId: string;
  readonly merchantAccountId: string;
  readonly channel: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly totalFen: Fen;
  readonly amountFen: Fen;
  readonly state: 'executing' | 'succeeded' | 'abnormal';
  readonly channelRefundNo: string | null;
}

const columns = sql`s.id, s.company_id as "companyId", s.exception_id as "exceptionId",
  s.merchant_account_id as "merchantAccountId", s.channel, s.out_trade_no as "outTradeNo", s.out_refund_no as "outRefundNo",
  s.total_fen as "totalFen", s.amount_fen as "amountFen", s.state, s.channel_refund_no as "channelRefundNo"`;

export const readReturn = (tx: Tx, returnId: string): Promise<SuspenseReturn | undefined> =>
  tx.row<SuspenseReturn>(sql`select ${columns} from suspense_return s where s.id = ${returnId}`);

const lockReturn = (tx: Tx, returnId: string): Promise<SuspenseReturn | undefined> =>
  tx.row<SuspenseReturn>(sql`select ${columns} from suspense_return s where s.id = ${returnId} for update`);

export const returnOfNumber = (tx: Tx, outRefundNo: string): Promise<SuspenseReturn | undefined> =>
  tx.row<SuspenseReturn>(sql`select ${columns} from suspense_return s where s.out_refund_no = ${outRefundNo}`);

const reservationOf = ({ exceptionId, channel, amountFen }: SuspenseReturn) =>
  returnRequested({ exceptionId, channel: channelOf(channel), amountFen: fen(amountFen) });

export interface NewReturn {
  readonly companyId: string;
  readonly exceptionId: string;
  readonly merchantAccountId: string;
  readonly channel: string;
  readonly outTradeNo: string;
  readonly totalFen: Fen;
  readonly amountFen: Fen;
  readonly at: EpochMs;
}

/** The intent: the money is reserved before the channel hears of it. */
export const openReturn = async (tx: Tx, wanted: NewReturn): Promise<void> => {
  const { companyId, exceptionId, at } = wanted;
  const id = newId();
  await tx.run(sql`
    insert into suspense_return (id, company_id, exception_id, merchant_account_id, channel, out_trade_no, out_refund_no,
      total_fen, amount_fen, requested_at, query_after)
    values (${id}, ${companyId}, ${exceptionId}, ${wanted.merchantAccountId}, ${wanted.channel}, ${wanted.outTradeNo},
      ${`S${id.replaceAll('-', '')}`}, ${wanted.totalFen}, ${wanted.amountFen}, instant(${at}), now())`);
  const row = await readReturn(tx, id);
  if (row === undefined) throw new Error(`return ${id} was not written`);
  await post(tx, reservationOf(row), { companyId, at });
  await tx.run(sql`select pg_notify('suspense_return', '')`);
};

export const awaitReturn = async (
  tx: Tx,
  returnId: string,
  wait: { readonly seconds: number; readonly channelRefundNo?: string; readonly failureCode?: string },
): Promise<void> => {
  await tx.run(sql`
    update suspense_return set query_after = now() + ${`${wait.seconds} seconds`}::interval,
      channel_refund_no = coalesce(${wait.channelRefundNo ?? null}, channel_refund_no), failure_code = ${wait.failureCode ?? null}
    where id = ${returnId} and state = 'executing'`);
};

/** The channel's word is the last. */
export const completeReturn = async (
  tx: Tx,
  returnId: string,
  done: { readonly channelRefundNo?: string; readonly refundFen: Fen; readonly succeededAt: EpochMs },
): Promise<'succeeded' | 'repeated' | 'amount-mismatch' | 'unknown-return'> => {
  const row = await lockReturn(tx, returnId);
  if (row === undefined || row.state === 'abnormal') return 'unknown-return';
  if (row.state === 'succeeded') return 'repeated';
  if (row.amountFen !== done.refundFen) return 'amount-mismatch';
  const reservation = reservationOf(row);
  const options = { companyId: row.companyId, at: done.succeededAt, resolves: reservation.businessKey };
  await post(tx, refundResolved(reservation, 'posted'), options);
  await tx.run(sql`
    update suspense_return set state = 'succeeded', succeeded_at = instant(${done.succeededAt}), query_after = null,
      failure_code = null, channel_refund_no = coalesce(${done.channelRefundNo ?? null}, channel_refund_no)
    where id = ${returnId}`);
  return 'succeeded';
};

/** The channel will not do it: the reservation is released, the money stays payable, and a person must look. */
export const abandonReturn = async (tx: Tx, returnId: string, failureCode: string, at: EpochMs): Promise<void> => {
  const row = await lockReturn(tx, returnId);
  if (row?.state !== 'executing') return;
  const { companyId } = row;
  const reservation = reservationOf(row);
  await post(tx, refundResolved(reservation, 'voided'), { companyId, at, resolves: reservation.businessKey });
  await tx.run(sql`
    update suspense_return set state = 'abnormal', failure_code = ${failureCode}, query_after = null where id = ${returnId}`);
  await addAuditItem(tx, {
    companyId,
    kind: 'return-abnormal',
    cause: `return-abnormal/${returnId}`,
    detail: { returnId, failureCode, amountFen: row.amountFen },
    at,
  });
};
