// An Alipay merchant as configured: numbers, keys, and where the gateway is.

export interface AlipayMerchant {
  /** The seller's number (PID): sixteen digits from 2088. */
  readonly merchantId: string;
  readonly appId: string;
  readonly merchantPrivateKeyPem: string;
  /** Alipay's key for this app; not the app's own public key, which is shown next to it. */
  readonly alipayPublicKeyPem: string;
  /** `https://openapi.alipay.com`, without a trailing slash. */
  readonly baseUrl: string;
  /** Public HTTPS without a query string; receives payment and refund notices. */
  readonly notifyUrl: string;
}
