// The Alipay merchants of the sandbox: their keys are generated on first mention, kept in a folder, and the same ever after.
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AlipayMerchant } from '../../alipay/merchant.ts';
import { readRecord, writeRecord } from '../record-file.ts';

export interface SandboxAlipayMerchant {
  readonly channel: 'alipay';
  readonly merchantId: string;
  readonly appId: string;
  readonly merchantPrivateKeyPem: string;
  readonly alipayPrivateKeyPem: string;
}

/** A merchant with its keys ready for use. */
export interface OpenAlipayMerchant {
  readonly record: SandboxAlipayMerchant;
  /** Verifies what the merchant signs. */
  readonly merchantKey: KeyObject;
  /** Signs answers and notices. */
  readonly alipayKey: KeyObject;
}

const generate = promisify(generateKeyPair);
const newKeyPem = async (): Promise<string> => {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

const newMerchant = async (merchantId: string): Promise<SandboxAlipayMerchant> => {
  const [merchantPrivateKeyPem, alipayPrivateKeyPem] = await Promise.all([newKeyPem(), newKeyPem()]);
  return { channel: 'alipay', merchantId, appId: `2021${digits(12)}`, merchantPrivateKeyPem, alipayPrivateKeyPem };
};

const open = (record: SandboxAlipayMerchant): OpenAlipayMerchant => ({
  record,
  merchantKey: createPublicKey(record.merchantPrivateKeyPem),
  alipayKey: createPrivateKey(record.alipayPrivateKeyPem),
});

export const alipayMerchantIdPattern = /^2088\d{12}$/;

export interface AlipayMerchants {
  get(merchantId: string): OpenAlipayMerchant | undefined;
  ofApp(appId: string): OpenAlipayMerchant | undefined;
  /** Makes it on first mention; a repeat answers the same keys. */
  ensure(merchantId: string | undefined): Promise<OpenAlipayMerchant>;
  /** Alipay signs with another key from now on; the old one is worth nothing. */
  rotate(merchant: OpenAlipayMerchant): Promise<OpenAlipayMerchant>;
}

export const openAlipayMerchants = (folder: string): AlipayMerchants => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened = new Map<string, OpenAlipayMerchant>();
  const making = new Map<string, Promise<OpenAlipayMerchant>>();
  const pathOf = (merchantId: string): string => join(folder, `alipay-merchant-${merchantId}.json`);
  const appPathOf = (appId: string): string => join(folder, `alipay-app-${appId}.json`);

  const keep = (merchant: OpenAlipayMerchant): OpenAlipayMerchant => {
    opened.set(merchant.record.merchantId, merchant);
    return merchant;
  };
  const save = (record: SandboxAlipayMerchant): OpenAlipayMerchant => {
    const { appId, merchantId } = record;
    writeRecord(appPathOf(appId), { merchantId });
    writeRecord(pathOf(merchantId), record);
    return keep(open(record));
  };

  const get = (merchantId: string): OpenAlipayMerchant | undefined => {
    const known = opened.get(merchantId);
    if (known !== undefined || !alipayMerchantIdPattern.test(merchantId)) return known;
    const record = readRecord<SandboxAlipayMerchant>(pathOf(merchantId));
    return record && keep(open(record));
  };

  return {
    get,
    ofApp: (appId) => {
      if (!/^2021\d{12}$/.test(appId)) return undefined;
      const found = readRecord<{ merchantId: string }>(appPathOf(appId));
      return found && get(found.merchantId);
    },
    ensure: (merchantId = `2088${digits(12)}`) => {
      const known = get(merchantId);
      if (known !== undefined) return Promise.resolve(known);
      const pending = making.get(merchantId) ?? newMerchant(merchantId).then(save);
      making.set(merchantId, pending);
      return pending.finally(() => making.delete(merchantId));
    },
    rotate: async ({ record }) => save({ ...record, alipayPrivateKeyPem: await newKeyPem() }),
  };
};

/** What the merchant's own side needs: the configuration of the Alipay adapter. */
export const alipayConfiguration = (
  { record }: OpenAlipayMerchant,
  baseUrl: string,
  notifyUrl: string,
): AlipayMerchant => ({
  merchantId: record.merchantId,
  appId: record.appId,
  merchantPrivateKeyPem: record.merchantPrivateKeyPem,
  alipayPublicKeyPem: createPublicKey(record.alipayPrivateKeyPem).export({ type: 'spki', format: 'pem' }).toString(),
  baseUrl,
  notifyUrl,
});
