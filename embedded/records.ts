// Which process serves which folder: written beside the data, so that a start after a crash finds what was left over,
// and ends only what it can prove to be its own.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

interface Identity {
  readonly pid: number;
  /** When the process began, in the system's own words: tells it from a later process with the same id. */
  readonly began: string;
}

interface ProcessRecord extends Identity {
  readonly owner: Identity;
}

interface ProcessInfo extends Identity {
  readonly commandLine: string;
}

const pathOf = (folder: string, name: string): string => join(folder, `${name}.pid`);

const infoFromProc = async (pid: number): Promise<ProcessInfo | undefined> => {
  const [stat, commandLine] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return { pid, began: fields[19] ?? '', commandLine: commandLine.replaceAll('\0', ' ') };
};

const infoFromPs = async (pid: number): Promise<ProcessInfo | undefined> => {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'lstart=', '-o', 'command=', '-p', String(pid)]);
  const line = stdout.trim();
  return line === '' ? undefined : { pid, began: line.slice(0, 24), commandLine: line.slice(24) };
};

/** What runs under this process id; undefined when nothing does. */
export const processInfo = async (pid: number): Promise<ProcessInfo | undefined> => {
  try {
    return process.platform === 'linux' ? await infoFromProc(pid) : await infoFromPs(pid);
  } catch {
    return undefined;
  }
};

const runningAs = async (identity: Identity): Promise<ProcessInfo | undefined> => {
  const info = await processInfo(identity.pid);
  return info?.began === identity.began ? info : undefined;
};

const read = async (path: string): Promise<ProcessRecord | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
};

const identityOf = async (pid: number): Promise<Identity> => ({ pid, began: (await processInfo(pid))?.began ?? '' });

/** Notes that `pid` serves `name` in this folder, started by us. */
export const recordProcess = async (folder: string, name: string, pid: number): Promise<void> => {
  const record: ProcessRecord = { ...(await identityOf(pid)), owner: await identityOf(process.pid) };
  const path = pathOf(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(record)}\n`);
  await rename(`${path}.new`, path);
};

export const forgetProcess = (folder: string, name: string): Promise<void> => rm(pathOf(folder, name), { force: true });

const untilGone = async (identity: Identity, timeoutMs: number): Promise<boolean> => {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if ((await runningAs(identity)) === undefined) return true;
    await sleep(50);
  }
  return false;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It left between the look and the signal.
  }
};

/**
 * Ends a server that an earlier run left over in this folder. Leaves anything alone whose command line does not carry
 * `marker`. Throws when the run that started the server is still there: two of them must not share a folder.
 */
export const clearLeftover = async (
  folder: string,
  name: string,
  marker: string,
  gentle: NodeJS.Signals,
): Promise<boolean> => {
  const record = await read(pathOf(folder, name));
  if (record === undefined) return false;
  const left = await runningAs(record);
  if (left === undefined || !left.commandLine.includes(marker)) {
    await forgetProcess(folder, name);
    return false;
  }
  if ((await runningAs(record.owner)) !== undefined) {
    throw new Error(
      `${name} in ${folder} is in use by process ${record.owner.pid}, which is still running. Stop it, or use another folder.`,
    );
  }
  signal(record.pid, gentle);
  if (!(await untilGone(record, 10_000))) {
    signal(record.pid, 'SIGKILL');
    await untilGone(record, 5_000);
  }
  await forgetProcess(folder, name);
  return true;
};
