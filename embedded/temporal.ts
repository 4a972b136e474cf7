// The embedded Temporal: the development server with its user interface, persistent in one SQLite file.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { type LogTarget } from '../platform/process.ts';
import { findProgram } from './binaries.ts';
import { type EmbeddedServer, launch } from './launch.ts';
import { choosePort, type PortWish } from './ports.ts';

export interface TemporalOptions extends PortWish {
  readonly folder: string;
  readonly log: LogTarget;
  /** Port of the user interface; `false` leaves it out. Chosen by the operating system when absent. */
  readonly uiPort?: number | false | undefined;
  /** `name=Type`; registered at every start, so a new one may be added to an existing folder. */
  readonly searchAttributes?: readonly string[] | undefined;
  /** `key=jsonValue` */
  readonly dynamicConfig?: readonly string[] | undefined;
  /** Where the user interface has encrypted payloads decoded. */
  readonly codecEndpoint?: string | undefined;
}

export interface Temporal extends EmbeddedServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly uiUrl: string | undefined;
}

const withFlag = (flag: string, values: readonly string[] | undefined): string[] =>
  (values ?? []).flatMap((value) => [flag, value]);

const argumentsOf = (options: TemporalOptions, database: string, uiPort: number | undefined): string[] => [
  ...['server', 'start-dev', '--ip', '127.0.0.1', '--db-filename', database, '--log-level', 'error'],
  // Three times the throughput of SQLite's defaults; a crash of the machine may lose the last moments, of the process nothing.
  ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
  ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
  ...(options.codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.codecEndpoint]),
  ...withFlag('--search-attribute', options.searchAttributes),
  ...withFlag('--dynamic-config-value', options.dynamicConfig),
];

const answers = async (address: string): Promise<boolean> => {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2_000 });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
};

/** Starts Temporal on 127.0.0.1 with the namespace `default`; a second start in the same folder finds all workflows again. */
export const startTemporal = async (given: TemporalOptions): Promise<Temporal> => {
  const options = { ...given, folder: resolve(given.folder) };
  const program = findProgram('temporal');
  await mkdir(options.folder, { recursive: true });
  const database = join(options.folder, 'temporal.db');
  const uiPort =
    options.uiPort === false
      ? undefined
      : await choosePort('the Temporal UI', { port: options.uiPort, strict: options.strict });
  const server = await launch({
    name: 'temporal',
    folder: options.folder,
    wish: options,
    log: options.log,
    marker: database,
    stopSignal: 'SIGTERM',
    // Nothing of the user's own Temporal settings, from variables or files, may leak into the server.
    env: { PATH: process.env['PATH'], HOME: options.folder, TMPDIR: process.env['TMPDIR'] },
    command: (port) => ({
      command: program,
      args: [...argumentsOf(options, database, uiPort), '--port', String(port)],
    }),
    healthy: (port) => answers(`127.0.0.1:${port}`),
  });
  return {
    ...server,
    address: `127.0.0.1:${server.port}`,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
  };
};
