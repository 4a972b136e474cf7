// Replays a real city's day through the whole system and prints its figures: progress on stderr, one JSON line on stdout.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../db/database.ts';
import { simulatedClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { connectTemporal } from '../platform/temporal.ts';
import { readArguments, replayUsage, ReplayUsageError } from './replay/arguments.ts';
import { CityDayError, readCityDay } from './replay/city-day.ts';
import { planDay } from './replay/plan.ts';
import { replayDay } from './replay/run.ts';
import { startSystem } from './system.ts';

const progress = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const replay = async (): Promise<number> => {
  const options = readArguments(process.argv.slice(2));
  const day = readCityDay(options.lots, options.occupancy, options.limitLots);
  const plan = planDay(day, options.seed);
  progress(`${day.lots.length} lots, ${plan.arrivals} arrivals, ${plan.departures} departures`);
  const folder = await mkdtemp(join(tmpdir(), 'parking-replay-'));
  const clockFile = join(folder, 'clock');
  await writeFile(clockFile, Buffer.alloc(8));
  const clock = simulatedClock(clockFile);
  clock.set(day.observations[0]?.at ?? 0);
  const taskQueue = `parking-replay-${process.pid}-${Date.now()}`;
  const settings = {
    SIMULATED_CLOCK_FILE: clockFile,
    TASK_QUEUE: taskQueue,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  };
  const ports = {
    temporalUi: process.env['TEMPORAL_UI_PORT'] ? Number(process.env['TEMPORAL_UI_PORT']) : false,
  } as const;
  const system = await startSystem({ folder, env: process.env, settings, ports, progress, temporary: true });
  const stop = (): void => void system.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const database = await openDatabase({ url: system.env['DATABASE_URL'] ?? '', poolSize: 2 });
  const temporal = await connectTemporal(readConfig(system.env));
  try {
    const { figures, broken } = await replayDay({
      system,
      database,
      client: temporal.client,
      clock,
      day,
      plan,
      options,
      progress,
    });
    for (const equation of broken) progress(`broken: ${equation}`);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await temporal.close();
    await database.close();
    await system.stop();
    clock.close();
  }
};

try {
  process.exitCode = await replay();
} catch (error) {
  if (error instanceof ReplayUsageError) progress(`${error.message}\n${replayUsage}`);
  else if (error instanceof CityDayError) progress(error.message);
  else progress(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = error instanceof ReplayUsageError || error instanceof CityDayError ? 2 : 1;
}
