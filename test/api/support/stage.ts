// An API on a database of its own, with two companies and somebody of every role; with a worker where sessions live.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { type Api, composeApi } from '../../../api/compose.ts';
import { type ApiServer, listenApi } from '../../../api/listen.ts';
import { builtInRoles } from '../../../db/built-in-roles.ts';
import { type Database, openDatabase } from '../../../db/database.ts';
import { migrate } from '../../../db/migrate.ts';
import { seedCompany, type SeededPerson } from '../../../db/seed.ts';
import { startDelivery } from '../../../delivery/index.ts';
import { createParkingWorker } from '../../../delivery/worker.ts';
import { type Config } from '../../../platform/config.ts';
import { newId } from '../../../platform/ids.ts';
import { createLog, type Log } from '../../../platform/log.ts';
import { connectRedis, type Redis } from '../../../platform/redis.ts';
import { smsSandbox, type SmsSandbox } from '../../../providers/sms/sandbox.ts';
import { localDiskStorage } from '../../../providers/storage/local-disk.ts';
import { type PictureStorage } from '../../../providers/storage/picture-storage.ts';
import { createTestDatabase, testEnvironment } from '../../support/environment.ts';
import { apiClient, type ApiClient } from './client.ts';

export const password = 'a long enough password';

/** Field staff use a handheld, everybody else a desk. */
export const audienceOf = (role: string): 'staff' | 'field' =>
  role === 'collector' || role === 'inspector' ? 'field' : 'staff';

export const roleNames = builtInRoles.map(({ name }) => name);

export interface TestCompany {
  readonly id: string;
  readonly administratorId: string;
  readonly loginOf: (role: string) => string;
  readonly idOf: (role: string) => string;
  /** The access token of somebody with this one role; signs in the first time. */
  as(role: string): Promise<string>;
}

export interface Stage extends ApiClient {
  readonly config: Config;
  readonly database: Database;
  readonly redis: Redis;
  readonly sms: SmsSandbox;
  readonly storage: PictureStorage;
  readonly town: TestCompany;
  readonly otherTown: TestCompany;
  readonly api: Api;
  /** Lets sessions live until the stage closes. */
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

/** Business time of the stage; the tests move it. */
export const stageClock = { now: () => Date.now() };

const person = (tag: string, role: string): SeededPerson => ({
  audience: audienceOf(role),
  login: `${role}-${tag}`,
  displayName: role,
  password,
  roles: [role],
});

const found = async (database: Database, client: ApiClient, roles: readonly string[]): Promise<TestCompany> => {
  const tag = newId().slice(-12);
  const administrator = { login: `first-${tag}`, displayName: 'First', password };
  const seeded = await seedCompany(database, {
    name: `Town ${tag}`,
    administrator,
    people: roles.map((role) => person(tag, role)),
  });
  const tokens = new Map<string, Promise<string>>();
  const signIn = async (role: string): Promise<string> => {
    const login = `${role}-${tag}`;
    const pair =
      audienceOf(role) === 'field'
        ? await client.done('signInField', { body: { login, password, deviceId: `pda-${role}`, takeover: false } })
        : await client.done('signInStaff', { body: { login, password } });
    return pair.accessToken;
  };
  return {
    id: seeded.companyId,
    administratorId: seeded.administratorId,
    loginOf: (role) => `${role}-${tag}`,
    idOf: (role) => seeded.peopleIds[`${role}-${tag}`] ?? '',
    as: (role) => {
      const token = tokens.get(role) ?? signIn(role);
      tokens.set(role, token);
      return token;
    },
  };
};

const worker = async (config: Config, database: Database, client: Client, log: Log): Promise<() => Promise<void>> => {
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const activities = createSessionActivities({
    database,
    clock: stageClock,
    paymentUrl: (laneId) => `https://pay.example/${laneId}`,
  });
  const running: Worker = await createParkingWorker({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    payloadCodecs: [],
    activities,
    bundleFolder: config.bundleFolder,
    workflowTaskSlots: 8,
  });
  const run = running.run();
  const ports = {
    database,
    databaseUrl: config.databaseUrl,
    client,
    clock: stageClock,
    log,
    consoleUrl: 'https://city.example',
  };
  const delivery = await startDelivery(
    { ...ports, taskQueue: config.taskQueue, deployedTypes: ['parkingSession'] },
    [],
  );
  return async () => {
    await delivery.stop();
    running.shutdown();
    await run;
    await connection.close();
  };
};

export const openStage = async (): Promise<Stage> => {
  const testDatabase = await createTestDatabase();
  await migrate(testDatabase.url);
  const tag = newId().slice(-12);
  const environment = testEnvironment();
  const config = environment.config({
    DATABASE_URL: testDatabase.url,
    TASK_QUEUE: `api-${tag}`,
    STORAGE_FOLDER: join(environment.config().storageFolder, `api-${tag}`),
  });
  const log = createLog({ name: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'fatal' });
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 8 });
  const redis = await connectRedis(config.redisUrl, log);
  const connection = Connection.lazy({ address: config.temporalAddress });
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const sms = smsSandbox({ log });
  const linkSecret = config.secrets.tokenKey;
  const storage = localDiskStorage({ folder: config.storageFolder, linkSecret });
  const api = composeApi({
    config,
    database,
    redis,
    client,
    payloadCodecs: [],
    clock: stageClock,
    log,
    sms,
    storage,
    linkSecret,
    probes: [{ name: 'postgres', check: () => database.ping(), budgetMs: 5_000 }],
    checkAnswers: true,
    cachePrefix: tag,
  });
  const server: ApiServer = await listenApi(api.app, 0);
  const calls = apiClient(`http://127.0.0.1:${server.port}`);
  let stopWorker = async (): Promise<void> => undefined;
  return {
    ...calls,
    config,
    database,
    redis,
    sms,
    storage,
    api,
    town: await found(database, calls, roleNames),
    otherTown: await found(database, calls, ['administrator', 'operator', 'customer-service']),
    startWorker: async () => {
      stopWorker = await worker(config, database, client, log);
    },
    close: async () => {
      api.drain();
      await server.close();
      await api.close();
      await stopWorker();
      await connection.close();
      if (redis.isOpen) redis.destroy();
      await database.close();
      await testDatabase.drop();
      await rm(config.storageFolder, { recursive: true, force: true });
    },
  };
};
