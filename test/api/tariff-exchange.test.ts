// Versions in the formats of others, and documents out of them: what has no words is refused with its place in two languages.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addTariff } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const hourly = (unitPriceFen: number): Record<string, unknown> => {
  const charge = { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] };
  const bands = [{ name: 'day', from: '08:00', to: '20:00', charge }];
  const rule = { kind: 'charged', bands, otherTimes: 'free', partialMinute: 'dropped' };
  const rules = { small: rule, emergency: { kind: 'noCharge' } };
  return { schemaVersion: 1, currency: 'CNY', zone: 'Asia/Shanghai', rules };
};

const hourlyPeriods = {
  ChargingPeriod: [
    { StartTime: '08:00', EndTime: '20:00', ChargingRule: [{ DurStart: 0, DurEnd: -1, Price: 5, Span: 60 }] },
    { StartTime: '20:00', EndTime: '08:00', ChargingRule: [{ DurStart: 0, DurEnd: -1, Price: 0, Span: 1440 }] },
  ],
};

const addVersion = async (document: Record<string, unknown>): Promise<{ tariffId: string; version: number }> => {
  const tariff = await stage.done('createTariff', { as, body: { name: `Tariff ${newId()}`, document } });
  return { tariffId: tariff.id, version: 1 };
};

/** Morning stay of two and a half charged hours. */
const feeUnder = async (document: Record<string, unknown>, vehicle = 'small'): Promise<unknown> => {
  const stays = [{ entry: '2026-03-11T07:00:00+08:00', exit: '2026-03-11T10:30:00+08:00', vehicle }];
  const { quotes } = await stage.done('quoteTariff', { as, body: { tariff: { document }, stays } });
  return quotes[0]?.feeFen;
};

const rowCounts = () =>
  stage.database.inCompany(stage.town.id, (tx) =>
    tx.row(sql`select (select count(*) from tariff_version) as versions, (select count(*) from audit_log) as audits,
      (select count(*) from idempotency_key) as keys`),
  );

describe('exportTariffVersionAs', () => {
  test('says a version as charging periods of the standard of Guangzhou', async () => {
    const path = { ...(await addVersion(hourly(500))), format: 'db4401' as const };
    const before = await rowCounts();
    expect(await stage.done('exportTariffVersionAs', { as, path })).toEqual(hourlyPeriods);
    expect(await rowCounts()).toEqual(before);
  });

  test('says a version as policies of CDS, under the same ids each time and others for another class', async () => {
    const version = await addVersion(hourly(500));
    const path = { ...version, format: 'cds' as const };
    const { createdAt } = await stage.done('getTariffVersion', { as, path: version });
    const exported = await stage.done('exportTariffVersionAs', { as, path, query: { userClasses: 'car,electric' } });
    expect(exported).toMatchObject({
      version: '1.0',
      currency: 'CNY',
      last_updated: Date.parse(createdAt),
      data: {
        policies: [
          { rules: [{ user_classes: ['car', 'electric'], rate: [{ rate: 500, rate_unit: 'hour' }] }], priority: 1 },
          { rules: [{ rate: [{ rate: 0 }] }], priority: 2 },
        ],
      },
    });
    const again = await stage.done('exportTariffVersionAs', { as, path, query: { userClasses: 'car,electric' } });
    expect(again).toEqual(exported);
    const emergency = await stage.done('exportTariffVersionAs', { as, path, query: { vehicle: 'emergency' } });
    const ids = (answer: object): string[] =>
      JSON.stringify(answer).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const all = [...ids(exported), ...ids(emergency)];
    expect(all.length).toBe(3);
    expect(new Set(all).size).toBe(3);
  });

  test('refuses what the format cannot express, with places in the document, in the language of the request', async () => {
    const { id } = await addTariff(stage, stage.town);
    const path = { tariffId: id, version: 1, format: 'cds' as const };
    const english = await stage.call('exportTariffVersionAs', { as, path, headers: { 'accept-language': 'en' } });
    expect(english).toMatchObject({ status: 422, code: 'tariff-inexpressible' });
    expect(english.pointers).toEqual(
      expect.arrayContaining(['/document/rules/small/free', '/document/rules/small/caps/0']),
    );
    const cap = { pointer: '/document/rules/small/caps/0', code: 'cap' };
    expect(english.body).toMatchObject({
      title: 'The format cannot express this tariff',
      errors: expect.arrayContaining([{ ...cap, message: 'CDS: has no maximum fee' }]),
    });
    const chinese = await stage.call('exportTariffVersionAs', { as, path, headers: { 'accept-language': 'zh-CN' } });
    expect(chinese.body).toMatchObject({
      title: '该格式无法表达此收费规则',
      errors: expect.arrayContaining([{ ...cap, message: 'CDS:没有最高收费' }]),
    });
  });

  test('refuses a class that the version does not price', async () => {
    const path = { ...(await addVersion(hourly(500))), format: 'cds' as const };
    const answer = await stage.call('exportTariffVersionAs', { as, path, query: { vehicle: 'coach' } });
    expect(answer).toMatchObject({ status: 422, code: 'tariff-inexpressible', pointers: ['/document/rules'] });
  });

  test('refuses formats that nobody knows, and user classes where the format has none', async () => {
    const version = await addVersion(hourly(500));
    const unknown = await stage.call('exportTariffVersionAs', { as, path: { ...version, format: 'csv' as never } });
    expect(unknown).toMatchObject({ status: 400, pointers: ['/path/format'] });
    const path = { ...version, format: 'db4401' as const };
    const users = await stage.call('exportTariffVersionAs', { as, path, query: { userClasses: 'car' } });
    expect(users).toMatchObject({ status: 400, pointers: ['/query/userClasses'] });
  });

  test('a version of another company does not exist, nor one that was never added', async () => {
    const { id: foreignId } = await addTariff(stage, stage.otherTown);
    const format = 'cds' as const;
    const foreign = { tariffId: foreignId, version: 1, format };
    expect(await stage.call('exportTariffVersionAs', { as, path: foreign })).toMatchObject({ status: 404 });
    const later = { ...(await addVersion(hourly(500))), version: 2, format };
    expect(await stage.call('exportTariffVersionAs', { as, path: later })).toMatchObject({ status: 404 });
  });
});

describe('importTariffDocument', () => {
  const reading = (body: object, headers: Record<string, string> = {}) =>
    stage.call('importTariffDocument', { as, body: body as never, headers });

  test.each(['cds', 'db4401'] as const)(
    'reads what was exported as %s as a draft that costs the same',
    async (format) => {
      const path = { ...(await addVersion(hourly(500))), format };
      const content = await stage.done('exportTariffVersionAs', { as, path });
      const before = await rowCounts();
      const { document } = await stage.done('importTariffDocument', { as, body: { format, content } });
      expect(await rowCounts()).toEqual(before);
      expect(await feeUnder(document)).toBe(1500);
      const { problems } = await stage.done('lintTariff', { as, body: { document } });
      expect(problems).toEqual([]);
      expect((await addVersion(document)).version).toBe(1);
    },
  );

  test('makes the class that is named, of the rule for its user classes', async () => {
    const rate = (fen: number) => [{ rate: fen, rate_unit: 'hour', increment_duration: 1 }];
    const rules = [
      { activity: 'parking', user_classes: ['car'], rate: rate(500) },
      { activity: 'parking', user_classes: ['truck'], rate: rate(900) },
    ];
    const policies = [{ curb_policy_id: 'a', published_date: 1, priority: 1, rules }];
    const content = { version: '1.0', time_zone: 'Asia/Shanghai', currency: 'CNY', data: { policies } };
    const body = { format: 'cds' as const, content, vehicle: 'large', userClasses: ['truck'] };
    const { document } = await stage.done('importTariffDocument', { as, body });
    expect(await feeUnder(document, 'large')).toBe(3600);
  });

  test('refuses what cannot be read, with places in what was sent, in the language of the request', async () => {
    const [day, night] = hourlyPeriods.ChargingPeriod;
    const content = {
      ChargingPeriod: [
        { ...day, StartTime: '8 Uhr' },
        { ...night, Colour: 'red' },
      ],
    };
    const broken = { format: 'db4401', content };
    const places = ['/body/content/ChargingPeriod/0/StartTime', '/body/content/ChargingPeriod/1/Colour'];
    const chinese = await reading(broken, { 'accept-language': 'zh-CN' });
    expect(chinese).toMatchObject({ status: 422, code: 'tariff-unreadable', pointers: places });
    expect(chinese.body).toMatchObject({
      title: '无法读成收费规则文档',
      errors: [{ code: 'bad-format', message: '格式不正确' }, { code: 'unknown-member' }],
    });
    const english = await reading(broken, { 'accept-language': 'en' });
    expect(english.body).toMatchObject({ errors: [{ message: 'must be a time HH:MM' }, { code: 'unknown-member' }] });
  });

  test('refuses what is no request: an unknown format, no content, a class without a name, user classes of no format', async () => {
    const sound = { format: 'db4401', content: hourlyPeriods };
    expect((await reading(sound)).status).toBe(200);
    expect(await reading({ ...sound, format: 'csv' })).toMatchObject({ status: 400, pointers: ['/body/format'] });
    expect(await reading({ format: 'cds' })).toMatchObject({ status: 400, pointers: ['/body/content'] });
    expect(await reading({ ...sound, vehicle: '2 wheels' })).toMatchObject({
      status: 400,
      pointers: ['/body/vehicle'],
    });
    const users = await reading({ ...sound, userClasses: ['car'] });
    expect(users).toMatchObject({ status: 400, pointers: ['/body/userClasses'] });
  });
});
