// Closed days: the figures as they stood, and what was adjusted since. A day is closed once and never opened again.
import {
  addFigures,
  changeOfFigures,
  isNoChange,
  readFigures,
  type CloseFigures,
} from '../../../domain/reconciliation/daily-close.ts';
import { type BillDay } from '../../../domain/reconciliation/bill-day.ts';
import { refuse, type Refusal } from '../../../domain/refusal.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx, sql } from '../../rows.ts';

type Stored = Readonly<Record<string, number>>;

/** What the day's figures are now. Payments and refunds by their time, settlement and suspense by the day of the bill. */
export const figuresOf = async (tx: Tx, { date, startsAt, endsAt }: BillDay): Promise<CloseFigures> => {
  const within = (column: string) =>
    sql`${sql.ref(column)} >= instant(${startsAt}) and ${sql.ref(column)} < instant(${endsAt})`;
  const row = await tx.row<Stored>(sql`
    select
      (select coalesce(sum(amount_fen), 0)::bigint from payment where state = 'succeeded' and ${within('succeeded_at')})
        as "receivedFen",
      (select coalesce(sum(amount_fen), 0)::bigint from refund where state = 'succeeded' and ${within('succeeded_at')})
        as "refundedFen",
      (select coalesce(sum(e.amount_fen), 0)::bigint
        from bill_file f join ledger_transaction t on t.cause_kind = 'bill-file' and t.cause_id = f.id::text
        join ledger_entry e on e.transaction_id = t.id and e.account = 'bank:settled'
        where f.bill_date = ${date}::date) as "settledFen",
      (select coalesce(sum(fee_fen), 0)::bigint from bill_file where bill_date = ${date}::date and state = 'reconciled')
        as "feeFen",
      (select coalesce(sum(x.suspense_fen), 0)::bigint from reconciliation_exception x
        join reconciliation_result r on r.id = x.result_id join bill_file f on f.id = r.bill_file_id
        where f.bill_date = ${date}::date) as "toSuspenseFen",
      (select coalesce(sum(x.suspense_fen), 0)::bigint from reconciliation_exception x
        where x.state = 'resolved' and ${within('x.resolved_at')}) as "fromSuspenseFen"`);
  return readFigures(row ?? {});
};

export interface DailyClose {
  readonly id: string;
  readonly date: string;
  readonly figures: CloseFigures;
  /** The sum of all adjustments. */
  readonly adjusted: CloseFigures;
  readonly adjustments: number;
  readonly closedBy: string;
  readonly closedAt: EpochMs;
}

interface CloseRow extends Omit<DailyClose, 'figures' | 'adjusted'> {
  readonly figures: Stored;
  readonly changes: readonly Stored[];
}

const columns = sql`c.id, c.close_date::text as date, c.figures, c.closed_by as "closedBy", epoch_ms(c.closed_at) as "closedAt",
  (select count(*) from daily_close_adjustment a where a.daily_close_id = c.id) as adjustments,
  (select coalesce(jsonb_agg(a.change), '[]') from daily_close_adjustment a where a.daily_close_id = c.id) as changes`;

const closeOf = ({ figures, changes, ...row }: CloseRow): DailyClose => ({
  ...row,
  figures: readFigures(figures),
  adjusted: addFigures(readFigures({}), ...changes.map(readFigures)),
});

export const listCloses = async (
  tx: Tx,
  { before, limit }: { readonly before?: string; readonly limit: number },
): Promise<DailyClose[]> => {
  const rows = await tx.rows<CloseRow>(sql`
    select ${columns} from daily_close c
    where ${before === undefined ? sql`true` : sql`c.close_date < ${before}::date`}
    order by c.close_date desc limit ${limit}`);
  return rows.map(closeOf);
};

export const readClose = async (tx: Tx, closeId: string): Promise<DailyClose | undefined> => {
  const row = await tx.row<CloseRow>(sql`select ${columns} from daily_close c where c.id = ${closeId}`);
  return row && closeOf(row);
};

/** Days of the company's accounts whose bill is awaited or not worked off. */
const unreconciled = (tx: Tx, date: string) =>
  tx.row(sql`
    select 1 from bill_file f where f.bill_date = ${date}::date and f.state <> 'reconciled'
    union all
    select 1 from payment p join merchant_account m on m.id = p.merchant_account_id
    where p.state = 'succeeded' and (p.succeeded_at at time zone 'Asia/Shanghai')::date = ${date}::date
      and exists (select 1 from bill_file f where f.merchant_account_id = m.id and f.bill_date <= ${date}::date)
      and not exists (select 1 from bill_file f where f.merchant_account_id = m.id and f.bill_date = ${date}::date)
    limit 1`);

export interface Closing {
  readonly id: string;
  readonly companyId: string;
  readonly day: BillDay;
  readonly by: string;
  readonly at: EpochMs;
}

export const closeDay = async (tx: Tx, { id, companyId, day, by, at }: Closing): Promise<DailyClose | Refusal> => {
  if (at < day.endsAt) return refuse('day-not-reconciled', 'the day is not over');
  if ((await unreconciled(tx, day.date)) !== undefined) return refuse('day-not-reconciled');
  const figures = await figuresOf(tx, day);
  const inserted = await tx.run(sql`
    insert into daily_close (id, company_id, close_date, figures, closed_by, closed_at)
    values (${id}, ${companyId}, ${day.date}::date, ${JSON.stringify(figures)}::jsonb, ${by}, instant(${at}))
    on conflict (company_id, close_date) do nothing`);
  if (inserted === 0) return refuse('day-already-closed');
  const closed = await readClose(tx, id);
  if (closed === undefined) throw new Error(`close ${id} was not written`);
  return closed;
};

export interface Adjusting {
  readonly id: string;
  readonly companyId: string;
  readonly closeId: string;
  readonly day: BillDay;
  readonly reason: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Writes down what has changed since the day was closed and adjusted last; nobody types a figure. */
export const adjustClose = async (tx: Tx, adjusting: Adjusting): Promise<DailyClose | Refusal> => {
  const { closeId, day, companyId } = adjusting;
  // Two adjustments of a day at once would write the same change twice.
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`daily-close/${closeId}`}, 0))`);
  const close = await readClose(tx, closeId);
  if (close === undefined) throw new Error(`there is no close ${closeId}`);
  const change = changeOfFigures(addFigures(close.figures, close.adjusted), await figuresOf(tx, day));
  if (isNoChange(change)) return refuse('close-unchanged');
  await tx.run(sql`
    insert into daily_close_adjustment (id, company_id, daily_close_id, change, reason, adjusted_by, adjusted_at)
    values (${adjusting.id}, ${companyId}, ${closeId}, ${JSON.stringify(change)}::jsonb, ${adjusting.reason}, ${adjusting.by},
      instant(${adjusting.at}))`);
  const adjusted = await readClose(tx, closeId);
  if (adjusted === undefined) throw new Error(`there is no close ${closeId}`);
  return adjusted;
};
