// The port to a contract by which a channel pays for one plate without its driver: signed once, deducted at each departure.
import { type IncomingHttpHeaders } from 'node:http';
import { type Fen } from '../../domain/money.ts';
import { type Plate } from '../../domain/plate.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type ChannelName, type Declined, type OtherNotice, type RejectedNotice, type Unknown } from './channel.ts';

/** A vehicle as channels know it: the characters alone are not enough. */
export type ContractPlate = Pick<Plate, 'characters' | 'colour'>;

/** The plate, and who pays for it: the owner as the channel knows him within our app. */
export interface ContractHolder {
  readonly plate: ContractPlate;
  readonly payerId: string;
}

/** What the owner's phone needs to open the channel's own page; only there, and only by him, is a contract signed. */
export interface SigningInvitation {
  readonly kind: 'mini-program';
  readonly appId: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** That he was invited says nothing of whether he signed: query. */
export type SignResult = { readonly outcome: 'invited'; readonly invitation: SigningInvitation } | Declined | Unknown;

/**
 * `unsigned`: the channel has no contract any more. `payer-only`: it has one that only the owner can end, in the channel's
 * app; from our side it ends because we deduct no more, so whoever asks must stop using it in any case.
 */
export type UnsignResult = { readonly outcome: 'unsigned' } | { readonly outcome: 'payer-only' } | Declined | Unknown;

/** `paused`: signed, and not to be deducted from now: the owner paused it, or owes the channel money. */
export type ContractState = 'signed' | 'paused' | 'unsigned';

export type ContractQueryResult =
  { readonly outcome: 'found'; readonly state: ContractState; readonly signedAt?: EpochMs } | Declined | Unknown;

export interface RegisterEntry {
  /** Our number of this stay, at most 64 characters. The channel knows a stay by it and not by its plate. */
  readonly outParkingNo: string;
  readonly plate: ContractPlate;
  readonly startedAt: EpochMs;
  readonly lotName: string;
  readonly freeMs: number;
}

/** `overdue`: the owner owes the channel. `removed`: he took the plate out of the contract. */
export type EntryBlock = 'paused' | 'overdue' | 'unsigned' | 'removed' | 'refused' | 'unexplained';

/** A stay as the channel has it. `blockedBy` absent: a deduction will be taken. It may change while the vehicle is inside. */
export interface ChannelEntry {
  readonly outParkingNo: string;
  /** The channel's number; every deduction of this stay names it. */
  readonly parkingId: string;
  readonly blockedBy?: EntryBlock;
}

/** Registering again with the same number answers the same entry. A blocked one is registered too. */
export type RegisterEntryResult = { readonly outcome: 'registered'; readonly entry: ChannelEntry } | Declined | Unknown;

export interface CreateDeduction {
  /** Our number of this attempt: 6 to 32 of `[0-9A-Za-z_*-]`; never one that was used for another way of paying. */
  readonly outTradeNo: string;
  readonly description: string;
  readonly amountFen: Fen;
  /** Comes back in queries and notices, at most 128 characters. No plate, no phone. */
  readonly attach?: string;
  readonly parkingId: string;
  readonly plate: ContractPlate;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly chargedMs: number;
  readonly lotName: string;
  /** The lane or bay device that saw the departure, at most 32 characters. */
  readonly deviceId: string;
}

/** `accepted`: the money has not moved yet. `failed` is final: another attempt takes a new number. */
export type DeductionState = 'accepted' | 'succeeded' | 'failed' | 'refunded';

/** A deduction as the channel's book has it; its refunds go through the payment channel, by the same number. */
export interface ChannelDeduction {
  readonly outTradeNo: string;
  readonly state: DeductionState;
  /** The total of the order. Compare it with our own before booking. */
  readonly amountFen: Fen;
  readonly transactionId?: string;
  readonly payerId?: string;
  readonly successAt?: EpochMs;
  readonly attach?: string;
  /** The channel paid us out of its own pocket. Either way we have the money; `owed` blocks the owner's next stays. */
  readonly advance?: 'owed' | 'repaid';
}

/**
 * The channel has the order; read its state. The same number sent again answers the same order, and moves money once.
 * Whether a barrier may open on `accepted` is in the merchant's contract with the channel, not here.
 */
export type DeductResult = { readonly outcome: 'accepted'; readonly deduction: ChannelDeduction } | Declined | Unknown;

/** `not-found` within a minute of the deduction is as good as unknown. */
export type DeductionQueryResult =
  | { readonly outcome: 'found'; readonly deduction: ChannelDeduction }
  | { readonly outcome: 'not-found' }
  | Declined
  | Unknown;

/** One deduction may be told of twice with different states of its `advance`: book the money by the number, once. */
export interface DeductionNotice extends ChannelDeduction {
  readonly kind: 'deduction';
  readonly notificationId: string;
  readonly eventType: string;
}

/** While the vehicle is inside: its stay can be deducted from now on, or cannot any more. */
export interface EntryNotice extends ChannelEntry {
  readonly kind: 'entry';
  readonly notificationId: string;
  readonly eventType: string;
  readonly changedAt?: EpochMs;
}

export type DeductionNoticeResult = DeductionNotice | EntryNotice | OtherNotice | RejectedNotice;

export interface DeductionContract {
  readonly name: ChannelName;
  /** Asks nobody: it says where the owner signs. */
  sign(holder: ContractHolder): Promise<SignResult>;
  unsign(holder: ContractHolder): Promise<UnsignResult>;
  query(holder: ContractHolder): Promise<ContractQueryResult>;
  registerEntry(request: RegisterEntry): Promise<RegisterEntryResult>;
  deduct(request: CreateDeduction): Promise<DeductResult>;
  queryDeduction(outTradeNo: string): Promise<DeductionQueryResult>;
  /** Verifies the raw bytes before reading them. The amount is the channel's: compare it before booking. */
  parseNotify(rawBody: Buffer, headers: IncomingHttpHeaders): Promise<DeductionNoticeResult>;
}
