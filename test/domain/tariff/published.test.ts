// Tariffs as cities publish them, with their worked cases: test/data/tariffs/published-v1.json names the sources.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { chinaCalendar2026 } from '../../../domain/calendar.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { isProblems, parseTariff } from '../../../domain/tariff/parse.ts';
import { at, feeOf } from './builders.ts';

interface Published {
  readonly id: string;
  readonly tariff: unknown;
  readonly cases: readonly { entry: string; exit: string; vehicle: string; feeFen: number; note: string }[];
}

const file = new URL('../../data/tariffs/published-v1.json', import.meta.url);
const published = JSON.parse(readFileSync(file, 'utf8')) as Published[];

describe.each(published)('$id', ({ tariff, cases }) => {
  const document = parseTariff(tariff);
  if (isProblems(document)) throw new Error(JSON.stringify(document));
  const compiled = compileTariff(document, chinaCalendar2026);

  test.each(cases)('charges $vehicle $feeFen from $entry to $exit: $note', ({ entry, exit, vehicle, feeFen }) => {
    expect(feeOf(compiled, at(entry), at(exit), vehicle)).toBe(feeFen);
  });
});
