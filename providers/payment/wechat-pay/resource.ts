// The encrypted part of notices and certificate lists: AES-256-GCM, the 16-byte tag at the end of the ciphertext.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { stringAt } from '../json-field.ts';

export const resourceAlgorithm = 'AEAD_AES_256_GCM';
const tagBytes = 16;

export interface EncryptedResource {
  readonly algorithm: string;
  /** Base64 of ciphertext and tag. */
  readonly ciphertext: string;
  /** 12 ASCII characters. */
  readonly nonce: string;
  readonly associated_data: string;
}

/** Reads the four fields; undefined when one is missing. The associated data may be empty or absent. */
export const encryptedResource = (value: unknown): EncryptedResource | undefined => {
  const algorithm = stringAt(value, 'algorithm');
  const ciphertext = stringAt(value, 'ciphertext');
  const nonce = stringAt(value, 'nonce');
  if (algorithm === undefined || ciphertext === undefined || nonce === undefined) return undefined;
  return { algorithm, ciphertext, nonce, associated_data: stringAt(value, 'associated_data') ?? '' };
};

/** The plain text; undefined when the key, the nonce, the associated data or a byte is not what was encrypted. */
export const decryptResource = (resource: EncryptedResource, apiV3Key: string): string | undefined => {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const nonce = Buffer.from(resource.nonce);
  if (resource.algorithm !== resourceAlgorithm || nonce.length !== 12 || sealed.length < tagBytes) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(resource.associated_data));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
};

/** The counterpart, for the sandbox: `nonce` is 12 ASCII characters, never used twice with one key. */
export const encryptResource = (
  plainText: string,
  apiV3Key: string,
  nonce: string,
  associatedData: string,
): EncryptedResource => {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce), { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: resourceAlgorithm,
    ciphertext: sealed.toString('base64'),
    nonce,
    associated_data: associatedData,
  };
};
