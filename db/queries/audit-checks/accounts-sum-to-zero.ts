// Audit check: what one account has, others owe.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const accountsSumToZero = checkOf(
  'accounts-sum-to-zero',
  'All accounts of the company sum to zero.',
  sql`
    select 'company' as "table", company_id as id, 'the sum of all ledger entries is wrong' as problem, 0 as expected,
      sum(amount_fen) as found
    from ledger_entry group by company_id having sum(amount_fen) <> 0`,
);
