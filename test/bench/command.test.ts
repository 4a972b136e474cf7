// The harness as it is called: turns, the last line, checks that forbid figures, and words that it does not know.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { benchCommand } from '../../bench/harness/command.ts';
import { CheckFailed, type Registry } from '../../bench/harness/benchmark.ts';
import { fakeBenchmark } from './support/fake-benchmark.ts';

const run = async (registry: Registry, ...words: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await benchCommand(words, registry, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join('\n'), result: JSON.parse(out.at(-1) ?? 'null') as unknown };
};

const threeRuns = ['fake', '--runs', '3'];

test('measures in turn, ours first, after one warm-up that does not count', async () => {
  const { registry, calls } = fakeBenchmark();
  await run(registry, ...threeRuns);
  expect(calls).toEqual(['own', 'peer', 'own', 'peer', 'own', 'peer', 'own', 'peer', 'closed']);
});

test('prints nothing but one line of JSON on stdout, with the median and range of the ratios of each run', async () => {
  const { code, out, err, result } = await run(fakeBenchmark({ wanted: 10 }).registry, ...threeRuns);
  const { version } = JSON.parse(readFileSync('node_modules/fast-check/package.json', 'utf8')) as { version: string };
  expect({ code, lines: out.length }).toEqual({ code: 0, lines: 1 });
  expect(result).toEqual({
    bench: 'fake',
    unit: 'µs/thing',
    ours: 2,
    peers: { peer: 40 },
    ratios: { peer: { median: 10, min: 10, max: 20 } },
    wanted: { peer: 10 },
    met: true,
    cpuSecondsPerUnit: { own: { bench: expect.any(Number) }, peer: { bench: expect.any(Number) } },
    versions: {
      'city-parking': expect.any(String),
      node: process.versions.node,
      'fast-check': version,
      platform: expect.any(String),
      cpu: expect.any(String),
      cores: expect.any(Number),
    },
    runs: 3,
    details: { own: { value: 2, unit: 'µs/thing' } },
  });
  expect(err).toMatch(/^peer +40 +10 – 40 +bench .+ µs +10 × +10 – 20 +≥ 10 × +met$/m);
});

test('turns the ratio round where more is better', async () => {
  const { result } = await run(fakeBenchmark({ better: 'more' }).registry, ...threeRuns);
  expect(result).toMatchObject({ ratios: { peer: { median: 0.1, min: 0.05, max: 0.1 } }, wanted: {}, met: true });
});

test('says that a ratio was missed, and still exits 0: a lost comparison is a result', async () => {
  const { code, err, result } = await run(fakeBenchmark({ wanted: 10.5 }).registry, ...threeRuns);
  expect(code).toBe(0);
  expect(result).toMatchObject({ met: false });
  expect(err).toMatch(/≥ 10.5 × +MISSED/);
});

test('lists further figures with their limits, and counts each for what is met', async () => {
  const figures = () => [
    { name: 'size', value: 200, unit: 'bytes', below: 200 },
    { name: 'rows', value: 7, unit: 'rows', atLeast: 7 },
    { name: 'time', value: 12.3456, unit: 's' },
  ];
  const { result } = await run(fakeBenchmark({ workload: { figures } }).registry, ...threeRuns);
  expect(result).toMatchObject({
    met: false,
    details: {
      size: { value: 200, unit: 'bytes', below: 200, met: false },
      rows: { value: 7, atLeast: 7, met: true },
      time: { value: 12.35, unit: 's' },
    },
  });
});

test.each([
  ['before anything is measured', { workload: { check: () => Promise.reject(new CheckFailed('fees differ')) } }],
  ['after the last run', { peerFailsInRun: 3 }],
  ['in the warm-up', { peerFailsInRun: 0 }],
  ['with the further figures', { workload: { figures: () => Promise.reject(new CheckFailed('sums differ')) } }],
])('a check that fails %s leaves no figure, closes the workload and exits 1', async (_, options) => {
  const { registry, calls } = fakeBenchmark(options);
  const { code, out, err } = await run(registry, ...threeRuns);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toMatch(/^A check failed, so no figure counts: (fees differ|the peer lost a row|sums differ)$/m);
  expect(err).not.toMatch(/median|\dµs|×/);
  expect(calls.at(-1)).toBe('closed');
});

test('a side that measures nothing leaves no figure', async () => {
  const { code, out } = await run(fakeBenchmark().registry, 'fake', '--runs', '4');
  expect({ code, out }).toEqual({ code: 1, out: [] });
});

test.each([
  [['fake', '--runs', '0']],
  [['fake', '--seconds', 'soon']],
  [['fake', '--slowly']],
  [['fake', 'fake']],
  [['constructor']],
  [[]],
])('does not know what to do with %j', async (words) => {
  const { code, out, err } = await run(fakeBenchmark().registry, ...words);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(err).toContain('fake       does nothing');
});

test('asked for help, lists the benchmarks and exits 0', async () => {
  const { code, err } = await run(fakeBenchmark().registry, '--help');
  expect(code).toBe(0);
  expect(err).toContain('usage: npm run --silent bench -- NAME');
});

const bench = (...words: string[]) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, ['bench/run.ts', ...words], { encoding: 'utf8', env, timeout: 50_000 });
};

test('the command exits 2 for an unknown name and lists those that there are', () => {
  const { status, stdout, stderr } = bench('nosuch');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/there is no benchmark "nosuch"[^]+ tariff +prices of stays/);
});

test('the tariff benchmark agrees with its peers, and prints all that it measures', () => {
  const { status, stdout, stderr } = bench('tariff', '--quick');
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, object>;
  expect(result).toMatchObject({ bench: 'tariff', unit: 'µs/fee', quick: true });
  expect(Object.keys(result['ratios'] ?? {})).toEqual([
    'json-rules-engine',
    'minute-loop',
    'minute-loop-by-hand',
    'minute-loop-30d',
    'minute-loop-by-hand-30d',
  ]);
  expect(Object.keys(result['details'] ?? {})).toEqual([
    'simple-3h',
    'simple-3h-capped-by-day',
    'day-night-24h',
    'holidays-30d',
    'compare-versions-1000',
    'simple-3h-allocation',
    'major-collections-in-100000',
    'minor-collections-in-100000',
  ]);
});
