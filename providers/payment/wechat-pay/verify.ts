// Verifies what claims to come from WeChat Pay, on the raw bytes and before anything is parsed.
// Source: https://pay.weixin.qq.com/docs/merchant/apis/h5-payment/payment-notice.html
import { type KeyObject, verify } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { signingBytes } from './sign.ts';

/** Sent on purpose now and then: whoever accepts it does not verify. It must fail without raising an alarm. */
export const probePrefix = 'WECHATPAY/SIGNTEST/';
export const maximumAgeSeconds = 300;

export type VerificationFailure = 'unsigned' | 'probe' | 'timestamp' | 'unknown-serial' | 'signature';

export interface SignatureHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly serial: string;
  readonly signature: string;
}

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** The four headers; undefined when one is missing, empty or repeated. */
export const signatureHeaders = (headers: IncomingHttpHeaders): SignatureHeaders | undefined => {
  const found = {
    timestamp: one(headers['wechatpay-timestamp']),
    nonce: one(headers['wechatpay-nonce']),
    serial: one(headers['wechatpay-serial']),
    signature: one(headers['wechatpay-signature']),
  };
  return Object.values(found).every((value) => value !== '') ? found : undefined;
};

/** Whether the signature is this key's, and nothing else: no age, no probe. */
export const signatureMatches = (rawBody: Buffer, claimed: SignatureHeaders, key: KeyObject): boolean => {
  const bytes = signingBytes(claimed.timestamp, claimed.nonce, rawBody);
  return verify('sha256', bytes, key, Buffer.from(claimed.signature, 'base64'));
};

export interface PlatformKeys {
  /** The platform's key of this serial or key id; undefined when it is not ours. */
  find(serial: string): Promise<KeyObject | undefined>;
}

/** Undefined when genuine, else why not. `nowMs` is real time: signatures do not follow the business clock. */
export const verificationFailure = async (
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
  keys: PlatformKeys,
  nowMs: number,
): Promise<VerificationFailure | undefined> => {
  const claimed = signatureHeaders(headers);
  if (claimed === undefined) return 'unsigned';
  if (claimed.signature.startsWith(probePrefix)) return 'probe';
  const ageSeconds = Math.abs(nowMs / 1000 - Number(claimed.timestamp));
  if (!/^\d{1,12}$/.test(claimed.timestamp) || ageSeconds > maximumAgeSeconds) return 'timestamp';
  const key = await keys.find(claimed.serial);
  if (key === undefined) return 'unknown-serial';
  return signatureMatches(rawBody, claimed, key) ? undefined : 'signature';
};
