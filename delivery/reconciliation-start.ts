// How the reconciliation of a day is started when a person asks for it: beside none that runs, and again after any that ended.
import { type WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { type ReconciliationInput } from '../workflows/messages/reconciliation.ts';

const companyKey = defineSearchAttributeKey('CompanyId', SearchAttributeType.KEYWORD);
const caseTypeKey = defineSearchAttributeKey('CaseType', SearchAttributeType.KEYWORD);
const phaseKey = defineSearchAttributeKey('Phase', SearchAttributeType.KEYWORD);

/** What it is found by, however it is started. */
export const reconciliationAttributes = ({ companyId }: ReconciliationInput): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: companyKey, value: companyId },
    { key: caseTypeKey, value: 'reconciliation' },
    { key: phaseKey, value: 'fetching' },
  ]);

export const reconciliationStart = (
  ports: { readonly taskQueue: string },
  workflowId: string,
  input: ReconciliationInput,
): WorkflowStartOptions => ({
  workflowId,
  taskQueue: ports.taskQueue,
  args: [input],
  typedSearchAttributes: reconciliationAttributes(input),
  workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  workflowIdConflictPolicy: 'USE_EXISTING',
  staticSummary: `bill of ${input.date ?? 'yesterday'}, ${input.channel}`,
});
