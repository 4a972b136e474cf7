// Dated events at a lot or a group of lots: what the `event` of a tariff rule prices while they run.
import { LotRow } from '../../db/entities/lots.ts';
import { LotGroupRow, TariffEventRow } from '../../db/entities/tariffs.ts';
import { newId } from '../../platform/ids.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type Schema } from '../handler.ts';
import { found, malformed } from '../problems.ts';
import { expectKnown, instantOrNull, instantText, listRows, readRow, type Setting } from '../settings.ts';
import { expectWholeCompany, readInstant } from '../tariffs/documents.ts';

type EventOps = 'listTariffEvents' | 'createTariffEvent' | 'removeTariffEvent';

const events: Setting<TariffEventRow, Schema<'TariffEvent'>> = {
  kind: 'TariffEvent',
  entity: TariffEventRow,
  show: (row) => ({
    id: row.id,
    lotId: row.lotId ?? null,
    groupId: row.groupId ?? null,
    name: row.name,
    start: instantText(row.startsAt),
    end: instantText(row.endsAt),
    createdAt: instantText(row.createdAt),
    createdBy: row.createdBy,
    removedAt: instantOrNull(row.removedAt),
  }),
};

const subjectOf = ({ id, lotId }: Schema<'TariffEvent'>) => ({
  subjectKind: events.kind,
  subjectId: id,
  ...(lotId !== null && { lotId }),
});

const create = async (request: ApiRequest<'createTariffEvent'>) => {
  const { tx, body, scope, actor, at, audit } = request;
  const { lotId = null, groupId = null, name } = body;
  if ((lotId === null) === (groupId === null)) throw malformed('/body', 'required', 'give either lotId or groupId');
  if (groupId !== null) expectWholeCompany(scope);
  await expectKnown(tx, [
    [LotRow, lotId, '/body/lotId'],
    [LotGroupRow, groupId, '/body/groupId'],
  ]);
  const [start, end] = [readInstant(body.start, '/body/start'), readInstant(body.end, '/body/end')];
  if (end <= start) throw malformed('/body/end', 'out-of-range', 'must be later than the start');
  if (end <= at) throw malformed('/body/end', 'out-of-range', 'is over already: it would count for no stay');
  const row = tx.em.create(TariffEventRow, {
    id: newId(),
    companyId: scope.companyId,
    lotId,
    groupId,
    name,
    startsAt: new Date(start),
    endsAt: new Date(end),
    createdAt: new Date(at),
    createdBy: actor.id,
  });
  await tx.em.flush();
  const after = events.show(row);
  await audit({ ...subjectOf(after), after });
  return { status: 201 as const, body: after };
};

const remove = async ({ tx, path, scope, at, audit }: ApiRequest<'removeTariffEvent'>): Promise<void> => {
  const row = await readRow(tx, TariffEventRow, path.eventId);
  if (row.groupId !== null && row.groupId !== undefined) expectWholeCompany(scope);
  found(row.removedAt === null || row.removedAt === undefined ? row : undefined);
  const before = events.show(row);
  row.removedAt = new Date(at);
  await tx.em.flush();
  const after = events.show(row);
  await audit({ ...subjectOf(after), before, after });
};

export const tariffEventRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<EventOps> => ({
  listTariffEvents(request) {
    const { lotId, groupId } = request.query;
    const where = { ...(lotId !== undefined && { lotId }), ...(groupId !== undefined && { groupId }) };
    return listRows(cursors, request, events, where);
  },
  createTariffEvent: create,
  async removeTariffEvent(request) {
    await remove(request);
    return { status: 204 };
  },
});
