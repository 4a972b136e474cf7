// Plates of every class: read, classified, masked.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  colourCandidates,
  isNewEnergy,
  isSyntheticPlate,
  maskPlate,
  normalisePlate,
  plateClasses,
  plateColours,
  plateIdentity,
  provinceSigns,
  readPlate,
  specialClassOf,
  vehicleClassOf,
  type Plate,
  type PlateColour,
} from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;

const plate = (text: string, colour?: PlateColour): Plate => {
  const read = readPlate(text, colour);
  if (isRefusal(read)) throw new Error(`${text} is refused`);
  return read;
};

test.each`
  text             | colour       | plateClass          | became
  ${'京A12345'}    | ${'blue'}    | ${'ordinary'}       | ${'blue'}
  ${'京A1AB23'}    | ${'yellow'}  | ${'ordinary'}       | ${'yellow'}
  ${'粤B00000'}    | ${undefined} | ${'ordinary'}       | ${'unknown'}
  ${'粤BD12345'}   | ${'green'}   | ${'nev-small'}      | ${'green'}
  ${'粤BDF1234'}   | ${'blue'}    | ${'nev-small'}      | ${'green'}
  ${'沪AK12345'}   | ${undefined} | ${'nev-small'}      | ${'green'}
  ${'粤B12345D'}   | ${undefined} | ${'nev-large'}      | ${'yellow-green'}
  ${'沪A1234警'}   | ${undefined} | ${'police'}         | ${'white'}
  ${'京O1234警'}   | ${'white'}   | ${'police'}         | ${'white'}
  ${'川A1234学'}   | ${undefined} | ${'trainer'}        | ${'yellow'}
  ${'川A1234挂'}   | ${undefined} | ${'trailer'}        | ${'yellow'}
  ${'粤Z1234港'}   | ${undefined} | ${'hk-macao'}       | ${'black'}
  ${'粤Z12A4澳'}   | ${undefined} | ${'hk-macao'}       | ${'black'}
  ${'使014578'}    | ${undefined} | ${'embassy'}        | ${'black'}
  ${'014578使'}    | ${undefined} | ${'embassy'}        | ${'black'}
  ${'沪A0023领'}   | ${undefined} | ${'consulate'}      | ${'black'}
  ${'002301领'}    | ${undefined} | ${'consulate'}      | ${'black'}
  ${'WJ京0123X'}   | ${undefined} | ${'armed-police'}   | ${'white'}
  ${'WJ01234'}     | ${undefined} | ${'armed-police'}   | ${'white'}
  ${'VA01234'}     | ${undefined} | ${'military'}       | ${'white'}
  ${'京X0012应急'} | ${undefined} | ${'emergency'}      | ${'white'}
  ${'民航A1234'}   | ${'green'}   | ${'civil-aviation'} | ${'green'}
  ${'民航A1234'}   | ${'yellow'}  | ${'civil-aviation'} | ${'unknown'}
`('reads $text seen as $colour as $plateClass in $became', ({ text, colour, plateClass, became }) => {
  expect(readPlate(text as string, colour as PlateColour | undefined)).toEqual({
    characters: text as string,
    colour: became as string,
    class: plateClass as string,
  });
});

test.each(['_无_', 'UNKNOWN', 'unknown', '无牌车', ' 无牌车 '])('reads %s as no plate', (text) => {
  expect(plate(text)).toEqual({ characters: '', colour: 'unknown', class: 'none' });
  expect(isSyntheticPlate(text)).toBe(true);
  expect(isSyntheticPlate(plate(text))).toBe(true);
  expect(() => plateIdentity(plate(text))).toThrow(RangeError);
});

test.each`
  text                    | because
  ${'京AI2345'}           | ${'the letter I is not issued'}
  ${'京A1O345'}           | ${'the letter O is not issued'}
  ${'京AABC12'}           | ${'three letters'}
  ${'沪A123456'}          | ${'eight characters without a new-energy letter'}
  ${'沪AL12345'}          | ${'L is no new-energy letter'}
  ${'港A1234'}            | ${'港 is no province sign'}
  ${'京A1234'}            | ${'too short'}
  ${'京A12345警'}         | ${'too long'}
  ${'粤A1234港'}          | ${'the letter must be Z'}
  ${'WJ香0123X'}          | ${'no such province'}
  ${''}                   | ${'empty'}
  ${'京A12345\n京B12345'} | ${'two plates'}
`('refuses $text as plate-malformed: $because', ({ text }) => {
  expect(readPlate(text as string)).toMatchObject({ refused: true, code: 'plate-malformed' });
});

test.each`
  written               | characters
  ${'京A·12345'}        | ${'京A12345'}
  ${' 京a 12345 '}      | ${'京A12345'}
  ${'京Ａ－１２３４５'} | ${'京A12345'}
  ${'京A.123-45'}       | ${'京A12345'}
  ${'京ａ・12345'}      | ${'京A12345'}
`('normalises "$written" to $characters', ({ written, characters }) => {
  expect(normalisePlate(written as string)).toBe(characters);
});

test('keeps two vehicles of the same characters apart by colour', () => {
  expect(plateIdentity(plate('京A12345', 'blue'))).toBe('京A12345|blue');
  expect(plateIdentity(plate('京A12345', 'yellow'))).not.toBe(plateIdentity(plate('京A12345', 'blue')));
});

test('issues every class but none in at least one known colour', () => {
  for (const plateClass of plateClasses) {
    expect(colourCandidates(plateClass).length > 0).toBe(plateClass !== 'none');
    expect(colourCandidates(plateClass)).not.toContain('unknown');
  }
});

test.each`
  text             | colour       | size       | newEnergy | special
  ${'京A12345'}    | ${'blue'}    | ${'small'} | ${false}  | ${undefined}
  ${'京A12345'}    | ${'yellow'}  | ${'large'} | ${false}  | ${undefined}
  ${'京A12345'}    | ${'unknown'} | ${'small'} | ${false}  | ${undefined}
  ${'粤BD12345'}   | ${'green'}   | ${'small'} | ${true}   | ${undefined}
  ${'粤B12345D'}   | ${'unknown'} | ${'large'} | ${true}   | ${undefined}
  ${'川A1234挂'}   | ${'yellow'}  | ${'large'} | ${false}  | ${undefined}
  ${'川A1234学'}   | ${'yellow'}  | ${'small'} | ${false}  | ${'trainer'}
  ${'VA01234'}     | ${'white'}   | ${'small'} | ${false}  | ${'military'}
  ${'WJ京0123X'}   | ${'white'}   | ${'small'} | ${false}  | ${'military'}
  ${'沪A1234警'}   | ${'white'}   | ${'small'} | ${false}  | ${'police'}
  ${'使014578'}    | ${'black'}   | ${'small'} | ${false}  | ${'embassy'}
  ${'沪A0023领'}   | ${'black'}   | ${'small'} | ${false}  | ${'embassy'}
  ${'京X0012应急'} | ${'white'}   | ${'small'} | ${false}  | ${'emergency'}
  ${'民航A1234'}   | ${'green'}   | ${'other'} | ${false}  | ${undefined}
  ${'无牌车'}      | ${'unknown'} | ${'small'} | ${false}  | ${undefined}
`('takes $text in $colour for $size, new energy $newEnergy, special $special', (row) => {
  const read = plate(row.text as string, row.colour as PlateColour);
  expect(vehicleClassOf(read)).toBe(row.size);
  expect(isNewEnergy(read)).toBe(row.newEnergy);
  expect(specialClassOf(read)).toBe(row.special);
});

describe('masking', () => {
  test.each`
    text             | masked
    ${'粤B12345'}    | ${'粤B·***45'}
    ${'粤BD12345'}   | ${'粤B·****45'}
    ${'京X0012应急'} | ${'京X·****应急'}
    ${'粤b·12345'}   | ${'粤B·***45'}
    ${'13800138000'} | ${'1***'}
    ${'京AI2345'}    | ${'京***'}
    ${''}            | ${'***'}
    ${'😀😀😀'}      | ${'😀***'}
    ${'UNKNOWN'}     | ${'无牌'}
  `('shows $text as $masked', ({ text, masked }) => {
    expect(maskPlate(text as string)).toBe(masked);
  });

  test('never throws, even for what is not text', () => {
    for (const odd of [undefined, null, 7, {}, Symbol('x')]) expect(maskPlate(odd as unknown as string)).toBe('***');
  });

  test('shows at most the first character of any string that is no plate', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(isRefusal(readPlate(text)));
        const [first = ''] = Array.from(normalisePlate(text));
        expect(maskPlate(text)).toBe(`${first}***`);
      }),
      { numRuns },
    );
  });
});

const letter = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ');
const digit = fc.constantFrom(...'0123456789');
const province = fc.constantFrom(...provinceSigns);
const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(digit, { minLength: length, maxLength: length }).map((parts) => parts.join(''));
const anyPlate = fc
  .oneof(
    fc.tuple(province, letter, digits(5)),
    fc.tuple(province, letter, letter, digits(3), letter),
    fc.tuple(province, letter, fc.constantFrom(...'DABCEFGHJK'), digits(5)),
    fc.tuple(province, letter, digits(5), fc.constantFrom(...'DABCEFGHJK')),
    fc.tuple(province, letter, digits(4), fc.constantFrom('警', '学', '挂', '领')),
    fc.tuple(letter, letter, digits(5)),
  )
  .map((parts) => parts.join(''));

test('hides the middle of every plate', () => {
  fc.assert(
    fc.property(anyPlate, (text) => {
      const masked = maskPlate(text);
      expect(masked).toHaveLength(text.length + 1);
      expect(masked.slice(3, -2)).toMatch(/^\*{3,4}$/);
    }),
    { numRuns },
  );
});

test('reads every plate it makes, however it is written, in every colour', () => {
  fc.assert(
    fc.property(anyPlate, fc.constantFrom(...plateColours), fc.constantFrom('·', ' ', '-', ''), (text, colour, gap) => {
      const read = plate(text, colour);
      expect(read.characters).toBe(text);
      expect(plate(`${text.slice(0, 2)}${gap}${text.slice(2).toLowerCase()}`, colour)).toEqual(read);
      expect(plate(read.characters, read.colour)).toEqual(read);
    }),
    { numRuns },
  );
});

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('ａ', 'Ｚ', '．', '\u3000', 'b', '·') }),
      ),
      (text) => {
        expect(normalisePlate(normalisePlate(text))).toBe(normalisePlate(text));
      },
    ),
    { numRuns },
  );
});
