// PostgreSQL refuses to run as root. Started by root it runs as another user of the system, who must be able to read its
// programs and its folder: where he cannot, both move to a temporary folder.
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresPlace {
  /** Who runs it; undefined: we ourselves. */
  readonly user: SystemUser | undefined;
  /** Folder with `initdb` and `postgres`. */
  readonly programs: string;
  /** An empty or existing folder that the user may enter and write, parent of the data folder. */
  readonly home: string;
  /** What moved, for people to know; undefined when nothing did. */
  readonly notice: string | undefined;
}

const CANDIDATES = ['postgres', 'nobody'];

const idOf = async (flag: '-u' | '-g', name: string): Promise<number> =>
  Number((await run('id', [flag, name])).stdout.trim());

const userNamed = async (name: string): Promise<SystemUser | undefined> => {
  try {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    return uid === 0 ? undefined : { name, uid, gid };
  } catch {
    return undefined;
  }
};

/** The user of the database: undefined when we are not root. No account is created. */
const databaseUser = async (): Promise<SystemUser | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of CANDIDATES) {
    const user = await userNamed(name);
    if (user !== undefined) return user;
  }
  throw new Error(
    'PostgreSQL cannot run as root, and this system has no user "postgres" or "nobody". Add one, or run this as another user.',
  );
};

const may = async (user: SystemUser, test: string, path: string): Promise<boolean> => {
  try {
    await run('/bin/sh', ['-c', `test ${test} "$0"`, path], { uid: user.uid, gid: user.gid, cwd: '/' });
    return true;
  } catch {
    return false;
  }
};

const temporaryHome = async (note: string, user: SystemUser): Promise<string> => {
  const noted = await readFile(note, 'utf8').catch(() => undefined);
  const exists = noted === undefined ? undefined : await stat(noted).catch(() => undefined);
  if (noted !== undefined && exists?.isDirectory() === true && exists.uid === user.uid) return noted;
  const made = await mkdtemp(join(tmpdir(), 'city-parking-postgres-'));
  await chown(made, user.uid, user.gid);
  await writeFile(note, made);
  return made;
};

const copyPrograms = async (programs: string, home: string): Promise<string> => {
  const native = join(home, 'native');
  const complete = join(home, 'native-complete');
  if ((await stat(complete).catch(() => undefined)) === undefined) {
    await rm(native, { recursive: true, force: true });
    await cp(dirname(programs), native, { recursive: true, verbatimSymlinks: true });
    await writeFile(complete, '');
  }
  return join(native, 'bin');
};

const noteIn = (folder: string): string => join(folder, 'postgres-location');

/** Decides who runs PostgreSQL and where, and makes the folder. */
export const postgresPlace = async (folder: string, programs: string): Promise<PostgresPlace> => {
  const user = await databaseUser();
  const wanted = join(folder, 'postgres');
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  if (user === undefined) return { user, programs, home: wanted, notice: undefined };
  await chown(wanted, user.uid, user.gid);
  const [entersFolder, runsPrograms] = await Promise.all([
    may(user, '-w', wanted),
    may(user, '-x', join(programs, 'postgres')),
  ]);
  if (entersFolder && runsPrograms) return { user, programs, home: wanted, notice: undefined };
  const temporary = await temporaryHome(noteIn(folder), user);
  return {
    user,
    programs: runsPrograms ? programs : await copyPrograms(programs, temporary),
    home: entersFolder ? wanted : temporary,
    notice: `The database runs as user "${user.name}", who cannot read ${folder}: it uses ${temporary} instead.`,
  };
};

/** Removes what `postgresPlace` made outside the folder, if anything. */
export const removeTemporaryHome = async (folder: string): Promise<void> => {
  const noted = await readFile(noteIn(folder), 'utf8').catch(() => undefined);
  if (noted?.startsWith(join(tmpdir(), 'city-parking-postgres-')) === true)
    await rm(noted, { recursive: true, force: true });
};
