// Pictures of a push: decoded, told by their first bytes, stored by content before the push is answered.
import { type PictureStorage, type PictureType } from '../../providers/storage/picture-storage.ts';
import { type Log } from '../../platform/log.ts';

const typeOf = (bytes: Buffer): PictureType | undefined => {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  return bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : undefined;
};

/** The keys of what could be stored. A picture that is none is left out: the read counts without it. */
export const storePictures = async (
  storage: PictureStorage,
  encoded: readonly string[],
  log: Log,
): Promise<string[]> => {
  const keys: string[] = [];
  for (const text of encoded) {
    const bytes = Buffer.from(text, 'base64');
    const stored = await storage.put(bytes, typeOf(bytes) ?? 'application/octet-stream');
    if (stored.outcome === 'stored') keys.push(stored.key);
    else log.warn({ reason: stored.reason, sizeBytes: bytes.length }, 'a picture of a camera is not kept');
  }
  return keys;
};
