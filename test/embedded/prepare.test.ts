// The script before every npm verb: quick when nothing is to do, and clear when something is missing.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_FOLDER } from '../../embedded/index.ts';

const SCRIPT = join('embedded', 'prepare.mjs');
const LOCK_FILE = '{"lockfileVersion":3}';

let checkout: string;

/** A checkout whose npm packages are in place and whose servers are not. */
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'city-parking-prepare-'));
  for (const folder of ['embedded', '.runtime', join('node_modules', '.bin')])
    await mkdir(join(checkout, folder), { recursive: true });
  await copyFile(join(PROJECT_FOLDER, SCRIPT), join(checkout, SCRIPT));
  await writeFile(join(checkout, 'package-lock.json'), LOCK_FILE);
  await writeFile(join(checkout, 'node_modules', '.package-lock.json'), LOCK_FILE);
  await writeFile(join(checkout, '.runtime', 'npm.stamp'), `${createHash('sha256').update(LOCK_FILE).digest('hex')}\n`);
  await symlink(process.execPath, join(checkout, 'node_modules', '.bin', 'node'));
});

afterAll(async () => {
  await rm(checkout, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

const prepare = (root: string, mode: string, env: Readonly<Record<string, string>>): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [join(root, SCRIPT), mode], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (bytes) => (output.stdout += String(bytes)));
    child.stderr.on('data', (bytes) => (output.stderr += String(bytes)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output, seconds: (performance.now() - began) / 1000 }));
  });

test('takes under a second and says nothing when everything is there', async () => {
  const outcome = await prepare(PROJECT_FOLDER, 'test', { PATH: process.env['PATH'] ?? '' });
  expect(outcome).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(outcome.seconds).toBeLessThan(1);
});

test('names the remedy when Python is missing', async () => {
  const outcome = await prepare(checkout, 'start', { PATH: '/nonexistent' });
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
  expect(outcome.stderr).toMatch(
    /Python 3\.9 or later is needed to install temporal, valkey-server, and there is none on the PATH\./,
  );
  expect(outcome.stderr).toContain('apt-get install python3');
});

test('names the version when Python is too old', async () => {
  const old = join(checkout, 'old-python');
  await writeFile(old, '#!/bin/sh\necho 3.8\n', { mode: 0o755 });
  const outcome = await prepare(checkout, 'start', {
    PATH: '/bin:/usr/bin',
    PYTHON: old,
    EMBEDDED_PROGRAMS: 'installed',
  });
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('the one on the PATH is 3.8');
});

test('needs no Python where the servers are configured', async () => {
  const env = { PATH: '/nonexistent', TEMPORAL_ADDRESS: 'temporal:7233', REDIS_URL: 'redis://cache:6379' };
  expect(await prepare(checkout, 'start', env)).toMatchObject({ code: 0, stderr: '' });
});

test('needs no Python for checks, which start no server', async () => {
  expect(await prepare(checkout, 'check', { PATH: '/nonexistent' })).toMatchObject({ code: 0, stderr: '' });
});

test('leaves no lock behind when it fails', async () => {
  await prepare(checkout, 'start', { PATH: '/nonexistent' });
  await expect(stat(join(checkout, '.runtime', 'prepare.lock'))).rejects.toThrow(/ENOENT/);
});

test('takes over the lock of a preparation that died', async () => {
  const lock = join(checkout, '.runtime', 'prepare.lock');
  const longAgo = new Date('2020-01-01T00:00:00Z');
  await mkdir(lock);
  await utimes(lock, longAgo, longAgo);
  const outcome = await prepare(checkout, 'start', { PATH: '/nonexistent' });
  expect(outcome.stderr).toContain('Python 3.9 or later is needed');
});

test('waits for a preparation that is under way', async () => {
  const lock = join(checkout, '.runtime', 'prepare.lock');
  await mkdir(lock);
  const pending = prepare(checkout, 'start', { PATH: '/nonexistent' });
  await sleep(1_000);
  await rm(lock, { recursive: true });
  const outcome = await pending;
  expect(outcome.seconds).toBeGreaterThan(1);
  expect(outcome.stderr).toContain('another preparation is under way');
});

test('refuses an unknown mode with its usage', async () => {
  const outcome = await prepare(checkout, 'everything', { PATH: '/nonexistent' });
  expect(outcome).toMatchObject({ code: 2, stderr: 'prepare: usage: node embedded/prepare.mjs start|test|check\n' });
});

test('is the same script in every verb of package.json', async () => {
  const { scripts } = JSON.parse(await readFile(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const verbs = Object.keys(scripts).filter((name) => !name.startsWith('pre') && name !== 'format');
  for (const verb of verbs) expect(scripts[`pre${verb}`]).toMatch(/^node embedded\/prepare\.mjs (start|test|check)$/);
});
