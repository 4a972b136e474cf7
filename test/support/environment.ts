// What tests know about the servers that serve them. Pure tests never call it and need no servers.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type Config, readConfig } from '../../platform/config.ts';

export interface TestEnvironment {
  /** Superuser on the shared database `parking`, migrated where migrations exist. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly redisUrl: string;
  readonly mqttUrl: string;
  readonly mqttBridgeUsername: string;
  readonly mqttBridgePassword: string;
  /** Program of the time-skipping server: `executable: { type: 'existing-path', path }`. */
  readonly temporalTestServerPath: string;
  /** As `readConfig` reads it; addresses of processes that a test starts itself can be laid over. */
  config(over?: Readonly<Record<string, string>>): Config;
}

/** What readConfig asks for and no embedded server provides. Port 9 answers nobody. */
export const TEST_DEFAULTS: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'http://127.0.0.1:9',
  BRIDGE_URL: 'http://127.0.0.1:9',
  WECHAT_PAY_URL: 'http://127.0.0.1:9',
  ALIPAY_URL: 'http://127.0.0.1:9',
  LOG_LEVEL: 'warn',
  NODE_ENV: 'test',
};

const ofTestServers = [
  ...Object.keys(TEST_DEFAULTS),
  ...['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_UI_URL', 'REDIS_URL', 'MQTT_URL'],
  ...[
    'MQTT_BRIDGE_USERNAME',
    'MQTT_BRIDGE_PASSWORD',
    'MQTT_AUTH_TOKEN',
    'HASH_KEY',
    'DATA_KEY',
    'CODEC_KEY',
    'TOKEN_KEY',
  ],
  ...['STORAGE_FOLDER', 'TEMPORAL_TEST_SERVER', 'TEST_ENVIRONMENT_FILE', 'NODE_OPTIONS', 'JEST_WORKER_ID'],
];

/** The environment of a user who has configured nothing: without what the test servers and Jest add. */
export const bareEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || ofTestServers.includes(name) ? [] : [[name, value]],
    ),
  );

/** The environment of servers that somebody keeps running (see serve.ts); empty without TEST_ENVIRONMENT_FILE. */
export const environmentFromFile = (): Readonly<Record<string, string>> => {
  const path = process.env['TEST_ENVIRONMENT_FILE'];
  return path === undefined || path === '' ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
};

const required = (env: Readonly<Record<string, string | undefined>>, name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set: this test needs the servers that Jest's global set-up starts. Run it without "--globalSetup=".`,
    );
  }
  return value;
};

export const testEnvironment = (): TestEnvironment => {
  const env = { ...TEST_DEFAULTS, ...process.env, ...environmentFromFile() };
  return {
    databaseUrl: required(env, 'DATABASE_URL'),
    temporalAddress: required(env, 'TEMPORAL_ADDRESS'),
    redisUrl: required(env, 'REDIS_URL'),
    mqttUrl: required(env, 'MQTT_URL'),
    mqttBridgeUsername: required(env, 'MQTT_BRIDGE_USERNAME'),
    mqttBridgePassword: required(env, 'MQTT_BRIDGE_PASSWORD'),
    temporalTestServerPath: required(env, 'TEMPORAL_TEST_SERVER'),
    config: (over = {}) => readConfig({ ...env, ...over }),
  };
};

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const asSuperuser = async (sql: string): Promise<void> => {
  const url = new URL(testEnvironment().databaseUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** A database of one's own, empty, for tests that change what others see. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`CREATE DATABASE ${name}`);
  const url = new URL(testEnvironment().databaseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`) };
};
