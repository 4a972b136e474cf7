// The numbers behind a result: medians, ratios, limits, CPU time and random inputs that repeat.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { cpuBetween, cpuSeconds, parseProcessTime } from '../../bench/harness/cpu.ts';
import { seededRandom } from '../../bench/harness/random.ts';
import { tableText } from '../../bench/harness/report.ts';
import { holds, median, pairwiseRatio } from '../../bench/harness/statistics.ts';
import { medianMicroseconds } from '../../bench/harness/timing.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

test('ratios are taken run by run, so that a slow moment of the machine does not count', () => {
  // The third run was twice as slow for both: the ratio of the medians would be 4, that of the worst runs too.
  expect(pairwiseRatio([10, 12, 20], [40, 36, 100], 'less')).toEqual({ median: 4, min: 3, max: 5 });
  expect(pairwiseRatio([40, 36, 100], [10, 12, 20], 'more')).toEqual({ median: 4, min: 3, max: 5 });
});

test('a figure without its pair is no comparison', () => {
  expect(() => pairwiseRatio([1, 2], [1], 'less')).toThrow('needs its pair');
});

test.each([
  [2, {}, undefined],
  [2, { atMost: 2 }, true],
  [2.1, { atMost: 2 }, false],
  [2, { below: 2 }, false],
  [2, { atLeast: 2 }, true],
  [1.9, { atLeast: 2 }, false],
  [Number.NaN, { atMost: 2 }, false],
])('%d under %j holds: %s', (value, limit, expected) => {
  expect(holds(value, limit)).toBe(expected);
});

test('reads a line of /proc, whatever the program is called', () => {
  const line = '42 (a) b (c)) S 7 42 42 0 -1 4194560 100 200 0 0 150 50 25 75 20 0 1 0 100 0 0';
  expect(parseProcessTime(line)).toEqual({ parent: 7, seconds: 3 });
});

test('counts the time between two readings by process', () => {
  expect(cpuBetween({ bench: 1, worker: 5 }, { bench: 1.5, worker: 9 })).toEqual({ bench: 0.5, worker: 4 });
});

const linuxOnly = process.platform === 'linux' ? test : () => undefined;

linuxOnly('sees the time of a process that another one started', async () => {
  const busy =
    'const end = process.cpuUsage().user + 5e5; while (process.cpuUsage().user < end); process.stdout.write("done"); setInterval(() => {}, 1e3)';
  const outer = [
    `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy)}], { stdio: 'inherit' })`,
    `setInterval(() => {}, 1e3)`,
    `process.on('SIGTERM', () => process.exit())`,
  ].join('; ');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['-e', outer], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  try {
    await once(child.stdout, 'data');
    const { bench, started } = cpuSeconds({ started: child.pid ?? 0 });
    expect(bench).toBeGreaterThan(0);
    expect(started).toBeGreaterThanOrEqual(0.5);
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await once(child, 'exit');
  }
});

test('a process that is gone is an error, not a zero', () => {
  expect(() => cpuSeconds({ gone: 2 ** 30 })).toThrow('the process gone (1073741824) has ended');
});

test('a batch that does not sum to what it must has no time', async () => {
  const results = [3, 4, 5];
  const run = (first: number, count: number): number =>
    Array.from({ length: count }, (_, index) => results[(first + index) % 3]!).reduce((sum, result) => sum + result, 0);
  const { figure, units } = await medianMicroseconds({ run, results }, 0.001);
  expect(figure).toBeGreaterThan(0);
  expect(units).toBeGreaterThan(3);
  const wrong = { run, results: [3, 4, 6] };
  await expect(medianMicroseconds(wrong, 0.001)).rejects.toThrow('a batch summed to 12 instead of 13');
});

test('random inputs are the same in every run, and differ by seed', () => {
  const draw = (seed: number): number[] => Array.from({ length: 1_000 }, seededRandom(seed));
  const numbers = draw(7);
  expect(draw(7)).toEqual(numbers);
  expect(draw(8)).not.toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 1_000 - 0.5)).toBeLessThan(0.05);
});

test('a table lines up, Greek letters included', () => {
  expect(
    tableText([
      ['', 'µs'],
      ['simple', '0.5'],
      ['loop', '12'],
    ]),
  ).toBe('         µs\nsimple  0.5\nloop     12');
});
