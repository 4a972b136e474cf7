// Encrypts Temporal payloads (AES-256-GCM): histories hold nothing that a reader of the server's database could use.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';

const encoding = 'binary/encrypted';
const nonceBytes = 12;
const tagBytes = 16;
const text = new TextEncoder();

/** Written into each payload, so that keys can be rotated: the first 8 bytes of the key's name. */
const keyIdMetadata = 'encryption-key-id';

interface JsonPayload {
  metadata: Record<string, string>;
  data: string;
}

const serialise = (payload: Payload): Buffer => {
  const json: JsonPayload = {
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(payload.data ?? new Uint8Array()).toString('base64'),
  };
  return Buffer.from(JSON.stringify(json));
};

const deserialise = (bytes: Buffer): Payload => {
  const json = JSON.parse(bytes.toString()) as JsonPayload;
  return {
    metadata: Object.fromEntries(
      Object.entries(json.metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(json.data, 'base64'),
  };
};

/** A codec with one key for writing and any number for reading, so that a rotation needs no stop. */
export const encryptionCodec = (keyId: string, keys: ReadonlyMap<string, Buffer>): PayloadCodec => {
  const writing = keys.get(keyId);
  if (writing === undefined) throw new RangeError(`no codec key named ${keyId}`);
  const encrypt = (payload: Payload): Payload => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', writing, nonce);
    const data = Buffer.concat([nonce, cipher.update(serialise(payload)), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { [METADATA_ENCODING_KEY]: text.encode(encoding), [keyIdMetadata]: text.encode(keyId) }, data };
  };
  const decrypt = (payload: Payload): Payload => {
    const metadata = payload.metadata ?? {};
    if (Buffer.from(metadata[METADATA_ENCODING_KEY] ?? '').toString() !== encoding) return payload;
    const id = Buffer.from(metadata[keyIdMetadata] ?? '').toString();
    const key = keys.get(id);
    if (key === undefined) throw new Error(`a payload was encrypted with the unknown key ${id}`);
    const data = Buffer.from(payload.data ?? new Uint8Array());
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, nonceBytes));
    decipher.setAuthTag(data.subarray(data.length - tagBytes));
    const clear = decipher.update(data.subarray(nonceBytes, data.length - tagBytes));
    return deserialise(Buffer.concat([clear, decipher.final()]));
  };
  return {
    encode: async (payloads) => payloads.map(encrypt),
    decode: async (payloads) => payloads.map(decrypt),
  };
};
