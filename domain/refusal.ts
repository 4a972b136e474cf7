// A business "no" is a value with a code. The code is the Temporal failure type, the problem type, the OpenAPI enum
// member and part of a test's name.

export const refusalCodes = [
  'already-decided',
  'amount-mismatch',
  'amount-out-of-range',
  'bay-occupied',
  'bill-already-paid',
  'bill-not-payable',
  'blacklisted',
  'attempt-pending',
  'close-unchanged',
  'confidence-too-low',
  'day-already-closed',
  'day-not-reconciled',
  'exception-not-claimed',
  'exception-resolved',
  'gate-closed',
  'insufficient-balance',
  'lane-closed',
  'lot-full',
  'money-in-suspense',
  'no-tariff',
  'not-parked-here',
  'nothing-to-give',
  'out-of-order-times',
  'payment-required',
  'plate-conflict',
  'plate-malformed',
  'refund-not-payable',
  'same-person',
  'second-person-required',
  'session-closed',
  'session-not-found',
  'stale-question',
  'unknown-colour',
  'unpaid-arrears',
  'vehicle-already-inside',
  'vehicle-unidentified',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  readonly refused: true;
  readonly code: RefusalCode;
  /** For people and logs; carries no plate and no phone number. */
  readonly detail?: string;
}

export const refuse = (code: RefusalCode, detail?: string): Refusal =>
  detail === undefined ? { refused: true, code } : { refused: true, code, detail };

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
