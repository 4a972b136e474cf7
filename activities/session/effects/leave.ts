// The end of a stay: price it once, decide, and let the projection write what was decided.
import { netPaidFen, outstandingFen } from '../../../domain/bill.ts';
import { decideHandOver, decideLeave } from '../../../domain/parking-session/decide.ts';
import { evolve, type SessionEvent } from '../../../domain/parking-session/state.ts';
import { maxFen, zeroFen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { epochMs, type EpochMs } from '../../../domain/time.ts';
import { addAuditItem, lockBill } from '../../../db/queries/bills.ts';
import { priceOf } from '../../../db/queries/pricing.ts';
import { sql } from '../../../db/rows.ts';
import { newId } from '../../../platform/ids.ts';
import { type EffectContext } from '../context.ts';
import { type EffectResult, nothing } from '../effect.ts';

const nothingCharged = {
  grossFen: zeroFen,
  discountFen: zeroFen,
  discounts: [],
  advanceUsedFen: zeroFen,
  unidentifiedFen: zeroFen,
};

/** A stay that no rule prices is never free and never guessed: it goes to a person with nothing charged. */
const leaveWithoutPrice = async (context: EffectContext, at: EpochMs, code: string): Promise<EffectResult> => {
  const { tx, state } = context;
  const { companyId, lotId, sessionId } = state;
  await addAuditItem(tx, { companyId, lotId, sessionId, kind: code, cause: `${code}/${sessionId}`, at });
  const bill = await lockBill(tx, context.billId);
  const surplusFen = bill === undefined ? zeroFen : netPaidFen(bill);
  const settlement = { ...nothingCharged, surplusFen };
  return {
    events: [
      { type: 'left', at, dueFen: zeroFen, settlement },
      { type: 'closed', outcome: 'review' },
    ],
  };
};

/** Milliseconds of business time until the settle grace of a session that left at `leftAt` is over. */
const graceLeftMs = (context: EffectContext, leftAt: EpochMs): number =>
  Math.max(0, leftAt + context.policy.settleGraceMs - context.now);

/**
 * A bay holds one vehicle at a time: a stay whose entry time lies inside an earlier stay of the bay began when that one
 * ended. Sensor times can be that wrong; the correction is audited.
 */
const withoutOverlap = async (context: EffectContext, leftAt: EpochMs): Promise<EpochMs | undefined> => {
  const { tx, state } = context;
  if (state.bayId === undefined) return undefined;
  const earlier = await tx.row<{ left_at: number | null }>(sql`
    select max(epoch_ms(left_at)) as left_at from parking_session
    where bay_id = ${state.bayId} and id <> ${state.sessionId} and left_at > instant(${state.enteredAt})
      and entered_at < instant(${leftAt}) and outcome is distinct from 'void'`);
  if (earlier?.left_at === null || earlier?.left_at === undefined) return undefined;
  const { companyId, lotId, sessionId } = state;
  const cause = `overlapping-stays/${sessionId}`;
  await addAuditItem(tx, { companyId, lotId, sessionId, kind: 'overlapping-stays', cause, at: leftAt });
  return epochMs(Math.min(earlier.left_at, leftAt));
};

export const leave = async (
  context: EffectContext,
  at: EpochMs,
  options: { toReview?: boolean } = {},
): Promise<EffectResult> => {
  const { tx, state } = context;
  if (state.phase !== 'parked') return nothing;
  // The bill is locked before its payments are read: a payment posts wholly before the end or wholly after it.
  await lockBill(tx, context.billId);
  const leftAt = at < state.enteredAt ? state.enteredAt : at;
  const enteredAt = await withoutOverlap(context, leftAt);
  if (enteredAt !== undefined) {
    const corrected: SessionEvent = { type: 'timesCorrected', enteredAt };
    const left = await endStay({ ...context, state: evolve(state, corrected) }, leftAt, options.toReview ?? false);
    return { ...left, events: [corrected, ...left.events] };
  }
  return endStay(context, leftAt, options.toReview ?? false);
};

const endStay = async (context: EffectContext, leftAt: EpochMs, toReview: boolean): Promise<EffectResult> => {
  const { tx, state } = context;
  const price = await priceOf(tx, context, leftAt);
  if (isRefusal(price)) return leaveWithoutPrice(context, leftAt, price.code);
  const decided = decideLeave(state, {
    at: leftAt,
    feeFen: price.feeFen,
    discounts: price.discounts,
    paidFen: maxFen(zeroFen, price.paidFen),
    settleGraceMs: graceLeftMs(context, leftAt),
    debtId: newId(),
    toReview,
  });
  if (isRefusal(decided)) return { events: [], refusal: decided };
  return withGrace(context, decided, leftAt);
};

const withGrace = (context: EffectContext, events: readonly SessionEvent[], leftAt: EpochMs): EffectResult =>
  events.some(({ type }) => type === 'closed') ? { events } : { events, waitMs: graceLeftMs(context, leftAt) };

/** The settle grace is over, by business time; else how long it still lasts. */
export const handOverUnpaid = async (context: EffectContext): Promise<EffectResult> => {
  const { tx, state } = context;
  if (state.phase !== 'left' || state.leftAt === undefined) return nothing;
  const waitMs = graceLeftMs(context, state.leftAt);
  if (waitMs > 0) return { events: [], waitMs };
  const bill = await lockBill(tx, context.billId);
  if (bill === undefined) return nothing;
  return { events: decideHandOver(state, outstandingFen(bill), newId()) };
};
