// docs/configuration.md names every environment variable that the code reads, and none that it does not.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PROJECT_FOLDER } from '../../embedded/index.ts';

const layers = ['api', 'bin', 'db', 'delivery', 'devices', 'embedded', 'platform', 'providers'];
const reads = [
  /\benv(?:\.|\[')([A-Z][A-Z0-9_]+)/g,
  /\b(?:required|port|url|key|wholeNumbers)\((?:env, )?'([A-Z][A-Z0-9_]+)'/g,
  /\b(?:variable|address|configuredBy): '([A-Z][A-Z0-9_]+)'/g,
];
/** The system's own. */
const foreign = ['PATH', 'HOME', 'TMPDIR', 'NODE_OPTIONS', 'XDG_CACHE_HOME'];

const sources = async (): Promise<string[]> => {
  const files = await Promise.all(
    layers.map(async (layer) =>
      (await readdir(join(PROJECT_FOLDER, layer), { recursive: true })).map((file) =>
        join(PROJECT_FOLDER, layer, file),
      ),
    ),
  );
  return Promise.all(
    files
      .flat()
      .filter((file) => /\.(ts|mjs)$/.test(file))
      .map((file) => readFile(file, 'utf8')),
  );
};

const namesIn = (texts: readonly string[], patterns: readonly RegExp[]): string[] => {
  const found = texts.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name ?? '')),
  );
  return [...new Set(found)].filter((name) => !foreign.includes(name)).sort();
};

test('docs/configuration.md names every environment variable that the code reads, and no other', async () => {
  const page = await readFile(join(PROJECT_FOLDER, 'docs', 'configuration.md'), 'utf8');
  const documented = namesIn([page], [/^\| ((?:`[A-Z_]+`(?:, )?)+)/gm])
    .flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name ?? ''))
    .sort();
  expect(documented).toEqual(namesIn(await sources(), reads));
});
