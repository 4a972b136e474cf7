// Waiting until everything that was sent has been worked off, and reading the board as the public does.
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { type ApiClient } from './api-client.ts';
import { type ReplayLot } from './company.ts';

const patienceMs = 180_000;
const pollMs = 50;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Backlog {
  readonly events: number;
  readonly parked: number;
  readonly messages: number;
  readonly notifications: number;
  readonly refunds: number;
}

const backlogOf = (database: Database, companyId: string): Promise<Backlog> =>
  database.inCompany(companyId, async (tx) => {
    const row = await tx.row<Backlog>(sql`
      select
        (select count(*) from device_event where state in ('new', 'claimed'))::integer as events,
        (select count(*) from device_event where state = 'parked')::integer
          + (select count(*) from outbox where state = 'parked')::integer as parked,
        (select count(*) from outbox where state = 'new' and workflow_type = 'parkingSession')::integer as messages,
        (select count(*) from payment_notification where state = 'new')::integer as notifications,
        (select count(*) from refund where state in ('approved', 'executing'))::integer as refunds`);
    if (row === undefined) throw new Error('the backlog cannot be read');
    return row;
  });

/** Until inbox, outbox and payment inbox are empty. Throws when something was parked, or nothing moves any more. */
export const untilQuiet = async (database: Database, companyId: string): Promise<void> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    const backlog = await backlogOf(database, companyId);
    if (backlog.parked > 0) throw new Error(`${backlog.parked} events or messages were parked: see their error column`);
    const { events, messages, notifications, refunds } = backlog;
    if (events + messages + notifications + refunds === 0) return;
    if (Date.now() > until) throw new Error(`no quiet in ${patienceMs / 1_000} s: ${JSON.stringify(backlog)}`);
    await pause(pollMs);
  }
};

/** Free places of one lot, from the public board endpoint. */
export const freeSpacesOf = async (api: ApiClient, lot: ReplayLot): Promise<number> => {
  const path = `/v1/lots/${lot.lotId}/board`;
  const { free } = await api.call<{ free: number }>({ method: 'GET', path, headers: { 'cache-control': 'no-cache' } });
  return free;
};

/** Asks until the answer is there; the question is repeated quickly first, then slowly. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const until = Date.now() + patienceMs;
  for (let attempt = 0; Date.now() < until; attempt += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(Math.min(20 + attempt * 10, 500));
  }
  throw new Error(`${what} did not happen in ${patienceMs / 1_000} s`);
};
