// Commands to devices: written with the decision they carry out, sent once, never after they expired (real time).
import { type Tx, sql } from '../rows.ts';

export interface DueCommand {
  readonly id: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly deviceId: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly expiresAt: number;
}

const columns = sql`id, company_id as "companyId", lot_id as "lotId", device_id as "deviceId", kind, body,
  epoch_ms(expires_at) as "expiresAt"`;

/** Commands that were never sent, over all companies, locked for who sends them. */
export const newCommands = (tx: Tx, limit = 64): Promise<DueCommand[]> =>
  tx.rows<DueCommand>(sql`
    select ${columns} from device_command where state = 'new' and expires_at > now()
    order by created_at limit ${limit} for update skip locked`);

export const markSent = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.run(sql`
    update device_command set state = 'sent', sent_at = now() where id = any (${[...ids]}::uuid[]) and state = 'new'`);
};

/** Takes the commands of one device that asks for them itself: a camera whose answer carries them. */
export const takeCommandsOf = (tx: Tx, deviceId: string): Promise<DueCommand[]> =>
  tx.rows<DueCommand>(sql`
    update device_command set state = 'sent', sent_at = now()
    where device_id = ${deviceId} and state = 'new' and expires_at > now()
    returning ${columns}`);

export interface FinishedCommand {
  readonly id: string;
  readonly companyId: string;
  readonly sessionId: string | null;
  readonly failure: string | null;
}

/** The device's answer, once; undefined when the command is not this device's, or has ended already. */
export const acknowledgeCommand = (
  tx: Tx,
  answer: { readonly commandId: string; readonly deviceId: string; readonly ok: boolean; readonly reason?: string },
): Promise<FinishedCommand | undefined> =>
  tx.row<FinishedCommand>(sql`
    update device_command set state = ${answer.ok ? 'acknowledged' : 'failed'},
      failure = ${answer.ok ? null : (answer.reason ?? 'refused by the device')}, finished_at = now()
    where id = ${answer.commandId} and device_id = ${answer.deviceId} and state in ('new', 'sent')
    returning id, company_id as "companyId", session_id as "sessionId", failure`);

/** The answer that carried the decision has reached the camera: it needs no command of its own any more. */
export const acknowledgeAnswered = async (tx: Tx, decisionId: string): Promise<void> => {
  await tx.run(sql`
    update device_command set state = 'acknowledged', finished_at = now()
    where decision_id = ${decisionId} and state in ('new', 'sent')`);
};

/** Commands that nobody answered in time: never sent ones expire, sent ones failed. */
export const expireCommands = (tx: Tx, limit = 64): Promise<FinishedCommand[]> =>
  tx.rows<FinishedCommand>(sql`
    with late as (
      select id as late_id from device_command where state in ('new', 'sent') and expires_at <= now()
      order by created_at limit ${limit} for update skip locked
    )
    update device_command set state = case when state = 'new' then 'expired' else 'failed' end,
      failure = case when state = 'new' then 'not sent in time' else 'no answer in time' end, finished_at = now()
    from late where id = late.late_id
    returning id, company_id as "companyId", session_id as "sessionId", failure`);
