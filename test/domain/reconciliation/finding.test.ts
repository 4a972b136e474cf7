// Bill against books, as laws: every line and everything of ours gets one class, and the money adds up whatever the books.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen } from '../../../domain/money.ts';
import {
  expectedFeeFen,
  findingOf,
  findingOfAbsent,
  matchClasses,
  settlementOf,
  sumFen,
  type BillEntry,
  type OwnEntry,
} from '../../../domain/reconciliation/finding.ts';
import { matchLines } from '../../../domain/reconciliation/match.ts';

const runs = process.env['LONG'] === undefined ? 300 : 10_000;

const kind = fc.constantFrom('payment' as const, 'refund' as const);
const amount = fc.integer({ min: 1, max: 50_000 }).map(fen);

/** Few numbers, so that lines and rows meet, meet twice, and miss each other. */
const number = fc.integer({ min: 1, max: 30 });

const ownEntry: fc.Arbitrary<OwnEntry> = fc
  .record({ kind, number, amountFen: amount, moved: fc.boolean(), known: fc.boolean() })
  .map(({ number: n, known, ...rest }) => ({
    ...rest,
    id: `${rest.kind}-${n}`,
    number: `N${n}`,
    channelNumber: known ? `C${n}` : null,
  }));

/** Our numbers are unique; the channel's lines need not be. */
const ownBook = fc.uniqueArray(ownEntry, { selector: ({ id }) => id, maxLength: 40 });

const billLine: fc.Arbitrary<BillEntry> = fc
  .record({
    kind,
    number,
    amountFen: amount,
    moved: fc.boolean(),
    ours: fc.boolean(),
    fee: fc.integer({ min: -3, max: 3 }),
  })
  .map(({ number: n, ours, fee, ...rest }) => ({
    ...rest,
    number: ours ? `N${n}` : `strange-${n}`,
    channelNumber: `C${n}`,
    feeFen: fen(expectedFeeFen(rest.kind, rest.amountFen, 60) + fee),
  }));

const books = fc.record({ lines: fc.array(billLine, { maxLength: 40 }), owns: ownBook });

/** As the job does it: batch by batch, with what no line has taken yet. */
const reconcile = (lines: readonly BillEntry[], owns: readonly OwnEntry[], batch: number) => {
  const taken = new Set<string>();
  const pairs = Array.from({ length: Math.ceil(lines.length / batch) }, (_, index) => {
    const some = matchLines(
      lines.slice(index * batch, (index + 1) * batch),
      owns.filter(({ id }) => !taken.has(id)),
      { feeBasisPoints: 60 },
    );
    for (const { own } of some) if (own !== undefined) taken.add(own.id);
    return some;
  }).flat();
  const absent = owns
    .filter(({ id, moved }) => moved && !taken.has(id))
    .map((own) => ({ own, finding: findingOfAbsent(own) }));
  return { pairs, absent, taken };
};

describe('of any bill and any books', () => {
  test('each line has one class, in the order of the file, and nothing of ours is taken twice', () => {
    fc.assert(
      fc.property(books, fc.integer({ min: 1, max: 50 }), ({ lines, owns }, batch) => {
        const { pairs, taken } = reconcile(lines, owns, batch);
        expect(pairs.map(({ line }) => line)).toEqual(lines);
        expect(pairs.every(({ finding }) => matchClasses.includes(finding.class))).toBe(true);
        expect(pairs.filter(({ own }) => own !== undefined)).toHaveLength(taken.size);
        expect(pairs.every(({ own, finding }) => (own === undefined) === (finding.class === 'channel-only'))).toBe(
          true,
        );
      }),
      { numRuns: runs },
    );
  });

  test('everything of ours that moved is on a line or is missed', () => {
    fc.assert(
      fc.property(books, ({ lines, owns }) => {
        const { absent, taken } = reconcile(lines, owns, 7);
        for (const { id, moved } of owns) {
          expect(taken.has(id) || absent.some(({ own }) => own.id === id)).toBe(taken.has(id) || moved);
        }
        expect(absent.every(({ finding }) => finding.class === 'ours-only')).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  test('what the channel settles is what we have and what lies in suspense, to the fen', () => {
    fc.assert(
      fc.property(books, ({ lines, owns }) => {
        const { pairs, absent } = reconcile(lines, owns, 9);
        const findings = [...pairs, ...absent].map(({ finding }) => finding);
        const moved = (entries: readonly { kind: string; amountFen: number; moved: boolean }[]): number =>
          entries.reduce(
            (sum, each) => sum + (each.moved ? each.amountFen * (each.kind === 'payment' ? 1 : -1) : 0),
            0,
          );
        expect(sumFen(findings, 'settledFen')).toBe(moved(lines));
        expect(sumFen(findings, 'ownFen')).toBe(moved(owns.filter((own) => own.moved)));
        expect(sumFen(findings, 'settledFen')).toBe(sumFen(findings, 'ownFen') + sumFen(findings, 'suspenseFen'));
        const { bankFen, feeFen, netFen } = settlementOf(sumFen(findings, 'settledFen'), fen(17));
        expect(bankFen + feeFen).toBe(netFen);
      }),
      { numRuns: runs },
    );
  });

  test('a matched line, and one whose fee alone differs, leaves nothing in suspense', () => {
    fc.assert(
      fc.property(books, ({ lines, owns }) => {
        for (const { finding } of reconcile(lines, owns, 50).pairs) {
          if (finding.class === 'matched' || finding.class === 'fee-differs') expect(finding.suspenseFen).toBe(0);
        }
      }),
      { numRuns: runs },
    );
  });
});

const line: BillEntry = {
  kind: 'payment',
  number: 'N1',
  channelNumber: 'C1',
  amountFen: fen(10_000),
  feeFen: fen(60),
  moved: true,
};
const own: OwnEntry = {
  kind: 'payment',
  id: 'p1',
  number: 'N1',
  channelNumber: 'C1',
  amountFen: fen(10_000),
  moved: true,
};
const terms = { feeBasisPoints: 60 };

test.each([
  ['equal', {}, {}, 'matched', 0],
  ['one fen more on the bill', { amountFen: fen(10_001) }, {}, 'amount-differs', 1],
  ['a payment we never heard of as paid', {}, { moved: false }, 'state-differs', 10_000],
  ['a payment that the channel did not make', { moved: false }, {}, 'state-differs', -10_000],
  ['neither has moved it', { moved: false }, { moved: false }, 'matched', 0],
  ['a fee one fen off, by rounding', { feeFen: fen(61) }, {}, 'matched', 0],
  ['a fee of twice the terms', { feeFen: fen(120) }, {}, 'fee-differs', 0],
  ['an amount and a fee that differ', { amountFen: fen(9_000), feeFen: fen(200) }, {}, 'amount-differs', -1_000],
] as const)('%s: %#', (_what, onBill, ofOurs, wanted, suspenseFen) => {
  expect(findingOf({ ...line, ...onBill }, { ...own, ...ofOurs }, terms)).toMatchObject({ class: wanted, suspenseFen });
});

test('without terms a fee is believed', () => {
  expect(findingOf({ ...line, feeFen: fen(999) }, own, {})).toMatchObject({ class: 'matched' });
});

test('a refund gives its part of the fee back, and counts the other way', () => {
  expect(expectedFeeFen('refund', fen(10_000), 60)).toBe(-60);
  const refund = { ...line, kind: 'refund' as const, feeFen: fen(-60) };
  expect(findingOf(refund, undefined, terms)).toMatchObject({
    class: 'channel-only',
    settledFen: -10_000,
    suspenseFen: -10_000,
  });
  expect(findingOfAbsent({ ...own, kind: 'refund' })).toMatchObject({ class: 'ours-only', suspenseFen: 10_000 });
});

test('the number that is ours goes before the channel’s, and the second of two equal lines is the channel’s alone', () => {
  const other: OwnEntry = { ...own, id: 'p2', number: 'N2', channelNumber: 'C9' };
  const byChannel: BillEntry = { ...line, number: 'unknown', channelNumber: 'C1' };
  const pairs = matchLines(
    [byChannel, line, { ...line, number: 'N2', channelNumber: 'C2' }, line],
    [own, other],
    terms,
  );
  expect(pairs.map((pair) => pair.own?.id)).toEqual([undefined, 'p1', 'p2', undefined]);
  expect(matchLines([byChannel], [own], terms)[0]?.own?.id).toBe('p1');
});
