// A company in whose books everything has happened once: stays of every outcome, payments, debts, refunds on their way and
// finished, money without an order, a bill, an audit log. Written by the activity and the queries that write it in life.
import { type EffectAnswer, type SessionEffect } from '../../../activities/session/effect.ts';
import { adjustBill, transferDebt } from '../../../db/queries/adjust-bill.ts';
import { reservePlace } from '../../../db/queries/occupancy.ts';
import { settleNotice } from '../../../db/queries/payments-settle.ts';
import { beginCash } from '../../../db/queries/payments.ts';
import { postPayment } from '../../../db/queries/post-payment.ts';
import { beginRefund, completeRefund } from '../../../db/queries/refund-execution.ts';
import { sql } from '../../../db/rows.ts';
import { sealAuditLog } from '../../../delivery/audit-sealer.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type SessionRequestKind } from '../../../workflows/messages/parking-session.ts';
import { type Scene } from '../../devices/support/scene.ts';
import { createGround, minutes, type Ground, type Setting } from '../../workflows/support/ground.ts';
import { reconcileScene } from './reconciled-days.ts';

export interface MoneyScene {
  readonly scene: Scene;
  /** Session ids by what became of them. */
  readonly sessions: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

interface Actor {
  enter(setting: Setting): Promise<string>;
  /** On the street, and bound to a vehicle. */
  park(): Promise<string>;
  perform(sessionId: string, effect: SessionEffect, now: EpochMs): Promise<EffectAnswer>;
  ask(sessionId: string, kind: SessionRequestKind, body: object, now: EpochMs): Promise<EffectAnswer>;
  /** A departure that the bay's sensor or the lane's loop saw. */
  leave(sessionId: string, at: EpochMs): Promise<EffectAnswer>;
  pay(sessionId: string, amountFen: number, at: EpochMs): Promise<void>;
  payCash(sessionId: string, at: EpochMs): Promise<void>;
}

const actorOn = (ground: Ground): Actor => {
  let effects = 0;
  const perform: Actor['perform'] = (sessionId, effect, now) => {
    ground.clock.set(now);
    return ground.apply(sessionId, `effect/${(effects += 1)}`, effect);
  };
  const ask: Actor['ask'] = async (sessionId, verb, body, now) =>
    perform(sessionId, { kind: 'applyRequest', verb, requestId: await ground.requestRow(sessionId, verb, body) }, now);
  const enter: Actor['enter'] = async (setting) =>
    ground.book(setting, setting === 'off-street' ? { vehicleId: await ground.vehicle() } : {});
  return {
    enter,
    perform,
    ask,
    park: async () => {
      const sessionId = await enter('on-street');
      await ask(sessionId, 'bindPlate', { vehicleId: await ground.vehicle() }, minutes(5));
      return sessionId;
    },
    leave: async (sessionId, at) => {
      const { bay_id: bayId } = await ground.session(sessionId);
      const fact = await ground.event(sessionId, bayId === null ? 'lane.passed' : 'bay.free', at);
      return bayId === null
        ? perform(sessionId, { kind: 'exitSeen', fact: { ...fact, laneId: ground.scene.exitLaneId } }, at)
        : perform(sessionId, { kind: 'vehicleSensed', fact: { ...fact, occupied: false } }, at);
    },
    pay: async (sessionId, amountFen, at) => {
      ground.clock.set(at);
      const paymentId = await ground.pay(sessionId, amountFen);
      await perform(sessionId, { kind: 'paymentSettled', paymentId }, at);
    },
    payCash: async (sessionId, at) => {
      const bill = await ground.bill(sessionId);
      const dueFen = fen(bill.gross_fen - bill.discount_fen - (bill.paid_fen - bill.surplus_fen));
      const paymentId = newId();
      await ground.scene.inCompany(async (tx) => {
        const row = await tx.row<{ id: string }>(sql`select id from bill where session_id = ${sessionId}`);
        await beginCash(tx, { paymentId, billId: row?.id ?? '', at, collectorId: 'collector-1', amountFen: dueFen });
        await postPayment(tx, { paymentId, amountFen: dueFen, succeededAt: at }, at);
      });
      await perform(sessionId, { kind: 'paymentSettled', paymentId }, at);
    },
  };
};

/** On the street: settled in two payments under a discount, handed over and paid in part, void, unidentified, moved. */
const streetStays = async ({ enter, park, ask, pay, payCash, leave, perform }: Actor) => {
  const settled = await park();
  await ask(settled, 'grantDiscount', { kind: 'amount', value: 300, sponsor: 'shop-7' }, minutes(20));
  await pay(settled, 700, minutes(30));
  await leave(settled, minutes(95));
  await payCash(settled, minutes(97));

  const indebted = await park();
  await leave(indebted, minutes(95));
  await perform(indebted, { kind: 'handOver' }, minutes(200));
  await pay(indebted, 400, minutes(300));

  const voided = await park();
  await leave(voided, minutes(95));
  await pay(voided, 600, minutes(96));
  await ask(voided, 'voidSession', { approvedBy: 'staff/2' }, minutes(98));

  const unidentified = await enter('on-street');
  await leave(unidentified, minutes(60));
  const left = await park();
  await leave(left, minutes(95));
  const moved = await park();
  await leave(moved, minutes(95));
  await perform(moved, { kind: 'handOver' }, minutes(200));
  return { settled, indebted, voided, unidentified, left, moved };
};

/** In the garage: paid ahead and still inside, paid too much, and paid twice. */
const garageStays = async ({ enter, pay, leave }: Actor) => {
  const prepaid = await enter('off-street');
  await pay(prepaid, 1_000, minutes(40));
  const overpaid = await enter('off-street');
  await pay(overpaid, 9_000, minutes(40));
  await leave(overpaid, minutes(95));
  const paidTwice = await enter('off-street');
  await pay(paidTwice, 2_500, minutes(60));
  await leave(paidTwice, minutes(95));
  await pay(paidTwice, 2_500, minutes(96));
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
    await beginRefund(tx, first.id, minutes(400));
    await completeRefund(tx, first.id, { refundFen: fen(first.amountFen), succeededAt: minutes(401) });
    await beginRefund(tx, second.id, minutes(402));
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
      successAt: minutes(50),
    };
    await settleNotice(tx, { companyId: scene.companyId, merchantAccountId, success, at: minutes(51) });
  });

/** A vehicle that was let in and has not driven in yet. */
const reserve = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    await reservePlace(tx, scene.garageId);
    await tx.run(sql`
      insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, verdict, place, at, expires_at)
      values (${newId()}, ${scene.companyId}, ${scene.garageId}, ${scene.entryLaneId}, 'camera', 'read-1', 'entry', 'open',
        'reserved', instant(${minutes(400)}), now() + interval '1 hour')`);
  });

export const writeAuditRows = (scene: Scene, count: number): Promise<void> =>
  scene.inCompany(async (tx) => {
    for (let number = 1; number <= count; number += 1) {
      await tx.run(sql`
        insert into audit_log (id, company_id, at, action, subject_kind, subject_id, actor_kind, actor_id, before, after)
        values (${newId()}, ${scene.companyId}, instant(${minutes(number)}), 'updateLot', 'lot', ${scene.garageId}, 'staff', 'staff/1',
          '{"b": 1, "a": {"d": null, "c": [1, 2.5]}}'::jsonb, ${JSON.stringify({ number })}::jsonb)`);
    }
  });

/** After the stays have closed: one fee was too high, one too low, one debt was another vehicle's. */
const correct = async (ground: Ground, sessions: Readonly<Record<string, string>>): Promise<void> => {
  const { scene } = ground;
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
      adjustBill(tx, { adjustmentId: newId(), billId, grossFen: fen(grossFen + byFen), at: minutes(500) }),
    );
    if (isRefusal(adjusted)) throw new Error(adjusted.code);
  };
  await adjust('overpaid', -200);
  await adjust('paidTwice', 350);
  await adjust('indebted', -150);
  const { ownerId: debtId } = await billOf('moved');
  const toVehicleId = await ground.vehicle();
  await scene.inCompany((tx) => transferDebt(tx, { transferId: newId(), debtId, toVehicleId, at: minutes(510) }));
};

/** What the street's sensors say now: of the stays that began there, half have been seen to end. */
const freeBays = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    await tx.run(sql`update bay set occupied = false where code in ('A1', 'A2', 'A3')`);
    await tx.run(sql`update lot_occupancy set occupied = occupied - 3 where lot_id = ${scene.streetId}`);
  });

export const createMoneyScene = async (): Promise<MoneyScene> => {
  const ground = await createGround();
  const { scene } = ground;
  const actor = actorOn(ground);
  const sessions = { ...(await streetStays(actor)), ...(await garageStays(actor)) };
  await correct(ground, sessions);
  await moveRefunds(scene);
  await strangeMoney(scene);
  await reconcileScene(scene);
  await reserve(scene);
  await freeBays(scene);
  await writeAuditRows(scene, 3);
  await sealAuditLog({ database: scene.db });
  return { scene, sessions, close: ground.close };
};
