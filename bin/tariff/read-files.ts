// Reads the files that a verb of `npm run tariff` is given; what cannot be used names the file and the place in it.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Calendar } from '../../domain/calendar.ts';
import { compileTariff } from '../../domain/tariff/compile.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { describeProblem, type TariffProblem } from '../../domain/tariff/reader.ts';
import { type CompiledTariff } from '../../domain/tariff/tariff.ts';

export class UnusableInput extends Error {}

export const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnusableInput(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

export const readAs = <T extends object>(file: string, parse: (json: unknown) => T | TariffProblem[]): T => {
  const result = parse(readJson(file));
  if (!isProblems(result)) return result;
  throw new UnusableInput(result.map((problem) => `${file} ${describeProblem(problem)}`).join('\n'));
};

/** A tariff that a person keeps in a file, with the name by which the answer calls it. */
export interface TariffFile {
  readonly document: TariffDocument;
  readonly compiled: CompiledTariff;
}

export const readTariff = (file: string, calendar?: Calendar): TariffFile => {
  const document = readAs<TariffDocument>(file, parseTariff);
  return { document, compiled: compileTariff(document, calendar) };
};

export const readCalendarOption = (file: string | undefined): Calendar | undefined =>
  file === undefined ? undefined : readAs<Calendar>(file, parseCalendar);

/** The files and the options with a value behind a verb. Throws for anything else. */
export const readWords = <Name extends string>(
  words: readonly string[],
  names: readonly Name[],
  [fewest, most]: readonly [number, number],
): { readonly files: readonly string[]; readonly options: Readonly<Partial<Record<Name, string>>> } => {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    if (positionals.length >= fewest && positionals.length <= most) {
      return { files: positionals, options: values as Partial<Record<Name, string>> };
    }
  } catch (error) {
    throw new UnusableInput(`${error instanceof Error ? error.message : String(error)}; see --help`, { cause: error });
  }
  const many = fewest === most ? String(fewest) : `${fewest} or ${most}`;
  throw new UnusableInput(`give ${many} ${most === 1 ? 'file' : 'files'}; see --help`);
};

/** A whole number within limits. */
export const readCount = (text: string | undefined, name: string, usual: number, most: number): number => {
  if (text === undefined) return usual;
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= most) return count;
  throw new UnusableInput(`--${name} must be a whole number up to ${most}, not ${text}`);
};
