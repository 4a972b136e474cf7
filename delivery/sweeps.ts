// What nobody asks for: places held for cars that never drove in, and sessions whose workflow never started.
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type Database } from '../db/database.ts';
import { addAuditItem } from '../db/queries/bills.ts';
import { releaseReserved } from '../db/queries/occupancy.ts';
import { enqueue } from '../db/queries/outbox.ts';
import { sql, type Tx } from '../db/rows.ts';
import { epochMs } from '../domain/time.ts';
import { type Clock } from '../platform/clock.ts';

export interface SweepPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
}

const companies = (database: Database): Promise<{ id: string }[]> =>
  database.asDelivery((tx) => tx.rows<{ id: string }>(sql`select id from company order by id`));

/** Runs a sweep in every company's own scope; answers how many rows it changed. */
export const inEveryCompany = async (
  database: Database,
  sweep: (tx: Tx, companyId: string) => Promise<number>,
): Promise<number> => {
  let changed = 0;
  for (const { id } of await companies(database)) changed += await database.inCompany(id, (tx) => sweep(tx, id));
  return changed;
};

/** Reservations that ran out (real time) give their place back; a session that was opened for one learns of it. */
export const releaseExpiredReservations = ({ database }: SweepPorts): Promise<number> =>
  inEveryCompany(database, async (tx, companyId) => {
    const expired = await tx.rows<{ id: string; lot_id: string; session_id: string | null }>(sql`
      select id, lot_id, session_id from gate_decision
      where place = 'reserved' and expires_at < now() order by expires_at limit 100 for update skip locked`);
    for (const decision of expired) {
      await tx.run(sql`update gate_decision set place = 'released' where id = ${decision.id}`);
      await releaseReserved(tx, decision.lot_id);
      if (decision.session_id === null) continue;
      await enqueue(tx, {
        companyId,
        workflowId: `session/${decision.session_id}`,
        workflowType: 'parkingSession',
        kind: 'signal',
        message: 'entryAbandoned',
        argument: { decisionId: decision.id },
        messageKey: `entry-abandoned/${decision.id}`,
      });
    }
    return expired.length;
  });

/** Cars that have stood longer than the policy allows are looked at by a person (F025). */
export const reportMaximumStays = ({ database, clock }: SweepPorts): Promise<number> =>
  inEveryCompany(database, async (tx, companyId) => {
    const at = epochMs(clock.now());
    const overdue = await tx.rows<{ id: string; lot_id: string }>(sql`
      select s.id, s.lot_id from parking_session s join lot_policy_version p on p.id = s.policy_version_id
      where s.phase = 'parked'
        and s.entered_at < instant(${at}) - coalesce((p.policy ->> 'maximumStayDays')::integer, 30) * interval '1 day'
        and not exists (select 1 from audit_item a where a.company_id = ${companyId} and a.cause = 'maximum-stay/' || s.id)
      limit 100`);
    for (const { id, lot_id } of overdue) {
      await addAuditItem(tx, {
        companyId,
        lotId: lot_id,
        sessionId: id,
        kind: 'maximum-stay',
        cause: `maximum-stay/${id}`,
        at,
      });
    }
    return overdue.length;
  });

const youngestSeconds = 30;
const oldestMinutes = 10;

/** Sessions that are half a minute old and have no workflow: their start message is sent again. */
export const restartUnstarted = async ({ database, client }: SweepPorts): Promise<number> =>
  inEveryCompany(database, async (tx) => {
    const young = await tx.rows<{ id: string }>(sql`
      select id from parking_session
      where phase = 'parked' and revision = 0
        and created_at between now() - ${`${oldestMinutes} minutes`}::interval and now() - ${`${youngestSeconds} seconds`}::interval
        and exists (select 1 from outbox o where o.message_key = 'start/' || parking_session.id and o.state <> 'new')
      limit 500`);
    let restarted = 0;
    for (const { id } of young) {
      if (await hasWorkflow(client, `session/${id}`)) continue;
      restarted += await tx.run(sql`
        update outbox set state = 'new', attempts = 0, available_at = now() where message_key = ${`start/${id}`}`);
    }
    return restarted;
  });

export const hasWorkflow = async (client: Client, workflowId: string): Promise<boolean> => {
  try {
    await client.workflow.getHandle(workflowId).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};
