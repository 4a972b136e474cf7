// Makes a self-signed X.509 v3 certificate: Node reads certificates but cannot write them, and clients expect real ones.
import { type KeyObject, sign } from 'node:crypto';

const element = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 + length.length]), length, content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => element(0x02, bytes);
const bitString = (bytes: Buffer): Buffer => element(0x03, Buffer.from([0]), bytes);

/** 1.2.840.113549.1.1.11, with its NULL parameter. */
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
/** 2.5.4.3 */
const commonName = Buffer.from('0603550403', 'hex');

const name = (text: string): Buffer => sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from(text)))));

/** `YYMMDDhhmmssZ`: UTCTime is right until 2049. */
const utcTime = (atMs: number): Buffer => {
  const digits = new Date(atMs).toISOString().replace(/\D/g, '');
  return element(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
};

export interface CertificateRequest {
  /** Up to 20 bytes, the first between 0x01 and 0x7f, so that it is positive and has no padding. */
  readonly serial: Buffer;
  readonly subject: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const selfSignedCertificatePem = (request: CertificateRequest): string => {
  const version3 = element(0xa0, integer(Buffer.from([2])));
  const body = sequence(
    version3,
    integer(request.serial),
    sha256WithRsa,
    name(request.subject),
    sequence(utcTime(request.validFromMs), utcTime(request.validToMs)),
    name(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(body, sha256WithRsa, bitString(sign('sha256', body, request.privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
