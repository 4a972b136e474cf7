// Licence plates of GA 36-2018: reading, classes, colours, identity and masking. A vehicle is characters and colour.
import { type Refusal, refuse } from './refusal.ts';

export const plateColours = ['blue', 'yellow', 'green', 'yellow-green', 'white', 'black', 'unknown'] as const;
export type PlateColour = (typeof plateColours)[number];

export const plateClasses = [
  'ordinary',
  'nev-small',
  'nev-large',
  'police',
  'trainer',
  'trailer',
  'hk-macao',
  'embassy',
  'consulate',
  'armed-police',
  'military',
  'emergency',
  'civil-aviation',
  'none',
] as const;
export type PlateClass = (typeof plateClasses)[number];

export interface Plate {
  /** Normalised: half-width, upper case, no separators. Empty for class `none`. */
  readonly characters: string;
  readonly colour: PlateColour;
  readonly class: PlateClass;
}

export const provinceSigns = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

const P = `[${provinceSigns}]`;
/** Serial letters leave out I and O, which look like 1 and 0. */
const L = 'A-HJ-NP-Z';
/** D, A, B, C, E are pure electric, the others run on something else too. */
const energy = '[DABCEFGHJK]';

/** The first expression that matches decides, so armed police stand before military. */
const expressions: readonly (readonly [Exclude<PlateClass, 'none'>, RegExp])[] = [
  ['ordinary', new RegExp(`^${P}[${L}](?=(?:[0-9]*[${L}]){0,2}[0-9]*$)[${L}0-9]{5}$`)],
  ['nev-small', new RegExp(`^${P}[${L}]${energy}[${L}0-9][0-9]{4}$`)],
  ['nev-large', new RegExp(`^${P}[${L}][0-9]{5}${energy}$`)],
  ['police', new RegExp(`^${P}[${L}O][${L}0-9]{4}警$`)],
  ['trainer', new RegExp(`^${P}[${L}][${L}0-9]{4}学$`)],
  ['trailer', new RegExp(`^${P}[${L}][${L}0-9]{4}挂$`)],
  ['hk-macao', new RegExp(`^粤Z[${L}0-9]{4}[港澳]$`)],
  ['embassy', /^(?:使[0-9]{6}|[0-9]{6}使)$/],
  ['consulate', new RegExp(`^(?:${P}[${L}][0-9]{4}领|[0-9]{6}领)$`)],
  ['armed-police', new RegExp(`^WJ${P}?[0-9]{4}[${L}0-9]$`)],
  ['military', /^[A-Z]{2}[0-9]{5}$/],
  ['emergency', new RegExp(`^${P}[XS][${L}0-9]{4}应急$`)],
  ['civil-aviation', /^民航[0-9A-Z]{5}$/],
];

const colours: Readonly<Record<PlateClass, readonly PlateColour[]>> = {
  ordinary: ['blue', 'yellow', 'black'],
  'nev-small': ['green'],
  'nev-large': ['yellow-green'],
  police: ['white'],
  trainer: ['yellow'],
  trailer: ['yellow'],
  'hk-macao': ['black'],
  embassy: ['black'],
  consulate: ['black'],
  'armed-police': ['white'],
  military: ['white'],
  emergency: ['white'],
  'civil-aviation': ['green', 'blue'],
  none: [],
};

/** What cameras and the Beijing upload write when there is no plate to read. */
const noPlateForms: ReadonlySet<string> = new Set(['_无_', '无', '无牌', '无牌车', '未知', 'UNKNOWN']);

/** Full width to half width, without spaces and separators, upper case. Doing it twice changes nothing. */
export const normalisePlate = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\s.\-·•・‧]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** The colours in which a class is issued; empty for `none`. */
export const colourCandidates = (plateClass: PlateClass): readonly PlateColour[] => colours[plateClass];

const colourOf = (plateClass: PlateClass, seen: PlateColour): PlateColour => {
  const candidates = colours[plateClass];
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  return candidates.includes(seen) ? seen : 'unknown';
};

const classOf = (characters: string): PlateClass | undefined =>
  noPlateForms.has(characters) ? 'none' : expressions.find(([, expression]) => expression.test(characters))?.[0];

/**
 * Reads what a camera or a person wrote. The characters outrank the seen colour: a class that exists in one colour
 * has that colour, and a colour in which the class is never issued counts as unknown.
 */
export const readPlate = (text: string, colour: PlateColour = 'unknown'): Plate | Refusal => {
  const characters = normalisePlate(text);
  const plateClass = classOf(characters);
  if (plateClass === undefined) return refuse('plate-malformed', 'not a plate of any class');
  if (plateClass === 'none') return { characters: '', colour: 'unknown', class: 'none' };
  return { characters, colour: colourOf(plateClass, colour), class: plateClass };
};

/** True for "no plate": such a vehicle gets a ticket id of its own and never an identity from its plate. */
export const isSyntheticPlate = (plate: Plate | string): boolean =>
  typeof plate === 'string' ? noPlateForms.has(normalisePlate(plate)) : plate.class === 'none';

/**
 * `characters|colour`: what makes two reads the same vehicle. Throws a RangeError for class `none`, because all
 * vehicles without a plate would otherwise be one vehicle.
 */
export const plateIdentity = (plate: Plate): string => {
  if (plate.class === 'none') throw new RangeError('a vehicle without a plate has no identity by plate');
  return `${plate.characters}|${plate.colour}`;
};

/**
 * `粤B·***45`: for logs, memos and exports. Shows the first two and last two characters of a plate, of anything that
 * is no plate only the first, and never throws, whatever it is given.
 */
export const maskPlate = (text: string): string => {
  if (typeof text !== 'string') return '***';
  const characters = normalisePlate(text);
  const plateClass = classOf(characters);
  if (plateClass === 'none') return '无牌';
  if (plateClass === undefined) return `${Array.from(characters)[0] ?? ''}***`;
  return `${characters.slice(0, 2)}·${'*'.repeat(characters.length - 4)}${characters.slice(-2)}`;
};

export type VehicleSize = 'small' | 'large' | 'other';

/** The vehicle class a tariff asks for. A car of unknown colour, or without a plate, is a small one. */
export const vehicleClassOf = (plate: Plate): VehicleSize => {
  if (plate.class === 'civil-aviation') return 'other';
  if (plate.class === 'nev-large' || plate.class === 'trailer') return 'large';
  return plate.class === 'ordinary' && plate.colour === 'yellow' ? 'large' : 'small';
};

export const isNewEnergy = (plate: Plate): boolean => plate.class === 'nev-small' || plate.class === 'nev-large';

export type SpecialClass = 'military' | 'police' | 'embassy' | 'trainer' | 'emergency';

const specials: Partial<Record<PlateClass, SpecialClass>> = {
  military: 'military',
  'armed-police': 'military',
  police: 'police',
  embassy: 'embassy',
  consulate: 'embassy',
  trainer: 'trainer',
  emergency: 'emergency',
};

/** The groups for which a lot's policy may say something of its own. */
export const specialClassOf = (plate: Plate): SpecialClass | undefined => specials[plate.class];
