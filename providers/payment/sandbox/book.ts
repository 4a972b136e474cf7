// The sandbox's own book: orders, refunds and the notices owed, as a fold over an append-only journal.
import { join } from 'node:path';
import { openJournal } from './journal.ts';
import { type Notice } from './book-notice.ts';
import { type Deduction, type ParkingBook, type ParkingEvent, ParkingState } from './parking-book.ts';
import { type TransferBook, type TransferEvent, TransferState } from './transfer-book.ts';

export type TradeType = 'NATIVE' | 'JSAPI' | 'MWEB';

export interface Order {
  /** Absent: WeChat Pay. */
  readonly channel?: 'alipay';
  readonly merchantId: string;
  readonly appId: string;
  readonly outTradeNo: string;
  readonly description: string;
  readonly totalFen: number;
  readonly notifyUrl: string;
  /** `PAP`: deducted from a contract, without the payer. */
  readonly tradeType: TradeType | 'PAP';
  /** Of `PAP` only: the stay that it pays for. Nobody can pay such an order by a code. */
  readonly deduction?: Deduction;
  readonly codeUrl: string;
  readonly prepayId: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly attach?: string;
}

export interface Payment {
  readonly transactionId: string;
  readonly payerId: string;
  readonly paidAt: number;
  /** By the channel, in the payer's stead; `repaid` as soon as he has paid it back. */
  readonly advance?: 'owed' | 'repaid';
}

export interface Refund {
  readonly merchantId: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly refundId: string;
  readonly refundFen: number;
  readonly createdAt: number;
  readonly notifyUrl?: string;
}

export type FinalRefundState = 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export type BookEvent =
  | { readonly type: 'order-created'; readonly order: Order }
  | {
      readonly type: 'order-paid';
      readonly merchantId: string;
      readonly outTradeNo: string;
      readonly payment: Payment;
      readonly notice?: Notice;
    }
  /** Somebody scanned the code or opened the page; Alipay knows no trade before that. */
  | { readonly type: 'order-opened'; readonly merchantId: string; readonly outTradeNo: string }
  | { readonly type: 'order-closed'; readonly merchantId: string; readonly outTradeNo: string }
  | { readonly type: 'refund-created'; readonly refund: Refund }
  | {
      readonly type: 'refund-finished';
      readonly merchantId: string;
      readonly outRefundNo: string;
      readonly state: FinalRefundState;
      readonly at: number;
      readonly notice?: Notice;
    }
  /** A deduction that did not succeed. */
  | {
      readonly type: 'order-failed';
      readonly merchantId: string;
      readonly outTradeNo: string;
      readonly reason: string;
      readonly notice?: Notice;
    }
  /** The owner pays the channel back what it had advanced; the merchant's money does not move. */
  | {
      readonly type: 'order-repaid';
      readonly merchantId: string;
      readonly outTradeNo: string;
      readonly notice?: Notice;
    }
  | ParkingEvent
  | TransferEvent
  | { readonly type: 'notice-ended'; readonly id: string; readonly how: 'delivered' | 'abandoned' };

export interface RefundEntry {
  readonly refund: Refund;
  state: 'PROCESSING' | FinalRefundState;
  finishedAt?: number;
}

export interface OrderEntry {
  readonly order: Order;
  payment?: Payment;
  opened: boolean;
  closed: boolean;
  /** Why the deduction failed. */
  failure?: string;
  readonly refunds: RefundEntry[];
}

export interface Book {
  order(merchantId: string, outTradeNo: string): OrderEntry | undefined;
  orderOfCode(codeUrl: string): OrderEntry | undefined;
  refund(merchantId: string, outRefundNo: string): RefundEntry | undefined;
  ordersOf(merchantId: string): OrderEntry[];
  pendingNotices(): Notice[];
  pendingNotice(id: string): Notice | undefined;
  unfinishedRefunds(): RefundEntry[];
  /** Everything that was deducted, or tried, for one stay. */
  deductionsOf(merchantId: string, parkingId: string): readonly OrderEntry[];
  /** Accepted, and neither paid nor failed. */
  unfinishedDeductions(): OrderEntry[];
  readonly parking: ParkingBook;
  readonly transfers: TransferBook;
  /** In the file first, then in memory: what is answered afterwards is already safe. */
  record(event: BookEvent): void;
  close(): void;
}

/** Fen that cannot be refunded again: all but closed refunds. */
export const refundedOrRefundingFen = (entry: OrderEntry): number =>
  entry.refunds.reduce((sum, { refund, state }) => sum + (state === 'CLOSED' ? 0 : refund.refundFen), 0);

const key = (merchantId: string, number: string): string => `${merchantId}/${number}`;

class BookState {
  readonly orders = new Map<string, OrderEntry>();
  readonly codes = new Map<string, OrderEntry>();
  readonly deductions = new Map<string, OrderEntry[]>();
  readonly refunds = new Map<string, RefundEntry>();
  readonly notices = new Map<string, Notice>();
  readonly parking = new ParkingState();
  readonly transfers = new TransferState();

  apply(event: BookEvent): void {
    switch (event.type) {
      case 'order-created': {
        const entry: OrderEntry = { order: event.order, opened: false, closed: false, refunds: [] };
        this.orders.set(key(event.order.merchantId, event.order.outTradeNo), entry);
        this.index(entry);
        return;
      }
      case 'order-paid': {
        const entry = this.orders.get(key(event.merchantId, event.outTradeNo));
        if (entry) entry.payment = event.payment;
        this.owe(event.notice);
        return;
      }
      case 'order-opened': {
        const entry = this.orders.get(key(event.merchantId, event.outTradeNo));
        if (entry) entry.opened = true;
        return;
      }
      case 'order-closed': {
        const entry = this.orders.get(key(event.merchantId, event.outTradeNo));
        if (entry) entry.closed = true;
        return;
      }
      case 'refund-created': {
        const entry: RefundEntry = { refund: event.refund, state: 'PROCESSING' };
        this.refunds.set(key(event.refund.merchantId, event.refund.outRefundNo), entry);
        this.orders.get(key(event.refund.merchantId, event.refund.outTradeNo))?.refunds.push(entry);
        return;
      }
      case 'refund-finished': {
        const entry = this.refunds.get(key(event.merchantId, event.outRefundNo));
        if (entry) Object.assign(entry, { state: event.state, finishedAt: event.at });
        this.owe(event.notice);
        return;
      }
      case 'order-failed': {
        const entry = this.orders.get(key(event.merchantId, event.outTradeNo));
        if (entry) entry.failure = event.reason;
        this.owe(event.notice);
        return;
      }
      case 'order-repaid': {
        const entry = this.orders.get(key(event.merchantId, event.outTradeNo));
        if (entry?.payment) entry.payment = { ...entry.payment, advance: 'repaid' };
        this.owe(event.notice);
        return;
      }
      case 'plate-service-set':
      case 'parking-entered':
      case 'parking-changed':
        this.parking.apply(event);
        this.owe('notice' in event ? event.notice : undefined);
        return;
      case 'transfer-created':
      case 'transfer-changed':
        this.transfers.apply(event);
        this.owe('notice' in event ? event.notice : undefined);
        return;
      case 'notice-ended':
        this.endNotice(event.id);
    }
  }

  /** An order is found by its code, a deduction by its stay. */
  private index(entry: OrderEntry): void {
    const { merchantId, codeUrl, deduction } = entry.order;
    if (deduction === undefined) {
      this.codes.set(codeUrl, entry);
      return;
    }
    const stay = key(merchantId, deduction.parkingId);
    this.deductions.set(stay, [...(this.deductions.get(stay) ?? []), entry]);
  }

  private owe(notice: Notice | undefined): void {
    if (notice) this.notices.set(notice.id, notice);
  }

  private endNotice(id: string): void {
    const ended = this.notices.get(id);
    this.notices.delete(id);
    if (ended?.originalType !== 'refund') return;
    for (const notice of this.notices.values()) {
      if (notice.held && notice.merchantId === ended.merchantId && notice.outTradeNo === ended.outTradeNo) {
        this.notices.set(notice.id, { ...notice, held: false });
      }
    }
  }
}

export const openBook = (folder: string): Book => {
  const journal = openJournal<BookEvent>(join(folder, 'book.jsonl'));
  const state = new BookState();
  for (const event of journal.entries) state.apply(event);
  return {
    order: (merchantId, outTradeNo) => state.orders.get(key(merchantId, outTradeNo)),
    orderOfCode: (codeUrl) => state.codes.get(codeUrl),
    refund: (merchantId, outRefundNo) => state.refunds.get(key(merchantId, outRefundNo)),
    ordersOf: (merchantId) => [...state.orders.values()].filter(({ order }) => order.merchantId === merchantId),
    pendingNotices: () => [...state.notices.values()],
    pendingNotice: (id) => state.notices.get(id),
    unfinishedRefunds: () => [...state.refunds.values()].filter((entry) => entry.state === 'PROCESSING'),
    deductionsOf: (merchantId, parkingId) => state.deductions.get(key(merchantId, parkingId)) ?? [],
    unfinishedDeductions: () =>
      [...state.orders.values()].filter(
        ({ order, payment, failure }) =>
          order.deduction !== undefined && payment === undefined && failure === undefined,
      ),
    parking: state.parking,
    transfers: state.transfers,
    record: (event) => {
      journal.append(event);
      state.apply(event);
    },
    close: () => journal.close(),
  };
};
