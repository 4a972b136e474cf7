// Companies, branches, areas and roads.
import { AreaRow, BranchRow, CompanyRow, RoadRow } from '../../db/entities/organisation.ts';
import { insertCompany } from '../../db/seed.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { Problem } from '../problems.ts';
import {
  assignNamed,
  changeRow,
  createRow,
  expectKnown,
  instantText,
  listRows,
  readRow,
  removeRow,
  type Setting,
  showRow,
} from '../settings.ts';

const companies: Setting<CompanyRow, Schema<'Company'>> = {
  kind: 'Company',
  entity: CompanyRow,
  show: ({ id, name, createdAt, version }) => ({ id, name, createdAt: instantText(createdAt), version }),
};
const branches: Setting<BranchRow, Schema<'Branch'>> = {
  kind: 'Branch',
  entity: BranchRow,
  show: ({ id, name, createdAt, version }) => ({ id, name, createdAt: instantText(createdAt), version }),
};
const areas: Setting<AreaRow, Schema<'Area'>> = {
  kind: 'Area',
  entity: AreaRow,
  show: ({ id, name, code, branchId, parentAreaId, createdAt, version }) => ({
    id,
    name,
    code: code ?? null,
    branchId: branchId ?? null,
    parentAreaId: parentAreaId ?? null,
    createdAt: instantText(createdAt),
    version,
  }),
};
const roads: Setting<RoadRow, Schema<'Road'>> = {
  kind: 'Road',
  entity: RoadRow,
  show: ({ id, areaId, name, createdAt, version }) => ({
    id,
    areaId,
    name,
    createdAt: instantText(createdAt),
    version,
  }),
};

type CompanyOps = 'createCompany' | 'getCompany' | 'updateCompany';
type BranchOps = 'listBranches' | 'createBranch' | 'getBranch' | 'updateBranch' | 'removeBranch';
type AreaOps = 'listAreas' | 'createArea' | 'getArea' | 'updateArea' | 'removeArea';
type RoadOps = 'listRoads' | 'createRoad' | 'getRoad' | 'updateRoad' | 'removeRoad';

export interface OrganisationDeps {
  readonly cursors: Cursors;
  readonly access: AccessState;
}

const companyHandlers: Handlers<CompanyOps> = {
  async createCompany({ tx, body, scope, actor, audit }) {
    // The machine of a company may not make another one, whatever its roles say.
    if (actor.kind !== 'platform') throw new Problem('forbidden');
    const seeded = await insertCompany(tx, scope.companyId, body);
    await audit({ subjectKind: 'Company', subjectId: scope.companyId, after: { name: body.name } });
    return { status: 201, body: { id: seeded.companyId, administratorId: seeded.administratorId } };
  },
  async getCompany({ tx, scope }) {
    return showRow(companies, await readRow(tx, CompanyRow, scope.companyId));
  },
  updateCompany: (request) =>
    changeRow(request, companies, request.scope.companyId, (row) => assignNamed(row, request.body)),
};

const branchHandlers = ({ cursors, access }: OrganisationDeps): Handlers<BranchOps> => ({
  listBranches: (request) => listRows(cursors, request, branches, {}),
  createBranch: (request) =>
    createRow(request, branches, { id: newId(), companyId: request.scope.companyId, name: request.body.name }),
  async getBranch({ tx, path }) {
    return showRow(branches, await readRow(tx, BranchRow, path.branchId));
  },
  updateBranch: (request) =>
    changeRow(request, branches, request.path.branchId, (row) => assignNamed(row, request.body)),
  removeBranch: (request) => {
    request.afterCommit(() => access.changed(request.scope.companyId));
    return removeRow(request, branches, request.path.branchId);
  },
});

const areaHandlers = ({ cursors, access }: OrganisationDeps): Handlers<AreaOps> => ({
  listAreas: (request) => {
    const { parentAreaId } = request.query;
    return listRows(cursors, request, areas, parentAreaId === undefined ? {} : { parentAreaId });
  },
  async createArea(request) {
    request.afterCommit(() => access.changed(request.scope.companyId));
    const { name, code, branchId, parentAreaId } = request.body;
    await expectKnown(request.tx, [
      [BranchRow, branchId, '/body/branchId'],
      [AreaRow, parentAreaId, '/body/parentAreaId'],
    ]);
    return createRow(request, areas, {
      id: newId(),
      companyId: request.scope.companyId,
      name,
      code: code ?? null,
      branchId: branchId ?? null,
      parentAreaId: parentAreaId ?? null,
    });
  },
  async getArea({ tx, path }) {
    return showRow(areas, await readRow(tx, AreaRow, path.areaId));
  },
  async updateArea(request) {
    request.afterCommit(() => access.changed(request.scope.companyId));
    await expectKnown(request.tx, [[BranchRow, request.body.branchId, '/body/branchId']]);
    return changeRow(request, areas, request.path.areaId, (row) => assignNamed(row, request.body));
  },
  removeArea(request) {
    request.afterCommit(() => access.changed(request.scope.companyId));
    return removeRow(request, areas, request.path.areaId);
  },
});

const roadHandlers = ({ cursors }: OrganisationDeps): Handlers<RoadOps> => ({
  listRoads: (request) => {
    const { areaId } = request.query;
    return listRows(cursors, request, roads, areaId === undefined ? {} : { areaId });
  },
  async createRoad(request) {
    await expectKnown(request.tx, [[AreaRow, request.body.areaId, '/body/areaId']]);
    return createRow(request, roads, { id: newId(), companyId: request.scope.companyId, ...request.body });
  },
  async getRoad({ tx, path }) {
    return showRow(roads, await readRow(tx, RoadRow, path.roadId));
  },
  updateRoad: (request) => changeRow(request, roads, request.path.roadId, (row) => assignNamed(row, request.body)),
  removeRoad: (request) => removeRow(request, roads, request.path.roadId),
});

export const organisationRoutes = (deps: OrganisationDeps): Handlers<CompanyOps | BranchOps | AreaOps | RoadOps> => ({
  ...companyHandlers,
  ...branchHandlers(deps),
  ...areaHandlers(deps),
  ...roadHandlers(deps),
});
