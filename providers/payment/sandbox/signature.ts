// Signs what the sandbox says, truly or with the fault that is asked for.
import { createPrivateKey, randomBytes } from 'node:crypto';
import { authorizationScheme, newNonce, signBase64, signingBytes } from '../wechat-pay/sign.ts';
import { probePrefix } from '../wechat-pay/verify.ts';
import { type SignatureFault } from './faults.ts';
import { newestCertificate, type OpenMerchant } from './merchants.ts';

const tooOldSeconds = 600;

/** The key id or serial that signs: the one the caller asked for by header, else the merchant's mode decides. */
const signerOf = (merchant: OpenMerchant, asked: string | undefined): string => {
  if (asked !== undefined && merchant.platformKeys.has(asked)) return asked;
  const { record } = merchant;
  return record.mode === 'public-key' ? record.publicKey.keyId : newestCertificate(record).serial;
};

export const signatureFields = (
  merchant: OpenMerchant,
  rawBody: Buffer,
  options: { readonly asked?: string | undefined; readonly fault?: SignatureFault | undefined } = {},
): Record<string, string> => {
  const { fault } = options;
  if (fault === 'unsigned') return {};
  const serial = signerOf(merchant, options.asked);
  const nonce = newNonce();
  const nowSeconds = Math.floor(Date.now() / 1000);
  const timestamp = String(fault === 'oldTimestamp' ? nowSeconds - tooOldSeconds : nowSeconds);
  const known = merchant.platformKeys.get(serial) ?? createPrivateKey(merchant.record.publicKey.privateKeyPem);
  const key = fault === 'wrongKey' ? createPrivateKey(merchant.record.merchantPrivateKeyPem) : known;
  const signature =
    fault === 'probe'
      ? `${probePrefix}${randomBytes(192).toString('base64')}`
      : signBase64(signingBytes(timestamp, nonce, rawBody), key);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': fault === 'wrongSerial' ? randomBytes(20).toString('hex').toUpperCase() : serial,
    'Wechatpay-Signature': signature,
    'Wechatpay-Signature-Type': authorizationScheme,
  };
};
