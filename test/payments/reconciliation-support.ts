// A town whose days are reconciled: the steps of the workflow in this process, against the sandbox gateway's own bill.
import { createReconciliationActivities } from '../../activities/reconciliation/index.ts';
import { loadBill } from '../../activities/reconciliation/load-bill.ts';
import { reconcileBill } from '../../activities/reconciliation/reconcile-bill.ts';
import { openMerchantConfiguration, readMerchant } from '../../db/queries/merchants.ts';
import { type Payment } from '../../db/queries/payments.ts';
import { listExceptions, type ReconciliationException } from '../../db/queries/reconciliation/exceptions.ts';
import { sql } from '../../db/rows.ts';
import { parseInstant } from '../../domain/time.ts';
import { merchantBills } from '../../providers/payment/merchant-bills.ts';
import { type BillStreamSource } from '../../providers/payment/channel.ts';
import { type ReconciliationOutcome } from '../../workflows/messages/reconciliation.ts';
import { openTown, type Stay, type Town, type TownOptions } from './support.ts';

export { loadBill, createReconciliationActivities };

export interface ReconciledTown extends Town {
  readonly bills: BillStreamSource;
  /** Sets the clock to a time of the day `2026-03-11` plus so many days: `10:30`. */
  goTo(day: number, time: string): void;
  /** One stay that has ended and is paid by code; its payment is posted unless nobody hears of it. */
  paidStay(options?: {
    readonly heard?: boolean;
    readonly minutes?: number;
  }): Promise<{ stay: Stay; payment: Payment }>;
  /** The bill of a day, fetched at half past ten of the next. */
  reconcile(date: string): Promise<ReconciliationOutcome>;
  classes(date: string): Promise<Record<string, number>>;
  exceptions(): Promise<ReconciliationException[]>;
  balance(account: string): Promise<number>;
}

const firstDay = parseInstant('2026-03-11T00:00:00+08:00') ?? 0;

export const openReconciledTown = async (options: TownOptions = {}): Promise<ReconciledTown> => {
  const town = await openTown(options);
  const { companyId, db: database, keys } = town.scene;
  const billsOf = merchantBills({
    wechatPayUrl: town.bench.gateway.baseUrl,
    openConfiguration: (merchant) => openMerchantConfiguration(merchant, keys),
  });
  const merchant = await town.inCompany((tx) => readMerchant(tx, town.merchantAccountId));
  const bills = merchant && billsOf(merchant);
  if (bills === undefined) throw new Error('the town has no bills');
  const goTo: ReconciledTown['goTo'] = (day, time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    town.clock.set(firstDay + day * 86_400_000 + hours * 3_600_000 + minutes * 60_000);
  };
  const dayAfter = (date: string): number =>
    Math.round((Date.parse(`${date}T00:00:00+08:00`) - firstDay) / 86_400_000) + 1;
  return {
    ...town,
    bills,
    goTo,
    paidStay: async ({ heard = true, minutes = 30 } = {}) => {
      const stay = await town.park();
      town.clock.pass(minutes);
      await town.leave(stay);
      if (!heard) await town.bench.sandbox.faults(town.merchantId, { missingCallback: { times: 1 } });
      const payment = await town.start(stay.billId);
      await town.scan(payment);
      if (heard) await town.untilWorkedOff(async () => (await town.read(payment.id)).state === 'succeeded');
      return { stay, payment };
    },
    reconcile: async (date) => {
      if (town.clock.now() < firstDay + dayAfter(date) * 86_400_000 + 37_800_000) goTo(dayAfter(date), '10:30');
      const opened = await bills.openBill(date);
      if (opened.outcome !== 'opened' && opened.outcome !== 'empty') throw new Error(JSON.stringify(opened));
      const bill = opened.outcome === 'opened' ? opened.bill : undefined;
      const { merchantAccountId, clock } = town;
      return reconcileBill({ database, clock }, { companyId, merchantAccountId, bill, date });
    },
    classes: async (date) => {
      const rows = await town.inCompany((tx) =>
        tx.rows<{ name: string; count: number }>(sql`
          select case when r.absence is null then r.class else r.class || '/' || r.absence end as name, count(*) as count
          from reconciliation_result r join bill_file f on f.id = r.bill_file_id
          where f.bill_date = ${date}::date group by 1 order by 1`),
      );
      return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
    },
    exceptions: () => town.inCompany((tx) => listExceptions(tx, {}, { limit: 100 })),
    balance: async (account) => {
      const row = await town.inCompany((tx) =>
        tx.row<{ fen: number }>(sql`
          select coalesce(sum(e.amount_fen), 0)::bigint as fen from ledger_entry e
          join ledger_transaction t on t.id = e.transaction_id where t.state = 'posted' and e.account = ${account}`),
      );
      return row?.fen ?? 0;
    },
  };
};
