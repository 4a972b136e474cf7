// One day of one merchant account: fetch the channel's bill, match it, miss what it lacks, settle. Every step is safe to
// repeat, so that a day may be run again by anybody at any time.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { type BillFetchActivities } from '../activities/reconciliation/fetch-bill.ts';
import { type OpenedDay, type ReconciliationActivities } from '../activities/reconciliation/index.ts';
import { billFromChannel, ownRows, retryDelaysMs } from './activity-options.ts';
import { type ReconciliationInput, type ReconciliationOutcome } from './messages/reconciliation.ts';

const rows = proxyLocalActivities<ReconciliationActivities>(ownRows);

const phaseKey = defineSearchAttributeKey('Phase', SearchAttributeType.KEYWORD);
const scheduledKey = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

type Phase = 'fetching' | 'matching' | 'settled';

const enter = (input: ReconciliationInput, phase: Phase, date: string): void => {
  // It is started as fetching.
  if (phase !== 'fetching') upsertSearchAttributes([{ key: phaseKey, value: phase }]);
  setCurrentDetails(`**${phase}**, ${input.channel}, bill of ${date}`);
};

/** A database that is down is waited for, outside of a task slot. */
const untilDone = async <T>(step: () => Promise<T>): Promise<T> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await step();
    } catch (error) {
      if (isCancellation(error)) throw error;
      await sleep(retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 60_000);
    }
  }
};

/** When the schedule meant it to run; it may be made up for much later. */
const scheduledAt = (): { readonly scheduledAtMs?: number } => {
  const scheduled = workflowInfo().typedSearchAttributes.get(scheduledKey);
  return scheduled === undefined ? {} : { scheduledAtMs: scheduled.getTime() };
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

/** How many times the channel is waited for, two hours each; then a person starts the day again. */
const roundsMax = 36;

/** Waits for the channel; each round that ends without a bill is reported. */
const fetched = async (input: ReconciliationInput, { companyId, billFileId }: OpenedDay): Promise<void> => {
  const { fetchBill } = proxyActivities<BillFetchActivities>({
    ...billFromChannel,
    taskQueue: input.providersTaskQueue,
  });
  for (let round = 1; ; round += 1) {
    try {
      await fetchBill({ companyId, billFileId });
      return;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const reason = reasonOf(error);
      await untilDone(() => rows.reportLate({ companyId, billFileId, error: reason }));
      if (round >= roundsMax) throw ApplicationFailure.nonRetryable(reason, 'bill-late');
    }
  }
};

export async function reconciliation(input: ReconciliationInput): Promise<ReconciliationOutcome> {
  const { companyId, merchantAccountId } = input;
  const opening = {
    companyId,
    merchantAccountId,
    ...scheduledAt(),
    ...(input.date === undefined ? {} : { date: input.date }),
  };
  const day = await untilDone(() => rows.openBillDay(opening));
  if (day === undefined) throw ApplicationFailure.nonRetryable('there is no such account or day', 'no-bill');
  enter(input, 'fetching', day.date);
  await fetched(input, day);
  enter(input, 'matching', day.date);
  const named = { companyId, billFileId: day.billFileId };
  for (let after = 0; ;) {
    const batch = await untilDone(() => rows.matchLines({ ...named, after }));
    if (batch.done) break;
    after = batch.last;
  }
  for (let done = false; !done;) done = (await untilDone(() => rows.missAbsences(named))).done;
  const outcome = await untilDone(() => rows.settleDay(named));
  enter(input, 'settled', day.date);
  return outcome;
}
