// Speaks to the controls of a running sandbox gateway: for the demo city, tests and fault runs.
import { type AlipayMerchant } from '../alipay/merchant.ts';
import { type WechatPayMerchant } from '../wechat-pay/merchant.ts';
import { type BookSummary } from './control.ts';
import { type Fault, type FaultName, type FaultSwitches } from './faults.ts';
import { type VerificationMode } from './merchants.ts';
import { type PlateState } from './parking-book.ts';

export interface PaidInSandbox {
  readonly merchantId: string;
  readonly outTradeNo: string;
  readonly paidFen: number;
  readonly transactionId: string;
  readonly payerId: string;
  readonly paidAt: number;
}

export type SandboxPayment =
  | { readonly codeUrl: string; readonly payerId?: string }
  | { readonly merchantId: string; readonly outTradeNo: string; readonly payerId?: string };

export interface SandboxPlateService {
  readonly merchantId: string;
  readonly plateNumber: string;
  /** `BLUE`, `GREEN` and so on. */
  readonly plateColor: string;
  readonly payerId: string;
  /** `NORMAL` when absent: signed. */
  readonly state?: PlateState;
}

/** The sandbox refused: `code` is its own, `ORDERPAID` for example. */
export class SandboxRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(`${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

export interface SandboxClient {
  /** The keys of a merchant, made on first mention and the same ever after. */
  merchant(request: {
    readonly merchantId?: string;
    readonly mode?: VerificationMode;
    readonly notifyUrl: string;
  }): Promise<WechatPayMerchant>;
  /** The same of an Alipay merchant. */
  alipayMerchant(request: { readonly merchantId?: string; readonly notifyUrl: string }): Promise<AlipayMerchant>;
  /** The driver scans and pays; returns when the book has it. */
  pay(payment: SandboxPayment): Promise<PaidInSandbox>;
  /** The owner signs a plate, pauses the service, falls into debt, or ends it. */
  plateService(service: SandboxPlateService): Promise<void>;
  /** The owner pays the channel back what it had advanced for a deduction. */
  repay(merchantId: string, outTradeNo: string): Promise<void>;
  /** The payee takes the money; rejects when there is nothing to take any more. */
  confirmTransfer(merchantId: string, outBillNo: string): Promise<void>;
  faults(merchantId: string, switches: FaultSwitches): Promise<Partial<Record<FaultName, Fault>>>;
  book(merchantId: string): Promise<BookSummary>;
  rotateKeys(request: {
    readonly merchantId: string;
    readonly notifyUrl: string;
    readonly publicKey?: boolean;
  }): Promise<WechatPayMerchant>;
  /** From now on Alipay signs with another key; the answer has its public half. */
  rotateAlipayKey(request: { readonly merchantId: string; readonly notifyUrl: string }): Promise<AlipayMerchant>;
}

/** Every call rejects with SandboxRefusal for a refusal, and with what `fetch` throws when the gateway is away. */
export const sandboxClient = (baseUrl: string, token: string): SandboxClient => {
  const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { code?: string; message?: string };
    if (!response.ok) throw new SandboxRefusal(response.status, answer.code ?? '', answer.message ?? '');
    return answer;
  };
  return {
    merchant: async (request) => (await call('POST', '/sandbox/merchants', request)) as WechatPayMerchant,
    alipayMerchant: async (request) =>
      (await call('POST', '/sandbox/merchants', { ...request, channel: 'alipay' })) as AlipayMerchant,
    pay: async (payment) => (await call('POST', '/sandbox/pay', payment)) as PaidInSandbox,
    plateService: async (service) => {
      await call('POST', '/sandbox/plate-service', service);
    },
    repay: async (merchantId, outTradeNo) => {
      await call('POST', '/sandbox/repay', { merchantId, outTradeNo });
    },
    confirmTransfer: async (merchantId, outBillNo) => {
      await call('POST', '/sandbox/confirm-transfer', { merchantId, outBillNo });
    },
    faults: async (merchantId, switches) => {
      const answer = await call('POST', '/sandbox/faults', { merchantId, ...switches });
      return (answer as { active: Partial<Record<FaultName, Fault>> }).active;
    },
    book: async (merchantId) =>
      (await call('GET', `/sandbox/book?merchantId=${encodeURIComponent(merchantId)}`)) as BookSummary,
    rotateAlipayKey: async (request) => (await call('POST', '/sandbox/rotate-keys', request)) as AlipayMerchant,
    rotateKeys: async (request) => (await call('POST', '/sandbox/rotate-keys', request)) as WechatPayMerchant,
  };
};
