// What Alipay signs: parameters sorted by name, `name=value` joined by `&`, values as they are before any URL encoding.
// Source: https://opendocs.alipay.com/common/02kf5q and the official SDK for Node, src/util.ts. RSA2 is SHA256withRSA.
import { type KeyObject, sign, verify } from 'node:crypto';

export type Parameters = Readonly<Record<string, string>>;

const joined = (parameters: Parameters, isSigned: (name: string, value: string) => boolean): Buffer =>
  Buffer.from(
    Object.keys(parameters)
      .filter((name) => isSigned(name, parameters[name] ?? ''))
      .sort()
      .map((name) => `${name}=${parameters[name] ?? ''}`)
      .join('&'),
  );

/** Of a request everything is signed but the signature and what is empty. */
export const requestSigningBytes = (parameters: Parameters): Buffer =>
  joined(parameters, (name, value) => name !== 'sign' && value !== '');

/** Of a notice `sign_type` is left out as well; an empty value stays. */
export const noticeSigningBytes = (parameters: Parameters): Buffer =>
  joined(parameters, (name) => name !== 'sign' && name !== 'sign_type');

export const rsa2Signature = (bytes: Buffer, privateKey: KeyObject): string =>
  sign('sha256', bytes, privateKey).toString('base64');

export const rsa2Matches = (bytes: Buffer, signature: string, publicKey: KeyObject): boolean =>
  verify('sha256', bytes, publicKey, Buffer.from(signature, 'base64'));
