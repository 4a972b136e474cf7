// Run by allocation.ts in a process of its own: counts the bytes, or the collections, of many fees of the simple tariff.
import { GCProfiler } from 'node:v8';
import { seededRandom } from '../harness/random.ts';
import { median } from '../harness/statistics.ts';
import { type Allocation } from './allocation.ts';
import { compile, simpleTariff } from './documents.ts';
import { sumOfFees } from './sides.ts';
import { staysOf } from './stays.ts';

const chunkCalls = 50_000;
const stays = staysOf(180, 50, seededRandom(1));
const compiled = compile(simpleTariff);

let sum = 0;
const price = (calls: number): void => {
  for (let done = 0; done < calls; done += stays.length) sum += sumOfFees(compiled, stays);
};

/**
 * Kinds of the collections that happen meanwhile. V8's own profiler keeps its notes outside the heap; the entries of a
 * PerformanceObserver lie in it and bring about a collection of their own.
 */
const collectionsWhile = (work: () => void): string[] => {
  const profiler = new GCProfiler();
  profiler.start();
  work();
  return profiler.stop().statistics.map(({ gcType }) => gcType);
};

/** Undefined when a collection came in between. */
const bytesOfChunk = (): number | undefined => {
  let bytes = 0;
  const collections = collectionsWhile(() => {
    const before = process.memoryUsage().heapUsed;
    price(chunkCalls);
    bytes = process.memoryUsage().heapUsed - before;
  });
  return collections.length === 0 ? bytes / chunkCalls : undefined;
};

const bytesPerFee = (calls: number): number => {
  const chunks = Array.from({ length: Math.ceil(calls / chunkCalls) }, bytesOfChunk);
  return median(chunks.filter((bytes) => bytes !== undefined));
};

const countCollections = (calls: number): Pick<Allocation, 'majorCollections' | 'minorCollections'> => {
  const kinds = collectionsWhile(() => price(calls));
  const minorCollections = kinds.filter((kind) => kind === 'Scavenge').length;
  return { minorCollections, majorCollections: kinds.length - minorCollections };
};

const [what, count] = process.argv.slice(2);
// Compiled and settled before anything is counted.
price(20 * chunkCalls);
const answer: Partial<Allocation> =
  what === 'bytes' ? { bytesPerFee: bytesPerFee(Number(count)) } : countCollections(Number(count));
if (!(sum > 0)) throw new Error('nothing was priced');
process.stdout.write(JSON.stringify(answer));
