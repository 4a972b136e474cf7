// The embedded Valkey: a cache that keeps nothing, as everything in it may be lost.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { findProgram } from './binaries.ts';
import { type EmbeddedServer, launch } from './launch.ts';
import { type PortWish } from './ports.ts';
import { type LogTarget } from '../platform/process.ts';

export interface ValkeyOptions extends PortWish {
  readonly folder: string;
  readonly log: LogTarget;
  /** Chosen anew at every start when absent. Give the same one to restart a server under running clients. */
  readonly password?: string | undefined;
}

export interface Valkey extends EmbeddedServer {
  /** `redis://:password@127.0.0.1:port` */
  readonly url: string;
}

/** How the server names itself in the list of processes, whatever it was started with. */
const TITLE = '-server 127.0.0.1:';

const configurationOf = (folder: string, password: string): string =>
  [
    'bind 127.0.0.1',
    'protected-mode yes',
    `requirepass ${password}`,
    `dir "${folder}"`,
    'save ""',
    'appendonly no',
    'daemonize no',
    'loglevel notice',
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');

const pings = (port: number, password: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let answer = '';
    const finish = (healthy: boolean): void => {
      socket.destroy();
      resolve(healthy);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (answer.startsWith('-')) finish(false);
      else if (answer.includes('+PONG')) finish(true);
    });
  });

/** Starts a Valkey (or Redis) server on 127.0.0.1 that asks for a password. */
export const startValkey = async (options: ValkeyOptions): Promise<Valkey> => {
  const program = findProgram('valkey');
  const password = options.password ?? randomBytes(24).toString('hex');
  const folder = resolve(options.folder);
  const configuration = join(folder, 'valkey.conf');
  await mkdir(folder, { recursive: true });
  await rm(configuration, { force: true });
  await writeFile(configuration, configurationOf(folder, password), { mode: 0o600 });
  const server = await launch({
    name: 'valkey',
    folder,
    wish: options,
    log: options.log,
    marker: TITLE,
    stopSignal: 'SIGTERM',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    command: (port) => ({ command: program, args: [configuration, '--port', String(port)] }),
    healthy: (port) => pings(port, password),
  });
  return { ...server, url: `redis://:${password}@127.0.0.1:${server.port}` };
};
