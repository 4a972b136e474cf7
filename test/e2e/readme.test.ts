// The README is true: its commands are run as they stand there, and answer what it shows, ids, times and ports aside.
import { exec } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningCity } from '../../bin/city/folder.ts';
import { PROJECT_FOLDER, removeEnvironment } from '../../embedded/index.ts';
import { cityEnvironment, type CityProcess, startCity } from './support/city-process.ts';
import { commandsOf, type DocumentedCommand, matcherOf, normalised } from './support/documented-commands.ts';

const readme = await readFile(join(PROJECT_FOLDER, 'README.md'), 'utf8');
const blocks = commandsOf(readme);
const withCity = blocks.filter((commands) => !startsCity(commands) && !ownServers(commands));
const withoutCity = blocks.filter(ownServers);

function startsCity(commands: readonly DocumentedCommand[]): boolean {
  return commands.some(({ command }) => command === 'npm start');
}

function ownServers(commands: readonly DocumentedCommand[]): boolean {
  return commands.some(({ command }) => command.includes(' replay '));
}

let folder: string;
let city: CityProcess;
let addresses: RunningCity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parking-readme-test-'));
  city = startCity(folder, []);
  addresses = await city.untilUp();
}, 180_000);

afterAll(async () => {
  city.signal('SIGTERM', 'npm');
  await city.exited;
  await removeEnvironment(folder);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** The command where this city is, instead of where the reader's is. */
const here = (command: string): string =>
  command.replaceAll('http://127.0.0.1:3000', addresses.apiUrl).replaceAll('./.runtime/city', folder);

const outputsOf = async (commands: readonly DocumentedCommand[]): Promise<string[]> => {
  // One shell for a block, so that a variable of one command is there in the next.
  const mark = '--- end of command ---';
  const script = commands.map(({ command }) => `${here(command)}\necho\necho '${mark}'`).join('\n');
  const { stdout } = await promisify(exec)(script, {
    cwd: PROJECT_FOLDER,
    env: cityEnvironment(folder),
    timeout: 270_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split(mark).slice(0, -1).map(normalised);
};

const expectAsDocumented = async (commands: readonly DocumentedCommand[]): Promise<void> => {
  const outputs = await outputsOf(commands);
  expect(outputs).toHaveLength(commands.length);
  for (const [index, { shown }] of commands.entries()) expect(outputs[index]).toMatch(matcherOf(shown));
};

describe('README', () => {
  test('shows what npm start prints', () => {
    const shown = blocks.find(startsCity)?.[0]?.shown ?? '';
    expect(shown).toContain('The city is up');
    expect(normalised(city.output.stdout)).toMatch(matcherOf(shown));
  });

  test('prints three things to try that work as they are printed', async () => {
    const printed = city.output.stdout;
    const tries = printed.slice(printed.indexOf('2. Sign in'), printed.indexOf('3. Drive'));
    const command = tries.split('\n').slice(1).join('\n');
    const { stdout } = await promisify(exec)(command, { env: cityEnvironment(folder), timeout: 30_000 });
    expect(JSON.parse(stdout)).toMatchObject({ items: expect.any(Array) });
    const board = /curl -N "([^"]+)"/.exec(printed)?.[1] ?? '';
    const response = await fetch(board, { signal: AbortSignal.timeout(10_000) });
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^retry: /);
    expect((await fetch(`${addresses.apiUrl}/docs`)).status).toBe(200);
    expect((await fetch(addresses.temporalUiUrl)).status).toBe(200);
  }, 60_000);

  test.each(withCity.map((commands) => [commands.at(-1)?.command ?? '', commands] as const))(
    'shows what this answers: %s',
    async (_, commands) => expectAsDocumented(commands),
    120_000,
  );

  test.each(withoutCity.map((commands) => [commands.at(-1)?.command ?? '', commands] as const))(
    'shows what this answers with servers of its own: %s',
    async (_, commands) => expectAsDocumented(commands),
    280_000,
  );

  test('leads to files that exist', async () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link ?? '');
    expect(links).not.toHaveLength(0);
    for (const link of links) await expect(readFile(join(PROJECT_FOLDER, link))).resolves.toBeDefined();
    const folders = [...readme.matchAll(/`([a-z]+(?:\/[a-z0-9-]+)*\/)`/g)].map(([, name]) => name ?? '');
    for (const name of folders)
      await expect(readFile(join(PROJECT_FOLDER, name))).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
