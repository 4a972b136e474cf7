// An append-only file of JSON lines. A line that was appended survives the death of the process; a torn last line is cut off.
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal<Entry> {
  /** What was in the file when it was opened, in order. */
  readonly entries: readonly Entry[];
  /** Returns when the operating system has the line: it outlives `kill -9`, though not the loss of power. */
  append(entry: Entry): void;
  close(): void;
}

export const openJournal = <Entry>(path: string): Journal<Entry> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n');
  const entries = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
  const file = openSync(path, 'a', 0o600);
  if (wholeBytes < bytes.length) ftruncateSync(file, wholeBytes);
  return {
    entries,
    append: (entry) => {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      let written = 0;
      while (written < line.length) written += writeSync(file, line, written);
    },
    close: () => closeSync(file),
  };
};
