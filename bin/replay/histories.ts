// Counts what went wrong inside workflow histories: failed workflow tasks, of any cause but a normal race.
import { type Client, WorkflowNotFoundError } from '@temporalio/client';

// Numbers of temporal.api.enums.v1: EventType and WorkflowTaskFailedCause.
const workflowTaskFailed = 9;
const unhandledCommand = 1;
const atOnce = 16;

interface HistoryEvent {
  readonly eventType?: number | string | null;
  readonly workflowTaskFailedEventAttributes?: { readonly cause?: number | string | null } | null;
}

const isFailure = (event: HistoryEvent): boolean => {
  const type = event.eventType;
  if (type !== workflowTaskFailed && type !== 'EVENT_TYPE_WORKFLOW_TASK_FAILED') return false;
  const cause = event.workflowTaskFailedEventAttributes?.cause;
  return cause !== unhandledCommand && cause !== 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';
};

const failedTasksIn = async (client: Client, workflowId: string, runId: string): Promise<number> => {
  try {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return (history.events ?? []).filter((event) => isFailure(event as HistoryEvent)).length;
  } catch (error) {
    // Temporal may have forgotten a closed run between the list and the read.
    if (error instanceof WorkflowNotFoundError) return 0;
    throw error;
  }
};

/** Failed workflow tasks of every execution that the query finds. */
export const failedTasksOf = async (
  client: Client,
  query: string,
  progress: (done: number) => void,
): Promise<number> => {
  let failures = 0;
  let done = 0;
  const pending = new Set<Promise<void>>();
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1_000 })) {
    const reading = failedTasksIn(client, workflowId, runId).then((count) => {
      failures += count;
      done += 1;
      progress(done);
      pending.delete(reading);
    });
    pending.add(reading);
    if (pending.size >= atOnce) await Promise.race(pending);
  }
  await Promise.all(pending);
  return failures;
};
