// npm run audit: checks every invariant of the books. The table goes to stderr, the last line of stdout is one JSON object;
// exit 0 when all hold, 1 when one is broken, 2 when there is nothing to audit.
import { parseArgs } from 'node:util';
import { openDatabase, type Database } from '../db/database.ts';
import { auditEveryCompany } from '../db/queries/audit-checks/index.ts';
import { findDatabase } from './audit/find-database.ts';
import { jsonOf, tableOf } from './audit/report.ts';
import { CityUsageError } from './city/usage.ts';

const usage = `npm run --silent audit
  Checks the ledger and everything that must agree with it, of every company of a database: the one that DATABASE_URL
  names, or that of the city of "npm start" (CITY_FOLDER, .runtime/city), whether it is running or not.
  Exit 0: all checks hold. 1: a check is broken; its first rows are named. 2: there is nothing to audit.`;

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const askedForHelp = (): boolean => {
  try {
    return parseArgs({ options: { help: { type: 'boolean', default: false } } }).values.help;
  } catch (error) {
    throw new CityUsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
};

const mustHoldBooks = async (database: Database): Promise<void> => {
  const known = await database.orm.em
    .getConnection()
    .execute<{ known: boolean }[]>(`select to_regclass('ledger_transaction') is not null as known`);
  if (known[0]?.known !== true) {
    throw new CityUsageError(
      'The database has no ledger yet: run "npm run migrate", or start a city with "npm start".',
    );
  }
};

/** Answers the exit code. */
const audit = async (): Promise<number> => {
  if (askedForHelp()) {
    say(usage);
    return 0;
  }
  const found = await findDatabase(process.env, say);
  try {
    say(`auditing ${found.what}`);
    const database = await openDatabase({ url: found.url, poolSize: 1 });
    try {
      await mustHoldBooks(database);
      const began = performance.now();
      const result = await auditEveryCompany(database);
      say(tableOf(result.broken));
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${result.checks} checks of ${result.companies} companies in ${seconds} s: ${result.broken.length} broken.`);
      process.stdout.write(`${jsonOf(result)}\n`);
      return result.broken.length === 0 ? 0 : 1;
    } finally {
      await database.close();
    }
  } finally {
    await found.release();
  }
};

process.exitCode = await audit().catch((error: unknown) => {
  say(error instanceof CityUsageError ? error.message : `The audit could not be made. ${String(error)}`);
  return error instanceof CityUsageError ? 2 : 1;
});
