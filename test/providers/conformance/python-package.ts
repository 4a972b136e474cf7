// Installs a Python client once, below .runtime: into a folder that gets its name only when it is complete.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export const python = process.env['PYTHON'] || 'python3';

const pip = (command: string, args: readonly string[]): string => {
  const env = { ...process.env, PIP_NO_CACHE_DIR: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_USER: '0' };
  const done = spawnSync(command, args, { env, encoding: 'utf8', timeout: 180_000 });
  return done.status === 0 ? '' : `${command} ${args.join(' ')}:\n${done.stderr || String(done.error)}`;
};

/** Answers the folder that PYTHONPATH must name. Throws what pip wrote when it fails. */
export const installPackage = (name: string, version: string): string => {
  const packages = join(root, '.runtime', 'python-conformance', `${name}-${version}`);
  if (existsSync(packages)) return packages;
  const partial = `${packages}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const args = ['-m', 'pip', 'install', '--quiet', '--target', partial, `${name}==${version}`];
  const venv = join(root, '.runtime', 'venv', 'bin', 'python');
  const failure = pip(existsSync(venv) ? venv : python, args);
  if (failure !== '') throw new Error(`${name} could not be installed. ${failure}`);
  renameSync(partial, packages);
  return packages;
};
