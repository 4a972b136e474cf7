// The configuration of every process: read once from the environment into a frozen object. A missing or unusable
// value stops the start with a sentence that names the variable and the remedy.
import { fileURLToPath } from 'node:url';

export interface Config {
  readonly production: boolean;
  /** Login that may `SET ROLE` to the parking_* roles; it owns nothing in production. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly taskQueue: string;
  readonly providersTaskQueue: string;
  readonly temporalUiUrl: string;
  readonly redisUrl: string;
  readonly mqttUrl: string;
  readonly apiPort: number;
  readonly bridgePort: number;
  readonly workerPort: number;
  /** Base of links handed to people and channels, without a trailing slash. */
  readonly publicUrl: string;
  readonly bridgeUrl: string;
  /** The WeChat Pay API host; the sandbox gateway in development. */
  readonly wechatPayUrl: string;
  /** Alipay's API host; the sandbox gateway in development. */
  readonly alipayUrl: string;
  readonly storageFolder: string;
  /** Where the prebuilt workflow bundle is kept between starts. */
  readonly bundleFolder: string;
  /** Set in replays only; refused in production. */
  readonly simulatedClockFile: string | undefined;
  readonly secrets: Secrets;
  /** Encrypts Temporal payloads; always on in production. */
  readonly payloadEncryption: boolean;
  readonly logLevel: string;
}

export interface Secrets {
  /** HMAC key for plate and phone lookups, at least 32 bytes, base64. Not the encryption key. */
  readonly hashKey: Buffer;
  /** AES-256-GCM key for personal columns and device secrets, 32 bytes, base64. */
  readonly dataKey: Buffer;
  /** AES-256-GCM key for Temporal payloads, 32 bytes, base64. */
  readonly codecKey: Buffer;
  /** HMAC key for tokens, cursors and signed links, at least 32 bytes, base64. */
  readonly tokenKey: Buffer;
}

export class ConfigurationError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const required = (env: Environment, name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new ConfigurationError(`${name} is not set. Set it, or use "npm start", which brings up everything itself.`);
  }
  return value;
};

const port = (env: Environment, name: string, fallback: number): number => {
  const value = env[name] === undefined || env[name] === '' ? fallback : Number(env[name]);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new ConfigurationError(`${name} must be a port between 0 and 65535, not "${env[name]}".`);
  }
  return value;
};

const key = (env: Environment, name: string, exactBytes?: number): Buffer => {
  const bytes = Buffer.from(required(env, name), 'base64');
  if (exactBytes === undefined ? bytes.length < 32 : bytes.length !== exactBytes) {
    throw new ConfigurationError(`${name} must be base64 of ${exactBytes ?? 'at least 32'} random bytes.`);
  }
  return bytes;
};

const url = (env: Environment, name: string, production: boolean, secureProtocols: readonly string[]): string => {
  const value = required(env, name);
  if (!URL.canParse(value)) throw new ConfigurationError(`${name} is not a URL: "${value}".`);
  if (production && !secureProtocols.includes(new URL(value).protocol)) {
    throw new ConfigurationError(`${name} must use ${secureProtocols.join(' or ')} in production.`);
  }
  return value.replace(/\/$/, '');
};

const refuseDemo = (env: Environment): void => {
  if (env['SIMULATED_CLOCK_FILE']) throw new ConfigurationError('SIMULATED_CLOCK_FILE is refused in production.');
  if (env['SANDBOX']) throw new ConfigurationError('The payment sandbox is refused in production: unset SANDBOX.');
  if (env['PAYLOAD_ENCRYPTION'] === 'off')
    throw new ConfigurationError('PAYLOAD_ENCRYPTION=off is refused in production.');
};

/** Reads the configuration. Throws ConfigurationError. */
export const readConfig = (env: Environment = process.env): Config => {
  const production = env['NODE_ENV'] === 'production';
  if (production) refuseDemo(env);
  return Object.freeze({
    production,
    databaseUrl: required(env, 'DATABASE_URL'),
    temporalAddress: required(env, 'TEMPORAL_ADDRESS'),
    temporalNamespace: env['TEMPORAL_NAMESPACE'] ?? 'default',
    taskQueue: env['TASK_QUEUE'] ?? 'parking',
    providersTaskQueue: env['PROVIDERS_TASK_QUEUE'] ?? 'providers',
    temporalUiUrl: env['TEMPORAL_UI_URL'] ?? 'http://127.0.0.1:8233',
    redisUrl: url(env, 'REDIS_URL', production, ['rediss:']),
    mqttUrl: url(env, 'MQTT_URL', production, ['mqtts:', 'wss:']),
    apiPort: port(env, 'API_PORT', 3000),
    bridgePort: port(env, 'BRIDGE_PORT', 3100),
    workerPort: port(env, 'WORKER_PORT', 3200),
    publicUrl: url(env, 'PUBLIC_URL', production, ['https:']),
    bridgeUrl: url(env, 'BRIDGE_URL', production, ['https:']),
    wechatPayUrl: url(env, 'WECHAT_PAY_URL', production, ['https:']),
    alipayUrl: url({ ALIPAY_URL: 'https://openapi.alipay.com', ...env }, 'ALIPAY_URL', production, ['https:']),
    storageFolder: required(env, 'STORAGE_FOLDER'),
    bundleFolder: env['BUNDLE_FOLDER'] ?? fileURLToPath(new URL('../.runtime/bundle', import.meta.url)),
    simulatedClockFile: env['SIMULATED_CLOCK_FILE'] || undefined,
    secrets: {
      hashKey: key(env, 'HASH_KEY'),
      dataKey: key(env, 'DATA_KEY', 32),
      codecKey: key(env, 'CODEC_KEY', 32),
      tokenKey: key(env, 'TOKEN_KEY'),
    },
    payloadEncryption: env['PAYLOAD_ENCRYPTION'] === 'on' || production,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  });
};
