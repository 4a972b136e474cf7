// A whole environment: every server whose address is not configured is started, and what child processes need to know
// about all of them comes back as environment variables.
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BRIDGE_USERNAME, startBroker } from './broker.ts';
import { developmentKeys, type DevelopmentKeys } from './keys.ts';
import { type EmbeddedServer } from './launch.ts';
import { clearLeftover } from './records.ts';
import { type PortWish } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { removeTemporaryHome } from './postgres-user.ts';
import { startTemporal } from './temporal.ts';
import { startValkey } from './valkey.ts';

export const NEEDS = ['postgres', 'temporal', 'valkey', 'broker'] as const;
export type Need = (typeof NEEDS)[number];

export interface EnvironmentOptions {
  /** Where everything of this environment is kept: data, keys, logs, stored files. */
  readonly folder: string;
  /** Servers whose address is set in it are not started: DATABASE_URL, TEMPORAL_ADDRESS, REDIS_URL, MQTT_URL. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What to bring up; everything when absent. */
  readonly need?: readonly Need[] | undefined;
  /** `name=Type`, see search-attributes.ts. */
  readonly searchAttributes?: readonly string[] | undefined;
  readonly dynamicConfig?: readonly string[] | undefined;
  readonly codecEndpoint?: string | undefined;
  /** Where the broker asks about devices; MQTT_AUTH_URL of `env` when absent. */
  readonly mqttAuthUrl?: string | undefined;
  /** Wished ports; a taken one gives way to the next free one, or with `strictPorts` to an error. */
  readonly ports?: Partial<Record<'postgres' | 'temporal' | 'valkey' | 'broker', number>> & {
    readonly temporalUi?: number | false;
  };
  readonly strictPorts?: boolean | undefined;
  /** Sentences for people, as things happen. */
  readonly progress?: ((sentence: string) => void) | undefined;
  /** Remove the folder at `stop`. */
  readonly temporary?: boolean | undefined;
}

export interface Environment {
  /** To be laid over the environment of child processes; complete whether a server was started or configured. */
  readonly env: Readonly<Record<string, string>>;
  /** The servers that were started here and run now. */
  readonly servers: Readonly<Partial<Record<Need, EmbeddedServer>>>;
  /** Starts a killed or stopped server once more: same address, password and data (Valkey and the broker keep none). */
  restart(name: Need): Promise<void>;
  stop(): Promise<void>;
}

interface Started {
  readonly server: EmbeddedServer;
  readonly env: Readonly<Record<string, string>>;
}

interface Ports extends PortWish {
  readonly uiPort?: number | false | undefined;
}

interface Plan {
  readonly options: EnvironmentOptions;
  readonly folder: string;
  readonly keys: DevelopmentKeys;
  readonly valkeyPassword: string;
  logOf(name: Need): string;
}

const ADDRESS_OF: Readonly<Record<Need, string>> = {
  postgres: 'DATABASE_URL',
  temporal: 'TEMPORAL_ADDRESS',
  valkey: 'REDIS_URL',
  broker: 'MQTT_URL',
};

const starters: Readonly<Record<Need, (plan: Plan, ports: Ports) => Promise<Started>>> = {
  postgres: async ({ options, folder, logOf }, { port, strict }) => {
    const server = await startPostgres({ folder, log: logOf('postgres'), notice: options.progress, port, strict });
    return { server, env: { DATABASE_URL: server.url } };
  },
  temporal: async ({ options, folder, logOf }, ports) => {
    const { searchAttributes, dynamicConfig, codecEndpoint } = options;
    const settings = { searchAttributes, dynamicConfig, codecEndpoint };
    const server = await startTemporal({ folder, log: logOf('temporal'), ...settings, ...ports });
    const ui = server.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: server.uiUrl };
    return { server, env: { TEMPORAL_ADDRESS: server.address, ...ui } };
  },
  valkey: async ({ folder, valkeyPassword, logOf }, { port, strict }) => {
    const server = await startValkey({ folder, log: logOf('valkey'), password: valkeyPassword, port, strict });
    return { server, env: { REDIS_URL: server.url } };
  },
  broker: async ({ options, keys, logOf }, { port, strict }) => {
    const server = await startBroker({
      log: logOf('broker'),
      port,
      strict,
      authUrl: options.mqttAuthUrl ?? options.env['MQTT_AUTH_URL'],
      authToken: keys.MQTT_AUTH_TOKEN,
      bridgeUsername: options.env['MQTT_BRIDGE_USERNAME'],
      bridgePassword: keys.MQTT_BRIDGE_PASSWORD,
    });
    return { server, env: { MQTT_URL: server.url } };
  },
};

const firstPorts = ({ ports, strictPorts }: EnvironmentOptions, name: Need): Ports => ({
  port: ports?.[name],
  uiPort: ports?.temporalUi,
  strict: strictPorts,
});

/** Clients know these by now. */
const samePorts = ({ server, env }: Started): Ports => ({
  port: server.port,
  uiPort: env['TEMPORAL_UI_URL'] === undefined ? false : Number(new URL(env['TEMPORAL_UI_URL']).port),
  strict: true,
});

/** Ends what a run that was killed left running in its folder, and removes the folder. Throws while that run is still there. */
export const removeEnvironment = async (folder: string): Promise<void> => {
  await clearLeftover(folder, 'postgres', 'postgres -D', 'SIGINT');
  await clearLeftover(folder, 'temporal', 'server start-dev', 'SIGTERM');
  await clearLeftover(folder, 'valkey', '-server 127.0.0.1:', 'SIGTERM');
  await removeTemporaryHome(folder);
  await rm(folder, { recursive: true, force: true });
};

const startTimed = async (plan: Plan, name: Need, ports: Ports): Promise<readonly [Need, Started]> => {
  const began = performance.now();
  const started = await starters[name](plan, ports);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  plan.options.progress?.(`${name} is ready on port ${started.server.port} (${seconds} s).`);
  return [name, started];
};

const configuredAddresses = (need: readonly Need[], env: EnvironmentOptions['env']): Record<string, string> => {
  const names = [...need.map((name) => ADDRESS_OF[name]), 'TEMPORAL_UI_URL', 'TEMPORAL_NAMESPACE', 'MQTT_AUTH_URL'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
};

const stopAll = async (servers: readonly EmbeddedServer[]): Promise<void> => {
  const outcomes = await Promise.allSettled(servers.map((server) => server.stop()));
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failed.length > 0)
    throw new AggregateError(
      failed.map((outcome) => outcome.reason as unknown),
      'Not every server stopped cleanly.',
    );
};

const planOf = async (options: EnvironmentOptions): Promise<Plan> => {
  const folder = resolve(options.folder);
  const logOf = (name: Need): string => join(folder, 'logs', `${name}.log`);
  const keys = await developmentKeys(folder, options.env);
  return { options, folder, keys, valkeyPassword: randomBytes(24).toString('hex'), logOf };
};

const startAll = async (plan: Plan, need: readonly Need[]): Promise<Map<Need, Started>> => {
  const missing = need.filter((name) => !plan.options.env[ADDRESS_OF[name]]);
  const outcomes = await Promise.allSettled(
    missing.map((name) => startTimed(plan, name, firstPorts(plan.options, name))),
  );
  const started = new Map(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return started;
  await stopAll([...started.values()].map(({ server }) => server));
  throw failed.reason;
};

/** Brings up what is not configured, all at once. When one does not start, the others are stopped and the error says why. */
export const startEnvironment = async (options: EnvironmentOptions): Promise<Environment> => {
  const plan = await planOf(options);
  const storage = options.env['STORAGE_FOLDER'] || join(plan.folder, 'storage');
  await mkdir(storage, { recursive: true });
  const need = options.need ?? NEEDS;
  const started = await startAll(plan, need);
  return {
    env: {
      ...configuredAddresses(need, options.env),
      ...Object.assign({}, ...[...started.values()].map(({ env }) => env)),
      ...plan.keys,
      MQTT_BRIDGE_USERNAME: options.env['MQTT_BRIDGE_USERNAME'] || BRIDGE_USERNAME,
      STORAGE_FOLDER: storage,
    },
    get servers() {
      return Object.fromEntries([...started].map(([name, { server }]) => [name, server]));
    },
    restart: async (name) => {
      const before = started.get(name);
      if (before === undefined)
        throw new Error(`${name} was not started here: ${ADDRESS_OF[name]} was configured, or it was not needed.`);
      started.set(...(await startTimed(plan, name, samePorts(before))));
    },
    stop: async () => {
      await stopAll([...started.values()].map(({ server }) => server));
      if (options.temporary === true) await removeEnvironment(plan.folder);
    },
  };
};
