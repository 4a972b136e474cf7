// Trying tariffs out (F069): lint, quotes with their breakdown, comparisons over given and past stays, curves.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { close, enter, instant } from './support/stays.ts';
import { addLot, addTariff, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const sample = { ...sampleTariff('Asia/Shanghai') } as Record<string, unknown>;
const draft = { document: sample };

const hourly = (unitPriceFen: number, over: Record<string, unknown> = {}): { document: Record<string, unknown> } => {
  const charge = { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] };
  const bands = [{ name: 'all-day', from: '00:00', to: '24:00', charge }];
  const rules = { small: { kind: 'charged', bands, ...over } };
  return { document: { schemaVersion: 1, currency: 'CNY', zone: 'Asia/Shanghai', rules } };
};

const evening = { entry: '2026-03-11T19:00:00+08:00', exit: '2026-03-11T20:10:00+08:00' };

/** Nothing that is tried out is stored, and nothing of it is in the audit log. */
const rowCounts = () =>
  stage.database.inCompany(stage.town.id, (tx) =>
    tx.row(sql`select (select count(*) from tariff_version) as versions, (select count(*) from audit_log) as audits,
      (select count(*) from idempotency_key) as keys`),
  );

describe('lintTariff', () => {
  const lint = (document: Record<string, unknown>) => stage.done('lintTariff', { as, body: { document } });

  test('finds nothing in a sound draft', async () => {
    expect(await lint(sample)).toEqual({ problems: [], warnings: [] });
  });

  test('says every problem with its pointer, in Chinese and English', async () => {
    const { problems, warnings } = await lint({ ...sample, zone: 'Nowhere', colour: 'red' });
    expect(warnings).toEqual([]);
    expect(problems.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([
      ['/colour', 'unknown-member'],
      ['/zone', 'unknown-zone'],
    ]);
    for (const { message } of problems) {
      expect(message.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(message.en).toMatch(/[a-z]/);
    }
  });

  test('warns of what is allowed and hardly meant', async () => {
    const { document } = hourly(500);
    const seasons = [{ name: 'summer', from: '06-01', to: '08-31' }];
    const { problems, warnings } = await lint({ ...document, seasons });
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'unused-season' }]);
  });
});

describe('quoteTariff', () => {
  test('prices stays under a draft with their breakdown, at the place of the tariff, and stores nothing', async () => {
    const before = await rowCounts();
    const stays = [evening, { ...evening, vehicle: 'emergency' }, { ...evening, vehicle: 'coach' }];
    const answer = await stage.done('quoteTariff', { as, body: { tariff: draft, stays } });
    expect(answer).toMatchObject({ currency: 'CNY', zone: 'Asia/Shanghai' });
    const [small, emergency, coach] = answer.quotes;
    expect(small).toMatchObject({ feeFen: 1100, refusal: null });
    expect(small?.lines.map(({ band, from, amountFen }) => [band, from, amountFen])).toEqual([
      ['day', '2026-03-11T19:00:00+08:00', 1000],
      ['night', '2026-03-11T20:00:00+08:00', 100],
    ]);
    expect(small?.lines[0]?.text.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(emergency).toMatchObject({ feeFen: 0, refusal: null });
    expect(coach).toMatchObject({ feeFen: null, lines: [], refusal: { code: 'no-tariff' } });
    expect(await rowCounts()).toEqual(before);
  });

  test('prices stays under a version that is stored, and with what its rule asks about them', async () => {
    const tariff = await addTariff(stage, stage.town);
    const version = await stage.done('getTariffVersion', { as, path: { tariffId: tariff.id, version: 1 } });
    const stored = { versionId: version.id };
    const { quotes } = await stage.done('quoteTariff', { as, body: { tariff: stored, stays: [evening] } });
    expect(quotes).toMatchObject([{ feeFen: 1100 }]);
    const perBay = hourly(500, { perBay: true });
    const stays = [{ ...evening, context: { bays: 3 } }];
    const wide = await stage.done('quoteTariff', { as, body: { tariff: perBay, stays } });
    expect(wide.quotes).toMatchObject([{ feeFen: 3000 }]);
  });

  test('refuses with pointers what cannot be', async () => {
    const call = (tariff: object, stays: readonly object[]) =>
      stage.call('quoteTariff', { as, body: { tariff, stays } as never });
    const backwards = { entry: evening.exit, exit: evening.entry };
    expect(await call(draft, [evening, backwards])).toMatchObject({ status: 400, pointers: ['/body/stays/1/exit'] });
    expect(await call({ document: { ...sample, zone: 'Mars' } }, [evening])).toMatchObject({
      code: 'malformed-tariff',
      pointers: ['/body/tariff/document/zone'],
    });
    expect(await call({ versionId: newId() }, [evening])).toMatchObject({
      code: 'unknown-reference',
      pointers: ['/body/tariff/versionId'],
    });
    const years = { entry: '2016-03-11T19:00:00+08:00', exit: '2026-03-01T00:00:00+08:00' };
    expect(await call(draft, [years, years])).toMatchObject({ status: 400, pointers: ['/body/stays'] });
    expect((await call(draft, [])).status).toBe(400);
    expect(
      (
        await call(
          draft,
          Array.from({ length: 1_001 }, () => evening),
        )
      ).status,
    ).toBe(400);
  });

  test('a version of another company does not exist', async () => {
    const foreign = await addTariff(stage, stage.otherTown);
    const other = await stage.otherTown.as('administrator');
    const version = await stage.done('getTariffVersion', { as: other, path: { tariffId: foreign.id, version: 1 } });
    const body = { tariff: { versionId: version.id }, stays: [evening] };
    expect(await stage.call('quoteTariff', { as, body })).toMatchObject({ status: 409, code: 'unknown-reference' });
  });
});

describe('compareTariffs over given stays', () => {
  test('answers each stay, the totals and the biggest changes', async () => {
    const stays = [60, 61, 200].map((minutes) => ({
      entry: evening.entry,
      exit: new Date(instant(evening.entry) + minutes * 60_000).toISOString(),
    }));
    const all = [...stays, { ...evening, vehicle: 'coach' }];
    const body = { before: hourly(500), after: hourly(700), stays: all, biggest: 1 };
    const answer = await stage.done('compareTariffs', { as, body });
    expect(answer.stays).toEqual([
      { beforeFen: 500, afterFen: 700, differenceFen: 200 },
      { beforeFen: 1000, afterFen: 1400, differenceFen: 400 },
      { beforeFen: 2000, afterFen: 2800, differenceFen: 800 },
      { beforeFen: null, afterFen: null, differenceFen: null },
    ]);
    expect(answer.totals).toMatchObject({ stays: 4, up: 3, refused: 1, beforeFen: 3500, afterFen: 4900 });
    expect(answer.biggest).toMatchObject([{ stay: 2, sessionId: null, differenceFen: 800, vehicle: 'small' }]);
    expect(answer.lots).toEqual([]);
  });

  test('refuses two currencies, and neither or both of stays and past', async () => {
    const yen = { document: { ...hourly(500).document, currency: 'JPY' } };
    const stays = [evening];
    const past = { from: '2026-03-01T00:00:00+08:00', until: '2026-03-02T00:00:00+08:00' };
    const call = (body: object) => stage.call('compareTariffs', { as, body: body as never });
    const [before, after] = [hourly(500), hourly(700)];
    expect(await call({ before, after: yen, stays })).toMatchObject({ status: 400, pointers: ['/body/after'] });
    expect(await call({ before, after })).toMatchObject({ status: 400, pointers: ['/body'] });
    expect(await call({ before, after, stays, past })).toMatchObject({ status: 400, pointers: ['/body'] });
  });
});

describe('compareTariffs over past stays', () => {
  const day = { from: '2026-05-04T00:00:00+08:00', until: '2026-05-05T00:00:00+08:00' };

  /** Closed rows at once: so many minutes long, one after the other. */
  const addPast = async (lotId: string, count: number, minutes: number): Promise<void> => {
    const pattern = await enter(stage, lotId, '2026-05-04T00:00:00+08:00');
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`
        insert into parking_session (id, company_id, lot_id, setting, vehicle_class, phase, outcome, entry_key, entered_at,
          left_at, closed_at, tariff_version_id, calendar_version_id, policy_version_id, bill_id, state)
        select gen_random_uuid(), s.company_id, s.lot_id, s.setting, s.vehicle_class, 'closed', 'settled',
          'past/' || gen_random_uuid(), s.entered_at + n * interval '1 second',
          s.entered_at + n * interval '1 second' + ${minutes} * interval '1 minute', now(), s.tariff_version_id,
          s.calendar_version_id, s.policy_version_id, s.bill_id, s.state
        from parking_session s, generate_series(1, ${count}) n where s.id = ${pattern}`),
    );
  };

  const lotUnder = async (tariffId: string): Promise<string> => (await addLot(stage, stage.town, { tariffId })).id;
  const versionIdOf = async (tariffId: string): Promise<string> =>
    (await stage.done('getTariffVersion', { as, path: { tariffId, version: 1 } })).id;
  const stored = async (): Promise<{ tariffId: string; versionId: string }> => {
    const effectiveFrom = '2020-01-01T00:00:00+08:00';
    const body = { name: `T ${newId()}`, document: hourly(500).document, effectiveFrom };
    const { id: tariffId } = await stage.done('createTariff', { as, body });
    return { tariffId, versionId: await versionIdOf(tariffId) };
  };

  test('reads what was priced under the tariff page by page, totals by lot and names the biggest changes', async () => {
    const { tariffId, versionId } = await stored();
    const [short, long, other] = [await lotUnder(tariffId), await lotUnder(tariffId), (await stored()).tariffId];
    await addPast(short, 5_200, 50);
    await addPast(long, 3, 130);
    await addPast(await lotUnder(other), 7, 130);
    const body = { before: { versionId }, after: hourly(700), past: day, biggest: 2 };
    const answer = await stage.done('compareTariffs', { as, body });
    expect(answer.totals).toMatchObject({
      stays: 5_203,
      up: 5_203,
      beforeFen: 5_200 * 500 + 3 * 1_500,
      afterFen: 5_200 * 700 + 3 * 2_100,
    });
    expect(answer.lots.map(({ lotId, totals }) => [lotId, totals.stays, totals.differenceFen]).sort()).toEqual(
      [
        [short, 5_200, 5_200 * 200],
        [long, 3, 3 * 600],
      ].sort(),
    );
    expect(answer.biggest).toMatchObject([
      { lotId: long, stay: null, beforeFen: 1_500, afterFen: 2_100 },
      { lotId: long, differenceFen: 600 },
    ]);
    expect(answer.stays).toEqual([]);
    const oneLot = { ...body, past: { ...day, lotIds: [long] } };
    expect((await stage.done('compareTariffs', { as, body: oneLot })).totals.stays).toBe(3);
    const later = { from: day.until, until: '2026-05-06T00:00:00+08:00' };
    expect((await stage.done('compareTariffs', { as, body: { ...body, past: later } })).totals.stays).toBe(0);
  });

  test('leaves out stays that run, that are void, and that were exempt', async () => {
    const { tariffId, versionId } = await stored();
    const lotId = await lotUnder(tariffId);
    const end = '2026-05-04T03:00:00+08:00';
    for (const outcome of ['settled', 'free', 'handed-over', 'void', 'unidentified', 'exempt']) {
      await close(stage, await enter(stage, lotId, '2026-05-04T02:00:00+08:00'), end, outcome);
    }
    await enter(stage, lotId, '2026-05-04T02:00:00+08:00');
    const body = { before: { versionId }, after: hourly(700), past: day };
    const { totals } = await stage.done('compareTariffs', { as, body });
    expect(totals).toMatchObject({ stays: 3, beforeFen: 1_500, afterFen: 2_100 });
  });

  test('asks for events and earlier stays as a price does', async () => {
    const { tariffId } = await stored();
    const lotId = await lotUnder(tariffId);
    const [first, second] = [
      await enter(stage, lotId, day.from),
      await enter(stage, lotId, '2026-05-04T05:00:00+08:00'),
    ];
    await close(stage, first, '2026-05-04T00:20:00+08:00');
    await close(stage, second, '2026-05-04T05:20:00+08:00');
    const vehicle = newId();
    await stage.database.inCompany(stage.town.id, async (tx) => {
      await tx.run(sql`
        insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
        values (${vehicle}, ${Buffer.from(vehicle)}, 'blue', '', 'x', 'ordinary')`);
      await tx.run(sql`update parking_session set vehicle_id = ${vehicle} where lot_id = ${lotId}`);
      await tx.run(sql`
        insert into tariff_event (id, company_id, lot_id, name, starts_at, ends_at, created_at, created_by)
        values (${newId()}, ${stage.town.id}, ${lotId}, 'Fair', '2026-05-04T05:00:00+08:00', '2026-05-04T06:00:00+08:00',
          '2026-05-01T00:00:00+08:00', 'test')`);
    });
    const limit = { times: 1, per: 'last24Hours', counts: 'freeStays' };
    const once = hourly(500, { free: { minutes: 30, mode: 'threshold', inclusive: true, limit } });
    const always = hourly(500, { free: { minutes: 30, mode: 'threshold', inclusive: true } });
    const past = { ...day, lotIds: [lotId] };
    const limited = await stage.done('compareTariffs', { as, body: { before: always, after: once, past } });
    expect(limited.totals).toMatchObject({ stays: 2, up: 1, beforeFen: 0, afterFen: 500 });
    expect(limited.biggest).toMatchObject([{ sessionId: second }]);
    const event = { beforeStartMinutes: 0, afterMinutes: 0, charge: { kind: 'flat', amountFen: 9_000, per: 'stay' } };
    const fair = await stage.done('compareTariffs', {
      as,
      body: { before: hourly(500), after: hourly(500, { event }), past },
    });
    expect(fair.biggest).toMatchObject([{ sessionId: second, beforeFen: 500, afterFen: 9_000 }]);
    expect(fair.totals).toMatchObject({ up: 1, same: 1 });
  });

  test('prices every stay by the calendar that it pinned, and a quote by that of the lot that is named', async () => {
    const { tariffId } = await stored();
    const [usual, elsewhere] = [await lotUnder(tariffId), await lotUnder(tariffId)];
    // Labour Day's 4 May is a holiday by the company's default calendar, and a Monday elsewhere.
    const document = { version: 'elsewhere', days: {} };
    const effectiveFrom = '2020-01-01T00:00:00+08:00';
    const body = { name: `C ${newId()}`, document, effectiveFrom };
    const calendar = await stage.done('createCalendar', { as, body });
    const path = { lotId: elsewhere };
    await stage.done('assignLotCalendar', { as, path, body: { calendarId: calendar.id }, ...ifMatch(1) });
    for (const lotId of [usual, elsewhere]) {
      await close(stage, await enter(stage, lotId, '2026-05-04T02:00:00+08:00'), '2026-05-04T03:00:00+08:00');
    }
    const charge = (unitPriceFen: number) => ({
      kind: 'units',
      tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }],
    });
    const bands = [
      { name: 'usual', days: ['workday', 'weekend'], from: '00:00', to: '24:00', charge: charge(500) },
      { name: 'holiday', days: ['holiday'], from: '00:00', to: '24:00', charge: charge(900) },
    ];
    const after = hourly(0, { bands });
    const past = { ...day, lotIds: [usual, elsewhere] };
    const compared = await stage.done('compareTariffs', { as, body: { before: hourly(500), after, past } });
    expect(compared.totals).toMatchObject({ stays: 2, up: 1, same: 1, afterFen: 1_400 });
    expect(compared.biggest).toMatchObject([{ lotId: usual, afterFen: 900 }]);
    const stays = [{ entry: '2026-05-04T02:00:00+08:00', exit: '2026-05-04T03:00:00+08:00' }];
    const fees = async (query: { lotId?: string }) =>
      (await stage.done('quoteTariff', { as, query, body: { tariff: after, stays } })).quotes.map(
        ({ feeFen }) => feeFen,
      );
    expect(await fees({ lotId: elsewhere })).toEqual([500]);
    expect(await fees({})).toEqual([900]);
  });

  test('refuses more than 31 days, a period that ends before it begins, and lots that are not there', async () => {
    const compare = (past: object) =>
      stage.call('compareTariffs', { as, body: { before: hourly(500), after: hourly(700), past } as never });
    const long = await compare({ from: '2026-05-01T00:00:00+08:00', until: '2026-06-01T00:00:01+08:00' });
    expect(long).toMatchObject({ status: 400, code: 'malformed-request', pointers: ['/body/past/until'] });
    expect((await compare({ from: '2026-05-01T00:00:00+08:00', until: '2026-06-01T00:00:00+08:00' })).status).toBe(200);
    expect(await compare({ from: day.until, until: day.from })).toMatchObject({ pointers: ['/body/past/until'] });
    const foreign = await addLot(stage, stage.otherTown);
    expect(await compare({ ...day, lotIds: [foreign.id] })).toMatchObject({
      status: 409,
      code: 'unknown-reference',
      pointers: ['/body/past/lotIds/0'],
    });
  });

  test('sees no stay of another company', async () => {
    const body = { before: hourly(500), after: hourly(700), past: day };
    const other = await stage.otherTown.as('administrator');
    expect((await stage.done('compareTariffs', { as: other, body })).totals.stays).toBe(0);
  });
});

describe('curves', () => {
  const request = { tariff: hourly(500), entry: '2026-03-11T10:00:00+08:00', hours: 3 };

  test('getTariffCurve answers the minutes at which the fee changes, of two tariffs where two are named', async () => {
    const one = await stage.done('getTariffCurve', { as, body: request });
    expect(one).toMatchObject({ currency: 'CNY', entry: '2026-03-11T10:00:00+08:00', hours: 3, vehicle: 'small' });
    expect(one.curves.map(({ points }) => points.map(({ minutes, feeFen }) => [minutes, feeFen]))).toEqual([
      [
        [0, 0],
        [1, 500],
        [61, 1000],
        [121, 1500],
      ],
    ]);
    const two = await stage.done('getTariffCurve', { as, body: { ...request, compareWith: draft } });
    expect(two.curves.map(({ name }) => name.en)).toEqual(['Draft', 'Sample tariff']);
  });

  test('drawTariffCurve draws them, in the language that is asked for', async () => {
    const body = { ...request, compareWith: draft };
    const english = await stage.call('drawTariffCurve', { as, body });
    expect(english.headers.get('content-type')).toBe('image/svg+xml');
    expect(String(english.body)).toMatch(/^<svg .*Parking fee by length of stay, entry 2026-03-11 10:00.*<\/svg>\n$/s);
    const headers = { 'accept-language': 'zh-CN' };
    const chinese = await stage.call('drawTariffCurve', { as, body, headers });
    expect(String(chinese.body)).toContain('停车费曲线，2026-03-11 10:00 入场');
  });

  test('refuses a class without a rule, and another currency', async () => {
    const coach = await stage.call('getTariffCurve', { as, body: { ...request, vehicle: 'coach' } });
    expect(coach).toMatchObject({ status: 409, code: 'no-tariff' });
    const yen = { document: { ...hourly(500).document, currency: 'JPY' } };
    const mixed = await stage.call('getTariffCurve', { as, body: { ...request, compareWith: yen } });
    expect(mixed).toMatchObject({ status: 400, pointers: ['/body/compareWith'] });
  });
});
