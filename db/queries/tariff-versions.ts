// Tariff versions as the engine takes them: read, parsed with their defaults, compiled once; and what may be changed of them.
import { weekdayCalendar, type Calendar } from '../../domain/calendar.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { compileTariff } from '../../domain/tariff/compile.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { eventOverrideOf } from '../../domain/tariff/event-window.ts';
import { isProblems, readTariff } from '../../domain/tariff/parse.ts';
import { describeProblem } from '../../domain/tariff/reader.ts';
import { type CompiledTariff } from '../../domain/tariff/tariff.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';
import { calendarVersionIdOf } from './calendars.ts';

/** A document ready to price for one calendar. */
export interface ReadyTariff {
  readonly document: TariffDocument;
  readonly compiled: CompiledTariff;
  /** What the rule of a class charges while an event runs; undefined when it knows no events. */
  readonly eventWindows: (vehicleClass: string) => EventWindows;
}

export interface LoadedTariff extends ReadyTariff {
  readonly tariffId: string;
}

type EventWindows = ReturnType<typeof eventOverrideOf>;

// Versions are immutable, so a compiled tariff is good for as long as the process lives; a few hundred at most are hot.
const loadedTariffs = new Map<string, LoadedTariff>();
const loadedTariffsMax = 1_000;

/** Compiles for the calendar that is given, else the document's own, else weekdays. */
export const readyTariff = (document: TariffDocument, given: Calendar | null | undefined): ReadyTariff => {
  const calendar = given ?? document.calendar ?? weekdayCalendar;
  const windows = new Map<string, EventWindows>();
  return {
    document,
    compiled: compileTariff(document, calendar),
    eventWindows: (vehicleClass) => {
      if (!windows.has(vehicleClass)) windows.set(vehicleClass, eventOverrideOf(document, vehicleClass, calendar));
      return windows.get(vehicleClass);
    },
  };
};

/** Refuses `no-tariff` for a version that is not there, or that this version of the platform cannot read. */
export const loadTariff = async (
  tx: Tx,
  tariffVersionId: string,
  calendarVersionId: string | null,
): Promise<LoadedTariff | Refusal> => {
  const key = `${tariffVersionId}/${calendarVersionId}`;
  const known = loadedTariffs.get(key);
  if (known !== undefined) return known;
  const row = await tx.row<{ tariffId: string; document: unknown; calendar: Calendar | null }>(sql`
    select t.tariff_id as "tariffId", t.document,
      (select document from calendar_version where id = ${calendarVersionId}) as calendar
    from tariff_version t where t.id = ${tariffVersionId}`);
  if (row === undefined) return refuse('no-tariff', `there is no tariff version ${tariffVersionId}`);
  const document = readTariff(row.document);
  if (isProblems(document)) {
    const [first] = document;
    return refuse(
      'no-tariff',
      `tariff version ${tariffVersionId}: ${first === undefined ? '' : describeProblem(first)}`,
    );
  }
  const loaded = { tariffId: row.tariffId, ...readyTariff(document, row.calendar) };
  if (loadedTariffs.size >= loadedTariffsMax) loadedTariffs.clear();
  loadedTariffs.set(key, loaded);
  return loaded;
};

export interface StoredVersion {
  readonly tariffId: string;
  readonly tariffName: string;
  readonly version: number;
  readonly document: unknown;
}

export const readVersion = (tx: Tx, versionId: string): Promise<StoredVersion | undefined> =>
  tx.row<StoredVersion>(sql`
    select v.tariff_id as "tariffId", t.name as "tariffName", v.version, v.document
    from tariff_version v join tariff t on t.id = v.tariff_id where v.id = ${versionId}`);

/** A calendar version's own days; undefined where there is none. */
export const readCalendar = async (tx: Tx, calendarVersionId: string): Promise<Calendar | undefined> =>
  (await tx.row<{ document: Calendar }>(sql`select document from calendar_version where id = ${calendarVersionId}`))
    ?.document;

/** The days that a stay beginning at `at` would be priced by: those of the lot, or of the company's default calendar. */
export const calendarAt = async (tx: Tx, lotId: string | undefined, at: EpochMs): Promise<Calendar | undefined> => {
  const versionId =
    lotId === undefined
      ? sql`(select v.id from calendar c join calendar_version v on v.calendar_id = c.id
          where c.is_default and v.effective_from <= instant(${at}) order by v.effective_from desc limit 1)`
      : calendarVersionIdOf(lotId, at);
  return (await tx.row<{ document: Calendar }>(sql`select document from calendar_version where id = ${versionId}`))
    ?.document;
};

/** The versions in force at `at`, by tariff. */
export const versionsInForce = async (
  tx: Tx,
  tariffIds: readonly string[],
  at: EpochMs,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx.rows<{ tariffId: string; id: string }>(sql`
    select distinct on (tariff_id) tariff_id as "tariffId", id from tariff_version
    where tariff_id = any (${[...tariffIds]}::uuid[]) and effective_from <= instant(${at}) and withdrawn_at is null
    order by tariff_id, effective_from desc, version desc`);
  return new Map(rows.map(({ tariffId, id }) => [tariffId, id]));
};

/** Whether a stay is priced under the version; none can have begun before it did. */
export const isPinned = async (tx: Tx, versionId: string, effectiveFrom: Date): Promise<boolean> =>
  (await tx.row(sql`
    select 1 from parking_session
    where tariff_version_id = ${versionId} and entered_at >= ${effectiveFrom} limit 1`)) !== undefined;
