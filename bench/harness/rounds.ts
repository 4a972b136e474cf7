// Measures the sides of a contest in turn, A B A B, so that whatever the machine does meanwhile happens to all of them.
import { type Contest, type Measurement, type Say, type Settings, type Side } from './benchmark.ts';
import { cpuBetween, cpuSeconds } from './cpu.ts';

export interface SideResult {
  readonly side: Side;
  /** One figure per run. */
  readonly figures: readonly number[];
  /** Of all runs, by process. */
  readonly cpuSecondsPerUnit: Readonly<Record<string, number>>;
}

interface Sample extends Measurement {
  readonly cpu: Readonly<Record<string, number>>;
}

const measureOnce = async (
  side: Side,
  seconds: number,
  processes: Readonly<Record<string, number>>,
): Promise<Sample> => {
  const before = cpuSeconds(processes);
  const { figure, units } = await side.measure(seconds);
  const cpu = cpuBetween(before, cpuSeconds(processes));
  if (!Number.isFinite(figure) || !(units > 0)) throw new RangeError(`${side.name} measured nothing`);
  await side.check?.({ figure, units });
  return { figure, units, cpu };
};

const resultOf = (side: Side, samples: readonly Sample[]): SideResult => {
  const units = samples.reduce((sum, sample) => sum + sample.units, 0);
  const names = Object.keys(samples[0]?.cpu ?? {});
  const secondsOf = (name: string): number => samples.reduce((sum, { cpu }) => sum + (cpu[name] ?? 0), 0);
  return {
    side,
    figures: samples.map(({ figure }) => figure),
    cpuSecondsPerUnit: Object.fromEntries(names.map((name) => [name, secondsOf(name) / units])),
  };
};

/** One warm-up run that does not count, then the wanted number of runs. Ours comes first in each. */
export const runContest = async (
  { ours, peers }: Contest,
  { runs, seconds }: Settings,
  processes: Readonly<Record<string, number>>,
  say: Say,
): Promise<SideResult[]> => {
  const sides = [ours, ...peers];
  const samples = sides.map((): Sample[] => []);
  for (let run = 0; run <= runs; run++) {
    say(`${sides.map(({ name }) => name).join(', ')}: ${run === 0 ? 'warm-up' : `run ${run} of ${runs}`}`);
    for (const [index, side] of sides.entries()) {
      const sample = await measureOnce(side, seconds, processes);
      if (run > 0) samples[index]?.push(sample);
    }
  }
  return sides.map((side, index) => resultOf(side, samples[index] ?? []));
};
