// Tariffs as cities publish them, with their worked cases: test/data/tariffs names the sources and the documents.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { parseStays } from '../../../domain/tariff/parse-stays.ts';
import { isProblems, parseTariff } from '../../../domain/tariff/parse.ts';
import { explain, fee, type CompiledTariff, type Stay } from '../../../domain/tariff/tariff.ts';
import {
  documentPaths,
  moreTariffs,
  publishedTariffs,
  readDocument,
  sampleTariffs,
  type SampleTariff,
  type WorkedCase,
} from '../../support/sample-tariffs.ts';

/** Under the calendar inside the document, or none. */
const compiledOf = (sample: SampleTariff): CompiledTariff => {
  const document = parseTariff(readDocument(sample));
  if (isProblems(document)) throw new Error(JSON.stringify(document));
  return compileTariff(document);
};

const stayOf = ({ entry, exit, vehicle, context }: WorkedCase): Stay => {
  const stays = parseStays([{ entry, exit, vehicle, ...(context === undefined ? {} : { context }) }]);
  if (isProblems(stays)) throw new Error(JSON.stringify(stays));
  return stays[0]!;
};

test('every sample document has its cases', () => {
  expect(documentPaths().sort()).toEqual(sampleTariffs.map(({ document }) => document).sort());
  expect(publishedTariffs).toHaveLength(12);
  expect(publishedTariffs.flatMap(({ cases }) => cases)).toHaveLength(107);
});

test.each(moreTariffs)(
  '$id says where it was read, quotes it and has at least six cases',
  ({ source, rule, cases }) => {
    expect(source.every(({ url }) => /^https?:\/\/\S+$/.test(url ?? ''))).toBe(true);
    expect(rule).not.toBe('');
    expect(cases.length).toBeGreaterThanOrEqual(6);
  },
);

describe.each(sampleTariffs)('$id', (sample) => {
  let compiled: CompiledTariff;
  beforeAll(() => {
    compiled = compiledOf(sample);
  });

  test.each(sample.cases)('charges $vehicle $feeFen from $entry to $exit: $note', (worked) => {
    const stay = stayOf(worked);
    expect(fee(compiled, stay)).toBe(worked.feeFen);
    expect(explain(compiled, stay)).toMatchObject({ feeFen: worked.feeFen });
  });
});
