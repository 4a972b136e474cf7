// What an owner does with the own wallet: look, recharge, pay. The path names the company; nobody names another owner.
import { billAtLane, billOnBay } from '../../db/queries/payments-public.ts';
import { promotionsAt } from '../../db/queries/recharge-promotions.ts';
import { isFirstRecharge, openRecharge, promisedBonus } from '../../db/queries/recharges.ts';
import { readBill } from '../../db/queries/bills.ts';
import { findRecharge, listMovements, type MovementFilters, type MovementKind } from '../../db/queries/wallet-list.ts';
import { readWalletPolicy } from '../../db/queries/wallet-policy.ts';
import { partsOfPayment } from '../../db/queries/wallet-parts.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { readWallet } from '../../db/wallets.ts';
import { fen } from '../../domain/money.ts';
import { formatInstant } from '../../domain/time.ts';
import { isInForce } from '../../domain/wallet/promotion.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, type Handlers, type Schema, twoSteps } from '../handler.ts';
import { type AttemptPorts, startAttempt, wayOf } from '../payments/start-attempt.ts';
import { spendFromWallet } from '../payments/wallet.ts';
import { found, malformed, refused } from '../problems.ts';
import { showBalance, showMovement, showRecharge } from '../show-wallet.ts';
import { instantOf, startedOr } from './payments.ts';

export interface WalletRouteDeps extends AttemptPorts {
  readonly cursors: Cursors;
}

type OwnerOps =
  'getMyWallet' | 'listMyWalletMovements' | 'listRechargeOffers' | 'startRecharge' | 'getMyRecharge' | 'payFromWallet';

/** An owner names the company: one that does not exist has no rows, and no wallet either. */
const expectCompany = async (tx: Tx, companyId: string): Promise<void> => {
  found(await tx.row(sql`select 1 from company where id = ${companyId}`));
};

export const movementFilters = (query: {
  readonly kind?: MovementKind;
  readonly from?: string;
  readonly until?: string;
}): MovementFilters => {
  const from = instantOf(query.from, '/query/from');
  const until = instantOf(query.until, '/query/until');
  return {
    ...(query.kind === undefined ? {} : { kind: query.kind }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
};

type MovementRequest = Pick<ApiRequest<'listMyWalletMovements'>, 'tx' | 'actor' | 'query' | 'scope'> & {
  readonly operationId: string;
};

export const movementPage = async (
  cursors: Cursors,
  request: MovementRequest,
  ownerId: string,
): Promise<{ status: 200; body: { items: Schema<'WalletMovement'>[]; nextCursor?: string } }> => {
  const { tx, query } = request;
  const before = cursors.read(request)?.[0];
  const wallet = { companyId: request.scope.companyId, ownerId };
  const key = before === undefined ? undefined : Number(before);
  const rows = await listMovements(tx, wallet, movementFilters(query), key, cursors.limit(request));
  return { status: 200, body: cursors.page(request, rows, ({ sequence }) => [sequence], showMovement) };
};

const readHandlers = ({
  cursors,
}: WalletRouteDeps): Handlers<'getMyWallet' | 'listMyWalletMovements' | 'listRechargeOffers' | 'getMyRecharge'> => ({
  async getMyWallet({ tx, path, actor }) {
    await expectCompany(tx, path.companyId);
    return { status: 200, body: showBalance(await readWallet(tx, path.companyId, actor.id)) };
  },
  async listMyWalletMovements(request) {
    await expectCompany(request.tx, request.path.companyId);
    return movementPage(cursors, request, request.actor.id);
  },
  async listRechargeOffers({ tx, path, actor, at }) {
    await expectCompany(tx, path.companyId);
    const { policy } = await readWalletPolicy(tx);
    const isFirst = await isFirstRecharge(tx, actor.id);
    const promotions = (await promotionsAt(tx, at)).filter(
      (promotion) => isInForce(promotion, at) && (isFirst || !promotion.firstRechargeOnly),
    );
    const body = {
      minimumFen: policy.rechargeMinimumFen,
      maximumFen: policy.rechargeMaximumFen,
      promotions: promotions.map(({ promotionId, name, tiers, firstRechargeOnly, validUntil }) => ({
        promotionId,
        name,
        tiers: [...tiers],
        firstRechargeOnly,
        validUntil: formatInstant(validUntil),
      })),
    };
    return { status: 200, body };
  },
  async getMyRecharge({ tx, path, actor }) {
    return { status: 200, body: showRecharge(found(await findRecharge(tx, path.billId, actor.id))) };
  },
});

/**
 * How a recharge is paid, for the audit row. Every attempt is a code of WeChat Pay so far: with another channel this no
 * longer compiles, and whoever adds it hands it on to the attempt below.
 */
/** The bill and its one attempt carry the id of the request: a repeat finds both again. */
const startRecharge = (deps: WalletRouteDeps): Handlers<'startRecharge'> => ({
  startRecharge: twoSteps(
    async ({ tx, path: { companyId }, actor, body, at, derivedId: billId, audit }) => {
      await expectCompany(tx, companyId);
      const recharge = { ownerId: actor.id, amountFen: fen(body.amountFen), at };
      const bonus = await promisedBonus(tx, recharge);
      const refusal = await openRecharge(tx, { ...recharge, billId, companyId });
      if (refusal !== undefined) throw refused(refusal);
      const bonusFen = bonus?.bonusFen ?? 0;
      const after = { amountFen: body.amountFen, bonusFen, promotionId: bonus?.promotionId, ...body.payment };
      await audit({ subjectKind: 'Recharge', subjectId: billId, after });
      return bonusFen;
    },
    async ({ scope, body, address, derivedId: billId }, bonusFen) => {
      const { channel, product } = body.payment;
      const attempt = { scope, paymentId: billId, billId, channel, way: wayOf(product, address) };
      const { amountFen, state, codeUrl } = startedOr(await startAttempt(deps, attempt));
      const payment = { amountFen, state, codeUrl };
      return { status: 201, body: { billId, amountFen: body.amountFen, bonusFen, payment } };
    },
  ),
});

type Named = Pick<Schema<'WalletPay'>, 'billId' | 'laneId' | 'bayId'>;

/** The bill that is named, or that of the car that stands at the lane or is parked on the bay. */
const billOf = async (tx: Tx, { billId, laneId, bayId }: Named): Promise<{ billId: string; lotId: string }> => {
  const named = [billId, laneId, bayId].filter((id) => id !== undefined);
  if (named.length !== 1) throw malformed('/body', 'oneOf', 'names exactly one of billId, laneId and bayId');
  if (laneId !== undefined) billId = found(await billAtLane(tx, laneId)).billId;
  if (bayId !== undefined) billId = found(await billOnBay(tx, bayId)).billId;
  const bill = found(await readBill(tx, billId ?? ''));
  return { billId: bill.id, lotId: bill.lotId };
};

const payFromWallet = (deps: WalletRouteDeps): Handlers<'payFromWallet'> => ({
  payFromWallet: twoSteps(
    async ({ tx, path, body, derivedId, audit }) => {
      await expectCompany(tx, path.companyId);
      const { billId, lotId } = await billOf(tx, body);
      const after = { billId, amountFen: body.amountFen };
      await audit({ subjectKind: 'Payment', subjectId: derivedId, lotId, after });
      return billId;
    },
    async ({ scope, actor, body, derivedId: paymentId, transaction }, billId) => {
      const amountFen = fen(body.amountFen);
      const payment = { paymentId, billId, ownerId: actor.id, amountFen, automatic: false };
      const { billId: paidBillId, succeededAt } = startedOr(await spendFromWallet(deps, scope, payment));
      const { principalFen, bonusFen } = found(await transaction((tx) => partsOfPayment(tx, paymentId)));
      const at = formatInstant(found(succeededAt));
      return { status: 201, body: { paymentId, billId: paidBillId, amountFen, principalFen, bonusFen, at } };
    },
  ),
});

export const walletRoutes = (deps: WalletRouteDeps): Handlers<OwnerOps> => ({
  ...readHandlers(deps),
  ...startRecharge(deps),
  ...payFromWallet(deps),
});
