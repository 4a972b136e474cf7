// What Alipay's gateway answers: one node with code and fields, signed over exactly the bytes that it is written with.
import { createPrivateKey } from 'node:crypto';
import { rsa2Signature } from '../../alipay/sign.ts';
import { type SignatureFault } from '../faults.ts';
import { type OpenAlipayMerchant } from './merchants.ts';

export type AlipayAnswer = Readonly<Record<string, unknown>> & { readonly code: string };

const words: Readonly<Record<string, string>> = {
  '20000': 'Service Currently Unavailable',
  '20001': 'Insufficient Token Permissions',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
  '40006': 'Insufficient Conditions',
};

export const succeeded = (fields: Readonly<Record<string, unknown>>): AlipayAnswer => ({
  code: '10000',
  msg: 'Success',
  ...fields,
});

export const failed = (code: string, subCode: string, message: string): AlipayAnswer => ({
  code,
  msg: words[code] ?? 'Business Failed',
  sub_code: subCode,
  sub_msg: message,
});

export const businessFailure = (subCode: string, message: string): AlipayAnswer => failed('40004', subCode, message);

export const invalidParameter = (field: string): AlipayAnswer =>
  businessFailure('ACQ.INVALID_PARAMETER', `参数无效：${field}`);

export const tradeNotExist = (): AlipayAnswer => businessFailure('ACQ.TRADE_NOT_EXIST', '交易不存在');

/** As the real gateway writes JSON, with its slashes escaped: whoever verifies must do so before parsing. */
const written = (answer: AlipayAnswer): string => JSON.stringify(answer).replaceAll('/', '\\/');

/** Signed when the caller is known; `fault` says how it goes wrong. */
export const answerBytes = (
  method: string,
  answer: AlipayAnswer,
  merchant: OpenAlipayMerchant | undefined,
  fault: SignatureFault | undefined,
): Buffer => {
  const name = method === '' ? 'error_response' : `${method.replaceAll('.', '_')}_response`;
  const text = written(answer);
  if (merchant === undefined || fault === 'unsigned') return Buffer.from(`{${JSON.stringify(name)}:${text}}`);
  const key = fault === 'wrongKey' ? createPrivateKey(merchant.record.merchantPrivateKeyPem) : merchant.alipayKey;
  const signature = rsa2Signature(Buffer.from(text), key);
  return Buffer.from(`{${JSON.stringify(name)}:${text},"sign":${JSON.stringify(signature)}}`);
};
