// npm run quote: prices a list of stays under a tariff, one JSON line per stay with its breakdown on stdout.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Calendar } from '../domain/calendar.ts';
import { localTimeIn } from '../domain/local-time.ts';
import { isRefusal } from '../domain/refusal.ts';
import { compileTariff } from '../domain/tariff/compile.ts';
import { parseCalendar } from '../domain/tariff/parse-calendar.ts';
import { parseStays } from '../domain/tariff/parse-stays.ts';
import { isProblems, parseTariff } from '../domain/tariff/parse.ts';
import { describeProblem, type TariffProblem } from '../domain/tariff/reader.ts';
import { explain, type CompiledTariff, type Stay } from '../domain/tariff/tariff.ts';

const usage = 'usage: npm run --silent quote -- --tariff FILE.json --stays STAYS.json [--calendar FILE.json]';

/** The input cannot be priced; the message names the file and the place in it. */
class UnusableInput extends Error {}

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnusableInput(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

const read = <T extends object>(file: string, parse: (json: unknown) => T | TariffProblem[]): T => {
  const result = parse(readJson(file));
  if (!isProblems(result)) return result;
  throw new UnusableInput(result.map((problem) => `${file} ${describeProblem(problem)}`).join('\n'));
};

const readArguments = (): { tariff: string; stays: string; calendar: string | undefined } => {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ options: { tariff: text, stays: text, calendar: text } });
    const { tariff, stays, calendar } = values;
    if (tariff !== undefined && stays !== undefined) return { tariff, stays, calendar };
  } catch (error) {
    throw new UnusableInput(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
  throw new UnusableInput(usage);
};

const quote = (compiled: CompiledTariff, stay: Stay, place: string): string => {
  if (!compiled.vehicleClasses.includes(stay.vehicleClass)) {
    throw new UnusableInput(`${place}/vehicle: no-tariff: "${stay.vehicleClass}" is not a class of the tariff`);
  }
  const explanation = explain(compiled, stay);
  if (isRefusal(explanation)) throw new UnusableInput(`${place}: ${explanation.code}: ${explanation.detail ?? ''}`);
  const { format } = localTimeIn(compiled.zone);
  const lines = explanation.lines.map((line) => ({ ...line, from: format(line.from), to: format(line.to) }));
  return JSON.stringify({ feeFen: explanation.feeFen, lines });
};

try {
  const files = readArguments();
  const document = read(files.tariff, parseTariff);
  const calendar = files.calendar === undefined ? undefined : read<Calendar>(files.calendar, parseCalendar);
  const stays = read<Stay[]>(files.stays, parseStays);
  const compiled = compileTariff(document, calendar);
  const quotes = stays.map((stay, index) => quote(compiled, stay, `${files.stays} /${index}`));
  process.stdout.write(quotes.map((line) => `${line}\n`).join(''));
} catch (error) {
  if (!(error instanceof UnusableInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
