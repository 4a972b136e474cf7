// Asks a channel for the bill of a day, on the queue of the outside world. What is not there yet is asked for again later.
import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { type Database } from '../../db/database.ts';
import { readMerchant } from '../../db/queries/merchants.ts';
import { readBillFile } from '../../db/queries/reconciliation/bill-files.ts';
import { epochMs } from '../../domain/time.ts';
import { type Clock } from '../../platform/clock.ts';
import { type OpenBillResult } from '../../providers/payment/channel.ts';
import { type BillsOf } from '../../providers/payment/merchant-bills.ts';
import { loadBill, UnprovedBill } from './load-bill.ts';

export interface BillFetchPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly billsOf: BillsOf;
}

export interface FetchRequest {
  readonly companyId: string;
  readonly billFileId: string;
}

/** Tried again by the server, at the pace that the workflow gives. */
const notYet = (type: string, message: string): ApplicationFailure => ApplicationFailure.retryable(message, type);

const failureOf = (result: Exclude<OpenBillResult, { readonly outcome: 'opened' | 'empty' }>): ApplicationFailure =>
  result.outcome === 'declined'
    ? notYet('bill-declined', `${result.code}: ${result.detail}`)
    : notYet('bill-unknown', `${result.reason}: ${result.detail}`);

export const createBillFetchActivities = ({ database, clock, billsOf }: BillFetchPorts) => {
  const sourceOf = ({ companyId, billFileId }: FetchRequest) =>
    database.inCompany(companyId, async (tx) => {
      const file = await readBillFile(tx, billFileId);
      const merchant = file && (await readMerchant(tx, file.merchantAccountId));
      const source = merchant && billsOf(merchant);
      if (file === undefined || source === undefined) {
        throw ApplicationFailure.nonRetryable('there is no such bill to fetch', 'no-bill');
      }
      return { source, date: file.date };
    });
  return {
    /** Fetches, proves and loads the bill; a day without business has none. Repeating it loads it once. */
    async fetchBill(request: FetchRequest): Promise<void> {
      const { source, date } = await sourceOf(request);
      heartbeat('asking');
      const result = await source.openBill(date);
      if (result.outcome !== 'opened' && result.outcome !== 'empty') throw failureOf(result);
      const bill = result.outcome === 'opened' ? result.bill : undefined;
      try {
        await loadBill(database, request, bill, { at: epochMs(clock.now()), progress: (lines) => heartbeat(lines) });
      } catch (error) {
        if (error instanceof UnprovedBill) throw notYet('bill-unproved', error.message);
        throw error;
      }
    },
  };
};

export type BillFetchActivities = ReturnType<typeof createBillFetchActivities>;
