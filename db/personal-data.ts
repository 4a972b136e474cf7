// Personal columns: how a plate is hashed to be found again, encrypted to be shown, and masked for everything else.
import { type Plate, maskPlate } from '../domain/plate.ts';
import { keyedHash, seal, unseal } from '../platform/sealed.ts';

/** The hash key finds, the data key shows: two keys, so that either can be replaced alone. */
export interface PersonalDataKeys {
  readonly hashKey: Buffer;
  readonly dataKey: Buffer;
}

const plateContext = 'vehicle/plate';

/** The hash of the characters alone; the colour stands beside it in the row. */
export const plateHash = (keys: Pick<PersonalDataKeys, 'hashKey'>, characters: string): Buffer =>
  keyedHash(keys.hashKey, 'plate', characters);

export interface SealedPlate {
  readonly hash: Buffer;
  readonly cipher: Buffer;
  readonly mask: string;
}

export const sealPlate = (keys: PersonalDataKeys, plate: Plate): SealedPlate => ({
  hash: plateHash(keys, plate.characters),
  cipher: seal(keys.dataKey, plate.characters, plateContext),
  mask: maskPlate(plate.characters),
});

/** The characters of a stored plate. Throws when the key is another one. */
export const openPlate = (keys: Pick<PersonalDataKeys, 'dataKey'>, cipher: Buffer): string =>
  unseal(keys.dataKey, cipher, plateContext).toString('utf8');
