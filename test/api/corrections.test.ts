// Corrections of closed stays over HTTP: a dated adjustment, and a debt moved to the vehicle that owes it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSessionActivities } from '../../activities/session/index.ts';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { openSessionTown, type SessionTown } from './support/session-town.ts';

let town: SessionTown;
let finance: string;
beforeAll(async () => {
  town = await openSessionTown();
  finance = await town.stage.town.as('finance');
});
afterAll(() => town.stage.close());

const inCompany = <T>(work: Parameters<SessionTown['stage']['database']['inCompany']>[1]): Promise<T> =>
  town.stage.database.inCompany(town.stage.town.id, work) as Promise<T>;

/** A stay of three hours whose bay is free again and that nobody paid. */
const leaveUnpaid = async (): Promise<{ sessionId: string; billId: string; debtId: string; grossFen: number }> => {
  const sessionId = await town.open({ plate: town.nextPlate(), colour: 'blue' });
  const [eventId, at, companyId] = [newId(), Date.now(), town.stage.town.id];
  await inCompany((tx) =>
    tx.run(sql`
      insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
      values ('sensor', ${eventId}, current_date, ${companyId}, ${town.street.id}, 'k', 'bay.free', instant(${at}), now(), ${JSON.stringify({ sessionId })}::jsonb, 'done')`),
  );
  const clock = { now: () => at };
  const { applyToSession } = createSessionActivities({ database: town.stage.database, clock, paymentUrl: (id) => id });
  const fact = { deviceId: 'sensor', eventId, at, occupied: false };
  await applyToSession({
    companyId,
    sessionId,
    effectId: `event/sensor/${eventId}`,
    effect: { kind: 'vehicleSensed', fact },
  });
  const row = await inCompany<{ billId: string; debtId: string; grossFen: number } | undefined>((tx) =>
    tx.row(sql`
      select b.id as "billId", d.id as "debtId", b.gross_fen as "grossFen" from bill b join debt d on d.bill_id = b.id
      where b.session_id = ${sessionId}`),
  );
  if (row === undefined) throw new Error('no debt');
  return { sessionId, ...row };
};

test('adjustBill changes what a closed stay costs, once per key, and leaves an audit row', async () => {
  const { billId, grossFen } = await leaveUnpaid();
  const request = {
    as: finance,
    path: { billId },
    body: { grossFen: grossFen - 100, reason: 'left earlier than the sensor saw' },
    headers: { 'idempotency-key': newId() },
  };
  const adjusted = await town.stage.done('adjustBill', request);
  expect(adjusted).toMatchObject({ grossFen: grossFen - 100, outstandingFen: grossFen - 100, surplusFen: 0 });
  expect(await town.stage.done('adjustBill', request)).toEqual(adjusted);
  const audited = await inCompany((tx) =>
    tx.rows(sql`select reason from audit_log where subject_kind = 'Bill' and subject_id = ${billId}`),
  );
  expect(audited).toEqual([{ reason: 'left earlier than the sensor saw' }]);
});

test('adjustBill is refused for a running stay, and knows no bill that is not there', async () => {
  const sessionId = await town.open();
  const { bill } = await town.detail(sessionId);
  const ask = (billId: string) =>
    town.stage.call('adjustBill', { as: finance, path: { billId }, body: { grossFen: 1, reason: 'wrong fee' } });
  expect(await ask(bill.id)).toMatchObject({ status: 409, code: 'bill-not-payable' });
  expect(await ask(newId())).toMatchObject({ status: 404 });
});

test('transferDebt moves what is owed to the right vehicle', async () => {
  const { debtId, grossFen, sessionId } = await leaveUnpaid();
  const body = { plate: town.nextPlate(), colour: 'blue', reason: 'the plate was read wrongly' } as const;
  const moved = await town.stage.done('transferDebt', { as: finance, path: { debtId }, body });
  expect(moved.debtId).not.toBe(debtId);
  const debts = await inCompany((tx) =>
    tx.rows(
      sql`select id, state, outstanding_fen from debt where session_id = ${sessionId} order by created_at, state desc`,
    ),
  );
  expect(debts).toEqual(
    expect.arrayContaining([
      { id: debtId, state: 'transferred', outstanding_fen: 0 },
      { id: moved.debtId, state: 'open', outstanding_fen: grossFen },
    ]),
  );
  const again = await town.stage.call('transferDebt', {
    as: finance,
    path: { debtId },
    body: { ...body, plate: town.nextPlate() },
  });
  expect(again).toMatchObject({ status: 409, code: 'bill-not-payable' });
});
