// Reads the files of a ZIP archive: names as bytes, contents unpacked and checked. Neither encrypted nor beyond 4 GB.
// Layout: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
import { crc32, inflateRawSync } from 'node:zlib';

export interface ZipFile {
  /** In whatever encoding the writer used. */
  readonly name: Buffer;
  readonly content: Buffer;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const localSignature = 0x04034b50;
const localBytes = 30;
const stored = 0;
const deflated = 8;

class Malformed extends Error {}

const demand = (right: boolean): void => {
  if (!right) throw new Malformed();
};

/** The end record is last, but for a comment of up to 64 KiB. */
const endOf = (zip: Buffer): number => {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - 0xffff); at -= 1) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  throw new Malformed();
};

const contentOf = (zip: Buffer, entry: number, largestBytes: number): Buffer => {
  const method = zip.readUInt16LE(entry + 10);
  const [checksum, packedBytes, unpackedBytes] = [16, 20, 24].map((offset) => zip.readUInt32LE(entry + offset));
  const local = zip.readUInt32LE(entry + 42);
  demand(zip.readUInt32LE(local) === localSignature && (unpackedBytes ?? 0) <= largestBytes);
  const from = local + localBytes + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(from, from + (packedBytes ?? 0));
  demand(packed.length === packedBytes && (method === stored || method === deflated));
  const content = method === stored ? packed : inflateRawSync(packed, { maxOutputLength: largestBytes });
  demand(content.length === unpackedBytes && crc32(content) === checksum);
  return content;
};

const readAll = (zip: Buffer, largestBytes: number): ZipFile[] => {
  const end = endOf(zip);
  const files: ZipFile[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    demand(zip.readUInt32LE(entry) === entrySignature && (zip.readUInt16LE(entry + 8) & 1) === 0);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(entry + offset));
    const name = zip.subarray(entry + entryBytes, entry + entryBytes + (nameBytes ?? 0));
    files.push({ name, content: contentOf(zip, entry, largestBytes) });
    entry += entryBytes + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return files;
};

/** Undefined when it is no such archive, a file is damaged, or one is larger than `largestBytes`. */
export const readZip = (zip: Buffer, largestBytes: number): ZipFile[] | undefined => {
  try {
    return readAll(zip, largestBytes);
  } catch {
    return undefined;
  }
};
