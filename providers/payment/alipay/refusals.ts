// What Alipay's codes mean for us: which of them leave it open whether something happened, and what is worth doing next.
import { type Declined } from '../channel.ts';

/** Executed or not: the same request again, then a query. `AQC` is how some of its pages spell it. */
const leavesOpen = new Set([
  'ACQ.SYSTEM_ERROR',
  'AQC.SYSTEM_ERROR',
  'SYSTEM_ERROR',
  'isp.unknow-error',
  'aop.unknow-error',
  'isp.unknown-error',
]);

/** `10003`: accepted and not decided. `20000`: the service is not available. */
export const isOpen = (code: string, subCode: string): boolean =>
  code === '10003' || code === '20000' || leavesOpen.has(subCode);

/** The number has a history: what it is now, only a query tells. */
const numberUsed = new Set(['ACQ.TRADE_HAS_SUCCESS', 'ACQ.TRADE_HAS_CLOSE', 'ACQ.CONTEXT_INCONSISTENT']);

/** Our key, clock, contract or balance. */
const setUp = new Set([
  'isv.invalid-signature',
  'isv.missing-signature',
  'isv.invalid-app-id',
  'isv.invalid-timestamp',
  'isv.insufficient-isv-permissions',
  'isv.insufficient-user-permissions',
  'ACQ.ACCESS_FORBIDDEN',
  'ACQ.PARTNER_ERROR',
  'ACQ.SELLER_BEEN_BLOCKED',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH',
]);

/** `40005`: too many calls. `20001`, `40006`: no permission. */
export const remedyOf = (code: string, subCode: string): Declined['remedy'] => {
  if (code === '40005' || subCode.endsWith('app-call-limited')) return 'back-off';
  if (code === '20001' || code === '40006' || setUp.has(subCode)) return 'page';
  return numberUsed.has(subCode) ? 'query' : 'none';
};
