// npm run repair: gives open sessions that lost their workflow a workflow again, and says what else is amiss. The last line
// of stdout is one JSON object; exit 0 when nothing is left to do, 1 when a person must look, 2 when it cannot be asked.
import { parseArgs } from 'node:util';
import { CityUsageError } from './city/usage.ts';
import { connectRepair } from './repair/connect.ts';
import { repair, type RepairOptions, type RepairResult } from './repair/run.ts';

const usage = `npm run --silent repair [-- --dry-run] [-- --release]
  Compares open session rows with running workflows, of the servers that DATABASE_URL and TEMPORAL_ADDRESS name, or of
  the running city (CITY_FOLDER, .runtime/city). A session without a workflow gets one again and hears all its messages
  once more; a workflow without an open session, and whatever is parked, is listed.
  --dry-run  look only
  --release  give parked messages, payment notices and device events back for another try
  Exit 0: nothing is left to do. 1: something needs a person. 2: there is nothing to repair, or not like this.`;

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const readOptions = (): RepairOptions & { readonly help: boolean } => {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { 'dry-run': flag, release: flag, help: flag } });
    return { dryRun: values['dry-run'], release: values.release, help: values.help };
  } catch (error) {
    throw new CityUsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
};

const leavesWork = ({ withoutWorkflow, withoutRow, parked, released }: RepairResult): boolean =>
  withoutWorkflow.length + withoutRow.length > 0 ||
  parked.messages.length + parked.notices.length + parked.keys.length > released;

/** Answers the exit code. */
const main = async (): Promise<number> => {
  const options = readOptions();
  if (options.help) {
    say(usage);
    return 0;
  }
  const desk = await connectRepair(process.env);
  try {
    say(`repairing ${desk.what}`);
    const result = await repair(desk, options, say);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return leavesWork(result) ? 1 : 0;
  } finally {
    await desk.close();
  }
};

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof CityUsageError ? error.message : `The repair could not be made. ${String(error)}`);
  return error instanceof CityUsageError ? 2 : 1;
});
