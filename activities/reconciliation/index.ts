// Steps of a reconciliation in our own rows: which day, a batch of lines, what the bill lacks, the settlement; each may repeat.
import { matchBatch, type BatchAnswer } from '../../db/queries/reconciliation/match-bill.ts';
import { ensureBillFile, recordBillError } from '../../db/queries/reconciliation/bill-files.ts';
import { reportLateBill } from '../../db/queries/reconciliation/late-bill.ts';
import { missAbsent, settleBill } from '../../db/queries/reconciliation/settle-bill.ts';
import { unresolvedOf } from '../../db/queries/reconciliation/exceptions.ts';
import { type Database } from '../../db/database.ts';
import { billDay, dayDueAt } from '../../domain/reconciliation/bill-day.ts';
import { epochMs } from '../../domain/time.ts';
import { type Clock } from '../../platform/clock.ts';
import { type ReconciliationInput, type ReconciliationOutcome } from '../../workflows/messages/reconciliation.ts';

/** Each within a few hundred milliseconds: a local activity has four seconds. */
const linesABatch = 1_000;
const absencesABatch = 200;

export interface ReconciliationPorts {
  readonly database: Database;
  readonly clock: Clock;
}

/** What the steps after the first name. */
export interface DayRequest {
  readonly companyId: string;
  readonly billFileId: string;
}

export interface OpenedDay extends DayRequest {
  readonly date: string;
  readonly state: 'awaited' | 'loaded' | 'reconciled';
}

export interface OpenDayRequest extends Pick<ReconciliationInput, 'companyId' | 'merchantAccountId' | 'date'> {
  /** Real time for which it was scheduled: a day that was slept through is not skipped. */
  readonly scheduledAtMs?: number;
}

export const createReconciliationActivities = ({ database, clock }: ReconciliationPorts) => {
  const now = () => epochMs(clock.now());
  return {
    /** The row of the day; undefined for an account that is gone, or for no day. */
    async openBillDay(request: OpenDayRequest): Promise<OpenedDay | undefined> {
      const { companyId, merchantAccountId, scheduledAtMs } = request;
      const lateMs = scheduledAtMs === undefined ? 0 : Math.max(0, Date.now() - scheduledAtMs);
      const date = request.date ?? dayDueAt(epochMs(Math.max(0, now() - lateMs)));
      if (billDay(date) === undefined) return undefined;
      const file = await database.inCompany(companyId, (tx) =>
        ensureBillFile(tx, { companyId, merchantAccountId, date }),
      );
      return file && { companyId, billFileId: file.id, date, state: file.state };
    },

    /** The channel still owes the bill: somebody sees why, once a day of waiting. */
    async reportLate({ companyId, billFileId, error }: DayRequest & { readonly error: string }): Promise<void> {
      await database.inCompany(companyId, async (tx) => {
        await recordBillError(tx, billFileId, error);
        await reportLateBill(tx, { companyId, billFileId, error, at: now() });
      });
    },

    async matchLines({ companyId, billFileId, after }: DayRequest & { readonly after: number }): Promise<BatchAnswer> {
      const at = now();
      return database.inCompany(companyId, (tx) => matchBatch(tx, { billFileId, after, limit: linesABatch, at }));
    },

    async missAbsences({ companyId, billFileId }: DayRequest): Promise<{ done: boolean }> {
      const at = now();
      return database.inCompany(companyId, (tx) => missAbsent(tx, { billFileId, limit: absencesABatch, at }));
    },

    async settleDay({ companyId, billFileId }: DayRequest): Promise<ReconciliationOutcome> {
      return database.inCompany(companyId, async (tx) => {
        const { date, lineCount } = await settleBill(tx, billFileId, now());
        return { date, lines: lineCount, exceptions: await unresolvedOf(tx, billFileId) };
      });
    },
  };
};

export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;
