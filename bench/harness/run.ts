// Runs one benchmark from preparation to result. A check that fails leaves no result at all.
import { type Benchmark, type Contest, type Figure, type Say, type Settings, type Workload } from './benchmark.ts';
import { runContest, type SideResult } from './rounds.ts';
import { holds, median, pairwiseRatio, type Ratio } from './statistics.ts';
import { versionsOf, type Versions } from './versions.ts';

export interface PeerOutcome extends SideResult {
  readonly median: number;
  readonly ratio: Ratio;
  readonly wanted: number | undefined;
}

export interface ContestOutcome {
  readonly contest: Contest;
  readonly ours: SideResult & { readonly median: number };
  readonly peers: readonly PeerOutcome[];
}

export interface Outcome {
  readonly benchmark: Benchmark;
  readonly settings: Settings;
  readonly contests: readonly [ContestOutcome, ...ContestOutcome[]];
  readonly figures: readonly Figure[];
  /** Every wanted ratio and every limit. */
  readonly met: boolean;
  readonly versions: Versions;
}

const outcomeOf = (contest: Contest, results: readonly SideResult[], better: Benchmark['better']): ContestOutcome => {
  const [ours, ...peers] = results;
  if (ours === undefined) throw new RangeError('a contest needs a side of ours');
  return {
    contest,
    ours: { ...ours, median: median(ours.figures) },
    peers: peers.map((peer, index) => ({
      ...peer,
      median: median(peer.figures),
      ratio: pairwiseRatio(ours.figures, peer.figures, better),
      wanted: contest.peers[index]?.wanted,
    })),
  };
};

const isMet = (contests: readonly ContestOutcome[], figures: readonly Figure[]): boolean =>
  contests.every(({ contest, ours }) => holds(ours.median, contest.ours) !== false) &&
  contests.every(({ peers }) => peers.every(({ ratio, wanted }) => wanted === undefined || ratio.median >= wanted)) &&
  figures.every((figure) => holds(figure.value, figure) !== false);

const runWorkload = async (
  benchmark: Benchmark,
  workload: Workload,
  settings: Settings,
  say: Say,
): Promise<Pick<Outcome, 'contests' | 'figures'>> => {
  await workload.check?.();
  const runOne = async (contest: Contest): Promise<ContestOutcome> =>
    outcomeOf(contest, await runContest(contest, settings, workload.processes ?? {}, say), benchmark.better);
  const [first, ...others] = workload.contests;
  const contests: [ContestOutcome, ...ContestOutcome[]] = [await runOne(first)];
  for (const contest of others) contests.push(await runOne(contest));
  return { contests, figures: (await workload.figures?.()) ?? [] };
};

/** Throws what a check throws. */
export const runBenchmark = async (benchmark: Benchmark, settings: Settings, say: Say): Promise<Outcome> => {
  const workload = await benchmark.prepare(settings, say);
  try {
    const { contests, figures } = await runWorkload(benchmark, workload, settings, say);
    const met = isMet(contests, figures);
    return { benchmark, settings, contests, figures, met, versions: versionsOf(benchmark.packages) };
  } finally {
    await workload.close?.();
  }
};
