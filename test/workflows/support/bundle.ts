// The workflow bundle of this release for tests, built once for all of them.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testEnvironment } from '../../support/environment.ts';

const buildTimeoutMs = 60_000;

/** Builds the bundle when no test has built it yet; the worker then finds it in its folder. Answers its path. */
export const builtBundle = async (): Promise<{ codePath: string }> => {
  const script = fileURLToPath(new URL('build-bundle.ts', import.meta.url));
  const { bundleFolder } = testEnvironment().config();
  const { stdout } = await promisify(execFile)(process.execPath, [script, bundleFolder], { timeout: buildTimeoutMs });
  return { codePath: stdout };
};
