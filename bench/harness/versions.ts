// On what a figure was measured: without it nobody can compare.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const projectFolder = join(import.meta.dirname, '..', '..');

const versionIn = (folder: string): string => {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
};

export type Versions = Readonly<Record<string, string | number>>;

/** Of the project, the machine, Node and the named npm packages. */
export const versionsOf = (packages: readonly string[]): Versions => ({
  'city-parking': versionIn(projectFolder),
  node: process.versions.node,
  ...Object.fromEntries(packages.map((name) => [name, versionIn(join(projectFolder, 'node_modules', name))])),
  platform: `${process.platform}-${process.arch}`,
  cpu: cpus()[0]?.model.trim() || 'unknown',
  cores: cpus().length,
});
