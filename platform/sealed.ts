// Sealed columns: AES-256-GCM with the data key, bound to what they belong to; and keyed hashes for looking things up.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** Seals a text. `context` names the column and row (`device/<id>`): the bytes open only under the same context. */
export const seal = (key: Buffer, clear: string | Buffer, context: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};

/** Opens what `seal` made. Throws when the key or the context is another one, or a byte was changed. */
export const unseal = (key: Buffer, sealed: Buffer, context: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
};

/** 32 bytes of HMAC-SHA-256. `purpose` keeps the hashes of plates, phones and tokens apart under one key. */
export const keyedHash = (key: Buffer, purpose: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\0${text}`).digest();

/** A key of its own for one purpose, derived from a master key (HKDF-SHA-256). */
export const derivedKey = (master: Buffer, purpose: string, bytes = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), purpose, bytes));
