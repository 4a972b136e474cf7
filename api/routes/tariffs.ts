// Tariffs and their versions: added, read, taken back before they begin, downloaded and uploaded as files.
import { TariffRow, TariffVersionRow } from '../../db/entities/tariffs.ts';
import { isPinned, versionsInForce } from '../../db/queries/tariff-versions.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type OperationId, type Schema } from '../handler.ts';
import { found, Problem } from '../problems.ts';
import { instantOrNull, instantText, readRow } from '../settings.ts';
import { expectWholeCompany, readDocument, readInstant } from '../tariffs/documents.ts';

type TariffOps = 'listTariffs' | 'createTariff' | 'getTariff';
type VersionOps =
  | 'listTariffVersions'
  | 'addTariffVersion'
  | 'getTariffVersion'
  | 'withdrawTariffVersion'
  | 'exportTariffVersion'
  | 'importTariffVersion';

const fileFormat = 'city-parking-tariff/1';

const latestVersions = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx.rows<{ id: string; latest: number }>(sql`
    select tariff_id as id, max(version) as latest from tariff_version where tariff_id = any (${[...ids]}::uuid[]) group by 1`);
  return new Map(rows.map(({ id, latest }) => [id, latest]));
};

const showTariff = ({ id, name, createdAt }: TariffRow, latestVersion: number): Schema<'Tariff'> => ({
  id,
  name,
  latestVersion,
  createdAt: instantText(createdAt),
});

const stateOf = (
  { id, effectiveFrom, withdrawnAt }: TariffVersionRow,
  inForceId: string | undefined,
  at: EpochMs,
): Schema<'TariffVersion'>['state'] => {
  if (withdrawnAt !== null && withdrawnAt !== undefined) return 'withdrawn';
  if (effectiveFrom.getTime() > at) return 'to-come';
  return id === inForceId ? 'in-force' : 'replaced';
};

const showVersion = (row: TariffVersionRow, inForceId: string | undefined, at: EpochMs): Schema<'TariffVersion'> => ({
  id: row.id,
  tariffId: row.tariffId,
  version: row.version,
  document: row.document as Record<string, unknown>,
  effectiveFrom: instantText(row.effectiveFrom),
  state: stateOf(row, inForceId, at),
  createdAt: instantText(row.createdAt),
  createdBy: row.createdBy ?? null,
  withdrawnAt: instantOrNull(row.withdrawnAt),
});

type VersionRequest = Pick<ApiRequest<OperationId>, 'tx' | 'scope' | 'at' | 'actor' | 'audit'>;

const inForceIdOf = async (tx: Tx, tariffId: string, at: EpochMs): Promise<string | undefined> =>
  (await versionsInForce(tx, [tariffId], at)).get(tariffId);

const show = async ({ tx, at }: VersionRequest, row: TariffVersionRow): Promise<Schema<'TariffVersion'>> =>
  showVersion(row, await inForceIdOf(tx, row.tariffId, at), at);

/** Versions of a tariff are added and taken back one at a time. */
const lockTariff = async (tx: Tx, tariffId: string): Promise<TariffRow> => {
  const tariff = await readRow(tx, TariffRow, tariffId);
  await tx.rows(sql`select 1 from tariff where id = ${tariff.id} for update`);
  return tariff;
};

interface NewVersion {
  readonly document: unknown;
  readonly effectiveFrom: EpochMs;
  /** Where the request says it. */
  readonly pointer: string;
}

const insertVersion = async (
  { tx, actor, at }: VersionRequest,
  { id: tariffId, companyId }: TariffRow,
  { document, effectiveFrom, pointer }: NewVersion,
): Promise<TariffVersionRow> => {
  readDocument(document, '/body/document');
  const withdrawnAt = null;
  // What was in force stays what it was; the first version may say what has always held.
  const isFirst = (await tx.em.count(TariffVersionRow, { tariffId, withdrawnAt })) === 0;
  if (!isFirst && effectiveFrom < at) {
    const message = 'a version that is not the first begins now or later';
    throw new Problem('effective-too-early', {
      errors: [{ pointer, code: 'effective-too-early', message }],
    });
  }
  const row = tx.em.create(TariffVersionRow, {
    id: newId(),
    companyId,
    tariffId,
    version: ((await latestVersions(tx, [tariffId])).get(tariffId) ?? 0) + 1,
    // As it was written: defaults are filled in when it is read.
    document: document as object,
    effectiveFrom: new Date(effectiveFrom),
    createdBy: actor.id,
  });
  await tx.em.flush();
  return row;
};

const addVersion = async (
  request: VersionRequest,
  tariffId: string,
  given: { readonly document: unknown; readonly effectiveFrom: string | undefined; readonly pointer: string },
): Promise<{ status: 201; body: Schema<'TariffVersion'> }> => {
  expectWholeCompany(request.scope);
  const tariff = await lockTariff(request.tx, tariffId);
  const { document, pointer } = given;
  const effectiveFrom = given.effectiveFrom === undefined ? request.at : readInstant(given.effectiveFrom, pointer);
  const body = await show(request, await insertVersion(request, tariff, { document, effectiveFrom, pointer }));
  await request.audit({ subjectKind: 'Tariff', subjectId: tariff.id, after: body });
  return { status: 201, body };
};

const versionOf = async (tx: Tx, tariffId: string, version: number): Promise<TariffVersionRow> => {
  await readRow(tx, TariffRow, tariffId);
  return found(await tx.em.findOne(TariffVersionRow, { tariffId, version }));
};

const withdraw = async (request: ApiRequest<'withdrawTariffVersion'>): Promise<Schema<'TariffVersion'>> => {
  const { tx, path, body, scope, at, audit } = request;
  expectWholeCompany(scope);
  const tariff = await lockTariff(tx, path.tariffId);
  const row = await versionOf(tx, tariff.id, path.version);
  const before = await show(request, row);
  if (before.state === 'withdrawn') throw new Problem('version-withdrawn');
  if (before.state !== 'to-come' || (await isPinned(tx, row.id, row.effectiveFrom))) {
    throw new Problem('version-in-force');
  }
  row.withdrawnAt = new Date(at);
  await tx.em.flush();
  const after = await show(request, row);
  await audit({ subjectKind: 'Tariff', subjectId: tariff.id, reason: body.reason, before, after });
  return after;
};

const fileOf = async ({ tx, path, at }: ApiRequest<'exportTariffVersion'>): Promise<Schema<'TariffFile'>> => {
  const tariff = await readRow(tx, TariffRow, path.tariffId);
  const row = await versionOf(tx, tariff.id, path.version);
  return {
    format: fileFormat,
    tariffName: tariff.name,
    version: row.version,
    effectiveFrom: instantText(row.effectiveFrom),
    createdAt: instantText(row.createdAt),
    exportedAt: instantText(new Date(at)),
    document: row.document as Record<string, unknown>,
  };
};

const tariffHandlers = (cursors: Cursors): Handlers<TariffOps> => ({
  async listTariffs(request) {
    const { tx } = request;
    const after = cursors.read(request)?.[0];
    const where = after === undefined ? {} : { id: { $gt: String(after) } };
    const rows = await tx.em.find(TariffRow, where, { orderBy: { id: 'asc' }, limit: cursors.limit(request) });
    const latest = await latestVersions(
      tx,
      rows.map(({ id }) => id),
    );
    const shown = (row: TariffRow) => showTariff(row, latest.get(row.id) ?? 0);
    return { status: 200, body: cursors.page(request, rows, ({ id }) => [id], shown) };
  },
  async createTariff(request) {
    const { tx, body, scope, at, audit } = request;
    const tariff = tx.em.create(TariffRow, { id: newId(), companyId: scope.companyId, name: body.name });
    await tx.em.flush();
    const { document, effectiveFrom } = body;
    if (document !== undefined) {
      const pointer = '/body/effectiveFrom';
      const from = effectiveFrom === undefined ? at : readInstant(effectiveFrom, pointer);
      await insertVersion(request, tariff, { document, effectiveFrom: from, pointer });
    }
    const shown = showTariff(tariff, document === undefined ? 0 : 1);
    await audit({ subjectKind: 'Tariff', subjectId: tariff.id, after: { ...shown, document } });
    return { status: 201, body: shown };
  },
  async getTariff({ tx, path }) {
    const tariff = await readRow(tx, TariffRow, path.tariffId);
    return { status: 200, body: showTariff(tariff, (await latestVersions(tx, [tariff.id])).get(tariff.id) ?? 0) };
  },
});

const versionHandlers = (cursors: Cursors): Handlers<VersionOps> => ({
  async listTariffVersions(request) {
    const { tx, path, at } = request;
    const { id: tariffId } = await readRow(tx, TariffRow, path.tariffId);
    const after = cursors.read(request)?.[0];
    const where = after === undefined ? { tariffId } : { tariffId, version: { $lt: Number(after) } };
    const rows = await tx.em.find(TariffVersionRow, where, {
      orderBy: { version: 'desc' },
      limit: cursors.limit(request),
    });
    const inForceId = await inForceIdOf(tx, tariffId, at);
    const shown = (row: TariffVersionRow) => showVersion(row, inForceId, at);
    return { status: 200, body: cursors.page(request, rows, ({ version }) => [version], shown) };
  },
  addTariffVersion(request) {
    const { document, effectiveFrom } = request.body;
    const pointer = '/body/effectiveFrom';
    return addVersion(request, request.path.tariffId, { document, effectiveFrom, pointer });
  },
  async getTariffVersion(request) {
    const { tariffId, version } = request.path;
    return { status: 200, body: await show(request, await versionOf(request.tx, tariffId, version)) };
  },
  async withdrawTariffVersion(request) {
    return { status: 200, body: await withdraw(request) };
  },
  async exportTariffVersion(request) {
    const { tariffId, version } = request.path;
    const name = `tariff-${tariffId}-v${version}.json`;
    const headers = { 'Content-Disposition': `attachment; filename="${name}"` };
    return { status: 200, body: await fileOf(request), headers };
  },
  importTariffVersion(request) {
    const { body, path, query } = request;
    const pointer = '/query/effectiveFrom';
    const { document } = body;
    return addVersion(request, path.tariffId, { document, effectiveFrom: query.effectiveFrom, pointer });
  },
});

export const tariffRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<TariffOps | VersionOps> => ({
  ...tariffHandlers(cursors),
  ...versionHandlers(cursors),
});
