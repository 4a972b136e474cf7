// What people ask of a session: plates, times, the bay, exemptions, discounts, voids; and what is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { formatInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { createStage, minutes, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clock.set(minutes(100)));

const refusedAs = (type: string) => ({ cause: { type } });
const at = (minute: number) => ({ enteredAt: formatInstant(minutes(minute)) });
const requestsOf = (sessionId: string) =>
  stage.scene.inCompany((tx) =>
    tx.rows(sql`select kind, state, code from session_request where session_id = ${sessionId} order by created_at`),
  );
const bayRow = (code: string) =>
  stage.scene.inCompany((tx) =>
    tx.row<{ occupied: boolean }>(sql`select occupied from bay where id = ${stage.scene.bays[code]}`),
  );
const addCover = async (vehicleId: string, sessionId: string): Promise<string> => {
  const id = newId();
  await stage.scene.inCompany((tx) =>
    tx.run(sql`
      insert into pass_cover (id, company_id, pass_id, vehicle_id, lot_id, valid_from, valid_until, session_id)
      values (${id}, ${stage.scene.companyId}, ${newId()}, ${vehicleId}, ${stage.scene.garageId}, '2000-01-01', '2100-01-01',
        ${sessionId})`),
  );
  return id;
};
const coverTaken = (id: string) =>
  stage.scene.inCompany((tx) => tx.row(sql`select session_id is not null as taken from pass_cover where id = ${id}`));

describe('a plate', () => {
  test('is bound to a stay that has none, and binding it again changes nothing', async () => {
    const sessionId = await stage.open('on-street');
    const vehicleId = await stage.vehicle();
    expect(await stage.request(sessionId, 'bindPlate', { vehicleId })).toEqual({ revision: 1 });
    expect(await stage.request(sessionId, 'bindPlate', { vehicleId })).toEqual({ revision: 1 });
    expect(await stage.session(sessionId)).toMatchObject({ vehicle_id: vehicleId });
    expect(await requestsOf(sessionId)).toEqual([
      { kind: 'bindPlate', state: 'applied', code: null },
      { kind: 'bindPlate', state: 'applied', code: null },
    ]);
  });

  test('is not bound over another one; that is a correction', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    const vehicleId = await stage.vehicle();
    await expect(stage.request(sessionId, 'bindPlate', { vehicleId })).rejects.toMatchObject(
      refusedAs('plate-conflict'),
    );
    expect(await requestsOf(sessionId)).toEqual([{ kind: 'bindPlate', state: 'refused', code: 'plate-conflict' }]);
    await stage.request(sessionId, 'correctPlate', { vehicleId });
    expect(await stage.session(sessionId)).toMatchObject({ vehicle_id: vehicleId });
  });

  test('that names no vehicle is refused, and the session goes on', async () => {
    const sessionId = await stage.open('on-street');
    for (const vehicleId of [undefined, 5, 'B12345', newId()]) {
      await expect(stage.request(sessionId, 'correctPlate', { vehicleId })).rejects.toMatchObject(
        refusedAs('vehicle-unidentified'),
      );
    }
    expect(await stage.session(sessionId)).toMatchObject({ vehicle_id: null, revision: 0 });
  });

  test('of a vehicle that is inside the gated lot already is refused', async () => {
    const vehicleId = await stage.vehicle();
    await stage.open('off-street', { vehicleId });
    const sessionId = await stage.open('off-street');
    await expect(stage.request(sessionId, 'bindPlate', { vehicleId })).rejects.toMatchObject(
      refusedAs('vehicle-already-inside'),
    );
  });

  test('that was wrong takes the exemption and the pass of the wrong vehicle with it', async () => {
    const wrong = await stage.vehicle();
    const sessionId = await stage.open('off-street', { vehicleId: wrong, exemption: 'pass' });
    const cover = await addCover(wrong, sessionId);
    await stage.request(sessionId, 'correctPlate', { vehicleId: await stage.vehicle() });
    expect(await coverTaken(cover)).toEqual({ taken: false });
    expect(await stage.askExit(sessionId, minutes(100))).toMatchObject({ verdict: 'pay', dueFen: 2_500 });
  });

  test('that was wrong leaves an exemption that a person gave', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    await stage.request(sessionId, 'markExempt', {});
    await stage.request(sessionId, 'correctPlate', { vehicleId: await stage.vehicle() });
    expect(await stage.askExit(sessionId, minutes(100))).toMatchObject({ verdict: 'open' });
  });
});

describe('the entry time', () => {
  test('is corrected, and the fee follows it', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    await stage.request(sessionId, 'correctTimes', at(70));
    await stage.free(sessionId, minutes(100));
    expect(await stage.until(sessionId, ({ phase }) => phase === 'left')).toMatchObject({ entered: minutes(70) });
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 500 });
  });

  test('is refused when it lies ahead, or is no time', async () => {
    const sessionId = await stage.open('on-street', { vehicleId: await stage.vehicle() });
    for (const body of [at(101), { enteredAt: '2026-06-01 10:00' }, { enteredAt: 5 }, {}]) {
      await expect(stage.request(sessionId, 'correctTimes', body)).rejects.toMatchObject(
        refusedAs('out-of-order-times'),
      );
    }
    expect(await stage.session(sessionId)).toMatchObject({ revision: 0 });
  });

  test('is refused when another vehicle stood on the bay then', async () => {
    const before = await stage.open('on-street', { bay: 'A30', vehicleId: await stage.vehicle() });
    await stage.free(before, minutes(10));
    await stage.closed(before);
    const sessionId = await stage.open('on-street', { bay: 'A30', enteredAt: minutes(20) });
    await expect(stage.request(sessionId, 'correctTimes', at(5))).rejects.toMatchObject(refusedAs('bay-occupied'));
    await stage.request(sessionId, 'correctTimes', at(10));
    expect(await stage.session(sessionId)).toMatchObject({ entered: minutes(10) });
  });
});

describe('the bay', () => {
  test('is moved, and both bays and the count of the street show it', async () => {
    const sessionId = await stage.open('on-street', { bay: 'A31' });
    const before = await stage.occupied('on-street');
    await stage.request(sessionId, 'moveBay', { bayId: stage.scene.bays['A32'] });
    expect(await stage.session(sessionId)).toMatchObject({ bay_id: stage.scene.bays['A32'] });
    expect([await bayRow('A31'), await bayRow('A32')]).toEqual([{ occupied: false }, { occupied: true }]);
    expect(await stage.occupied('on-street')).toBe(before);
    await stage.free(sessionId, minutes(100));
    expect(await stage.closed(sessionId)).toMatchObject({ outcome: 'unidentified', unidentified_fen: 2_500 });
  });

  test('is not moved to one that is taken, is elsewhere, or does not exist', async () => {
    const sessionId = await stage.open('on-street', { bay: 'A33' });
    await stage.open('on-street', { bay: 'A34' });
    await expect(stage.request(sessionId, 'moveBay', { bayId: stage.scene.bays['A34'] })).rejects.toMatchObject(
      refusedAs('bay-occupied'),
    );
    for (const bayId of [newId(), 'A35', undefined, 5]) {
      await expect(stage.request(sessionId, 'moveBay', { bayId })).rejects.toMatchObject(refusedAs('not-parked-here'));
    }
    expect(await stage.session(sessionId)).toMatchObject({ bay_id: stage.scene.bays['A33'], revision: 0 });
  });

  test('is not moved to one where another vehicle stood meanwhile: no part of the stay gets lost', async () => {
    const meanwhile = await stage.open('on-street', { bay: 'A36', enteredAt: minutes(20) });
    await stage.free(meanwhile, minutes(60));
    await stage.closed(meanwhile);
    const sessionId = await stage.open('on-street', { bay: 'A37', vehicleId: await stage.vehicle() });
    await expect(stage.request(sessionId, 'moveBay', { bayId: stage.scene.bays['A36'] })).rejects.toMatchObject(
      refusedAs('bay-occupied'),
    );
  });
});

describe('a discount', () => {
  test.each([
    ['percent', 30, 750],
    ['full', 0, 2_500],
    ['amount', 400, 400],
  ])('of kind %s and value %i takes off what it says', async (kind, value, takenFen) => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    await stage.request(sessionId, 'grantDiscount', { kind, value, sponsor: 'shop' });
    await stage.driveOut(sessionId, minutes(100));
    await stage.until(sessionId, ({ phase }) => phase !== 'parked');
    expect(await stage.bill(sessionId)).toMatchObject({ gross_fen: 2_500, discount_fen: takenFen });
  });

  test('that is none is refused, and the session goes on', async () => {
    const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
    for (const body of [{ kind: 'gift', value: 1 }, { value: -5 }, { value: 1.5 }, { value: '1e9' }, {}]) {
      await expect(stage.request(sessionId, 'grantDiscount', body)).rejects.toMatchObject(refusedAs('amount-mismatch'));
    }
    expect(await stage.session(sessionId)).toMatchObject({ phase: 'parked', revision: 0 });
  });
});

describe('a void', () => {
  test('takes no vehicle away from the count, and gives the pass to whoever comes next', async () => {
    const vehicleId = await stage.vehicle();
    const sessionId = await stage.open('off-street', { vehicleId, exemption: 'pass' });
    const before = await stage.occupied('off-street');
    const cover = await addCover(vehicleId, sessionId);
    await stage.request(sessionId, 'voidSession', {});
    await stage.closed(sessionId);
    expect(await coverTaken(cover)).toEqual({ taken: false });
    expect(await stage.occupied('off-street')).toBe(before);
  });
});

test('the same request applied twice is applied once, whoever repeats it', async () => {
  const sessionId = await stage.open('off-street', { vehicleId: await stage.vehicle() });
  const requestId = await stage.requestRow(sessionId, 'grantDiscount', { kind: 'amount', value: 100 });
  const handle = stage.client.workflow.getHandle(`session/${sessionId}`);
  const ask = () => handle.executeUpdate('grantDiscount', { args: [{ requestId }] });
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const discounts = await stage.scene.inCompany((tx) =>
    tx.row(sql`
      select count(*)::integer as count from bill_discount d join bill b on b.id = d.bill_id where b.session_id = ${sessionId}`),
  );
  expect(discounts).toEqual({ count: 1 });
});
