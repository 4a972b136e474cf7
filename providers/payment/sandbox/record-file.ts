// One record in one file, whole or not at all: a gateway that is killed while it writes leaves the old file.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

export const writeRecord = (path: string, record: object): void => {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, JSON.stringify(record, null, 2));
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
};

/** Undefined when there is no such file. */
export const readRecord = <Shape>(path: string): Shape | undefined =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Shape) : undefined;
