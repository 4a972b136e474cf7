// The guide to the tariff language cannot lie: every example is read and every fee in its tables is priced.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isRefusal } from '../../domain/refusal.ts';
import { compileTariff } from '../../domain/tariff/compile.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';
import { parseStays } from '../../domain/tariff/parse-stays.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { explain, fee, type CompiledTariff, type Stay } from '../../domain/tariff/tariff.ts';
import { fencesOf, guideExamples, guideText, wallTime, type Example, type Row } from './guide.ts';

const examples = guideExamples();

const stayOf = ({ document, stays }: Example, row: Row): Stay => {
  if (stays === undefined) {
    const [entry, exit] = [row['entry'], row['exit']].map((text) => wallTime(text ?? '', document.zone));
    return { entry: entry!, exit: exit!, vehicleClass: row['vehicle'] ?? 'small' };
  }
  const parsed = parseStays(stays);
  if (isProblems(parsed)) throw new Error(JSON.stringify(parsed));
  return parsed[Number(row['stay']) - 1]!;
};

const compiledOf = (example: Example): CompiledTariff => {
  const parsed = parseTariff(example.document);
  if (isProblems(parsed)) throw new Error(JSON.stringify(parsed, null, 1));
  return compileTariff(parsed);
};

test('the guide has examples, and every one of them has fees', () => {
  expect(examples.length).toBeGreaterThan(50);
  expect(examples.filter(({ rows }) => rows.length === 0).map(({ heading }) => heading)).toEqual([]);
});

describe.each(examples.map((example) => [`line ${example.line}, ${example.heading}`, example] as const))(
  '%s',
  (_title, example) => {
    test('is a tariff', () => {
      expect(parseTariff(example.document)).not.toBeInstanceOf(Array);
    });

    test.each(example.rows.map((row) => [row['stay'] ?? `${row['entry']} to ${row['exit']}`, row] as const))(
      'prices %s as the table says',
      (_stay, row) => {
        const compiled = compiledOf(example);
        const stay = stayOf(example, row);
        expect(fee(compiled, stay)).toBe(Number(row['fee']));
        const explanation = explain(compiled, stay);
        if (isRefusal(explanation)) throw new Error(explanation.code);
        expect(explanation.feeFen).toBe(Number(row['fee']));
        expect(explanation.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(explanation.feeFen);
        expect(explanation.overstayedSince !== undefined).toBe(/overstayed/.test(row['why'] ?? ''));
      },
    );
  },
);

test('the calendars of the guide are calendars', () => {
  const calendars = fencesOf('calendar');
  expect(calendars.length).toBeGreaterThan(0);
  for (const { json } of calendars) expect(parseCalendar(json)).toMatchObject({ version: expect.any(String) });
});

/** Words that the sources of the language declare, so that a new one cannot be left out of the guide. */
const wordsIn = (file: string, expression: RegExp): string[] => {
  const source = readFileSync(new URL(`../../domain/tariff/${file}`, import.meta.url), 'utf8');
  return [...source.matchAll(expression)].map(([, word]) => word ?? '');
};

test('the guide names every member of a document and every code of a problem or finding', () => {
  const members = wordsIn('document.ts', /^ {2}readonly (\w+)\??:/gm);
  const unions = [
    ...wordsIn('reader.ts', /export type ProblemCode =([^;]*);/g),
    ...wordsIn('lint.ts', /export type FindingCode =([^;]*);/g),
  ];
  const codes = unions.flatMap((union) => [...union.matchAll(/'([\w-]+)'/g)].map(([, code]) => code ?? ''));
  expect(unions.length).toBe(2);
  expect(members.length).toBeGreaterThan(60);
  expect(codes.length).toBeGreaterThan(5);
  const named = (word: string): boolean => new RegExp(`["\`]${word}["\`]`).test(guideText);
  expect([...new Set([...members, ...codes])].filter((word) => !named(word))).toEqual([]);
});
