// An environment across the lives and deaths of the processes that start it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import pg from 'pg';
import { createClient } from 'redis';
import {
  type EnvironmentOptions,
  freePort,
  NEEDS,
  PROJECT_FOLDER,
  removeEnvironment,
  RUNTIME_FOLDER,
  startEnvironment,
  startValkey,
} from '../../embedded/index.ts';
import { processInfo } from '../../embedded/records.ts';
import { type Service, spawnService } from '../../platform/process.ts';

let folder: string;

beforeAll(async () => {
  folder = join(RUNTIME_FOLDER, `environment-test-${process.pid}`);
  await mkdir(folder, { recursive: true });
});

afterAll(async () => {
  for (const name of await readdir(folder)) await removeEnvironment(join(folder, name));
  await rm(folder, { recursive: true });
});

interface Held {
  readonly parent: Service;
  readonly env: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
}

/** An environment in a process of its own. */
const hold = async (name: string, need: readonly string[]): Promise<Held> => {
  const parent = await spawnService({
    name: 'parent',
    script: join(PROJECT_FOLDER, 'test', 'support', 'hold-environment.ts'),
    args: [join(folder, name), ...need],
    env: process.env,
    ready: 'message',
    log: () => undefined,
  });
  const { env, pids } = (await parent.ready) as unknown as Held;
  return { parent, env, pids };
};

const start = (name: string, over: Partial<EnvironmentOptions>): ReturnType<typeof startEnvironment> =>
  startEnvironment({ folder: join(folder, name), env: {}, ports: { temporalUi: false }, ...over });

const query = async (url: string | undefined, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const isGone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await processInfo(pid)) === undefined) return true;
    await sleep(100);
  }
  return false;
};

describe('When the process that started the servers is killed', () => {
  test('the servers end with it, and the next start in the folder finds what was committed', async () => {
    const held = await hold('killed', ['postgres', 'temporal', 'valkey', 'broker']);
    await query(held.env['DATABASE_URL'], 'CREATE TABLE kept AS SELECT 42 AS answer');
    await held.parent.kill();
    for (const pid of Object.values(held.pids)) expect(await isGone(pid)).toBe(true);
    const again = await start('killed', { need: ['postgres', 'temporal'] });
    try {
      expect(await query(again.env['DATABASE_URL'], 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    } finally {
      await again.stop();
    }
  });

  test('a server that outlives it is ended by the next start', async () => {
    const held = await hold('left-over', ['postgres', 'valkey']);
    // Stopped processes do not hear the gentle signal of the watchdog: as when the whole machine is too busy.
    for (const pid of Object.values(held.pids)) process.kill(pid, 'SIGSTOP');
    await held.parent.kill();
    const again = await start('left-over', { need: ['postgres', 'valkey'] });
    try {
      for (const pid of Object.values(held.pids)) expect(await isGone(pid)).toBe(true);
      expect(await query(again.env['DATABASE_URL'], 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await again.stop();
    }
  });

  test('a record of another process is left alone, even under the same id', async () => {
    const place = join(folder, 'foreign');
    await (await startValkey({ folder: place, log: () => undefined })).stop();
    const innocent = { pid: process.pid, began: 'at another time' };
    await writeFile(join(place, 'valkey.pid'), JSON.stringify({ ...innocent, owner: innocent }));
    const server = await startValkey({ folder: place, log: () => undefined });
    expect(server.pid).not.toBe(process.pid);
    await server.stop();
  });
});

describe('A folder', () => {
  test('serves one process at a time: a second one is told who uses it', async () => {
    const held = await hold('shared', ['valkey']);
    try {
      await expect(start('shared', { need: ['valkey'] })).rejects.toThrow(`in use by process ${held.parent.pid}`);
      expect(await processInfo(held.pids['valkey'] ?? 0)).toBeDefined();
    } finally {
      await held.parent.stop();
    }
  });

  test('keeps its keys, readable by their owner only', async () => {
    const one = await start('keys', { need: [] });
    const other = await start('keys', { need: [] });
    expect(other.env).toEqual(one.env);
    for (const name of ['HASH_KEY', 'DATA_KEY', 'CODEC_KEY', 'TOKEN_KEY'])
      expect(Buffer.from(one.env[name] ?? '', 'base64')).toHaveLength(32);
    expect((await stat(join(folder, 'keys', 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  test('with a damaged key file stops the start, as new keys would make its data unreadable', async () => {
    await start('damaged', { need: [] });
    await writeFile(join(folder, 'damaged', 'keys.json'), '{');
    await expect(start('damaged', { need: [] })).rejects.toThrow(/keys\.json is damaged/);
  });

  test('closed to the user of the database is left for another one, which is named, and its data are found again', async () => {
    const isRoot = process.getuid?.() === 0;
    const place = join(folder, 'closed');
    await mkdir(place, { mode: 0o700 });
    await chmod(place, 0o700);
    const sentences: string[] = [];
    const options = { need: ['postgres' as const], progress: (sentence: string) => void sentences.push(sentence) };
    const one = await start('closed', options);
    await query(one.env['DATABASE_URL'], 'CREATE TABLE kept AS SELECT 42 AS answer');
    await one.stop();
    const other = await start('closed', options);
    const kept = await query(other.env['DATABASE_URL'], 'SELECT answer FROM kept');
    await other.stop();
    expect(kept).toEqual([{ answer: 42 }]);
    const notices = sentences.filter((sentence) => sentence.includes(`cannot read ${place}: it uses`));
    expect(new Set(notices).size).toBe(isRoot ? 1 : 0);
  });

  test('is gone after a temporary environment', async () => {
    const environment = await start('temporary', { need: ['postgres'], temporary: true });
    await environment.stop();
    await expect(stat(join(folder, 'temporary'))).rejects.toThrow(/ENOENT/);
  });

  test('of a killed run is removed together with what still runs in it', async () => {
    const held = await hold('swept', ['valkey']);
    await held.parent.kill();
    await removeEnvironment(join(folder, 'swept'));
    expect(await isGone(held.pids['valkey'] ?? 0)).toBe(true);
    await expect(stat(join(folder, 'swept'))).rejects.toThrow(/ENOENT/);
  });
});

describe('A server that was killed', () => {
  test('starts again where its clients look for it, with its data', async () => {
    const environment = await start('restarted', {});
    try {
      const { postgres, temporal, valkey, broker } = environment.servers;
      await query(environment.env['DATABASE_URL'], 'CREATE TABLE kept AS SELECT 42 AS answer');
      for (const server of [postgres, temporal, valkey, broker]) process.kill(server?.pid ?? 0, 'SIGKILL');
      await Promise.all([postgres, temporal, valkey, broker].map((server) => server?.exited));
      for (const name of NEEDS) await environment.restart(name);
      expect(await query(environment.env['DATABASE_URL'], 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      const cache = createClient({ url: environment.env['REDIS_URL'] ?? '' });
      await cache.connect();
      expect(await cache.ping()).toBe('PONG');
      await cache.close();
      const {
        MQTT_URL: url = '',
        MQTT_BRIDGE_USERNAME: username = '',
        MQTT_BRIDGE_PASSWORD: password = '',
      } = environment.env;
      await (await connectAsync(url, { username, password }, false)).endAsync();
      expect(environment.servers.temporal).toMatchObject({ port: temporal?.port });
      expect(environment.servers.temporal?.pid).not.toBe(temporal?.pid);
    } finally {
      await environment.stop();
    }
  });
});

describe('A configured address', () => {
  test('is passed on, and no server is started for it', async () => {
    const env = { REDIS_URL: 'redis://elsewhere:6379', HASH_KEY: 'given' };
    const environment = await start('configured', { need: ['valkey'], env });
    expect(environment.servers).toEqual({});
    expect(environment.env).toMatchObject(env);
    expect(await readFile(join(folder, 'configured', 'keys.json'), 'utf8')).not.toContain('HASH_KEY');
    await environment.stop();
  });
});

describe('A port that another program has', () => {
  const withTakenPort = async (act: (port: number) => Promise<void>): Promise<void> => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((listening) => taken.listen(port, '127.0.0.1', listening));
    try {
      await act(port);
    } finally {
      await new Promise((closed) => taken.close(closed));
    }
  };

  test('gives way to the next free one', () =>
    withTakenPort(async (port) => {
      const server = await startValkey({ folder: join(folder, 'next-port'), log: () => undefined, port });
      expect(server.port).toBeGreaterThan(port);
      await server.stop();
    }));

  test('is named in the error where no other will do, and the servers already started are stopped', () =>
    withTakenPort(async (port) => {
      const sentences: string[] = [];
      const attempt = start('strict', {
        need: ['valkey', 'temporal'],
        ports: { valkey: await freePort(), temporal: port, temporalUi: false },
        strictPorts: true,
        progress: (sentence) => sentences.push(sentence),
      });
      await expect(attempt).rejects.toThrow(`Port ${port}, wanted for temporal, is taken.`);
      expect(sentences).toEqual([expect.stringContaining('valkey is ready')]);
      await expect(stat(join(folder, 'strict', 'valkey.pid'))).rejects.toThrow(/ENOENT/);
    }));
});
