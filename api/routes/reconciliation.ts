// Bills of the channels: what was fetched, what each line was found to be, and running a day again.
import { readMerchant } from '../../db/queries/merchants.ts';
import { enqueue } from '../../db/queries/outbox.ts';
import { listBillFiles, listResults, noLine } from '../../db/queries/reconciliation/bill-file-list.ts';
import { feeBasisPointsOf, readBillFile, saveFeeBasisPoints } from '../../db/queries/reconciliation/bill-files.ts';
import { summaryOf } from '../../db/queries/reconciliation/results.ts';
import { billDay, type BillDay } from '../../domain/reconciliation/bill-day.ts';
import { type EpochMs } from '../../domain/time.ts';
import {
  reconciliationId,
  reconciliationType,
  type ReconciliationInput,
} from '../../workflows/messages/reconciliation.ts';
import { type Cursors } from '../cursors.ts';
import { free, type Handlers } from '../handler.ts';
import { found, malformed } from '../problems.ts';
import { exportResults } from '../reconciliation-export.ts';
import { ofWholeCompany } from '../whole-company.ts';
import { showBillFile, showResult } from '../show-reconciliation.ts';

export interface ReconciliationRouteDeps {
  readonly cursors: Cursors;
  /** Where the channel is asked for its bill. */
  readonly providersTaskQueue: string;
}

/** A day that is over; another one has no bill yet. */
export const dayOfBody = (date: string, at: EpochMs): BillDay => {
  const day = billDay(date);
  if (day === undefined) throw malformed('/body/date', 'date', 'is no day');
  if (at < day.endsAt) throw malformed('/body/date', 'date', 'is not over yet');
  return day;
};

const dayOfQuery = (date: string | undefined, pointer: string): void => {
  if (date !== undefined && billDay(date) === undefined) throw malformed(pointer, 'date', 'is no day');
};

type ReadOps = 'listBillFiles' | 'getBillFile' | 'listReconciliationResults' | 'exportReconciliationResults';

const readHandlers = ({ cursors }: ReconciliationRouteDeps): Handlers<ReadOps> => ({
  async listBillFiles(request) {
    ofWholeCompany(request);
    const { cursor: _cursor, limit: _limit, ...filters } = request.query;
    dayOfQuery(filters.from, '/query/from');
    dayOfQuery(filters.until, '/query/until');
    const key = cursors.read(request);
    const after = key === undefined ? {} : { after: { date: String(key[0]), id: String(key[1]) } };
    const rows = await listBillFiles(request.tx, filters, { ...after, limit: cursors.limit(request) });
    return { status: 200, body: cursors.page(request, rows, ({ date, id }) => [date, id], showBillFile) };
  },
  async getBillFile(request) {
    ofWholeCompany(request);
    const file = found(await readBillFile(request.tx, request.path.billFileId));
    return { status: 200, body: { file: showBillFile(file), classes: await summaryOf(request.tx, file.id) } };
  },
  async listReconciliationResults(request) {
    ofWholeCompany(request);
    const { tx, path, query } = request;
    found(await readBillFile(tx, path.billFileId));
    const key = cursors.read(request);
    const after = key === undefined ? {} : { after: { lineNumber: Number(key[0]), id: String(key[1]) } };
    const wanted = { billFileId: path.billFileId, ...(query.class === undefined ? {} : { class: query.class }) };
    const rows = await listResults(tx, wanted, { ...after, limit: cursors.limit(request) });
    const page = cursors.page(request, rows, ({ lineNumber, id }) => [lineNumber ?? noLine, id], showResult);
    return { status: 200, body: page };
  },
  exportReconciliationResults: free(async (request) => {
    ofWholeCompany(request);
    const { billFileId } = request.path;
    const file = found(await request.transaction((tx) => readBillFile(tx, billFileId)));
    const wanted = { billFileId, ...(request.query.class === undefined ? {} : { class: request.query.class }) };
    const headers = { 'Content-Disposition': `attachment; filename="reconciliation-${file.channel}-${file.date}.csv"` };
    return { status: 200, type: 'text/csv', body: exportResults(request, wanted), headers };
  }),
});

type WriteOps = 'reconcileDay' | 'getMerchantTerms' | 'putMerchantTerms';

const writeHandlers = ({ providersTaskQueue }: ReconciliationRouteDeps): Handlers<WriteOps> => ({
  async reconcileDay(request) {
    ofWholeCompany(request);
    const { tx, path, body, at, audit, derivedId, scope } = request;
    const { date } = dayOfBody(body.date, at);
    const { id: merchantAccountId, channel } = found(await readMerchant(tx, path.merchantAccountId));
    const { companyId } = scope;
    const workflowId = reconciliationId(merchantAccountId, date);
    const argument: ReconciliationInput = { companyId, merchantAccountId, channel, providersTaskQueue, date };
    await enqueue(tx, {
      companyId,
      workflowId,
      workflowType: reconciliationType,
      kind: 'start',
      message: reconciliationType,
      argument,
      messageKey: `reconcile/${derivedId}`,
    });
    await audit({ subjectKind: 'MerchantAccount', subjectId: merchantAccountId, after: { date }, workflowId });
    return { status: 202, body: { workflowId } };
  },
  async getMerchantTerms(request) {
    ofWholeCompany(request);
    const { id } = found(await readMerchant(request.tx, request.path.merchantAccountId));
    return { status: 200, body: { feeBasisPoints: (await feeBasisPointsOf(request.tx, id)) ?? null } };
  },
  async putMerchantTerms(request) {
    ofWholeCompany(request);
    const { tx, path, body, audit, scope } = request;
    const { id: merchantAccountId } = found(await readMerchant(tx, path.merchantAccountId));
    const before = { feeBasisPoints: (await feeBasisPointsOf(tx, merchantAccountId)) ?? null };
    const { feeBasisPoints } = body;
    await saveFeeBasisPoints(tx, { companyId: scope.companyId, merchantAccountId, feeBasisPoints });
    await audit({ subjectKind: 'MerchantTerms', subjectId: merchantAccountId, before, after: { feeBasisPoints } });
    return { status: 200, body: { feeBasisPoints } };
  },
});

export const reconciliationRoutes = (deps: ReconciliationRouteDeps): Handlers<ReadOps | WriteOps> => ({
  ...readHandlers(deps),
  ...writeHandlers(deps),
});
