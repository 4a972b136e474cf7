// The reconciliation of one day of one merchant account: how it is named and started. It hears nothing; a person starts it again.

export interface ReconciliationInput {
  readonly companyId: string;
  readonly merchantAccountId: string;
  readonly channel: string;
  /** Where the channel is asked. */
  readonly providersTaskQueue: string;
  /** `2026-03-01`; a schedule does not say, and means the day before it fires. */
  readonly date?: string;
}

export interface ReconciliationOutcome {
  readonly date: string;
  readonly lines: number;
  readonly exceptions: number;
}

export const reconciliationType = 'reconciliation';

/** Asked for by a person; the schedule's runs add the time at which they fire. */
export const reconciliationId = (merchantAccountId: string, date: string): string =>
  `reconciliation/${merchantAccountId}/${date}`;

export const scheduleId = (merchantAccountId: string): string => `reconciliation/${merchantAccountId}`;
