// A WeChat Pay merchant as configured: numbers, keys, and how the platform's signatures are verified.

/**
 * Merchants that joined since 2024 get a public key with an id; older ones download platform certificates, which change
 * about every five years, and may still have them.
 */
export type PlatformVerification =
  | { readonly mode: 'public-key'; readonly keyId: string; readonly publicKeyPem: string }
  | { readonly mode: 'certificates' };

export interface WechatPayMerchant {
  readonly merchantId: string;
  readonly appId: string;
  /** Serial number of the merchant certificate that belongs to the private key, upper-case hex. */
  readonly merchantSerial: string;
  readonly merchantPrivateKeyPem: string;
  /** Exactly 32 bytes; encrypts notices and platform certificates. */
  readonly apiV3Key: string;
  readonly verification: PlatformVerification;
  /** `https://api.mch.weixin.qq.com`, without a trailing slash. */
  readonly baseUrl: string;
  /** Public HTTPS without a query string; receives payment and refund notices. */
  readonly notifyUrl: string;
}
