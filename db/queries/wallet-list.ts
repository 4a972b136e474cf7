// Wallets, their statements, recharges and top-ups as people look for them: filtered, by keyset.
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';
import { type TopUp, type TopUpState } from './wallet-top-ups.ts';

const when = (value: unknown, condition: ReturnType<typeof sql>) => (value === undefined ? sql`true` : condition);

export interface WalletListRow {
  readonly ownerId: string;
  /** Masked. */
  readonly phone: string;
  readonly principalFen: Fen;
  readonly bonusFen: Fen;
  readonly heldFen: Fen;
}

const walletColumns = sql`w.owner_id as "ownerId", o.phone_mask as phone, w.principal_fen as "principalFen",
  w.bonus_fen as "bonusFen", w.held_principal_fen + w.held_bonus_fen as "heldFen"`;

/** By the owner's id; after `afterId`. */
export const listWallets = (
  tx: Tx,
  filters: { readonly ownerId?: string },
  afterId: string | undefined,
  limit: number,
): Promise<WalletListRow[]> =>
  tx.rows<WalletListRow>(sql`
    select ${walletColumns} from wallet w join owner o on o.id = w.owner_id
    where ${when(filters.ownerId, sql`w.owner_id = ${filters.ownerId}`)} and ${when(afterId, sql`w.owner_id > ${afterId}`)}
    order by w.owner_id limit ${limit}`);

/** What a movement was, in words of the statement, by the kind of its posting. */
export const movementKinds = {
  recharge: ['recharged'],
  bonus: ['recharge-bonus', 'goodwill-granted'],
  payment: ['prepaid', 'bill-paid'],
  refund: ['refund'],
  withdrawal: ['withdrawal'],
  correction: ['reversal'],
} as const;
export type MovementKind = keyof typeof movementKinds;

const kindOf = (posting: string): MovementKind => {
  const found = Object.entries(movementKinds).find(([, postings]) => (postings as readonly string[]).includes(posting));
  return (found?.[0] ?? 'correction') as MovementKind;
};

export interface Movement {
  readonly sequence: number;
  readonly kind: MovementKind;
  readonly at: EpochMs;
  /** What came in, or negative what went out, of each part. */
  readonly principalFen: Fen;
  readonly bonusFen: Fen;
  /** What was there afterwards. */
  readonly principalAfterFen: Fen;
  readonly bonusAfterFen: Fen;
  /** The payment, refund, recharge or top-up that it belongs to. */
  readonly causeKind: string;
  readonly causeId: string;
}

export interface MovementFilters {
  readonly kind?: MovementKind;
  readonly from?: EpochMs;
  readonly until?: EpochMs;
}

/** Newest first; before the sequence `before`. */
export const listMovements = async (
  tx: Tx,
  { companyId, ownerId }: { readonly companyId: string; readonly ownerId: string },
  { kind, from, until }: MovementFilters,
  before: number | undefined,
  limit: number,
): Promise<Movement[]> => {
  const rows = await tx.rows<Movement & { readonly posting: string }>(sql`
    select m.sequence, t.kind as posting, epoch_ms(t.occurred_at) as at, m.principal_fen as "principalFen",
      m.bonus_fen as "bonusFen", m.principal_after_fen as "principalAfterFen", m.bonus_after_fen as "bonusAfterFen",
      t.cause_kind as "causeKind", t.cause_id as "causeId"
    from wallet_movement m join ledger_transaction t on t.id = m.transaction_id
    where m.company_id = ${companyId} and m.owner_id = ${ownerId}
      and ${when(kind, sql`t.kind = any (${[...(kind === undefined ? [] : movementKinds[kind])]}::text[])`)}
      and ${when(from, sql`t.occurred_at >= instant(${from})`)} and ${when(until, sql`t.occurred_at < instant(${until})`)}
      and ${when(before, sql`m.sequence < ${before}`)}
    order by m.sequence desc limit ${limit}`);
  return rows.map(({ posting, ...row }) => ({ ...row, kind: kindOf(posting) }));
};

export interface RechargeListRow {
  readonly billId: string;
  readonly ownerId: string;
  readonly phone: string | null;
  readonly amountFen: Fen;
  readonly bonusFen: Fen;
  readonly state: 'unpaid' | 'paid';
  readonly channel: string | null;
  readonly paymentId: string | null;
  readonly promotionId: string | null;
  readonly promotionVersion: number | null;
  readonly createdAt: EpochMs;
  readonly paidAt: EpochMs | null;
}

export interface RechargeFilters {
  readonly ownerId?: string;
  readonly state?: 'unpaid' | 'paid';
  readonly channel?: string;
  readonly from?: EpochMs;
  readonly until?: EpochMs;
}

export interface TimeKey {
  readonly at: number;
  readonly id: string;
}

const rechargeSource = sql`
  from bill b left join wallet_recharge r on r.bill_id = b.id left join payment p on p.id = r.payment_id
  where b.kind = 'recharge'`;

const rechargeSelect = sql`
  select b.id as "billId", b.owner_id as "ownerId", (select o.phone_mask from owner o where o.id = b.owner_id) as phone,
    b.gross_fen as "amountFen", coalesce(r.bonus_fen, 0)::bigint as "bonusFen",
    case when r.bill_id is null then 'unpaid' else 'paid' end as state, p.channel, p.id as "paymentId",
    r.promotion_id as "promotionId", r.promotion_version as "promotionVersion", epoch_ms(b.created_at) as "createdAt",
    epoch_ms(r.recharged_at) as "paidAt"
  ${rechargeSource}`;

const rechargesWhere = ({ ownerId, state, channel, from, until }: RechargeFilters) => sql`
  ${when(ownerId, sql`b.owner_id = ${ownerId}`)} and ${when(channel, sql`p.channel = ${channel}`)}
  and ${when(state, sql`(r.bill_id is not null) = ${state === 'paid'}`)}
  and ${when(from, sql`b.created_at >= instant(${from})`)} and ${when(until, sql`b.created_at < instant(${until})`)}`;

/** Newest first. */
export const listRecharges = (
  tx: Tx,
  filters: RechargeFilters,
  after: TimeKey | undefined,
  limit: number,
): Promise<RechargeListRow[]> =>
  tx.rows<RechargeListRow>(sql`
    ${rechargeSelect} and ${rechargesWhere(filters)}
      and ${when(after, sql`(b.created_at, b.id) < (instant(${after?.at}), ${after?.id}::uuid)`)}
    order by b.created_at desc, b.id desc limit ${limit}`);

export interface RechargeTotals {
  readonly recharges: number;
  readonly paid: number;
  readonly paidFen: Fen;
  readonly bonusFen: Fen;
}

export const totalRecharges = async (tx: Tx, filters: RechargeFilters): Promise<RechargeTotals> => {
  const row = await tx.row<RechargeTotals>(sql`
    select count(*) as recharges, count(r.bill_id) as paid,
      coalesce(sum(b.gross_fen) filter (where r.bill_id is not null), 0)::bigint as "paidFen",
      coalesce(sum(r.bonus_fen), 0)::bigint as "bonusFen"
    ${rechargeSource} and ${rechargesWhere(filters)}`);
  if (row === undefined) throw new Error('a total has one row');
  return row;
};

export const findRecharge = (tx: Tx, billId: string, ownerId: string): Promise<RechargeListRow | undefined> =>
  tx.row<RechargeListRow>(sql`${rechargeSelect} and b.id = ${billId} and b.owner_id = ${ownerId}`);

/** Newest first. */
export const listTopUps = (
  tx: Tx,
  { ownerId, state }: { readonly ownerId?: string; readonly state?: TopUpState },
  after: TimeKey | undefined,
  limit: number,
): Promise<TopUp[]> =>
  tx.rows<TopUp>(sql`
    select u.id, u.company_id as "companyId", u.owner_id as "ownerId", u.amount_fen as "amountFen", u.method, u.reason, u.state,
      u.requested_by as "requestedBy", epoch_ms(u.requested_at) as "requestedAt", u.decided_by as "decidedBy",
      epoch_ms(u.decided_at) as "decidedAt", (select o.phone_mask from owner o where o.id = u.owner_id) as phone
    from wallet_top_up u
    where ${when(ownerId, sql`u.owner_id = ${ownerId}`)} and ${when(state, sql`u.state = ${state}`)}
      and ${when(after, sql`(u.requested_at, u.id) < (instant(${after?.at}), ${after?.id}::uuid)`)}
    order by u.requested_at desc, u.id desc limit ${limit}`);
