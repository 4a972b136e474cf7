// The outbox: messages to workflows, written in the transaction of the business rows they tell of.
import { type Tx, sql } from '../rows.ts';

export interface OutboxMessage {
  readonly companyId: string;
  readonly workflowId: string;
  /** The receiver's workflow type; a type that is not deployed holds the row until it is. */
  readonly workflowType: string;
  readonly kind: 'start' | 'signal' | 'update';
  /** The signal's or update's name; the workflow type for a start. */
  readonly message: string;
  /** The message's single argument, or for a start the input of the workflow. */
  readonly argument: unknown;
  /** The identity of the message, made from its cause: writing it twice writes it once. */
  readonly messageKey: string;
}

/** Writes the message and wakes the deliverer when the transaction commits. */
export const enqueue = async (tx: Tx, message: OutboxMessage): Promise<void> => {
  await tx.run(sql`
    with written as (
      insert into outbox (company_id, workflow_id, workflow_type, kind, message, arguments, message_key)
      values (${message.companyId}, ${message.workflowId}, ${message.workflowType}, ${message.kind}, ${message.message},
        ${JSON.stringify(message.argument)}::jsonb, ${message.messageKey})
      on conflict (company_id, message_key) do nothing
      returning 1
    )
    select pg_notify('outbox', '') from written`);
};
