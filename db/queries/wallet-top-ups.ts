// Top-ups by staff: cash that they took becomes a recharge, goodwill becomes a bonus; large ones wait for a second person.
import { goodwillGranted } from '../../domain/ledger.ts';
import { type Fen } from '../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { isRechargeAmount } from '../../domain/wallet/policy.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { beginCash } from './payments.ts';
import { postPayment } from './post-payment.ts';
import { openRecharge } from './recharges.ts';
import { readWalletPolicy } from './wallet-policy.ts';

export type TopUpMethod = 'cash' | 'goodwill';
export type TopUpState = 'requested' | 'done' | 'rejected';

export interface TopUp {
  readonly id: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly amountFen: Fen;
  readonly method: TopUpMethod;
  readonly reason: string;
  readonly state: TopUpState;
  readonly requestedBy: string;
  readonly requestedAt: EpochMs;
  readonly decidedBy: string | null;
  readonly decidedAt: EpochMs | null;
  readonly phone: string | null;
}

const columns = sql`u.id, u.company_id as "companyId", u.owner_id as "ownerId", u.amount_fen as "amountFen", u.method, u.reason,
  u.state, u.requested_by as "requestedBy", epoch_ms(u.requested_at) as "requestedAt", u.decided_by as "decidedBy",
  epoch_ms(u.decided_at) as "decidedAt", (select o.phone_mask from owner o where o.id = u.owner_id) as phone`;

export const readTopUp = (tx: Tx, topUpId: string): Promise<TopUp | undefined> =>
  tx.row<TopUp>(sql`select ${columns} from wallet_top_up u where u.id = ${topUpId}`);

export interface TopUpRequest {
  readonly topUpId: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly amountFen: Fen;
  readonly method: TopUpMethod;
  readonly reason: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Cash lies with whoever took it, also when somebody else approved. */
const takeCash = async (tx: Tx, topUp: TopUp, at: EpochMs): Promise<Refusal | undefined> => {
  const { id, companyId, ownerId, amountFen, requestedBy: collectorId } = topUp;
  const refused = await openRecharge(tx, { billId: id, companyId, ownerId, amountFen, at });
  if (refused !== undefined) return refused;
  const begun = await beginCash(tx, { paymentId: id, billId: id, at, collectorId, amountFen });
  if (isRefusal(begun)) return begun;
  await postPayment(tx, { paymentId: id, amountFen, succeededAt: at }, at);
  return undefined;
};

const carryOut = async (tx: Tx, topUp: TopUp, decidedBy: string | null, at: EpochMs): Promise<Refusal | undefined> => {
  const { id: topUpId, companyId, ownerId, amountFen, method } = topUp;
  if (method === 'cash') {
    const refused = await takeCash(tx, topUp, at);
    if (refused !== undefined) return refused;
  } else {
    await post(tx, goodwillGranted({ topUpId, ownerId, amountFen }), { companyId, at });
  }
  await tx.run(sql`
    update wallet_top_up set state = 'done', decided_by = ${decidedBy}, decided_at = instant(${at}),
      bill_id = ${method === 'cash' ? topUpId : null}
    where id = ${topUpId}`);
  return undefined;
};

const written = async (tx: Tx, topUpId: string): Promise<TopUp> => {
  const topUp = await readTopUp(tx, topUpId);
  if (topUp === undefined) throw new Error(`top-up ${topUpId} was not written`);
  return topUp;
};

/**
 * Carries a top-up out at once; above the policy's limit it waits for a second person. A refusal may come after rows were
 * written: the caller rolls back. `amount-out-of-range` for cash that the company does not take as a recharge.
 */
export const topUpWallet = async (tx: Tx, request: TopUpRequest): Promise<TopUp | Refusal> => {
  const { topUpId, companyId, ownerId, amountFen, method, reason, by, at } = request;
  const { policy } = await readWalletPolicy(tx);
  if (method === 'cash' && !isRechargeAmount(policy, amountFen)) return refuse('amount-out-of-range');
  await tx.run(sql`
    insert into wallet_top_up (id, company_id, owner_id, amount_fen, method, reason, state, requested_by, requested_at)
    values (${topUpId}, ${companyId}, ${ownerId}, ${amountFen}, ${method}, ${reason}, 'requested', ${by}, instant(${at}))`);
  if (amountFen <= policy.topUpReviewAboveFen) {
    const refused = await carryOut(tx, await written(tx, topUpId), null, at);
    if (refused !== undefined) return refused;
  }
  return written(tx, topUpId);
};

export interface TopUpDecision {
  readonly topUpId: string;
  readonly verdict: 'approved' | 'rejected';
  readonly by: string;
  readonly at: EpochMs;
}

/** By somebody else than who asked (`same-person`), and once (`already-decided`). Undefined when there is no such top-up. */
export const decideTopUp = async (tx: Tx, decision: TopUpDecision): Promise<TopUp | Refusal | undefined> => {
  const { topUpId, verdict, by, at } = decision;
  const topUp = await tx.row<TopUp>(
    sql`select ${columns} from wallet_top_up u where u.id = ${topUpId} for update of u`,
  );
  if (topUp === undefined) return undefined;
  if (topUp.state !== 'requested') return refuse('already-decided');
  if (topUp.requestedBy === by) return refuse('same-person');
  if (verdict === 'approved') {
    const refused = await carryOut(tx, topUp, by, at);
    if (refused !== undefined) return refused;
  } else {
    await tx.run(sql`
      update wallet_top_up set state = 'rejected', decided_by = ${by}, decided_at = instant(${at}) where id = ${topUpId}`);
  }
  return written(tx, topUpId);
};
