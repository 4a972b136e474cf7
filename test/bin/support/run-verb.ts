// Runs a command of ours as npm does, and hands back what it said and how it ended.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../../embedded/index.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout, read as JSON; undefined when there is none. */
  readonly json: unknown;
}

const timeoutMs = 60_000;

/** `env` is all that the command sees of the environment, beside PATH. */
export const runVerb = (
  verb: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env }, cwd: PROJECT_FOLDER, timeout: timeoutMs };
    execFile(process.execPath, [join('bin', `${verb}.ts`), ...args], options, (error, stdout, stderr) => {
      const line = stdout.trimEnd().split('\n').at(-1) ?? '';
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr, json: line.startsWith('{') ? (JSON.parse(line) as unknown) : undefined });
    });
  });
