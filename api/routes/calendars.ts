// Calendars: the company's own, which of them is the default, and which lots use which.
import { CalendarRow } from '../../db/entities/calendars.ts';
import { type LotRow } from '../../db/entities/lots.ts';
import {
  currentVersions,
  lockCalendar,
  unsetDefaultCalendar,
  type CurrentVersion,
} from '../../db/queries/calendars.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { missingYears } from '../../domain/calendar-alarm.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { found, Problem } from '../problems.ts';
import {
  assignNamed,
  changeRow,
  createRow,
  expectKnown,
  expectVersion,
  instantText,
  listRows,
  readRow,
  removeRow,
  type Setting,
} from '../settings.ts';
import { addVersion, calendarVersionRoutes, type VersionOps } from './calendar-versions.ts';
import { lots } from './lots.ts';

type OwnCalendar = Omit<Schema<'Calendar'>, 'versionInForce' | 'missingYears'>;

/** What a row says by itself; what its versions say is added where it is shown. */
const calendars: Setting<CalendarRow, OwnCalendar> = {
  kind: 'Calendar',
  entity: CalendarRow,
  show: ({ id, name, isDefault, alarmDays, latestVersion, createdAt, version }) => ({
    id,
    name,
    isDefault,
    alarmDays,
    latestVersion,
    createdAt: instantText(createdAt),
    version,
  }),
};

const shown = (own: OwnCalendar, versions: readonly CurrentVersion[], at: EpochMs): Schema<'Calendar'> => {
  const ofThis = versions.filter(({ calendarId }) => calendarId === own.id);
  const inForce = ofThis.find(({ effectiveFrom }) => effectiveFrom <= at);
  return {
    ...own,
    versionInForce: inForce?.version ?? null,
    missingYears: missingYears(ofThis, at, own.alarmDays),
  };
};

const show = async (tx: Tx, own: OwnCalendar, at: EpochMs): Promise<Schema<'Calendar'>> =>
  shown(own, await currentVersions(tx, [own.id], at), at);

type CalendarOps =
  | 'listCalendars'
  | 'createCalendar'
  | 'getCalendar'
  | 'updateCalendar'
  | 'removeCalendar'
  | 'listCalendarLots'
  | 'assignLotCalendar';

const keepHandlers = ({ cursors }: { readonly cursors: Cursors }): Handlers<CalendarOps> => ({
  async listCalendars(request) {
    const { tx, at } = request;
    const { body } = await listRows(cursors, request, calendars, {});
    const ids = body.items.map(({ id }) => id);
    const versions = await currentVersions(tx, ids, at);
    return { status: 200, body: { ...body, items: body.items.map((own) => shown(own, versions, at)) } };
  },
  async createCalendar(request) {
    const { tx, body, scope, at } = request;
    const { companyId } = scope;
    const { document, effectiveFrom, name, isDefault = false, alarmDays = 45 } = body;
    const id = newId();
    if (isDefault) await unsetDefaultCalendar(tx, companyId, id);
    const row = { id, companyId, name, isDefault, alarmDays, latestVersion: 0 };
    const { body: own } = await createRow(request, calendars, row);
    if (document === undefined) return { status: 201, body: await show(tx, own, at) };
    await addVersion(request, id, { document, ...(effectiveFrom === undefined ? {} : { effectiveFrom }) });
    return { status: 201, body: await show(tx, calendars.show(await readRow(tx, CalendarRow, id)), at) };
  },
  async getCalendar({ tx, path, at }) {
    const row = await readRow(tx, CalendarRow, path.calendarId);
    return { status: 200, body: await show(tx, calendars.show(row), at), version: row.version };
  },
  async updateCalendar(request) {
    const { tx, path, body, scope, at } = request;
    if (body.isDefault === true) await unsetDefaultCalendar(tx, scope.companyId, path.calendarId);
    const reply = await changeRow(request, calendars, path.calendarId, (row) => assignNamed(row, body));
    return { ...reply, body: await show(tx, reply.body, at) };
  },
  async removeCalendar(request) {
    const { tx, path, ifMatch } = request;
    const { id } = found(await lockCalendar(tx, path.calendarId));
    const row = await readRow(tx, CalendarRow, id);
    expectVersion(row, ifMatch);
    // Lots use the default without naming it.
    if (row.isDefault) throw new Problem('still-referenced');
    await tx.run(sql`delete from calendar_version where calendar_id = ${id}`);
    return removeRow(request, calendars, id);
  },
  async listCalendarLots(request) {
    const { id, isDefault } = await readRow(request.tx, CalendarRow, request.path.calendarId);
    const where = isDefault ? { $or: [{ calendarId: id }, { calendarId: null }] } : { calendarId: id };
    return listRows<LotRow, Schema<'Lot'>>(cursors, request, lots, where);
  },
  async assignLotCalendar(request) {
    const { calendarId } = request.body;
    await expectKnown(request.tx, [[CalendarRow, calendarId, '/body/calendarId']]);
    return changeRow(request, lots, request.path.lotId, (row) => {
      row.calendarId = calendarId;
    });
  },
});

export const calendarRoutes = (deps: { readonly cursors: Cursors }): Handlers<CalendarOps | VersionOps> => ({
  ...keepHandlers(deps),
  ...calendarVersionRoutes(deps),
});
