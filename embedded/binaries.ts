// Where the servers' programs are: named by a variable, on the PATH, or installed by prepare.mjs below .runtime/.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const PROJECT_FOLDER = resolve(import.meta.dirname, '..');

/** Everything that is made at run time lies below this folder. */
export const RUNTIME_FOLDER = join(PROJECT_FOLDER, '.runtime');

const INSTALLED = join(RUNTIME_FOLDER, 'python', 'bin');

interface Program {
  /** Variable that names the program outright. */
  readonly variable: string;
  /** Names it goes by on the PATH, best first. prepare.mjs installs the first. */
  readonly names: readonly [string, ...string[]];
  readonly what: string;
}

const PROGRAMS = {
  temporal: { variable: 'TEMPORAL_BINARY', names: ['temporal'], what: 'the Temporal development server' },
  temporalTestServer: {
    variable: 'TEMPORAL_TEST_SERVER',
    names: ['temporal-test-server'],
    what: 'the time-skipping Temporal test server',
  },
  valkey: { variable: 'VALKEY_BINARY', names: ['valkey-server', 'redis-server'], what: 'the Valkey server' },
} as const satisfies Record<string, Program>;

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const onPath = (names: readonly string[], env: NodeJS.ProcessEnv): string | undefined => {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
};

/** The absolute path of a server's program. EMBEDDED_PROGRAMS=installed ignores the PATH. Throws with the remedy. */
export const findProgram = (name: keyof typeof PROGRAMS, env: NodeJS.ProcessEnv = process.env): string => {
  const program: Program = PROGRAMS[name];
  const named = env[program.variable];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw new Error(`${program.variable} names "${named}", which is not a program. Correct it or unset it.`);
  }
  const installed = join(INSTALLED, program.names[0]);
  const candidates = env['EMBEDDED_PROGRAMS'] === 'installed' ? [] : [onPath(program.names, env)];
  const found = [...candidates, installed].find((path) => path !== undefined && isProgram(path));
  if (found === undefined) {
    const mode = name === 'temporalTestServer' ? 'test' : 'start';
    throw new Error(`${program.what} is not installed. Run "node embedded/prepare.mjs ${mode}", which installs it.`);
  }
  return found;
};
