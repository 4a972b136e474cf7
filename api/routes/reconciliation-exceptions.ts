// The inbox of differences: claimed, decided, and carried out by a second person where money moves.
import { approve, claim, decide } from '../../db/queries/reconciliation/decide-exception.ts';
import {
  listExceptions,
  readException,
  type ReconciliationException,
} from '../../db/queries/reconciliation/exceptions.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type AuditEntry, type Handlers } from '../handler.ts';
import { found, refused } from '../problems.ts';
import { showException } from '../show-reconciliation.ts';
import { ofWholeCompany } from '../whole-company.ts';

const standing = (exception: ReconciliationException): object => ({
  state: exception.state,
  claimedBy: exception.claimedBy,
  proposedDecision: exception.proposedDecision,
  resolution: exception.resolution,
  suspenseFen: exception.suspenseFen,
});

type VerbRequest = Pick<ApiRequest<'claimReconciliationException'>, 'tx' | 'path' | 'scope' | 'actor' | 'at' | 'audit'>;
type Acting = Parameters<typeof claim>[1];

/** Before, what was done, after: the same for each of the three. */
const act = async (
  request: VerbRequest,
  work: (acting: Acting) => Promise<ReconciliationException | Refusal>,
  reason?: string,
) => {
  ofWholeCompany(request);
  const { tx, path, actor, at } = request;
  const before = found(await readException(tx, path.exceptionId));
  const after = await work({ exceptionId: path.exceptionId, by: actor.id, at });
  if (isRefusal(after)) throw refused(after);
  const entry: AuditEntry = {
    subjectKind: 'ReconciliationException',
    subjectId: path.exceptionId,
    before: standing(before),
    after: standing(after),
    ...(reason === undefined ? {} : { reason }),
  };
  await request.audit(entry);
  return { status: 200 as const, body: showException(after) };
};

type ExceptionOps =
  | 'listReconciliationExceptions'
  | 'claimReconciliationException'
  | 'resolveReconciliationException'
  | 'approveReconciliationException';

export const reconciliationExceptionRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<ExceptionOps> => ({
  async listReconciliationExceptions(request) {
    ofWholeCompany(request);
    const { cursor: _cursor, limit: _limit, overdue, ...named } = request.query;
    const key = cursors.read(request);
    const after = key === undefined ? {} : { after: { deadline: Number(key[0]), id: String(key[1]) } };
    const filters = { ...named, ...(overdue === true ? { overdueAt: request.at } : {}) };
    const rows = await listExceptions(request.tx, filters, { ...after, limit: cursors.limit(request) });
    return { status: 200, body: cursors.page(request, rows, ({ deadline, id }) => [deadline, id], showException) };
  },
  claimReconciliationException: (request) => act(request, (acting) => claim(request.tx, acting)),
  resolveReconciliationException(request) {
    const { decision, reason, billId } = request.body;
    const deciding = { decision, reason, ...(billId === undefined ? {} : { billId }) };
    return act(request, (acting) => decide(request.tx, { ...acting, ...deciding }), reason);
  },
  approveReconciliationException: (request) => act(request, (acting) => approve(request.tx, acting)),
});
