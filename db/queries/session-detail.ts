// Everything known of one session: bill, discounts, passages, evidence, effects and what people asked of it.
import { type Tx, sql } from '../rows.ts';

export interface BillRow {
  readonly id: string;
  readonly state: 'running' | 'final' | 'void';
  readonly ownerKind: 'session' | 'debt' | 'none';
  readonly grossFen: number;
  readonly discountFen: number;
  readonly paidFen: number;
  readonly surplusFen: number;
  readonly refundedFen: number;
  readonly suspended: boolean;
  readonly finalAt: number | null;
}

export const billOfSession = (tx: Tx, sessionId: string): Promise<BillRow | undefined> =>
  tx.row<BillRow>(sql`
    select id, state, owner_kind as "ownerKind", gross_fen as "grossFen", discount_fen as "discountFen", paid_fen as "paidFen",
      surplus_fen as "surplusFen", refunded_fen as "refundedFen", suspended, epoch_ms(final_at) as "finalAt"
    from bill where session_id = ${sessionId}`);

export interface DiscountRow {
  readonly id: string;
  readonly sponsor: string;
  readonly kind: string;
  readonly value: number;
  readonly appliedFen: number | null;
  readonly reason: string;
  readonly grantedBy: string;
  readonly grantedAt: number;
}

export const discountsOfBill = (tx: Tx, billId: string): Promise<DiscountRow[]> =>
  tx.rows<DiscountRow>(sql`
    select id, sponsor, kind, value, applied_fen as "appliedFen", reason, granted_by as "grantedBy",
      epoch_ms(granted_at) as "grantedAt"
    from bill_discount where bill_id = ${billId} order by granted_at, id`);

export interface EvidenceRow {
  readonly id: string;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly pictureKey: string | null;
  readonly at: number;
}

export const evidenceOfSession = (tx: Tx, sessionId: string): Promise<EvidenceRow[]> =>
  tx.rows<EvidenceRow>(sql`
    select id, kind, device_id as "deviceId", picture_key as "pictureKey", epoch_ms(at) as at
    from evidence where session_id = ${sessionId} order by at, id limit 500`);

export interface EffectRow {
  readonly effectId: string;
  readonly kind: string;
  readonly revision: number;
  readonly at: number;
  readonly refusedCode: string | null;
}

export const effectsOfSession = (tx: Tx, sessionId: string): Promise<EffectRow[]> =>
  tx.rows<EffectRow>(sql`
    select effect_id as "effectId", kind, revision, epoch_ms(at) as at, answer #>> '{refusal,code}' as "refusedCode"
    from session_effect where session_id = ${sessionId} order by revision, at, effect_id limit 500`);

export interface RequestRow {
  readonly id: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly state: 'submitted' | 'applied' | 'refused';
  readonly code: string | null;
  readonly createdAt: number;
}

export const requestsOfSession = (tx: Tx, sessionId: string): Promise<RequestRow[]> =>
  tx.rows<RequestRow>(sql`
    select id, kind, reason, requested_by as "requestedBy", state, code, epoch_ms(created_at) as "createdAt"
    from session_request where session_id = ${sessionId} order by created_at, id limit 500`);
