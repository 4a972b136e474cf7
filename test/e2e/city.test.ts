// npm start through its life: first start, second start, a city anew; taken ports, wrong ports, two at once; and its end.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DemoCity } from '../../bin/city/demo-record.ts';
import { type RunningCity } from '../../bin/city/folder.ts';
import { ApiClient } from '../../bin/replay/api-client.ts';
import { eventually } from '../../bin/replay/quiet.ts';
import { removeEnvironment } from '../../embedded/index.ts';
import { processInfo } from '../../embedded/records.ts';
import { type CityProcess, startCity, survivorsOf } from './support/city-process.ts';

let folder: string;
let taken: Server;
let takenPort: number;
const started: CityProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parking-city-test-'));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  takenPort = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(async () => {
  for (const city of started) {
    try {
      city.signal('SIGTERM', 'terminal');
    } catch {
      // It has ended, as it should.
    }
    await city.exited;
  }
  await new Promise((resolve) => taken.close(resolve));
  await removeEnvironment(folder);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const start = (options: readonly string[], over: NodeJS.ProcessEnv = {}): CityProcess => {
  const city = startCity(folder, options, over);
  started.push(city);
  return city;
};

const demo = async (): Promise<DemoCity> => JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as DemoCity;

const sessionsOf = async (city: RunningCity): Promise<{ id: string; phase: string }[]> => {
  const staff = new ApiClient(city.apiUrl, { kind: 'staff', ...(await demo()).people.administrator });
  return (await staff.call<{ items: { id: string; phase: string }[] }>({ method: 'GET', path: '/v1/parking-sessions' }))
    .items;
};

const lotIdsOf = async ({ apiUrl }: RunningCity): Promise<string[]> => {
  const path = `/v1/boards?companyId=${(await demo()).company.id}`;
  const { items } = await new ApiClient(apiUrl).call<{ items: { lotId: string }[] }>({ method: 'GET', path });
  return items.map(({ lotId }) => lotId).sort();
};

const workflowStatus = async (city: RunningCity, sessionId: string): Promise<string> => {
  const connection = await Connection.connect({ address: city.temporalAddress });
  try {
    const handle = new Client({ connection }).workflow.getHandle(`session/${sessionId}`);
    return (await handle.describe()).status.name;
  } finally {
    await connection.close();
  }
};

const gatewayOf = async (pids: readonly number[]): Promise<number> => {
  const infos = await Promise.all(pids.map(processInfo));
  return infos.find((info) => info?.commandLine.includes('bin/gateway.ts'))?.pid ?? 0;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

describe('npm start', () => {
  let before: { lotIds: string[]; password: string; session: string };

  test('refuses what is no port, with exit 2 and the name of the variable', async () => {
    const city = start([], { API_PORT: '70000' });
    expect(await city.exited).toBe(2);
    expect(city.output.stderr).toContain('API_PORT must be a port between 0 and 65535, not "70000".');
  }, 30_000);

  test('brings up a living city beside a taken port, alone in its folder, and leaves no process behind', async () => {
    const city = start([], { API_PORT: String(takenPort) });
    const addresses = await city.untilUp();
    expect(city.output.stderr).toContain(
      `Port ${takenPort} is taken: the API uses ${new URL(addresses.apiUrl).port} instead`,
    );
    expect((await stat(join(folder, 'demo.json'))).mode & 0o777).toBe(0o600);
    expect(city.output.stdout).toContain((await demo()).people.administrator.password);

    const second = start([]);
    expect(await second.exited).toBe(2);
    expect(second.output.stderr).toMatch(/A city runs in .* already \(process \d+\)\. Stop it with Ctrl-C/);

    const session = await eventually('a car', async () => (await sessionsOf(addresses))[0]?.id);
    before = { lotIds: await lotIdsOf(addresses), password: (await demo()).people.administrator.password, session };
    expect(before.lotIds).toHaveLength(3);

    const processes = await city.descendants();
    expect(processes.length).toBeGreaterThan(8);
    process.kill(await gatewayOf(processes), 'SIGKILL');
    await eventually('the gateway', async () => (await answers(`${addresses.sandboxUrl}/livez`)) || undefined);
    expect(city.output.stderr).toContain('gateway has ended (SIGKILL); starting it again');

    const everyone = [...processes, ...(await city.descendants())];
    city.signal('SIGTERM', 'npm');
    expect(await city.exited).toBe(0);
    expect(await survivorsOf(everyone)).toEqual([]);
    expect(city.output.stderr).toContain(`everything has stopped. The data are kept in ${folder}.`);
  }, 240_000);

  test('finds people, lots, stays and workflows again at the next start, and stops at Ctrl-C', async () => {
    const city = start(['--no-traffic']);
    const addresses = await city.untilUp();
    expect((await demo()).people.administrator.password).toBe(before.password);
    expect(await lotIdsOf(addresses)).toEqual(before.lotIds);
    const found = (await sessionsOf(addresses)).find(({ id }) => id === before.session);
    expect(found).toBeDefined();
    expect(await workflowStatus(addresses, before.session)).toBe(found?.phase === 'closed' ? 'COMPLETED' : 'RUNNING');

    const processes = await city.descendants();
    city.signal('SIGINT', 'terminal');
    expect(await city.exited).toBe(0);
    expect(await survivorsOf(processes)).toEqual([]);
  }, 240_000);

  test('begins anew with --reset', async () => {
    const city = start(['--reset', '--no-traffic']);
    const addresses = await city.untilUp();
    expect((await demo()).people.administrator.password).not.toBe(before.password);
    expect(await sessionsOf(addresses)).toEqual([]);
    city.signal('SIGTERM', 'npm');
    expect(await city.exited).toBe(0);
  }, 240_000);

  test('removes no folder that holds something else', async () => {
    const city = startCity(join(import.meta.dirname, 'support'), ['--reset']);
    expect(await city.exited).toBe(2);
    expect(city.output.stderr).toContain('holds no city, so --reset leaves it alone');
    expect((await stat(import.meta.filename)).isFile()).toBe(true);
  }, 30_000);
});
