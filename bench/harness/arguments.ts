// Reads the words after `npm run bench --`.
import { parseArgs } from 'node:util';
import { type Registry, type Settings } from './benchmark.ts';

export const usageOf = (registry: Registry): string =>
  [
    'usage: npm run --silent bench -- NAME [--runs N] [--seconds S] [--quick]',
    '  Measures ours and its peers in turn, checks their work, prints a table on stderr and one JSON object as the last',
    '  line of stdout. Exit 0: measured, whether what is wanted is met or not ("met" says it). 1: a check failed or the',
    '  benchmark could not run; no figure is printed. 2: there is no such benchmark or option.',
    '  --runs     measured runs after the warm-up, 5 by default',
    '  --seconds  about how long each side is measured in each run, 1 by default',
    '  --quick    little of everything, to see that it works',
    'benchmarks:',
    ...Object.entries(registry).map(([name, { sentence }]) => `  ${name.padEnd(10)} ${sentence}`),
  ].join('\n');

/** The command was called in a way that it does not know; the message says which it knows. */
export class BenchUsageError extends Error {}

export interface Arguments {
  readonly name: string;
  readonly settings: Settings;
}

const positive = (text: string, option: string, usage: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new BenchUsageError(`--${option} ${text} is not a number above 0\n${usage}`);
};

const parse = (words: readonly string[], usage: string) => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { runs: text, seconds: text, quick: flag, help: flag },
    });
  } catch (error) {
    throw new BenchUsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
};

/** Undefined when help was asked for. */
export const readArguments = (words: readonly string[], registry: Registry): Arguments | undefined => {
  const usage = usageOf(registry);
  const { values, positionals } = parse(words, usage);
  if (values.help) return undefined;
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new BenchUsageError(`name one benchmark\n${usage}`);
  if (!Object.hasOwn(registry, name)) throw new BenchUsageError(`there is no benchmark "${name}"\n${usage}`);
  const { quick } = values;
  const runs = Math.ceil(positive(values.runs ?? (quick ? '2' : '5'), 'runs', usage));
  const seconds = positive(values.seconds ?? (quick ? '0.02' : '1'), 'seconds', usage);
  return { name, settings: { runs, seconds, quick } };
};
