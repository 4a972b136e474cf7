// What people ask of a parking session over HTTP, with a real worker: opened by handheld, bound, corrected, voided, let out.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSession } from '../../db/queries/open-session.ts';
import { sql } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs, hourMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { ago, openSessionTown, type SessionTown } from './support/session-town.ts';
import { type Stage } from './support/stage.ts';

let here: SessionTown;
let stage: Stage;
let collector: string;
let clerk: string;
let administrator: string;
beforeAll(async () => {
  here = await openSessionTown();
  ({ stage, collector, clerk, administrator } = here);
});
afterAll(() => stage.close());

const open: SessionTown['open'] = (over) => here.open(over);
const detail: SessionTown['detail'] = (sessionId) => here.detail(sessionId);
const nextBay = (): string => here.nextBay();
const nextPlate = (): string => here.nextPlate();

describe('openSession', () => {
  test('opens a stay on a bay, which counts it', async () => {
    const before = await stage.done('getLotBoard', {
      path: { lotId: here.street.id },
      headers: { 'cache-control': 'no-cache' },
    });
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    const { session, bill } = await detail(sessionId);
    expect(session).toMatchObject({
      phase: 'parked',
      setting: 'on-street',
      paymentState: 'running',
      vehicleClass: 'small',
    });
    expect(bill).toMatchObject({ state: 'running', ownerKind: 'session', grossFen: 0 });
    const after = await stage.done('getLotBoard', {
      path: { lotId: here.street.id },
      headers: { 'cache-control': 'no-cache' },
    });
    expect(after.occupied).toBe(before.occupied + 1);
  });

  test('on a bay with an open stay is further evidence of it: the plate joins', async () => {
    const [bayCode, plate] = [nextBay(), nextPlate()];
    const sessionId = await open({ bayCode });
    const body = { lotId: here.street.id, bayCode, plate, colour: 'blue' } as const;
    expect(await stage.done('openSession', { as: collector, body })).toEqual({ sessionId, opened: false });
    expect((await detail(sessionId)).session.plate).toBe(plate);
    const other = { ...body, plate: nextPlate() };
    expect(await stage.call('openSession', { as: collector, body: other })).toMatchObject({
      status: 409,
      code: 'bay-occupied',
    });
  });

  test('refuses the future, a missing bay and a plate that is none', async () => {
    const future = {
      lotId: here.street.id,
      bayCode: nextBay(),
      enteredAt: new Date(Date.now() + hourMs).toISOString(),
    };
    expect((await stage.call('openSession', { as: collector, body: future })).code).toBe('out-of-order-times');
    const nowhere = await stage.call('openSession', { as: collector, body: { lotId: here.street.id } });
    expect(nowhere).toMatchObject({ status: 400, pointers: ['/body/bayCode'] });
    const noPlate = { lotId: here.street.id, bayCode: nextBay(), plate: 'HELLO' };
    expect((await stage.call('openSession', { as: collector, body: noPlate })).code).toBe('plate-malformed');
  });
});

describe('bindPlate', () => {
  test('identifies the vehicle once, however often it is sent, and refuses another', async () => {
    const [sessionId, plate] = [await open(), nextPlate()];
    const headers = { 'idempotency-key': newId() };
    const bind = { as: collector, path: { sessionId }, body: { plate, colour: 'blue' as const }, headers };
    const answers = [await stage.call('bindPlate', bind), await stage.call('bindPlate', bind)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    expect(answers[1]!.headers.get('idempotency-replayed')).toBe('true');
    const { session, requests } = await detail(sessionId);
    expect(session).toMatchObject({ plate, plateColour: 'blue', revision: 1 });
    expect(requests).toMatchObject([
      { kind: 'bindPlate', state: 'applied', requestedBy: stage.town.idOf('collector') },
    ]);
    const other = { as: collector, path: { sessionId }, body: { plate: nextPlate(), colour: 'blue' as const } };
    expect(await stage.call('bindPlate', other)).toMatchObject({ status: 409, code: 'plate-conflict' });
  });

  test('a refusal is repeated under its key', async () => {
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    const headers = { 'idempotency-key': newId() };
    const bind = { as: collector, path: { sessionId }, body: { plate: nextPlate(), colour: 'blue' as const }, headers };
    const [first, second] = [await stage.call('bindPlate', bind), await stage.call('bindPlate', bind)];
    expect([first.code, second.code]).toEqual(['plate-conflict', 'plate-conflict']);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await detail(sessionId)).requests).toHaveLength(1);
  });

  test('a special plate parks free, as the policy of the lot says', async () => {
    const sessionId = await open();
    await stage.done('bindPlate', { as: collector, path: { sessionId }, body: { plate: '粤B1234警' } });
    expect((await detail(sessionId)).session.exemption).toBe('class:police');
    const quote = await stage.done('getSessionQuote', { as: collector, path: { sessionId } });
    expect(quote).toMatchObject({ feeFen: 0, dueFen: 0 });
  });

  test('of another company is not found', async () => {
    const sessionId = await open();
    const as = await stage.otherTown.as('customer-service');
    const answer = await stage.call('bindPlate', { as, path: { sessionId }, body: { plate: nextPlate() } });
    expect(answer).toMatchObject({ status: 404, code: 'not-found' });
    expect((await stage.call('getParkingSession', { as, path: { sessionId } })).status).toBe(404);
    expect((await stage.call('getSessionQuote', { as, path: { sessionId } })).status).toBe(404);
  });
});

describe('corrections', () => {
  test('correctPlate, correctTimes and moveBay say who and why', async () => {
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    const path = { sessionId };
    const plate = nextPlate();
    await stage.done('correctPlate', { as: clerk, path, body: { plate, colour: 'blue', reason: 'misread' } });
    const enteredAt = ago(2);
    await stage.done('correctTimes', { as: clerk, path, body: { enteredAt, reason: 'sensor was late' } });
    const bayCode = nextBay();
    const bay = await stage.done('listBays', {
      as: administrator,
      path: { lotId: here.street.id },
      query: { code: bayCode },
    });
    await stage.done('moveBay', { as: clerk, path, body: { bayId: bay.items[0]!.id, reason: 'stands one further' } });
    expect((await detail(sessionId)).session).toMatchObject({ plate, enteredAt, bayCode, revision: 3 });
    const as = await stage.town.as('audit-administrator');
    const log = (await stage.done('listAuditLog', { as, query: { subjectId: sessionId } })).items;
    expect(log.map(({ action }) => action)).toEqual(['moveBay', 'correctTimes', 'correctPlate', 'openSession']);
    expect(log[1]).toMatchObject({ reason: 'sensor was late', workflowId: `session/${sessionId}` });
    expect(JSON.stringify(log)).not.toContain(plate);
  });

  test('correctTimes refuses the future, moveBay a bay of another lot or with another car', async () => {
    const sessionId = await open();
    const path = { sessionId };
    const future = new Date(Date.now() + hourMs).toISOString();
    const times = await stage.call('correctTimes', { as: clerk, path, body: { enteredAt: future, reason: 'try it' } });
    expect(times.code).toBe('out-of-order-times');
    const nowhere = { bayId: newId(), reason: 'try it' };
    expect((await stage.call('moveBay', { as: clerk, path, body: nowhere })).code).toBe('not-parked-here');
    const taken = nextBay();
    await open({ bayCode: taken });
    const bay = await stage.done('listBays', {
      as: administrator,
      path: { lotId: here.street.id },
      query: { code: taken },
    });
    const move = { bayId: bay.items[0]!.id, reason: 'try it' };
    expect((await stage.call('moveBay', { as: clerk, path, body: move })).code).toBe('bay-occupied');
  });

  test('markExempt lets a session cost nothing', async () => {
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    expect((await stage.done('getSessionQuote', { as: clerk, path: { sessionId } })).feeFen).toBeGreaterThan(0);
    await stage.done('markExempt', { as: clerk, path: { sessionId }, body: { reason: 'ambulance on duty' } });
    expect((await stage.done('getSessionQuote', { as: clerk, path: { sessionId } })).feeFen).toBe(0);
    expect((await detail(sessionId)).session.exemption).toBe('ambulance on duty');
  });

  test('grantDiscount lowers what is due and names its sponsor', async () => {
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    const path = { sessionId };
    const before = await stage.done('getSessionQuote', { as: clerk, path });
    const body = { kind: 'amount', value: 300, sponsor: 'bakery', reason: 'bought bread' } as const;
    await stage.done('grantDiscount', { as: clerk, path, body });
    const after = await stage.done('getSessionQuote', { as: clerk, path });
    expect(after).toMatchObject({ discountFen: 300, dueFen: before.dueFen - 300 });
    expect(after.lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(after.feeFen);
    const tooMuch = { ...body, kind: 'percent' as const, value: 101 };
    expect(await stage.call('grantDiscount', { as: clerk, path, body: tooMuch })).toMatchObject({
      status: 400,
      pointers: ['/body/value'],
    });
    expect((await detail(sessionId)).discounts).toMatchObject([
      { sponsor: 'bakery', value: 300, reason: 'bought bread' },
    ]);
  });
});

describe('voidSession', () => {
  test('ends a session without money at once', async () => {
    const sessionId = await open();
    await stage.done('voidSession', { as: clerk, path: { sessionId }, body: { reason: 'nobody was there' } });
    expect((await detail(sessionId)).session).toMatchObject({ phase: 'closed', outcome: 'void', paymentState: 'void' });
    const again = await stage.call('voidSession', { as: clerk, path: { sessionId }, body: { reason: 'once more' } });
    expect(again.code).toBe('session-closed');
  });

  test("with money on it needs a second person, who confirms the first one's request", async () => {
    const sessionId = await open({ plate: nextPlate(), colour: 'blue' });
    const path = { sessionId };
    const { bill } = await detail(sessionId);
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`
        insert into payment (id, company_id, bill_id, lot_id, channel, state, amount_fen, out_trade_no, created_at)
        values (${newId()}, ${stage.town.id}, ${bill.id}, ${here.street.id}, 'wechat', 'pending', 100, ${newId()}, now())`),
    );
    const first = await stage.call('voidSession', { as: clerk, path, body: { reason: 'wrong car' } });
    expect(first).toMatchObject({ status: 409, code: 'second-person-required' });
    const { reference } = first.body as unknown as { reference: string };
    const confirm = { reason: 'seen it too', confirmsRequestId: reference };
    expect(await stage.call('voidSession', { as: clerk, path, body: confirm })).toMatchObject({
      status: 403,
      code: 'same-person',
    });
    const elsewhere = await stage.call('voidSession', { as: clerk, path: { sessionId: await open() }, body: confirm });
    expect(elsewhere.code).toBe('stale-question');
    const second = await secondClerk();
    expect((await stage.call('voidSession', { as: second, path, body: confirm })).status).toBe(200);
    expect((await detail(sessionId)).session.outcome).toBe('void');
  });

  const secondClerk = async (): Promise<string> => {
    const login = `second-${newId().slice(-12)}`;
    const body = {
      audience: 'staff' as const,
      login,
      displayName: 'Second',
      password: 'second password',
      roles: ['customer-service'],
      scope: [],
    };
    await stage.done('createStaff', { as: await stage.town.as('security-administrator'), body });
    return (await stage.done('signInStaff', { body: { login, password: 'second password' } })).accessToken;
  };
});

describe('requestExit', () => {
  test('asks for what is due, and lets out at a lane of the lot what owes nothing', async () => {
    const paying = await here.openInGarage();
    const ask = (sessionId: string, laneId = here.exitLane.id) =>
      stage.call('requestExit', { as: collector, path: { sessionId }, body: { laneId } });
    const due = await ask(paying);
    expect(due).toMatchObject({ status: 200, body: { verdict: 'pay' } });
    expect(due.body.dueFen).toBe(
      (await stage.done('getSessionQuote', { as: collector, path: { sessionId: paying } })).dueFen,
    );
    expect((await ask(paying, newId())).body).toMatchObject({ verdict: 'refuse', code: 'not-parked-here' });
    await stage.done('markExempt', { as: clerk, path: { sessionId: paying }, body: { reason: 'staff car' } });
    expect((await ask(paying)).body).toMatchObject({ verdict: 'open' });
    expect((await detail(paying)).session).toMatchObject({ phase: 'closed', outcome: 'exempt' });
  });

  test('under one key is answered once', async () => {
    const sessionId = await here.openInGarage();
    const headers = { 'idempotency-key': newId() };
    const ask = { as: collector, path: { sessionId }, body: { laneId: here.exitLane.id }, headers };
    const [first, second] = [await stage.call('requestExit', ask), await stage.call('requestExit', ask)];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('a workflow that is not there yet', () => {
  const held = (sessionId: string, state: string) =>
    stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(
        sql`update outbox set state = ${state}, available_at = now() where workflow_id = ${`session/${sessionId}`}`,
      ),
    );
  const openUnstarted = async (): Promise<string> => {
    const sessionId = newId();
    const bay = await stage.done('listBays', {
      as: administrator,
      path: { lotId: here.street.id },
      query: { code: nextBay() },
    });
    await stage.database.inCompany(stage.town.id, async (tx) => {
      const opened = await openSession(tx, {
        companyId: stage.town.id,
        lotId: here.street.id,
        setting: 'on-street',
        bayId: bay.items[0]!.id,
        vehicleClass: 'small',
        entryKey: sessionId,
        enteredAt: epochMs(Date.now() - hourMs),
        place: 'none',
      });
      if (isRefusal(opened)) throw new Error(opened.code);
      await tx.run(sql`update outbox set state = 'held' where workflow_id = ${`session/${opened.sessionId}`}`);
      unstarted = opened.sessionId;
    });
    return unstarted;
  };
  let unstarted = '';

  test('is waited for, then the caller is told to ask again; the repeat under the same key is applied once', async () => {
    const sessionId = await openUnstarted();
    const headers = { 'idempotency-key': newId() };
    const ask = { as: clerk, path: { sessionId }, body: { reason: 'a visitor' }, headers };
    const busy = await stage.call('markExempt', ask);
    expect(busy).toMatchObject({ status: 503, code: 'engine-busy' });
    expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0);
    await held(sessionId, 'new');
    expect((await stage.call('markExempt', ask)).status).toBe(200);
    const { session, requests } = await detail(sessionId);
    expect([session.exemption, requests.length]).toEqual(['a visitor', 1]);
  });
});
