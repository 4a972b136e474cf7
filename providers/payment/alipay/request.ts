// One signed call to Alipay's gateway: the answer is verified on its raw bytes, and sorted into done, refused and unknown.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Declined, type Unknown, type UnknownReason } from '../channel.ts';
import { parseJson, stringAt } from '../json-field.ts';
import { chinaTime } from './china-time.ts';
import { type AlipayMerchant } from './merchant.ts';
import { rawMembers } from './raw-members.ts';
import { isOpen, remedyOf } from './refusals.ts';
import { type Parameters, requestSigningBytes, rsa2Matches, rsa2Signature } from './sign.ts';

export interface AlipayOptions {
  /** Per call. */
  readonly timeoutMs?: number;
}

/** `done` has a verified body. */
export type Answer =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly subCode: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

export interface AlipayClient {
  readonly merchant: AlipayMerchant;
  /** Alipay's key: notices are verified with it as well. */
  readonly alipayKey: KeyObject;
  /** Whole and signed, for a call or for the address of a page. `more` is `notify_url` and the like. */
  signed(method: string, content: unknown, more?: Parameters): Parameters;
  request(method: string, content: unknown, more?: Parameters): Promise<Answer>;
  /** Unsigned bytes of an address that a signed answer named. */
  download(url: string): Promise<{ readonly status: number; readonly rawBody: Buffer } | undefined>;
}

export const unknown = (reason: UnknownReason, detail: string): Unknown => ({ outcome: 'unknown', reason, detail });

const open = (reason: UnknownReason, detail: string): Answer => ({ kind: 'unknown', reason, detail });

/** What `fetch` threw. Its errors may come from another realm, so they are read by their fields. */
const networkUnknown = (error: unknown): Answer => {
  const name = (error as { name?: unknown } | null)?.name;
  const cause = (error as { cause?: unknown } | null)?.cause;
  const detail = cause === undefined ? String(error) : `${String(error)}: ${String(cause)}`;
  return open(name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'network', detail);
};

const succeeded = '10000';

/** A refusal needs no signature (the gateway may refuse before it knows us), but one that has it must have a true one. */
export const sortAnswer = (method: string, status: number, rawBody: Buffer, alipayKey: KeyObject): Answer => {
  if (status !== 200) return open('server-error', `HTTP ${status}`);
  const members = rawMembers(rawBody);
  const own = members?.get(`${method.replaceAll('.', '_')}_response`);
  const said = own ?? members?.get('error_response');
  const body = said && parseJson(said.toString('utf8'));
  const code = stringAt(body, 'code');
  if (said === undefined || code === undefined) return open('malformed-answer', 'no answer to this call');
  const signature = members?.get('sign');
  if (signature === undefined && code === succeeded) return open('forged-answer', 'unsigned');
  if (signature !== undefined) {
    const text = parseJson(signature.toString('utf8'));
    if (typeof text !== 'string' || !rsa2Matches(said, text, alipayKey)) return open('forged-answer', 'signature');
  }
  if (code === succeeded)
    return own === undefined ? open('malformed-answer', 'an error that succeeded') : { kind: 'done', body };
  const subCode = stringAt(body, 'sub_code') ?? code;
  if (isOpen(code, subCode)) return open('server-error', subCode);
  return { kind: 'refused', code, subCode, message: stringAt(body, 'sub_msg') ?? stringAt(body, 'msg') ?? '' };
};

/** Throws only for a key that is no key: that is a configuration error, found at start. */
export const alipayClient = (merchant: AlipayMerchant, options: AlipayOptions = {}): AlipayClient => {
  const privateKey = createPrivateKey(merchant.merchantPrivateKeyPem);
  const alipayKey = createPublicKey(merchant.alipayPublicKeyPem);
  const timeoutMs = options.timeoutMs ?? 5_000;
  const { appId, baseUrl } = merchant;

  const signed: AlipayClient['signed'] = (method, content, more = {}) => {
    const parameters: Parameters = {
      app_id: appId,
      method,
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: chinaTime(Date.now()),
      version: '1.0',
      ...more,
      biz_content: JSON.stringify(content),
    };
    return { ...parameters, sign: rsa2Signature(requestSigningBytes(parameters), privateKey) };
  };

  return {
    merchant,
    alipayKey,
    signed,
    request: async (method, content, more) => {
      const { biz_content: business = '', ...shared } = signed(method, content, more);
      try {
        // The gateway reads the character set from the address, before it reads the body.
        const response = await fetch(`${baseUrl}/gateway.do?${new URLSearchParams(shared).toString()}`, {
          method: 'POST',
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            accept: 'application/json',
            'user-agent': 'city-parking',
            'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
          },
          body: new URLSearchParams({ biz_content: business }).toString(),
        });
        return sortAnswer(method, response.status, Buffer.from(await response.arrayBuffer()), alipayKey);
      } catch (error) {
        return networkUnknown(error);
      }
    },
    download: async (url) => {
      try {
        const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
        return { status: response.status, rawBody: Buffer.from(await response.arrayBuffer()) };
      } catch {
        return undefined;
      }
    },
  };
};

export const declined = ({ code, subCode, message }: Extract<Answer, { kind: 'refused' }>): Declined => ({
  outcome: 'declined',
  code: subCode,
  detail: message,
  remedy: remedyOf(code, subCode),
});

/** What every call makes of an answer that is not done. */
export const notDone = (answer: Exclude<Answer, { kind: 'done' }>): Declined | Unknown =>
  answer.kind === 'refused' ? declined(answer) : unknown(answer.reason, answer.detail);
