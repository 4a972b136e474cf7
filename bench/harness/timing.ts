// Times calls that are too short for one reading of the clock: many to a batch, and the median batch.
import { mustHold, type Measurement } from './benchmark.ts';
import { median } from './statistics.ts';

/** Work on a fixed list of inputs that is gone through in a circle. */
export interface Batch {
  /** Works on `count` inputs from `first` on and answers the sum of the results: what nobody uses may not be worked out. */
  readonly run: (first: number, count: number) => number | Promise<number>;
  /** What each input must result in. */
  readonly results: readonly number[];
}

/**
 * As short for a slow side as for a fast one. On a busy machine a long batch is interrupted more often than a short
 * one, and the side with the longer batches would look slower than it is.
 */
const batchMs = 0.5;
const mostCalls = 1_000;
const fewestBatches = 5;

const sumOf = (results: readonly number[], first: number, count: number): number => {
  let sum = 0;
  for (let index = first; index < first + count; index++) sum += results[index % results.length] ?? Number.NaN;
  return sum;
};

const timeOnce = async ({ run, results }: Batch, first: number, count: number): Promise<number> => {
  const began = performance.now();
  const result = run(first, count);
  const sum = typeof result === 'number' ? result : await result;
  const tookMs = performance.now() - began;
  const expected = sumOf(results, first, count);
  mustHold(sum === expected, `a batch summed to ${sum} instead of ${expected}`);
  return tookMs;
};

/** Microseconds per call in the median batch: what a call takes when nothing comes in between. */
export const medianMicroseconds = async (batch: Batch, seconds: number): Promise<Measurement> => {
  const { length } = batch.results;
  const trialMs = await timeOnce(batch, 0, length);
  const count = Math.max(1, Math.min(mostCalls, Math.round((batchMs * length) / trialMs)));
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  for (let first = 0; times.length < fewestBatches || performance.now() < end; first = (first + count) % length) {
    times.push(await timeOnce(batch, first, count));
  }
  return { figure: (median(times) * 1_000) / count, units: times.length * count + length };
};
