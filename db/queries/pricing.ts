// What a stay costs: the pure engine under the versions pinned at entry, with the quotes and payments of its bill.
import { netPaidFen, outstandingFen } from '../../domain/bill.ts';
import { applyDiscounts, totalDiscountFen, type AppliedDiscount } from '../../domain/discounts.ts';
import { remainingFen, subtractFen, zeroFen, type Fen } from '../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import { explain, type CompiledTariff, type Stay, type TariffLine } from '../../domain/tariff/tariff.ts';
import { totalFee, type CoveredQuote } from '../../domain/tariff/prepay.ts';
import { newId } from '../../platform/ids.ts';
import { type Tx, sql } from '../rows.ts';
import { grantsOf, readBill } from './bills.ts';
import { readSession, type LockedSession } from './sessions.ts';
import { contextOf } from './tariff-context.ts';
import { loadTariff } from './tariff-versions.ts';

/** Quotes whose amount was paid in full: the paid-leave grace counts from their time. */
const coveredQuotes = (tx: Tx, billId: string): Promise<CoveredQuote[]> =>
  tx.rows<CoveredQuote>(sql`
    select epoch_ms(q.quoted_at) as "quotedAt", q.fee_fen as "feeFen", (q.fee_fen - q.due_fen + sum(p.amount_fen))::bigint as "paidFen"
    from quote q join payment p on p.quote_id = q.id and p.state = 'succeeded'
    where q.bill_id = ${billId} and q.due_fen > 0
    group by q.id having sum(p.amount_fen) >= q.due_fen
    order by q.quoted_at`);

export interface Price {
  readonly feeFen: Fen;
  readonly discounts: readonly AppliedDiscount[];
  readonly discountFen: Fen;
  /** Paid and not given back. */
  readonly paidFen: Fen;
  readonly dueFen: Fen;
  readonly pricedUntil: EpochMs;
}

type Priced = Pick<LockedSession, 'state' | 'billId' | 'policy' | 'tariffVersionId' | 'calendarVersionId'>;

interface Fee {
  readonly feeFen: Fen;
  /** The instant until which the stay is priced: `at`, or the paid quote that still holds. */
  readonly pricedUntil: EpochMs;
}

/** The stay until `at` with what its tariff asks about it, under the versions that it pinned. */
const pricedStay = async (
  tx: Tx,
  { state, tariffVersionId, calendarVersionId }: Omit<Priced, 'billId' | 'policy'>,
  at: EpochMs,
): Promise<{ readonly tariff: CompiledTariff; readonly stay: Stay } | Refusal> => {
  if (tariffVersionId === null) return refuse('no-tariff');
  const tariff = await loadTariff(tx, tariffVersionId, calendarVersionId);
  if (isRefusal(tariff)) return tariff;
  const context = await contextOf(tx, tariff, state);
  const { enteredAt, vehicleClass } = state;
  return { tariff: tariff.compiled, stay: { entry: enteredAt, exit: at, vehicleClass, ...(context && { context }) } };
};

/** The fee of the stay until `at`: exempt stays cost nothing, a lot without a rule is a refusal, never a price. */
const feeOf = async (tx: Tx, session: Priced, at: EpochMs): Promise<Fee | Refusal> => {
  const { state, policy } = session;
  if (state.exemption !== undefined) return { feeFen: zeroFen, pricedUntil: at };
  if (at < state.enteredAt) return refuse('out-of-order-times');
  const priced = await pricedStay(tx, session, at);
  if (isRefusal(priced)) return priced;
  const { tariff, stay } = priced;
  const total = totalFee(tariff, stay, await coveredQuotes(tx, session.billId), policy.paidLeaveGraceMs);
  return isRefusal(total) ? total : { feeFen: total.totalFen, pricedUntil: total.pricedUntil };
};

export const priceOf = async (tx: Tx, session: Priced, at: EpochMs): Promise<Price | Refusal> => {
  const fee = await feeOf(tx, session, at);
  if (isRefusal(fee)) return fee;
  const { feeFen, pricedUntil } = fee;
  const bill = await readBill(tx, session.billId);
  if (bill === undefined) return refuse('session-not-found');
  const discounts = applyDiscounts(feeFen, await grantsOf(tx, session.billId));
  const discountFen = totalDiscountFen(discounts);
  const paidFen = netPaidFen(bill);
  return {
    feeFen,
    discounts,
    discountFen,
    paidFen,
    dueFen: remainingFen(subtractFen(feeFen, discountFen), paidFen),
    pricedUntil,
  };
};

export interface SessionQuote {
  readonly sessionId: string;
  readonly billId: string;
  readonly at: EpochMs;
  readonly feeFen: Fen;
  readonly discountFen: Fen;
  readonly paidFen: Fen;
  readonly dueFen: Fen;
  /** How the fee comes about; of a stay that has ended, empty (the bill has its lines). */
  readonly lines: readonly TariffLine[];
}

const endedQuote = async (tx: Tx, session: LockedSession, at: EpochMs): Promise<SessionQuote | Refusal> => {
  const bill = await readBill(tx, session.billId);
  if (bill === undefined || bill.state === 'void') return refuse('bill-not-payable');
  const { sessionId } = session.state;
  return {
    sessionId,
    billId: bill.id,
    at,
    feeFen: bill.grossFen,
    discountFen: bill.discountFen,
    paidFen: netPaidFen(bill),
    dueFen: outstandingFen(bill),
    lines: [],
  };
};

/** What the session owes at `at`: a read, never a question to the workflow. */
export const quoteSession = async (tx: Tx, sessionId: string, at: EpochMs): Promise<SessionQuote | Refusal> => {
  const session = await readSession(tx, sessionId);
  if (session === undefined) return refuse('session-not-found');
  if (session.state.phase !== 'parked') return endedQuote(tx, session, at);
  const price = await priceOf(tx, session, at);
  if (isRefusal(price)) return price;
  const { feeFen, discountFen, paidFen, dueFen } = price;
  const lines = await linesOf(tx, session, price.pricedUntil);
  return { sessionId, billId: session.billId, at, feeFen, discountFen, paidFen, dueFen, lines };
};

const linesOf = async (tx: Tx, session: LockedSession, at: EpochMs): Promise<readonly TariffLine[]> => {
  if (session.state.exemption !== undefined) return [];
  const priced = await pricedStay(tx, session, at);
  if (isRefusal(priced)) return [];
  const explained = explain(priced.tariff, priced.stay);
  return isRefusal(explained) ? [] : explained.lines;
};

/** Freezes a quote: whoever pays it pays this amount, and the paid-leave grace counts from now. */
export const recordQuote = async (
  tx: Tx,
  companyId: string,
  quote: SessionQuote,
  frozenMs: number,
): Promise<string> => {
  const id = newId();
  await tx.run(sql`
    insert into quote (id, company_id, bill_id, session_id, quoted_at, frozen_until, fee_fen, due_fen)
    values (${id}, ${companyId}, ${quote.billId}, ${quote.sessionId}, instant(${quote.at}),
      instant(${quote.at + frozenMs}), ${quote.feeFen}, ${quote.dueFen})`);
  return id;
};
