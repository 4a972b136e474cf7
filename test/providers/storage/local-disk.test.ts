// Pictures on the local disk: keyed by content, kept whole, opened only by links that are signed and young.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../../domain/time.ts';
import { localDiskStorage } from '../../../providers/storage/local-disk.ts';
import { signPath, verifySignedPath } from '../../../providers/storage/signed-path.ts';

const secret = Buffer.alloc(32, 7);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const storage = () => localDiskStorage({ folder, linkSecret: secret, largestBytes: 1_000 });
const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(path, name)).isFile());

const stored = async (bytes: Buffer): Promise<string> => {
  const result = await storage().put(bytes, 'image/jpeg');
  if (result.outcome !== 'stored') throw new Error(result.reason);
  return result.key;
};

describe('put and get', () => {
  test('stores a picture under its SHA-256 in folders that fan out, and gives it back', async () => {
    const key = await stored(Buffer.from('abc'));
    expect(key).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.jpg');
    expect(filesBelow(folder)).toContain(join('ba', '78', key));
    expect(await storage().get(key)).toEqual({ bytes: Buffer.from('abc'), sizeBytes: 3, contentType: 'image/jpeg' });
  });

  test('gives back any bytes as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 1_000 }), async (content) => {
        const bytes = Buffer.from(content);
        expect((await storage().get(await stored(bytes)))?.bytes.equals(bytes)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('stores the same picture once, also when it is put many times at the same moment', async () => {
    const bytes = Buffer.from('seen by two cameras');
    const before = filesBelow(folder).length;
    const results = await Promise.all(Array.from({ length: 8 }, () => storage().put(bytes, 'image/png')));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(filesBelow(folder)).toHaveLength(before + 1);
  });

  test('refuses what is empty, too large or no picture, and stores nothing', async () => {
    const before = filesBelow(folder).length;
    expect(await storage().put(Buffer.alloc(0), 'image/jpeg')).toEqual({ outcome: 'refused', reason: 'empty' });
    expect(await storage().put(Buffer.alloc(1_001), 'image/jpeg')).toEqual({ outcome: 'refused', reason: 'too-large' });
    expect(await storage().put(Buffer.from('<svg/>'), 'image/svg+xml')).toEqual({
      outcome: 'refused',
      reason: 'unsupported-type',
    });
    expect(filesBelow(folder)).toHaveLength(before);
  });

  test('knows no key but those it makes, so that no path leads out of the folder', async () => {
    for (const key of ['../../etc/passwd', `${'0'.repeat(64)}.jpg`, `${'0'.repeat(64)}.txt`, '', 'ba/78']) {
      expect(await storage().get(key)).toBeUndefined();
    }
  });

  test('rejects a picture that was changed on the disk, and mends one that was cut short when it is put again', async () => {
    const bytes = Buffer.from('a picture that will be damaged');
    const key = await stored(bytes);
    writeFileSync(join(folder, key.slice(0, 2), key.slice(2, 4), key), 'damaged');
    await expect(storage().get(key)).rejects.toThrow('not what was put');
    await stored(bytes);
    expect((await storage().get(key))?.bytes.equals(bytes)).toBe(true);
  });
});

describe('links', () => {
  const key = `${'a'.repeat(64)}.jpg`;
  const nowMs = 1_772_440_200_000;
  const segment = (path: string): string => path.split('/').at(-1) ?? '';
  const link = segment(signPath(key, epochMs(nowMs + 60_000), secret, nowMs));

  test('open the picture until the moment they expire', () => {
    expect(verifySignedPath(link, secret, nowMs)).toEqual({ key });
    expect(verifySignedPath(link, secret, nowMs + 59_999)).toEqual({ key });
    expect(verifySignedPath(link, secret, nowMs + 60_000)).toEqual({ failure: 'expired' });
  });

  test('live five minutes at most, by whoever signed them', () => {
    expect(() => signPath(key, epochMs(nowMs + 300_001), secret, nowMs)).toThrow('five minutes');
    const early = segment(signPath(key, epochMs(nowMs + 600_000), secret, nowMs + 300_000));
    expect(verifySignedPath(early, secret, nowMs)).toEqual({ failure: 'expired' });
    expect(verifySignedPath(early, secret, nowMs + 300_000)).toEqual({ key });
  });

  test('open no other picture, at no other time, with no other secret', () => {
    expect(verifySignedPath(link.replace('aaaa', 'bbbb'), secret, nowMs)).toEqual({ failure: 'signature' });
    const longer = link.replace(String(nowMs + 60_000), String(nowMs + 90_000));
    expect(verifySignedPath(longer, secret, nowMs)).toEqual({ failure: 'signature' });
    expect(verifySignedPath(link, Buffer.alloc(32, 8), nowMs)).toEqual({ failure: 'signature' });
  });

  test.each(['', 'x', `${key}.1`, `${key}..x`, `../x.1.${'A'.repeat(43)}`, `${key}.1e15.${'A'.repeat(43)}`])(
    'are malformed as %j',
    (text) => {
      expect(verifySignedPath(text, secret, nowMs)).toEqual({ failure: 'malformed' });
    },
  );

  test('of the storage are good now, and are cut to five minutes', () => {
    const url = segment(storage().signedUrl(key, 3_600_000));
    expect(verifySignedPath(url, secret)).toEqual({ key });
    expect(Number(url.split('.')[2])).toBeLessThanOrEqual(Date.now() + 300_000);
  });
});
