// Checks who calls, as strictly as the real channel: scheme, five fields once each, serial, time, signature over the bytes.
import { verify } from 'node:crypto';
import { authorizationScheme, signingBytes } from '../wechat-pay/sign.ts';
import { type Merchants, type OpenMerchant } from './merchants.ts';
import { refused, type Reply } from './reply.ts';

const maximumAgeSeconds = 300;
const fieldNames = ['mchid', 'nonce_str', 'serial_no', 'signature', 'timestamp'] as const;
type Fields = Readonly<Record<(typeof fieldNames)[number], string>>;

export interface SignedCall {
  readonly method: string;
  /** As it came over the wire. */
  readonly pathAndQuery: string;
  readonly authorization: string | undefined;
  readonly rawBody: Buffer;
}

export type Authorized =
  { readonly merchant: OpenMerchant } | { readonly refusal: Reply; readonly merchant?: OpenMerchant };

const signError = (message: string, detail: Record<string, unknown>): Reply =>
  refused(401, 'SIGN_ERROR', message, { location: 'authorization', ...detail });

const readFields = (text: string): Fields | undefined => {
  const found = new Map<string, string>();
  for (const part of text.split(',')) {
    const match = /^([a-z_]+)="([^"]*)"$/.exec(part.trim());
    if (match?.[1] === undefined || match[2] === undefined || found.has(match[1])) return undefined;
    found.set(match[1], match[2]);
  }
  const complete = found.size === fieldNames.length && fieldNames.every((name) => (found.get(name) ?? '') !== '');
  return complete ? (Object.fromEntries(found) as Fields) : undefined;
};

/** The signing string as the sandbox built it, cut short: what a developer compares with his own. */
const signInformation = (call: SignedCall, bytes: Buffer): Record<string, unknown> => ({
  method: call.method,
  url: call.pathAndQuery,
  truncated_sign_message: bytes.toString('utf8').slice(0, 128),
  sign_message_length: bytes.length,
});

export const authorize = (call: SignedCall, merchants: Merchants, nowMs: number): Authorized => {
  const [scheme, ...rest] = (call.authorization ?? '').split(' ');
  if (scheme !== authorizationScheme) {
    return { refusal: signError('Http头Authorization认证类型不正确', { field: 'authorization', issue: 'scheme' }) };
  }
  const fields = readFields(rest.join(' '));
  if (fields === undefined) {
    return { refusal: signError('Http头Authorization值格式错误', { field: 'authorization', issue: 'format' }) };
  }
  const merchant = merchants.get(fields.mchid);
  if (merchant === undefined) {
    return { refusal: signError('商户号不存在', { field: 'mchid', issue: 'unknown merchant' }) };
  }
  if (fields.serial_no !== merchant.record.merchantSerial) {
    return { merchant, refusal: signError('商户证书序列号有误', { field: 'serial_no', issue: 'unknown serial' }) };
  }
  const ageSeconds = Math.abs(nowMs / 1000 - Number(fields.timestamp));
  if (!/^\d{1,12}$/.test(fields.timestamp) || ageSeconds > maximumAgeSeconds) {
    const message = 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟';
    return { merchant, refusal: signError(message, { field: 'timestamp', issue: 'too far off' }) };
  }
  if (!/^[0-9A-Za-z]{1,32}$/.test(fields.nonce_str)) {
    return {
      merchant,
      refusal: signError('随机串格式错误', { field: 'nonce_str', issue: '1 to 32 letters or digits' }),
    };
  }
  const bytes = signingBytes(call.method, call.pathAndQuery, fields.timestamp, fields.nonce_str, call.rawBody);
  if (!verify('sha256', bytes, merchant.merchantKey, Buffer.from(fields.signature, 'base64'))) {
    const detail = { field: 'signature', issue: 'sign not match', sign_information: signInformation(call, bytes) };
    return { merchant, refusal: signError('错误的签名，验签失败', detail) };
  }
  return { merchant };
};
