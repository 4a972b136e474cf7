// The merchants of the sandbox: their keys are generated on first mention, kept in a folder, and the same ever after.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type WechatPayMerchant } from '../wechat-pay/merchant.ts';
import { selfSignedCertificatePem } from './certificate.ts';
import { readRecord, writeRecord } from './record-file.ts';

export type VerificationMode = 'public-key' | 'certificates';

interface PlatformCertificate {
  readonly serial: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly validFromMs: number;
  readonly validToMs: number;
}

interface PlatformPublicKey {
  readonly keyId: string;
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

export interface SandboxMerchant {
  readonly merchantId: string;
  readonly appId: string;
  readonly mode: VerificationMode;
  readonly merchantSerial: string;
  readonly merchantPrivateKeyPem: string;
  readonly apiV3Key: string;
  /** Newest last: it signs; the older ones are still listed. */
  readonly certificates: readonly [PlatformCertificate, ...PlatformCertificate[]];
  readonly publicKey: PlatformPublicKey;
}

const dayMs = 86_400_000;
const generate = promisify(generateKeyPair);
const newSerial = (): Buffer => {
  const bytes = randomBytes(20);
  return Buffer.concat([Buffer.from([0x40 | ((bytes[0] ?? 0) & 0x3f)]), bytes.subarray(1)]);
};
const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const serialText = (serial: Buffer): string => serial.toString('hex').toUpperCase();

const newCertificate = async (): Promise<PlatformCertificate> => {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const serial = newSerial();
  const validFromMs = Date.now() - dayMs;
  const validToMs = validFromMs + 5 * 365 * dayMs;
  const subject = 'Sandbox payment platform';
  const certificatePem = selfSignedCertificatePem({ serial, subject, validFromMs, validToMs, publicKey, privateKey });
  return { serial: serialText(serial), certificatePem, privateKeyPem: privatePem(privateKey), validFromMs, validToMs };
};

const newPublicKey = async (): Promise<PlatformPublicKey> => {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const keyId = `PUB_KEY_ID_${serialText(randomBytes(16))}`;
  return { keyId, publicKeyPem: publicPem(publicKey), privateKeyPem: privatePem(privateKey) };
};

const newMerchant = async (merchantId: string, mode: VerificationMode): Promise<SandboxMerchant> => {
  const [merchantKey, certificate, publicKey] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    newCertificate(),
    newPublicKey(),
  ]);
  return {
    merchantId,
    appId: `wx${randomBytes(8).toString('hex')}`,
    mode,
    merchantSerial: serialText(newSerial()),
    merchantPrivateKeyPem: privatePem(merchantKey.privateKey),
    apiV3Key: randomBytes(16).toString('hex'),
    certificates: [certificate],
    publicKey,
  };
};

export const newestCertificate = (merchant: SandboxMerchant): PlatformCertificate =>
  merchant.certificates.at(-1) ?? merchant.certificates[0];

/** A merchant with its keys ready for use. */
export interface OpenMerchant {
  readonly record: SandboxMerchant;
  /** Verifies what the merchant signs. */
  readonly merchantKey: KeyObject;
  /** Signs answers and notices, by serial or key id. */
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
}

const open = (record: SandboxMerchant): OpenMerchant => ({
  record,
  merchantKey: createPublicKey(record.merchantPrivateKeyPem),
  platformKeys: new Map([
    ...record.certificates.map(({ serial, privateKeyPem }) => [serial, createPrivateKey(privateKeyPem)] as const),
    [record.publicKey.keyId, createPrivateKey(record.publicKey.privateKeyPem)],
  ]),
});

export interface Merchants {
  get(merchantId: string): OpenMerchant | undefined;
  /** Makes it on first mention; a repeat answers the same keys, in the mode last asked for. */
  ensure(merchantId: string | undefined, mode: VerificationMode | undefined): Promise<OpenMerchant>;
  /** Adds a platform certificate, which signs from now on; replaces the public key only when told to. */
  rotate(merchant: OpenMerchant, publicKeyToo: boolean): Promise<OpenMerchant>;
}

export const merchantIdPattern = /^[0-9A-Za-z_-]{1,32}$/;

export const openMerchants = (folder: string): Merchants => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened = new Map<string, OpenMerchant>();
  const making = new Map<string, Promise<OpenMerchant>>();
  const pathOf = (merchantId: string): string => join(folder, `merchant-${merchantId}.json`);

  const save = (record: SandboxMerchant): OpenMerchant => {
    writeRecord(pathOf(record.merchantId), record);
    const merchant = open(record);
    opened.set(record.merchantId, merchant);
    return merchant;
  };

  const get = (merchantId: string): OpenMerchant | undefined => {
    const known = opened.get(merchantId);
    if (known !== undefined || !merchantIdPattern.test(merchantId)) return known;
    const record = readRecord<SandboxMerchant>(pathOf(merchantId));
    if (record === undefined) return undefined;
    const merchant = open(record);
    opened.set(merchantId, merchant);
    return merchant;
  };

  const make = async (merchantId: string, mode: VerificationMode): Promise<OpenMerchant> => {
    const pending = making.get(merchantId) ?? newMerchant(merchantId, mode).then(save);
    making.set(merchantId, pending);
    return pending.finally(() => making.delete(merchantId));
  };

  return {
    get,
    ensure: async (merchantId = `19${randomInt(10_000_000, 99_999_999)}`, mode) => {
      const known = get(merchantId) ?? (await make(merchantId, mode ?? 'public-key'));
      return mode === undefined || mode === known.record.mode ? known : save({ ...known.record, mode });
    },
    rotate: async (merchant, publicKeyToo) => {
      const certificate = await newCertificate();
      const publicKey = publicKeyToo ? await newPublicKey() : merchant.record.publicKey;
      return save({ ...merchant.record, certificates: [...merchant.record.certificates, certificate], publicKey });
    },
  };
};

/** What the merchant's own side needs: the configuration of the WeChat Pay adapter. */
export const merchantConfiguration = (
  { record }: OpenMerchant,
  baseUrl: string,
  notifyUrl: string,
): WechatPayMerchant => ({
  merchantId: record.merchantId,
  appId: record.appId,
  merchantSerial: record.merchantSerial,
  merchantPrivateKeyPem: record.merchantPrivateKeyPem,
  apiV3Key: record.apiV3Key,
  verification:
    record.mode === 'public-key'
      ? { mode: 'public-key', keyId: record.publicKey.keyId, publicKeyPem: record.publicKey.publicKeyPem }
      : { mode: 'certificates' },
  baseUrl,
  notifyUrl,
});
