// The port by which a merchant account sends money to a person: withdrawals, and refunds that no channel can take back.
import { type IncomingHttpHeaders } from 'node:http';
import { type Fen } from '../../domain/money.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type ChannelName, type Declined, type OtherNotice, type RejectedNotice, type Unknown } from './channel.ts';

export interface CreateTransfer {
  /** Our number of this transfer: 1 to 32 letters and digits. Repeating it transfers once. */
  readonly outBillNo: string;
  /** The payee as the channel knows him within our app. */
  readonly payeeId: string;
  /** His real name, which channels want above a limit of theirs; it travels encrypted. */
  readonly payeeName?: string;
  readonly amountFen: Fen;
  /** Shown to the payee, at most 32 characters. */
  readonly remark: string;
}

/**
 * `awaiting-payee`: the money is set aside until he confirms; if he does not in time (a day), it comes back and the state
 * is `failed`. `failed` and `cancelled` are final and moved nothing; another attempt takes a new number. `cancelling` may
 * still end as `succeeded`.
 */
export type TransferState = 'processing' | 'awaiting-payee' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled';

/** A transfer as the channel's book has it. */
export interface ChannelTransfer {
  readonly outBillNo: string;
  readonly state: TransferState;
  /** Compare it with our own before booking. */
  readonly amountFen: Fen;
  /** The channel's number. */
  readonly billId?: string;
  readonly payeeId?: string;
  /** The channel's own word for why it failed. */
  readonly failReason?: string;
  readonly changedAt?: EpochMs;
}

/** What the payee's phone needs to confirm that he takes the money. It ages: repeat the transfer to get it anew. */
export type PayeeConfirmation = Readonly<Record<string, string>>;

/** The channel has the order; read its state. Money has moved only when that is `succeeded`. */
export type TransferResult =
  | { readonly outcome: 'accepted'; readonly transfer: ChannelTransfer; readonly confirmation?: PayeeConfirmation }
  | Declined
  | Unknown;

/** `not-found` within a minute of the transfer is as good as unknown. */
export type TransferQueryResult =
  | { readonly outcome: 'found'; readonly transfer: ChannelTransfer }
  | { readonly outcome: 'not-found' }
  | Declined
  | Unknown;

/** `cancelling` is a promise to try: only a query or a notice says how it ended. */
export type CancelTransferResult =
  | { readonly outcome: 'cancelling' }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'not-found' }
  | Declined
  | Unknown;

/** Comes only when a transfer has ended. */
export interface TransferNotice extends ChannelTransfer {
  readonly kind: 'transfer';
  readonly notificationId: string;
  readonly eventType: string;
}

export type TransferNoticeResult = TransferNotice | OtherNotice | RejectedNotice;

export interface Payout {
  readonly name: ChannelName;
  /** Declined with `page` when our account at the channel is short of money: filled up, the same number may be sent again. */
  transfer(request: CreateTransfer): Promise<TransferResult>;
  query(outBillNo: string): Promise<TransferQueryResult>;
  /** A refused cancellation has the remedy `query`: the payee may have confirmed meanwhile. */
  cancel(outBillNo: string): Promise<CancelTransferResult>;
  /** Verifies the raw bytes before reading them. */
  parseNotify(rawBody: Buffer, headers: IncomingHttpHeaders): Promise<TransferNoticeResult>;
}
