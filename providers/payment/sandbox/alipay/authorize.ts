// Checks who calls, as strictly as the real gateway: every parameter once, the app known, the time near, the signature true.
import { readForm } from '../../alipay/form.ts';
import { instantOf } from '../../alipay/china-time.ts';
import { type Parameters, requestSigningBytes, rsa2Matches } from '../../alipay/sign.ts';
import { parseJson } from '../../json-field.ts';
import { type AlipayAnswer, failed } from './answer.ts';
import { type AlipayMerchants, type OpenAlipayMerchant } from './merchants.ts';

export interface AlipayCall {
  readonly merchant: OpenAlipayMerchant;
  readonly method: string;
  readonly parameters: Parameters;
  /** What `biz_content` says. */
  readonly content: unknown;
}

export type Authorized =
  | { readonly call: AlipayCall }
  | { readonly refusal: AlipayAnswer; readonly method: string; readonly merchant?: OpenAlipayMerchant };

const farthestMs = 10 * 60_000;

/** Address and body together; undefined when one is no form, or a name is there twice. */
export const callParameters = (query: string, body: Buffer): Parameters | undefined => {
  const parts = [Buffer.from(query), body].filter((part) => part.length > 0);
  return parts.length === 0
    ? {}
    : readForm(Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('&'), part]))));
};

const fixed: readonly (readonly [string, RegExp, string])[] = [
  ['method', /^alipay(\.[a-z]+)+$/, 'isv.invalid-method'],
  ['charset', /^utf-8$/i, 'isv.invalid-charset'],
  ['sign_type', /^RSA2$/, 'isv.invalid-signature-type'],
  ['version', /^1\.0$/, 'isv.invalid-version'],
];

const parameterFault = (parameters: Parameters, nowMs: number): AlipayAnswer | undefined => {
  for (const [name, pattern, subCode] of fixed) {
    const value = parameters[name] ?? '';
    if (value === '') return failed('40001', `isv.missing-${name.replace('_', '-')}`, `缺少${name}参数`);
    if (!pattern.test(value)) return failed('40002', subCode, `${name}参数无效`);
  }
  if ((parameters['format'] ?? 'JSON').toUpperCase() !== 'JSON')
    return failed('40002', 'isv.invalid-format', 'format参数无效');
  const sentAt = instantOf(parameters['timestamp']);
  if (sentAt === undefined || Math.abs(nowMs - sentAt) > farthestMs) {
    return failed('40002', 'isv.invalid-timestamp', '非法的时间戳参数');
  }
  return undefined;
};

export const authorize = (
  parameters: Parameters | undefined,
  merchants: AlipayMerchants,
  nowMs: number,
): Authorized => {
  if (parameters === undefined) return { method: '', refusal: failed('40002', 'isv.invalid-parameter', '参数无效') };
  const method = parameters['method'] ?? '';
  const merchant = merchants.ofApp(parameters['app_id'] ?? '');
  if (merchant === undefined) return { method, refusal: failed('40002', 'isv.invalid-app-id', '无效的AppID参数') };
  const fault = parameterFault(parameters, nowMs);
  if (fault !== undefined) return { method, merchant, refusal: fault };
  const signature = parameters['sign'] ?? '';
  if (signature === '') return { method, merchant, refusal: failed('40001', 'isv.missing-signature', '缺少签名参数') };
  const bytes = requestSigningBytes(parameters);
  if (!rsa2Matches(bytes, signature, merchant.merchantKey)) {
    const message = `验签出错，网关生成的验签字符串为：${bytes.toString('utf8')}`;
    return { method, merchant, refusal: failed('40002', 'isv.invalid-signature', message) };
  }
  const content = parseJson(parameters['biz_content'] ?? '');
  return typeof content === 'object' && content !== null
    ? { call: { merchant, method, parameters, content } }
    : { method, merchant, refusal: failed('40002', 'isv.invalid-parameter', 'biz_content参数无效') };
};
