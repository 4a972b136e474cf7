// npm run tariff -- export, import: a tariff file in the formats of others, and what they say as a tariff document.
import { type TariffDocument } from '../../domain/tariff/document.ts';
import {
  exchangeFormats,
  exportTariff,
  importTariff,
  isExchangeFormat,
  type ExchangeFormat,
} from '../../domain/tariff/exchange/formats.ts';
import { isProblems, type ExchangeProblem } from '../../domain/tariff/exchange/problem.ts';
import { parseTariff } from '../../domain/tariff/parse.ts';
import { epochMs, parseInstant, type EpochMs } from '../../domain/time.ts';
import { idOfName } from '../../platform/named-ids.ts';
import { readAs, readJson, readWords, UnusableInput } from './read-files.ts';

const readFormat = (text: string | undefined): ExchangeFormat => {
  if (text !== undefined && isExchangeFormat(text)) return text;
  throw new UnusableInput(`give --format ${exchangeFormats.join(' or ')}; see --help`);
};

const readFileName = (name: string, file: string | undefined): string => {
  if (file !== undefined) return file;
  throw new UnusableInput(`give --${name}; see --help`);
};

const readPublished = (text: string | undefined): EpochMs => {
  const published = text === undefined ? epochMs(Date.now()) : parseInstant(text);
  if (published !== undefined) return published;
  throw new UnusableInput(`--published must be an instant, RFC 3339 with offset, not ${text}`);
};

const readUserClasses = (text: string | undefined): { readonly userClasses?: readonly string[] } => {
  if (text === undefined) return {};
  const userClasses = text.split(',');
  if (userClasses.every((each) => each !== '')) return { userClasses };
  throw new UnusableInput(`--user-classes must be names with commas between them, not ${text}`);
};

/** What only one format knows is not passed over for another. */
const expectOfCds = (format: ExchangeFormat, options: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, text] of Object.entries(options)) {
    if (format !== 'cds' && text !== undefined) throw new UnusableInput(`--${name} is of --format cds only`);
  }
};

/** The result on stdout, or a JSON line per problem on stderr and 1. */
const write = (result: object | ExchangeProblem[]): number => {
  if (!isProblems(result)) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return 0;
  }
  process.stderr.write(result.map((problem) => `${JSON.stringify(problem)}\n`).join(''));
  return 1;
};

export const exportFile = (words: string[]): number => {
  const names = ['format', 'tariff', 'vehicle', 'user-classes', 'published'] as const;
  const { options } = readWords(words, names, [0, 0]);
  const { vehicle = 'small', published, 'user-classes': classes } = options;
  const format = readFormat(options.format);
  expectOfCds(format, { published, 'user-classes': classes });
  const document = readAs<TariffDocument>(readFileName('tariff', options.tariff), parseTariff);
  const content = JSON.stringify(document);
  const publication = {
    // Of what the policies say: an unchanged file keeps its ids, a changed one has others.
    policyId: (index: number) => idOfName('tariff-file-policy', content, vehicle, classes ?? '', index),
    publishedDate: readPublished(published),
    ...readUserClasses(classes),
  };
  return write(exportTariff(format, document, vehicle, publication));
};

export const importFile = (words: string[]): number => {
  const { options } = readWords(words, ['format', 'file', 'vehicle', 'user-classes'], [0, 0]);
  const { vehicle = 'small', 'user-classes': classes } = options;
  const format = readFormat(options.format);
  expectOfCds(format, { 'user-classes': classes });
  const json = readJson(readFileName('file', options.file));
  return write(importTariff(format, json, { vehicleClass: vehicle, ...readUserClasses(classes) }));
};
