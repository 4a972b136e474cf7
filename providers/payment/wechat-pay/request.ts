// One signed call to the WeChat Pay API: the answer is verified, and sorted into done, refused and unknown.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { type Declined, type Unknown, type UnknownReason } from '../channel.ts';
import { parseJson, stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { certificateMode, publicKeyMode, type RawAnswer } from './platform-keys.ts';
import { authorization, newNonce } from './sign.ts';
import { type PlatformKeys, signatureHeaders, verificationFailure } from './verify.ts';

export interface WechatPayOptions {
  /** Per call. The channel promises an answer within seconds; the caller holds a lease that is longer. */
  readonly timeoutMs?: number;
  readonly refreshIntervalMs?: number;
}

/** `done` has a verified body, empty for 204. */
export type Answer =
  | { readonly kind: 'done'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

export interface WechatPayClient {
  readonly merchant: WechatPayMerchant;
  readonly privateKey: KeyObject;
  readonly keys: PlatformKeys;
  request(method: 'GET' | 'POST', pathAndQuery: string, body?: unknown): Promise<Answer>;
  /** Raw and unverified: for the certificate list, which proves itself, and bill files, which have a hash. */
  send(method: 'GET' | 'POST', pathAndQuery: string, body?: unknown): Promise<RawAnswer>;
}

/** What `fetch` threw. Its errors may come from another realm, so they are read by their fields. */
const networkUnknown = (error: unknown): Answer => {
  const name = (error as { name?: unknown } | null)?.name;
  const cause = (error as { cause?: unknown } | null)?.cause;
  const detail = cause === undefined ? String(error) : `${String(error)}: ${String(cause)}`;
  return { kind: 'unknown', reason: name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'network', detail };
};

/** A refusal needs no signature (an edge server may refuse), but one that carries a signature must carry a true one. */
const sortAnswer = async (answer: RawAnswer, keys: PlatformKeys): Promise<Answer> => {
  const { status } = answer;
  if (status >= 500 || status === 202) {
    return { kind: 'unknown', reason: 'server-error', detail: `HTTP ${status}` };
  }
  const success = status === 200 || status === 204;
  if (success || signatureHeaders(answer.headers) !== undefined) {
    const failure = await verificationFailure(answer.rawBody, answer.headers, keys, Date.now());
    if (failure !== undefined) {
      return { kind: 'unknown', reason: 'forged-answer', detail: `HTTP ${status}, ${failure}` };
    }
  }
  const body = answer.rawBody.length === 0 ? undefined : parseJson(answer.rawBody.toString('utf8'));
  if (success) {
    if (status === 200 && body === undefined) {
      return { kind: 'unknown', reason: 'malformed-answer', detail: 'HTTP 200 without JSON' };
    }
    return { kind: 'done', status, body };
  }
  const code = stringAt(body, 'code');
  if (code === undefined)
    return { kind: 'unknown', reason: 'malformed-answer', detail: `HTTP ${status} without a code` };
  return { kind: 'refused', status, code, message: stringAt(body, 'message') ?? '' };
};

export const wechatPayClient = (merchant: WechatPayMerchant, options: WechatPayOptions = {}): WechatPayClient => {
  const privateKey = createPrivateKey(merchant.merchantPrivateKeyPem);
  const { verification } = merchant;
  const signer = { merchantId: merchant.merchantId, merchantSerial: merchant.merchantSerial, privateKey };
  const timeoutMs = options.timeoutMs ?? 5_000;

  const send: WechatPayClient['send'] = async (method, pathAndQuery, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const at = { timestamp: Math.floor(Date.now() / 1000), nonce: newNonce() };
    const response = await fetch(`${merchant.baseUrl}${pathAndQuery}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        'user-agent': 'city-parking',
        authorization: authorization({ method, pathAndQuery, body: text }, signer, at),
        ...(text === '' ? {} : { 'content-type': 'application/json' }),
        ...(verification.mode === 'public-key' ? { 'wechatpay-serial': verification.keyId } : {}),
      },
      ...(text === '' ? {} : { body: text }),
    });
    const headers: IncomingHttpHeaders = Object.fromEntries(response.headers);
    return { status: response.status, headers, rawBody: Buffer.from(await response.arrayBuffer()) };
  };

  const keys =
    verification.mode === 'public-key'
      ? publicKeyMode(verification.keyId, verification.publicKeyPem)
      : certificateMode({
          apiV3Key: merchant.apiV3Key,
          fetchCertificates: () => send('GET', '/v3/certificates'),
          refreshIntervalMs: options.refreshIntervalMs ?? 5_000,
          nowMs: () => Date.now(),
        });

  return {
    merchant,
    privateKey,
    keys,
    send,
    request: async (method, pathAndQuery, body) => {
      try {
        return await sortAnswer(await send(method, pathAndQuery, body), keys);
      } catch (error) {
        return networkUnknown(error);
      }
    },
  };
};

/** Not executed for want of capacity, ours or theirs; the same request may pass later. */
const throttled = new Set(['FREQUENCY_LIMITED', 'FREQUENCY_LIMIT', 'FREQUENCY_LIMIT_EXCEED', 'RATELIMIT_EXCEEDED']);
/** The number has a history: what it is now, only a query tells. */
const numberUsed = new Set([
  'OUT_TRADE_NO_USED',
  'ORDERPAID',
  'ORDER_PAID',
  'ORDER_CLOSED',
  'ORDERCLOSED',
  'ALREADY_EXISTS',
]);
const setUp = new Set(['SIGN_ERROR', 'NO_AUTH', 'NOAUTH', 'APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS']);

const remedyOf = (status: number, code: string): Declined['remedy'] => {
  if (status === 429 || throttled.has(code)) return 'back-off';
  if (status === 401 || setUp.has(code)) return 'page';
  return numberUsed.has(code) ? 'query' : 'none';
};

export const declined = (answer: Extract<Answer, { kind: 'refused' }>): Declined => ({
  outcome: 'declined',
  code: answer.code,
  detail: answer.message,
  remedy: remedyOf(answer.status, answer.code),
});

export const unknown = (reason: UnknownReason, detail: string): Unknown => ({ outcome: 'unknown', reason, detail });

/** What every call makes of an answer that is not done. */
export const notDone = (answer: Exclude<Answer, { kind: 'done' }>): Declined | Unknown =>
  answer.kind === 'refused' ? declined(answer) : unknown(answer.reason, answer.detail);
