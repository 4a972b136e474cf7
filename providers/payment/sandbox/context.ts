// What the parts of the sandbox share.
import { type Clock } from '../../../platform/clock.ts';
import { type AlipayMerchants } from './alipay/merchants.ts';
import { type Book } from './book.ts';
import { type Faults } from './faults.ts';
import { type Merchants } from './merchants.ts';
import { type NoticeSender } from './notices.ts';
import { type LaterSteps } from './later-steps.ts';

export interface BillFile {
  readonly merchantId: string;
  readonly bytes: Buffer;
  readonly expiresAtMs: number;
}

export interface SandboxContext {
  readonly book: Book;
  readonly merchants: Merchants;
  readonly alipayMerchants: AlipayMerchants;
  readonly faults: Faults;
  readonly notices: NoticeSender;
  /** Business time: when a payment or refund succeeded. Signatures and retries use real time. */
  readonly clock: Clock;
  /** Bill files by download token. */
  readonly bills: Map<string, BillFile>;
  /** How long a refund is PROCESSING, a deduction ACCEPTED and a transfer on its way. */
  readonly refundAfterMs: number;
  readonly later: LaterSteps;
  baseUrl(): string;
}
