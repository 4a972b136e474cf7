// The versions of a calendar: added as JSON or CSV, compared, looked at day by day; one that is in force never changes.
import { CalendarRow, CalendarVersionRow } from '../../db/entities/calendars.ts';
import { currentVersions, lockCalendar } from '../../db/queries/calendars.ts';
import { resolveCalendarAlarms } from '../../db/queries/calendar-alarms.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { weekdayCalendar, type Calendar } from '../../domain/calendar.ts';
import { missingYears } from '../../domain/calendar-alarm.ts';
import { changesOf, diffCalendars, previewDays, withDays } from '../../domain/calendar-days.ts';
import { dayNumber, type DayNumber } from '../../domain/local-time.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';
import { isProblems } from '../../domain/tariff/parse.ts';
import { type TariffProblem } from '../../domain/tariff/reader.ts';
import { type EpochMs, parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { calendarCsv, readCalendarCsv } from '../calendar-csv.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type OperationId, type Schema } from '../handler.ts';
import { found, malformed, Problem } from '../problems.ts';
import { expectVersion, instantText, readRow } from '../settings.ts';

const mostDays = 400;

type VersionRequest = Pick<ApiRequest<OperationId>, 'tx' | 'scope' | 'at' | 'audit'>;

const showVersion = (row: CalendarVersionRow): Schema<'CalendarVersion'> => ({
  id: row.id,
  calendarId: row.calendarId,
  version: row.version,
  document: row.document as Schema<'CalendarDocument'>,
  effectiveFrom: instantText(row.effectiveFrom),
  createdAt: instantText(row.createdAt),
});

const refuseDocument = (problems: readonly TariffProblem[]): never => {
  const errors = problems.map(({ pointer, code, message }) => ({ pointer: `/body/document${pointer}`, code, message }));
  throw new Problem('malformed-calendar', { errors: errors.slice(0, 50) });
};

const checked = (document: unknown, refuse: (problems: readonly TariffProblem[]) => void): Calendar => {
  const parsed = parseCalendar(document);
  if (!isProblems(parsed)) return parsed;
  refuse(parsed);
  throw new Problem('malformed-calendar');
};

const instantOf = (text: string | undefined, pointer: string): EpochMs | undefined => {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at === undefined) throw malformed(pointer, 'bad-format', 'must be RFC 3339 with an offset');
  return at;
};

const versionInForce = (tx: Tx, calendarId: string, at: EpochMs): Promise<CalendarVersionRow | null> =>
  tx.em.findOne(
    CalendarVersionRow,
    { calendarId, effectiveFrom: { $lte: new Date(at) } },
    { orderBy: { effectiveFrom: 'desc' } },
  );

const versionOf = async (tx: Tx, calendarId: string, version: number): Promise<CalendarVersionRow> =>
  found(await tx.em.findOne(CalendarVersionRow, { calendarId, version }));

/** The version that is named, or the one in force; null when there is none. */
const askedVersion = async (
  { tx, at }: VersionRequest,
  calendarId: string,
  version: number | undefined,
): Promise<CalendarVersionRow | null> => {
  const { id } = await readRow(tx, CalendarRow, calendarId);
  return version === undefined ? versionInForce(tx, id, at) : versionOf(tx, id, version);
};

/** Writes the next version of a calendar that is locked, and closes the alarms that it answers. */
const insertVersion = async (
  { tx, scope, at, audit }: VersionRequest,
  calendarId: string,
  effectiveFrom: EpochMs,
  documentOf: (number: number) => Calendar,
): Promise<Schema<'CalendarVersion'>> => {
  const calendar = await readRow(tx, CalendarRow, calendarId);
  // What was in force stays what it was; the first version may say what has always held.
  const isFirst = (await tx.em.count(CalendarVersionRow, { calendarId })) === 0;
  if (!isFirst && effectiveFrom < at) throw new Problem('effective-too-early');
  calendar.latestVersion += 1;
  const row = tx.em.create(CalendarVersionRow, {
    id: newId(),
    companyId: scope.companyId,
    calendarId,
    version: calendar.latestVersion,
    document: documentOf(calendar.latestVersion),
    effectiveFrom: new Date(effectiveFrom),
  });
  await tx.em.flush();
  const versions = await currentVersions(tx, [calendarId], at);
  await resolveCalendarAlarms(tx, scope.companyId, calendarId, missingYears(versions, at, calendar.alarmDays));
  const shown = showVersion(row);
  await audit({ subjectKind: 'Calendar', subjectId: calendarId, after: shown });
  return shown;
};

export const addVersion = async (
  request: VersionRequest,
  calendarId: string,
  { document, effectiveFrom, keepOtherDays = false }: Schema<'CalendarVersionCreate'>,
): Promise<Schema<'CalendarVersion'>> => {
  const { tx, at } = request;
  found(await lockCalendar(tx, calendarId));
  const from = instantOf(effectiveFrom, '/body/effectiveFrom') ?? at;
  const calendar = checked(document, refuseDocument);
  const before = keepOtherDays ? await versionInForce(tx, calendarId, from) : null;
  const { version } = calendar;
  const zone = calendar.zone ?? before?.document.zone;
  const base = before && { ...before.document, ...(zone && { zone }) };
  const full = base === null ? calendar : checked(withDays(base, version, changesOf(calendar)), refuseDocument);
  return insertVersion(request, calendarId, from, () => full);
};

const importVersion = async (request: ApiRequest<'importCalendar'>): Promise<Schema<'CalendarVersion'>> => {
  const { tx, at, path, query, body } = request;
  const { id } = found(await lockCalendar(tx, path.calendarId));
  const from = instantOf(query.effectiveFrom, '/query/effectiveFrom') ?? at;
  const { changes, refuse } = readCalendarCsv(body);
  const before = (await versionInForce(tx, id, from))?.document ?? weekdayCalendar;
  return insertVersion(request, id, from, (number) => checked(withDays(before, `v${number}`, changes), refuse));
};

const rangeOf = ({ from, to }: { readonly from: string; readonly to: string }): [DayNumber, DayNumber] => {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first === undefined) throw malformed('/query/from', 'format', 'must be a date');
  if (last === undefined) throw malformed('/query/to', 'format', 'must be a date');
  if (last < first) throw malformed('/query/to', 'minimum', 'must not lie before from');
  if (last - first >= mostDays) throw malformed('/query/to', 'maximum', `at most ${mostDays} days at once`);
  return [first, last];
};

/** The version that holds until this one does. */
const versionBefore = (tx: Tx, row: CalendarVersionRow): Promise<CalendarVersionRow | null> => {
  const { calendarId, effectiveFrom } = row;
  const earlier = { calendarId, effectiveFrom: { $lt: effectiveFrom } };
  return tx.em.findOne(CalendarVersionRow, earlier, { orderBy: { effectiveFrom: 'desc' } });
};

type ReadOps =
  'listCalendarVersions' | 'getCalendarVersion' | 'compareCalendarVersions' | 'listCalendarDays' | 'exportCalendar';
type WriteOps = 'addCalendarVersion' | 'withdrawCalendarVersion' | 'importCalendar';
export type VersionOps = ReadOps | WriteOps;

const readHandlers = ({ cursors }: { readonly cursors: Cursors }): Handlers<ReadOps> => ({
  async listCalendarVersions(request) {
    const { tx, path } = request;
    const { id: calendarId } = await readRow(tx, CalendarRow, path.calendarId);
    const after = cursors.read(request)?.[0];
    const where = after === undefined ? { calendarId } : { calendarId, version: { $lt: Number(after) } };
    const rows = await tx.em.find(CalendarVersionRow, where, {
      orderBy: { version: 'desc' },
      limit: cursors.limit(request),
    });
    return { status: 200, body: cursors.page(request, rows, ({ version }) => [version], showVersion) };
  },
  async getCalendarVersion({ tx, path }) {
    return { status: 200, body: showVersion(await versionOf(tx, path.calendarId, path.calendarVersion)) };
  },
  async compareCalendarVersions({ tx, path, query }) {
    const row = await versionOf(tx, path.calendarId, path.calendarVersion);
    const other = await (query.from === undefined
      ? versionBefore(tx, row)
      : versionOf(tx, path.calendarId, query.from));
    const changes = diffCalendars(other?.document ?? weekdayCalendar, row.document);
    return { status: 200, body: { from: other?.version ?? null, version: row.version, changes } };
  },
  async listCalendarDays(request) {
    const { path, query } = request;
    const [first, last] = rangeOf(query);
    const row = await askedVersion(request, path.calendarId, query.version);
    const days = previewDays(row?.document ?? weekdayCalendar, first, last);
    return { status: 200, body: { version: row?.version ?? null, days } };
  },
  async exportCalendar(request) {
    const { path, query } = request;
    const row = await askedVersion(request, path.calendarId, query.version);
    return {
      status: 200,
      type: 'text/csv',
      body: calendarCsv(row?.document ?? weekdayCalendar),
      headers: { 'Content-Disposition': `attachment; filename="calendar-${path.calendarId}.csv"` },
    };
  },
});

const writeHandlers: Handlers<WriteOps> = {
  async addCalendarVersion(request) {
    return { status: 201, body: await addVersion(request, request.path.calendarId, request.body) };
  },
  async importCalendar(request) {
    return { status: 201, body: await importVersion(request) };
  },
  async withdrawCalendarVersion({ tx, path, at, ifMatch, audit }) {
    const { id } = found(await lockCalendar(tx, path.calendarId));
    expectVersion(await readRow(tx, CalendarRow, id), ifMatch);
    const row = await versionOf(tx, id, path.calendarVersion);
    if (row.effectiveFrom.getTime() <= at) throw new Problem('version-in-force');
    tx.em.remove(row);
    await tx.em.flush();
    await tx.run(sql`update calendar set version = version + 1 where id = ${id}`);
    await audit({ subjectKind: 'Calendar', subjectId: id, before: showVersion(row) });
    return { status: 204 };
  },
};

export const calendarVersionRoutes = (deps: { readonly cursors: Cursors }): Handlers<VersionOps> => ({
  ...readHandlers(deps),
  ...writeHandlers,
});
