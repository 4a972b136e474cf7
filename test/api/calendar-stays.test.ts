// Stays under calendars: each keeps the version of its entry, and has the holidays and the zone of its lot.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Schema } from '../../api/handler.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { quoteSession } from '../../db/queries/pricing.ts';
import { sql } from '../../db/rows.ts';
import { chinaCalendar2026 } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { epochMs, hourMs, parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, stageClock, type Stage, type TestCompany } from './support/stage.ts';
import { addStreet } from './support/town.ts';

let stage: Stage;
let town: TestCompany;
let as: string;
const realNow = stageClock.now;
beforeAll(async () => {
  let at: number = parseInstant('2026-06-01T12:00:00+08:00')!;
  stageClock.now = () => (at += 1);
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
const addCalendar = (over: Partial<Schema<'CalendarCreate'>> = {}): Promise<Schema<'Calendar'>> =>
  stage.done('createCalendar', { as, body: { name: `Calendar ${newId()}`, document: china, ...over } });

const byDays = (zone: string, currency: string): Record<string, unknown> => {
  const document = sampleTariff(zone, currency);
  const { free: _, caps: __, ...small } = document.rules['small'] as unknown as Record<string, unknown>;
  const band = (name: string, days: string[], unitPriceFen: number) => ({
    ...{ name, days, from: '00:00', to: '24:00' },
    charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] },
  });
  const bands = [band('usual', ['workday', 'weekend'], 100), band('feast', ['shortHoliday', 'longHoliday'], 300)];
  return { ...document, rules: { small: { ...small, caps: [], bands } } };
};
const enter = async (lotId: string, enteredAt: string): Promise<string> => {
  const at = parseInstant(enteredAt)!;
  const opened = await stage.database.inCompany(town.id, async (tx) => {
    const bay = await tx.row<{ id: string }>(sql`
      select id from bay where lot_id = ${lotId}
        and not exists (select 1 from parking_session s where s.bay_id = bay.id) limit 1`);
    return openSession(tx, {
      companyId: town.id,
      lotId,
      setting: 'on-street',
      bayId: bay!.id,
      vehicleClass: 'small',
      entryKey: newId(),
      enteredAt: at,
      place: 'none',
    });
  });
  if (isRefusal(opened)) throw new Error(opened.code);
  return opened.sessionId;
};
const feeAfterAnHour = async (sessionId: string, enteredAt: string): Promise<number> => {
  const at = epochMs(parseInstant(enteredAt)! + hourMs);
  const quote = await stage.database.inCompany(town.id, (tx) => quoteSession(tx, sessionId, at));
  if (isRefusal(quote)) throw new Error(quote.code);
  return quote.feeFen;
};
const street = async (over: Partial<Schema<'LotCreate'>>, zone = 'Asia/Shanghai'): Promise<string> => {
  const body = {
    name: `By days ${newId()}`,
    document: byDays(zone, 'CNY'),
    effectiveFrom: '2026-01-01T00:00:00+08:00',
  };
  const tariff = await stage.done('createTariff', { as, body });
  return (await addStreet(stage, town, 4, { tariffId: tariff.id, ...over })).id;
};

test('a stay keeps the calendar of its entry when another version takes effect; the next one has the new', async () => {
  const { id } = await addCalendar();
  const lotId = await street({ calendarId: id });
  const entered = '2026-06-02T10:00:00+08:00';
  const before = await enter(lotId, entered);
  expect(await feeAfterAnHour(before, entered)).toBe(100);
  const document: Document = { ...china, version: 'feast', days: { ...china.days, '2026-06-02': 'shortHoliday' } };
  const next = { document, effectiveFrom: '2026-06-02T10:30:00+08:00' };
  await stage.done('addCalendarVersion', { as, path: { calendarId: id }, body: next });
  expect(await feeAfterAnHour(before, entered)).toBe(100);
  const later = '2026-06-02T10:30:00+08:00';
  expect(await feeAfterAnHour(await enter(lotId, later), later)).toBe(300);
  // An entry that is reported late is priced as those beside it were.
  expect(await feeAfterAnHour(await enter(lotId, entered), entered)).toBe(100);
});

test('a stay in another country has the holidays and the zone of its lot', async () => {
  const { id } = await addCalendar({
    document: { version: 'ny-2026', zone: 'America/New_York', days: { '2026-07-03': 'shortHoliday' } },
    effectiveFrom: '2026-01-01T00:00:00Z',
  });
  const abroad = await street({ calendarId: id, zone: 'America/New_York' }, 'America/New_York');
  const home = await street({});
  // The evening of 3 July in New York is the morning of 4 July in Shanghai.
  const evening = '2026-07-03T22:00:00-04:00';
  expect(await feeAfterAnHour(await enter(abroad, evening), evening)).toBe(300);
  expect(await feeAfterAnHour(await enter(home, evening), evening)).toBe(100);
  const chinese = '2026-10-01T10:00:00+08:00';
  expect(await feeAfterAnHour(await enter(home, chinese), chinese)).toBe(300);
  expect(await feeAfterAnHour(await enter(abroad, chinese), chinese)).toBe(100);
});
