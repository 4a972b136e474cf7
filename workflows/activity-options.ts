// Time-outs and retries by kind of work, each with its reason.
import { type ActivityOptions, type LocalActivityOptions } from '@temporalio/workflow';

/**
 * Our own database. Gives up within seconds: a database that is down must not hold every workflow task slot. What bounds
 * it is the number of attempts, for the server's schedule-to-close time is not kept while a local activity is retried.
 * The workflow then waits on a timer (see `retryDelaysMs`) and asks again.
 */
export const ownRows: LocalActivityOptions = {
  startToCloseTimeout: '4s',
  scheduleToCloseTimeout: '5s',
  retry: { initialInterval: '100ms', backoffCoefficient: 3, maximumInterval: '1s', maximumAttempts: 4 },
  localRetryThreshold: '5s',
};

/** How long the workflow waits before it asks again, by the number of failures in a row; the last one repeats. */
export const retryDelaysMs = [1_000, 5_000, 15_000, 60_000] as const;

/**
 * A channel's bill. It is ready some time in the morning: asked for every ten minutes at last, for two hours, after which
 * the workflow says so and asks again. A bill of a hundred thousand lines loads in well under a minute; silence for one is a
 * crash.
 */
export const billFromChannel: ActivityOptions = {
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '2h',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '5s', backoffCoefficient: 4, maximumInterval: '10m' },
};
