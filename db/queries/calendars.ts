// Which version of which calendar holds where and when, and which tariffs need it to know holidays.
import { type RawBuilder } from 'kysely';
import { type Calendar } from '../../domain/calendar.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

/** The id of the version that a stay beginning at `at` pins: of the lot's own calendar, else of the company's default. */
export const calendarVersionIdOf = (lotId: string, at: EpochMs): RawBuilder<unknown> => sql`
  (select v.id from lot l
    left join calendar d on d.company_id = l.company_id and d.is_default
    join calendar_version v on v.calendar_id = coalesce(l.calendar_id, d.id) and v.effective_from <= instant(${at})
    where l.id = ${lotId} order by v.effective_from desc limit 1)`;

export interface CurrentVersion {
  readonly calendarId: string;
  readonly version: number;
  readonly effectiveFrom: EpochMs;
  readonly document: Calendar;
}

/** Of each calendar the version in force, if there is one, and those to come; the earliest first. */
export const currentVersions = (tx: Tx, calendarIds: readonly string[], at: EpochMs): Promise<CurrentVersion[]> =>
  tx.rows<CurrentVersion>(sql`
    select v.calendar_id as "calendarId", v.version, epoch_ms(v.effective_from) as "effectiveFrom", v.document
    from calendar_version v
    where v.calendar_id = any (${[...calendarIds]}::uuid[])
      and v.effective_from >= coalesce(
        (select max(o.effective_from) from calendar_version o
          where o.calendar_id = v.calendar_id and o.effective_from <= instant(${at})), '-infinity')
    order by v.calendar_id, v.effective_from`);

/** Locks the calendar until the transaction ends: its versions are added and taken back one at a time. */
export const lockCalendar = (tx: Tx, calendarId: string): Promise<{ id: string } | undefined> =>
  tx.row<{ id: string }>(sql`select id from calendar where id = ${calendarId} for update`);

/** Makes room for another default of the company. */
export const unsetDefaultCalendar = async (tx: Tx, companyId: string, exceptId: string): Promise<void> => {
  await tx.run(sql`
    update calendar set is_default = false, version = version + 1
    where company_id = ${companyId} and is_default and id <> ${exceptId}`);
};

/** A calendar with one version, in force since ever: what a new company starts with. */
export const insertDefaultCalendar = async (
  tx: Tx,
  companyId: string,
  { name, document }: { readonly name: string; readonly document: Calendar },
): Promise<void> => {
  const calendarId = newId();
  await tx.run(sql`
    insert into calendar (id, company_id, name, is_default, latest_version)
    values (${calendarId}, ${companyId}, ${name}, true, 1)`);
  await tx.run(sql`
    insert into calendar_version (id, company_id, calendar_id, version, document, effective_from)
    values (${newId()}, ${companyId}, ${calendarId}, 1, ${JSON.stringify(document)}::jsonb, instant(0))`);
};

export interface PricedUnder {
  /** Null for lots that have no calendar of their own in a company without a default. */
  readonly calendarId: string | null;
  readonly document: TariffDocument;
}

/** The tariff documents that open lots have now or will have, each with the calendar that it is priced under. */
export const tariffsByCalendar = (tx: Tx, at: EpochMs): Promise<PricedUnder[]> =>
  tx.rows<PricedUnder>(sql`
    with used as (
      select distinct coalesce(l.calendar_id, d.id) as calendar_id, coalesce(l.tariff_id, g.tariff_id) as tariff_id
      from lot l
      left join calendar d on d.company_id = l.company_id and d.is_default
      left join lot_group_lot m on m.lot_id = l.id and m.left_at is null
      left join lot_group g on g.id = m.group_id
      where l.state = 'open'
    )
    select used.calendar_id as "calendarId", v.document from used
    join tariff_version v on v.tariff_id = used.tariff_id and v.withdrawn_at is null
      and v.effective_from >= coalesce(
        (select max(o.effective_from) from tariff_version o
          where o.tariff_id = v.tariff_id and o.withdrawn_at is null and o.effective_from <= instant(${at})), '-infinity')`);
