// npm run bench -- reconcile: how long a day's bill takes from the packed file to the settled books, and in how much memory.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { openDatabase, type Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { auditChecks, sentenceOf } from '../../db/queries/audit-checks/index.ts';
import { RUNTIME_FOLDER, startEnvironment } from '../../embedded/index.ts';
import {
  mustHold,
  type Benchmark,
  type Measurement,
  type Say,
  type Settings,
  type Workload,
} from '../harness/benchmark.ts';
import { strangeEvery, writeBooks, writeFile, type Books } from './books.ts';

interface Run {
  readonly lines: number;
  readonly exceptions: number;
  readonly seconds: number;
  readonly megabytes: number;
}

interface Ground {
  readonly database: Database;
  readonly url: string;
  readonly folder: string;
}

const job = fileURLToPath(new URL('./job.ts', import.meta.url));

const runJob = async ({ url, folder }: Ground, books: Books, count: number): Promise<Run> => {
  const path = join(folder, `${books.companyId}.gz`);
  const hash = await writeFile(path, books, count);
  const words = [job, url, books.companyId, books.merchantAccountId, path, hash];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  rmSync(path);
  return JSON.parse(stdout) as Run;
};

const checksOfReconciliation = new Set([
  'bill-lines-are-classed',
  'bills-are-settled-once',
  'movements-stand-on-bills',
  'transit-is-explained',
  'suspense-is-explained',
]);

/** The stay that everything was paid for never was: the other checks of the audit have nothing to say here. */
const mustBeSound = async ({ database }: Ground, { companyId }: Books): Promise<void> => {
  for (const { name, broken } of auditChecks.filter((check) => checksOfReconciliation.has(check.name))) {
    const [first] = await database.inCompany(companyId, (tx) => broken(tx, companyId));
    mustHold(first === undefined, `${name}: ${first === undefined ? '' : sentenceOf(first)}`);
  }
};

const workloadOf = (ground: Ground, count: number, say: Say, stop: () => Promise<void>): Workload => {
  let last: { readonly run: Run; readonly books: Books } | undefined;
  const measure = async (): Promise<Measurement> => {
    say(`writing ${count} payments and their bill`);
    const books = await writeBooks(ground.database, count);
    const run = await runJob(ground, books, count);
    last = { run, books };
    return { figure: run.lines / run.seconds, units: run.lines };
  };
  const check = async (): Promise<void> => {
    const { run, books } = last ?? {};
    // A line that is strange is asked about, and so is the payment that it should have been.
    const wanted = 2 * Math.floor(count / strangeEvery);
    mustHold(run?.lines === count && run.exceptions === wanted, `${run?.exceptions} exceptions, not ${wanted}`);
    if (books !== undefined) await mustBeSound(ground, books);
  };
  return {
    contests: [{ ours: { name: 'reconcile', measure, check, atLeast: 1_667 }, peers: [] }],
    figures: () => [
      { name: 'memory', value: last?.run.megabytes ?? Number.POSITIVE_INFINITY, unit: 'MB at most', below: 300 },
      { name: 'a bill', value: last?.run.seconds ?? Number.POSITIVE_INFINITY, unit: `s for ${count} lines`, below: 60 },
    ],
    close: stop,
  };
};

const prepare = async ({ quick }: Settings, say: Say): Promise<Workload> => {
  const environment = await startEnvironment({
    folder: join(RUNTIME_FOLDER, `bench-${process.pid}`),
    // A benchmark never writes into a database that somebody has configured.
    env: { ...process.env, DATABASE_URL: undefined },
    need: ['postgres'],
    temporary: true,
    progress: say,
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-reconcile-'));
  const url = environment.env['DATABASE_URL'] ?? '';
  await migrate(url);
  const database = await openDatabase({ url, poolSize: 2 });
  return workloadOf({ database, url, folder }, quick ? 2_000 : 100_000, say, async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
    await environment.stop();
  });
};

export const reconcileBenchmark: Benchmark = {
  name: 'reconcile',
  unit: 'lines/s',
  better: 'more',
  packages: ['@mikro-orm/postgresql', 'pg'],
  prepare,
};
