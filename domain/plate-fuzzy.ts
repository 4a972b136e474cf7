// Proposals for a plate that was read wrongly: weighted edit distance. It proposes and never merges two vehicles.
import { normalisePlate, provinceSigns, type PlateColour } from './plate.ts';

export interface KnownPlate {
  readonly characters: string;
  readonly colour?: PlateColour;
}

export interface FuzzyOptions {
  /** The colour seen with the read; a known plate of another known colour costs more. */
  readonly colour?: PlateColour;
  /** Proposals above this cost are left out; a wrong character costs 4, a confusable one 1. */
  readonly maxCost?: number;
  readonly limit?: number;
}

export interface FuzzyProposal<T extends KnownPlate> {
  readonly plate: T;
  /** 0 for the same characters; proposals come in rising cost. */
  readonly cost: number;
}

const wrongCharacter = 4;
const missingCharacter = 4;
const confusableCharacter = 1;
const unknownProvince = 1;
const otherProvince = 3;
const otherColour = 2;

const confusableGroups = ['0DQ', '8B', '17', '2Z', '5S'];

const provinces: ReadonlySet<string> = new Set(provinceSigns);
const serial = /^[0-9A-Z]$/;

const replacementCost = (read: string, known: string): number => {
  if (read === known) return 0;
  if (provinces.has(known)) {
    if (provinces.has(read)) return otherProvince;
    return serial.test(read) ? wrongCharacter : unknownProvince;
  }
  return confusableGroups.some((group) => group.includes(read) && group.includes(known))
    ? confusableCharacter
    : wrongCharacter;
};

/** Cost of turning what was read into a known plate; both normalised. */
export const plateDistance = (read: string, known: string): number => {
  const from = Array.from(read);
  const to = Array.from(known);
  let row = to.map((_, index) => (index + 1) * missingCharacter);
  from.forEach((character, index) => {
    const next: number[] = [];
    let diagonal = index * missingCharacter;
    let left = (index + 1) * missingCharacter;
    to.forEach((target, column) => {
      const above = row[column] ?? 0;
      left = Math.min(diagonal + replacementCost(character, target), above + missingCharacter, left + missingCharacter);
      next.push(left);
      diagonal = above;
    });
    row = next;
  });
  return row.at(-1) ?? from.length * missingCharacter;
};

/**
 * Known plates that the read may have been, cheapest first; equal costs keep the order given. A person or a policy
 * decides; a read without its province sign may put any other sign, such as `?`, in its place.
 */
export const fuzzyCandidates = <T extends KnownPlate>(
  read: string,
  known: readonly T[],
  options: FuzzyOptions = {},
): FuzzyProposal<T>[] => {
  const { colour = 'unknown', maxCost = 4, limit = 5 } = options;
  const characters = normalisePlate(read);
  const colourCost = (plate: T): number =>
    colour === 'unknown' || plate.colour === undefined || plate.colour === 'unknown' || plate.colour === colour
      ? 0
      : otherColour;
  return known
    .filter((plate) => Math.abs(plate.characters.length - characters.length) * missingCharacter <= maxCost)
    .map((plate) => ({ plate, cost: plateDistance(characters, plate.characters) + colourCost(plate) }))
    .filter(({ cost }) => cost <= maxCost)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, limit);
};
