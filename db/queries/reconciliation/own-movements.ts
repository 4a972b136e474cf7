// Our payments, refunds and returns, as a bill's lines are matched against them, and those that a bill should have and has not.
import { type OwnEntry } from '../../../domain/reconciliation/finding.ts';
import { type Fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx, sql } from '../../rows.ts';

export type OwnSource = 'payment' | 'refund' | 'return';

/** What was once missed, and stands on a bill after all. */
export interface Absence {
  readonly resultId: string;
  readonly absence: 'carried' | 'missing' | 'arrived';
  readonly suspenseFen: Fen;
  readonly resolution: string | null;
}

export interface OwnMovement extends OwnEntry {
  readonly source: OwnSource;
  readonly missed: Absence | null;
}

/** Numbers of a batch of lines. */
export interface Numbers {
  readonly payments: { readonly numbers: readonly string[]; readonly channelNumbers: readonly string[] };
  readonly refunds: { readonly numbers: readonly string[]; readonly channelNumbers: readonly string[] };
}

const missedOf = (column: string, id: string) => sql`(
  select jsonb_build_object('resultId', m.id, 'absence', m.absence, 'suspenseFen', m.suspense_fen, 'resolution', x.resolution)
  from reconciliation_result m left join reconciliation_exception x on x.result_id = m.id
  where m.${sql.ref(column)} = ${sql.ref(id)} and m.line_number is null) as missed`;

const unmatched = (column: string, id: string) => sql`not exists (
  select 1 from reconciliation_result known where known.${sql.ref(column)} = ${sql.ref(id)} and known.line_number is not null)`;

/** Those of the account that no line has taken yet. */
export const ownMovements = (tx: Tx, merchantAccountId: string, numbers: Numbers): Promise<OwnMovement[]> => {
  const { payments, refunds } = numbers;
  return tx.rows<OwnMovement>(sql`
    select 'payment' as source, 'payment' as kind, p.id, p.out_trade_no as number, p.channel_trade_no as "channelNumber",
      p.amount_fen as "amountFen", p.state = 'succeeded' as moved, ${missedOf('payment_id', 'p.id')}
    from payment p
    where p.merchant_account_id = ${merchantAccountId} and ${unmatched('payment_id', 'p.id')}
      and (p.out_trade_no = any (${[...payments.numbers]}::text[]) or p.channel_trade_no = any (${[...payments.channelNumbers]}::text[]))
    union all
    select 'refund', 'refund', r.id, r.out_refund_no, r.channel_refund_no, r.amount_fen, r.state = 'succeeded',
      ${missedOf('refund_id', 'r.id')}
    from refund r join payment p on p.id = r.payment_id
    where p.merchant_account_id = ${merchantAccountId} and ${unmatched('refund_id', 'r.id')}
      and (r.out_refund_no = any (${[...refunds.numbers]}::text[])
        or r.channel_refund_no = any (${[...refunds.channelNumbers]}::text[]))
    union all
    select 'return', 'refund', s.id, s.out_refund_no, s.channel_refund_no, s.amount_fen, s.state = 'succeeded',
      ${missedOf('return_id', 's.id')}
    from suspense_return s
    where s.merchant_account_id = ${merchantAccountId} and ${unmatched('return_id', 's.id')}
      and (s.out_refund_no = any (${[...refunds.numbers]}::text[])
        or s.channel_refund_no = any (${[...refunds.channelNumbers]}::text[]))`);
};

export interface Absent extends OwnEntry {
  readonly source: OwnSource;
  readonly at: EpochMs;
}

export interface AbsenceQuestion {
  readonly billFileId: string;
  readonly merchantAccountId: string;
  readonly date: string;
  readonly endsAt: EpochMs;
  readonly limit: number;
}

/** How long a payment may be found out to be missing from a bill that was reconciled before it was posted. */
const lookBackDays = 40;

const noResult = (column: string, id: string) => sql`not exists (
  select 1 from reconciliation_result known where known.${sql.ref(column)} = ${sql.ref(id)})`;

/** Money moved on days whose bills are known, this one's among them, that stands on none of them. */
export const absentMovements = (tx: Tx, question: AbsenceQuestion): Promise<Absent[]> => {
  const { billFileId, merchantAccountId, date, endsAt, limit } = question;
  const dated = (at: string) => sql`${sql.ref(at)} < instant(${endsAt})
      and ${sql.ref(at)} >= instant(${endsAt}) - ${`${lookBackDays} days`}::interval
      and (${sql.ref(at)} at time zone 'Asia/Shanghai')::date in (select bill_date from days)`;
  return tx.rows<Absent>(sql`
    with days as (
      select bill_date from bill_file
      where merchant_account_id = ${merchantAccountId} and bill_date <= ${date}::date
        and (state = 'reconciled' or id = ${billFileId})
    )
    select * from (
      select 'payment' as source, 'payment' as kind, p.id, p.out_trade_no as number, p.channel_trade_no as "channelNumber",
        p.amount_fen as "amountFen", true as moved, epoch_ms(p.succeeded_at) as at
      from payment p
      where p.merchant_account_id = ${merchantAccountId} and p.state = 'succeeded' and ${dated('p.succeeded_at')}
        and ${noResult('payment_id', 'p.id')}
        and not exists (select 1 from reconciliation_exception x where x.payment_id = p.id)
      union all
      select 'refund', 'refund', r.id, r.out_refund_no, r.channel_refund_no, r.amount_fen, true, epoch_ms(r.succeeded_at)
      from refund r join payment p on p.id = r.payment_id
      where p.merchant_account_id = ${merchantAccountId} and r.state = 'succeeded' and ${dated('r.succeeded_at')}
        and ${noResult('refund_id', 'r.id')}
      union all
      select 'return', 'refund', s.id, s.out_refund_no, s.channel_refund_no, s.amount_fen, true, epoch_ms(s.succeeded_at)
      from suspense_return s
      where s.merchant_account_id = ${merchantAccountId} and s.state = 'succeeded' and ${dated('s.succeeded_at')}
        and ${noResult('return_id', 's.id')}
    ) absent order by source, id limit ${limit}`);
};
