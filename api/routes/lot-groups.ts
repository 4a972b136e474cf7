// Groups of lots with one tariff, and which tariff a lot has in the end: its own, or its group's.
import { LotRow } from '../../db/entities/lots.ts';
import { LotGroupRow, TariffRow } from '../../db/entities/tariffs.ts';
import {
  assignmentOf,
  lotsOfGroups,
  lotsOfOtherGroups,
  replaceLotsOfGroup,
} from '../../db/queries/tariff-assignment.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type OperationId, type Schema } from '../handler.ts';
import { found, Problem } from '../problems.ts';
import {
  changeRow,
  expectKnown,
  expectVersion,
  instantText,
  listRows,
  readRow,
  removeRow,
  type Setting,
} from '../settings.ts';
import { expectWholeCompany } from '../tariffs/documents.ts';

type GroupOps =
  | 'listLotGroups'
  | 'createLotGroup'
  | 'getLotGroup'
  | 'updateLotGroup'
  | 'removeLotGroup'
  | 'assignLotGroupTariff'
  | 'getLotTariff';

type OwnGroup = Omit<Schema<'LotGroup'>, 'lotIds'>;
type GroupRequest = Pick<ApiRequest<OperationId>, 'tx' | 'at'>;

/** What a row says by itself; its lots are added where it is shown. */
const groups: Setting<LotGroupRow, OwnGroup> = {
  kind: 'LotGroup',
  entity: LotGroupRow,
  show: ({ id, name, tariffId, createdAt, version }) => ({
    id,
    name,
    tariffId: tariffId ?? null,
    createdAt: instantText(createdAt),
    version,
  }),
};

const withLots = async (tx: Tx, own: readonly OwnGroup[]): Promise<Schema<'LotGroup'>[]> => {
  const lots = await lotsOfGroups(
    tx,
    own.map(({ id }) => id),
  );
  return own.map((group) => ({ ...group, lotIds: [...(lots.get(group.id) ?? [])] }));
};

const show = async (tx: Tx, row: LotGroupRow): Promise<Schema<'LotGroup'>> => {
  const [shown] = await withLots(tx, [groups.show(row)]);
  return found(shown);
};

/** Throws `unknown-reference` for lots that are not the company's, `already-exists` for those of another group. */
const expectFreeLots = async (tx: Tx, groupId: string, lotIds: readonly string[]): Promise<void> => {
  const rows = await tx.em.find(LotRow, { id: { $in: [...lotIds] } }, { fields: ['id'] });
  const known = new Set(rows.map(({ id }) => id));
  const taken = new Set(await lotsOfOtherGroups(tx, groupId, lotIds));
  const faults = (code: 'unknown-reference' | 'already-exists', message: string, isFault: (id: string) => boolean) => {
    const errors = lotIds.flatMap((id, index) =>
      isFault(id) ? [{ pointer: `/body/lotIds/${index}`, code, message }] : [],
    );
    if (errors.length > 0) throw new Problem(code, { errors: errors.slice(0, 50) });
  };
  faults('unknown-reference', 'does not exist', (id) => !known.has(id));
  faults('already-exists', 'is in another group', (id) => taken.has(id));
};

const replaceLots = async (
  { tx, at }: GroupRequest,
  group: { readonly id: string; readonly companyId: string },
  lotIds: readonly string[] | undefined,
): Promise<void> => {
  if (lotIds === undefined) return;
  await expectFreeLots(tx, group.id, lotIds);
  await replaceLotsOfGroup(tx, group, lotIds, at);
};

const create = async (request: ApiRequest<'createLotGroup'>): Promise<Schema<'LotGroup'>> => {
  const { tx, body, scope, audit } = request;
  expectWholeCompany(scope);
  const { name, tariffId = null, lotIds } = body;
  await expectKnown(tx, [[TariffRow, tariffId, '/body/tariffId']]);
  const row = tx.em.create(LotGroupRow, { id: newId(), companyId: scope.companyId, name, tariffId });
  await tx.em.flush();
  await replaceLots(request, row, lotIds);
  const after = await show(tx, row);
  await audit({ subjectKind: groups.kind, subjectId: row.id, after });
  return after;
};

/** A change of the lots alone is a new version too. */
const update = async (request: ApiRequest<'updateLotGroup'>): Promise<Schema<'LotGroup'>> => {
  const { tx, body, path, scope, ifMatch, audit } = request;
  expectWholeCompany(scope);
  const row = await readRow(tx, LotGroupRow, path.groupId);
  const before = await show(tx, row);
  const changed = await tx.run(sql`
    update lot_group set name = ${body.name ?? row.name}, version = version + 1
    where id = ${row.id} and version = ${ifMatch ?? 0}`);
  if (changed === 0) throw new Problem('stale-version');
  await replaceLots(request, row, body.lotIds);
  const after = await show(tx, await tx.em.refreshOrFail(row));
  await audit({ subjectKind: groups.kind, subjectId: row.id, before, after });
  return after;
};

const lotTariff = async ({ tx, path, at }: ApiRequest<'getLotTariff'>): Promise<Schema<'LotTariffInForce'>> => {
  const { id: lotId } = await readRow(tx, LotRow, path.lotId);
  const { ownTariffId, groupTariffId, ...assigned } = found(await assignmentOf(tx, lotId, at));
  const from = ownTariffId !== null ? 'lot' : groupTariffId !== null ? 'group' : null;
  return { lotId, from, ...assigned };
};

export const lotGroupRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<GroupOps> => ({
  async listLotGroups(request) {
    const { body } = await listRows(cursors, request, groups, {});
    return { status: 200, body: { ...body, items: await withLots(request.tx, body.items) } };
  },
  async createLotGroup(request) {
    return { status: 201, body: await create(request) };
  },
  async getLotGroup({ tx, path }) {
    const row = await readRow(tx, LotGroupRow, path.groupId);
    return { status: 200, body: await show(tx, row), version: row.version };
  },
  async updateLotGroup(request) {
    const body = await update(request);
    return { status: 200, body, version: body.version };
  },
  async removeLotGroup(request) {
    const { tx, path, scope, ifMatch } = request;
    expectWholeCompany(scope);
    const row = await readRow(tx, LotGroupRow, path.groupId);
    expectVersion(row, ifMatch);
    await tx.run(sql`delete from lot_group_lot where group_id = ${row.id}`);
    return removeRow(request, groups, row.id);
  },
  async assignLotGroupTariff(request) {
    const { tx, body, path, scope } = request;
    expectWholeCompany(scope);
    await expectKnown(tx, [[TariffRow, body.tariffId, '/body/tariffId']]);
    const reply = await changeRow(request, groups, path.groupId, (row) => {
      row.tariffId = body.tariffId;
    });
    const [shown] = await withLots(tx, [reply.body]);
    return { ...reply, body: found(shown) };
  },
  async getLotTariff(request) {
    return { status: 200, body: await lotTariff(request) };
  },
});
