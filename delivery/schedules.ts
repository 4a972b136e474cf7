// The Temporal Schedules: one a merchant account whose channel has bills, made or brought up to date by every worker.
import { type Client, ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { sql } from '../db/rows.ts';
import { reconciliationType, scheduleId, type ReconciliationInput } from '../workflows/messages/reconciliation.ts';
import { reconciliationAttributes } from './reconciliation-start.ts';

export interface SchedulePorts {
  readonly database: Database;
  readonly client: Client;
  readonly taskQueue: string;
  readonly providersTaskQueue: string;
  /** Channels whose bills this release can read. */
  readonly channels: readonly string[];
}

interface Account {
  readonly id: string;
  readonly companyId: string;
  readonly channel: string;
}

const accounts = ({ database, channels }: SchedulePorts): Promise<Account[]> =>
  database.asDelivery((tx) =>
    tx.rows<Account>(sql`
      select id, company_id as "companyId", channel from merchant_account where channel = any (${[...channels]}::text[])
      order by id`),
  );

/** Bills are made from nine, and are there by ten. */
const spec: ScheduleOptions['spec'] = { calendars: [{ hour: 10, minute: 30 }], timezone: 'Asia/Shanghai' };

const optionsOf = (ports: SchedulePorts, account: Account) => {
  const input: ReconciliationInput = {
    companyId: account.companyId,
    merchantAccountId: account.id,
    channel: account.channel,
    providersTaskQueue: ports.providersTaskQueue,
  };
  return {
    spec,
    action: {
      type: 'startWorkflow' as const,
      workflowType: reconciliationType,
      workflowId: scheduleId(account.id),
      taskQueue: ports.taskQueue,
      args: [input],
      typedSearchAttributes: reconciliationAttributes(input),
    },
    // A bill that is late for days must not keep the next one waiting; a server that was down catches up.
    policies: { overlap: 'ALLOW_ALL' as const, catchupWindow: '30 days' as const },
  };
};

const ensureOne = async (ports: SchedulePorts, account: Account): Promise<void> => {
  const options = optionsOf(ports, account);
  const { schedule } = ports.client;
  try {
    await schedule.create({ scheduleId: scheduleId(account.id), ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(scheduleId(account.id)).update((previous) => ({ ...previous, ...options }));
  }
};

/**
 * A round of a worker: the first brings every schedule up to date, later ones make those of accounts that are new. Safe to
 * repeat, by any number of workers; an operator's pause is kept. Answers how many it looked at.
 */
export const scheduleRounds = (ports: SchedulePorts): (() => Promise<number>) => {
  const ensured = new Set<string>();
  return async () => {
    const wanted = (await accounts(ports)).filter(({ id }) => !ensured.has(id));
    for (const account of wanted) {
      await ensureOne(ports, account);
      ensured.add(account.id);
    }
    return wanted.length;
  };
};
