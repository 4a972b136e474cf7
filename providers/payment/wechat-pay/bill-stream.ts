// A packed trade bill as a stream of its lines: unpacked, hashed and read piece by piece.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type BillLine, type BillTotals } from '../channel.ts';
import { billReader, type BillFault, type BillReader } from './bill-file.ts';

export interface PackedBill {
  /** Hex SHA-1 that the unpacked file must have. */
  readonly hash: string;
  readonly merchantId: string;
  readonly largestBillBytes: number;
}

/** Lines of a text that comes in pieces; the last one when it has ended. */
const lineSplitter = (reader: BillReader) => {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  const take = (text: string, last: boolean): BillLine[] => {
    const lines = `${rest}${text}`.split(/\r?\n/);
    rest = last ? '' : (lines.pop() ?? '');
    return lines.flatMap((line) => reader.push(line) ?? []);
  };
  return {
    push: (chunk: Buffer): BillLine[] => take(decoder.decode(chunk, { stream: true }), false),
    end: (): BillLine[] => take(decoder.decode(), true),
  };
};

const damaged: BillFault = { fault: 'the bill cannot be unpacked' };

/** Yields the lines as they are read; returns the totals once hash and summary have proved them, else what is wrong. */
export async function* readPackedBill(
  packed: Buffer,
  { hash, merchantId, largestBillBytes }: PackedBill,
): AsyncGenerator<readonly BillLine[], BillTotals | BillFault> {
  const sha1 = createHash('sha1');
  const reader = billReader(merchantId);
  const lines = lineSplitter(reader);
  let bytes = 0;
  try {
    for await (const piece of Readable.from([packed]).pipe(createGunzip({ chunkSize: 256 * 1024 }))) {
      const chunk = piece as Buffer;
      bytes += chunk.length;
      if (bytes > largestBillBytes) return damaged;
      sha1.update(chunk);
      const read = lines.push(chunk);
      if (read.length > 0) yield read;
    }
  } catch {
    return damaged;
  }
  const last = lines.end();
  if (last.length > 0) yield last;
  if (sha1.digest('hex') !== hash) return { fault: 'the bill is not the one whose hash was announced' };
  return reader.end();
}
