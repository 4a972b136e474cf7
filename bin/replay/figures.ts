// The figures of a replay: SQL over passages, sessions and the ledger, and the histories of the workflows. Nothing here
// comes from the input files.
import { type Client } from '@temporalio/client';
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { failedTasksOf } from './histories.ts';

export interface MoneyFigures {
  readonly receivableFen: number;
  readonly discountFen: number;
  readonly receivedFen: number;
  readonly arrearsFen: number;
  readonly prepaidOpenFen: number;
  readonly overpaidFen: number;
  readonly refundFen: number;
  readonly unidentifiedFen: number;
  readonly ledgerImbalanceFen: number;
  readonly unmatchedPayments: number;
  readonly unpaidVehicles: number;
}

export interface SessionFigures {
  readonly sessionsOpened: number;
  readonly sessionsClosed: number;
  readonly sessionsOpen: number;
  readonly exitsWithoutEntry: number;
}

export interface WorkflowFigures {
  readonly workflows: {
    readonly completed: number;
    readonly running: number;
    readonly failed: number;
    readonly taskFailures: number;
  };
  readonly casesOpen: number;
  readonly casesClosed: number;
}

export const sessionFigures = (database: Database, companyId: string): Promise<SessionFigures> =>
  database.inCompany(companyId, async (tx) => {
    const row = await tx.row<SessionFigures>(sql`
      select count(*)::integer as "sessionsOpened",
        count(*) filter (where phase = 'closed')::integer as "sessionsClosed",
        count(*) filter (where phase <> 'closed')::integer as "sessionsOpen",
        (select count(*) from passage where result = 'exit-without-entry')::integer as "exitsWithoutEntry"
      from parking_session`);
    if (row === undefined) throw new Error('the session figures cannot be read');
    return row;
  });

/** Balances of posted transactions; a pending one reserves and counts for nothing. */
const ledgerFigures = sql`
  with entry as (
    select e.account, e.amount_fen, t.kind from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
    where t.state = 'posted'
  )
  select
    coalesce(-sum(amount_fen) filter (where account like 'revenue:parking:%'), 0)::bigint as "receivableFen",
    coalesce(sum(amount_fen) filter (where account like 'discount:%'), 0)::bigint as "discountFen",
    coalesce(sum(amount_fen) filter (where (account like 'channel:%' or account like 'cash:%')
      and kind in ('prepaid', 'bill-paid', 'money-without-order') and amount_fen > 0), 0)::bigint as "receivedFen",
    coalesce(sum(amount_fen) filter (where account like 'receivable:%'), 0)::bigint as "arrearsFen",
    coalesce(-sum(amount_fen) filter (where account like 'advance:%'), 0)::bigint as "prepaidOpenFen",
    coalesce(-sum(amount_fen) filter (where account = 'refund:payable' and amount_fen < 0), 0)::bigint as "overpaidFen",
    coalesce(sum(amount_fen) filter (where account = 'refund:payable' and kind = 'refund'), 0)::bigint as "refundFen",
    abs(coalesce(sum(amount_fen), 0))::bigint as "ledgerImbalanceFen"
  from entry`;

export const moneyFigures = (database: Database, companyId: string): Promise<MoneyFigures> =>
  database.inCompany(companyId, async (tx) => {
    const ledger =
      await tx.row<Omit<MoneyFigures, 'unidentifiedFen' | 'unmatchedPayments' | 'unpaidVehicles'>>(ledgerFigures);
    const rest = await tx.row<Pick<MoneyFigures, 'unidentifiedFen' | 'unmatchedPayments' | 'unpaidVehicles'>>(sql`
      select
        (select coalesce(sum(unidentified_fen), 0) from parking_session)::bigint as "unidentifiedFen",
        (select count(distinct vehicle_id) from debt where state = 'open')::integer as "unpaidVehicles",
        ((select count(*) from payment_notification where state <> 'done')
          + (select count(*) from payment p where p.state = 'succeeded' and not exists (
              select 1 from ledger_transaction t where t.business_key = 'payment/' || p.id))
          + (select count(*) from ledger_transaction t where t.kind = 'money-without-order'))::integer as "unmatchedPayments"`);
    if (ledger === undefined || rest === undefined) throw new Error('the ledger cannot be read');
    return { ...ledger, ...rest };
  });

const countOf = async (client: Client, query: string): Promise<number> => (await client.workflow.count(query)).count;

/** Counts of this company's executions, and the failed workflow tasks in their histories. */
export const workflowFigures = async (
  client: Client,
  companyId: string,
  progress: (done: number) => void,
): Promise<WorkflowFigures> => {
  const mine = `CompanyId = '${companyId}'`;
  const cases = `${mine} AND CaseType != 'session'`;
  const running = await countOf(client, `${mine} AND ExecutionStatus = 'Running'`);
  const completed = await countOf(client, `${mine} AND ExecutionStatus = 'Completed'`);
  const failed = await countOf(
    client,
    `${mine} AND ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`,
  );
  const taskFailures = await failedTasksOf(client, mine, progress);
  return {
    workflows: { completed, running, failed, taskFailures },
    casesOpen: await countOf(client, `${cases} AND ExecutionStatus = 'Running'`),
    casesClosed: await countOf(client, `${cases} AND ExecutionStatus = 'Completed'`),
  };
};

export type Figures = MoneyFigures &
  SessionFigures &
  WorkflowFigures & {
    readonly lots: number;
    readonly arrivals: number;
    readonly departures: number;
    readonly observations: number;
    readonly boardMismatches: number;
  };

/** The equations that must hold; answers those that do not, in words. */
export const brokenEquations = (figures: Figures): string[] => {
  const equations: readonly (readonly [string, number, number])[] = [
    ['sessionsOpened = arrivals', figures.sessionsOpened, figures.arrivals],
    [
      'sessionsOpened = sessionsClosed + sessionsOpen',
      figures.sessionsOpened,
      figures.sessionsClosed + figures.sessionsOpen,
    ],
    [
      'departures = sessionsClosed + exitsWithoutEntry',
      figures.departures,
      figures.sessionsClosed + figures.exitsWithoutEntry,
    ],
    [
      'receivedFen = receivableFen − discountFen − arrearsFen + prepaidOpenFen + overpaidFen',
      figures.receivedFen,
      figures.receivableFen - figures.discountFen - figures.arrearsFen + figures.prepaidOpenFen + figures.overpaidFen,
    ],
    [
      'running workflows = sessionsOpen + casesOpen',
      figures.workflows.running,
      figures.sessionsOpen + figures.casesOpen,
    ],
    ['boardMismatches = 0', figures.boardMismatches, 0],
    ['ledgerImbalanceFen = 0', figures.ledgerImbalanceFen, 0],
    ['unmatchedPayments = 0', figures.unmatchedPayments, 0],
    ['workflows.failed = 0', figures.workflows.failed, 0],
    ['workflows.taskFailures = 0', figures.workflows.taskFailures, 0],
  ];
  return equations
    .filter(([, left, right]) => left !== right)
    .map(([name, left, right]) => `${name}: ${left} is not ${right}`);
};
