// Signs our requests: the string of five lines, the Authorization header, and the parameters that open the payment in the app.
// Source: https://pay.weixin.qq.com/wiki/doc/api_external/ch/wechatpay/wechatpay4_0.shtml
import { type KeyObject, randomBytes, sign } from 'node:crypto';

export const authorizationScheme = 'WECHATPAY2-SHA256-RSA2048';

/** Each part on its own line, the last one ended too; bytes stay bytes. */
export const signingBytes = (...lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.isBuffer(line) ? line : Buffer.from(line), Buffer.from('\n')]));

/** PKCS#1 v1.5 with SHA-256, base64. */
export const signBase64 = (bytes: Buffer, privateKey: KeyObject): string =>
  sign('sha256', bytes, privateKey).toString('base64');

/** 32 upper-case hex digits. */
export const newNonce = (): string => randomBytes(16).toString('hex').toUpperCase();

export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as sent, already percent-encoded. */
  readonly pathAndQuery: string;
  /** Exactly the bytes sent; empty for GET. */
  readonly body: string;
}

export interface RequestSigner {
  readonly merchantId: string;
  readonly merchantSerial: string;
  readonly privateKey: KeyObject;
}

export const authorization = (
  request: SignedRequest,
  signer: RequestSigner,
  at: { readonly timestamp: number; readonly nonce: string },
): string => {
  const bytes = signingBytes(request.method, request.pathAndQuery, String(at.timestamp), at.nonce, request.body);
  const signature = signBase64(bytes, signer.privateKey);
  return (
    `${authorizationScheme} mchid="${signer.merchantId}",nonce_str="${at.nonce}",signature="${signature}",` +
    `timestamp="${at.timestamp}",serial_no="${signer.merchantSerial}"`
  );
};

/** What `WeixinJSBridge` or `wx.requestPayment` needs to open the payment. */
export const jsapiParameters = (
  appId: string,
  prepayId: string,
  privateKey: KeyObject,
  at: { readonly timestamp: number; readonly nonce: string },
): Readonly<Record<string, string>> => {
  const timeStamp = String(at.timestamp);
  const prepay = `prepay_id=${prepayId}`;
  const paySign = signBase64(signingBytes(appId, timeStamp, at.nonce, prepay), privateKey);
  return { appId, timeStamp, nonceStr: at.nonce, package: prepay, signType: 'RSA', paySign };
};
