// The whole system on one machine: servers that are not configured, then our own processes, each waited for. Used by
// `npm start`, the replay and the end-to-end tests.
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  choosePort,
  type Need,
  RUNTIME_FOLDER,
  searchAttributeList,
  startEnvironment,
  type Environment,
} from '../embedded/index.ts';
import { createApplicationLogin, migrate } from '../db/migrate.ts';
import { type Exit, spawnService, type Service } from '../platform/process.ts';

export const serviceNames = ['gateway', 'worker', 'bridge', 'api'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface SystemOptions {
  /** Data, keys and logs of this system. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wished ports; 0 or absent takes a free one. */
  readonly ports?: Partial<Record<ServiceName | Need, number>> & { readonly temporalUi?: number | false };
  readonly strictPorts?: boolean;
  /** Laid over the environment of every process. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly progress: (sentence: string) => void;
  /** Remove the folder when it stops. */
  readonly temporary?: boolean;
  /** A process has ended that nobody asked to end. */
  readonly onLoss?: (name: ServiceName, exit: Exit) => void;
}

export interface System {
  /** What every process was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** The database's owner, for seeding companies. */
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly bridgeUrl: string;
  readonly gatewayUrl: string;
  /** Ends a process with SIGKILL, as a crash would, and starts it again on the same port. */
  crash(name: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

const scriptOf = (name: ServiceName): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
const portVariables = {
  gateway: 'GATEWAY_PORT',
  worker: 'WORKER_PORT',
  bridge: 'BRIDGE_PORT',
  api: 'API_PORT',
} as const;

const choosePorts = async (options: SystemOptions): Promise<Record<ServiceName, number>> => {
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const name of serviceNames) {
    ports[name] = await choosePort(name, { port: options.ports?.[name], strict: options.strictPorts });
  }
  return ports as Record<ServiceName, number>;
};

/** Migrates, and makes the login that owns nothing. A configured database keeps the login it was configured with. */
const prepareDatabase = async (
  options: SystemOptions,
  environment: Environment,
): Promise<{ ownerUrl: string; url: string }> => {
  const ownerUrl = options.env['MIGRATION_DATABASE_URL'] || environment.env['DATABASE_URL'] || '';
  const { applied } = await migrate(ownerUrl);
  if (applied.length > 0) options.progress(`the database was migrated: ${applied.join(', ')}.`);
  const configured = options.env['DATABASE_URL'];
  if (configured && options.env['MIGRATION_DATABASE_URL']) return { ownerUrl, url: configured };
  const password = createHmac('sha256', environment.env['TOKEN_KEY'] ?? '')
    .update('database login')
    .digest('hex');
  return { ownerUrl, url: await createApplicationLogin(ownerUrl, password) };
};

const environmentOf = (
  options: SystemOptions,
  environment: Environment,
  ports: Record<ServiceName, number>,
  databaseUrl: string,
): Record<string, string> => {
  const url = (name: ServiceName): string => `http://127.0.0.1:${ports[name]}`;
  const inherited = Object.fromEntries(
    Object.entries(options.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const sandbox = createHmac('sha256', environment.env['TOKEN_KEY'] ?? '')
    .update('sandbox')
    .digest('hex');
  return {
    // Compilers that keep compiled things in the home folder keep them in the checkout instead.
    XDG_CACHE_HOME: join(RUNTIME_FOLDER, 'cache'),
    ...inherited,
    ...environment.env,
    DATABASE_URL: databaseUrl,
    ...Object.fromEntries(serviceNames.map((name) => [portVariables[name], String(ports[name])])),
    PUBLIC_URL: url('api'),
    BRIDGE_URL: url('bridge'),
    WECHAT_PAY_URL: options.env['WECHAT_PAY_URL'] || url('gateway'),
    ALIPAY_URL: options.env['ALIPAY_URL'] || url('gateway'),
    SANDBOX: 'on',
    SANDBOX_TOKEN: sandbox,
    SANDBOX_FOLDER: join(options.folder, 'gateway'),
    ...options.settings,
  };
};

const startService = async (
  name: ServiceName,
  options: SystemOptions,
  env: Record<string, string>,
  services: Map<ServiceName, Service>,
): Promise<void> => {
  const began = performance.now();
  const log = join(options.folder, 'logs', `${name}.log`);
  const service = await spawnService({
    name,
    script: scriptOf(name),
    env,
    ready: 'message',
    readyTimeoutMs: 120_000,
    log,
  });
  services.set(name, service);
  await service.ready;
  const port = env[portVariables[name]] ?? '';
  options.progress(`${name} is ready on port ${port} (${((performance.now() - began) / 1000).toFixed(1)} s).`);
  void service.exited.then((exit) => {
    if (services.get(name) === service) options.onLoss?.(name, exit);
  });
};

/** Waits for all of them, so that none is left behind when another one fails. */
const startServices = async (
  options: SystemOptions,
  env: Record<string, string>,
  services: Map<ServiceName, Service>,
): Promise<void> => {
  const started = await Promise.allSettled(serviceNames.map((name) => startService(name, options, env, services)));
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

const encrypts = ({ env, settings }: SystemOptions): boolean =>
  (settings?.['PAYLOAD_ENCRYPTION'] ?? env['PAYLOAD_ENCRYPTION']) === 'on';

export const startSystem = async (options: SystemOptions): Promise<System> => {
  const ports = await choosePorts(options);
  const environment = await startEnvironment({
    folder: options.folder,
    env: options.env,
    searchAttributes: searchAttributeList,
    // Asked for readable payloads, it would only tell people that it refused them.
    codecEndpoint: encrypts(options) ? `http://127.0.0.1:${ports.api}/codec` : undefined,
    mqttAuthUrl: `http://127.0.0.1:${ports.bridge}/internal/mqtt-auth`,
    ports: { ...options.ports },
    strictPorts: options.strictPorts,
    progress: options.progress,
    temporary: options.temporary,
  });
  const services = new Map<ServiceName, Service>();
  const stop = async (): Promise<void> => {
    const running = [...services.values()].reverse();
    services.clear();
    await Promise.allSettled(running.map((service) => service.stop()));
    await environment.stop();
  };
  try {
    const { ownerUrl, url } = await prepareDatabase(options, environment);
    const env = environmentOf(options, environment, ports, url);
    await startServices(options, env, services);
    return {
      env,
      ownerUrl,
      apiUrl: env['PUBLIC_URL'] ?? '',
      bridgeUrl: env['BRIDGE_URL'] ?? '',
      gatewayUrl: env['WECHAT_PAY_URL'] ?? '',
      crash: async (name) => {
        const running = services.get(name);
        services.delete(name);
        await running?.kill();
        await startService(name, options, env, services);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
