// npm run tariff -- lint: every problem and every warning of a tariff file, one JSON line each.
import { lintTariff } from '../../domain/tariff/lint.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { problemWords } from '../../domain/tariff/problem-words.ts';
import { readJson, readWords } from './read-files.ts';

/** Answers 1 when there is a problem: such a document is no tariff. */
export const lintFile = (words: string[]): number => {
  const [file = ''] = readWords(words, [], [1, 1]).files;
  const parsed = parseTariff(readJson(file));
  const findings = isProblems(parsed)
    ? parsed.map((fault) => ({ severity: 'error', ...fault, message: problemWords(fault) }))
    : lintTariff(parsed).map((finding) => ({ severity: 'warning', ...finding }));
  process.stdout.write(findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''));
  return isProblems(parsed) ? 1 : 0;
};
