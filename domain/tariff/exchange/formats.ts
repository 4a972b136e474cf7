// The formats of others by the names that callers give them, out and in. What comes in is a tariff, or is refused.
import { type TariffDocument } from '../document.ts';
import { isProblems as isMalformed, parseTariff } from '../parse.ts';
import { problemWords } from '../problem-words.ts';
import { type TariffProblem } from '../reader.ts';
import { exportToCds, type CdsPublication } from './cds-export.ts';
import { importFromCds, type CdsChoice } from './cds-import.ts';
import { type CdsPolicies } from './cds.ts';
import { exportToDb4401 } from './db4401-export.ts';
import { importFromDb4401 } from './db4401-import.ts';
import { type Db4401Charging } from './db4401.ts';
import { isProblems, type ExchangeProblem } from './problem.ts';

export const exchangeFormats = ['cds', 'db4401'] as const;
export type ExchangeFormat = (typeof exchangeFormats)[number];

export const isExchangeFormat = (text: string): text is ExchangeFormat =>
  (exchangeFormats as readonly string[]).includes(text);

/** The standard of Guangzhou knows neither publications nor user classes. */
export const exportTariff = (
  format: ExchangeFormat,
  document: TariffDocument,
  vehicleClass: string,
  publication: CdsPublication,
): CdsPolicies | Db4401Charging | ExchangeProblem[] =>
  format === 'cds' ? exportToCds(document, vehicleClass, publication) : exportToDb4401(document, vehicleClass);

/** Of the document that was made there is no place in what was given: the words name its own. */
const noTariff = (fault: TariffProblem): ExchangeProblem => {
  const { zh, en } = problemWords(fault);
  const { code, pointer } = fault;
  return {
    pointer: '',
    code,
    message: { zh: `读成的费率 ${pointer}：${zh}`, en: `read as a tariff, ${pointer}: ${en}` },
  };
};

/** A document that `parseTariff` takes, or everything that keeps it from being one. */
export const importTariff = (
  format: ExchangeFormat,
  json: unknown,
  choice: CdsChoice,
): TariffDocument | ExchangeProblem[] => {
  const document = format === 'cds' ? importFromCds(json, choice) : importFromDb4401(json, choice.vehicleClass);
  if (isProblems(document)) return document;
  const parsed = parseTariff(document);
  return isMalformed(parsed) ? parsed.map(noTariff) : document;
};
