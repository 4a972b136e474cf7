// Lots with their policies and tariff, and their lanes.
import { type FilterQuery } from '@mikro-orm/core';
import { LaneRow, LotPolicyVersionRow, LotRow } from '../../db/entities/lots.ts';
import { AreaRow, BranchRow, RoadRow } from '../../db/entities/organisation.ts';
import { CalendarRow } from '../../db/entities/calendars.ts';
import { TariffRow } from '../../db/entities/tariffs.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { defaultLotPolicy, type LotPolicy } from '../../domain/lot-policy.ts';
import { newId } from '../../platform/ids.ts';
import { type Boards } from '../boards.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { policyOf, showPolicy } from '../lot-policy.ts';
import { found } from '../problems.ts';
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
  showRow,
} from '../settings.ts';

export const lots: Setting<LotRow, Schema<'Lot'>> = {
  kind: 'Lot',
  entity: LotRow,
  lotOf: ({ id }) => id,
  show: (row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    capacity: row.capacity,
    zone: row.zone,
    state: row.state,
    branchId: row.branchId ?? null,
    areaId: row.areaId,
    roadId: row.roadId ?? null,
    tariffId: row.tariffId ?? null,
    calendarId: row.calendarId ?? null,
    latitude: row.latitude ?? null,
    longitude: row.longitude ?? null,
    createdAt: instantText(row.createdAt),
    version: row.version,
  }),
};

const lanes: Setting<LaneRow, Schema<'Lane'>> = {
  kind: 'Lane',
  entity: LaneRow,
  lotOf: ({ lotId }) => lotId,
  show: ({ id, lotId, code, name, direction, confirmation, state, version }) => ({
    id,
    lotId,
    code,
    name,
    direction,
    confirmation,
    state,
    version,
  }),
};

type LotOps = 'listLots' | 'createLot' | 'getLot' | 'updateLot' | 'removeLot' | 'assignLotTariff';
type PolicyOps = 'getLotPolicy' | 'replaceLotPolicy';
type LaneOps = 'listLanes' | 'createLane' | 'getLane' | 'updateLane' | 'removeLane';

export interface LotDeps {
  readonly cursors: Cursors;
  readonly access: AccessState;
  readonly boards: Pick<Boards, 'refresh'>;
}

/** The row that makes capacity atomic follows the lot, and the board hears of it. */
const writeCapacity = async (tx: Tx, lot: Pick<LotRow, 'id' | 'companyId' | 'capacity'>): Promise<void> => {
  await tx.run(sql`
    with written as (
      insert into lot_occupancy (lot_id, company_id, capacity) values (${lot.id}, ${lot.companyId}, ${lot.capacity})
      on conflict (lot_id) do update
        set capacity = excluded.capacity, version = lot_occupancy.version + 1, updated_at = now()
      returning lot_id
    )
    select pg_notify('board', lot_id::text) from written`);
};

const insertPolicy = async (
  tx: Tx,
  lot: { readonly id: string; readonly companyId: string },
  version: number,
  policy: LotPolicy,
  createdBy: string,
): Promise<void> => {
  await tx.run(sql`
    insert into lot_policy_version (id, company_id, lot_id, version, policy, created_by)
    values (${newId()}, ${lot.companyId}, ${lot.id}, ${version}, ${JSON.stringify(policy)}::jsonb, ${createdBy})`);
};

const references = (body: {
  branchId?: string | null;
  areaId?: string;
  roadId?: string | null;
  tariffId?: string;
  calendarId?: string;
}) =>
  [
    [BranchRow, body.branchId, '/body/branchId'],
    [AreaRow, body.areaId, '/body/areaId'],
    [RoadRow, body.roadId, '/body/roadId'],
    [TariffRow, body.tariffId, '/body/tariffId'],
    [CalendarRow, body.calendarId, '/body/calendarId'],
  ] as const;

const lotHandlers = ({ cursors, access, boards }: LotDeps): Handlers<LotOps> => ({
  listLots: (request) => {
    const { areaId, roadId, kind, state } = request.query;
    const where: FilterQuery<LotRow> = {};
    assignNamed(where as object, { areaId, roadId, kind, state });
    return listRows(cursors, request, lots, where);
  },
  async createLot(request) {
    const { tx, body, scope, actor } = request;
    await expectKnown(tx, references(body));
    const id = newId();
    const { policy, branchId, roadId, tariffId, calendarId, latitude, longitude, ...named } = body;
    const reply = await createRow(request, lots, {
      ...named,
      id,
      companyId: scope.companyId,
      branchId: branchId ?? null,
      roadId: roadId ?? null,
      tariffId: tariffId ?? null,
      calendarId: calendarId ?? null,
      latitude: latitude ?? null,
      longitude: longitude ?? null,
      state: 'open',
    });
    const lot = { id, companyId: scope.companyId, capacity: body.capacity };
    await writeCapacity(tx, lot);
    await insertPolicy(tx, lot, 1, policyOf(defaultLotPolicy, policy ?? {}), actor.id);
    request.afterCommit(() => access.changed(scope.companyId));
    return reply;
  },
  async getLot({ tx, path }) {
    return showRow(lots, await readRow(tx, LotRow, path.lotId));
  },
  async updateLot(request) {
    const { tx, body, path } = request;
    await expectKnown(tx, references(body));
    const reply = await changeRow(request, lots, path.lotId, (row) => assignNamed(row, body));
    // Name and state are on the board as well as the capacity.
    const { companyId } = request.scope;
    await writeCapacity(tx, { id: path.lotId, companyId, capacity: reply.body.capacity });
    request.afterCommit(() => access.changed(companyId));
    request.afterCommit(() => boards.refresh(path.lotId));
    return reply;
  },
  async removeLot(request) {
    const { tx, path } = request;
    const row = await readRow(tx, LotRow, path.lotId);
    expectVersion(row, request.ifMatch);
    await tx.run(sql`delete from lot_policy_version where lot_id = ${row.id}`);
    await tx.run(sql`delete from lot_occupancy where lot_id = ${row.id}`);
    request.afterCommit(() => access.changed(request.scope.companyId));
    return removeRow(request, lots, path.lotId);
  },
  async assignLotTariff(request) {
    const { tariffId } = request.body;
    await expectKnown(request.tx, [[TariffRow, tariffId, '/body/tariffId']]);
    return changeRow(request, lots, request.path.lotId, (row) => {
      row.tariffId = tariffId;
    });
  },
});

const newestPolicy = (tx: Tx, lotId: string): Promise<LotPolicyVersionRow | null> =>
  tx.em.findOne(LotPolicyVersionRow, { lotId }, { orderBy: { version: 'desc' } });

const policyHandlers: Handlers<PolicyOps> = {
  async getLotPolicy({ tx, path }) {
    const { policy, version } = found(await newestPolicy(tx, path.lotId));
    return { status: 200, body: showPolicy({ ...defaultLotPolicy, ...policy }, version), version };
  },
  async replaceLotPolicy({ tx, path, body, ifMatch, actor, audit }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const newest = found(await newestPolicy(tx, path.lotId));
    expectVersion(newest, ifMatch);
    const known = { ...defaultLotPolicy, ...newest.policy };
    const version = newest.version + 1;
    const policy = policyOf(known, body);
    await insertPolicy(tx, lot, version, policy, actor.id);
    const [before, after] = [showPolicy(known, newest.version), showPolicy(policy, version)];
    await audit({ subjectKind: 'LotPolicy', subjectId: lot.id, lotId: lot.id, before, after });
    return { status: 200, body: after, version };
  },
};

const laneHandlers = ({ cursors }: LotDeps): Handlers<LaneOps> => ({
  async listLanes(request) {
    await readRow(request.tx, LotRow, request.path.lotId);
    return listRows(cursors, request, lanes, { lotId: request.path.lotId });
  },
  async createLane(request) {
    const { id: lotId, companyId } = await readRow(request.tx, LotRow, request.path.lotId);
    const { code, name, direction, confirmation, state = 'open' } = request.body;
    return createRow(request, lanes, { id: newId(), companyId, lotId, code, name, direction, confirmation, state });
  },
  async getLane({ tx, path }) {
    return showRow(lanes, await readRow(tx, LaneRow, path.laneId));
  },
  updateLane: (request) => changeRow(request, lanes, request.path.laneId, (row) => assignNamed(row, request.body)),
  removeLane: (request) => removeRow(request, lanes, request.path.laneId),
});

export const lotRoutes = (deps: LotDeps): Handlers<LotOps | PolicyOps | LaneOps> => ({
  ...lotHandlers(deps),
  ...policyHandlers,
  ...laneHandlers(deps),
});
