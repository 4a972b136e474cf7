// The arithmetic of a result: medians, pairwise ratios, and whether what was wanted is met.
import { type Benchmark, type Limit } from './benchmark.ts';

export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Throws a RangeError for an empty list: there is no figure then. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('nothing was measured');
  return (low + high) / 2;
};

/**
 * How many times better ours is than the peer, run by run: figures of the same run met the same machine, figures of
 * different runs may not have.
 */
export const pairwiseRatio = (ours: readonly number[], peer: readonly number[], better: Benchmark['better']): Ratio => {
  if (ours.length !== peer.length) throw new RangeError('every figure of ours needs its pair');
  const ratios = ours.map((own, run) => {
    const other = peer[run] ?? Number.NaN;
    return better === 'more' ? own / other : other / own;
  });
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
};

/** Undefined when there is no limit. A figure that is no number holds none. */
export const holds = (value: number, { atMost, below, atLeast }: Limit): boolean | undefined => {
  if (atMost === undefined && below === undefined && atLeast === undefined) return undefined;
  return value <= (atMost ?? Infinity) && value < (below ?? Infinity) && value >= (atLeast ?? -Infinity);
};
