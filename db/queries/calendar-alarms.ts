// Audit items about calendars that lack a year: raised once per calendar and year, closed when the year is there.
import { calendarCovers, weekdayCalendar } from '../../domain/calendar.ts';
import { defaultAlarmDays, missingYears, neededYears, usesHolidays } from '../../domain/calendar-alarm.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';
import { currentVersions, tariffsByCalendar, type PricedUnder } from './calendars.ts';

export const calendarAlarmKind = 'calendar-year-missing';

export interface MissingYear {
  readonly calendarId: string | null;
  readonly year: number;
}

const causeOf = ({ calendarId, year }: MissingYear): string => `${calendarAlarmKind}/${calendarId ?? 'none'}/${year}`;

/** Lots without any calendar know holidays only from their tariffs' own documents. */
const missingWithoutCalendar = (tariffs: readonly PricedUnder[], at: EpochMs): MissingYear[] =>
  neededYears(at, undefined, defaultAlarmDays).flatMap(({ year }) =>
    tariffs.some(
      ({ calendarId, document }) => calendarId === null && !calendarCovers(document.calendar ?? weekdayCalendar, year),
    )
      ? [{ calendarId: null, year }]
      : [],
  );

/** The years that prices of the company need by now and that no calendar gives them. */
export const findMissingYears = async (tx: Tx, at: EpochMs): Promise<MissingYear[]> => {
  const tariffs = (await tariffsByCalendar(tx, at)).filter(({ document }) => usesHolidays(document));
  const ids = [...new Set(tariffs.flatMap(({ calendarId }) => (calendarId === null ? [] : [calendarId])))];
  const alarmDays = await tx.rows<{ id: string; days: number }>(sql`
    select id, alarm_days as days from calendar where id = any (${ids}::uuid[]) order by id`);
  const versions = await currentVersions(tx, ids, at);
  const missing = alarmDays.flatMap(({ id, days }) => {
    const own = versions.filter(({ calendarId }) => calendarId === id);
    return missingYears(own, at, days).map((year) => ({ calendarId: id, year }));
  });
  return [...missing, ...missingWithoutCalendar(tariffs, at)];
};

/** What a person closed stays closed; what was closed because the year was there opens again when it is not. */
const raise = (tx: Tx, companyId: string, missing: MissingYear, at: EpochMs): Promise<number> =>
  tx.run(sql`
    insert into audit_item (id, company_id, kind, cause, detail, at)
    values (${newId()}, ${companyId}, ${calendarAlarmKind}, ${causeOf(missing)}, ${JSON.stringify(missing)}::jsonb, instant(${at}))
    on conflict (company_id, cause) do update set state = 'open', detail = excluded.detail, at = excluded.at
      where audit_item.state = 'closed' and audit_item.detail -> 'resolvedBy' is not null`);

const resolve = (
  tx: Tx,
  companyId: string,
  stillMissing: readonly MissingYear[],
  calendarId?: string,
): Promise<number> =>
  tx.run(sql`
    update audit_item set state = 'closed', detail = detail || '{"resolvedBy": "calendar"}'::jsonb
    where company_id = ${companyId} and kind = ${calendarAlarmKind} and state = 'open'
      and (${calendarId ?? null}::text is null or detail ->> 'calendarId' = ${calendarId ?? null})
      and not (cause = any (${stillMissing.map(causeOf)}::text[]))`);

/** Brings the alarms of a company up to date, seen with all its lots; answers how many changed. */
export const updateCalendarAlarms = async (
  tx: Tx,
  companyId: string,
  missing: readonly MissingYear[],
  at: EpochMs,
): Promise<number> => {
  let changed = 0;
  for (const each of missing) changed += await raise(tx, companyId, each, at);
  return changed + (await resolve(tx, companyId, missing));
};

/** Closes the alarms of one calendar for all but the years that it still lacks. */
export const resolveCalendarAlarms = async (
  tx: Tx,
  companyId: string,
  calendarId: string,
  years: readonly number[],
): Promise<void> => {
  await resolve(
    tx,
    companyId,
    years.map((year) => ({ calendarId, year })),
    calendarId,
  );
};
