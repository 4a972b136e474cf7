// What `npm start` may be told: options after `--`, folder and ports in the environment.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RUNTIME_FOLDER } from '../../embedded/index.ts';
import { type CityPorts, portWishes } from './ports.ts';
import { CityUsageError } from './usage.ts';

export interface CityArguments {
  readonly folder: string;
  /** Begin anew: everything of the folder is removed first. */
  readonly reset: boolean;
  /** The demo company with its lots, people and devices. */
  readonly demo: boolean;
  /** Cars that come and go in the demo company's lots. */
  readonly traffic: boolean;
  readonly ports: CityPorts;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const cityUsage = `npm start [-- --reset] [--no-demo] [--no-traffic]
  --reset       begin anew: removes the folder of the city (CITY_FOLDER, .runtime/city)
  --no-demo     bring up the servers and processes only, without the demo company
  --no-traffic  keep the demo company, but let no cars come and go`;

const optionsOf = (argv: readonly string[]): { reset: boolean; demo: boolean; traffic: boolean } => {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        reset: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: true },
        traffic: { type: 'boolean', default: true },
      },
      allowNegative: true,
      allowPositionals: false,
    });
    return { reset: values.reset, demo: values.demo, traffic: values.demo && values.traffic };
  } catch (error) {
    throw new CityUsageError(`${error instanceof Error ? error.message : String(error)}\n${cityUsage}`);
  }
};

/** The folder of the city, for `npm start` and for verbs that look at a running one. */
export const cityFolder = (env: Environment): string => resolve(env['CITY_FOLDER'] || join(RUNTIME_FOLDER, 'city'));

/** Throws CityUsageError. */
export const readCityArguments = (argv: readonly string[], env: Environment): CityArguments => {
  const options = optionsOf(argv);
  const configured = ['DATABASE_URL', 'TEMPORAL_ADDRESS'].filter((name) => env[name]);
  if (options.reset && configured.length > 0) {
    throw new CityUsageError(
      `--reset empties embedded servers only, and ${configured.join(' and ')} is configured. Empty that server yourself.`,
    );
  }
  if (options.demo && env['WECHAT_PAY_URL']) {
    throw new CityUsageError(
      'The drivers of the demo pay with the sandbox, and WECHAT_PAY_URL names another channel. Unset it, or use --no-demo.',
    );
  }
  if (env['NODE_ENV'] === 'production') {
    throw new CityUsageError(
      'npm start brings up a development city with embedded servers and a sandbox. In production run the processes themselves.',
    );
  }
  return { folder: cityFolder(env), ...options, ports: portWishes(env) };
};
