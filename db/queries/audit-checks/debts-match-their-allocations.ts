// Audit check: a debt shrinks by what was paid on it, and by nothing else.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const debtsMatchTheirAllocations = checkOf(
  'debts-match-their-allocations',
  'What a debt has outstanding is its amount less the payments allocated to it.',
  sql`
    select 'debt' as "table", d.id, 'outstanding_fen is wrong' as problem,
      d.amount_fen - coalesce(sum(a.amount_fen), 0) as expected, d.outstanding_fen as found
    from debt d left join payment_allocation a on a.debt_id = d.id
    -- Forgiven to the last fen: the amount of a debt is never zero, so one fen of it stays on paper.
    where d.state in ('open', 'paid') and not (d.amount_fen = 1 and d.outstanding_fen = 0)
    group by d.id having d.outstanding_fen <> d.amount_fen - coalesce(sum(a.amount_fen), 0)`,
);
