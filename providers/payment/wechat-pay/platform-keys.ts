// The platform's verification keys: a configured public key, or certificates fetched once for an unknown serial.
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { fieldAt, parseJson, stringAt } from '../json-field.ts';
import { decryptResource, encryptedResource } from './resource.ts';
import { maximumAgeSeconds, type PlatformKeys, signatureHeaders, signatureMatches } from './verify.ts';

export const publicKeyMode = (keyId: string, publicKeyPem: string): PlatformKeys => {
  const key = createPublicKey(publicKeyPem);
  return { find: (serial) => Promise.resolve(serial === keyId ? key : undefined) };
};

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
}

interface PlatformCertificate {
  readonly key: KeyObject;
  readonly validFromMs: number;
  readonly validToMs: number;
}

const readCertificates = (body: unknown, apiV3Key: string): Map<string, PlatformCertificate> => {
  const certificates = new Map<string, PlatformCertificate>();
  const entries = fieldAt(body, 'data');
  for (const entry of Array.isArray(entries) ? entries : []) {
    const serial = stringAt(entry, 'serial_no');
    const resource = encryptedResource(fieldAt(entry, 'encrypt_certificate'));
    const pem = resource && decryptResource(resource, apiV3Key);
    if (serial === undefined || pem === undefined) continue;
    const certificate = new X509Certificate(pem);
    if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase()) continue;
    certificates.set(serial, {
      key: certificate.publicKey,
      validFromMs: Date.parse(certificate.validFrom),
      validToMs: Date.parse(certificate.validTo),
    });
  }
  return certificates;
};

/**
 * The list proves itself: only a holder of the APIv3 key can have encrypted the certificates, and one of them must have
 * signed the answer. Nothing is trusted on first use.
 */
const trustedCertificates = (
  answer: RawAnswer,
  apiV3Key: string,
  nowMs: number,
): Map<string, PlatformCertificate> | undefined => {
  const claimed = signatureHeaders(answer.headers);
  if (answer.status !== 200 || claimed === undefined) return undefined;
  if (Math.abs(nowMs / 1000 - Number(claimed.timestamp)) > maximumAgeSeconds) return undefined;
  try {
    const certificates = readCertificates(parseJson(answer.rawBody.toString('utf8')), apiV3Key);
    const signer = certificates.get(claimed.serial);
    return signer && signatureMatches(answer.rawBody, claimed, signer.key) ? certificates : undefined;
  } catch {
    return undefined;
  }
};

export interface CertificateModeOptions {
  readonly apiV3Key: string;
  /** `GET /v3/certificates`; rejects or answers anything when the network does. */
  readonly fetchCertificates: () => Promise<RawAnswer>;
  /** At most one fetch in this time, so that forged serials cannot make us a client that floods the platform. */
  readonly refreshIntervalMs: number;
  readonly nowMs: () => number;
}

export const certificateMode = (options: CertificateModeOptions): PlatformKeys => {
  let known = new Map<string, PlatformCertificate>();
  let fetching: Promise<void> | undefined;
  let fetchedAtMs = Number.NEGATIVE_INFINITY;

  const valid = (serial: string): KeyObject | undefined => {
    const certificate = known.get(serial);
    const nowMs = options.nowMs();
    return certificate && certificate.validFromMs <= nowMs && nowMs < certificate.validToMs
      ? certificate.key
      : undefined;
  };

  const refresh = async (): Promise<void> => {
    fetchedAtMs = options.nowMs();
    try {
      known = trustedCertificates(await options.fetchCertificates(), options.apiV3Key, options.nowMs()) ?? known;
    } catch {
      // Unreachable: what is known stays known, and the serial stays unknown.
    } finally {
      fetching = undefined;
    }
  };

  return {
    find: async (serial) => {
      const key = valid(serial);
      if (key !== undefined) return key;
      if (fetching === undefined && options.nowMs() - fetchedAtMs < options.refreshIntervalMs) return undefined;
      fetching ??= refresh();
      await fetching;
      return valid(serial);
    },
  };
};
