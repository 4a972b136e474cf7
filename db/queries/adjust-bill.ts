// Corrections after a stay has closed: a dated adjustment of its bill, or its debt moved to the right vehicle. A session
// never reopens, and no posting is ever changed: money moves by new transactions.
import { outstandingFen } from '../../domain/bill.ts';
import {
  adjustedDown,
  adjustedUp,
  debtTransferred,
  receivableOfDebt,
  receivableOfSession,
  surplusFound,
} from '../../domain/ledger.ts';
import { fen, minFen, subtractFen, zeroFen, type Fen } from '../../domain/money.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { post } from '../ledger.ts';
import { type Tx, sql } from '../rows.ts';
import { lockBill, openDebt, type Bill } from './bills.ts';
import { enqueue } from './outbox.ts';
import { openRefunds } from './refunds.ts';
import { policyOfSession } from './sessions.ts';

export interface Adjustment {
  /** Made by the asker: adjusting twice under one id adjusts once. */
  readonly adjustmentId: string;
  readonly billId: string;
  /** What the stay costs from now on, before discounts. */
  readonly grossFen: Fen;
  readonly at: EpochMs;
}

export interface Adjusted {
  readonly billId: string;
  readonly grossFen: Fen;
  readonly outstandingFen: Fen;
  /** What was paid too much and is on its way back. */
  readonly surplusFen: Fen;
}

const receivableOf = (bill: Bill) =>
  bill.ownerKind === 'debt' ? receivableOfDebt(bill.ownerId) : receivableOfSession(bill.sessionId);

/** The fee was too high: the receivable falls, and what was paid beyond it goes back. */
const adjustDown = async (tx: Tx, bill: Bill, adjustment: Adjustment, byFen: Fen): Promise<Fen> => {
  const { companyId, lotId, sessionId } = bill;
  const { adjustmentId, at } = adjustment;
  const receivable = receivableOf(bill);
  const forgivenFen = minFen(byFen, outstandingFen(bill));
  const surplusFen = subtractFen(byFen, forgivenFen);
  await post(tx, adjustedDown({ adjustmentId, receivable, lotId, amountFen: byFen }), { companyId, at });
  if (bill.ownerKind === 'debt' && forgivenFen > 0) await changeDebt(tx, bill.ownerId, fen(-forgivenFen), at);
  if (surplusFen === 0) return zeroFen;
  const { automaticRefundLimitFen: automaticLimitFen } = await policyOfSession(tx, sessionId);
  const reason = `adjusted-${adjustmentId}`;
  const surplus = { companyId, billId: bill.id, sessionId, amountFen: surplusFen, reason, at, automaticLimitFen };
  for (const refund of await openRefunds(tx, surplus)) {
    await post(tx, surplusFound({ ...refund, from: receivable }), { companyId, at });
  }
  return surplusFen;
};

/** A debt whose amount changes with its bill; one that had been paid opens again. */
const changeDebt = async (tx: Tx, debtId: string, byFen: Fen, at: EpochMs): Promise<void> => {
  await tx.run(sql`
    update debt set amount_fen = greatest(amount_fen + ${byFen}, 1), outstanding_fen = outstanding_fen + ${byFen},
      state = case when outstanding_fen + ${byFen} = 0 then 'paid' else 'open' end,
      settled_at = case when outstanding_fen + ${byFen} = 0 then instant(${at}) end, revision = revision + 1
    where id = ${debtId}`);
};

const tellCase = (tx: Tx, bill: Bill, vehicleId: string, debtId: string, cause: string): Promise<void> =>
  enqueue(tx, {
    companyId: bill.companyId,
    workflowId: `arrears/${bill.companyId}/${vehicleId}`,
    workflowType: 'arrearsCase',
    kind: 'signal',
    message: 'debtAdded',
    argument: { debtId },
    messageKey: `debt-added/${debtId}/${cause}`,
  });

/** The fee was too low: the rest is owed, by the debt that there is or by a new one. Nobody unknown can owe. */
const adjustUp = async (tx: Tx, bill: Bill, adjustment: Adjustment, byFen: Fen): Promise<Refusal | undefined> => {
  const { companyId, lotId } = bill;
  const { adjustmentId, at } = adjustment;
  if (bill.vehicleId === null) return refuse('vehicle-unidentified');
  const known = bill.ownerKind === 'debt' ? bill.ownerId : undefined;
  const debtId = known ?? newId();
  const receivable = receivableOfDebt(debtId);
  await post(tx, adjustedUp({ adjustmentId, receivable, lotId, amountFen: byFen }), { companyId, at });
  if (known === undefined) await openDebt(tx, bill, { id: debtId, vehicleId: bill.vehicleId, amountFen: byFen, at });
  else await changeDebt(tx, debtId, byFen, at);
  await tellCase(tx, bill, bill.vehicleId, debtId, adjustmentId);
  return undefined;
};

const wasAdjusted = async (tx: Tx, adjustmentId: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from ledger_transaction where business_key = ${`adjustment/${adjustmentId}`}`)) !==
  undefined;

const adjustedOf = (bill: Bill, surplusFen: Fen): Adjusted => ({
  billId: bill.id,
  grossFen: bill.grossFen,
  outstandingFen: outstandingFen(bill),
  surplusFen,
});

/**
 * Corrects what a closed stay cost. Refused for a bill that is still running or void, below its discounts, and upwards
 * for a stay of nobody, or for one whose due is still with its session.
 */
export const adjustBill = async (tx: Tx, adjustment: Adjustment): Promise<Adjusted | Refusal> => {
  const bill = await lockBill(tx, adjustment.billId);
  if (bill === undefined || bill.state !== 'final') return refuse('bill-not-payable');
  if (await wasAdjusted(tx, adjustment.adjustmentId)) return adjustedOf(bill, zeroFen);
  if (adjustment.grossFen < bill.discountFen) return refuse('amount-mismatch', 'below the discounts of the bill');
  const byFen = fen(adjustment.grossFen - bill.grossFen);
  if (byFen === 0) return adjustedOf(bill, zeroFen);
  if (byFen > 0 && bill.ownerKind === 'session' && outstandingFen(bill) > 0)
    return refuse('attempt-pending', 'the stay is not settled yet');
  let surplusFen = zeroFen;
  if (byFen < 0) surplusFen = await adjustDown(tx, bill, adjustment, fen(-byFen));
  else {
    const refusal = await adjustUp(tx, bill, adjustment, byFen);
    if (refusal !== undefined) return refusal;
  }
  await tx.run(sql`
    update bill set gross_fen = ${adjustment.grossFen}, surplus_fen = surplus_fen + ${surplusFen}, revision = revision + 1
    where id = ${bill.id}`);
  const after = await lockBill(tx, bill.id);
  return after === undefined ? refuse('bill-not-payable') : adjustedOf(after, surplusFen);
};

export interface DebtTransfer {
  readonly transferId: string;
  readonly debtId: string;
  readonly toVehicleId: string;
  readonly at: EpochMs;
}

/** The stay was bound to the wrong vehicle: what is still owed of it moves, in one transaction. Answers the new debt. */
export const transferDebt = async (tx: Tx, transfer: DebtTransfer): Promise<{ debtId: string } | Refusal> => {
  const found = await tx.row<{ bill_id: string }>(sql`select bill_id from debt where id = ${transfer.debtId}`);
  const bill = found && (await lockBill(tx, found.bill_id));
  if (bill === undefined) return refuse('bill-not-payable');
  const debt = await tx.row<{ outstanding_fen: Fen; state: string; vehicle_id: string }>(sql`
    select outstanding_fen, state, vehicle_id from debt where id = ${transfer.debtId} for update`);
  if (debt?.state !== 'open' || bill.ownerId !== transfer.debtId) return refuse('bill-not-payable');
  if (debt.vehicle_id === transfer.toVehicleId) return { debtId: transfer.debtId };
  const debtId = newId();
  const { companyId } = bill;
  const amountFen = fen(debt.outstanding_fen);
  const { at, transferId } = transfer;
  const from = receivableOfDebt(transfer.debtId);
  await post(tx, debtTransferred({ transferId, from, to: receivableOfDebt(debtId), amountFen }), { companyId, at });
  await tx.run(sql`
    update debt set state = 'transferred', outstanding_fen = 0, settled_at = instant(${at}), revision = revision + 1
    where id = ${transfer.debtId}`);
  await openDebt(tx, bill, { id: debtId, vehicleId: transfer.toVehicleId, amountFen, at });
  await tx.run(sql`update bill set vehicle_id = ${transfer.toVehicleId} where id = ${bill.id}`);
  await tellCase(tx, bill, transfer.toVehicleId, debtId, transferId);
  return { debtId };
};
