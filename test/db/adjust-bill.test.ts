// Corrections after closing: money moves by new transactions, debts and refunds follow, and the ledger stays balanced.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSessionActivities } from '../../activities/session/index.ts';
import { adjustBill, transferDebt } from '../../db/queries/adjust-bill.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { postPayment } from '../../db/queries/post-payment.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { epochMs, hourMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';

const enteredAt = epochMs(Date.UTC(2026, 5, 1, 2));
const leftAt = epochMs(enteredAt + 3 * hourMs);
let scene: Scene;
beforeAll(async () => {
  scene = await createScene({ bayCount: 10, policy: { settleGraceMs: 0 } });
  await scene.inCompany(async (tx) => {
    const tariffId = newId();
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${scene.companyId}, 'Sample')`);
    await tx.run(sql`insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${scene.companyId}, ${tariffId}, 1, ${JSON.stringify(sampleTariff())}::jsonb, '2000-01-01')`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
  });
});
afterAll(() => scene.close());

const vehicle = async (): Promise<string> => {
  const id = newId();
  await scene.inCompany((tx) =>
    tx.run(sql`insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
      values (${id}, ${Buffer.from(id)}, 'blue', ${Buffer.from('c')}, '粤B·***45', 'ordinary')`),
  );
  return id;
};

/** A stay of three hours that ended unpaid, or paid `paidFen` in advance. */
const closedStay = async (
  bay: string,
  paidFen = 0,
): Promise<{ billId: string; debtId: string | null; grossFen: number }> => {
  const { companyId, inCompany } = scene;
  const vehicleId = await vehicle();
  const opened = await inCompany((tx) =>
    openSession(tx, {
      companyId,
      lotId: scene.streetId,
      setting: 'on-street',
      bayId: scene.bays[bay] ?? '',
      vehicleId,
      vehicleClass: 'small',
      entryKey: newId(),
      enteredAt,
      place: 'none',
    }),
  );
  if (isRefusal(opened)) throw new Error(opened.code);
  const { sessionId } = opened;
  const eventId = newId();
  await inCompany(async (tx) => {
    await tx.run(sql`
      insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data)
      values ('d', ${eventId}, '2026-06-01', ${companyId}, ${scene.streetId}, 'k', 'bay.free', instant(${leftAt}), now(), ${JSON.stringify({ sessionId })}::jsonb)`);
    if (paidFen === 0) return;
    const paymentId = newId();
    await tx.run(sql`
      insert into payment (id, company_id, bill_id, lot_id, channel, state, amount_fen, out_trade_no, created_at)
      select ${paymentId}, ${companyId}, id, lot_id, 'wechat', 'pending', ${paidFen}, ${paymentId}, now() from bill
      where session_id = ${sessionId}`);
    await postPayment(tx, { paymentId, amountFen: fen(paidFen), succeededAt: leftAt }, leftAt);
  });
  const { applyToSession } = createSessionActivities({
    database: scene.db,
    clock: { now: () => leftAt },
    paymentUrl: (id) => id,
  });
  const fact = { deviceId: 'd', eventId, at: leftAt, occupied: false };
  await applyToSession({ companyId, sessionId, effectId: 'leave', effect: { kind: 'vehicleSensed', fact } });
  const row = await inCompany((tx) =>
    tx.row<{ billId: string; debtId: string | null; grossFen: number }>(sql`
      select b.id as "billId", d.id as "debtId", b.gross_fen as "grossFen" from bill b left join debt d on d.bill_id = b.id
      where b.session_id = ${sessionId}`),
  );
  if (row === undefined) throw new Error('no bill');
  return row;
};

const balance = async (account: string): Promise<number> => {
  const row = await scene.inCompany((tx) =>
    tx.row<{ amount: number }>(sql`
      select coalesce(sum(amount_fen), 0)::bigint as amount from ledger_entry where account = ${account}`),
  );
  return row?.amount ?? 0;
};

test('an adjustment down forgives what is unpaid and leaves the ledger at zero sum', async () => {
  const { billId, debtId, grossFen } = await closedStay('A1');
  const adjustmentId = newId();
  const adjust = () =>
    scene.inCompany((tx) => adjustBill(tx, { adjustmentId, billId, grossFen: fen(grossFen - 300), at: leftAt }));
  expect(await adjust()).toMatchObject({ grossFen: grossFen - 300, outstandingFen: grossFen - 300, surplusFen: 0 });
  expect(await adjust()).toMatchObject({ outstandingFen: grossFen - 300 });
  expect(await balance(`receivable:debt:${debtId}`)).toBe(grossFen - 300);
});

test('an adjustment below what was paid sends the difference back', async () => {
  const { billId, grossFen } = await closedStay('A2', 4_000);
  expect(grossFen).toBe(4_000);
  const before = await balance('refund:payable');
  const adjusted = await scene.inCompany((tx) =>
    adjustBill(tx, { adjustmentId: newId(), billId, grossFen: fen(grossFen - 500), at: leftAt }),
  );
  expect(adjusted).toMatchObject({ outstandingFen: 0, surplusFen: 500 });
  expect(await balance('refund:payable')).toBe(before - 500);
});

test('an adjustment up makes a debt of the difference, for the same vehicle', async () => {
  const { billId, grossFen } = await closedStay('A3', 4_000);
  const adjusted = await scene.inCompany((tx) =>
    adjustBill(tx, { adjustmentId: newId(), billId, grossFen: fen(grossFen + 700), at: leftAt }),
  );
  expect(adjusted).toMatchObject({ outstandingFen: 700 });
  const debt = await scene.inCompany((tx) =>
    tx.row<{ id: string; outstanding_fen: number }>(
      sql`select id, outstanding_fen from debt where bill_id = ${billId}`,
    ),
  );
  expect(debt?.outstanding_fen).toBe(700);
  expect(await balance(`receivable:debt:${debt?.id}`)).toBe(700);
});

test('refuses amount-mismatch for an adjustment below the discounts, and bill-not-payable for an unknown bill', async () => {
  const { billId, grossFen } = await closedStay('A4');
  await scene.inCompany((tx) => tx.run(sql`update bill set discount_fen = ${grossFen - 100} where id = ${billId}`));
  const refused = await scene.inCompany((tx) =>
    adjustBill(tx, { adjustmentId: newId(), billId, grossFen: fen(50), at: leftAt }),
  );
  expect(refused).toMatchObject({ code: 'amount-mismatch' });
  const unknown = await scene.inCompany((tx) =>
    adjustBill(tx, { adjustmentId: newId(), billId: newId(), grossFen: fen(50), at: leftAt }),
  );
  expect(unknown).toMatchObject({ code: 'bill-not-payable' });
});

test('a transferred debt moves to the right vehicle whole, and only once', async () => {
  const { debtId, grossFen, billId } = await closedStay('A5');
  const toVehicleId = await vehicle();
  const transfer = { transferId: newId(), debtId: debtId ?? '', toVehicleId, at: leftAt };
  const moved = await scene.inCompany((tx) => transferDebt(tx, transfer));
  if (isRefusal(moved)) throw new Error(moved.code);
  expect(await balance(`receivable:debt:${debtId}`)).toBe(0);
  expect(await balance(`receivable:debt:${moved.debtId}`)).toBe(grossFen);
  const owner = await scene.inCompany((tx) => tx.row(sql`select owner_id, vehicle_id from bill where id = ${billId}`));
  expect(owner).toEqual({ owner_id: moved.debtId, vehicle_id: toVehicleId });
  expect(await scene.inCompany((tx) => transferDebt(tx, transfer))).toMatchObject({ code: 'bill-not-payable' });
});
