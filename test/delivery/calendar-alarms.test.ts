// The alarm for calendars without their next year: once per calendar and year, closed when the year is there.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarAlarmKind } from '../../db/queries/calendar-alarms.ts';
import { insertDefaultCalendar } from '../../db/queries/calendars.ts';
import { sql } from '../../db/rows.ts';
import { reportMissingYears } from '../../delivery/calendar-alarms.ts';
import { chinaCalendar2026, type Calendar } from '../../domain/calendar.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { epochMs, parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { metricsRegistry } from '../../platform/operations-server.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';

let scene: Scene;
let tariffId: string;
let now = 0;
const clockAt = (text: string): void => void (now = parseInstant(text)!);
const sweep = (): Promise<number> => reportMissingYears({ database: scene.db, clock: { now: () => now } });

const holidayTariff = (over: object = {}): object => {
  const document = sampleTariff();
  const small = document.rules['small'] as { readonly bands: readonly object[] };
  const weekdays = { ...small, bands: small.bands.map((band) => ({ ...band, days: ['workday'] })), otherTimes: 'free' };
  return { ...document, ...over, rules: { small: weekdays } };
};

const useTariff = (document: object): Promise<void> =>
  scene.inCompany(async (tx) => {
    tariffId = newId();
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${scene.companyId}, ${tariffId})`);
    await tx.run(sql`
      insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${scene.companyId}, ${tariffId}, 1, ${JSON.stringify(document)}::jsonb, instant(0))`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
  });

const with2027: Calendar = { ...chinaCalendar2026, days: { ...chinaCalendar2026.days, '2027-01-01': 'shortHoliday' } };
const addVersion = (document: Calendar, effectiveFrom: string): Promise<string> =>
  scene.inCompany(async (tx) => {
    const id = newId();
    await tx.run(sql`
      insert into calendar_version (id, company_id, calendar_id, version, document, effective_from)
      select ${id}, company_id, id, 2, ${JSON.stringify(document)}::jsonb, instant(${parseInstant(effectiveFrom)})
      from calendar where is_default`);
    return id;
  });

interface Alarm {
  readonly state: string;
  readonly year: number;
  readonly calendar: string | null;
}
const alarms = (): Promise<Alarm[]> =>
  scene.inCompany((tx) =>
    tx.rows<Alarm>(sql`
      select state, (detail ->> 'year')::integer as year, detail ->> 'calendarId' as calendar
      from audit_item where kind = ${calendarAlarmKind} order by cause`),
  );
const metric = async (): Promise<number | undefined> => {
  const values = (await metricsRegistry().getSingleMetric('calendar_missing_years')?.get())?.values;
  return values?.find(({ labels }) => labels['company'] === scene.companyId)?.value;
};

beforeAll(async () => {
  scene = await createScene({ bayCount: 1 });
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.inCompany(async (tx) => {
    await tx.run(sql`delete from audit_item`);
    await tx.run(sql`delete from calendar_version`);
    await tx.run(sql`delete from calendar`);
    await insertDefaultCalendar(tx, scene.companyId, { name: 'China', document: chinaCalendar2026 });
  });
  await useTariff(holidayTariff());
});

test('is raised 45 days before the end of the year, once, and counted', async () => {
  clockAt('2026-11-16T23:00:00+08:00');
  expect(await sweep()).toBe(0);
  expect([await alarms(), await metric()]).toEqual([[], 0]);
  clockAt('2026-11-17T00:00:00+08:00');
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  expect(await alarms()).toMatchObject([{ state: 'open', year: 2027, calendar: expect.any(String) }]);
  expect(await metric()).toBe(1);
});

test('is raised as many days before as the calendar says', async () => {
  await scene.inCompany((tx) => tx.run(sql`update calendar set alarm_days = 17`));
  clockAt('2026-12-14T12:00:00+08:00');
  expect(await sweep()).toBe(0);
  clockAt('2026-12-15T00:00:00+08:00');
  expect(await sweep()).toBe(1);
});

test('closes when the year is added, and opens again when that is taken back', async () => {
  clockAt('2026-12-01T12:00:00+08:00');
  await sweep();
  const id = await addVersion(with2027, '2027-01-01T00:00:00+08:00');
  expect(await sweep()).toBe(1);
  expect(await alarms()).toMatchObject([{ state: 'closed' }]);
  expect(await metric()).toBe(0);
  await scene.inCompany((tx) => tx.run(sql`delete from calendar_version where id = ${id}`));
  await sweep();
  expect(await alarms()).toMatchObject([{ state: 'open', year: 2027 }]);
});

test('stays closed when a person closed it', async () => {
  clockAt('2026-12-01T12:00:00+08:00');
  await sweep();
  await scene.inCompany((tx) => tx.run(sql`update audit_item set state = 'closed'`));
  expect(await sweep()).toBe(0);
  expect(await alarms()).toMatchObject([{ state: 'closed' }]);
  expect(await metric()).toBe(1);
});

test('does not close for a version that takes effect after the year has begun', async () => {
  clockAt('2026-12-01T12:00:00+08:00');
  await addVersion(with2027, '2027-01-02T00:00:00+08:00');
  await sweep();
  expect(await alarms()).toMatchObject([{ state: 'open', year: 2027 }]);
});

test.each<[string, object]>([
  ['tariffs that ignore holidays', holidayTariff({ holidays: 'ignored' })],
  ['tariffs that have one price for all days', sampleTariff()],
])('is not raised for %s', async (_what, document) => {
  await useTariff(document);
  clockAt('2026-12-01T12:00:00+08:00');
  expect(await sweep()).toBe(0);
  expect(await alarms()).toEqual([]);
});

test('is not raised for a calendar that no lot uses, but for lots without any', async () => {
  clockAt('2026-12-01T12:00:00+08:00');
  await scene.inCompany((tx) => tx.run(sql`update calendar set is_default = false`));
  await sweep();
  expect(await alarms()).toEqual([
    { state: 'open', year: 2026, calendar: null },
    { state: 'open', year: 2027, calendar: null },
  ]);
  await useTariff(holidayTariff({ calendar: with2027 }));
  await sweep();
  expect((await alarms()).map(({ state }) => state)).toEqual(['closed', 'closed']);
});

test('is raised for a tariff that a lot has from its group', async () => {
  const groupId = newId();
  await scene.inCompany(async (tx) => {
    await tx.run(sql`update lot set tariff_id = null`);
    await tx.run(sql`
      insert into lot_group (id, company_id, tariff_id, name) values (${groupId}, ${scene.companyId}, ${tariffId}, ${groupId})`);
  });
  clockAt('2026-12-01T12:00:00+08:00');
  expect(await sweep()).toBe(0);
  await scene.inCompany((tx) =>
    tx.run(sql`
      insert into lot_group_lot (id, company_id, group_id, lot_id, joined_at)
      values (${newId()}, ${scene.companyId}, ${groupId}, ${scene.streetId}, instant(${epochMs(now)}))`),
  );
  expect(await sweep()).toBe(1);
});
