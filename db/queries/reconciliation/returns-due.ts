// Returns that are due to be asked of their channel, across companies; a crash gives them back after the lease.
import { type Tx, sql } from '../../rows.ts';
import { type DueWork } from '../payments-due.ts';

const leaseSeconds = 30;

export const takeDueReturns = (tx: Tx, limit: number): Promise<DueWork[]> =>
  tx.rows<DueWork>(sql`
    with due as (
      select id from suspense_return where state = 'executing' and query_after <= now()
      order by query_after limit ${limit} for update skip locked
    )
    update suspense_return as work set query_after = now() + ${`${leaseSeconds} seconds`}::interval
    from due where work.id = due.id returning work.id, work.company_id as "companyId"`);
