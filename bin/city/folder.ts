// The folder of a city: one city at a time works in it, and says where it can be reached while it runs.
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeEnvironment } from '../../embedded/index.ts';
import { processInfo } from '../../embedded/records.ts';
import { CityUsageError } from './usage.ts';

interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly began: string;
}

const lockOf = (folder: string): string => join(folder, 'city.lock');
const addressesOf = (folder: string): string => join(folder, 'city.json');

/** A file that only its owner reads, there in full or not at all. */
export const writePrivately = async (path: string, content: unknown): Promise<void> => {
  const fresh = `${path}.new`;
  await writeFile(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, path);
};

const readJson = async <T>(path: string): Promise<T | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
};

const runningHolder = async (folder: string): Promise<Holder | undefined> => {
  const holder = await readJson<Holder>(lockOf(folder));
  if (holder === undefined) return undefined;
  return (await processInfo(holder.pid))?.began === holder.began ? holder : undefined;
};

/** Takes the folder for this process. Throws CityUsageError while another city runs in it. */
export const claimFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const self: Holder = { pid: process.pid, began: (await processInfo(process.pid))?.began ?? '' };
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      await writeFile(lockOf(folder), JSON.stringify(self), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await runningHolder(folder);
    if (holder !== undefined) {
      throw new CityUsageError(
        `A city runs in ${folder} already (process ${holder.pid}). Stop it with Ctrl-C, or choose another folder in CITY_FOLDER.`,
      );
    }
    await rm(lockOf(folder), { force: true });
  }
  throw new CityUsageError(`Another city is starting in ${folder}. Try again in a moment.`);
};

export const releaseFolder = (folder: string): Promise<void> => rm(lockOf(folder), { force: true });

/** What a city keeps; a folder with something else in it is not ours to remove. */
const isCity = (names: readonly string[]): boolean =>
  names.length === 0 || names.includes('keys.json') || names.every((name) => name === 'city.lock');

/** Removes everything of a city that does not run. Throws CityUsageError when one does, or the folder holds something else. */
export const emptyFolder = async (folder: string): Promise<void> => {
  if (!isCity(await readdir(folder).catch(() => []))) {
    throw new CityUsageError(
      `${folder} holds no city, so --reset leaves it alone. Choose another folder in CITY_FOLDER.`,
    );
  }
  await claimFolder(folder);
  await removeEnvironment(folder);
};

/** Where a running city can be reached, and what it was started with: for verbs and scripts on the same machine. */
export interface RunningCity {
  readonly apiUrl: string;
  readonly bridgeUrl: string;
  readonly sandboxUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string;
  readonly mqttUrl: string;
  readonly databaseUrl: string;
}

export const announceCity = (folder: string, city: RunningCity): Promise<void> =>
  writePrivately(addressesOf(folder), city);

export const withdrawCity = (folder: string): Promise<void> => rm(addressesOf(folder), { force: true });

/** The city that runs in the folder. Throws CityUsageError when none does. */
export const runningCity = async (folder: string): Promise<RunningCity> => {
  const city = (await runningHolder(folder)) && (await readJson<RunningCity>(addressesOf(folder)));
  if (city === undefined)
    throw new CityUsageError(`No city is running in ${folder}. Start one with "npm start" in another terminal.`);
  return city;
};
