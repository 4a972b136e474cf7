// Bills: the point of truth for who owns what is due. Locked for every change.
import { type AppliedDiscount, type DiscountGrant } from '../../domain/discounts.ts';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';

/** The bill of a stay; a recharge has its own (`recharges.ts`). */
export interface Bill {
  readonly kind: 'stay';
  readonly id: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly sessionId: string;
  readonly vehicleId: string | null;
  readonly ownerKind: 'session' | 'debt' | 'none';
  readonly ownerId: string;
  readonly state: 'running' | 'final' | 'void';
  readonly grossFen: Fen;
  readonly discountFen: Fen;
  readonly paidFen: Fen;
  readonly surplusFen: Fen;
  readonly refundedFen: Fen;
}

const columns = sql`kind, id, company_id as "companyId", lot_id as "lotId", session_id as "sessionId", vehicle_id as "vehicleId",
  owner_kind as "ownerKind", owner_id as "ownerId", state, gross_fen as "grossFen", discount_fen as "discountFen",
  paid_fen as "paidFen", surplus_fen as "surplusFen", refunded_fen as "refundedFen"`;

export const lockBill = (tx: Tx, billId: string): Promise<Bill | undefined> =>
  tx.row<Bill>(sql`select ${columns} from bill where id = ${billId} and kind = 'stay' for update`);

export const readBill = (tx: Tx, billId: string): Promise<Bill | undefined> =>
  tx.row<Bill>(sql`select ${columns} from bill where id = ${billId} and kind = 'stay'`);

/** Locks a bill of any kind, for whoever needs nothing else of it. */
export const lockBillRow = async (tx: Tx, billId: string): Promise<void> => {
  await tx.run(sql`select 1 from bill where id = ${billId} for update`);
};

/** Discounts granted and not yet applied, oldest first. */
export const grantsOf = (tx: Tx, billId: string): Promise<DiscountGrant[]> =>
  tx.rows<DiscountGrant>(sql`
    select id, sponsor, kind, value from bill_discount where bill_id = ${billId} and applied_fen is null
    order by granted_at, id`);

export const markDiscountsApplied = async (tx: Tx, applied: readonly AppliedDiscount[]): Promise<void> => {
  if (applied.length === 0) return;
  await tx.run(sql`
    update bill_discount set applied_fen = a.amount
    from unnest(${applied.map(({ id }) => id)}::uuid[], ${applied.map(({ amountFen }) => amountFen)}::bigint[]) as a (id, amount)
    where bill_discount.id = a.id`);
};

export interface BillAmounts {
  readonly grossFen: Fen;
  readonly discountFen: Fen;
  readonly surplusFen: Fen;
  readonly at: EpochMs;
}

/** The stay is over: gross is fixed. */
export const finaliseBill = async (
  tx: Tx,
  billId: string,
  vehicleId: string | undefined,
  amounts: BillAmounts,
): Promise<void> => {
  await tx.run(sql`
    update bill set state = 'final', gross_fen = ${amounts.grossFen}, discount_fen = ${amounts.discountFen},
      surplus_fen = surplus_fen + ${amounts.surplusFen}, vehicle_id = ${vehicleId ?? null},
      final_at = instant(${amounts.at}), revision = revision + 1
    where id = ${billId}`);
};

export const voidBill = async (tx: Tx, billId: string, surplusFen: Fen): Promise<void> => {
  await tx.run(sql`
    update bill set state = 'void', owner_kind = 'none', surplus_fen = surplus_fen + ${surplusFen}, revision = revision + 1
    where id = ${billId}`);
};

/** The hand-over: the owner flips and the debt is written in the same transaction; unique on the session. */
export const openDebt = async (
  tx: Tx,
  bill: Bill,
  debt: { id: string; vehicleId: string; amountFen: Fen; at: EpochMs },
): Promise<void> => {
  await tx.run(sql`
    insert into debt (id, company_id, lot_id, vehicle_id, session_id, bill_id, amount_fen, outstanding_fen, state, created_at)
    values (${debt.id}, ${bill.companyId}, ${bill.lotId}, ${debt.vehicleId}, ${bill.sessionId}, ${bill.id},
      ${debt.amountFen}, ${debt.amountFen}, 'open', instant(${debt.at}))`);
  await tx.run(sql`
    update bill set owner_kind = 'debt', owner_id = ${debt.id}, revision = revision + 1 where id = ${bill.id}`);
};

export const hasOpenAttempt = async (tx: Tx, billId: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from payment where bill_id = ${billId} and state in ('created', 'pending')`)) !==
  undefined;

/** Something a person must look at; the same cause is written once. */
export const addAuditItem = async (
  tx: Tx,
  item: {
    companyId: string;
    lotId?: string | null;
    sessionId?: string | null;
    kind: string;
    cause: string;
    detail?: Readonly<Record<string, unknown>>;
    at: EpochMs;
  },
): Promise<void> => {
  await tx.run(sql`
    insert into audit_item (id, company_id, lot_id, session_id, kind, cause, detail, at)
    values (${newId()}, ${item.companyId}, ${item.lotId ?? null}, ${item.sessionId ?? null}, ${item.kind}, ${item.cause},
      ${JSON.stringify(item.detail ?? {})}::jsonb, instant(${item.at}))
    on conflict (company_id, cause) do nothing`);
};

export const addReviewRequest = async (
  tx: Tx,
  request: {
    companyId: string;
    kind: 'stay' | 'refund' | 'correction' | 'void';
    sessionId: string | null;
    billId: string;
    amountFen: Fen;
    reason: string;
    requestedBy: string;
    cause: string;
    detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> => {
  await tx.run(sql`
    insert into review_request (id, company_id, kind, session_id, bill_id, amount_fen, reason, requested_by, detail, cause)
    values (${newId()}, ${request.companyId}, ${request.kind}, ${request.sessionId}, ${request.billId}, ${request.amountFen},
      ${request.reason}, ${request.requestedBy}, ${JSON.stringify(request.detail ?? {})}::jsonb, ${request.cause})
    on conflict (company_id, cause) do nothing`);
};
