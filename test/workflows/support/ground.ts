// The ground that session tests stand on: a database with a tariffed street and garage, and what people and devices do there.
import { MockActivityEnvironment } from '@temporalio/testing';
import { type EffectAnswer, type SessionEffect } from '../../../activities/session/effect.ts';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { type Database } from '../../../db/database.ts';
import { openSession } from '../../../db/queries/open-session.ts';
import { postPayment } from '../../../db/queries/post-payment.ts';
import { sql } from '../../../db/rows.ts';
import { defaultLotPolicy, type LotPolicy } from '../../../domain/lot-policy.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { epochMs, minuteMs, type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type DeviceFact } from '../../../workflows/messages/parking-session.ts';
import { createScene, type Scene } from '../../devices/support/scene.ts';

export type Setting = 'on-street' | 'off-street';

/** 10:00 on a Monday in the lots' own zone. */
export const start = epochMs(Date.UTC(2026, 5, 1, 2, 0));
export const minutes = (count: number): EpochMs => epochMs(start + count * minuteMs);

export interface SessionRow {
  readonly phase: string;
  readonly outcome: string | null;
  readonly revision: number;
  readonly unidentified_fen: number;
  readonly vehicle_id: string | null;
  readonly bay_id: string | null;
  readonly entered: number;
  readonly left: number | null;
}

export interface BillRow {
  readonly state: string;
  readonly owner_kind: string;
  readonly gross_fen: number;
  readonly discount_fen: number;
  readonly paid_fen: number;
  readonly surplus_fen: number;
}

export interface OpenOptions {
  readonly bay?: string;
  readonly vehicleId?: string;
  readonly exemption?: string;
  readonly enteredAt?: EpochMs;
}

export interface Clock {
  now(): number;
  set(at: EpochMs): void;
}

export interface Ground {
  readonly scene: Scene;
  /** Business time of the activities. */
  readonly clock: Clock;
  /** Writes the session's rows and the message that starts it. */
  book(setting: Setting, over?: OpenOptions): Promise<string>;
  vehicle(): Promise<string>;
  /** An inbox row about this session, as ingest and dispatch leave it. */
  event(sessionId: string, type: string, at: EpochMs, data?: object): Promise<DeviceFact>;
  /** A request row as the API writes it. */
  requestRow(sessionId: string, kind: string, body: object, by?: string): Promise<string>;
  pay(sessionId: string, amountFen: number, options?: { post?: boolean }): Promise<string>;
  /** The success of an attempt that was made before. */
  post(paymentId: string, amountFen: number): Promise<void>;
  /** What dispatch writes beside an event that it tells a session of. */
  evidence(sessionId: string, kind: string, fact: DeviceFact, detail?: object): Promise<void>;
  /** The decision that let a vehicle in: of the session, or of one that has not driven in yet. */
  entryDecision(sessionId: string | undefined): Promise<string>;
  discount(sessionId: string, kind: string, value: number): Promise<void>;
  policy(setting: Setting, over: Partial<LotPolicy>): Promise<void>;
  session(sessionId: string): Promise<SessionRow>;
  bill(sessionId: string): Promise<BillRow>;
  /** The ledger's balances of the accounts that name one of the ids. */
  balances(...ids: string[]): Promise<Record<string, number>>;
  audits(sessionId: string): Promise<string[]>;
  count(table: string, sessionId: string): Promise<number>;
  occupied(setting: Setting): Promise<number>;
  /** Performs one effect without a workflow in between. */
  apply(sessionId: string, effectId: string, effect: SessionEffect, database?: Database): Promise<EffectAnswer>;
}

export interface GroundOptions {
  readonly policy?: Partial<LotPolicy>;
  readonly confirmation?: 'loop' | 'none';
  readonly tariff?: boolean;
}

export const paymentUrl = (laneId: string): string => `https://pay.example/${laneId}`;
const bayCount = 60;

const addTariff = (scene: Scene, confirmation: string, withTariff: boolean): Promise<void> =>
  scene.inCompany(async (tx) => {
    await tx.run(sql`update lane set confirmation = ${confirmation} where direction = 'exit'`);
    if (!withTariff) return;
    const tariffId = newId();
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${scene.companyId}, 'Sample')`);
    await tx.run(sql`
      insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${scene.companyId}, ${tariffId}, 1,
        ${JSON.stringify(sampleTariff('Asia/Shanghai'))}::jsonb, '2000-01-01')`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
  });

export const createGround = async (options: GroundOptions = {}): Promise<Ground & { close(): Promise<void> }> => {
  const scene = await createScene({
    bayCount,
    garageCapacity: 200,
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  });
  await addTariff(scene, options.confirmation ?? 'loop', options.tariff ?? true);
  await scene.addDevice({ kind: 'lane-controller', lotId: scene.garageId, laneId: scene.exitLaneId });
  let now: number = start;
  const clock: Clock = { now: () => now, set: (at) => void (now = at) };
  return {
    scene,
    clock,
    ...rowsOf(scene),
    ...recordsOf(scene),
    ...moneyOf(scene, clock),
    ...writesOf(scene, options.policy ?? {}),
    apply: (sessionId, effectId, effect, database = scene.db) =>
      new MockActivityEnvironment().run(createSessionActivities({ database, clock, paymentUrl }).applyToSession, {
        companyId: scene.companyId,
        sessionId,
        effectId,
        effect,
      }),
    close: () => scene.close(),
  };
};

const one = <T>(row: T | undefined, what: string): T => {
  if (row === undefined) throw new Error(`there is no ${what}`);
  return row;
};

const rowsOf = ({
  inCompany,
  streetId,
  garageId,
}: Scene): Pick<Ground, 'session' | 'bill' | 'balances' | 'audits' | 'count' | 'occupied'> => ({
  session: async (sessionId) =>
    one(
      await inCompany((tx) =>
        tx.row<SessionRow>(sql`
          select phase, outcome, revision, unidentified_fen, vehicle_id, bay_id, epoch_ms(entered_at) as entered,
            epoch_ms(left_at) as left from parking_session where id = ${sessionId}`),
      ),
      `session ${sessionId}`,
    ),
  bill: async (sessionId) =>
    one(
      await inCompany((tx) =>
        tx.row<BillRow>(sql`
          select state, owner_kind, gross_fen, discount_fen, paid_fen, surplus_fen from bill where session_id = ${sessionId}`),
      ),
      `bill of ${sessionId}`,
    ),
  balances: async (...ids) => {
    const rows = await inCompany((tx) =>
      tx.rows<{ account: string; amount: number }>(sql`
        select e.account, sum(e.amount_fen)::bigint as amount
        from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.state = 'posted'
        group by e.account having sum(e.amount_fen) <> 0`),
    );
    const wanted = rows.filter(({ account }) => ids.length === 0 || ids.some((id) => account.endsWith(id)));
    return Object.fromEntries(wanted.map(({ account, amount }) => [account, amount]));
  },
  audits: async (sessionId) =>
    (
      await inCompany((tx) =>
        tx.rows<{ kind: string }>(
          sql`select kind from audit_item where session_id = ${sessionId} order by created_at, id`,
        ),
      )
    ).map(({ kind }) => kind),
  count: async (table, sessionId) =>
    (
      await inCompany((tx) =>
        tx.row<{ count: number }>(
          sql`select count(*)::integer as count from ${sql.table(table)} where session_id = ${sessionId}`,
        ),
      )
    )?.count ?? 0,
  occupied: async (setting) =>
    (
      await inCompany((tx) =>
        tx.row<{ occupied: number }>(
          sql`select occupied from lot_occupancy where lot_id = ${setting === 'on-street' ? streetId : garageId}`,
        ),
      )
    )?.occupied ?? 0,
});

const recordsOf = ({
  companyId,
  inCompany,
  garageId,
  entryLaneId,
}: Scene): Pick<Ground, 'evidence' | 'entryDecision'> => ({
  evidence: async (sessionId, kind, fact, detail = {}) => {
    await inCompany((tx) =>
      tx.run(sql`
        insert into evidence (id, company_id, session_id, kind, device_id, event_id, detail, at)
        values (${newId()}, ${companyId}, ${sessionId}, ${kind}, ${fact.deviceId}, ${fact.eventId},
          ${JSON.stringify(detail)}::jsonb, instant(${fact.at}))`),
    );
  },
  entryDecision: async (sessionId) => {
    const id = newId();
    await inCompany((tx) =>
      tx.run(sql`
        insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, session_id, verdict,
          decided_by, place, at)
        values (${id}, ${companyId}, ${garageId}, ${entryLaneId}, 'test-camera', ${id}, 'entry', ${sessionId ?? null}, 'open',
          'rows', ${sessionId === undefined ? 'reserved' : 'occupied'}, instant(${start}))`),
    );
    return id;
  },
});

const moneyOf = (scene: Scene, clock: Clock): Pick<Ground, 'pay' | 'post' | 'discount'> => {
  const { companyId, inCompany } = scene;
  return {
    pay: (sessionId, amountFen, { post = true } = {}) => payBill(scene, clock, { sessionId, amountFen, post }),
    post: async (paymentId, amountFen) => {
      const at = epochMs(clock.now());
      await inCompany((tx) => postPayment(tx, { paymentId, amountFen: fen(amountFen), succeededAt: at }, at));
    },
    discount: async (sessionId, kind, value) => {
      await inCompany((tx) =>
        tx.run(sql`
          insert into bill_discount (id, company_id, bill_id, sponsor, kind, value, reason, granted_by, granted_at)
          select ${newId()}, ${companyId}, b.id, 'merchant', ${kind}, ${value}, 'test', 'staff/test', instant(${clock.now()})
          from bill b where b.session_id = ${sessionId}`),
      );
    },
  };
};

type Writes = Pick<Ground, 'book' | 'vehicle' | 'event' | 'requestRow' | 'policy'>;

const writesOf = (scene: Scene, policy: Partial<LotPolicy>): Writes => {
  const { companyId, inCompany } = scene;
  const lotOf = (setting: Setting): string => (setting === 'on-street' ? scene.streetId : scene.garageId);
  let baysUsed = 0;
  let policyVersion = 1;
  const bayOf = (code: string | undefined): string => {
    const bayId = scene.bays[code ?? `A${(baysUsed += 1)}`];
    if (bayId === undefined) throw new Error('the street has no bay left');
    return bayId;
  };
  return {
    book: async (setting, { bay, vehicleId, exemption, enteredAt = start } = {}) => {
      const opened = await inCompany((tx) =>
        openSession(tx, {
          companyId,
          lotId: lotOf(setting),
          setting,
          ...(setting === 'on-street' ? { bayId: bayOf(bay) } : {}),
          ...(vehicleId === undefined ? {} : { vehicleId }),
          ...(exemption === undefined ? {} : { exemption }),
          vehicleClass: 'small',
          entryKey: `test/${newId()}`,
          enteredAt,
          place: 'none',
          plateMask: '粤B·***45',
        }),
      );
      if (isRefusal(opened)) throw new Error(opened.code);
      return opened.sessionId;
    },
    vehicle: async () => {
      const id = newId();
      await inCompany((tx) =>
        tx.run(sql`insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
          values (${id}, ${Buffer.from(id)}, 'blue', ${Buffer.from('cipher')}, '粤B·***45', 'ordinary')`),
      );
      return id;
    },
    event: async (sessionId, type, at, data = {}) => {
      const eventId = newId();
      const deviceId = 'test-device';
      await inCompany((tx) =>
        tx.run(sql`
          insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data,
            state)
          select ${deviceId}, ${eventId}, '2026-06-01', s.company_id, s.lot_id, 'test', ${type}, instant(${at}), now(),
            (case when s.bay_id is null then jsonb_build_object('sessionId', s.id, 'laneId', ${scene.exitLaneId}::text)
              else jsonb_build_object('bayId', s.bay_id) end) || ${JSON.stringify(data)}::jsonb, 'done'
          from parking_session s where s.id = ${sessionId}`),
      );
      return { deviceId, eventId, at };
    },
    requestRow: async (sessionId, kind, body, by = 'staff/test') => {
      const requestId = newId();
      await inCompany((tx) =>
        tx.run(sql`
          insert into session_request (id, company_id, session_id, kind, body, reason, requested_by)
          values (${requestId}, ${companyId}, ${sessionId}, ${kind}, ${JSON.stringify(body)}::jsonb, 'test', ${by})`),
      );
      return requestId;
    },
    policy: async (setting, over) => {
      await inCompany((tx) =>
        tx.run(sql`
          insert into lot_policy_version (id, company_id, lot_id, version, policy)
          values (${newId()}, ${companyId}, ${lotOf(setting)}, ${(policyVersion += 1)},
            ${JSON.stringify({ ...defaultLotPolicy, ...policy, ...over })}::jsonb)`),
      );
    },
  };
};

/** An attempt, answering the session's newest quote when there is one, and its success. */
const payBill = async (
  { companyId, inCompany }: Scene,
  clock: Clock,
  { sessionId, amountFen, post }: { sessionId: string; amountFen: number; post: boolean },
): Promise<string> => {
  const paymentId = newId();
  await inCompany(async (tx) => {
    await tx.run(sql`
      insert into payment (id, company_id, bill_id, lot_id, quote_id, channel, state, amount_fen, out_trade_no, created_at)
      select ${paymentId}, ${companyId}, b.id, b.lot_id,
        (select id from quote q where q.session_id = ${sessionId} order by quoted_at desc limit 1),
        'wechat', 'pending', ${amountFen}, ${paymentId.replaceAll('-', '')}, instant(${clock.now()})
      from bill b where b.session_id = ${sessionId}`);
    const at = epochMs(clock.now());
    if (post) await postPayment(tx, { paymentId, amountFen: fen(amountFen), succeededAt: at }, at);
  });
  return paymentId;
};
