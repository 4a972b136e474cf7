// The port to a payment channel. A business "no" is a value; so is not knowing: nothing here throws for either.
import { type IncomingHttpHeaders } from 'node:http';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';

export type ChannelName = 'wechat' | 'alipay' | 'unionpay' | 'aggregate' | 'card' | 'etc';

/**
 * The channel certainly did not do it. `remedy` says what is worth doing next, with the same number:
 * `back-off` try again later; `query` the number may already be paid or closed; `page` our key, clock or merchant set-up is
 * wrong and a person must look; `none` the same request will be refused again.
 */
export interface Declined {
  readonly outcome: 'declined';
  /** The channel's own code, for example `NOT_ENOUGH`. */
  readonly code: string;
  readonly detail: string;
  readonly remedy: 'back-off' | 'query' | 'page' | 'none';
}

export type UnknownReason = 'timeout' | 'network' | 'server-error' | 'forged-answer' | 'malformed-answer';

/** It may or may not have happened. Repeat with the same number, then query; never take it for a failure. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly reason: UnknownReason;
  readonly detail: string;
}

export type PaymentWay =
  /** A code that the driver scans. */
  | { readonly kind: 'native' }
  /** Inside the channel's app; the payer is already known there. */
  | { readonly kind: 'jsapi'; readonly payerId: string }
  /** A phone browser outside the channel's app. */
  | { readonly kind: 'h5'; readonly payerIp: string };

export interface CreatePayment {
  /** Our number of this attempt: 6 to 32 of `[0-9A-Za-z_|*-]`, one attempt in one channel. */
  readonly outTradeNo: string;
  readonly description: string;
  readonly amountFen: Fen;
  readonly way: PaymentWay;
  readonly expiresAt?: EpochMs;
  /** Comes back in queries and notices, at most 127 characters. No plate, no phone. */
  readonly attach?: string;
}

/** What the payer's device needs. */
export type PaymentInvitation =
  | { readonly kind: 'native'; readonly codeUrl: string }
  | { readonly kind: 'jsapi'; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'h5'; readonly redirectUrl: string };

export type CreateResult = { readonly outcome: 'created'; readonly invitation: PaymentInvitation } | Declined | Unknown;

export type ChannelPaymentState = 'succeeded' | 'refunded' | 'unpaid' | 'paying' | 'closed' | 'failed';

/** A payment as the channel's book has it. `refunded` means it was paid and at least a part went back. */
export interface ChannelPayment {
  readonly outTradeNo: string;
  readonly state: ChannelPaymentState;
  /** The total of the order. Compare it with our own before booking. */
  readonly amountFen: Fen;
  readonly transactionId?: string;
  readonly payerId?: string;
  readonly successAt?: EpochMs;
  readonly attach?: string;
}

/**
 * `not-found` within a minute of creation is as good as unknown: the channel's book may lag behind its own answer. A channel
 * that knows an order only from its opening on says it as long as nobody has scanned the code.
 */
export type QueryResult =
  | { readonly outcome: 'found'; readonly payment: ChannelPayment }
  | { readonly outcome: 'not-found' }
  | Declined
  | Unknown;

export type CloseResult = { readonly outcome: 'closed' } | { readonly outcome: 'not-found' } | Declined | Unknown;

export interface CreateRefund {
  readonly outTradeNo: string;
  /** Our number of this refund, at most 64 of `[0-9A-Za-z_|*@-]`: repeating it refunds once. */
  readonly outRefundNo: string;
  readonly refundFen: Fen;
  /** The total of the payment, not what is left of it. */
  readonly totalFen: Fen;
  /** Shown to the payer, at most 80 characters. */
  readonly reason?: string;
}

export type ChannelRefundState = 'processing' | 'succeeded' | 'closed' | 'abnormal';

/** A refund as the channel's book has it. `abnormal`: the payer's account cannot take the money; a person must decide. */
export interface ChannelRefund {
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly state: ChannelRefundState;
  readonly refundFen: Fen;
  readonly refundId?: string;
  readonly transactionId?: string;
  readonly successAt?: EpochMs;
}

/** The answer means accepted; `succeeded` comes by notice or query. */
export type RefundResult = { readonly outcome: 'accepted'; readonly refund: ChannelRefund } | Declined | Unknown;

export type RefundQueryResult =
  | { readonly outcome: 'found'; readonly refund: ChannelRefund }
  | { readonly outcome: 'not-found' }
  | Declined
  | Unknown;

export interface TransactionNotice extends ChannelPayment {
  readonly kind: 'transaction';
  readonly notificationId: string;
  readonly eventType: string;
}

export interface RefundNotice extends ChannelRefund {
  readonly kind: 'refund';
  readonly notificationId: string;
  readonly eventType: string;
}

/** Genuine, but about something this channel port does not handle: acknowledge it. */
export interface OtherNotice {
  readonly kind: 'other';
  readonly notificationId: string;
  readonly eventType: string;
}

/**
 * `probe`: the channel testing that we verify at all; refuse it quietly, without alarm and without counting it.
 * `merchant`: genuine, but for another merchant, app or currency.
 */
export type NoticeRejection = 'signature' | 'probe' | 'timestamp' | 'malformed' | 'decrypt' | 'merchant';

export interface RejectedNotice {
  readonly kind: 'rejected';
  readonly rejected: NoticeRejection;
}

export type NoticeResult = TransactionNotice | RefundNotice | OtherNotice | RejectedNotice;

export interface PaymentChannel {
  readonly name: ChannelName;
  /** Whether a query finds an order as soon as it was created, or only after a payer has scanned or opened it. */
  readonly knownFrom: 'creation' | 'opening';
  create(request: CreatePayment): Promise<CreateResult>;
  query(outTradeNo: string): Promise<QueryResult>;
  /** A refused close has the remedy `query`: the order may have been paid meanwhile. */
  close(outTradeNo: string): Promise<CloseResult>;
  refund(request: CreateRefund): Promise<RefundResult>;
  /** Some channels find a refund by its own number, others only within its payment. */
  queryRefund(outRefundNo: string, outTradeNo: string): Promise<RefundQueryResult>;
  /** Verifies the raw bytes before reading them. The amount is the channel's: compare it before booking. */
  parseNotify(rawBody: Buffer, headers: IncomingHttpHeaders): Promise<NoticeResult>;
}

/** One line of a channel's daily bill, money already in fen. */
export interface BillLine {
  readonly kind: 'payment' | 'refund';
  readonly at: EpochMs;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly refundId?: string;
  readonly outRefundNo?: string;
  readonly state: string;
  /** The order's amount for a payment, the refunded amount for a refund. */
  readonly amountFen: Fen;
  readonly feeFen: Fen;
  /** As it stands in the file; kept beside what was read of it. */
  readonly raw?: string;
}

/** A whole day of one merchant; its hash, row count and summary line have been checked. */
export interface ChannelBill {
  readonly date: string;
  readonly sha1: string;
  readonly lines: readonly BillLine[];
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly feeFen: Fen;
}

export type BillResult =
  { readonly outcome: 'fetched'; readonly bill: ChannelBill } | { readonly outcome: 'empty' } | Declined | Unknown;

export interface BillSource {
  /** `date` is a calendar day in the channel's zone, `2026-03-01`. Ask after 10:00 of the next day. */
  fetchBill(date: string): Promise<BillResult>;
}

export interface BillTotals {
  readonly lineCount: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly feeFen: Fen;
}

/** A bill that is read in pieces: what it holds may be many times what fits into memory. */
export interface OpenBill {
  readonly date: string;
  /** Of the unpacked file, as the channel announced it. */
  readonly sha1: string;
  /**
   * Batches of lines in the order of the file. Only what it returns at the end proves them: the totals when hash, row count and
   * summary agree, else what is wrong. Nothing may be made of the lines before.
   */
  read(): AsyncGenerator<readonly BillLine[], BillTotals | { readonly fault: string }>;
}

export type OpenBillResult =
  { readonly outcome: 'opened'; readonly bill: OpenBill } | { readonly outcome: 'empty' } | Declined | Unknown;

/** A source whose bills need not be read at once. */
export interface BillStreamSource extends BillSource {
  openBill(date: string): Promise<OpenBillResult>;
}
