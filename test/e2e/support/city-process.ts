// `npm start` as a person runs it: in a folder of its own, on free ports, with everything that it starts found and counted.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningCity } from '../../../bin/city/folder.ts';
import { PROJECT_FOLDER } from '../../../embedded/index.ts';
import { processInfo } from '../../../embedded/records.ts';
import { bareEnvironment } from '../../support/environment.ts';

const portNames = ['API', 'BRIDGE', 'WORKER', 'GATEWAY', 'TEMPORAL', 'TEMPORAL_UI', 'POSTGRES', 'VALKEY', 'MQTT'];
const upWithinMs = 150_000;

/** The environment of a user who has configured nothing but a folder and free ports. */
export const cityEnvironment = (folder: string, over: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...bareEnvironment(),
  ...Object.fromEntries(portNames.map((name) => [`${name}_PORT`, '0'])),
  NODE_ENV: 'development',
  CITY_FOLDER: folder,
  ...over,
});

export interface CityProcess {
  readonly output: { stdout: string; stderr: string };
  /** Where it can be reached, once it is up. Rejects when it ends before. */
  untilUp(): Promise<RunningCity>;
  /** Resolves with the exit code of npm. */
  readonly exited: Promise<number | null>;
  /** To npm alone, as a supervisor does; or to the whole group, as Ctrl-C in a terminal does. */
  signal(name: NodeJS.Signals, to: 'npm' | 'terminal'): void;
  /** Every process below npm, as they are now. */
  descendants(): Promise<readonly number[]>;
}

const parentsOf = async (): Promise<ReadonlyMap<number, number>> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number] | undefined> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      return stat === undefined
        ? undefined
        : [Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
    }),
  );
  return new Map(pairs.filter((pair) => pair !== undefined));
};

const below = (root: number, parents: ReadonlyMap<number, number>): number[] => {
  const children = [...parents].filter(([, parent]) => parent === root).map(([pid]) => pid);
  return children.flatMap((child) => [child, ...below(child, parents)]);
};

export const startCity = (folder: string, options: readonly string[], over: NodeJS.ProcessEnv = {}): CityProcess => {
  const child: ChildProcess = spawn('npm', ['start', '--', ...options], {
    cwd: PROJECT_FOLDER,
    env: cityEnvironment(folder, over),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  const pid = child.pid ?? 0;
  let ended = false;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() => (ended = true));
  return {
    output,
    exited,
    untilUp: async () => {
      const until = Date.now() + upWithinMs;
      while (!output.stdout.includes('Ctrl-C stops everything')) {
        if (ended || Date.now() > until) throw new Error(`the city did not come up:\n${output.stderr}`);
        await sleep(100);
      }
      return JSON.parse(await readFile(`${folder}/city.json`, 'utf8')) as RunningCity;
    },
    signal: (name, to) => void process.kill(to === 'npm' ? pid : -pid, name),
    descendants: async () => below(pid, await parentsOf()),
  };
};

/** Those of the processes that are still there after a moment. */
export const survivorsOf = async (pids: readonly number[]): Promise<number[]> => {
  let left = [...pids];
  for (let tries = 0; tries < 50 && left.length > 0; tries += 1) {
    const infos = await Promise.all(left.map(processInfo));
    left = left.filter((_, index) => infos[index] !== undefined);
    if (left.length > 0) await sleep(100);
  }
  return left;
};
