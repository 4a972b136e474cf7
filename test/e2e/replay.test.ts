// A morning of three car parks through the whole system, as a user runs it: once undisturbed, once with worker, bridge and
// API killed by -9 again and again. The figures are the same.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PROJECT_FOLDER } from '../../embedded/index.ts';
import { bareEnvironment, createTestDatabase, type TestDatabase, testEnvironment } from '../support/environment.ts';

const data = join(PROJECT_FOLDER, 'test', 'data', 'city-day');
const files = ['--lots', join(data, 'lots.csv'), '--occupancy', join(data, 'occupancy.csv'), '--seed', '5'];
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Figures {
  readonly seconds: number;
  readonly sessionsPerSecond: number;
  readonly [name: string]: unknown;
}

/** Both runs share one database, Temporal and Valkey: each is a company of its own. */
const replay = async (...options: string[]): Promise<Omit<Figures, 'seconds' | 'sessionsPerSecond'>> => {
  const { temporalAddress, redisUrl } = testEnvironment();
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/replay.ts', ...files, ...options], {
    cwd: PROJECT_FOLDER,
    env: {
      ...bareEnvironment(),
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporalAddress,
      REDIS_URL: redisUrl,
      NODE_ENV: 'development',
    },
    maxBuffer: 16 * 1024 * 1024,
    timeout: 280_000,
  });
  const { seconds, sessionsPerSecond, ...figures } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
  expect(seconds).toBeGreaterThan(0);
  expect(sessionsPerSecond).toBeGreaterThan(0);
  return figures;
};

test('the board agrees at every observation, the books balance, and kill -9 changes nothing', async () => {
  const undisturbed = await replay();
  expect(undisturbed).toMatchObject({
    lots: 3,
    boardMismatches: 0,
    ledgerImbalanceFen: 0,
    unmatchedPayments: 0,
    workflows: { failed: 0, taskFailures: 0 },
  });
  expect(undisturbed['arrivals']).toBe(undisturbed['sessionsOpened']);
  expect(undisturbed['receivedFen']).toBeGreaterThan(0);
  const disturbed = await replay('--crash-every', '6');
  expect(disturbed).toEqual(undisturbed);
}, 600_000);

test('a broken file stops the run with its line, before anything is started', async () => {
  const run = promisify(execFile)(
    process.execPath,
    ['bin/replay.ts', '--lots', join(data, 'occupancy.csv'), '--occupancy', join(data, 'occupancy.csv')],
    {
      cwd: PROJECT_FOLDER,
    },
  );
  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('line 1') as unknown });
});
