// What a driver may pay without saying who he is: the car that stands at a lane now, the car on a bay now.
import { type Tx, sql } from '../rows.ts';
import { readSession } from './sessions.ts';

export interface PublicBill {
  readonly billId: string;
  readonly sessionId: string;
}

/** Which company's a lane or bay is, before a scope is known. */
export const companyOfPlace = async (tx: Tx, place: 'lane' | 'bay', id: string): Promise<string | undefined> =>
  (await tx.row<{ company_id: string }>(sql`select company_id from ${sql.table(place)} where id = ${id}`))?.company_id;

/** The bill of the car whose read is the lane's newest and still fresh, by real time. */
export const billAtLane = async (tx: Tx, laneId: string): Promise<PublicBill | undefined> => {
  const read = await tx.row<PublicBill & { ageMs: number }>(sql`
    select s.bill_id as "billId", s.id as "sessionId",
      (extract(epoch from now() - r.read_at) * 1000)::bigint as "ageMs"
    from lane_read r join parking_session s on s.id = r.session_id where r.lane_id = ${laneId}`);
  if (read === undefined) return undefined;
  const session = await readSession(tx, read.sessionId);
  return session !== undefined && read.ageMs <= session.policy.laneReadFreshMs ? read : undefined;
};

/** The bill of the car that is parked on the bay. */
export const billOnBay = (tx: Tx, bayId: string): Promise<PublicBill | undefined> =>
  tx.row<PublicBill>(sql`
    select bill_id as "billId", id as "sessionId" from parking_session where bay_id = ${bayId} and phase = 'parked'`);
