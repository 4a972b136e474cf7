// Closed days: closed once, adjusted by what has changed since, never opened again.
import { adjustClose, closeDay, listCloses, readClose } from '../../db/queries/reconciliation/daily-closes.ts';
import { billDay } from '../../domain/reconciliation/bill-day.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers } from '../handler.ts';
import { found, malformed, refused } from '../problems.ts';
import { showClose } from '../show-reconciliation.ts';
import { ofWholeCompany } from '../whole-company.ts';

type CloseOps = 'listDailyCloses' | 'getDailyClose' | 'closeDay' | 'adjustDailyClose';

export const dailyCloseRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<CloseOps> => ({
  async listDailyCloses(request) {
    ofWholeCompany(request);
    const key = cursors.read(request);
    const page = { limit: cursors.limit(request), ...(key === undefined ? {} : { before: String(key[0]) }) };
    const rows = await listCloses(request.tx, page);
    return { status: 200, body: cursors.page(request, rows, ({ date }) => [date], showClose) };
  },
  async getDailyClose(request) {
    ofWholeCompany(request);
    return { status: 200, body: showClose(found(await readClose(request.tx, request.path.dailyCloseId))) };
  },
  async closeDay(request) {
    ofWholeCompany(request);
    const { tx, body, scope, actor, at, audit, derivedId } = request;
    const day = billDay(body.date);
    if (day === undefined) throw malformed('/body/date', 'date', 'is no day');
    const closed = await closeDay(tx, { id: derivedId, companyId: scope.companyId, day, by: actor.id, at });
    if (isRefusal(closed)) throw refused(closed);
    await audit({ subjectKind: 'DailyClose', subjectId: closed.id, after: { date: closed.date, ...closed.figures } });
    return { status: 201, body: showClose(closed) };
  },
  async adjustDailyClose(request) {
    ofWholeCompany(request);
    const { tx, path, body, scope, actor, at, audit, derivedId } = request;
    const before = found(await readClose(tx, path.dailyCloseId));
    const day = found(billDay(before.date));
    const { reason } = body;
    const by = { id: derivedId, companyId: scope.companyId, by: actor.id };
    const adjusted = await adjustClose(tx, { ...by, closeId: before.id, day, reason, at });
    if (isRefusal(adjusted)) throw refused(adjusted);
    await audit({
      subjectKind: 'DailyClose',
      subjectId: before.id,
      reason,
      before: before.adjusted,
      after: adjusted.adjusted,
    });
    return { status: 200, body: showClose(adjusted) };
  },
});
