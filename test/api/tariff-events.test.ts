// Dated events and earlier stays: what a tariff asks about a stay is looked up, and held as it was known at the entry.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { type Scope } from '../../db/database.ts';
import { quoteSession } from '../../db/queries/pricing.ts';
import { listSessions } from '../../db/queries/session-list.ts';
import { sql } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, stageClock, type Stage } from './support/stage.ts';
import { addVehicle, close, enter, feeAt, instant } from './support/stays.ts';
import { addLot, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
const realNow = stageClock.now;
afterAll(async () => {
  stageClock.now = realNow;
  await stage.close();
});

const setClock = (text: string): void => {
  stageClock.now = () => instant(text);
};

const ruled = (rule: Record<string, unknown>): Record<string, unknown> => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: {
    small: {
      kind: 'charged',
      bands: [
        {
          name: 'all-day',
          from: '00:00',
          to: '24:00',
          charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen: 300 }] },
        },
      ],
      ...rule,
    },
  },
});

/** 50 yuan, once, from two hours before an event until an hour after it. */
const concert = ruled({
  event: {
    beforeStartMinutes: 120,
    afterMinutes: 60,
    charge: { kind: 'flat', amountFen: 5_000, per: 'stay' },
  },
});

const lotWith = async (document: Record<string, unknown>): Promise<string> => {
  const effectiveFrom = '2020-01-01T00:00:00+08:00';
  const tariff = await stage.done('createTariff', { as, body: { name: `T ${newId()}`, document, effectiveFrom } });
  return (await addLot(stage, stage.town, { tariffId: tariff.id })).id;
};

const addEvent = (over: Partial<Schema<'TariffEventCreate'>>): Promise<Schema<'TariffEvent'>> => {
  const evening = { start: '2027-03-10T19:00:00+08:00', end: '2027-03-10T22:00:00+08:00' };
  return stage.done('createTariffEvent', { as, body: { name: 'Concert', ...evening, ...over } });
};

describe('events', () => {
  beforeAll(() => setClock('2027-03-01T08:00:00+08:00'));

  test('createTariffEvent, listTariffEvents and removeTariffEvent; every change is audited', async () => {
    const lotId = await lotWith(concert);
    const event = await addEvent({ lotId });
    expect(event).toMatchObject({ lotId, groupId: null, name: 'Concert', removedAt: null });
    const listed = () => stage.done('listTariffEvents', { as, query: { lotId } });
    expect((await listed()).items).toEqual([event]);
    const path = { eventId: event.id };
    await stage.done('removeTariffEvent', { as, path });
    expect((await listed()).items).toEqual([{ ...event, removedAt: '2027-03-01T00:00:00.000Z' }]);
    expect((await stage.call('removeTariffEvent', { as, path })).status).toBe(404);
    const rows = await stage.database.inCompany(stage.town.id, (tx) =>
      tx.rows<{ action: string; lot: string }>(sql`
        select action, lot_id as lot from audit_log where subject_id = ${event.id} order by written_at, id`),
    );
    expect(rows).toEqual([
      { action: 'createTariffEvent', lot: lotId },
      { action: 'removeTariffEvent', lot: lotId },
    ]);
  });

  test('refuses an event of nobody, of two, of another company, one that ends before it begins, or is over', async () => {
    const lotId = await lotWith(concert);
    const body = { name: 'X', start: '2027-03-10T19:00:00+08:00', end: '2027-03-10T22:00:00+08:00' };
    const call = (over: object) => stage.call('createTariffEvent', { as, body: { ...body, ...over } });
    expect(await call({})).toMatchObject({ status: 400, pointers: ['/body'] });
    expect(await call({ lotId, groupId: newId() })).toMatchObject({ status: 400, pointers: ['/body'] });
    const foreign = await addLot(stage, stage.otherTown);
    expect(await call({ lotId: foreign.id })).toMatchObject({ code: 'unknown-reference', pointers: ['/body/lotId'] });
    expect(await call({ lotId, end: body.start })).toMatchObject({ status: 400, pointers: ['/body/end'] });
    const past = { start: '2027-02-01T19:00:00+08:00', end: '2027-02-01T22:00:00+08:00' };
    expect(await call({ lotId, ...past })).toMatchObject({ status: 400, pointers: ['/body/end'] });
  });

  test('prices the stays that overlap its window, and no others', async () => {
    const lotId = await lotWith(concert);
    await addEvent({ lotId });
    const fee = async (from: string, to: string): Promise<number> =>
      (await feeAt(stage, await enter(stage, lotId, from), to)).feeFen;
    expect(await fee('2027-03-10T12:00:00+08:00', '2027-03-10T14:00:00+08:00')).toBe(600);
    expect(await fee('2027-03-10T18:00:00+08:00', '2027-03-10T22:00:00+08:00')).toBe(5_000);
    // An hour before the window, then the event.
    expect(await fee('2027-03-10T16:00:00+08:00', '2027-03-10T22:00:00+08:00')).toBe(5_300);
    expect(await fee('2027-03-10T23:00:00+08:00', '2027-03-11T00:00:00+08:00')).toBe(300);
    const other = await lotWith(concert);
    const elsewhere = await enter(stage, other, '2027-03-10T18:00:00+08:00');
    expect((await feeAt(stage, elsewhere, '2027-03-10T22:00:00+08:00')).feeFen).toBe(1_200);
  });

  test('of several the one whose window is nearest to the entry', async () => {
    const lotId = await lotWith(concert);
    await addEvent({ lotId, start: '2027-03-12T19:00:00+08:00', end: '2027-03-12T22:00:00+08:00' });
    await addEvent({ lotId, start: '2027-03-11T19:00:00+08:00', end: '2027-03-11T22:00:00+08:00' });
    const sessionId = await enter(stage, lotId, '2027-03-11T16:00:00+08:00');
    const { lines } = await feeAt(stage, sessionId, '2027-03-12T20:00:00+08:00');
    const priced = lines.filter(({ band }) => band === 'event').map(({ from }) => new Date(from).toISOString());
    expect(priced).toEqual(['2027-03-11T09:00:00.000Z']);
  });

  test('of a group for the lots that were in it at the entry', async () => {
    const [lotId, outside] = [await lotWith(concert), await lotWith(concert)];
    const group = await stage.done('createLotGroup', { as, body: { name: `G ${newId()}`, lotIds: [lotId] } });
    await addEvent({ groupId: group.id });
    const [enters, leaves] = ['2027-03-10T18:00:00+08:00', '2027-03-10T20:00:00+08:00'];
    const inside = await enter(stage, lotId, enters);
    expect((await feeAt(stage, inside, leaves)).feeFen).toBe(5_000);
    expect((await feeAt(stage, await enter(stage, outside, enters), leaves)).feeFen).toBe(600);
    setClock('2027-03-10T18:30:00+08:00');
    const path = { groupId: group.id };
    await stage.done('updateLotGroup', { as, path, body: { lotIds: [outside] }, ...ifMatch(1) });
    expect((await feeAt(stage, inside, leaves)).feeFen).toBe(5_000);
    const newcomer = await enter(stage, lotId, '2027-03-10T18:45:00+08:00');
    expect((await feeAt(stage, newcomer, leaves)).feeFen).toBe(600);
    expect((await stage.call('removeLotGroup', { as, path, ...ifMatch(2) })).code).toBe('still-referenced');
    setClock('2027-03-01T08:00:00+08:00');
  });

  test('neither an event that is added nor one that is taken back changes a stay that runs', async () => {
    const lotId = await lotWith(concert);
    const [enters, leaves] = ['2027-03-10T18:00:00+08:00', '2027-03-10T22:00:00+08:00'];
    const first = await enter(stage, lotId, enters);
    setClock('2027-03-10T18:10:00+08:00');
    const event = await addEvent({ lotId });
    expect((await feeAt(stage, first, leaves)).feeFen).toBe(1_200);
    const second = await enter(stage, lotId, '2027-03-10T18:20:00+08:00');
    setClock('2027-03-10T18:30:00+08:00');
    await stage.done('removeTariffEvent', { as, path: { eventId: event.id } });
    expect((await feeAt(stage, second, leaves)).feeFen).toBe(5_000);
    const third = await enter(stage, lotId, '2027-03-10T18:40:00+08:00');
    expect((await feeAt(stage, third, leaves)).feeFen).toBe(1_200);
    setClock('2027-03-01T08:00:00+08:00');
  });
});

describe('earlier stays', () => {
  /** Half an hour free, once in 24 hours. */
  const once = ruled({
    free: {
      minutes: 30,
      mode: 'threshold',
      inclusive: true,
      limit: { times: 1, per: 'last24Hours', counts: 'freeStays' },
    },
  });

  const stayOf = async (lotId: string, vehicleId: string, from: string, to: string, outcome?: string) => {
    const sessionId = await enter(stage, lotId, from, vehicleId);
    const { feeFen } = await feeAt(stage, sessionId, to);
    await close(stage, sessionId, to, outcome);
    return feeFen;
  };

  test('a second short stay within 24 hours is charged, whichever lot under the tariff it was in', async () => {
    const lotId = await lotWith(once);
    const { tariffId } = await stage.done('getLot', { as, path: { lotId } });
    const sameTariff = (await addLot(stage, stage.town, { tariffId: tariffId ?? '' })).id;
    const vehicle = await addVehicle(stage);
    expect(await stayOf(lotId, vehicle, '2027-04-01T08:00:00+08:00', '2027-04-01T08:20:00+08:00')).toBe(0);
    expect(await stayOf(sameTariff, vehicle, '2027-04-01T12:00:00+08:00', '2027-04-01T12:20:00+08:00')).toBe(300);
    // The free one ended more than 24 hours before, and the charged one was none.
    expect(await stayOf(lotId, vehicle, '2027-04-02T08:30:00+08:00', '2027-04-02T08:50:00+08:00')).toBe(300);
    expect(await stayOf(lotId, vehicle, '2027-04-04T08:30:00+08:00', '2027-04-04T08:50:00+08:00')).toBe(0);
  });

  test('stays of another vehicle or tariff, and void ones, count for nothing', async () => {
    const [lotId, other] = [await lotWith(once), await lotWith(once)];
    const vehicle = await addVehicle(stage);
    const stranger = await addVehicle(stage);
    await stayOf(lotId, stranger, '2027-04-01T08:00:00+08:00', '2027-04-01T08:20:00+08:00');
    await stayOf(other, vehicle, '2027-04-01T08:30:00+08:00', '2027-04-01T08:50:00+08:00');
    await stayOf(lotId, vehicle, '2027-04-01T09:00:00+08:00', '2027-04-01T09:20:00+08:00', 'void');
    expect(await stayOf(lotId, vehicle, '2027-04-01T10:00:00+08:00', '2027-04-01T10:20:00+08:00')).toBe(0);
  });

  test('the price is the same for somebody who may see only some of the lots', async () => {
    const lotId = await lotWith(once);
    const { tariffId } = await stage.done('getLot', { as, path: { lotId } });
    const hidden = (await addLot(stage, stage.town, { tariffId: tariffId ?? '' })).id;
    const vehicle = await addVehicle(stage);
    await stayOf(hidden, vehicle, '2027-04-01T08:00:00+08:00', '2027-04-01T08:20:00+08:00');
    const sessionId = await enter(stage, lotId, '2027-04-01T12:00:00+08:00', vehicle);
    const feeIn = (scope: Scope) =>
      stage.database.inScope(scope, async (tx) => {
        const quote = await quoteSession(tx, sessionId, instant('2027-04-01T12:20:00+08:00'));
        const seen = await listSessions(tx, {}, { limit: 200 });
        return [isRefusal(quote) ? quote.code : quote.feeFen, seen.some((session) => session.lotId === hidden)];
      });
    expect(await feeIn({ companyId: stage.town.id })).toEqual([300, true]);
    expect(await feeIn({ companyId: stage.town.id, lotIds: [lotId] })).toEqual([300, false]);
  });
});
