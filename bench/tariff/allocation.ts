// What fee() leaves to the garbage collector, measured in a process of its own whose heap nothing else touches.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure } from '../harness/benchmark.ts';

export interface Allocation {
  readonly bytesPerFee: number;
  readonly majorCollections: number;
  readonly minorCollections: number;
}

/** Young objects fill this much before any is collected: a chunk of calls fits in between two collections. */
const youngMegabytes = 64;

const measured = (flags: readonly string[], words: readonly string[]): Partial<Allocation> => {
  const child = join(import.meta.dirname, 'allocation-child.ts');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const output = execFileSync(process.execPath, [...flags, child, ...words], { encoding: 'utf8', env });
  return JSON.parse(output) as Partial<Allocation>;
};

/** The first child has a large young generation and counts bytes, the second an ordinary heap and counts collections. */
export const measureAllocation = (calls: number, quotes: number): Figure[] => {
  const large = [`--max-semi-space-size=${youngMegabytes}`, `--min-semi-space-size=${youngMegabytes}`];
  const { bytesPerFee = Number.NaN } = measured(large, ['bytes', String(calls)]);
  const { majorCollections = Number.NaN, minorCollections = Number.NaN } = measured(
    [],
    ['collections', String(quotes)],
  );
  return [
    { name: 'simple-3h-allocation', value: bytesPerFee, unit: 'bytes/fee', below: 200 },
    { name: `major-collections-in-${quotes}`, value: majorCollections, unit: 'collections', atMost: 0 },
    { name: `minor-collections-in-${quotes}`, value: minorCollections, unit: 'collections' },
  ];
};
