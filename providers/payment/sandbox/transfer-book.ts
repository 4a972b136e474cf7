// The part of the book about merchant transfers: what each sends to whom, and how far it is.
import { type Notice } from './book-notice.ts';

export interface Transfer {
  readonly merchantId: string;
  readonly appId: string;
  readonly outBillNo: string;
  readonly transferBillNo: string;
  readonly sceneId: string;
  readonly payeeId: string;
  readonly payeeName?: string;
  readonly amountFen: number;
  readonly remark: string;
  readonly notifyUrl?: string;
  readonly packageInfo: string;
  readonly createdAt: number;
}

export type TransferBillState =
  'ACCEPTED' | 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED';

export type TransferEvent =
  | { readonly type: 'transfer-created'; readonly transfer: Transfer; readonly state: TransferBillState }
  | {
      readonly type: 'transfer-changed';
      readonly merchantId: string;
      readonly outBillNo: string;
      readonly state: TransferBillState;
      readonly at: number;
      readonly failReason?: string;
      readonly notice?: Notice;
    };

export interface TransferEntry {
  readonly transfer: Transfer;
  state: TransferBillState;
  changedAt: number;
  failReason?: string;
}

export interface TransferBook {
  get(merchantId: string, outBillNo: string): TransferEntry | undefined;
  of(merchantId: string): TransferEntry[];
  /** Confirmed or being cancelled, and not at the end. */
  underWay(): TransferEntry[];
}

const key = (merchantId: string, number: string): string => `${merchantId}/${number}`;

export class TransferState implements TransferBook {
  private readonly transfers = new Map<string, TransferEntry>();

  apply(event: TransferEvent): void {
    if (event.type === 'transfer-created') {
      const { transfer, state } = event;
      const entry = { transfer, state, changedAt: transfer.createdAt };
      this.transfers.set(key(transfer.merchantId, transfer.outBillNo), entry);
      return;
    }
    const entry = this.transfers.get(key(event.merchantId, event.outBillNo));
    if (entry === undefined) return;
    Object.assign(entry, { state: event.state, changedAt: event.at });
    if (event.failReason !== undefined) entry.failReason = event.failReason;
  }

  get(merchantId: string, outBillNo: string): TransferEntry | undefined {
    return this.transfers.get(key(merchantId, outBillNo));
  }

  of(merchantId: string): TransferEntry[] {
    return [...this.transfers.values()].filter(({ transfer }) => transfer.merchantId === merchantId);
  }

  underWay(): TransferEntry[] {
    return [...this.transfers.values()].filter(({ state }) => state === 'TRANSFERING' || state === 'CANCELING');
  }
}
