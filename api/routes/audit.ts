// Passages, audit items, the audit log, and pictures by signed link.
import { type PersonalDataKeys, plateHash } from '../../db/personal-data.ts';
import * as audits from '../../db/queries/audit-list.ts';
import { listPassages } from '../../db/queries/passage-list.ts';
import { readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { parseInstant } from '../../domain/time.ts';
import { type PictureStorage } from '../../providers/storage/picture-storage.ts';
import { verifySignedPath } from '../../providers/storage/signed-path.ts';
import { type CursorKey, type Cursors } from '../cursors.ts';
import { free, type Handlers, type Schema } from '../handler.ts';
import { found, malformed, Problem } from '../problems.ts';
import { plateShower, showPassage, text } from '../show-session.ts';

export interface AuditDeps {
  readonly cursors: Cursors;
  readonly keys: PersonalDataKeys;
  readonly storage: PictureStorage;
  /** HMAC key of picture links. */
  readonly linkSecret: Buffer;
}

const afterOf = (key: CursorKey | undefined) =>
  key === undefined ? {} : { after: { at: Number(key[0]), id: String(key[1]) } };
const keyOf = ({ at, id }: { readonly at: number; readonly id: string }): CursorKey => [at, id];

const instants = ({ from, until }: { readonly from?: string; readonly until?: string }) => {
  const [start, end] = [from, until].map((given) => (given === undefined ? undefined : parseInstant(given)));
  return { ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { until: end }) };
};

const showItem = ({ at, ...row }: audits.AuditItemRow): Schema<'AuditItem'> => ({ ...row, at: text(at) });

const hashOf = (keys: PersonalDataKeys, plate: string): Buffer => {
  const read = readPlate(plate);
  if (isRefusal(read)) throw malformed('/query/plate', 'plate-malformed', 'is not a licence plate');
  return plateHash(keys, read.characters);
};

type AuditOps = 'listPassages' | 'listAuditItems' | 'closeAuditItem' | 'listAuditLog' | 'getPicture';

export const auditRoutes = ({ cursors, keys, storage, linkSecret }: AuditDeps): Handlers<AuditOps> => ({
  async listPassages(request) {
    const { tx, query, can } = request;
    const { lotId, direction, result, plate } = query;
    const named = { ...(lotId && { lotId }), ...(direction && { direction }), ...(result && { result }) };
    const filters = {
      ...named,
      ...instants(query),
      ...(plate === undefined ? {} : { plateHash: hashOf(keys, plate) }),
    };
    const rows = await listPassages(tx, filters, { ...afterOf(cursors.read(request)), limit: cursors.limit(request) });
    const showPlate = plateShower(keys.dataKey, can('read', 'Plate'));
    return { status: 200, body: cursors.page(request, rows, keyOf, (row) => showPassage(row, showPlate)) };
  },
  async listAuditItems(request) {
    const { cursor: _cursor, limit: _limit, ...filters } = request.query;
    const page = { ...afterOf(cursors.read(request)), limit: cursors.limit(request) };
    const rows = await audits.listAuditItems(request.tx, filters, page);
    return { status: 200, body: cursors.page(request, rows, keyOf, showItem) };
  },
  async closeAuditItem({ tx, path, body, audit }) {
    const item = found(await audits.lockAuditItem(tx, path.auditItemId));
    await audits.closeAuditItem(tx, item.id);
    const named = { subjectKind: 'AuditItem', subjectId: item.id, ...(item.lotId && { lotId: item.lotId }) };
    await audit({ ...named, reason: body.reason, before: { state: item.state }, after: { state: 'closed' } });
    return { status: 200, body: showItem({ ...item, state: 'closed' }) };
  },
  async listAuditLog(request) {
    const { cursor: _cursor, limit: _limit, from, until, ...named } = request.query;
    const filters = { ...named, ...instants({ ...(from && { from }), ...(until && { until }) }) };
    const page = { ...afterOf(cursors.read(request)), limit: cursors.limit(request) };
    const rows = await audits.listAuditLog(request.tx, filters, page);
    const show = ({ at, ...row }: audits.AuditLogRow): Schema<'AuditLogEntry'> => ({ ...row, at: text(at) });
    return { status: 200, body: cursors.page(request, rows, keyOf, show) };
  },
  getPicture: free(async ({ path }) => {
    const verified = verifySignedPath(path.link, linkSecret);
    if ('failure' in verified) throw new Problem('link-expired');
    const { bytes, contentType } = found(await storage.get(verified.key));
    const headers = { 'Content-Type': contentType, 'Cache-Control': 'private, max-age=300' };
    return { status: 200, type: 'image/jpeg', body: bytes, headers };
  }),
});
