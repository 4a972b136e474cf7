// A company in whose wallets everything has happened once: recharges with and without a bonus, one that was not paid,
// payments from both parts, refunds of them, top-ups of both kinds. Written by the queries that write it in life.
import { randomBytes } from 'node:crypto';
import { beginCash } from '../../../db/queries/payments.ts';
import { postPayment } from '../../../db/queries/post-payment.ts';
import { insertPromotion } from '../../../db/queries/recharge-promotions.ts';
import { openRecharge } from '../../../db/queries/recharges.ts';
import { beginRefund } from '../../../db/queries/refund-execution.ts';
import { payFromWallet } from '../../../db/queries/wallet-payments.ts';
import { topUpWallet } from '../../../db/queries/wallet-top-ups.ts';
import { sql } from '../../../db/rows.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { newId } from '../../../platform/ids.ts';
import { type Scene } from '../../devices/support/scene.ts';
import { createGround, minutes, start, type Ground } from '../../workflows/support/ground.ts';

export interface WalletScene {
  readonly scene: Scene;
  readonly ownerId: string;
  close(): Promise<void>;
}

export const insertOwner = async (scene: Pick<Scene, 'db'>): Promise<string> => {
  const id = newId();
  await scene.db.asIdentity((tx) =>
    tx.run(sql`
      insert into owner (id, phone_hash, phone_cipher, phone_mask)
      values (${id}, ${randomBytes(32)}, ${Buffer.from('cipher')}, '138****0002')`),
  );
  return id;
};

/** In cash, so that no channel is needed; `paid` false leaves the bill open. */
const rechargeInCash = (scene: Scene, ownerId: string, amountFen: number, paid = true): Promise<void> =>
  scene.inCompany(async (tx) => {
    const [billId, at] = [newId(), minutes(5)];
    await openRecharge(tx, { billId, companyId: scene.companyId, ownerId, amountFen: fen(amountFen), at });
    if (!paid) return;
    await beginCash(tx, { paymentId: billId, billId, at, collectorId: 'collector-1', amountFen: fen(amountFen) });
    await postPayment(tx, { paymentId: billId, amountFen: fen(amountFen), succeededAt: at }, at);
  });

/** A stay that is paid from the wallet on its way, and turns out to be free. */
const payAndGiveBack = async (ground: Ground, ownerId: string): Promise<void> => {
  const { scene } = ground;
  const sessionId = await ground.book('on-street', { bay: 'A1' });
  await ground.apply(sessionId, 'effect/bind', {
    kind: 'applyRequest',
    verb: 'bindPlate',
    requestId: await ground.requestRow(sessionId, 'bindPlate', { vehicleId: await ground.vehicle() }),
  });
  const at = minutes(90);
  ground.clock.set(at);
  const paymentId = newId();
  const paid = await scene.inCompany(async (tx) => {
    const bill = await tx.row<{ id: string }>(sql`select id from bill where session_id = ${sessionId}`);
    return payFromWallet(tx, { paymentId, billId: bill?.id ?? '', ownerId, automatic: false, at });
  });
  if (isRefusal(paid)) throw new Error(paid.code);
  await ground.apply(sessionId, 'effect/paid', { kind: 'paymentSettled', paymentId });
  await ground.discount(sessionId, 'amount', 700);
  const fact = await ground.event(sessionId, 'bay.free', at);
  await ground.apply(sessionId, 'effect/left', { kind: 'vehicleSensed', fact: { ...fact, occupied: false } });
  const refunds = await scene.inCompany((tx) => tx.rows<{ id: string }>(sql`select id from refund`));
  for (const { id } of refunds) await scene.inCompany((tx) => beginRefund(tx, id, minutes(95)));
};

export const createWalletScene = async (): Promise<WalletScene> => {
  const ground = await createGround();
  const { scene } = ground;
  const ownerId = await insertOwner(scene);
  await scene.inCompany((tx) =>
    insertPromotion(tx, {
      companyId: scene.companyId,
      promotionId: newId(),
      name: 'Spring',
      tiers: [{ thresholdFen: fen(10_000), bonusFen: fen(600) }],
      firstRechargeOnly: true,
      validFrom: start,
      validUntil: minutes(1_000),
      off: false,
      by: 'staff/1',
      at: start,
    }),
  );
  await rechargeInCash(scene, ownerId, 10_000);
  await rechargeInCash(scene, ownerId, 2_000, false);
  await payAndGiveBack(ground, ownerId);
  for (const method of ['cash', 'goodwill'] as const) {
    await scene.inCompany((tx) =>
      topUpWallet(tx, {
        topUpId: newId(),
        companyId: scene.companyId,
        ownerId,
        amountFen: fen(300),
        method,
        reason: 'the machine was broken',
        by: 'clerk-1',
        at: minutes(100),
      }),
    );
  }
  return { scene, ownerId, close: ground.close };
};
