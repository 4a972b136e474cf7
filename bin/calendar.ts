// npm run calendar: prints a calendar document of a country's years, to be given to the API or to `quote`.
import { parseArgs } from 'node:util';
import { calendarCovers } from '../domain/calendar.ts';
import { calendarDocument } from './calendar/document.ts';
import { holidaysOf } from './calendar/sources.ts';

const usage = 'usage: npm run --silent calendar -- --year 2027 [--year 2028 …] [--country SG]';

/** The calendar cannot be printed; the message says why. */
class UnusableInput extends Error {}

const readArguments = (): { years: number[]; country: string } => {
  try {
    const { values } = parseArgs({
      options: { year: { type: 'string', multiple: true }, country: { type: 'string', default: 'CN' } },
    });
    const years = (values.year ?? []).map(Number);
    const areYears = years.every((year) => Number.isInteger(year) && year >= 1970 && year <= 2199);
    if (years.length > 0 && areYears && /^[A-Z]{2}$/.test(values.country)) return { years, country: values.country };
  } catch (error) {
    throw new UnusableInput(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
  throw new UnusableInput(usage);
};

try {
  const { years, country } = readArguments();
  const source = holidaysOf(country, years);
  if (source === undefined) throw new UnusableInput(`no holidays of ${country} are known`);
  const calendar = calendarDocument(`${country.toLowerCase()}-${[...new Set(years)].sort().join('-')}`, source);
  const unknown = years.filter((year) => !calendarCovers(calendar, year));
  if (unknown.length > 0) {
    throw new UnusableInput(
      `the holidays of ${country} in ${unknown.join(', ')} are not known: update the package, or type them`,
    );
  }
  process.stdout.write(`${JSON.stringify(calendar, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof UnusableInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
