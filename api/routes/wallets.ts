// Wallets as staff see them: balances, statements, recharges, and top-ups of which large ones need a second person.
import { type Database } from '../../db/database.ts';
import {
  listRecharges,
  listTopUps,
  listWallets,
  totalRecharges,
  type RechargeFilters,
  type TimeKey,
} from '../../db/queries/wallet-list.ts';
import { decideTopUp, readTopUp, topUpWallet, type TopUp } from '../../db/queries/wallet-top-ups.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { type CursorKey, type Cursors } from '../cursors.ts';
import { free, type Handlers } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { ownerOfPhone, phoneHashOf } from '../identity/owners.ts';
import { found, Problem, refused } from '../problems.ts';
import { showRecharge, showTopUp, showWallet } from '../show-wallet.ts';
import { exportMovements, exportRecharges } from '../wallet-export.ts';
import { instantOf } from './payments.ts';
import { movementFilters, movementPage } from './wallet.ts';

export interface WalletStaffDeps {
  readonly cursors: Cursors;
  readonly database: Database;
  readonly access: Pick<AccessState, 'limit'>;
  readonly hashKey: Buffer;
}

type WalletOps = 'findWalletOwner' | 'listWallets' | 'getWallet' | 'listWalletMovements' | 'exportWalletMovements';
type TopUpOps = 'listTopUps' | 'topUpWallet' | 'decideTopUp';

const findsPerMinute = 30;

const afterOf = (key: CursorKey | undefined): TimeKey | undefined => key && { at: Number(key[0]), id: String(key[1]) };

const walletHandlers = ({ cursors, database, access, hashKey }: WalletStaffDeps): Handlers<WalletOps> => ({
  findWalletOwner: free(async ({ query, actor }) => {
    await access.limit(`find-owner/${actor.id}`, findsPerMinute, 60);
    const hash = phoneHashOf(hashKey, query.phone);
    return { status: 200, body: found(await database.asIdentity((tx) => ownerOfPhone(tx, hash))) };
  }),
  async listWallets(request) {
    const after = cursors.read(request)?.[0];
    const key = after === undefined ? undefined : String(after);
    const rows = await listWallets(request.tx, {}, key, cursors.limit(request));
    return { status: 200, body: cursors.page(request, rows, ({ ownerId }) => [ownerId], showWallet) };
  },
  async getWallet({ tx, path }) {
    const [wallet] = await listWallets(tx, { ownerId: path.ownerId }, undefined, 1);
    return { status: 200, body: showWallet(found(wallet)) };
  },
  async listWalletMovements(request) {
    const { tx, path } = request;
    found((await listWallets(tx, { ownerId: path.ownerId }, undefined, 1))[0]);
    return movementPage(cursors, request, path.ownerId);
  },
  exportWalletMovements: free(async (request) => {
    const { path, query, transaction } = request;
    found((await transaction((tx) => listWallets(tx, { ownerId: path.ownerId }, undefined, 1)))[0]);
    const body = exportMovements(request, path.ownerId, movementFilters(query));
    const headers = { 'Content-Disposition': 'attachment; filename="wallet-statement.csv"' };
    return { status: 200, type: 'text/csv', body, headers };
  }),
});

const rechargeFilters = (query: {
  readonly ownerId?: string;
  readonly state?: 'unpaid' | 'paid';
  readonly channel?: string;
  readonly from?: string;
  readonly until?: string;
}): RechargeFilters => {
  const { ownerId, state, channel } = query;
  const from = instantOf(query.from, '/query/from');
  const until = instantOf(query.until, '/query/until');
  const named = { ownerId, state, channel, from, until };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
};

/** A refusal rolls the transaction back: nothing of the top-up stays. */
const doneOr = (result: TopUp | Refusal): TopUp => {
  if (isRefusal(result)) throw refused(result);
  return result;
};

const topUpHandlers = ({ cursors }: WalletStaffDeps): Handlers<TopUpOps> => ({
  async listTopUps(request) {
    const { ownerId, state } = request.query;
    const filters = { ...(ownerId === undefined ? {} : { ownerId }), ...(state === undefined ? {} : { state }) };
    const after = afterOf(cursors.read(request));
    const rows = await listTopUps(request.tx, filters, after, cursors.limit(request));
    return { status: 200, body: cursors.page(request, rows, ({ requestedAt, id }) => [requestedAt, id], showTopUp) };
  },
  async topUpWallet({ tx, body, scope, actor, at, can, derivedId: topUpId, audit }) {
    if (body.method === 'goodwill' && !can('give', 'WalletTopUp')) throw new Problem('forbidden');
    const { ownerId, method, reason } = body;
    const amountFen = fen(body.amountFen);
    const { companyId } = scope;
    const request = { topUpId, companyId, ownerId, amountFen, method, reason, by: actor.id, at };
    const after = showTopUp(doneOr(await topUpWallet(tx, request)));
    await audit({ subjectKind: 'WalletTopUp', subjectId: topUpId, reason, after });
    return { status: 201, body: after };
  },
  async decideTopUp({ tx, path, body, actor, at, audit }) {
    const before = found(await readTopUp(tx, path.topUpId));
    const { verdict, reason } = body;
    const decided = found(await decideTopUp(tx, { topUpId: path.topUpId, verdict, by: actor.id, at }));
    const after = showTopUp(doneOr(decided));
    const { topUpId: subjectId } = path;
    await audit({ subjectKind: 'WalletTopUp', subjectId, reason, before: { state: before.state }, after });
    return { status: 200, body: after };
  },
});

const rechargeHandlers = ({
  cursors,
}: WalletStaffDeps): Handlers<'listRecharges' | 'totalRecharges' | 'exportRecharges'> => ({
  async listRecharges(request) {
    const after = afterOf(cursors.read(request));
    const rows = await listRecharges(request.tx, rechargeFilters(request.query), after, cursors.limit(request));
    return {
      status: 200,
      body: cursors.page(request, rows, ({ createdAt, billId }) => [createdAt, billId], showRecharge),
    };
  },
  async totalRecharges({ tx, query }) {
    return { status: 200, body: await totalRecharges(tx, rechargeFilters(query)) };
  },
  exportRecharges: free(async (request) => {
    const body = exportRecharges(request, rechargeFilters(request.query));
    const headers = { 'Content-Disposition': 'attachment; filename="recharges.csv"' };
    return { status: 200, type: 'text/csv', body, headers };
  }),
});

export const walletStaffRoutes = (
  deps: WalletStaffDeps,
): Handlers<WalletOps | TopUpOps | 'listRecharges' | 'totalRecharges' | 'exportRecharges'> => ({
  ...walletHandlers(deps),
  ...topUpHandlers(deps),
  ...rechargeHandlers(deps),
});
