// Audit check: finance closes a day only when its channels have said what it was.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const dailyClosesFollowBills = checkOf(
  'daily-closes-follow-bills',
  'No bill of a closed day is open.',
  sql`
    select 'daily_close' as "table", c.id, 'is closed before its bill' as problem, 'reconciled' as expected,
      f.state as found
    from daily_close c join bill_file f on f.bill_date = c.close_date and f.company_id = c.company_id
    where f.state <> 'reconciled'`,
);
