// A whole reconciliation in one call, without Temporal: for benchmarks, and for a bill that was brought by hand.
import { type Database } from '../../db/database.ts';
import { ensureBillFile } from '../../db/queries/reconciliation/bill-files.ts';
import { type OpenBill } from '../../providers/payment/channel.ts';
import { type Clock } from '../../platform/clock.ts';
import { epochMs } from '../../domain/time.ts';
import { type ReconciliationOutcome } from '../../workflows/messages/reconciliation.ts';
import { createReconciliationActivities } from './index.ts';
import { loadBill } from './load-bill.ts';

export interface ReconcileBill {
  readonly companyId: string;
  readonly merchantAccountId: string;
  /** Undefined for a day without a bill. */
  readonly bill: OpenBill | undefined;
  readonly date: string;
  readonly progress?: (lines: number) => void;
}

/** The steps of the workflow one after the other; doing it twice changes nothing. */
export const reconcileBill = async (
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { companyId, merchantAccountId, bill, date, progress }: ReconcileBill,
): Promise<ReconciliationOutcome> => {
  const steps = createReconciliationActivities({ database, clock });
  const file = await database.inCompany(companyId, (tx) => ensureBillFile(tx, { companyId, merchantAccountId, date }));
  if (file === undefined) throw new Error(`merchant account ${merchantAccountId} is not of company ${companyId}`);
  const day = { companyId, billFileId: file.id };
  const at = epochMs(clock.now());
  await loadBill(database, day, bill, { at, ...(progress === undefined ? {} : { progress }) });
  for (let after = 0; ;) {
    const { last, done } = await steps.matchLines({ ...day, after });
    if (done) break;
    after = last;
  }
  while (!(await steps.missAbsences(day)).done);
  return steps.settleDay(day);
};
