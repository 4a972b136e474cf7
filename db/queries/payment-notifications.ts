// Callbacks of payment channels: stored raw before they are answered, worked off one by one afterwards.
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

/** What a genuine notice says, in our words; who paid is sealed. */
export type NoticeFacts =
  | {
      readonly kind: 'transaction';
      readonly outTradeNo: string;
      readonly state: string;
      readonly amountFen: Fen;
      readonly transactionId?: string;
      readonly successAt?: EpochMs;
      /** base64 */
      readonly payerCipher?: string;
    }
  | {
      readonly kind: 'refund';
      readonly outTradeNo: string;
      readonly outRefundNo: string;
      readonly state: 'processing' | 'succeeded' | 'closed' | 'abnormal';
      readonly refundFen: Fen;
      readonly refundId?: string;
      readonly successAt?: EpochMs;
    }
  | { readonly kind: 'other'; readonly eventType: string };

export interface ReceivedNotice {
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly notificationId: string;
  readonly facts: NoticeFacts;
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

const referenceOf = ({ facts, notificationId }: ReceivedNotice): { reference: string; result: string } => {
  switch (facts.kind) {
    case 'transaction':
      return { reference: facts.outTradeNo, result: `${facts.state}/${facts.amountFen}` };
    case 'refund':
      return { reference: facts.outRefundNo, result: `${facts.state}/${facts.refundFen}` };
    case 'other':
      return { reference: notificationId, result: facts.eventType };
  }
};

/** Stores a notice and wakes the inbox; false when it, or another one that says the same, is here already. */
export const storeNotification = async (tx: Tx, notice: ReceivedNotice): Promise<boolean> => {
  const { reference, result } = referenceOf(notice);
  const stored = await tx.rows(sql`
    with stored as (
      insert into payment_notification (id, company_id, merchant_account_id, notification_id, kind, reference, result, parsed, raw,
        headers, state)
      values (${newId()}, ${notice.companyId}, ${notice.merchantAccountId}, ${notice.notificationId}, ${notice.facts.kind},
        ${reference}, ${result}, ${JSON.stringify(notice.facts)}::jsonb, ${notice.rawBody},
        ${JSON.stringify(notice.headers)}::jsonb, ${notice.facts.kind === 'other' ? 'done' : 'new'})
      on conflict do nothing
      returning 1
    )
    select pg_notify('payment_notification', '') from stored`);
  return stored.length > 0;
};

export interface NotificationRow {
  readonly id: string;
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly facts: NoticeFacts;
  readonly attempts: number;
}

/** Takes the oldest waiting notice that nobody else works on; the lock lasts as long as the transaction. */
export const takeNotification = (tx: Tx): Promise<NotificationRow | undefined> =>
  tx.row<NotificationRow>(sql`
    select id, company_id as "companyId", merchant_account_id as "merchantAccountId", parsed as facts, attempts
    from payment_notification where state = 'new' and available_at <= now()
    order by available_at, received_at limit 1 for update skip locked`);

export const finishNotification = async (
  tx: Tx,
  id: string,
  outcome: 'done' | { parkedFor: string },
): Promise<void> => {
  await tx.run(sql`
    update payment_notification set attempts = attempts + 1, state = ${outcome === 'done' ? 'done' : 'parked'},
      error = ${outcome === 'done' ? null : outcome.parkedFor}
    where id = ${id}`);
};

/** After this many attempts a notice that cannot be worked off is parked. */
export const notificationAttemptsMax = 12;

/** It could not be worked off: again after a while, and after many times a person must look. */
export const postponeNotification = async (tx: Tx, id: string, error: string): Promise<void> => {
  await tx.run(sql`
    update payment_notification set attempts = attempts + 1, error = ${error},
      state = case when attempts + 1 >= ${notificationAttemptsMax} then 'parked' else state end,
      available_at = now() + least(power(2, attempts) * interval '500 milliseconds', interval '5 minutes')
    where id = ${id} and state = 'new'`);
};
