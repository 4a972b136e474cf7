// What is due to be asked of a channel: payments whose callback may never come, and refunds on their way.
import { type Tx, sql } from '../rows.ts';

export interface DueWork {
  readonly id: string;
  readonly companyId: string;
}

const leaseSeconds = 30;

/** Takes what is due to be asked of a channel, across companies; a crash gives it back after the lease. */
export const takeDue = (tx: Tx, table: 'payment' | 'refund', limit: number): Promise<DueWork[]> => {
  const waiting = table === 'payment' ? ['created', 'pending'] : ['approved', 'executing'];
  const name = sql.table(table);
  return tx.rows<DueWork>(sql`
    with due as (
      select id from ${name} where state = any (${waiting}::text[]) and query_after <= now()
      order by query_after limit ${limit} for update skip locked
    )
    update ${name} as work set query_after = now() + ${`${leaseSeconds} seconds`}::interval
    from due where work.id = due.id returning work.id, work.company_id as "companyId"`);
};
