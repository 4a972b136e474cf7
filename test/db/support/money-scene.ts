// A company in whose books everything has happened once: stays of every outcome, payments, debts, refunds on their way and
// finished, money without an order, an audit log. Written by the activity and the queries that write it in life.
import { MockActivityEnvironment } from '@temporalio/testing';
import { type EffectAnswer, type SessionEffect } from '../../../activities/session/effect.ts';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { adjustBill, transferDebt } from '../../../db/queries/adjust-bill.ts';
import { reservePlace } from '../../../db/queries/occupancy.ts';
import { openSession } from '../../../db/queries/open-session.ts';
import { settleNotice } from '../../../db/queries/payments-settle.ts';
import { postPayment } from '../../../db/queries/post-payment.ts';
import { beginRefund, completeRefund } from '../../../db/queries/refund-execution.ts';
import { sql } from '../../../db/rows.ts';
import { sealAuditLog } from '../../../delivery/audit-sealer.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { epochMs, minuteMs, type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { createScene, type Scene } from '../../devices/support/scene.ts';

const start = epochMs(Date.UTC(2026, 5, 1, 2, 0));
const minute = (count: number): EpochMs => epochMs(start + count * minuteMs);

export interface MoneyScene {
  readonly scene: Scene;
  /** Session ids by what became of them. */
  readonly sessions: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

interface Actor {
  enter(setting: 'on-street' | 'off-street', bay?: string): Promise<string>;
  perform(sessionId: string, effect: SessionEffect, now: EpochMs): Promise<EffectAnswer>;
  ask(sessionId: string, kind: string, body: object, now: EpochMs): Promise<EffectAnswer>;
  /** A departure that the bay's sensor or the lane's loop saw. */
  leave(sessionId: string, at: EpochMs): Promise<EffectAnswer>;
  pay(sessionId: string, amountFen: number, at: EpochMs, channel?: 'wechat' | 'cash'): Promise<string>;
  owed(sessionId: string): Promise<number>;
}

const addTariff = (scene: Scene) =>
  scene.inCompany(async (tx) => {
    const tariffId = newId();
    const document = JSON.stringify(sampleTariff());
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${scene.companyId}, 'Sample')`);
    await tx.run(sql`
      insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${scene.companyId}, ${tariffId}, 1, ${document}::jsonb, '2000-01-01')`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
  });

export const addVehicle = async (scene: Scene): Promise<string> => {
  const id = newId();
  await scene.inCompany((tx) =>
    tx.run(sql`
      insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
      values (${id}, ${Buffer.from(id)}, 'blue', ${Buffer.from('cipher')}, '粤B·***45', 'ordinary')`),
  );
  return id;
};

const performer = (scene: Scene): Actor['perform'] => {
  let number = 0;
  return (sessionId, effect, now) => {
    const { applyToSession } = createSessionActivities({
      database: scene.db,
      clock: { now: () => now },
      paymentUrl: () => 'https://pay.example/',
    });
    const request = { companyId: scene.companyId, sessionId, effectId: `effect/${(number += 1)}`, effect };
    return new MockActivityEnvironment().run(applyToSession, request);
  };
};

const enterer =
  (scene: Scene): Actor['enter'] =>
  async (setting, bay) => {
    const place = bay === undefined ? {} : { bayId: scene.bays[bay] ?? '' };
    const vehicle = setting === 'off-street' ? { vehicleId: await addVehicle(scene) } : {};
    const opened = await scene.inCompany((tx) =>
      openSession(tx, {
        companyId: scene.companyId,
        lotId: setting === 'on-street' ? scene.streetId : scene.garageId,
        setting,
        ...place,
        ...vehicle,
        vehicleClass: 'small',
        entryKey: `test/${newId()}`,
        enteredAt: start,
        place: 'none',
      }),
    );
    if (isRefusal(opened)) throw new Error(opened.code);
    return opened.sessionId;
  };

const leaver =
  (scene: Scene, perform: Actor['perform']): Actor['leave'] =>
  async (sessionId, at) => {
    const eventId = newId();
    const row = await scene.inCompany(async (tx) => {
      const session = await tx.row<{ lotId: string; setting: string; bayId: string | null }>(
        sql`select lot_id as "lotId", setting, bay_id as "bayId" from parking_session where id = ${sessionId}`,
      );
      await tx.run(sql`
        insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
        values ('test', ${eventId}, '2026-06-01', ${scene.companyId}, ${session?.lotId}, 'test', 'test', instant(${at}), now(), '{}', 'done')`);
      return session;
    });
    const fact = { deviceId: 'test', eventId, at };
    return row?.setting === 'on-street'
      ? perform(sessionId, { kind: 'vehicleSensed', fact: { ...fact, occupied: false } }, at)
      : perform(sessionId, { kind: 'exitSeen', fact: { ...fact, laneId: scene.exitLaneId } }, at);
  };

const payer =
  (scene: Scene, perform: Actor['perform']): Actor['pay'] =>
  async (sessionId, amountFen, at, channel = 'wechat') => {
    const paymentId = newId();
    const collector = channel === 'cash' ? 'collector-1' : null;
    await scene.inCompany(async (tx) => {
      await tx.run(sql`
        insert into payment (id, company_id, bill_id, lot_id, channel, state, amount_fen, out_trade_no, collected_by, created_at)
        select ${paymentId}, ${scene.companyId}, b.id, b.lot_id, ${channel}, 'pending', ${amountFen},
          ${paymentId.replaceAll('-', '')}, ${collector}, instant(${at})
        from bill b where b.session_id = ${sessionId}`);
      await postPayment(tx, { paymentId, amountFen: fen(amountFen), succeededAt: at }, at);
    });
    await perform(sessionId, { kind: 'paymentSettled', paymentId }, at);
    return paymentId;
  };

const actorIn = (scene: Scene): Actor => {
  const perform = performer(scene);
  return {
    perform,
    enter: enterer(scene),
    leave: leaver(scene, perform),
    pay: payer(scene, perform),
    ask: async (sessionId, kind, body, now) => {
      const requestId = newId();
      await scene.inCompany((tx) =>
        tx.run(sql`
          insert into session_request (id, company_id, session_id, kind, body, reason, requested_by)
          values (${requestId}, ${scene.companyId}, ${sessionId}, ${kind}, ${JSON.stringify(body)}::jsonb, 'test', 'staff/1')`),
      );
      return perform(sessionId, { kind: 'applyRequest', verb: kind as 'bindPlate', requestId }, now);
    },
    owed: async (sessionId) => {
      const row = await scene.inCompany((tx) =>
        tx.row<{ fen: number }>(sql`
          select gross_fen - discount_fen - (paid_fen - surplus_fen) as fen from bill where session_id = ${sessionId}`),
      );
      return row?.fen ?? 0;
    },
  };
};

/** Stays on the street: settled in two payments under a discount, handed over and paid in part, void, unidentified. */
const streetStays = async (scene: Scene, { enter, ask, pay, leave, perform, owed }: Actor) => {
  const bound = async (bay: string): Promise<string> => {
    const sessionId = await enter('on-street', bay);
    await ask(sessionId, 'bindPlate', { vehicleId: await addVehicle(scene) }, minute(5));
    return sessionId;
  };
  const settled = await bound('A1');
  await ask(settled, 'grantDiscount', { kind: 'amount', value: 300, sponsor: 'shop-7' }, minute(20));
  await pay(settled, 700, minute(30));
  await leave(settled, minute(95));
  await pay(settled, await owed(settled), minute(97), 'cash');

  const indebted = await bound('A2');
  await leave(indebted, minute(95));
  await perform(indebted, { kind: 'handOver' }, minute(200));
  await pay(indebted, 400, minute(300));

  const voided = await bound('A3');
  await leave(voided, minute(95));
  await pay(voided, 600, minute(96));
  await ask(voided, 'voidSession', { approvedBy: 'staff/2' }, minute(98));

  const unidentified = await enter('on-street', 'A4');
  await leave(unidentified, minute(60));
  const left = await bound('A5');
  await leave(left, minute(95));
  const moved = await bound('A6');
  await leave(moved, minute(95));
  await perform(moved, { kind: 'handOver' }, minute(200));
  return { settled, indebted, voided, unidentified, left, moved };
};

/** Stays in the garage: paid ahead and still inside, paid too much, and paid twice. */
const garageStays = async ({ enter, pay, leave }: Actor) => {
  const prepaid = await enter('off-street');
  await pay(prepaid, 1_000, minute(40));
  const overpaid = await enter('off-street');
  await pay(overpaid, 9_000, minute(40));
  await leave(overpaid, minute(95));
  const paidTwice = await enter('off-street');
  await pay(paidTwice, 2_500, minute(60));
  await leave(paidTwice, minute(95));
  await pay(paidTwice, 2_500, minute(96));
  return { prepaid, overpaid, paidTwice };
};

/** One refund succeeds, the next is being carried out, the others wait. */
const moveRefunds = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    const refunds = await tx.rows<{ id: string; amountFen: number }>(
      sql`select id, amount_fen as "amountFen" from refund where state = 'approved' order by id`,
    );
    const [first, second] = refunds;
    if (first === undefined || second === undefined) throw new Error('the scene opened too few refunds');
    await beginRefund(tx, first.id, minute(400));
    await completeRefund(tx, first.id, { refundFen: fen(first.amountFen), succeededAt: minute(401) });
    await beginRefund(tx, second.id, minute(402));
  });

const strangeMoney = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    const merchantAccountId = newId();
    await tx.run(sql`
      insert into merchant_account (id, company_id, channel, merchant_number, configuration_cipher)
      values (${merchantAccountId}, ${scene.companyId}, 'wechat', '1900000001', ${Buffer.from('cipher')})`);
    const success = {
      outTradeNo: 'unheard-of',
      amountFen: fen(88),
      transactionId: '4200000001',
      successAt: minute(50),
    };
    await settleNotice(tx, { companyId: scene.companyId, merchantAccountId, success, at: minute(51) });
  });

/** A vehicle that was let in and has not driven in yet. */
const reserve = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    await reservePlace(tx, scene.garageId);
    await tx.run(sql`
      insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, verdict, place, at, expires_at)
      values (${newId()}, ${scene.companyId}, ${scene.garageId}, ${scene.entryLaneId}, 'camera', 'read-1', 'entry', 'open',
        'reserved', instant(${minute(400)}), now() + interval '1 hour')`);
  });

export const writeAuditRows = (scene: Scene, count: number): Promise<void> =>
  scene.inCompany(async (tx) => {
    for (let number = 1; number <= count; number += 1) {
      await tx.run(sql`
        insert into audit_log (id, company_id, at, action, subject_kind, subject_id, actor_kind, actor_id, before, after)
        values (${newId()}, ${scene.companyId}, instant(${minute(number)}), 'updateLot', 'lot', ${scene.garageId}, 'staff', 'staff/1',
          '{"b": 1, "a": {"d": null, "c": [1, 2.5]}}'::jsonb, ${JSON.stringify({ number })}::jsonb)`);
    }
  });

/** After the stays have closed: one fee was too high, one too low, one debt was another vehicle's. */
const correct = async (scene: Scene, sessions: Readonly<Record<string, string>>): Promise<void> => {
  const billOf = (name: string) =>
    scene.inCompany(async (tx) => {
      const row = await tx.row<{ id: string; grossFen: number; ownerId: string }>(sql`
        select id, gross_fen as "grossFen", owner_id as "ownerId" from bill where session_id = ${sessions[name]}`);
      if (row === undefined) throw new Error(`the stay ${name} has no bill`);
      return row;
    });
  const adjust = async (name: string, byFen: number): Promise<void> => {
    const { id: billId, grossFen } = await billOf(name);
    const adjusted = await scene.inCompany((tx) =>
      adjustBill(tx, { adjustmentId: newId(), billId, grossFen: fen(grossFen + byFen), at: minute(500) }),
    );
    if (isRefusal(adjusted)) throw new Error(adjusted.code);
  };
  await adjust('overpaid', -200);
  await adjust('paidTwice', 350);
  await adjust('indebted', -150);
  const { ownerId: debtId } = await billOf('moved');
  const toVehicleId = await addVehicle(scene);
  await scene.inCompany((tx) => transferDebt(tx, { transferId: newId(), debtId, toVehicleId, at: minute(510) }));
};

/** What the street's sensors say now: only the bays of the running stays are taken. */
const freeBays = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    await tx.run(sql`update bay set occupied = false where code in ('A1', 'A2', 'A3')`);
    await tx.run(sql`update lot_occupancy set occupied = occupied - 3 where lot_id = ${scene.streetId}`);
  });

export const createMoneyScene = async (): Promise<MoneyScene> => {
  const scene = await createScene({ bayCount: 6, garageCapacity: 10 });
  await addTariff(scene);
  const actor = actorIn(scene);
  const street = await streetStays(scene, actor);
  const garage = await garageStays(actor);
  await correct(scene, { ...street, ...garage });
  await moveRefunds(scene);
  await strangeMoney(scene);
  await reserve(scene);
  await freeBays(scene);
  await writeAuditRows(scene, 3);
  await sealAuditLog({ database: scene.db });
  return { scene, sessions: { ...street, ...garage }, close: scene.close };
};
