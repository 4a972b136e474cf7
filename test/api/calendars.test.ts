// Calendars over HTTP: versions that take effect and never change, days and why, CSV, and which lots have which.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { chinaCalendar2026 } from '../../domain/calendar.ts';
import { parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, stageClock, type Stage, type TestCompany } from './support/stage.ts';
import { addLot, ifMatch } from './support/town.ts';

let stage: Stage;
let town: TestCompany;
let as: string;
const realNow = stageClock.now;
/** From here on every look at the clock is a millisecond later. */
const clockAt = (text: string): void => {
  let at: number = parseInstant(text)!;
  stageClock.now = () => (at += 1);
};
beforeAll(async () => {
  clockAt('2026-06-01T12:00:00+08:00');
  stage = await openStage();
  ({ town } = stage);
  as = await town.as('administrator');
});
afterAll(async () => {
  stageClock.now = realNow;
  await stage.close();
});

type Document = Schema<'CalendarDocument'>;
const china = chinaCalendar2026 as Document;
const with2027: Document = { ...china, version: 'cn-2027', days: { ...china.days, '2027-01-01': 'shortHoliday' } };
const singapore: Document = {
  version: 'sg-2026',
  zone: 'Asia/Singapore',
  days: { '2026-06-02': 'shortHoliday' },
  names: { '2026-06-02': 'Race Day' },
};

const addCalendar = (over: Partial<Schema<'CalendarCreate'>> = {}): Promise<Schema<'Calendar'>> =>
  stage.done('createCalendar', { as, body: { name: `Calendar ${newId()}`, document: china, ...over } });
const read = (calendarId: string): Promise<Schema<'Calendar'>> =>
  stage.done('getCalendar', { as, path: { calendarId } });
const addVersion = (calendarId: string, body: Schema<'CalendarVersionCreate'>): Promise<Schema<'CalendarVersion'>> =>
  stage.done('addCalendarVersion', { as, path: { calendarId }, body });
const refusedVersion = (calendarId: string, body: Schema<'CalendarVersionCreate'>) =>
  stage.call('addCalendarVersion', { as, path: { calendarId }, body });
const january = '2027-01-01T00:00:00+08:00';

test('a new company has the calendar of China as its default', async () => {
  const { items } = await stage.done('listCalendars', { as });
  expect(items).toMatchObject([
    { name: '中国大陆', isDefault: true, versionInForce: 1, missingYears: [], alarmDays: 45 },
  ]);
});

describe('versions', () => {
  test('count up, take effect now or later, and are listed newest first', async () => {
    const { id, latestVersion, versionInForce } = await addCalendar();
    expect([latestVersion, versionInForce]).toEqual([1, 1]);
    const added = await addVersion(id, { document: with2027, effectiveFrom: january });
    expect(added).toMatchObject({ version: 2, document: with2027, effectiveFrom: '2026-12-31T16:00:00.000Z' });
    expect(await read(id)).toMatchObject({ latestVersion: 2, versionInForce: 1 });
    const path = { calendarId: id };
    const { items, nextCursor } = await stage.done('listCalendarVersions', { as, path, query: { limit: 1 } });
    expect(items).toEqual([added]);
    const rest = await stage.done('listCalendarVersions', { as, path, query: { limit: 1, cursor: nextCursor ?? '' } });
    expect(rest).toMatchObject({ items: [{ version: 1, document: china }] });
    const named = { calendarId: id, calendarVersion: 2 };
    expect(await stage.done('getCalendarVersion', { as, path: named })).toEqual(added);
  });

  test('get numbers of their own when two come at once, and one start only once', async () => {
    const { id } = await addCalendar();
    const starts = ['2026-07-01T00:00:00+08:00', '2026-08-01T00:00:00+08:00', '2026-07-01T00:00:00+08:00'];
    const answers = await Promise.all(
      starts.map((effectiveFrom) => refusedVersion(id, { document: china, effectiveFrom })),
    );
    expect(answers.map(({ code }) => code).filter((code) => code !== undefined)).toEqual(['already-exists']);
    expect((await read(id)).latestVersion).toBe(3);
  });

  test('cannot begin before now, once there is one: what was in force stays what it was', async () => {
    const { id } = await addCalendar({ effectiveFrom: '2020-01-01T00:00:00+08:00' });
    for (const effectiveFrom of ['2019-12-31T23:59:59+08:00', '2026-06-01T11:59:59+08:00']) {
      expect(await refusedVersion(id, { document: with2027, effectiveFrom })).toMatchObject({
        status: 409,
        code: 'effective-too-early',
      });
    }
    expect(await read(id)).toMatchObject({ latestVersion: 1, versionInForce: 1 });
  });

  test('can be taken back until they are in force, and their number is not given again', async () => {
    const { id, version } = await addCalendar();
    await addVersion(id, { document: with2027, effectiveFrom: january });
    const withdraw = (calendarVersion: number, etag: number) =>
      stage.call('withdrawCalendarVersion', { as, path: { calendarId: id, calendarVersion }, ...ifMatch(etag) });
    expect((await withdraw(2, version)).code).toBe('stale-version');
    const { version: etag } = await read(id);
    expect((await withdraw(1, etag)).code).toBe('version-in-force');
    expect((await withdraw(2, etag)).status).toBe(204);
    expect((await withdraw(2, etag + 1)).code).toBe('not-found');
    expect((await addVersion(id, { document: with2027, effectiveFrom: january })).version).toBe(3);
  });

  test('may name a few days only and keep the others', async () => {
    const { id } = await addCalendar();
    const fair: Document = {
      version: 'fair',
      days: {},
      ownDays: { '2026-10-15': 'fair' },
      names: { '2026-10-15': '广交会' },
    };
    const { document } = await addVersion(id, { document: fair, keepOtherDays: true });
    expect(document).toEqual({ ...china, ...fair, days: china.days });
  });

  test('are compared day by day, with the one before or any other', async () => {
    const { id } = await addCalendar();
    const { '2026-05-01': _, ...days } = with2027.days;
    await addVersion(id, { document: { ...with2027, days: { ...days, '2026-05-02': 'longHoliday' } } });
    const path = { calendarId: id, calendarVersion: 2 };
    const changes = [
      { date: '2026-05-01', change: 'removed', before: { type: 'shortHoliday' } },
      { date: '2026-05-02', change: 'changed', before: { type: 'shortHoliday' }, after: { type: 'longHoliday' } },
      { date: '2027-01-01', change: 'added', after: { type: 'shortHoliday' } },
    ];
    expect(await stage.done('compareCalendarVersions', { as, path })).toEqual({ from: 1, version: 2, changes });
    const first = { calendarId: id, calendarVersion: 1 };
    const backwards = await stage.done('compareCalendarVersions', { as, path: first, query: { from: 2 } });
    expect(backwards.changes.map(({ change }) => change)).toEqual(['added', 'changed', 'removed']);
    const whole = await stage.done('compareCalendarVersions', { as, path: first });
    expect(whole).toMatchObject({ from: null, changes: expect.any(Array) });
    expect(whole.changes).toHaveLength(Object.keys(china.days).length);
  });

  test('are refused with a pointer to what does not hold, and nothing is kept', async () => {
    const { id } = await addCalendar();
    const document: Document = {
      ...china,
      days: { '2026-02-30': 'workday', '2026-03-02': 'makeUpWorkday' },
      ownDays: { '2026-03-03': 'monday' },
    };
    const answer = await refusedVersion(id, { document });
    expect(answer).toMatchObject({ status: 400, code: 'malformed-calendar' });
    expect([...answer.pointers].sort()).toEqual(
      ['days/2026-02-30', 'days/2026-03-02', 'ownDays/2026-03-03'].map((place) => `/body/document/${place}`),
    );
    const wrong = { ...china, days: { '2026-03-02': 'feast' } } as unknown as Document;
    expect(await refusedVersion(id, { document: wrong })).toMatchObject({
      code: 'malformed-request',
      pointers: ['/body/document/days/2026-03-02'],
    });
    const local = await refusedVersion(id, { document: china, effectiveFrom: '2026-07-01T00:00:00' });
    expect(local).toMatchObject({ status: 400, pointers: ['/body/effectiveFrom'] });
    const zh = await stage.call('addCalendarVersion', {
      as,
      path: { calendarId: id },
      body: { document },
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(zh.body).toMatchObject({ title: '日历文档有误' });
    expect((await read(id)).latestVersion).toBe(1);
  });
});

describe('days', () => {
  test('are shown with what they are and why', async () => {
    const { id: calendarId } = await addCalendar({ document: singapore });
    const query = { from: '2026-06-01', to: '2026-06-02' };
    const { version, days } = await stage.done('listCalendarDays', { as, path: { calendarId }, query });
    expect(version).toBe(1);
    expect(days).toEqual([
      { date: '2026-06-01', weekday: 1, type: 'workday', ownDay: null, name: null, because: 'weekday' },
      { date: '2026-06-02', weekday: 2, type: 'shortHoliday', ownDay: null, name: 'Race Day', because: 'listed' },
    ]);
  });

  test('are those of the version that is asked for, and of weekdays where none is in force', async () => {
    const { id } = await addCalendar({ document: with2027, effectiveFrom: january });
    const path = { calendarId: id };
    const range = { from: '2027-01-01', to: '2027-01-01' };
    const now = await stage.done('listCalendarDays', { as, path, query: range });
    expect(now).toMatchObject({ version: null, days: [{ type: 'workday', because: 'weekday' }] });
    const then = await stage.done('listCalendarDays', { as, path, query: { ...range, version: 1 } });
    expect(then).toMatchObject({ version: 1, days: [{ type: 'shortHoliday' }] });
    expect((await stage.call('listCalendarDays', { as, path, query: { ...range, version: 9 } })).status).toBe(404);
  });

  test.each([
    ['the other way round', '2026-02-02', '2026-02-01', '/query/to'],
    ['of more than 400 days', '2026-01-01', '2027-02-05', '/query/to'],
    ['that is none', '2026-02-30', '2026-03-01', '/query/from'],
  ])('are not shown for a range %s', async (_what, from, to, pointer) => {
    const { id: calendarId } = await addCalendar();
    const answer = await stage.call('listCalendarDays', { as, path: { calendarId }, query: { from, to } });
    expect(answer).toMatchObject({ status: 400, pointers: [pointer] });
  });
});

describe('CSV', () => {
  const importCsv = (calendarId: string, body: string) =>
    stage.call('importCalendar', { as, path: { calendarId }, body });

  test('an export holds every listed day, and importing it changes nothing', async () => {
    const { id: calendarId } = await addCalendar({
      document: { ...singapore, ownDays: { '2026-06-03': '=fair' }, names: { '2026-06-02': 'Race, Day' } },
    });
    const csv = String(await stage.done('exportCalendar', { as, path: { calendarId } }));
    expect(csv.replace('\uFEFF', '')).toBe(
      'date,type,ownDay,name\r\n2026-06-02,shortHoliday,,"Race, Day"\r\n2026-06-03,,\'=fair,\r\n',
    );
    expect((await importCsv(calendarId, csv)).status).toBe(201);
    const path = { calendarId, calendarVersion: 2 };
    expect((await stage.done('compareCalendarVersions', { as, path })).changes).toEqual([]);
    expect((await stage.done('getCalendarVersion', { as, path })).document.zone).toBe('Asia/Singapore');
  });

  test('an import sets the days that it names, takes back those without a type, and keeps the others', async () => {
    const { id: calendarId } = await addCalendar();
    const csv = 'date,type,name\n2027-01-01,shortHoliday,元旦\n2026-10-10,,\n2026-10-08,weekend,\n';
    const query = { effectiveFrom: january };
    const added = await stage.done('importCalendar', { as, path: { calendarId }, query, body: csv });
    expect(added).toMatchObject({ version: 2, effectiveFrom: '2026-12-31T16:00:00.000Z' });
    const path = { calendarId, calendarVersion: 2 };
    const { changes } = await stage.done('compareCalendarVersions', { as, path });
    expect(changes.map(({ date, change }) => `${date} ${change}`)).toEqual([
      '2026-10-08 added',
      '2026-10-10 removed',
      '2027-01-01 added',
    ]);
  });

  test.each([
    ['a date that is none', '2026-02-30,workday', '/row/2/column/date'],
    ['a type that is none', '2026-02-03,feast', '/row/2/column/type'],
    ['a date twice', '2026-02-03,weekend\n2026-02-03,workday', '/row/3/column/date'],
    ['a make-up workday on a Tuesday', '2026-02-07,makeUpWorkday\n2026-02-03,makeUpWorkday', '/row/3/column/type'],
  ])('an import with %s is refused as a whole and names row and column', async (_what, rows, pointer) => {
    const { id: calendarId } = await addCalendar();
    const answer = await importCsv(calendarId, `date,type\n${rows}\n`);
    expect(answer).toMatchObject({ status: 400, code: 'malformed-rows', pointers: [pointer] });
    expect((await read(calendarId)).latestVersion).toBe(1);
  });
});

describe('a calendar', () => {
  test('is changed under its ETag, and the change is in the audit log', async () => {
    const { id, version, name } = await addCalendar();
    const change = (etag: number) =>
      stage.call('updateCalendar', { as, path: { calendarId: id }, body: { alarmDays: 20 }, ...ifMatch(etag) });
    const changed = await change(version);
    expect(changed).toMatchObject({ status: 200, body: { alarmDays: 20, name, missingYears: [] } });
    expect(changed.headers.get('etag')).toBe(`"${version + 1}"`);
    expect((await change(version)).code).toBe('stale-version');
    const query = { subjectKind: 'Calendar', subjectId: id };
    const log = await stage.done('listAuditLog', { as: await town.as('audit-administrator'), query });
    expect(log.items.map(({ action }) => action)).toEqual(['updateCalendar', 'createCalendar', 'createCalendar']);
  });

  test('needs a name of its own', async () => {
    const { name } = await addCalendar();
    expect((await stage.call('createCalendar', { as, body: { name } })).code).toBe('already-exists');
  });

  test('of another company is not there', async () => {
    const { id } = await addCalendar();
    const other = await stage.otherTown.as('administrator');
    expect((await stage.call('getCalendar', { as: other, path: { calendarId: id } })).status).toBe(404);
    const body = { document: china };
    expect((await stage.call('addCalendarVersion', { as: other, path: { calendarId: id }, body })).status).toBe(404);
    const lot = await addLot(stage, stage.otherTown);
    const assigned = await stage.call('assignLotCalendar', {
      as: other,
      path: { lotId: lot.id },
      body: { calendarId: id },
      ...ifMatch(lot.version),
    });
    expect(assigned).toMatchObject({ code: 'unknown-reference', pointers: ['/body/calendarId'] });
  });

  test('is removed when nothing refers to it; the default and one that a lot has stay', async () => {
    const { id, version } = await addCalendar();
    const remove = (calendarId: string, etag: number) =>
      stage.call('removeCalendar', { as, path: { calendarId }, ...ifMatch(etag) });
    const lot = await addLot(stage, town, { calendarId: id });
    expect(lot.calendarId).toBe(id);
    expect((await remove(id, version)).code).toBe('still-referenced');
    const off = { as, path: { lotId: lot.id }, body: { calendarId: null }, ...ifMatch(lot.version) };
    expect((await stage.done('assignLotCalendar', off)).calendarId).toBeNull();
    expect((await remove(id, version)).status).toBe(204);
    const { items } = await stage.done('listCalendars', { as });
    const usual = items.find(({ isDefault }) => isDefault)!;
    expect((await remove(usual.id, usual.version)).code).toBe('still-referenced');
  });

  test('takes the place of the default, and then has the lots that name none', async () => {
    const other = stage.otherTown;
    const admin = await other.as('administrator');
    const lot = await addLot(stage, other);
    const body = { name: 'Singapore', isDefault: true, document: singapore };
    const made = await stage.done('createCalendar', { as: admin, body });
    const { items } = await stage.done('listCalendars', { as: admin });
    expect(items.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([made.id]);
    const used = await stage.done('listCalendarLots', { as: admin, path: { calendarId: made.id } });
    expect(used.items.map(({ id }) => id)).toContain(lot.id);
    const before = items.find(({ isDefault }) => !isDefault)!;
    const back = { as: admin, path: { calendarId: before.id }, body: { isDefault: true }, ...ifMatch(before.version) };
    expect((await stage.done('updateCalendar', back)).isDefault).toBe(true);
    expect((await stage.done('getCalendar', { as: admin, path: { calendarId: made.id } })).isDefault).toBe(false);
  });

  test('says which years it lacks, from its alarm days before the end of the year', async () => {
    const { id } = await addCalendar();
    clockAt('2026-11-16T12:00:00+08:00');
    expect((await read(id)).missingYears).toEqual([]);
    clockAt('2026-11-17T12:00:00+08:00');
    expect((await read(id)).missingYears).toEqual([2027]);
    await addVersion(id, { document: with2027, effectiveFrom: january });
    expect((await read(id)).missingYears).toEqual([]);
    clockAt('2026-06-01T12:00:00+08:00');
  });
});
