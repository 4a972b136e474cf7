// A payment was posted on the session's bill, or taken back. The money is in the ledger already; this moves the stay.
import { outstandingFen } from '../../../domain/bill.ts';
import { decidePayment } from '../../../domain/parking-session/decide.ts';
import { zeroFen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { epochMs } from '../../../domain/time.ts';
import { lockBill } from '../../../db/queries/bills.ts';
import { barrierCommand, freshReadOf, readLane } from '../../../db/queries/exit-decisions.ts';
import { priceOf } from '../../../db/queries/pricing.ts';
import { sql } from '../../../db/rows.ts';
import { isId } from '../../../platform/ids.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult, nothing } from '../effect.ts';
import { grantExit } from './exit.ts';
import { ignoreForged } from './facts.ts';

const isPostedHere = async ({ tx, billId }: EffectContext, paymentId: string): Promise<boolean> =>
  isId(paymentId) &&
  (await tx.row(sql`select 1 from payment where id = ${paymentId} and bill_id = ${billId} and state = 'succeeded'`)) !==
    undefined;

export const paymentSettled = async (context: EffectContext, paymentId: string): Promise<EffectResult> => {
  const { tx, state } = context;
  if (!(await isPostedHere(context, paymentId))) return ignoreForged(context, 'paymentSettled', `payment/${paymentId}`);
  const bill = await lockBill(tx, context.billId);
  if (bill === undefined) return nothing;
  if (state.phase !== 'parked') return { events: decidePayment(state, paymentId, outstandingFen(bill)) };
  const noted = decidePayment(state, paymentId, zeroFen);
  if (state.setting === 'on-street' || state.exitGranted !== undefined) return { events: noted };
  const granted = await openIfWaiting(context);
  return { ...granted, events: [...noted, ...granted.events] };
};

/** Opens the barrier only for the car that stands at the lane: its newest, fresh read must be this session. */
const openIfWaiting = async (context: EffectContext): Promise<EffectResult> => {
  const { tx, state, policy } = context;
  const read = await freshReadOf(tx, state.sessionId, policy.laneReadFreshMs);
  const lane = read && (await readLane(tx, read.laneId));
  if (read === undefined || lane === undefined) return nothing;
  const at = epochMs(read.at);
  const price = await priceOf(tx, context, at < state.enteredAt ? state.enteredAt : at);
  if (isRefusal(price) || price.dueFen > 0) return nothing;
  await barrierCommand(tx, { state, laneId: lane.id, decisionId: read.decisionId, deliveredBy: 'command' });
  return grantExit(context, lane, { decisionId: read.decisionId, laneId: lane.id, at }, read);
};

/** The channel took the money back: what is due is due again; a stay that has left hands it over at its grace. */
export const paymentReversed = async (context: EffectContext, paymentId: string): Promise<EffectResult> => {
  const known =
    isId(paymentId) &&
    (await context.tx.row(sql`select 1 from payment where id = ${paymentId} and bill_id = ${context.billId}`)) !==
      undefined;
  if (!known) return ignoreForged(context, 'paymentReversed', `payment-reversed/${paymentId}`);
  const bill = await lockBill(context.tx, context.billId);
  if (bill === undefined || context.state.phase !== 'left') return nothing;
  return { events: [{ type: 'paymentNoted', paymentId, dueFen: outstandingFen(bill) }] };
};
