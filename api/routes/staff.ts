// Staff, field staff, roles and machines of a company.
import { type FilterQuery } from '@mikro-orm/core';
import { PrincipalRow, RoleRow } from '../../db/entities/identity.ts';
import { AreaRow, BranchRow } from '../../db/entities/organisation.ts';
import { LotRow } from '../../db/entities/lots.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/password.ts';
import { seal } from '../../platform/sealed.ts';
import { randomBytes } from 'node:crypto';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type OperationId, type Schema } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { machineKeyContext } from '../identity/machines.ts';
import { endSignIns } from '../identity/sign-ins.ts';
import { found, malformed, Problem } from '../problems.ts';
import { expectKnown, expectVersion, instantOrNull, instantText, listRows, type Setting } from '../settings.ts';

type Shown = Schema<'Staff'>;
type Unit = Schema<'ScopeUnit'>;

interface Rights {
  readonly roles: readonly string[];
  readonly scope: readonly Unit[];
}

const rightsOf = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Rights>> => {
  const rows = await tx.rows<{ id: string; roles: string[]; scope: Unit[] }>(sql`
    select p.id,
      coalesce((select jsonb_agg(r.name order by r.name) from principal_role pr join role r on r.id = pr.role_id
        where pr.principal_id = p.id), '[]') as roles,
      coalesce((select jsonb_agg(jsonb_build_object('kind', s.kind, 'id', s.unit_id) order by s.kind, s.unit_id)
        from principal_scope s where s.principal_id = p.id), '[]') as scope
    from principal p where p.id = any (${[...ids]}::uuid[])`);
  return new Map(rows.map(({ id, roles, scope }) => [id, { roles, scope }]));
};

const show = (row: PrincipalRow, rights: Rights | undefined): Shown => ({
  id: row.id,
  audience: row.audience === 'field' ? 'field' : 'staff',
  login: row.login,
  displayName: row.displayName,
  state: row.state,
  roles: [...(rights?.roles ?? [])],
  scope: [...(rights?.scope ?? [])],
  lockedUntil: instantOrNull(row.lockedUntil),
  createdAt: instantText(row.createdAt),
  version: row.version,
});

const roles: Setting<RoleRow, Schema<'Role'>> = {
  kind: 'Role',
  entity: RoleRow,
  show: ({ id, name, title, rules, builtIn, version }) => ({ id, name, title, rules: [...rules], builtIn, version }),
};

const writeRoles = async (tx: Tx, companyId: string, principalId: string, names: readonly string[]): Promise<void> => {
  await tx.run(sql`delete from principal_role where principal_id = ${principalId}`);
  const granted = await tx.run(sql`
    insert into principal_role (principal_id, role_id, company_id)
    select ${principalId}, id, company_id from role where company_id = ${companyId} and name = any (${[...names]}::text[])`);
  if (granted !== names.length) throw malformed('/body/roles', 'unknown-reference', 'names a role that does not exist');
};

const unitEntities = { branch: BranchRow, area: AreaRow, lot: LotRow } as const;

const writeScope = async (tx: Tx, companyId: string, principalId: string, scope: readonly Unit[]): Promise<void> => {
  await expectKnown(
    tx,
    scope.map(({ kind, id }, index) => [unitEntities[kind], id, `/body/scope/${index}/id`] as const),
  );
  await tx.run(sql`delete from principal_scope where principal_id = ${principalId}`);
  await tx.run(sql`
    insert into principal_scope (principal_id, company_id, kind, unit_id)
    select ${principalId}, ${companyId}, u.kind, u.id
    from jsonb_to_recordset(${JSON.stringify(scope)}::jsonb) as u (kind text, id uuid) on conflict do nothing`);
};

const readStaff = async (tx: Tx, id: string): Promise<PrincipalRow> => {
  const row = found(await tx.em.findOne(PrincipalRow, { id }));
  return row.audience === 'machine' ? found<PrincipalRow>(undefined) : row;
};

const shown = async (tx: Tx, row: PrincipalRow): Promise<Shown> =>
  show(row, (await rightsOf(tx, [row.id])).get(row.id));

/** Nobody changes his own rights, however many he has. */
const notOneself = ({ actor }: ApiRequest<OperationId>, id: string): void => {
  if (actor.id === id) throw new Problem('same-person', { detail: 'somebody else must do this for you' });
};

type StaffOps =
  | 'listStaff'
  | 'createStaff'
  | 'getStaff'
  | 'updateStaff'
  | 'resetStaffPassword'
  | 'forceSignOut'
  | 'listRoles'
  | 'createMachine';

export interface StaffDeps {
  readonly cursors: Cursors;
  readonly access: AccessState;
  readonly dataKey: Buffer;
}

const listing = ({ cursors }: StaffDeps): Handlers<'listStaff' | 'getStaff' | 'listRoles'> => ({
  async listStaff(request) {
    const { tx, query } = request;
    const after = cursors.read(request)?.[0];
    const where: FilterQuery<PrincipalRow> = {
      audience: query.audience ?? { $in: ['staff', 'field'] },
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(after === undefined ? {} : { id: { $gt: String(after) } }),
    };
    const rows = await tx.em.find(PrincipalRow, where, { orderBy: { id: 'asc' }, limit: cursors.limit(request) });
    const rights = await rightsOf(
      tx,
      rows.map(({ id }) => id),
    );
    return {
      status: 200,
      body: cursors.page(
        request,
        rows,
        ({ id }) => [id],
        (row) => show(row, rights.get(row.id)),
      ),
    };
  },
  async getStaff({ tx, path }) {
    const row = await readStaff(tx, path.staffId);
    return { status: 200, body: await shown(tx, row), version: row.version };
  },
  listRoles: (request) => listRows(cursors, request, roles, {}),
});

const changing = ({ access, dataKey }: StaffDeps): Handlers<'createStaff' | 'updateStaff' | 'createMachine'> => ({
  async createStaff({ tx, body, scope, audit }) {
    const passwordHash = await hashPassword(body.password);
    const { companyId } = scope;
    const { audience, login, displayName } = body;
    const data = { id: newId(), companyId, audience, login, displayName, passwordHash, state: 'active' } as const;
    const row = tx.em.create(PrincipalRow, data);
    await tx.em.flush();
    await writeRoles(tx, companyId, row.id, body.roles);
    await writeScope(tx, companyId, row.id, body.scope);
    const after = await shown(tx, row);
    await audit({ subjectKind: 'Staff', subjectId: row.id, after });
    return { status: 201, body: after };
  },
  async updateStaff(request) {
    const { tx, path, body, scope, ifMatch, audit } = request;
    notOneself(request, path.staffId);
    const row = await readStaff(tx, path.staffId);
    expectVersion(row, ifMatch);
    const before = await shown(tx, row);
    if (body.displayName !== undefined) row.displayName = body.displayName;
    if (body.state !== undefined) row.state = body.state;
    if (body.roles !== undefined) await writeRoles(tx, scope.companyId, row.id, body.roles);
    if (body.scope !== undefined) await writeScope(tx, scope.companyId, row.id, body.scope);
    await tx.run(sql`update principal set version = version + 1, display_name = ${row.displayName}, state = ${row.state}
      where id = ${row.id} and version = ${row.version}`);
    await tx.em.refresh(row);
    if (row.state !== 'active')
      await access.ended(await endSignIns(tx, { principalId: row.id }, `staff is ${row.state}`));
    const after = await shown(tx, row);
    await audit({ subjectKind: 'Staff', subjectId: row.id, before, after });
    request.afterCommit(() => access.changed(scope.companyId));
    return { status: 200, body: after, version: row.version };
  },
  async createMachine({ tx, body, scope, audit }) {
    const { companyId } = scope;
    const id = newId();
    const key = randomBytes(32);
    const secretCipher = seal(dataKey, key, machineKeyContext(id));
    await tx.run(sql`
      insert into principal (id, company_id, audience, login, display_name, secret_cipher)
      values (${id}, ${companyId}, 'machine', ${id}, ${body.name}, ${secretCipher})`);
    await writeRoles(tx, companyId, id, body.roles);
    await writeScope(tx, companyId, id, body.scope);
    await audit({
      subjectKind: 'Machine',
      subjectId: id,
      after: { name: body.name, roles: body.roles, scope: body.scope },
    });
    return { status: 201, body: { id, key: key.toString('base64url') } };
  },
});

const securing = ({ access }: StaffDeps): Handlers<'resetStaffPassword' | 'forceSignOut'> => ({
  async resetStaffPassword(request) {
    const { tx, path, body, audit } = request;
    notOneself(request, path.staffId);
    const row = await readStaff(tx, path.staffId);
    const hash = await hashPassword(body.newPassword);
    await tx.run(sql`
      update principal set password_hash = ${hash}, failed_attempts = 0, locked_until = null, version = version + 1
      where id = ${row.id}`);
    await access.ended(await endSignIns(tx, { principalId: row.id }, 'password reset'));
    await audit({ subjectKind: 'Staff', subjectId: row.id, reason: body.reason, after: { passwordReset: true } });
    return { status: 204 };
  },
  async forceSignOut({ tx, path, audit }) {
    const row = await readStaff(tx, path.staffId);
    const ended = await endSignIns(tx, { principalId: row.id }, 'signed out by an administrator');
    await access.ended(ended);
    await audit({ subjectKind: 'Staff', subjectId: row.id, after: { endedSignIns: ended.length } });
    return { status: 204 };
  },
});

export const staffRoutes = (deps: StaffDeps): Handlers<StaffOps> => ({
  ...listing(deps),
  ...changing(deps),
  ...securing(deps),
});
