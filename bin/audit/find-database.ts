// Whose books are audited: the configured database, that of the running city, or that of a stopped city, started for the
// time of the audit.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../embedded/index.ts';
import { cityFolder } from '../city/arguments.ts';
import { claimFolder, releaseFolder, runningCity } from '../city/folder.ts';
import { CityUsageError } from '../city/usage.ts';

export interface FoundDatabase {
  readonly url: string;
  readonly what: string;
  /** Stops what was started for it. */
  release(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const nothing = async (): Promise<void> => undefined;

const hasData = (folder: string): Promise<boolean> =>
  access(join(folder, 'postgres-password')).then(
    () => true,
    () => false,
  );

const databaseOfRunningCity = async (folder: string): Promise<FoundDatabase | undefined> => {
  try {
    return { url: (await runningCity(folder)).databaseUrl, what: `the running city in ${folder}`, release: nothing };
  } catch (error) {
    if (error instanceof CityUsageError) return undefined;
    throw error;
  }
};

const databaseOfStoppedCity = async (folder: string, say: (sentence: string) => void): Promise<FoundDatabase> => {
  await claimFolder(folder);
  try {
    const server = await startPostgres({ folder, log: join(folder, 'logs', 'postgres.log'), notice: say });
    const release = async (): Promise<void> => {
      await server.stop();
      await releaseFolder(folder);
    };
    return { url: server.url, what: `the stopped city in ${folder}`, release };
  } catch (error) {
    await releaseFolder(folder);
    throw error;
  }
};

/** Throws CityUsageError when there is nothing to audit. */
export const findDatabase = async (env: Environment, say: (sentence: string) => void): Promise<FoundDatabase> => {
  const url = env['DATABASE_URL'];
  if (url) return { url, what: 'the database of DATABASE_URL', release: nothing };
  const folder = cityFolder(env);
  const running = await databaseOfRunningCity(folder);
  if (running !== undefined) return running;
  if (await hasData(folder)) return databaseOfStoppedCity(folder, say);
  throw new CityUsageError(
    `There are no books yet: ${folder} holds no city. Start one with "npm start", or name a database in DATABASE_URL.`,
  );
};
