// How a parking session's workflow is started: attributes to search by, a memo to recognise it by, no plate anywhere.
import { type WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { openedState } from '../domain/parking-session/state.ts';
import { type ParkingSessionInput } from '../workflows/messages/parking-session.ts';

/** What the outbox row of a start carries. */
export interface StartRow {
  readonly input: ParkingSessionInput;
  /** Masked; shown in the memo. */
  readonly plateMask?: string;
}

const companyKey = defineSearchAttributeKey('CompanyId', SearchAttributeType.KEYWORD);
const caseTypeKey = defineSearchAttributeKey('CaseType', SearchAttributeType.KEYWORD);
const phaseKey = defineSearchAttributeKey('Phase', SearchAttributeType.KEYWORD);
const lotsKey = defineSearchAttributeKey('LotIds', SearchAttributeType.KEYWORD_LIST);
const vehicleKey = defineSearchAttributeKey('VehicleId', SearchAttributeType.KEYWORD);
const amountDueKey = defineSearchAttributeKey('AmountDueFen', SearchAttributeType.INT);

/** They describe the state that the workflow begins with: a session that is started again is not a new one. */
const attributesOf = (input: ParkingSessionInput): TypedSearchAttributes => {
  const { phase, dueFen, vehicleId } = input.carried?.state ?? openedState(input);
  return new TypedSearchAttributes([
    { key: companyKey, value: input.companyId },
    { key: caseTypeKey, value: 'session' },
    { key: phaseKey, value: phase },
    { key: lotsKey, value: [input.lotId] },
    { key: amountDueKey, value: dueFen },
    ...(vehicleId === undefined ? [] : [{ key: vehicleKey, value: vehicleId }]),
  ]);
};

export const startOptions = (
  ports: { readonly taskQueue: string; readonly consoleUrl: string },
  workflowId: string,
  { input, plateMask }: StartRow,
): WorkflowStartOptions => ({
  workflowId,
  taskQueue: ports.taskQueue,
  args: [input],
  // The dispatcher alone starts sessions: a second start of the same one finds the first and changes nothing.
  workflowIdReusePolicy: 'REJECT_DUPLICATE',
  workflowIdConflictPolicy: 'USE_EXISTING',
  typedSearchAttributes: attributesOf(input),
  memo: { plate: plateMask ?? '', console: `${ports.consoleUrl}/v1/parking-sessions/${input.sessionId}` },
  staticSummary: `${input.setting} ${plateMask ?? ''}`.trim(),
});
