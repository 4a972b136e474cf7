// Child processes of ours: known ready, stopped gently, and never silently lost.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, PROJECT_FOLDER } from '../../embedded/index.ts';
import { type Service, type ServiceOptions, spawnService } from '../../platform/process.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'city-parking-process-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const start = async (name: string, source: string, over: Partial<ServiceOptions> = {}): Promise<Service> => {
  const script = join(folder, `${name}.ts`);
  const platform = JSON.stringify(join(PROJECT_FOLDER, 'platform', 'process.ts'));
  await writeFile(script, `import { announceReady, runUntilSignal } from ${platform};\n${source}\n`);
  return spawnService({ name, script, env: process.env, ready: 'message', log: join(folder, `${name}.log`), ...over });
};

const READY = 'announceReady({ port: 4711 });';

describe('A service', () => {
  test('is ready when it says so, with the ports that it chose', async () => {
    const service = await start('says', `const done = runUntilSignal(async () => {}); ${READY} await done;`);
    expect(await service.ready).toEqual({ ready: true, port: 4711 });
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });

  test('is ready when its address answers', async () => {
    const port = await freePort();
    const source = `import { createServer } from 'node:http';
      const server = createServer((_request, response) => void response.end('ok')).listen(${port}, '127.0.0.1');
      await runUntilSignal(async () => void server.close());`;
    const service = await start('answers', source, { ready: { url: `http://127.0.0.1:${port}/livez` } });
    expect(await service.ready).toEqual({ ready: true });
    expect((await service.stop()).code).toBe(0);
  });

  test('that ends before it is ready fails with its last words', async () => {
    const service = await start('fails', `throw new Error('no database');`);
    await expect(service.ready).rejects.toThrow(/fails exited before it was ready \(code 1\)[\s\S]*no database/);
  });

  test('that never gets ready fails after the time it has', async () => {
    const service = await start('slow', `await runUntilSignal(async () => {});`, { readyTimeoutMs: 500 });
    await expect(service.ready).rejects.toThrow('slow was not ready within 500 ms');
    await service.kill();
  });

  test('writes its lines to the log under its name', async () => {
    const service = await start(
      'writes',
      `console.log('first'); console.error('second'); const done = runUntilSignal(async () => {}); ${READY} await done;`,
    );
    await service.ready;
    await service.stop();
    expect((await readFile(join(folder, 'writes.log'), 'utf8')).split('\n').sort()).toEqual([
      '',
      'writes: first',
      'writes: second',
    ]);
  });

  test('finishes its work before it ends', async () => {
    const work = `console.log('draining'); await new Promise((done) => setTimeout(done, 300)); console.log('drained');`;
    const service = await start('drains', `const done = runUntilSignal(async () => { ${work} }); ${READY} await done;`);
    await service.ready;
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(service.recentOutput()).toBe('draining\ndrained');
  });

  test('that cannot finish is told so by its exit code', async () => {
    const service = await start(
      'breaks',
      `const done = runUntilSignal(async () => { throw new Error('outbox not empty'); }); ${READY} await done;`,
    );
    await service.ready;
    expect((await service.stop()).code).toBe(1);
    expect(service.recentOutput()).toContain('outbox not empty');
  });

  test('that does not hear the gentle signal is killed', async () => {
    const service = await start('deaf', `process.on('SIGTERM', () => {}); ${READY} setInterval(() => {}, 1000);`);
    await service.ready;
    expect(await service.stop('SIGTERM', 300)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('drains when the process that started it is gone', async () => {
    const service = await start(
      'orphan',
      `const done = runUntilSignal(async (reason) => console.log('stopped by', reason)); ${READY} await done;`,
    );
    await service.ready;
    service.disconnect();
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.recentOutput()).toBe('stopped by disconnect');
  });
});
