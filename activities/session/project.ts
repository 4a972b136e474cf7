// Turns the events of an effect into rows and postings, in the transaction that decided them.
import { netPaidFen, outstandingFen } from '../../domain/bill.ts';
import { type SessionEvent, type SessionState, type Settlement } from '../../domain/parking-session/state.ts';
import {
  advanceApplied,
  advanceOf,
  discountGranted,
  handedOver,
  receivableOfSession,
  stayCharged,
  stayVoided,
  surplusFound,
} from '../../domain/ledger.ts';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import {
  addReviewRequest,
  finaliseBill,
  lockBill,
  markDiscountsApplied,
  openDebt,
  voidBill,
  type Bill,
} from '../../db/queries/bills.ts';
import { release, setBayOccupied } from '../../db/queries/occupancy.ts';
import { enqueue } from '../../db/queries/outbox.ts';
import { openRefunds } from '../../db/queries/refunds.ts';
import { post } from '../../db/ledger.ts';
import { sql } from '../../db/rows.ts';
import { type EffectContext } from './context.ts';

const requireBill = async (context: EffectContext): Promise<Bill> => {
  const bill = await lockBill(context.tx, context.billId);
  if (bill === undefined) throw new Error(`session ${context.state.sessionId} has no bill`);
  return bill;
};

/** Charge, discounts, advance, surplus: the postings of a stay that ended. */
const postSettlement = async (
  context: EffectContext,
  bill: Bill,
  settlement: Settlement,
  at: EpochMs,
): Promise<void> => {
  const { tx, state } = context;
  const { sessionId, lotId, companyId } = state;
  const options = { companyId, at };
  if (settlement.grossFen > 0) await post(tx, stayCharged({ sessionId, lotId, feeFen: settlement.grossFen }), options);
  await markDiscountsApplied(tx, settlement.discounts);
  for (const discount of settlement.discounts.filter(({ amountFen }) => amountFen > 0)) {
    const { id: discountId, sponsor, amountFen } = discount;
    await post(
      tx,
      discountGranted({ discountId, sponsor, amountFen, receivable: receivableOfSession(sessionId) }),
      options,
    );
  }
  if (settlement.advanceUsedFen > 0)
    await post(tx, advanceApplied({ sessionId, amountFen: settlement.advanceUsedFen }), options);
  if (settlement.surplusFen > 0) await returnAdvance(context, bill, settlement.surplusFen, 'surplus-at-exit', at);
};

/** What was paid in advance and is not owed: refund rows, and the money on refund:payable. */
const returnAdvance = async (
  context: EffectContext,
  bill: Bill,
  amountFen: Fen,
  reason: string,
  at: EpochMs,
): Promise<void> => {
  const { tx, state, policy } = context;
  const { companyId, sessionId } = state;
  const surplus = {
    companyId,
    billId: bill.id,
    sessionId,
    amountFen,
    reason,
    at,
    automaticLimitFen: policy.automaticRefundLimitFen,
  };
  for (const refund of await openRefunds(tx, surplus)) {
    await post(tx, surplusFound({ ...refund, from: advanceOf(sessionId) }), { companyId, at });
  }
};

const projectLeft = async (context: EffectContext, event: Extract<SessionEvent, { type: 'left' }>): Promise<void> => {
  const { tx, state } = context;
  const bill = await requireBill(context);
  await postSettlement(context, bill, event.settlement, event.at);
  const { grossFen, discountFen, surplusFen } = event.settlement;
  await finaliseBill(tx, bill.id, state.vehicleId, { grossFen, discountFen, surplusFen, at: event.at });
  // On the street the bay's sensor moves the count; behind a gate the end of the stay does.
  if (state.setting === 'off-street') await release(tx, state.lotId);
  await tx.run(sql`update pass_cover set session_id = null where session_id = ${state.sessionId}`);
};

const projectHandOver = async (
  context: EffectContext,
  event: Extract<SessionEvent, { type: 'handedOver' }>,
): Promise<void> => {
  const { tx, state, now } = context;
  const { companyId, sessionId, vehicleId } = state;
  if (vehicleId === undefined) throw new Error(`session ${sessionId} hands over a debt of nobody`);
  const bill = await requireBill(context);
  await openDebt(tx, bill, { id: event.debtId, vehicleId, amountFen: event.amountFen, at: now });
  await post(tx, handedOver({ sessionId, debtId: event.debtId, amountFen: event.amountFen }), { companyId, at: now });
  await enqueue(tx, {
    companyId,
    workflowId: `arrears/${companyId}/${vehicleId}`,
    workflowType: 'arrearsCase',
    kind: 'signal',
    message: 'debtAdded',
    argument: { debtId: event.debtId },
    messageKey: `debt-added/${event.debtId}`,
  });
};

const projectVoid = async (context: EffectContext, at: EpochMs): Promise<void> => {
  const { tx, state, policy } = context;
  const { companyId, sessionId, lotId } = state;
  const bill = await requireBill(context);
  const keptFen = netPaidFen(bill);
  if (bill.state === 'running') {
    if (keptFen > 0) await returnAdvance(context, bill, keptFen, 'void', at);
  } else if (bill.grossFen > 0) {
    const discounts = await tx.rows<{ sponsor: string; amountFen: Fen }>(sql`
      select sponsor, applied_fen as "amountFen" from bill_discount where bill_id = ${bill.id} and applied_fen > 0`);
    const receivable = receivableOfSession(sessionId);
    await post(tx, stayVoided({ sessionId, lotId, receivable, grossFen: bill.grossFen, discounts, paidFen: keptFen }), {
      companyId,
      at,
    });
    if (keptFen > 0) {
      const automaticLimitFen = policy.automaticRefundLimitFen;
      await openRefunds(tx, {
        companyId,
        billId: bill.id,
        sessionId,
        amountFen: keptFen,
        reason: 'void',
        at,
        automaticLimitFen,
      });
    }
  }
  await tx.run(sql`update parking_session set unidentified_fen = 0 where id = ${sessionId}`);
  await tx.run(sql`update pass_cover set session_id = null where session_id = ${sessionId}`);
  await voidBill(tx, bill.id, keptFen);
};

const projectReview = async (context: EffectContext): Promise<void> => {
  const { tx, state } = context;
  const bill = await requireBill(context);
  await addReviewRequest(tx, {
    companyId: state.companyId,
    kind: 'stay',
    sessionId: state.sessionId,
    billId: bill.id,
    amountFen: outstandingFen(bill),
    reason: 'the stay ended without a departure that can be trusted',
    requestedBy: 'system',
    cause: `stay-review/${state.sessionId}`,
  });
};

const projectIdentified = async (
  { tx, billId, state }: EffectContext,
  { vehicleId }: Extract<SessionEvent, { type: 'vehicleIdentified' }>,
): Promise<void> => {
  await tx.run(sql`update bill set vehicle_id = ${vehicleId} where id = ${billId}`);
  await tx.run(sql`
    update pass_cover set session_id = null where session_id = ${state.sessionId} and vehicle_id <> ${vehicleId}`);
};

/** The vehicle stands on the other bay: both bays show it, and the count of the lot is what it was. */
const projectMoved = async ({ tx, state, now }: EffectContext, bayId: string): Promise<void> => {
  const { lotId } = state;
  await tx.rows(sql`select 1 from bay where id = ${bayId} or id = ${state.bayId ?? null}::uuid order by id for update`);
  if (state.bayId !== undefined) await setBayOccupied(tx, { lotId, bayId: state.bayId, occupied: false, at: now });
  await setBayOccupied(tx, { lotId, bayId, occupied: true, at: now });
};

/** `state` is the one after the event: identities in it are final. */
export const projectEvent = async (context: EffectContext, event: SessionEvent, state: SessionState): Promise<void> => {
  const after = { ...context, state };
  switch (event.type) {
    case 'left':
      return projectLeft(after, event);
    case 'handedOver':
      return projectHandOver(after, event);
    case 'voided':
      return projectVoid(after, event.at);
    case 'closed':
      return event.outcome === 'review' ? projectReview(after) : undefined;
    case 'vehicleIdentified':
      return projectIdentified(after, event);
    case 'bayMoved':
      return projectMoved(context, event.bayId);
    case 'timesCorrected':
    case 'exempted':
    case 'exitQuoted':
    case 'exitGranted':
    case 'exitFailed':
    case 'paymentNoted':
      return;
  }
};
