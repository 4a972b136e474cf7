// Audit check: a bill that was reconciled has been read in full.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const billLinesAreClassed = checkOf(
  'bill-lines-are-classed',
  'A bill has as many lines as its file, and once it is reconciled each line has one class.',
  sql`
    with counted as (
      select f.id, f.state, f.line_count, count(l.line_number) as lines, count(r.id) as classed
      from bill_file f left join bill_line l on l.bill_file_id = f.id
      left join reconciliation_result r on r.bill_file_id = l.bill_file_id and r.line_number = l.line_number
      group by f.id
    )
    select 'bill_file' as "table", id,
      case when lines <> line_count then 'has the wrong number of lines' else 'has lines without a class' end as problem,
      line_count as expected, case when lines <> line_count then lines else classed end as found
    from counted where lines <> line_count or (state = 'reconciled' and classed <> line_count)`,
);
