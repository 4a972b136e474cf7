// Payment attempts: what a bill owes now, one open attempt per bill, and each step of an attempt as one transaction.
import { outstandingFen } from '../../domain/bill.ts';
import { applyDiscounts, totalDiscountFen } from '../../domain/discounts.ts';
import { fen, type Fen } from '../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { plusMs, type EpochMs } from '../../domain/time.ts';
import { seal } from '../../platform/sealed.ts';
import { type Tx, sql } from '../rows.ts';
import { grantsOf, lockBill, readBill, type Bill } from './bills.ts';
import { merchantOf, type MerchantChannel } from './merchants.ts';
import { quoteSession, recordQuote, type SessionQuote } from './pricing.ts';
import { lockRecharge, readRecharge, type RechargeBill } from './recharges.ts';
import { readSession } from './sessions.ts';

/** How long a driver may pay an attempt, in business time; the channel is told the same. */
export const attemptValidityMs = 15 * 60_000;
/** Real time until an attempt is asked about for the first time when no callback came. */
const firstQuerySeconds = 5;
/** Real time during which a number that the channel does not know may still come to be known. */
const youngSeconds = 60;

/** Who paid, for the payment's row. */
export const sealPayer = (keys: { readonly dataKey: Buffer }, payerId: string): Buffer =>
  seal(keys.dataKey, payerId, 'payment/payer');

export type PaymentState = 'created' | 'pending' | 'succeeded' | 'failed' | 'closed';

export interface Payment {
  readonly id: string;
  readonly companyId: string;
  readonly billId: string;
  /** Null when it pays a recharge. */
  readonly lotId: string | null;
  readonly merchantAccountId: string | null;
  readonly channel: string;
  readonly state: PaymentState;
  readonly amountFen: Fen;
  readonly outTradeNo: string;
  readonly codeUrl: string | null;
  readonly collectedBy: string | null;
  readonly failureCode: string | null;
  readonly createdAt: EpochMs;
  readonly succeededAt: EpochMs | null;
  /** Of real time: the channel may not know its number yet. */
  readonly young: boolean;
}

export const paymentColumns = sql`p.id, p.company_id as "companyId", p.bill_id as "billId", p.lot_id as "lotId",
  p.merchant_account_id as "merchantAccountId", p.channel, p.state, p.amount_fen as "amountFen",
  p.out_trade_no as "outTradeNo", p.code_url as "codeUrl", p.collected_by as "collectedBy",
  p.failure_code as "failureCode", epoch_ms(p.created_at) as "createdAt", epoch_ms(p.succeeded_at) as "succeededAt",
  p.started_at > now() - ${`${youngSeconds} seconds`}::interval as young`;

export const readPayment = (tx: Tx, paymentId: string): Promise<Payment | undefined> =>
  tx.row<Payment>(sql`select ${paymentColumns} from payment p where p.id = ${paymentId}`);

export const isFinal = (payment: Pick<Payment, 'state'>): boolean =>
  payment.state !== 'created' && payment.state !== 'pending';

/** When the attempt can no longer be paid; business time. */
export const expiresAt = (payment: Pick<Payment, 'createdAt'>): EpochMs => plusMs(payment.createdAt, attemptValidityMs);

export interface Payable {
  readonly bill: Bill | RechargeBill;
  readonly dueFen: Fen;
  /** The quote that froze the amount, for a stay that goes on. */
  readonly quoteId?: string;
}

/** What is due, and of a stay that goes on the quote it comes from: a frozen one, or one that nobody was told yet. */
interface Due {
  readonly dueFen: Fen;
  readonly frozenQuoteId?: string;
  readonly newQuote?: SessionQuote;
}

/** A quote that still holds: frozen, and still what its fee leaves to pay after the payments and discounts of now. */
const frozenQuote = async (tx: Tx, bill: Bill, at: EpochMs): Promise<Due | undefined> => {
  const quote = await tx.row<{ id: string; feeFen: Fen; dueFen: Fen }>(sql`
    select id, fee_fen as "feeFen", due_fen as "dueFen" from quote
    where session_id = ${bill.sessionId} and quoted_at <= instant(${at}) and frozen_until > instant(${at}) and due_fen > 0
    order by quoted_at desc, id desc limit 1`);
  if (quote === undefined) return undefined;
  const discountFen = totalDiscountFen(applyDiscounts(fen(quote.feeFen), await grantsOf(tx, bill.id)));
  const leftFen = outstandingFen({ ...bill, grossFen: fen(quote.feeFen), discountFen });
  return leftFen === quote.dueFen ? { dueFen: fen(quote.dueFen), frozenQuoteId: quote.id } : undefined;
};

/** The stay's price so far, what the stay left unpaid, or its debt. */
const dueOf = async (tx: Tx, bill: Bill, at: EpochMs): Promise<Due | Refusal> => {
  if (bill.state === 'void' || bill.ownerKind === 'none') return refuse('bill-not-payable');
  if (bill.state === 'running') {
    const frozen = await frozenQuote(tx, bill, at);
    if (frozen !== undefined) return frozen;
    const newQuote = await quoteSession(tx, bill.sessionId, at);
    return isRefusal(newQuote) ? newQuote : { dueFen: newQuote.dueFen, newQuote };
  }
  if (bill.ownerKind === 'debt') {
    const debt = await tx.row<{ outstanding: Fen }>(
      sql`select outstanding_fen as outstanding from debt where id = ${bill.ownerId}`,
    );
    return { dueFen: fen(debt?.outstanding ?? 0) };
  }
  return { dueFen: outstandingFen(bill) };
};

/** A recharge owes its amount until it is paid. */
const dueOfRecharge = (bill: RechargeBill | undefined): Fen | Refusal =>
  bill?.state === 'final' ? outstandingFen(bill) : refuse('bill-not-payable');

/** What a bill owes at `at`, to be shown; nothing is locked and nothing promised. */
export const readDue = async (tx: Tx, billId: string, at: EpochMs): Promise<Fen | Refusal> => {
  const bill = await readBill(tx, billId);
  if (bill === undefined) return dueOfRecharge(await readRecharge(tx, billId));
  const due = await dueOf(tx, bill, at);
  return isRefusal(due) ? due : due.dueFen;
};

const lockPayableRecharge = async (tx: Tx, billId: string): Promise<Payable | Refusal> => {
  const bill = await lockRecharge(tx, billId);
  const dueFen = dueOfRecharge(bill);
  return bill === undefined || isRefusal(dueFen) ? refuse('bill-not-payable') : { bill, dueFen };
};

/** Locks the bill and says what it owes at `at`; the amount of a stay that goes on is frozen from now on. */
export const lockPayable = async (tx: Tx, billId: string, at: EpochMs): Promise<Payable | Refusal> => {
  const bill = await lockBill(tx, billId);
  if (bill === undefined) return lockPayableRecharge(tx, billId);
  const due = await dueOf(tx, bill, at);
  if (isRefusal(due)) return due;
  const { dueFen, frozenQuoteId, newQuote } = due;
  if (frozenQuoteId !== undefined) return { bill, dueFen, quoteId: frozenQuoteId };
  if (newQuote === undefined || dueFen === 0) return { bill, dueFen };
  const session = await readSession(tx, bill.sessionId);
  if (session === undefined) return refuse('session-not-found');
  return { bill, dueFen, quoteId: await recordQuote(tx, bill.companyId, newQuote, session.policy.quoteFrozenMs) };
};

export interface BeginAttempt {
  /** Made by the caller from the request's own identity: a repeat finds its payment again. */
  readonly paymentId: string;
  readonly billId: string;
  readonly at: EpochMs;
}

export interface BeginChannelAttempt extends BeginAttempt {
  readonly channel: MerchantChannel;
}

export type BegunAttempt =
  | { readonly kind: 'begun'; readonly payment: Payment }
  /** Another attempt of the bill is not final: it must be ended first. */
  | { readonly kind: 'blocked'; readonly by: Payment; readonly dueFen: Fen };

/** The number the channel knows an attempt by: 32 characters of the payment's own id. */
export const outTradeNoOf = (paymentId: string): string => paymentId.replaceAll('-', '');

const openAttemptOf = (tx: Tx, billId: string): Promise<Payment | undefined> =>
  tx.row<Payment>(sql`
    select ${paymentColumns} from payment p where p.bill_id = ${billId} and p.state in ('created', 'pending')`);

interface NewPayment extends BeginAttempt {
  readonly channel: MerchantChannel | 'cash' | 'wallet';
  readonly merchantAccountId?: string;
  readonly collectedBy?: string;
}

/** Writes the row of an attempt under the bill's lock. */
export const insertPayment = async (tx: Tx, payable: Payable, payment: NewPayment): Promise<Payment> => {
  const { bill, dueFen, quoteId } = payable;
  await tx.run(sql`
    insert into payment (id, company_id, bill_id, lot_id, quote_id, merchant_account_id, channel, state, amount_fen,
      out_trade_no, collected_by, created_at, query_after)
    values (${payment.paymentId}, ${bill.companyId}, ${bill.id}, ${bill.kind === 'stay' ? bill.lotId : null}, ${quoteId ?? null},
      ${payment.merchantAccountId ?? null}, ${payment.channel}, 'created', ${dueFen}, ${outTradeNoOf(payment.paymentId)},
      ${payment.collectedBy ?? null}, instant(${payment.at}), now() + ${`${firstQuerySeconds} seconds`}::interval)`);
  const row = await readPayment(tx, payment.paymentId);
  if (row === undefined) throw new Error(`payment ${payment.paymentId} was not written`);
  return row;
};

/** What stands in the way of a new attempt; undefined when nothing does. */
export const obstacle = async (tx: Tx, payable: Payable): Promise<BegunAttempt | Refusal | undefined> => {
  if (payable.dueFen === 0) return refuse('bill-already-paid');
  const by = await openAttemptOf(tx, payable.bill.id);
  return by && { kind: 'blocked', by, dueFen: payable.dueFen };
};

/** The intent: written and priced under the bill's lock before the channel hears of it. */
export const beginAttempt = async (tx: Tx, begin: BeginChannelAttempt): Promise<BegunAttempt | Refusal> => {
  const own = await readPayment(tx, begin.paymentId);
  if (own !== undefined) return { kind: 'begun', payment: own };
  const payable = await lockPayable(tx, begin.billId, begin.at);
  if (isRefusal(payable)) return payable;
  const hindered = await obstacle(tx, payable);
  if (hindered !== undefined) return hindered;
  const merchant = await merchantOf(tx, payable.bill.companyId, begin.channel);
  if (merchant === undefined) return refuse('bill-not-payable', 'the company has no merchant account in this channel');
  const payment = await insertPayment(tx, payable, { ...begin, merchantAccountId: merchant.id });
  return { kind: 'begun', payment };
};

export interface CashPayment extends BeginAttempt {
  readonly collectorId: string;
  /** What the collector took; it must be what is due. */
  readonly amountFen: Fen;
}

/** Writes the row of cash that a collector took; the caller posts it in the same transaction. */
export const beginCash = async (tx: Tx, cash: CashPayment): Promise<BegunAttempt | Refusal> => {
  const own = await readPayment(tx, cash.paymentId);
  if (own !== undefined) return { kind: 'begun', payment: own };
  const payable = await lockPayable(tx, cash.billId, cash.at);
  if (isRefusal(payable)) return payable;
  const hindered = await obstacle(tx, payable);
  if (hindered !== undefined) return hindered;
  if (payable.dueFen !== cash.amountFen) return refuse('amount-mismatch', `${payable.dueFen} fen are due`);
  const payment = await insertPayment(tx, payable, { ...cash, channel: 'cash', collectedBy: cash.collectorId });
  return { kind: 'begun', payment };
};

/** The channel took the order: the driver can pay. A payment that was posted meanwhile stays posted. */
export const recordInvitation = async (tx: Tx, paymentId: string, codeUrl: string): Promise<void> => {
  await tx.run(sql`
    update payment set state = 'pending', code_url = ${codeUrl}, revision = revision + 1,
      query_after = now() + ${`${firstQuerySeconds} seconds`}::interval
    where id = ${paymentId} and state = 'created'`);
};

/** The channel certainly did not take the order. */
export const recordDeclined = async (tx: Tx, paymentId: string, failureCode: string): Promise<void> => {
  await tx.run(sql`
    update payment set state = 'failed', failure_code = ${failureCode}, query_after = null, revision = revision + 1
    where id = ${paymentId} and state = 'created'`);
};

/** Closed at the channel: it can never be paid any more. */
export const recordClosed = async (tx: Tx, paymentId: string): Promise<boolean> =>
  (await tx.run(sql`
    update payment set state = 'closed', query_after = null, revision = revision + 1
    where id = ${paymentId} and state in ('created', 'pending')`)) > 0;

/** Asks again after a time that grows with the attempt's age, 5 s to a minute; real time. */
export const askAgainLater = async (tx: Tx, paymentId: string): Promise<void> => {
  await tx.run(sql`
    update payment set query_after = now() + least(greatest(now() - started_at, interval '5 seconds'), interval '1 minute')
    where id = ${paymentId} and state in ('created', 'pending')`);
};

/** Nothing is owed on the bill any more, or it was voided: an attempt on it should not be paid. */
export const isMoot = async (tx: Tx, billId: string): Promise<boolean> =>
  (await tx.row(sql`
    select 1 from bill b where b.id = ${billId} and (b.state = 'void' or b.owner_kind = 'none'
      or (b.state = 'final' and b.owner_kind in ('session', 'wallet') and b.gross_fen - b.discount_fen <= b.paid_fen - b.surplus_fen)
      or (b.owner_kind = 'debt' and not exists (select 1 from debt d where d.id = b.owner_id and d.outstanding_fen > 0)))`)) !==
  undefined;
