// What all settings have in common: read one, list them by id, create, change under If-Match, remove; each change audited.
import { type EntityClass, type FilterQuery, type RequiredEntityData } from '@mikro-orm/core';
import { type Tx } from '../db/rows.ts';
import { type Cursors, type Page } from './cursors.ts';
import { type Actor, type AuditEntry } from './handler.ts';
import { found, Problem } from './problems.ts';

interface Row {
  readonly id: string;
}
interface VersionedRow extends Row {
  readonly version: number;
}

interface ChangeRequest {
  readonly tx: Tx;
  readonly ifMatch: number | undefined;
  readonly audit: (entry: AuditEntry) => Promise<void>;
}

interface ListRequest {
  readonly operationId: string;
  readonly tx: Tx;
  readonly actor: Pick<Actor, 'companyId'>;
  readonly query: { readonly cursor?: string; readonly limit?: number };
}

/** One kind of setting: its entity, and how its rows are shown. */
export interface Setting<R extends Row, Shown extends object> {
  readonly kind: string;
  readonly entity: EntityClass<R>;
  readonly show: (row: R) => Shown;
  readonly lotOf?: (row: R) => string;
}

const auditOf = <R extends Row>({ kind, lotOf }: Pick<Setting<R, object>, 'kind' | 'lotOf'>, row: R) => ({
  subjectKind: kind,
  subjectId: row.id,
  ...(lotOf === undefined ? {} : { lotId: lotOf(row) }),
});

export const readRow = async <R extends Row>(tx: Tx, entity: EntityClass<R>, id: string): Promise<R> =>
  found(await tx.em.findOne(entity, { id } as FilterQuery<R>)) as R;

/** Foreign keys do not know companies: whatever a row refers to must be seen in the scope. Throws `unknown-reference`. */
export const expectKnown = async (
  tx: Tx,
  references: readonly (readonly [EntityClass<Row>, string | null | undefined, string])[],
): Promise<void> => {
  for (const [entity, id, pointer] of references) {
    if (id === null || id === undefined) continue;
    if ((await tx.em.findOne(entity, { id })) !== null) continue;
    throw new Problem('unknown-reference', {
      errors: [{ pointer, code: 'unknown-reference', message: 'does not exist' }],
    });
  }
};

/** Throws `stale-version` unless the caller has seen the row as it is. */
export const expectVersion = (row: { readonly version: number }, ifMatch: number | undefined): void => {
  if (row.version !== ifMatch) throw new Problem('stale-version');
};

export const listRows = async <R extends Row, Shown extends object>(
  cursors: Cursors,
  request: ListRequest,
  { entity, show }: Setting<R, Shown>,
  where: FilterQuery<R>,
): Promise<{ status: 200; body: Page<Shown> }> => {
  const after = cursors.read(request)?.[0];
  const conditions = after === undefined ? where : ({ $and: [where, { id: { $gt: after } }] } as FilterQuery<R>);
  const rows = (await request.tx.em.find(entity, conditions, {
    orderBy: { id: 'asc' } as never,
    limit: cursors.limit(request),
  })) as R[];
  return { status: 200, body: cursors.page(request, rows, ({ id }) => [id], show) };
};

export const showRow = <R extends VersionedRow, Shown extends object>(
  { show }: Setting<R, Shown>,
  row: R,
): { status: 200; body: Shown; version: number } => ({ status: 200, body: show(row), version: row.version });

export const createRow = async <R extends Row, Shown extends object>(
  { tx, audit }: Pick<ChangeRequest, 'tx' | 'audit'>,
  setting: Setting<R, Shown>,
  data: RequiredEntityData<R>,
): Promise<{ status: 201; body: Shown }> => {
  const row = tx.em.create(setting.entity, data) as R;
  await tx.em.flush();
  const body = setting.show(row);
  await audit({ ...auditOf(setting, row), after: body });
  return { status: 201, body };
};

export const changeRow = async <R extends VersionedRow, Shown extends object>(
  { tx, audit, ifMatch }: ChangeRequest,
  setting: Setting<R, Shown>,
  id: string,
  apply: (row: R) => void,
): Promise<{ status: 200; body: Shown; version: number }> => {
  const row = await readRow(tx, setting.entity, id);
  expectVersion(row, ifMatch);
  const before = setting.show(row);
  apply(row);
  await tx.em.flush();
  const answer = showRow(setting, row);
  await audit({ ...auditOf(setting, row), before, after: answer.body });
  return answer;
};

/** A row that something refers to stays: the database says so (`still-referenced`). */
export const removeRow = async <R extends VersionedRow, Shown extends object>(
  { tx, audit, ifMatch }: ChangeRequest,
  setting: Setting<R, Shown>,
  id: string,
): Promise<{ status: 204 }> => {
  const row = await readRow(tx, setting.entity, id);
  expectVersion(row, ifMatch);
  tx.em.remove(row);
  await tx.em.flush();
  await audit({ ...auditOf(setting, row), before: setting.show(row) });
  return { status: 204 };
};

/** Sets the named fields and leaves the others: what was not sent is undefined. */
export const assignNamed = <R extends object>(row: R, changes: Partial<R>): void => {
  for (const [field, value] of Object.entries(changes)) if (value !== undefined) Object.assign(row, { [field]: value });
};

export const instantText = (at: Date): string => at.toISOString();
export const instantOrNull = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
