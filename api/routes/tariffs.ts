// Tariffs and their versions; a document that does not parse is refused with pointers into it.
import { TariffRow, TariffVersionRow } from '../../db/entities/tariffs.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { malformed, Problem } from '../problems.ts';
import { instantText, readRow } from '../settings.ts';

type TariffOps = 'listTariffs' | 'createTariff' | 'getTariff' | 'listTariffVersions' | 'addTariffVersion';

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

const showVersion = (row: TariffVersionRow): Schema<'TariffVersion'> => ({
  id: row.id,
  tariffId: row.tariffId,
  version: row.version,
  document: row.document as Record<string, unknown>,
  effectiveFrom: instantText(row.effectiveFrom),
  createdAt: instantText(row.createdAt),
});

const checkDocument = (document: unknown): object => {
  const parsed = parseTariff(document);
  if (!isProblems(parsed)) return document as object;
  const errors = parsed.map(({ pointer, code, message }) => ({ pointer: `/body/document${pointer}`, code, message }));
  throw new Problem('malformed-tariff', { errors: errors.slice(0, 50) });
};

const instantOf = (text: string, pointer: string): Date => {
  const at = parseInstant(text);
  if (at === undefined) throw malformed(pointer, 'format', 'is not an instant');
  return new Date(at);
};

const insertVersion = async (
  tx: Tx,
  tariff: TariffRow,
  version: number,
  { document, effectiveFrom }: { readonly document: unknown; readonly effectiveFrom: Date },
): Promise<TariffVersionRow> => {
  const { id: tariffId, companyId } = tariff;
  const row = tx.em.create(TariffVersionRow, {
    id: newId(),
    companyId,
    tariffId,
    version,
    document: checkDocument(document),
    effectiveFrom,
  });
  await tx.em.flush();
  return row;
};

export const tariffRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<TariffOps> => ({
  async listTariffs(request) {
    const { tx } = request;
    const after = cursors.read(request)?.[0];
    const where = after === undefined ? {} : { id: { $gt: String(after) } };
    const rows = await tx.em.find(TariffRow, where, { orderBy: { id: 'asc' }, limit: cursors.limit(request) });
    const latest = await latestVersions(
      tx,
      rows.map(({ id }) => id),
    );
    const show = (row: TariffRow) => showTariff(row, latest.get(row.id) ?? 0);
    return { status: 200, body: cursors.page(request, rows, ({ id }) => [id], show) };
  },
  async createTariff({ tx, body, scope, at, audit }) {
    const tariff = tx.em.create(TariffRow, { id: newId(), companyId: scope.companyId, name: body.name });
    await tx.em.flush();
    const { document, effectiveFrom } = body;
    if (document !== undefined) {
      const from = effectiveFrom === undefined ? new Date(at) : instantOf(effectiveFrom, '/body/effectiveFrom');
      await insertVersion(tx, tariff, 1, { document, effectiveFrom: from });
    }
    const shown = showTariff(tariff, document === undefined ? 0 : 1);
    await audit({ subjectKind: 'Tariff', subjectId: tariff.id, after: { ...shown, document } });
    return { status: 201, body: shown };
  },
  async getTariff({ tx, path }) {
    const tariff = await readRow(tx, TariffRow, path.tariffId);
    return { status: 200, body: showTariff(tariff, (await latestVersions(tx, [tariff.id])).get(tariff.id) ?? 0) };
  },
  async listTariffVersions(request) {
    const { tx, path } = request;
    const { id: tariffId } = await readRow(tx, TariffRow, path.tariffId);
    const after = cursors.read(request)?.[0];
    const where = after === undefined ? { tariffId } : { tariffId, version: { $lt: Number(after) } };
    const rows = await tx.em.find(TariffVersionRow, where, {
      orderBy: { version: 'desc' },
      limit: cursors.limit(request),
    });
    return { status: 200, body: cursors.page(request, rows, ({ version }) => [version], showVersion) };
  },
  async addTariffVersion({ tx, path, body, audit }) {
    const tariff = await readRow(tx, TariffRow, path.tariffId);
    await tx.rows(sql`select 1 from tariff where id = ${tariff.id} for update`);
    const latest = (await latestVersions(tx, [tariff.id])).get(tariff.id) ?? 0;
    const effectiveFrom = instantOf(body.effectiveFrom, '/body/effectiveFrom');
    const version = await insertVersion(tx, tariff, latest + 1, { document: body.document, effectiveFrom });
    const shown = showVersion(version);
    await audit({ subjectKind: 'Tariff', subjectId: tariff.id, after: shown });
    return { status: 201, body: shown };
  },
});
