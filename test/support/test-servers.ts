// The one set of servers that all tests of a run share.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Environment,
  removeEnvironment,
  RUNTIME_FOLDER,
  searchAttributeList,
  startEnvironment,
  temporalTestServerPath,
} from '../../embedded/index.ts';
import { TEST_DEFAULTS } from './environment.ts';
import { prepareDatabase } from './prepare-database.ts';

export interface TestServers {
  /** Everything that a test or a process started by one needs to know. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const FOLDER = /^(?:environment-)?test-(\d+)$/;

/** Folders of runs that were killed. Those of runs under way are left alone. */
const removeOldFolders = async (): Promise<void> => {
  const names = await readdir(RUNTIME_FOLDER).catch(() => []);
  const old = names.filter((name) => FOLDER.test(name) && !isRunning(Number(FOLDER.exec(name)?.[1])));
  for (const name of old) await removeEnvironment(join(RUNTIME_FOLDER, name)).catch(() => undefined);
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts what `process.env` does not configure, in a temporary folder, and migrates the database. */
export const startTestServers = async (progress: (sentence: string) => void): Promise<TestServers> => {
  await removeOldFolders();
  const environment: Environment = await startEnvironment({
    folder: join(RUNTIME_FOLDER, `test-${process.pid}`),
    env: process.env,
    searchAttributes: searchAttributeList,
    ports: { temporalUi: false },
    temporary: true,
    progress,
  });
  const env = { ...TEST_DEFAULTS, ...environment.env, TEMPORAL_TEST_SERVER: temporalTestServerPath() };
  try {
    await prepareDatabase({ ...process.env, ...env });
  } catch (error) {
    await environment.stop();
    throw error;
  }
  return { env, stop: environment.stop };
};
