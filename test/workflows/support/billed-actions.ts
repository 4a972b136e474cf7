// Billed actions of a history, by Temporal Cloud's published rules: start, signal, update, timer, activity and upsert are
// one each, and all local activities of one workflow task are one together. Attributes given at start cost nothing.

export interface HistoryEvent {
  readonly eventType?: number | null;
  readonly markerRecordedEventAttributes?: { readonly markerName?: string | null } | null;
}

// temporal.api.enums.v1.EventType
const eventTypes = {
  workflowExecutionStarted: 1,
  workflowTaskCompleted: 7,
  activityTaskScheduled: 10,
  timerStarted: 17,
  markerRecorded: 25,
  workflowExecutionSignaled: 26,
  upsertSearchAttributes: 40,
  updateAccepted: 41,
} as const;

const countedAlone: ReadonlySet<number> = new Set([
  eventTypes.workflowExecutionStarted,
  eventTypes.activityTaskScheduled,
  eventTypes.timerStarted,
  eventTypes.workflowExecutionSignaled,
  eventTypes.upsertSearchAttributes,
  eventTypes.updateAccepted,
]);

export const billedActionsOf = (history: readonly HistoryEvent[]): number => {
  let actions = 0;
  let localActivityInTask = false;
  for (const { eventType, markerRecordedEventAttributes } of history) {
    if (eventType === null || eventType === undefined) continue;
    if (countedAlone.has(eventType)) actions += 1;
    if (eventType === eventTypes.workflowTaskCompleted) localActivityInTask = false;
    if (eventType !== eventTypes.markerRecorded || localActivityInTask) continue;
    if (markerRecordedEventAttributes?.markerName !== 'core_local_activity') continue;
    localActivityInTask = true;
    actions += 1;
  }
  return actions;
};
