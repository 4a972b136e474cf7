// The command line of the replay, and what it cannot be asked.
import { parseArgs } from 'node:util';
import { isZone } from '../../domain/local-time.ts';

export interface ReplayArguments {
  readonly lots: string;
  readonly occupancy: string;
  readonly seed: number;
  readonly limitLots?: number;
  readonly tariff?: string;
  readonly zone: string;
  /** Kills worker, bridge and API with -9 after every so many slices with events; for fault tests. */
  readonly crashEvery?: number;
}

export class ReplayUsageError extends Error {}

export const replayUsage = `npm run --silent replay -- --lots LOTS.csv --occupancy OCCUPANCY.csv
  [--seed N] [--limit-lots N] [--tariff FILE] [--zone Europe/Berlin] [--crash-every N]`;

const wholeNumber = (name: string, text: string | undefined, minimum: number): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new ReplayUsageError(`--${name} must be a whole number of at least ${minimum}, not "${text}"`);
  }
  return value;
};

/** Throws ReplayUsageError with what is wrong. */
export const readArguments = (argv: readonly string[]): ReplayArguments => {
  let values: Record<string, string | undefined>;
  try {
    const text = { type: 'string' } as const;
    const options = {
      lots: text,
      occupancy: text,
      seed: text,
      'limit-lots': text,
      tariff: text,
      zone: text,
      'crash-every': text,
    };
    values = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new ReplayUsageError(error instanceof Error ? error.message : String(error));
  }
  const { lots, occupancy, tariff, zone = 'Europe/Berlin' } = values;
  if (lots === undefined || occupancy === undefined) throw new ReplayUsageError('--lots and --occupancy are needed');
  if (!isZone(zone)) throw new ReplayUsageError(`--zone ${zone} is not a time zone`);
  const limitLots = wholeNumber('limit-lots', values['limit-lots'], 1);
  const crashEvery = wholeNumber('crash-every', values['crash-every'], 1);
  return {
    lots,
    occupancy,
    seed: wholeNumber('seed', values['seed'], 0) ?? 1,
    zone,
    ...(limitLots === undefined ? {} : { limitLots }),
    ...(tariff === undefined ? {} : { tariff }),
    ...(crashEvery === undefined ? {} : { crashEvery }),
  };
};
