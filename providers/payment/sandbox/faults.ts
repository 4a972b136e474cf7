// The switches of the sandbox: what goes wrong, for which merchant, and for how many calls.

/**
 * Of a signature; `on` says whether answers to calls or notices. The last three are WeChat Pay's: Alipay has no serials, and
 * signs no time.
 */
const signatureFaults = ['unsigned', 'wrongKey', 'wrongSerial', 'probe', 'oldTimestamp'] as const;

export const faultNames = [
  ...signatureFaults,
  /** The notice is sent twice. */
  'duplicateCallback',
  /** The notice is sent `ms` later than due. */
  'lateCallback',
  /** No notice ever: only a query finds out. */
  'missingCallback',
  /** The payment's notice waits until the refund's notice has gone out. */
  'refundNoticeFirst',
  /** The order is paid and its notice delivered before the create call is answered. */
  'callbackBeforeAnswer',
  /** The notice's total differs from the order's by `fen`. */
  'changedAmount',
  /** The call is executed and answered with 500 SYSTEM_ERROR. */
  'failAfterExecuting',
  /** The answer takes `ms`. */
  'slowAnswer',
  /** Nothing is executed; the answer is `status` and `code`. */
  'decline',
  /** The next refunds end ABNORMAL. */
  'abnormalRefund',
  /** The next refunds end CLOSED. */
  'closedRefund',
  /** The owner of the plate (`only: 'deduction'`) or the merchant (`only: 'transfer'`) has no money. */
  'insufficientBalance',
  /** The channel pays in the owner's stead, who owes it the money from then on. */
  'advancedPayment',
  /** The next transfers answer ACCEPTED, without anything to confirm, until they are asked about. */
  'transferAccepted',
  /** The payee does not confirm in time: `ms` after the transfer it is over. */
  'unconfirmedTransfer',
  /** The payee confirms, and his account cannot take the money. */
  'failedTransfer',
  /** The bill lacks its first row, has one more than happened, or one fen more in its first row. */
  'billMissingRow',
  'billExtraRow',
  'billWrongAmount',
  /** The hash announced is not the file's; Alipay announces none, its sums do not agree. */
  'billWrongHash',
] as const;

export type FaultName = (typeof faultNames)[number];
export type SignatureFault = (typeof signatureFaults)[number];

export interface Fault {
  /** How many more calls it strikes; absent: until switched off. */
  readonly times?: number;
  /** Signature faults only; answers unless said otherwise. */
  readonly on?: 'answers' | 'callbacks';
  /** The beginning of the call's path or, at Alipay, of its method; of a notice what it is about, `transaction` or `refund`. */
  readonly only?: string;
  readonly ms?: number;
  readonly fen?: number;
  readonly status?: number;
  readonly code?: string;
}

export type FaultSwitches = Readonly<Partial<Record<FaultName, Fault | boolean>>>;

export interface Faults {
  /** `true` is a fault without limits, `false` switches it off. */
  set(merchantId: string, switches: FaultSwitches): void;
  /** Names the faults that are on. */
  active(merchantId: string): Partial<Record<FaultName, Fault>>;
  /** The fault if it strikes now, and counts it. `subject` is a path, a method, or the type of a notice. */
  strike(merchantId: string, name: FaultName, subject: string): Fault | undefined;
  strikeSignature(merchantId: string, on: 'answers' | 'callbacks', subject: string): SignatureFault | undefined;
}

export const createFaults = (): Faults => {
  const byMerchant = new Map<string, Map<FaultName, Fault>>();
  const of = (merchantId: string): Map<FaultName, Fault> => {
    const known = byMerchant.get(merchantId) ?? new Map<FaultName, Fault>();
    byMerchant.set(merchantId, known);
    return known;
  };
  const count = (merchantId: string, name: FaultName, fault: Fault): Fault => {
    if (fault.times !== undefined && fault.times <= 1) of(merchantId).delete(name);
    else if (fault.times !== undefined) of(merchantId).set(name, { ...fault, times: fault.times - 1 });
    return fault;
  };
  const strike: Faults['strike'] = (merchantId, name, subject) => {
    const fault = of(merchantId).get(name);
    return fault && subject.startsWith(fault.only ?? '') ? count(merchantId, name, fault) : undefined;
  };
  return {
    set: (merchantId, switches) => {
      for (const name of faultNames) {
        const value = switches[name];
        if (value === false) of(merchantId).delete(name);
        else if (value !== undefined) of(merchantId).set(name, value === true ? {} : value);
      }
    },
    active: (merchantId) => Object.fromEntries(of(merchantId)),
    strike,
    strikeSignature: (merchantId, on, subject) =>
      signatureFaults.find(
        (name) => (of(merchantId).get(name)?.on ?? 'answers') === on && strike(merchantId, name, subject),
      ),
  };
};
