// Plates that a camera may have meant.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzyCandidates, plateDistance } from '../../domain/plate-fuzzy.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;

test.each`
  read          | known         | cost  | because
  ${'京A12345'} | ${'京A12345'} | ${0}  | ${'the same'}
  ${'京A1234S'} | ${'京A12345'} | ${1}  | ${'5 looks like S'}
  ${'京A0Q345'} | ${'京AD0345'} | ${2}  | ${'0, D and Q look alike'}
  ${'京A72B45'} | ${'京A1Z845'} | ${3}  | ${'three confusable pairs'}
  ${'?A12345'}  | ${'京A12345'} | ${1}  | ${'the province sign was not read'}
  ${'津A12345'} | ${'京A12345'} | ${3}  | ${'another province sign'}
  ${'A12345'}   | ${'京A12345'} | ${4}  | ${'a character is missing'}
  ${'京A1234X'} | ${'京A12345'} | ${4}  | ${'a wrong character'}
  ${''}         | ${'京A12345'} | ${28} | ${'nothing was read'}
  ${'京A12345'} | ${''}         | ${28} | ${'nothing is known'}
`('turning $read into $known costs $cost: $because', ({ read, known, cost }) => {
  expect(plateDistance(read as string, known as string)).toBe(cost);
});

test('proposes the cheapest first and leaves out what is too far', () => {
  const known = ['京A12346', '京A1234S', '京A12345', '京B99999'].map((characters) => ({ characters }));
  expect(fuzzyCandidates('京A·12345', known).map(({ plate, cost }) => [plate.characters, cost])).toEqual([
    ['京A12345', 0],
    ['京A1234S', 1],
    ['京A12346', 4],
  ]);
});

test('counts another colour against a proposal and ignores an unknown one', () => {
  const known = [
    { characters: '京A12345', colour: 'yellow' as const },
    { characters: '京A1234S', colour: 'blue' as const },
    { characters: '京AI2345', colour: 'unknown' as const },
  ];
  expect(fuzzyCandidates('京A12345', known, { colour: 'blue' }).map(({ cost }) => cost)).toEqual([1, 2, 4]);
});

test('returns at most the limit and nothing for an unlike read', () => {
  const known = Array.from({ length: 20 }, (_, index) => ({ characters: `京A1234${index % 10}` }));
  expect(fuzzyCandidates('京A12345', known, { limit: 3 })).toHaveLength(3);
  expect(fuzzyCandidates('琼C98760', known)).toEqual([]);
});

const characters = fc.string({ unit: fc.constantFrom(...'京粤AB08DQ17'), maxLength: 8 });

test('never costs less than nothing, nothing only for the same, and no more than rewriting all', () => {
  fc.assert(
    fc.property(characters, characters, (read, known) => {
      const cost = plateDistance(read, known);
      expect(cost === 0).toBe(read === known);
      expect(cost).toBeGreaterThanOrEqual(0);
      expect(cost).toBeLessThanOrEqual(4 * Math.max(read.length, known.length));
    }),
    { numRuns },
  );
});
