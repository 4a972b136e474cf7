// Opens a parking session: session, bill, place and the message that starts its workflow, in one transaction, once.
import { defaultLotPolicy, type LotPolicy } from '../../domain/lot-policy.ts';
import {
  openedState,
  type OpenedSession as SessionInput,
  type SessionState,
  type Setting,
} from '../../domain/parking-session/state.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';
import { calendarVersionIdOf } from './calendars.ts';
import { occupy, occupyReserved, setBayOccupied } from './occupancy.ts';
import { enqueue } from './outbox.ts';
import { takeCover } from './standing.ts';
import { tariffVersionIdOf } from './tariff-assignment.ts';

export interface OpenSession {
  readonly companyId: string;
  readonly lotId: string;
  readonly setting: Setting;
  readonly bayId?: string;
  readonly laneId?: string;
  readonly vehicleId?: string;
  readonly vehicleClass: string;
  /** Masked, for the workflow's memo. */
  readonly plateMask?: string;
  readonly exemption?: string;
  /** The pass cover that the exemption rests on; a stay that loses the race for it is casual. */
  readonly coverId?: string;
  readonly ticket?: string;
  /** The identity of what opens it: a device event, a decision, a request. */
  readonly entryKey: string;
  readonly enteredAt: EpochMs;
  /** The decision that holds a place for it, or nothing holds one, or the vehicle is in the count already. */
  readonly place: { readonly reservedDecisionId: string } | 'none' | 'already-counted';
}

export interface OpenedSession {
  readonly sessionId: string;
  /** False when this entry had opened it before. */
  readonly opened: boolean;
}

/** The newest rules of a lot; the default rules become version 1 of a lot that has none. */
export const currentPolicy = async (
  tx: Tx,
  companyId: string,
  lotId: string,
): Promise<{ versionId: string; policy: LotPolicy }> => {
  const newest = sql`
    select id, policy from lot_policy_version where lot_id = ${lotId} order by version desc limit 1`;
  const read = () => tx.row<{ id: string; policy: Partial<LotPolicy> }>(newest);
  let row = await read();
  if (row === undefined) {
    await tx.run(sql`
      insert into lot_policy_version (id, company_id, lot_id, version, policy, created_by)
      values (${newId()}, ${companyId}, ${lotId}, 1, ${JSON.stringify(defaultLotPolicy)}::jsonb, 'default')
      on conflict (lot_id, version) do nothing`);
    row = await read();
  }
  if (row === undefined) throw new Error(`the policy of lot ${lotId} cannot be read`);
  return { versionId: row.id, policy: { ...defaultLotPolicy, ...row.policy } };
};

interface Pins {
  readonly tariffVersionId: string | null;
  readonly calendarVersionId: string | null;
  readonly policyVersionId: string;
}

const pinsOf = async (tx: Tx, { companyId, lotId, enteredAt }: OpenSession): Promise<Pins> => {
  const { versionId } = await currentPolicy(tx, companyId, lotId);
  const row = await tx.row<{ tariff: string | null; calendar: string | null }>(sql`
    select
      ${tariffVersionIdOf(lotId, enteredAt)} as tariff,
      ${calendarVersionIdOf(lotId, enteredAt)} as calendar`);
  return {
    tariffVersionId: row?.tariff ?? null,
    calendarVersionId: row?.calendar ?? null,
    policyVersionId: versionId,
  };
};

const inputOf = (sessionId: string, open: OpenSession): SessionInput => ({
  sessionId,
  companyId: open.companyId,
  lotId: open.lotId,
  setting: open.setting,
  ...(open.bayId === undefined ? {} : { bayId: open.bayId }),
  ...(open.vehicleId === undefined ? {} : { vehicleId: open.vehicleId }),
  vehicleClass: open.vehicleClass,
  ...(open.exemption === undefined ? {} : { exemption: open.exemption }),
  enteredAt: open.enteredAt,
});

const sessionOfEntry = (tx: Tx, companyId: string, entryKey: string) =>
  tx.row<{ id: string }>(sql`
    select id from parking_session where company_id = ${companyId} and entry_key = ${entryKey}`);

const insertSession = async (tx: Tx, state: SessionState, open: OpenSession): Promise<boolean> => {
  const pins = await pinsOf(tx, open);
  const billId = newId();
  const inserted = await tx.row(sql`
    insert into parking_session (id, company_id, lot_id, setting, bay_id, entry_lane_id, vehicle_id, vehicle_class, ticket,
      phase, entry_key, entered_at, tariff_version_id, calendar_version_id, policy_version_id, bill_id, exemption, state)
    values (${state.sessionId}, ${open.companyId}, ${open.lotId}, ${open.setting}, ${open.bayId ?? null},
      ${open.laneId ?? null}, ${open.vehicleId ?? null}, ${open.vehicleClass}, ${open.ticket ?? null}, 'parked',
      ${open.entryKey}, instant(${open.enteredAt}), ${pins.tariffVersionId}, ${pins.calendarVersionId},
      ${pins.policyVersionId}, ${billId}, ${state.exemption ?? null}, ${JSON.stringify(state)}::jsonb)
    on conflict do nothing returning id`);
  if (inserted === undefined) return false;
  await tx.run(sql`
    insert into bill (id, company_id, lot_id, session_id, vehicle_id, owner_kind, owner_id)
    values (${billId}, ${open.companyId}, ${open.lotId}, ${state.sessionId}, ${open.vehicleId ?? null}, 'session',
      ${state.sessionId})`);
  return true;
};

/** A reservation that ran out before the vehicle was booked is taken again without asking: the vehicle is inside. */
const takePlace = async (tx: Tx, open: OpenSession): Promise<void> => {
  if (open.place === 'already-counted') return;
  if (open.bayId !== undefined) {
    await setBayOccupied(tx, { lotId: open.lotId, bayId: open.bayId, occupied: true, at: open.enteredAt });
    return;
  }
  if (open.place === 'none') {
    await occupy(tx, open.lotId);
    return;
  }
  const decision = await tx.row<{ place: string }>(sql`
    select place from gate_decision where id = ${open.place.reservedDecisionId} for update`);
  if (decision?.place === 'reserved') await occupyReserved(tx, open.lotId);
  else if (decision?.place !== 'occupied') await occupy(tx, open.lotId);
  await tx.run(sql`update gate_decision set place = 'occupied' where id = ${open.place.reservedDecisionId}`);
};

/**
 * Opens the session of an entry, or returns the one that this entry opened before. Refused are a second stay on a bay
 * (`bay-occupied`) and of a vehicle in a gated lot (`vehicle-already-inside`).
 */
export const openSession = async (tx: Tx, open: OpenSession): Promise<OpenedSession | Refusal> => {
  const known = await sessionOfEntry(tx, open.companyId, open.entryKey);
  if (known !== undefined) return { sessionId: known.id, opened: false };
  const sessionId = newId();
  const covered = open.coverId === undefined || (await takeCover(tx, open.coverId));
  const { exemption, ...casual } = open;
  const entry: OpenSession = covered && exemption !== undefined ? { ...casual, exemption } : casual;
  const input = inputOf(sessionId, entry);
  if (!(await insertSession(tx, openedState(input), entry))) {
    const other = await sessionOfEntry(tx, open.companyId, open.entryKey);
    if (other !== undefined) return { sessionId: other.id, opened: false };
    return refuse(open.bayId === undefined ? 'vehicle-already-inside' : 'bay-occupied');
  }
  if (covered && open.coverId !== undefined) {
    await tx.run(sql`update pass_cover set session_id = ${sessionId} where id = ${open.coverId}`);
  }
  await enqueue(tx, {
    companyId: open.companyId,
    workflowId: `session/${sessionId}`,
    workflowType: 'parkingSession',
    kind: 'start',
    message: 'parkingSession',
    argument: { input, plateMask: open.plateMask },
    messageKey: `start/${sessionId}`,
  });
  await takePlace(tx, entry);
  return { sessionId, opened: true };
};
