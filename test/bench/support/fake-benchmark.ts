// A benchmark without work: its figures are written down beforehand, and it keeps a record of what was asked of it.
import {
  CheckFailed,
  type Benchmark,
  type Registry,
  type Side,
  type Workload,
} from '../../../bench/harness/benchmark.ts';

export interface Fake {
  readonly registry: Registry;
  readonly calls: string[];
}

/** The first figure is that of the warm-up. */
const sideOf = (name: string, figures: readonly number[], calls: string[]): Side => {
  let run = 0;
  return {
    name,
    measure: () => {
      calls.push(name);
      return { figure: figures[run++] ?? Number.NaN, units: 10 };
    },
  };
};

export interface FakeOptions {
  readonly better?: Benchmark['better'];
  readonly wanted?: number;
  readonly workload?: Partial<Workload>;
  /** A check of what the peer did that fails in this run; 0 is the warm-up. */
  readonly peerFailsInRun?: number;
}

/** Ours measures 1 2 4 after the warm-up, the peer 10 40 40. */
export const fakeBenchmark = ({ better = 'less', wanted, workload, peerFailsInRun }: FakeOptions = {}): Fake => {
  const calls: string[] = [];
  let checked = 0;
  const check = (): void => {
    if (checked++ === peerFailsInRun) throw new CheckFailed('the peer lost a row');
  };
  const prepare = (): Workload => ({
    contests: [
      {
        ours: sideOf('own', [99, 1, 2, 4], calls),
        peers: [{ ...sideOf('peer', [1, 10, 40, 40], calls), check, ...(wanted !== undefined && { wanted }) }],
      },
    ],
    close: () => void calls.push('closed'),
    ...workload,
  });
  const benchmark: Benchmark = { name: 'fake', unit: 'µs/thing', better, packages: ['fast-check'], prepare };
  return { calls, registry: { fake: { sentence: 'does nothing', load: () => Promise.resolve(benchmark) } } };
};
