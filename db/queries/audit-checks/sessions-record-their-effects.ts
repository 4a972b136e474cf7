// Audit check: a session's revision counts the effects that changed it; none changed it unrecorded.
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const sessionsRecordTheirEffects = checkOf(
  'sessions-record-their-effects',
  'The revision of a session is that of its last recorded effect, and no two effects made the same one.',
  sql`
    select 'parking_session' as "table", s.id, 'its revision is not that of its last effect' as problem,
      coalesce(max(f.revision), 0) as expected, s.revision as found
    from parking_session s left join session_effect f on f.session_id = s.id
    group by s.id having s.revision <> coalesce(max(f.revision), 0)
    union all
    select 'parking_session', f.session_id, 'several effects made revision ' || f.revision, 1, count(*)
    from session_effect f where jsonb_array_length(f.answer -> 'events') > 0
    group by f.session_id, f.revision having count(*) > 1`,
);
