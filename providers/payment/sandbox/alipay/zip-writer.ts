// Writes a ZIP archive with names as bytes, as old Windows programs write Chinese names: no flag says that they are UTF-8.
import { crc32, deflateRawSync } from 'node:zlib';

const deflated = 8;
/** 1 January 1980, the first day that the format knows. */
const firstDay = 0x21;

const header = (signature: number, bytes: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32LE(signature);
  write(buffer);
  return buffer;
};

interface Packed {
  readonly name: Buffer;
  readonly content: Buffer;
  readonly packed: Buffer;
}

/** The fields that a file's header and its entry in the directory share, from `at` on. */
const writeShared = (buffer: Buffer, at: number, { name, content, packed }: Packed): void => {
  buffer.writeUInt16LE(20, at);
  buffer.writeUInt16LE(deflated, at + 4);
  buffer.writeUInt16LE(firstDay, at + 8);
  buffer.writeUInt32LE(crc32(content), at + 10);
  buffer.writeUInt32LE(packed.length, at + 14);
  buffer.writeUInt32LE(content.length, at + 18);
  buffer.writeUInt16LE(name.length, at + 22);
};

export const writeZip = (files: readonly { readonly name: Buffer; readonly content: Buffer }[]): Buffer => {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const file = { name, content, packed: deflateRawSync(content) };
    const body = Buffer.concat([header(0x04034b50, 30, (buffer) => writeShared(buffer, 4, file)), name, file.packed]);
    const entry = header(0x02014b50, 46, (buffer) => {
      buffer.writeUInt16LE(20, 4);
      writeShared(buffer, 6, file);
      buffer.writeUInt32LE(offset, 42);
    });
    bodies.push(body);
    entries.push(Buffer.concat([entry, name]));
    offset += body.length;
  }
  const directory = Buffer.concat(entries);
  const end = header(0x06054b50, 22, (buffer) => {
    buffer.writeUInt16LE(files.length, 8);
    buffer.writeUInt16LE(files.length, 10);
    buffer.writeUInt32LE(directory.length, 12);
    buffer.writeUInt32LE(offset, 16);
  });
  return Buffer.concat([...bodies, directory, end]);
};
