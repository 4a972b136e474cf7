// A notice as the sandbox's book keeps it, whatever it tells of.

/** A notice owed to the merchant. Its due time is real time, its content business time. */
export interface Notice {
  readonly id: string;
  readonly merchantId: string;
  /** The merchant's number of what it is about: of an order, a stay or a transfer. */
  readonly outTradeNo: string;
  readonly url: string;
  readonly eventType: string;
  readonly originalType: 'transaction' | 'refund' | 'parking' | 'mch_payment';
  /** The plain text, encrypted anew for each sending. */
  readonly resource: string;
  readonly dueAtMs: number;
  readonly copies: number;
  /** Waits until a refund notice of the same order has gone out. */
  readonly held: boolean;
}
