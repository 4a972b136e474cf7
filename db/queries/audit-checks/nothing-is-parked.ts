// Audit check: no message gave up on its way. `npm run repair -- --release` gives parked ones back.
import { notificationAttemptsMax } from '../payment-notifications.ts';
import { sql } from '../../rows.ts';
import { checkOf } from './check.ts';

export const nothingIsParked = checkOf(
  'nothing-is-parked',
  'No outbox message, device event key or payment notification gave up.',
  sql`
    select 'outbox' as "table", id::text as id, 'is parked after ' || attempts || ' attempts' as problem, 'delivered' as expected,
      coalesce(error, 'no reason') as found
    from outbox where state = 'parked'
    union all
    select 'dispatch_key', key, 'is parked', 'dispatched', parked_reason from dispatch_key where parked_reason is not null
    union all
    -- Those that were understood and not believed were parked by decision, at once; they have an audit item of their own.
    select 'payment_notification', id::text, 'is parked after ' || attempts || ' attempts', 'booked', coalesce(error, 'no reason')
    from payment_notification where state = 'parked' and attempts >= ${notificationAttemptsMax}`,
);
