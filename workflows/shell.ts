// What every workflow here needs around its pure core: failures from refusals, and when to continue as new.
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { type Refusal } from '../domain/refusal.ts';

/** A refusal as the caller of an update sees it: not retried, its code is the failure's type. */
export const failureOf = ({ code, detail }: Refusal): ApplicationFailure =>
  ApplicationFailure.create({ type: code, message: detail ?? code, nonRetryable: true });

/** The server's own suggestion: 4,096 events or 4 MB. */
export const suggestsContinueAsNew = (): boolean => workflowInfo().continueAsNewSuggested;
