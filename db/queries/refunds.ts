// Surplus money: which payments it goes back to, and the refund rows that say so.
import { fen, minFen, subtractFen, zeroFen, type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';
import { addReviewRequest } from './bills.ts';

export interface Surplus {
  readonly companyId: string;
  readonly billId: string;
  /** Null when the bill is of no stay. */
  readonly sessionId: string | null;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly at: EpochMs;
  /** Up to this amount nobody is asked; above it a person approves. */
  readonly automaticLimitFen: Fen;
  /** Prefer this payment: the duplicate itself goes back, not an earlier one. */
  readonly paymentId?: string;
}

export interface OpenedRefund {
  readonly refundId: string;
  readonly amountFen: Fen;
}

interface Refundable {
  id: string;
  left_fen: number;
}

/** What each payment can still give back, the preferred one first, then the newest. */
const refundablePayments = (tx: Tx, billId: string, paymentId: string | undefined): Promise<Refundable[]> =>
  tx.rows<Refundable>(sql`
    select p.id, p.amount_fen - coalesce(sum(r.amount_fen) filter (where r.state <> 'rejected'), 0)::bigint as left_fen
    from payment p left join refund r on r.payment_id = p.id
    where p.bill_id = ${billId} and p.state = 'succeeded'
    group by p.id
    order by (p.id = ${paymentId ?? null}) desc nulls last, p.succeeded_at desc, p.id desc`);

const insertRefund = async (tx: Tx, surplus: Surplus, paymentId: string, amountFen: Fen): Promise<OpenedRefund> => {
  const refundId = newId();
  const automatic = surplus.amountFen <= surplus.automaticLimitFen;
  const cause = `${surplus.reason}/${surplus.billId}/${surplus.paymentId ?? 'end'}/${paymentId}`;
  await tx.run(sql`
    insert into refund (id, company_id, bill_id, payment_id, amount_fen, reason, cause, state, automatic, out_refund_no,
      requested_at, query_after)
    values (${refundId}, ${surplus.companyId}, ${surplus.billId}, ${paymentId}, ${amountFen}, ${surplus.reason}, ${cause},
      ${automatic ? 'approved' : 'requested'}, ${automatic}, ${`R${refundId.replaceAll('-', '')}`}, instant(${surplus.at}), now())`);
  if (!automatic) {
    await addReviewRequest(tx, {
      companyId: surplus.companyId,
      kind: 'refund',
      sessionId: surplus.sessionId,
      billId: surplus.billId,
      amountFen,
      reason: surplus.reason,
      requestedBy: 'system',
      cause: `refund/${refundId}`,
      detail: { refundId },
    });
  }
  return { refundId, amountFen };
};

/**
 * Writes the refunds that give `amountFen` back. The money itself is credited to refund:payable by the caller's
 * posting. Throws when the payments of the bill cannot cover it: that would be a broken bill.
 */
export const openRefunds = async (tx: Tx, surplus: Surplus): Promise<OpenedRefund[]> => {
  const opened: OpenedRefund[] = [];
  let leftFen = surplus.amountFen;
  for (const payment of await refundablePayments(tx, surplus.billId, surplus.paymentId)) {
    if (leftFen === 0) break;
    const amountFen = minFen(leftFen, fen(payment.left_fen));
    if (amountFen <= 0) continue;
    opened.push(await insertRefund(tx, surplus, payment.id, amountFen));
    leftFen = subtractFen(leftFen, amountFen);
  }
  if (leftFen > zeroFen) throw new Error(`bill ${surplus.billId} has a surplus that its payments do not cover`);
  if (opened.length > 0) await tx.run(sql`select pg_notify('refund', '')`);
  return opened;
};
