// The command itself, with the streams and the list of benchmarks passed in. A figure is printed only when every check held.
import { BenchUsageError, readArguments, usageOf } from './arguments.ts';
import { CheckFailed, type Registry } from './benchmark.ts';
import { jsonOf, tableOf } from './report.ts';
import { runBenchmark } from './run.ts';

export interface Streams {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const failureText = (error: unknown): string => {
  if (error instanceof CheckFailed) return `A check failed, so no figure counts: ${error.message}`;
  return `The benchmark could not run. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
};

/** Answers the exit code. */
export const benchCommand = async (
  words: readonly string[],
  registry: Registry,
  { out, err }: Streams,
): Promise<number> => {
  try {
    const wish = readArguments(words, registry);
    const entry = wish && registry[wish.name];
    if (wish === undefined || entry === undefined) {
      err(usageOf(registry));
      return 0;
    }
    const outcome = await runBenchmark(await entry.load(), wish.settings, err);
    err(`\n${tableOf(outcome)}`);
    out(jsonOf(outcome));
    return 0;
  } catch (error) {
    err(error instanceof BenchUsageError ? error.message : failureText(error));
    return error instanceof BenchUsageError ? 2 : 1;
  }
};
