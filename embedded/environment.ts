// A whole environment: every server whose address is not configured is started, and what child processes need to know
// about all of them comes back as environment variables.
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BRIDGE_USERNAME, startBroker } from './broker.ts';
import { developmentKeys, type DevelopmentKeys } from './keys.ts';
import { type EmbeddedServer } from './launch.ts';
import { clearLeftover } from './records.ts';
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
  /** The servers that were started here. */
  readonly servers: Readonly<Partial<Record<Need, EmbeddedServer>>>;
  stop(): Promise<void>;
}

interface Started {
  readonly server: EmbeddedServer;
  readonly env: Readonly<Record<string, string>>;
}

interface Plan {
  readonly options: EnvironmentOptions;
  readonly folder: string;
  readonly keys: DevelopmentKeys;
  logOf(name: Need): string;
}

const ADDRESS_OF: Readonly<Record<Need, string>> = {
  postgres: 'DATABASE_URL',
  temporal: 'TEMPORAL_ADDRESS',
  valkey: 'REDIS_URL',
  broker: 'MQTT_URL',
};

const starters: Readonly<Record<Need, (plan: Plan) => Promise<Started>>> = {
  postgres: async ({ options, folder, logOf }) => {
    const wish = { port: options.ports?.postgres, strict: options.strictPorts };
    const server = await startPostgres({ folder, log: logOf('postgres'), notice: options.progress, ...wish });
    return { server, env: { DATABASE_URL: server.url } };
  },
  temporal: async ({ options, folder, logOf }) => {
    const { searchAttributes, dynamicConfig, codecEndpoint } = options;
    const wish = { port: options.ports?.temporal, uiPort: options.ports?.temporalUi, strict: options.strictPorts };
    const server = await startTemporal({
      folder,
      log: logOf('temporal'),
      searchAttributes,
      dynamicConfig,
      codecEndpoint,
      ...wish,
    });
    const ui = server.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: server.uiUrl };
    return { server, env: { TEMPORAL_ADDRESS: server.address, ...ui } };
  },
  valkey: async ({ options, folder, logOf }) => {
    const server = await startValkey({
      folder,
      log: logOf('valkey'),
      port: options.ports?.valkey,
      strict: options.strictPorts,
    });
    return { server, env: { REDIS_URL: server.url } };
  },
  broker: async ({ options, keys, logOf }) => {
    const server = await startBroker({
      log: logOf('broker'),
      port: options.ports?.broker,
      strict: options.strictPorts,
      authUrl: options.mqttAuthUrl ?? options.env['MQTT_AUTH_URL'],
      authToken: keys.MQTT_AUTH_TOKEN,
      bridgeUsername: options.env['MQTT_BRIDGE_USERNAME'],
      bridgePassword: keys.MQTT_BRIDGE_PASSWORD,
    });
    return { server, env: { MQTT_URL: server.url } };
  },
};

/** Ends what a run that was killed left running in its folder, and removes the folder. Throws while that run is still there. */
export const removeEnvironment = async (folder: string): Promise<void> => {
  await clearLeftover(folder, 'postgres', 'postgres -D', 'SIGINT');
  await clearLeftover(folder, 'temporal', 'server start-dev', 'SIGTERM');
  await clearLeftover(folder, 'valkey', '-server 127.0.0.1:', 'SIGTERM');
  await removeTemporaryHome(folder);
  await rm(folder, { recursive: true, force: true });
};

const startTimed = async (plan: Plan, name: Need): Promise<readonly [Need, Started]> => {
  const began = performance.now();
  const started = await starters[name](plan);
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

/** Brings up what is not configured, all at once. When one does not start, the others are stopped and the error says why. */
export const startEnvironment = async (options: EnvironmentOptions): Promise<Environment> => {
  const folder = resolve(options.folder);
  const storage = options.env['STORAGE_FOLDER'] || join(folder, 'storage');
  await mkdir(storage, { recursive: true });
  const keys = await developmentKeys(folder, options.env);
  const plan: Plan = { options, folder, keys, logOf: (name) => join(folder, 'logs', `${name}.log`) };
  const need = options.need ?? NEEDS;
  const outcomes = await Promise.allSettled(
    need.filter((name) => !options.env[ADDRESS_OF[name]]).map((name) => startTimed(plan, name)),
  );
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const servers = started.map(([, { server }]) => server);
  const cleanUp = async (): Promise<void> => {
    await stopAll(servers);
    if (options.temporary === true) await removeEnvironment(folder);
  };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await stopAll(servers);
    throw failed.reason;
  }
  return {
    env: {
      ...configuredAddresses(need, options.env),
      ...Object.assign({}, ...started.map(([, { env }]) => env)),
      ...keys,
      MQTT_BRIDGE_USERNAME: options.env['MQTT_BRIDGE_USERNAME'] || BRIDGE_USERNAME,
      STORAGE_FOLDER: storage,
    },
    servers: Object.fromEntries(started.map(([name, { server }]) => [name, server])),
    stop: cleanUp,
  };
};
