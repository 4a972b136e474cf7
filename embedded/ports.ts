// Ports on 127.0.0.1: which are free, and whose process listens on one.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

export interface PortWish {
  /** The port to use; chosen by the operating system when absent. */
  readonly port?: number | undefined;
  /** Refuse to use another port when this one is taken (otherwise the next free one is used). */
  readonly strict?: boolean | undefined;
}

const TRIED_AFTER_WISH = 50;

const listenOnce = (port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });

/** A port that nobody listens on, from the operating system. */
export const freePort = async (): Promise<number> => {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('The operating system has no free port on 127.0.0.1.');
  return port;
};

/** The wished port if it is free, else the next free one, or with `strict` an error that names the remedy. */
export const choosePort = async (name: string, wish: PortWish): Promise<number> => {
  if (wish.port === undefined || wish.port === 0) return freePort();
  if ((await listenOnce(wish.port)) !== undefined) return wish.port;
  if (wish.strict === true) {
    throw new Error(
      `Port ${wish.port}, wanted for ${name}, is taken. Stop the program that listens on it, or choose another port.`,
    );
  }
  for (let port = wish.port + 1; port <= Math.min(wish.port + TRIED_AFTER_WISH, 65_535); port += 1) {
    if ((await listenOnce(port)) !== undefined) return port;
  }
  return freePort();
};

const LISTENING = '0A';

const listeningSockets = async (port: number): Promise<Set<string>> => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  return new Set(
    rows.filter((row) => row[1]?.endsWith(`:${hex}`) && row[3] === LISTENING).map((row) => `socket:[${row[9] ?? ''}]`),
  );
};

/** Whether this process itself listens on the port; undefined where the system does not say (other systems, other users). */
export const ownsPort = async (pid: number, port: number): Promise<boolean | undefined> => {
  try {
    const sockets = await listeningSockets(port);
    if (sockets.size === 0) return undefined;
    const folder = `/proc/${pid}/fd`;
    const links = await Promise.all(
      (await readdir(folder)).map((file) => readlink(`${folder}/${file}`).catch(() => '')),
    );
    return links.some((link) => sockets.has(link));
  } catch {
    return undefined;
  }
};
