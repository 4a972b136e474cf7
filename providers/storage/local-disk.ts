// Pictures on a local disk: folders fan out by the first four hex digits; a picture is on the disk before `put` returns.
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { epochMs } from '../../domain/time.ts';
import { type PictureStorage, pictureKeyPattern, type PictureType, pictureTypes } from './picture-storage.ts';
import { longestLifetimeMs, signPath } from './signed-path.ts';

export interface LocalDiskOptions {
  readonly folder: string;
  /** HMAC key of the links. */
  readonly linkSecret: Buffer;
  readonly largestBytes?: number;
}

const defaultLargestBytes = 4 * 1024 * 1024;

const isPictureType = (contentType: string): contentType is PictureType => Object.hasOwn(pictureTypes, contentType);

const typeOfKey = (key: string): PictureType | undefined =>
  Object.keys(pictureTypes)
    .filter(isPictureType)
    .find((type) => key.endsWith(`.${pictureTypes[type]}`));

const withFile = async (path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> => {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
};

const syncFolder = (path: string): Promise<void> => withFile(path, 'r', (folder) => folder.sync());

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
};

/** Makes the two levels of folders, and their entries durable. */
const makeFolder = async (root: string, folder: string): Promise<void> => {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return;
  await syncFolder(dirname(folder));
  await syncFolder(root);
};

/** Whole or not at all: the name appears when the bytes are on the disk. */
const writeDurably = async (path: string, bytes: Buffer): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await withFile(temporary, 'wx', async (file) => {
      await file.writeFile(bytes);
      await file.sync();
    });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

export const localDiskStorage = (options: LocalDiskOptions): PictureStorage => {
  const { folder: root, linkSecret } = options;
  const largestBytes = options.largestBytes ?? defaultLargestBytes;
  const pathOf = (key: string): string => join(root, key.slice(0, 2), key.slice(2, 4), key);

  return {
    put: async (bytes, contentType) => {
      if (!isPictureType(contentType)) return { outcome: 'refused', reason: 'unsupported-type' };
      if (bytes.length === 0) return { outcome: 'refused', reason: 'empty' };
      if (bytes.length > largestBytes) return { outcome: 'refused', reason: 'too-large' };
      const key = `${createHash('sha256').update(bytes).digest('hex')}.${pictureTypes[contentType]}`;
      const path = pathOf(key);
      const folder = dirname(path);
      await makeFolder(root, folder);
      if ((await sizeOf(path)) !== bytes.length) await writeDurably(path, bytes);
      // Also when it was there: another put may have named it and not yet come this far.
      await syncFolder(folder);
      return { outcome: 'stored', key, sizeBytes: bytes.length };
    },
    get: async (key) => {
      const contentType = pictureKeyPattern.test(key) ? typeOfKey(key) : undefined;
      if (contentType === undefined || (await sizeOf(pathOf(key))) === undefined) return undefined;
      const bytes = await readFile(pathOf(key));
      if (createHash('sha256').update(bytes).digest('hex') !== key.slice(0, 64)) {
        throw new Error(`the stored picture ${key} is not what was put`);
      }
      return { bytes, sizeBytes: bytes.length, contentType };
    },
    signedUrl: (key, lifetimeMs = longestLifetimeMs) => {
      const nowMs = Date.now();
      return signPath(key, epochMs(nowMs + Math.min(lifetimeMs, longestLifetimeMs)), linkSecret, nowMs);
    },
  };
};
