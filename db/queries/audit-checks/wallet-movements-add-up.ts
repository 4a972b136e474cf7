// Audit check: the statement of a wallet leads from nothing to its balance without a gap.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const walletMovementsAddUp = checkOf(
  'wallet-movements-add-up',
  'The movements of a wallet are numbered without a gap, each leads to the balance it names, and the last to that of the wallet.',
  sql`
    with chained as (
      select m.*, row_number() over statement as position,
        sum(m.principal_fen) over statement as principal_sum, sum(m.bonus_fen) over statement as bonus_sum
      from wallet_movement m
      window statement as (partition by m.owner_id order by m.sequence)
    )
    select 'wallet_movement' as "table", c.owner_id || '/' || c.sequence as id,
      case when c.sequence <> c.position then 'a movement before it is missing'
        else 'the balance after it is wrong' end as problem,
      case when c.sequence <> c.position then c.position::text else c.principal_sum || ' and ' || c.bonus_sum end as expected,
      case when c.sequence <> c.position then c.sequence::text
        else c.principal_after_fen || ' and ' || c.bonus_after_fen end as found
    from chained c
    where c.sequence <> c.position or c.principal_after_fen <> c.principal_sum or c.bonus_after_fen <> c.bonus_sum
    union all
    select 'wallet', w.owner_id::text, 'its last movement is not the one it counts', w.movements::text,
      coalesce(max(m.sequence), 0)::text
    from wallet w left join wallet_movement m on m.owner_id = w.owner_id
    group by w.owner_id, w.movements having w.movements <> coalesce(max(m.sequence), 0)`,
);
