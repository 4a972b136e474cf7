// Asks a workflow by update and waits for its answer: a refusal comes back as a problem, silence as "ask again".
import {
  type Client,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProblemCode, Problem } from './problems.ts';

/** Well below the lease of an idempotency key, so that a repeat never runs beside the first request. */
const answerMs = 10_000;
/** A session opened a moment ago has its workflow when the outbox has been delivered. */
const startPauseMs = 100;
const startTries = 30;

export interface WorkflowDoor {
  /**
   * The answer of the update; the same `updateId` gets the same answer. Undefined when there is no such workflow any
   * more (`isOpen` says so). Throws the refusal as a Problem, `engine-busy` when no answer came in time.
   */
  ask<Answer, Argument>(
    question: {
      readonly workflowId: string;
      readonly update: UpdateDefinition<Answer, [Argument]>;
      readonly updateId: string;
      readonly argument: Argument;
    },
    isOpen: () => Promise<boolean>,
  ): Promise<Answer | undefined>;
}

const busy = (cause: unknown): Problem => new Problem('engine-busy', { retryAfterSeconds: 2, cause });

const problemOfUpdate = (error: unknown): unknown => {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const code = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
    if (!isProblemCode(code)) return error;
    return new Problem(code, cause?.message === undefined || cause.message === code ? {} : { detail: cause.message });
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) return busy(error);
  return error;
};

export const workflowDoor = (client: Client): WorkflowDoor => ({
  ask: async ({ workflowId, update, updateId, argument }, isOpen) => {
    const handle = client.workflow.getHandle(workflowId);
    for (let tries = 1; ; tries += 1) {
      try {
        return await client.withDeadline(Date.now() + answerMs, () =>
          handle.executeUpdate(update, { updateId, args: [argument] }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw problemOfUpdate(error);
        if (!(await isOpen())) return undefined;
        if (tries >= startTries) throw busy(error);
        await sleep(startPauseMs);
      }
    }
  },
});
