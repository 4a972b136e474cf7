// Documents of others are untrusted: whatever stands in them, reading ends in a document or in problems with a place.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exportToCds } from '../../../../domain/tariff/exchange/cds-export.ts';
import { importFromCds } from '../../../../domain/tariff/exchange/cds-import.ts';
import { exportToDb4401 } from '../../../../domain/tariff/exchange/db4401-export.ts';
import { importFromDb4401 } from '../../../../domain/tariff/exchange/db4401-import.ts';
import { isProblems } from '../../../../domain/tariff/exchange/problem.ts';
import { parseTariff } from '../../../../domain/tariff/parse.ts';
import { epochMs } from '../../../../domain/time.ts';
import { numRuns } from '../builders.ts';
import { anyTravelling } from './documents.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, -1, 0, 1, 7, 1.5, 1e308, '', '24:00', '08:00', 'minute', 'calendar', true, [], {}),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** Puts something else in the place of one member, however deep; undefined takes the member away. */
const changedAt = (json: Json, path: readonly number[], value: Json | undefined): Json => {
  const [step, ...rest] = path;
  if (step === undefined || typeof json !== 'object' || json === null) return value ?? null;
  const keys = Object.keys(json);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return value ?? null;
  const copy = structuredClone(json) as Record<string, Json>;
  if (rest.length === 0 && value === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = changedAt(copy[key]!, rest, value);
  return copy as Json;
};

/** As JSON has it: an array has no holes. */
const sentAgain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const ways = [
  [
    'CDS',
    (document: Parameters<typeof exportToCds>[0]) =>
      exportToCds(document, 'small', { policyId: (index) => `${index}`, publishedDate: epochMs(1) }),
    (json: unknown) => importFromCds(json, { vehicleClass: 'small' }),
  ],
  [
    'DB4401/T 133',
    (document: Parameters<typeof exportToDb4401>[0]) => exportToDb4401(document, 'small'),
    (json: unknown) => importFromDb4401(json, 'small'),
  ],
] as const;

test.each(ways)('%s with anything in any place is read or refused, never a fault', (_name, write, readBack) => {
  const changes = fc.array(fc.tuple(fc.array(fc.nat(40), { maxLength: 8 }), fc.option(odd, { nil: undefined })), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(anyTravelling, changes, (document, list) => {
      const foreign = write(document);
      if (isProblems(foreign)) return;
      const sent = sentAgain(foreign);
      const result = readBack(sentAgain(list.reduce((json, [path, value]) => changedAt(json, path, value), sent)));
      if (!isProblems(result)) {
        expect(parseTariff(sentAgain(result))).toBeDefined();
        return;
      }
      expect(result.length).toBeGreaterThan(0);
      for (const { pointer, message } of result) {
        expect(pointer).toMatch(/^(\/|$)/);
        expect(message.zh.length * message.en.length).toBeGreaterThan(0);
      }
    }),
    { numRuns },
  );
});

test('what is no document at all is refused at its root', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      for (const [, , readBack] of ways) expect(isProblems(readBack(json))).toBe(true);
    }),
    { numRuns },
  );
});
