// What travels prices the same when it comes back; what does not travel says so.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chinaCalendar2026 } from '../../../../domain/calendar.ts';
import { compileTariff } from '../../../../domain/tariff/compile.ts';
import { type TariffDocument } from '../../../../domain/tariff/document.ts';
import { exportToCds } from '../../../../domain/tariff/exchange/cds-export.ts';
import { importFromCds } from '../../../../domain/tariff/exchange/cds-import.ts';
import { exportToDb4401 } from '../../../../domain/tariff/exchange/db4401-export.ts';
import { importFromDb4401 } from '../../../../domain/tariff/exchange/db4401-import.ts';
import { isProblems, type ExchangeProblem } from '../../../../domain/tariff/exchange/problem.ts';
import { parseTariff } from '../../../../domain/tariff/parse.ts';
import { epochMs } from '../../../../domain/time.ts';
import { feeOf, numRuns } from '../builders.ts';
import { anyStays, anyTravelling } from './documents.ts';

const publication = {
  policyId: (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  publishedDate: epochMs(1_767_225_600_000),
};

/** Through JSON, as it would travel. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const read = (document: TariffDocument | ExchangeProblem[]): TariffDocument => {
  if (isProblems(document)) throw new Error(`not read: ${JSON.stringify(document)}`);
  const parsed = parseTariff(sent(document));
  if (Array.isArray(parsed)) throw new Error(`not a document: ${JSON.stringify(parsed)}`);
  return parsed as TariffDocument;
};

const ways = [
  [
    'CDS',
    (document: TariffDocument) => exportToCds(document, 'small', publication),
    (json: unknown) => importFromCds(json, { vehicleClass: 'small' }),
  ],
  [
    'DB4401/T 133',
    (document: TariffDocument) => exportToDb4401(document, 'small'),
    (json: unknown) => importFromDb4401(json, 'small'),
  ],
] as const;

describe.each(ways)('through %s', (_name, write, readBack) => {
  test('a document that travels prices every stay as it did before', () => {
    let travelled = 0;
    fc.assert(
      fc.property(anyTravelling, anyStays, (document, stays) => {
        const foreign = write(document);
        if (isProblems(foreign)) return;
        travelled += 1;
        const before = compileTariff(document, chinaCalendar2026);
        const after = compileTariff(read(readBack(sent(foreign))), chinaCalendar2026);
        for (const { entry, exit } of stays) {
          expect(feeOf(after, epochMs(entry), epochMs(exit))).toBe(feeOf(before, epochMs(entry), epochMs(exit)));
        }
      }),
      { numRuns },
    );
    // Enough of them travel for the law to mean something.
    expect(travelled).toBeGreaterThan(numRuns / 20);
  });

  test('a document that does not travel names at least one member, each with a place and a reason in both languages', () => {
    fc.assert(
      fc.property(anyTravelling, (document) => {
        const foreign = write(document);
        if (!isProblems(foreign)) return;
        expect(foreign.length).toBeGreaterThan(0);
        for (const { pointer, message } of foreign) {
          expect(pointer).toMatch(/^\/(rules|currency|zone)/);
          expect([message.zh, message.en].every((text) => text.length > 0)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  test('what was read travels on unchanged', () => {
    fc.assert(
      fc.property(anyTravelling, (document) => {
        const foreign = write(document);
        if (isProblems(foreign)) return;
        const once = write(read(readBack(sent(foreign))));
        expect(isProblems(once)).toBe(false);
        expect(sent(write(read(readBack(sent(once)))))).toEqual(sent(once));
      }),
      { numRuns },
    );
  });
});
